"""Who could see what: asked after a leak, read by each company of its own records."""

from __future__ import annotations

import re
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Errors, Push, Replace
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views.coalition import exposing as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, exposures, outbox
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.exposures import ABOUT, Exposure
from storage.outbox import Address

_REFERENCE = re.compile(r"\bTD-[0-9A-Z]{5}\b")


def ask(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:  # noqa: ARG001
    """Open the form from a command."""
    access.must_coordinate(who)
    words = language(who.coalition.language)
    return answers.form(views.leak(who.coalition, words), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the coalition's page."""
    with house.database.read() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def freeze(house: House, heard: Submission, now: datetime) -> Answer:
    """Freeze who could see what the references name; whoever asks learns only how many were understood."""
    typed = heard.form.values.text(views.REFERENCES).upper()
    references = list(dict.fromkeys(_REFERENCE.findall(typed)))
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        words = language(who.coalition.language)
        access.must_coordinate(who)
        if not references:
            return Errors({views.REFERENCES: views.no_reference(words)})
        frozen = exposures.of_leak(session, who, references, way=Way.FORM, now=now)
        ring(session, who.coalition, frozen, now)
    return Replace(answers.notice(views.frozen(len(references), words), words))


def ring(session: Session, coalition: Coalition, frozen: Exposure, now: datetime) -> None:
    """Ring for whoever has a report to read."""
    body = views.bell(language(coalition.language), coalition)
    for seat in exposures.to_ring(session, coalition, frozen, now=now):
        outbox.want(
            session,
            coalition.id,
            f"{ABOUT}:{frozen.id}:{seat.person_id}",
            address=Address.to_person(seat.user_id, team=coalition.host_team),
            body=body,
            about=ABOUT,
            now=now,
        )


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw the reports that somebody may read."""
    words = language(who.coalition.language)
    return [views.report(one, words) for one in exposures.waiting(session, who, now=now)]


def read(house: House, heard: Click, now: datetime) -> Answer:
    """Open a report, or turn its page."""
    token, _, start = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, exposures.coalition_of(session, token))
        shown = exposures.read(session, who, token, _number(start), way=Way.BUTTON, now=now)
    view = views.page(shown, language(who.coalition.language))
    return Replace(view) if start else Push(view)


def _number(typed: str) -> int:
    return int(typed[:9]) if typed.isdecimal() else 0
