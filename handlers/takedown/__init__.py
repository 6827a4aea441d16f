"""/takedown: the form, the card, and what can be done with a record afterwards."""

from __future__ import annotations

from handlers.formats.takedown_form import Field
from handlers.takedown import (
    acknowledging,
    changing,
    erasing,
    exporting,
    finding,
    opening,
    publishing,
    reading,
    recalling,
    sending,
    waiting,
)
from handlers.views import export, intake
from handlers.views import takedown as ids
from handlers.views.inbox import TRY_AGAIN

# What the inbox shows of takedowns.
stuck, shared, paused, logged = waiting.stuck, waiting.shared, waiting.paused, waiting.logged
asked, replies = acknowledging.asked, acknowledging.replies
# What the clock asks for.
release = publishing.release
# What is done once a second coordinator agreed that somebody exports everything.
export_everything = exporting.everything

COMMANDS = {"/takedown": opening.command}

CLICKS = {
    ids.LOG: opening.log,
    ids.MORE: opening.more,
    ids.AFRESH: opening.afresh,
    intake.TAKE_OFF: opening.take_off,
    intake.FIND: finding.find_again,
    Field.MARK: opening.rechoose,
    Field.AUDIENCE: opening.rechoose,
    Field.COMPANIES: opening.rechoose,
    Field.PEOPLE: opening.rechoose,
    ids.RESUME: opening.resume,
    ids.SHOW: reading.show,
    ids.HISTORY: reading.history,
    ids.OLDER: reading.older,
    ids.SEARCH: reading.search,
    ids.EDIT: changing.edit,
    ids.WITHDRAW: changing.ask_why,
    ids.RECALL: recalling.ask,
    ids.ANSWERS: recalling.where_it_went,
    ids.REPLY: acknowledging.answer,
    ids.ERASE: erasing.ask,
    TRY_AGAIN: sending.try_again,
    ids.EXPORT: exporting.from_list,
    export.AGAIN: exporting.again,
}

FORMS = {
    ids.FORM: sending.check,
    ids.PREVIEW: sending.send,
    ids.WITHDRAWAL: changing.withdraw,
    ids.RECALLING: recalling.recall,
    ids.ERASING: erasing.erase,
    ids.LIST: reading.look,
    intake.FINDING: finding.look,
    export.FORM: exporting.send,
}
