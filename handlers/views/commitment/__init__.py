"""What companies commit themselves to: its form and its pages; every id that their listeners register with."""

# Forms and pages, by callback id.
FORM = "commitment_form"
MOVE_FORM = "commitment_move_form"
PAGE = "commitment_page"

# Buttons, by action id.
NEW = "commitment_new"
OPEN = "commitment_open"
RESUME = "commitment_resume"
KEPT = "commitment_kept"
MOVE = "commitment_move"
DROP = "commitment_drop"
CONFIRM = "commitment_confirm"
DECLINE = "commitment_decline"

# Fields.
TEXT, DUE, MARK, AUDIENCE = "commitment_text", "commitment_due", "commitment_mark", "commitment_audience"

# What a draft of it is kept as.
KIND = "commitment"
