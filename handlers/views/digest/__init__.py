"""How a digest looks: the page of one person, the message in the channel; every id that its listeners register with."""

# Pages and forms, by callback id.
PAGE = "digest_page"
PREVIEW_PAGE = "digest_preview_page"
POST_FORM = "digest_post_form"
WISH_FORM = "digest_wish_form"

# Buttons, by action id; behind a coalition's token the name of a period may stand.
OPEN = "digest_open"
TURN = "digest_turn"
PREVIEW = "digest_preview"
POST = "digest_post"
FOR_ME = "digest_for_me"
