"""Drawing the channel's digests and owing them to it: what comes by the clock, what was asked for, what changed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from handlers import charts, guards
from handlers.house import House
from handlers.posting import each, links_in, owe_thread
from handlers.views import trend
from handlers.views.blocks import Block
from handlers.views.digest import message
from handlers.views.digest.message import Posting
from handlers.views.fitting import Drawn
from handlers.views.wording import Language, language
from storage import audit, coalitions, digests, meetings, outbox, periods, schedules
from storage.coalitions import Coalition
from storage.database import Session
from storage.digests import Contents, Digest
from storage.meetings import Meeting
from storage.outbox import Address, Body, Letter, Picture
from storage.people import Room
from storage.periods import Period, Span
from storage.schedules import DIGEST, Occurrence
from storage.sending import STUB

# So many at a time, each of which is drawn within the lease even where every one has a picture.
_BATCH = 50
_LEASE = timedelta(minutes=10)
_KINDS = (DIGEST, digests.DAILY)
# A record may change while its digest is drawn; then it is drawn once more.
_TRIES = 5

log = structlog.get_logger(__name__)


class _OutOfDateError(Exception):
    """What was drawn is not so any more; the transaction that would fix it is undone."""


def post(house: House, now: datetime) -> None:
    """Post what is due, and draw anew what changed; one that fails keeps no other one waiting."""
    for kind in _KINDS:
        while claimed := _claimed(house, kind, now):
            each([partial(_come_round, house, one, now) for one in claimed])
    with house.database.read() as session:
        waiting = digests.to_draw(session, now=now, limit=_BATCH)
    each([partial(_draw, house, one, now) for one in waiting])


def next_due(house: House) -> datetime | None:
    """Say when a digest is due next."""
    with house.database.read() as session:
        found = [schedules.next_due(session, kind) for kind in _KINDS]
    return min((moment for moment in found if moment is not None), default=None)


def _claimed(house: House, kind: str, now: datetime) -> tuple[Occurrence, ...]:
    with house.database.read() as session:
        due = schedules.next_due(session, kind)
    if due is None or due > now:
        return ()
    with house.database.begin() as session:
        return schedules.claim_some(session, kind, limit=_BATCH, lease=_LEASE, now=now)


def _come_round(house: House, occurrence: Occurrence, now: datetime) -> None:
    """Bring the digest of an occurrence about; where that fails, it is tried again later, or given up."""
    is_done = False
    try:
        with house.database.begin() as session:
            coalition = coalitions.by_id(session, occurrence.coalition_id)
            there = digests.begin(session, coalition, _days(occurrence), occurrence, now=now)
        # What stands already is not drawn for it once more.
        is_done = _draw(house, replace(there, seen_until=None), now, occurrence)
    finally:
        if not is_done:
            _failed(house, occurrence, now)


def _days(occurrence: Occurrence) -> Period:
    day = occurrence.nominal_day
    return periods.day_before(day) if occurrence.span is Span.DAY else periods.week_ending_before(day)


def _failed(house: House, occurrence: Occurrence, now: datetime) -> None:
    reference, again = secrets.token_hex(4), schedules.retry_at(occurrence, now)
    log.error("digest_failed", reference=reference, occurrence=occurrence.key, again=again)
    with house.database.begin() as session:
        schedules.failed(session, occurrence, reference=reference, until=again, now=now)


def _draw(house: House, there: Digest, now: datetime, occurrence: Occurrence | None = None) -> bool:
    """Draw a digest outside of any transaction, and fix it in one; False where it changed each time meanwhile."""
    with house.database.read() as session:
        coalition = coalitions.by_id(session, there.coalition_id)
    if coalition.address is None:
        # Without it there is no link to any card.
        guards.learn_address(house, coalition)
    for _ in range(_TRIES):
        with house.database.read() as session:
            coalition = coalitions.by_id(session, there.coalition_id)
            newest = digests.of(session, coalition, there.name) or there
            was_drawn = newest.seen_until != there.seen_until
            made = None if was_drawn else _made(session, coalition, newest, now)
        made = _pictured(made, coalition) if made else None
        if _fixed(house, coalition, made, occurrence, now):
            house.wake_courier()
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Made:
    """A digest that was drawn: of which contents, what it says, and the hash of that; None in place of a stub.

    The hash is of what it says without its links, with its picture in words: where a card stands is no news.
    """

    digest: Digest
    contents: Contents
    posting: Posting | None
    drawn: Drawn | None
    fingerprint: str
    picture: Picture | None = None


def _made(session: Session, coalition: Coalition, there: Digest, now: datetime) -> _Made:
    contents = digests.for_channel(session, coalition, there.period)
    stood = there.seen_until is not None
    if stood and (digests.has_newcomers(session, coalition, there) or _lost_all(session, there, contents)):
        return _Made(there, Contents(there.period, (), ()), None, None, "")
    seal = there.seal if stood else _seal(session, coalition)
    words = language(coalition.language)
    posting = Posting({}, seal, there.late_since, coming=_coming(session, coalition, now))
    plain = message.draw(contents, replace(posting, picture=_in_words(contents, words)), coalition, words)
    fingerprint = _hashed(plain)
    is_news = stood and fingerprint != there.fingerprint
    links = links_in(session, coalition, Room.MEMBERS, _ids(contents))
    posting = replace(posting, links=links, updated_at=now if is_news else there.updated_at)
    return _Made(there, contents, posting, None, fingerprint)


def _pictured(made: _Made, coalition: Coalition) -> _Made:
    """Draw the message and the picture in it, while no transaction is open."""
    if made.posting is None:
        return made
    words, compared = language(coalition.language), made.contents.compared
    posting, picture = made.posting, None
    if compared is not None and not made.contents.is_quiet and not trend.is_flat(compared.trend):
        shown = charts.pictured(trend.chart(compared.trend, words), trend.alt(compared.trend, words))
        posting, picture = replace(posting, picture=shown.block), shown.picture
    drawn = message.draw(made.contents, posting, coalition, words)
    return replace(made, drawn=drawn, picture=picture)


def _ids(contents: Contents) -> list[int]:
    return [one.id for one in contents.takedowns]


def _lost_all(session: Session, there: Digest, contents: Contents) -> bool:
    """Tell whether nothing is left to be told of what a digest told: it must not say that nothing happened."""
    return contents.is_quiet and digests.told_before(session, there)


def _in_words(contents: Contents, words: Language) -> Block | None:
    """Say in words what the picture shows; None where there is nothing to be seen."""
    shown = contents.compared.trend if contents.compared else ()
    return None if trend.is_flat(shown) else outbox.words_for_picture(trend.alt(shown, words))


def _hashed(drawn: Drawn) -> str:
    whole = "\n".join(body.dumped() for body in (drawn.body, *drawn.replies))
    return hashlib.sha256(whole.encode()).hexdigest()


def _fixed(
    house: House, coalition: Coalition, made: _Made | None, occurrence: Occurrence | None, now: datetime
) -> bool:
    """Note what was drawn and owe it to the channel, in one transaction; False where it is out of date.

    There is nothing to fix where somebody else drew it meanwhile.
    """
    try:
        with house.database.begin() as session:
            # It may be somebody else's since our lease ran out.
            is_ours = occurrence is None or schedules.done(session, occurrence, now=now)
            if is_ours and made is not None:
                _fix(session, coalition, made, now)
    except _OutOfDateError:
        return False
    return True


def _fix(session: Session, coalition: Coalition, made: _Made, now: datetime) -> None:
    there = made.digest
    seal = made.posting.seal if made.posting else there.seal
    if not digests.drawn(session, coalition, there, made.contents, seal=seal, fingerprint=made.fingerprint, now=now):
        raise _OutOfDateError
    letter = outbox.standing(session, coalition.id, there.key)
    is_elsewhere = letter is not None and letter.sent_channel not in {None, coalition.channel}
    if made.drawn is None or (is_elsewhere and there.seen_until is not None):
        body = message.stub(there.period, coalition, language(coalition.language))
        outbox.replace_what_stands(session, coalition.id, there.key, body=body, about=STUB, now=now)
        _owe_thread(session, coalition, there, (), now)
        return
    if there.seen_until is None and letter is not None:
        # It is posted anew, and what stood before is taken down with its thread.
        _owe_thread(session, coalition, there, (), now)
        outbox.retract(session, coalition.id, there.key, now=now)
    outbox.want(
        session,
        coalition.id,
        there.key,
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=made.drawn.body,
        about=digests.ABOUT,
        about_id=there.id,
        picture=made.picture,
        now=now,
    )
    _owe_thread(session, coalition, there, made.drawn.replies, now)


def _owe_thread(session: Session, coalition: Coalition, there: Digest, replies: Sequence[Body], now: datetime) -> None:
    owe_thread(
        session,
        coalition,
        there.key,
        replies,
        channel=coalition.channel,
        about=digests.ABOUT,
        about_id=there.id,
        now=now,
    )


def sent(session: Session, letter: Letter, now: datetime) -> None:
    """Let the thread follow once its digest stands."""
    if letter.about == digests.ABOUT and letter.address.thread_of is None:
        outbox.resume_thread(session, letter.coalition_id, letter.key, now=now)


def _seal(session: Session, coalition: Coalition) -> str:
    newest = audit.newest_seal(session, coalition)
    return newest.for_others if newest else ""


def posting_of(session: Session, coalition: Coalition, contents: Contents, now: datetime) -> Posting:
    """Say what stands beside the contents of a digest that is not posted yet; words stand for its picture."""
    seal = _seal(session, coalition)
    picture = _in_words(contents, language(coalition.language))
    links = links_in(session, coalition, Room.MEMBERS, _ids(contents))
    return Posting(links, seal, picture=picture, coming=_coming(session, coalition, now))


def _coming(session: Session, coalition: Coalition, now: datetime) -> Meeting | None:
    """Find the meeting that comes next, which every member may know of."""
    return meetings.next_of(session, coalition, now, reader=Room.MEMBERS)
