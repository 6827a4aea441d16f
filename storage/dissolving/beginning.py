"""Beginning a dissolution, seeing how far it is, and stopping it while that is possible."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update

from storage import absences, access, audit, exports
from storage import coalitions as coalition_page
from storage import companies as company_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition, coalitions
from storage.companies import Company, Seat
from storage.database import Session
from storage.dissolving.records import (
    ABOUT,
    PATIENCE,
    REVERSIBLE,
    Copy,
    Dissolution,
    Progress,
    Stage,
    dissolution,
    dissolutions,
    of,
)
from storage.errors import Unknown
from storage.people import Role

_COPIES = {
    exports.State.SENT: Copy.SENT,
    exports.State.EMPTY: Copy.EMPTY,
    exports.State.DROPPED: Copy.NOBODY,
    exports.State.FAILED: Copy.FAILED,
    exports.State.TAKEN_BACK: Copy.SENT,
}


def begin(session: Session, speaker: Speaker, *, way: Way, now: datetime) -> Dissolution:
    """Begin to dissolve the speaker's coalition: ask for each company's own export. Twice is once.

    Whether a second coordinator agreed was asked before; NotCoordinator for all but coordinators.
    """
    access.must_coordinate(speaker)
    coalition = coalition_page.hold(session, speaker.coalition.id)
    if there := of_coalition(session, coalition.id):
        return there
    values = {
        "token": new_token(),
        "stage": Stage.EXPORTING,
        "begun_at": now,
        "next_at": now + PATIENCE,
        "coalition_id": coalition.id,
    }
    row_id = session.execute(insert(dissolutions).values(values).returning(dissolutions.c.id)).scalar_one()
    session.execute(update(coalitions).where(coalitions.c.id == coalition.id).values(dissolving_at=now))
    audit.note(session, speaker, Act.DISSOLVED, ABOUT, row_id, way=way, now=now, detail="begun")
    for company in _who_get_a_copy(session, coalition):
        if taker := _taker(session, coalition, company, now=now):
            form = _form(row_id, company)
            exports.request(session, taker, form=form, format_="json", file=exports.Kind.LAST, way=Way.CLOCK, now=now)
    made = of_coalition(session, coalition.id)
    assert made is not None
    return made


def _who_get_a_copy(session: Session, coalition: Coalition) -> tuple[Company, ...]:
    """List the companies that sit here; a guest is sent nothing, and reads what it may until the end."""
    return tuple(one for one in company_page.seated(session, coalition) if one.seat is not Seat.GUEST)


def _taker(session: Session, coalition: Coalition, company: Company, *, now: datetime) -> Speaker | None:
    """Find who is given a company's own export: its lead, or who stands in for them; None where nobody is here."""
    for person in absences.stand_ins(session, company, now=now):
        seat = access.seat_of(session, person.id)
        if seat is not None and seat.coalition.id == coalition.id and absences.is_present(person, company):
            return seat
    return None


def _form(row_id: int, company: Company) -> str:
    return f"dissolution:{row_id}:{company.id}"[:32]


def of_coalition(session: Session, coalition_id: int) -> Dissolution | None:
    """Find the dissolution of a coalition that is under way; None if there is none."""
    row = session.execute(of(coalition_id)).one_or_none()
    return dissolution(row) if row else None


def progress(session: Session, speaker: Speaker) -> Progress | None:
    """Tell those who coordinate how far the dissolution is; None if there is none, and for everybody else."""
    if not access.may_coordinate(speaker):
        return None
    there = of_coalition(session, speaker.coalition.id)
    return Progress(there, copies(session, speaker.coalition, there)) if there else None


def copies(session: Session, coalition: Coalition, there: Dissolution) -> tuple[tuple[str, Copy], ...]:
    """Tell of each company how far its own export is; by name."""
    table = exports.exports
    told = []
    for company in _who_get_a_copy(session, coalition):
        state = session.execute(
            select(table.c.state).where(table.c.form == _form(there.id, company)),
        ).scalar_one_or_none()
        told.append((company.name, Copy.NOBODY if state is None else _COPIES.get(exports.State(state), Copy.WAITS)))
    return tuple(told)


def stop(session: Session, speaker: Speaker, *, way: Way, now: datetime) -> bool:
    """Stop the dissolution of the speaker's coalition, while everything is still there; True if this did it.

    One coordinator is enough to stop it. Unknown where it cannot be stopped any more, or there is none.
    """
    access.must_coordinate(speaker)
    coalition_page.hold(session, speaker.coalition.id)
    there = of_coalition(session, speaker.coalition.id)
    if there is None or there.stage not in REVERSIBLE:
        raise Unknown
    its = (dissolutions.c.id == there.id, dissolutions.c.stage.in_(REVERSIBLE))
    stopped = update(dissolutions).where(*its).values(stage=Stage.STOPPED, next_at=None).returning(dissolutions.c.id)
    if session.execute(stopped).first() is None:
        return False
    session.execute(update(coalitions).where(coalitions.c.id == speaker.coalition.id).values(dissolving_at=None))
    audit.note(session, speaker, Act.DISSOLVED, ABOUT, there.id, way=way, now=now, detail="stopped")
    return True


def to_tell(session: Session, coalition: Coalition) -> tuple[str, ...]:
    """List the Slack ids of those who coordinate and sit here."""
    seats = (
        seat for company in company_page.seated(session, coalition) for seat in _seats(session, coalition, company)
    )
    return tuple(sorted(seat.user_id for seat in seats if seat.person and Role.COORDINATOR in seat.person.roles))


def _seats(session: Session, coalition: Coalition, company: Company) -> tuple[Speaker, ...]:
    return access.of_company(session, coalition, company.id)
