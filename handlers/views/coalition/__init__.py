"""How the coalition itself looks: its page, its forms; every id that its listeners register with."""

# Pages and forms, by callback id.
PAGE = "coalition_page"

# Buttons, by action id.
OPEN = "coalition_open"
