"""/coalition check: which ways in work, company by company; one's own company's for everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Push, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views import checking as views
from handlers.views.blocks import Block
from handlers.views.checking import Line
from handlers.views.wording import language
from storage import access, audit, companies, connections, outbox, proofs, trials
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Seat
from storage.database import Session
from storage.outbox import Address
from storage.proofs import Means, Standing
from storage.trials import FileState, Trial

_QUESTION = "check:question"


# How somebody came to the page shows that this way works.
_SHOWN_BY = {Way.COMMAND: Means.COMMAND, Way.MENTION: Means.MENTION, Way.BUTTON: Means.BUTTON}


def ask(session: Session, who: Speaker, _rest: str, way: Way, now: datetime) -> Open:
    """Open the page from a command."""
    if way in _SHOWN_BY:
        proofs.note(session, who, [_SHOWN_BY[way]], now=now)
    return answers.page(_page(session, who), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the page from a button; on the page itself, look again."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        opened = ask(session, who, "", Way.BUTTON, now)
    if heard.form is None:
        return opened
    return Replace(opened.view) if heard.form.callback_id == views.PAGE else Push(opened.view)


def _page(session: Session, who: Speaker) -> Block:
    may_ask = access.may_coordinate(who)
    standings = proofs.of_everybody(session, who) if may_ask else (proofs.own(session, who),)
    asked = outbox.standing(session, who.coalition.id, _QUESTION) is not None
    return views.page(
        lines(session, who, standings),
        who.coalition,
        language(who.coalition.language),
        may_ask=may_ask,
        asked=asked,
        may_try=who.company.seat is not Seat.GUEST,
    )


def lines(session: Session, who: Speaker, standings: Sequence[Standing]) -> list[Line]:
    """Gather what is to be said of companies: what works, and what is known of what does not."""
    posting = connections.limited(session, who.coalition)
    tried = trials.of_company(session, [one.company.id for one in standings])
    return [
        Line(
            one,
            limited=bool(posting and posting & set(companies.team_ids(session, one.company))),
            refused=_refused(session, tried.get(one.company.id, ())),
        )
        for one in standings
    ]


def _refused(session: Session, tried: Sequence[Trial]) -> dict[Means, str]:
    """Say what Slack refused of the newest trial."""
    if not tried:
        return {}
    refused, newest = {}, tried[0]
    letter = outbox.standing(session, newest.coalition_id, direct_key(newest))
    if letter is not None and letter.error and not letter.is_delivered:
        refused[Means.DIRECT] = letter.error
    if newest.file_state is FileState.REFUSED and newest.file_error:
        refused[Means.FILE] = newest.file_error
    return refused


def direct_key(trial: Trial) -> str:
    """Name the direct message of a trial."""
    return f"check:{trials.ABOUT}:{trial.id}:{trial.attempt}:direct"


def ask_everybody(house: House, heard: Click, now: datetime) -> Answer:
    """Offer everybody in the members' channel to try it, and show the page again; for coordinators."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        access.must_coordinate(who)
        coalition = who.coalition
        outbox.want(
            session,
            coalition.id,
            _QUESTION,
            address=Address.in_channel(coalition.channel, team=coalition.host_team),
            body=views.question(coalition, language(coalition.language)),
            about="check",
            owner_id=who.person_id,
            now=now,
        )
        audit.note(session, who, Act.CHECKED, "coalition", coalition.id, way=Way.BUTTON, now=now)
        view = _page(session, who)
    return Replace(view) if heard.form else Whisper(language(who.coalition.language).say("It stands in the channel."))
