"""What is written down of a meeting: its form, its message, its files; every id that their listeners register with."""

# Forms and pages, by callback id.
FORM = "minutes_form"
CORRECTION_FORM = "minutes_correction_form"
PAGE = "minutes_page"

# The button whose value is the meeting's token.
END = "minutes_end"

# Buttons whose value is the minutes' token.
WRITE = "minutes_write"
SEND = "minutes_send"
KEEP_OFF = "minutes_keep_off"
CORRECT = "minutes_correct"
OPEN = "minutes_open"
MARKDOWN = "minutes_markdown"
HTML = "minutes_html"

# Buttons whose value is a draft's token.
RESUME = "minutes_resume"

# Fields.
PRESENT, REGRETS, AMONG, BEFORE_ALL = "minutes_present", "minutes_regrets", "minutes_among", "minutes_before_all"
DECISIONS, RHYTHM, COMMITMENTS = "minutes_decisions", "minutes_rhythm", "minutes_commitments"
REACHED = "minutes_reached"
MARK, DAYS = "minutes_mark", "minutes_days"
PRESENCE, REMARK = "minutes_presence", "minutes_remark"

# What a draft of it is kept as.
KIND = "minutes"
