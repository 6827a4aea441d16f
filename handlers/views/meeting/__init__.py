"""How meetings look: their pages and forms, the card in the channel; every id that their listeners register with."""

# Pages and forms, by callback id.
PAGE = "meeting_page"
INVITATION_PAGE = "meeting_invitation_page"
PLAN_FORM = "meeting_plan_form"
MOVE_FORM = "meeting_move_form"
CANCEL_FORM = "meeting_cancel_form"
DEPUTY_FORM = "meeting_deputy_form"
RHYTHM_FORM = "meeting_rhythm_form"
SERIES_FORM = "meeting_series_form"

# Buttons whose value is a coalition's token.
OVERVIEW = "meeting_overview"
PLAN = "meeting_plan"

# Buttons whose value is a meeting's token.
OPEN = "meeting_open"
YES = "meeting_yes"
NO = "meeting_no"
DEPUTY = "meeting_deputy"
FILE = "meeting_file"
MOVE = "meeting_move"
CANCEL = "meeting_cancel"

# Buttons whose value is a series' token.
RHYTHM = "meeting_rhythm"
PAUSE = "meeting_pause"
RESUME = "meeting_resume"
STOP = "meeting_stop"
