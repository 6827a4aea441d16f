"""How updates look: the form, what was sent, who has answered, the bells; every id that its listeners register with."""

# Pages and forms, by callback id.
FORM = "update_form"
PAGE = "update_page"

# Buttons, by action id. Behind these stands a coalition's token ...
WRITE = "update_write"
# ... a meeting's ...
OPEN = "update_open"
NOTHING = "update_nothing"
ABSENT = "update_absent"
DEPUTY = "update_deputy"
STATUS = "update_status"
ALL = "update_all"
# ... an update's ...
SHOW = "update_show"
# ... a prompt's ...
LATER = "update_later"
STOP = "update_stop"
# ... or a draft's.
RESUME = "update_resume"
AFRESH = "update_afresh"

# What the fields that the form follows answer under, which have the ids of every form that says whom it is for.
CHOSEN = "update_chosen"
