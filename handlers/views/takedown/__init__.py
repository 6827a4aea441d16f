"""How a takedown looks: its card, its form, its pages; every id that its listeners register with."""

# Forms, by callback id.
FORM = "takedown_form"
PREVIEW = "takedown_preview"
WITHDRAWAL = "takedown_withdrawal"
RECALLING = "takedown_recalling"
ERASING = "takedown_erasing"
LIST = "takedown_list"
PAGE = "takedown_page"

# Buttons, by action id.
LOG = "takedown_log"
MORE = "takedown_more"
AFRESH = "takedown_afresh"
RESUME = "takedown_resume"
SHOW = "takedown_show"
HISTORY = "takedown_history"
EDIT = "takedown_edit"
WITHDRAW = "takedown_withdraw"
RECALL = "takedown_recall"
ANSWERS = "takedown_answers"
ERASE = "takedown_erase"
# Behind a colon it says which.
REPLY = "takedown_reply"
OLDER = "takedown_older"
SEARCH = "takedown_search"
EXPORT = "takedown_export"
