"""Files that are handed in, what becomes of them, and the indicators that they held."""

from __future__ import annotations

from handlers.intake import handing_in, settling, showing
from handlers.views import intake as ids

# What the inbox shows of files.
waiting = settling.waiting

CLICKS = {
    ids.OPEN: handing_in.open_files,
    ids.ROWS: settling.rows,
    ids.SEEN: settling.put_away,
    ids.AGAIN: settling.again,
    ids.CHOOSE: settling.choose,
    ids.SHOW: showing.show,
    ids.TURN: showing.turn,
    ids.SEARCH: showing.search,
    ids.SEND: showing.send,
}

FORMS = {
    ids.CHOOSING: handing_in.choose,
    ids.LISTED: showing.look,
}
