"""*For me*: all that waits for one person, so that nobody depends on a direct message getting through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers import agenda, coalition, digest, export, guards, intake, lifecycle, meeting, scheduling, takedown, update
from handlers.answers import Answer, Block, Replace
from handlers.house import House
from handlers.inputs import Click
from handlers.kept import taken
from handlers.views import answers
from handlers.views import inbox as views
from handlers.views.door import FOR_ME
from handlers.views.inbox import DISCARD, Item
from handlers.views.wording import language
from storage import access, coalitions, drafts, outbox
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Session
from storage.outbox import Address, Letter


def for_me(house: House, heard: Click, now: datetime) -> Answer:
    """Open the inbox."""
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.value)
        view = _drawn(session, who, now)
    return answers.page(view, language(who.coalition.language))


def discard(house: House, heard: Click, now: datetime) -> Answer:
    """Throw a draft away, and show what still waits."""
    with house.database.begin() as session:
        who, _ = taken(session, heard, heard.value, now, kind=None)
        return Replace(_drawn(session, who, now))


def _drawn(session: Session, who: Speaker, now: datetime) -> Block:
    shelves = [waiting(session, who, now) for waiting in _SHELVES]
    logged = takedown.logged(session, who)
    words = language(who.coalition.language)
    return views.inbox(shelves, logged, who.coalition, words, may_log=who.company.seat is Seat.MEMBER)


def _drafts(session: Session, who: Speaker, now: datetime) -> list[Item]:
    return [views.draft(one, language(who.coalition.language)) for one in drafts.waiting(session, who, now=now)]


# What waits for a person, the most pressing first; each page draws its own.
_SHELVES: tuple[Callable[[Session, Speaker, datetime], list[Item]], ...] = (
    takedown.stuck,
    intake.waiting,
    takedown.asked,
    takedown.replies,
    update.asked,
    takedown.shared,
    takedown.paused,
    coalition.waiting,
    meeting.votes,
    meeting.to_write,
    meeting.committed,
    meeting.waiting,
    update.silent,
    _drafts,
    digest.not_delivered,
    meeting.not_delivered,
    export.waiting,
    agenda.shelf,
    digest.of_ones_own,
    update.sent,
    scheduling.waiting,
    lifecycle.waiting,
)


def tell_sender(session: Session, letter: Letter, now: datetime) -> None:
    """Ring for the owner of a letter that could not be delivered; called in the transaction that gives it up."""
    owner = access.user_of(session, letter.owner_id) if letter.owner_id else None
    if owner is None:
        return
    where = coalitions.by_id(session, letter.coalition_id)
    outbox.want(
        session,
        where.id,
        f"notice:{letter.key}"[:120],
        address=Address.to_person(owner, team=where.host_team),
        body=views.failed(language(where.language), where),
        about="notice",
        owner_id=letter.owner_id,
        now=now,
    )


CLICKS = {FOR_ME: for_me, DISCARD: discard}
