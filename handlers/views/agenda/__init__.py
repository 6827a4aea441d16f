"""How an agenda looks: the page of one person, the message in the channel; every id that listeners register with."""

# Pages and forms, by callback id.
PAGE = "agenda_page"
ITEM_PAGE = "agenda_item_page"
ADD_FORM = "agenda_add_form"
ARRANGE_FORM = "agenda_arrange_form"
POST_FORM = "agenda_post_form"
STATEMENT_FORM = "agenda_statement_form"

# Buttons, by action id; behind a coalition's token the token of a meeting may stand.
OPEN = "agenda_open"
ADD = "agenda_add"
RESUME = "agenda_resume"
SHOW_ITEM = "agenda_item"
SUPPORT = "agenda_support"
TAKE_OFF = "agenda_take_off"
ANSWERED = "agenda_answered"
ARRANGE = "agenda_arrange"
POST = "agenda_post"
STATEMENT = "agenda_statement"
# The menus that the form follows.
CHOOSE = "agenda_choose"

# The message shortcut, by callback id.
SHORTCUT = "agenda_add_message"

# The kinds of drafts: what somebody proposes, and what a coordinator was shown to arrange.
DRAFT, ARRANGING = "agenda_item", "agenda_order"
