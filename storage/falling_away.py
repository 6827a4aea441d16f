"""Who loses a record, and what is taken back from them: by a recall, or because its audience became narrower."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage import access, acknowledgements, audit, exports, outbox, takedowns
from storage.access import Speaker, Way
from storage.acknowledgements import Kind, Question
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat
from storage.database import Session
from storage.reports import Report
from storage.takedowns import ABOUT, Takedown


@dataclass(frozen=True, slots=True)
class Changed:
    """A record as it stands after a change, and what companies are asked because of it."""

    record: Takedown
    questions: tuple[Question, ...] = ()


def recall(
    session: Session, speaker: Speaker, token: str, *, reason: str, form: str, way: Way, now: datetime
) -> Changed:
    """Take a record out of everybody's hands but its owner's, and every copy within reach with it. Twice is once."""
    takedowns.hold(session, token)
    before = takedowns.to_change(session, speaker, token)
    if before.recalled_at:
        return Changed(before)
    had = _readers(session, speaker, before)
    after = takedowns.recall(session, speaker, token, reason=reason, form=form, way=way, now=now)
    return Changed(after, _take_back(session, speaker, before, after, had, way=way, now=now))


def revise(
    session: Session,
    speaker: Speaker,
    token: str,
    said: Report,
    *,
    mark: Mark,
    scope: Scope | None = None,
    correction: bool = False,
    reason: str,
    base: int,
    form: str,
    way: Way,
    now: datetime,
) -> Changed:
    """Revise a record as `takedowns.revise` does; from whom it falls away by that, it is taken back.

    A correction is told to every company that opened the record and may still read it.
    """
    before = takedowns.to_change(session, speaker, token)
    # To ask who may read it asks for each person, so it is left where nobody can fall away.
    stays = scope is None or _whom(scope) == _whom(takedowns.scope_of(session, speaker, token))
    had = () if stays else _readers(session, speaker, before)
    after = takedowns.revise(
        session,
        speaker,
        token,
        said,
        mark=mark,
        scope=scope,
        correction=correction,
        reason=reason,
        base=base,
        form=form,
        way=way,
        now=now,
    )
    questions = () if stays else _take_back(session, speaker, before, after, had, way=way, now=now)
    if correction:
        questions += _tell_of_correction(session, speaker, after, way=way, now=now)
    return Changed(after, questions)


def _whom(scope: Scope) -> tuple[Audience, frozenset[int], frozenset[int]]:
    return scope.audience, scope.companies, scope.people


def _readers(session: Session, speaker: Speaker, record: Takedown) -> tuple[Speaker, ...]:
    return access.readers(session, speaker.coalition, takedowns.takedowns, record.id)


def _take_back(
    session: Session,
    speaker: Speaker,
    before: Takedown,
    after: Takedown,
    had: tuple[Speaker, ...],
    *,
    way: Way,
    now: datetime,
) -> tuple[Question, ...]:
    """Take a record back from those who could read it before and cannot now; ask their companies that opened it."""
    have = _readers(session, speaker, after)
    still = {seat.person_id for seat in have}
    fallen = tuple(seat for seat in had if seat.person_id not in still and not _is_owner(seat, after))
    acknowledgements.end(session, after.id, {seat.company.id for seat in have}, now=now)
    outbox.retract_from(session, speaker.coalition.id, ABOUT, after.id, {seat.user_id for seat in fallen}, now=now)
    _take_back_exports(session, after, fallen, now=now)
    gone = {seat.company.id for seat in fallen} - {seat.company.id for seat in have}
    # Of a company of which single people were chosen, the others never heard of the record.
    wholly = frozenset(gone) if before.audience is not Audience.PEOPLE else frozenset[int]()
    asked = _who_opened(session, speaker, after, fallen, wholly=wholly)
    return acknowledgements.ask(session, speaker, after, Kind.RECALL, asked, way=way, now=now)


def _take_back_exports(session: Session, record: Takedown, fallen: tuple[Speaker, ...], *, now: datetime) -> None:
    """Let the files be deleted that hold a record for people who lost it."""
    theirs = {seat.person_id for seat in fallen}
    for one in exports.holding(session, record.id):
        if one.person_id in theirs:
            exports.take_back(session, one.export_id, now=now)


def _tell_of_correction(
    session: Session, speaker: Speaker, after: Takedown, *, way: Way, now: datetime
) -> tuple[Question, ...]:
    others = (seat for seat in _readers(session, speaker, after) if not _is_owner(seat, after))
    asked = _who_opened(session, speaker, after, tuple(others))
    return acknowledgements.ask(session, speaker, after, Kind.CORRECTION, asked, way=way, now=now)


def _is_owner(seat: Speaker, record: Takedown) -> bool:
    return seat.company.id == record.company_id


def _who_opened(
    session: Session,
    speaker: Speaker,
    record: Takedown,
    seats: tuple[Speaker, ...],
    *,
    wholly: frozenset[int] = frozenset(),
) -> frozenset[int]:
    """List the companies of these people who opened the record, or had it in a file.

    Of those `wholly` meant, whoever of them did so counts. A guest is asked nothing.
    """
    opened = audit.who_opened(session, speaker.coalition.id, ABOUT, record.id)
    had = {(one.company_id, one.person_id) for one in opened}
    had |= {(one.company_id, one.person_id) for one in exports.holding(session, record.id)}
    openers = {person_id for _, person_id in had}
    companies = {company_id for company_id, _ in had} & wholly
    return frozenset(
        seat.company.id
        for seat in seats
        if seat.company.seat is not Seat.GUEST and (seat.person_id in openers or seat.company.id in companies)
    )
