"""How files that are handed in look, what became of them, and the indicators that they held; every id of theirs."""

from storage import drafts

# The kind of draft that holds files which were sent to us directly and belong to no record yet.
KIND = drafts.FILES

# Forms, by callback id.
CHOOSING = "intake_choosing"
FINDING = "indicator_finding"
LISTED = "indicator_list"

# Buttons, by action id.
TAKE_OFF = "intake_take_off"
OPEN = "intake_open"
ROWS = "intake_rows"
SEEN = "intake_seen"
AGAIN = "intake_again"
# Behind a colon it says what is chosen.
CHOOSE = "intake_choose"
SHOW = "indicator_show"
TURN = "indicator_turn"
SEARCH = "indicator_search"
SEND = "indicator_send"
FIND = "indicator_find"
