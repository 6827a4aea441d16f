"""How the coalition itself looks: its page, its forms; every id that its listeners register with."""

# Pages and forms, by callback id.
PAGE = "coalition_page"
SETTINGS_FORM = "coalition_settings_form"
PEOPLE_FORM = "coalition_people_form"
AWAY_FORM = "coalition_away_form"

# Buttons and menus, by action id.
OPEN = "coalition_open"
SETTINGS = "coalition_settings"
PEOPLE = "coalition_people"
PEOPLE_OF = "coalition_people_of"
DISMISS = "coalition_dismiss"
AWAY = "coalition_away"
BACK = "coalition_back"
LET_READ = "coalition_let_read"
