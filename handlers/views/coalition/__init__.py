"""How the coalition itself looks: its page, its forms; every id that its listeners register with."""

# Pages and forms, by callback id.
PAGE = "coalition_page"
SETTINGS_FORM = "coalition_settings_form"

# Buttons, by action id.
OPEN = "coalition_open"
SETTINGS = "coalition_settings"
