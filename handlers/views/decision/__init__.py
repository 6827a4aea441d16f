"""What the members decide: its form, its message, its pages; every id that their listeners register with."""

# Forms and pages, by callback id.
FORM = "decision_form"
PAGE = "decision_page"

# Buttons, by action id; behind a colon a voice says for which option it is.
NEW = "decision_new"
RESUME = "decision_resume"
VOTE = "decision_vote"
SHOW = "decision_show"
CLOSE = "decision_close"
WITHDRAW = "decision_withdraw"

# Fields.
TEXT, OPTIONS, SECRET, UNTIL, RHYTHM = (
    "decision_text",
    "decision_options",
    "decision_secret",
    "decision_until",
    "decision_rhythm",
)

# What a draft of it is kept as.
KIND = "decision"
