"""Files that a page of the coalition's sends to whoever asks for one, once a page."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Push
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views import export as export_views
from handlers.views.wording import language
from storage import exports
from storage.access import Way


def ask_for(house: House, heard: Click, file: exports.Kind, format_: str, now: datetime) -> Answer:
    """Ask for a file; one that is asked for again within the same page comes once."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        form = f"{file}:{heard.form.id if heard.form else heard.trigger}"[:32]
        exports.request(session, who, form=form, format_=format_, file=file, way=Way.BUTTON, now=now)
    house.wake_porter()
    words = language(who.coalition.language)
    return Push(answers.notice(export_views.under_way(words), words))
