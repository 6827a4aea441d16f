"""Reading updates: what a company says before a meeting, for whoever may know it, and who has answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, not_, or_, select

from storage import absences, access, audiences, coalitions
from storage import companies as company_page
from storage.access import Reader, Speaker
from storage.audiences import Audience, Mark, Scope
from storage.companies import Seat, companies, teams
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import Meeting, MeetingState
from storage.people import Room, people
from storage.takedowns import State, Takedown, takedowns
from storage.takedowns.reading import chosen, made
from storage.updates.records import (
    ABOUT,
    CompanyStanding,
    Kind,
    MembersOnly,
    Standing,
    Update,
    loaded,
    revisions,
    updates,
)

# A menu of Slack's holds so many.
OFFERED = 100
_OPEN = frozenset({MeetingState.PLANNED, MeetingState.ENDED})
_ANSWERS = (Kind.SAID, Kind.NOTHING, Kind.ABSENT)


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names an update, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(updates.c.coalition_id).where(updates.c.token == token),
    ).scalar_one_or_none()
    return found


def by_token(session: Session, speaker: Speaker, token: str) -> Update:
    """Find an update by its name in Slack's buttons; Unknown unless the speaker may read it."""
    row = session.execute(_whole(access.visible_to(speaker, updates)).where(updates.c.token == token)).one_or_none()
    if row is None:
        raise Unknown
    return _as_read_by(session, speaker, [row])[0]


def mine(session: Session, speaker: Speaker, meeting: Meeting) -> Update | None:
    """Find what the speaker's own company says before a meeting, as far as they may read it."""
    its = (updates.c.meeting_id == meeting.id, updates.c.company_id == speaker.company.id)
    row = session.execute(_whole(access.visible_to(speaker, updates)).where(*its)).one_or_none()
    return _update(row, loaded(row.content).takedowns) if row else None


def said_by_name(session: Session, speaker: Speaker, meeting: Meeting) -> str | None:
    """Tell which colleague answered before a meeting in words that this person may not read; None if nobody did."""
    found: str | None = session.execute(
        select(people.c.user_id)
        .join(updates, updates.c.person_id == people.c.id)
        .where(
            updates.c.meeting_id == meeting.id,
            updates.c.company_id == speaker.company.id,
            not_(access.visible_to(speaker, updates)),
            updates.c.erased_at.is_(None),
        ),
    ).scalar_one_or_none()
    return found


def of_meeting(session: Session, meeting: Meeting, reader: Reader) -> tuple[Update, ...]:
    """List what companies say before a meeting, as far as a reader may know it, by their names."""
    coalition = coalitions.by_id(session, meeting.coalition_id)
    which = access.may_be_told(reader, coalition, updates)
    rows = session.execute(_whole(which).where(updates.c.meeting_id == meeting.id).order_by(companies.c.name)).all()
    return _as_read_by(session, reader, rows, coalition=coalition)


def scope_of(session: Session, speaker: Speaker, there: Update) -> Scope:
    """Tell whom an update of one's own company is for; Unknown for another's."""
    if there.company_id != speaker.company.id:
        raise Unknown
    companies_, named = audiences.granted(session, ABOUT, there.id)
    return Scope(there.audience, companies_, named)


def was_sent(session: Session, form: str, *, team_ids: Iterable[str], user_id: str) -> bool:
    """Tell whether a form has made its revision already; to nobody but the person who sent it."""
    theirs = (
        select(revisions.c.id)
        .join(people, people.c.id == revisions.c.person_id)
        .join(teams, teams.c.company_id == people.c.company_id)
        .where(revisions.c.form == form, people.c.user_id == user_id, teams.c.team.in_(list(team_ids)))
    )
    return session.execute(theirs).first() is not None


def to_keep_or_strike(
    session: Session, speaker: Speaker, since: datetime | None, *, kept: Iterable[int] = ()
) -> tuple[Takedown, ...]:
    """List what a company logged since, and what its update kept, newest first: what the form begins with.

    What stands under the Chatham House Rule is left out, since the update says whose it is.
    """
    its = [
        access.visible_to(speaker, takedowns),
        takedowns.c.company_id == speaker.company.id,
        takedowns.c.state == State.STANDING,
        takedowns.c.recalled_at.is_(None),
        not_(takedowns.c.chatham),
    ]
    if since is not None:
        its.append(or_(takedowns.c.logged_at > since, takedowns.c.id.in_(list(kept))))
    newest = takedowns.c.logged_at.desc(), takedowns.c.id.desc()
    rows = session.execute(chosen(and_(*its)).order_by(*newest).limit(OFFERED))
    return tuple(made(row, speaker.company.id) for row in rows)


def who_answered(session: Session, meeting: Meeting, *, now: datetime) -> tuple[CompanyStanding, ...]:
    """Tell of each member company whether it has answered, by name, and nothing of what it said.

    For those who coordinate; whoever asks for them asks before whether they do.
    """
    answered = select(updates.c.company_id).where(
        updates.c.meeting_id == meeting.id, updates.c.kind.in_(_ANSWERS), updates.c.erased_at.is_(None)
    )
    have = set(session.execute(answered).scalars())
    coalition = coalitions.by_id(session, meeting.coalition_id)
    found = []
    for one in company_page.seated(session, coalition):
        if one.seat is Seat.MEMBER:
            standing = Standing.ANSWERED if one.id in have else Standing.MISSING
            if standing is Standing.MISSING and absences.all_away(session, one, now=now):
                standing = Standing.AWAY
            found.append(CompanyStanding(one.id, one.name, standing))
    return tuple(found)


def is_open(meeting: Meeting) -> bool:
    """Tell whether something can still be said before a meeting."""
    return meeting.state in _OPEN


def may_answer(speaker: Speaker) -> bool:
    """Tell whether this person may speak for a member company before a meeting."""
    return access.is_among_members(speaker)


def must_be_asked(speaker: Speaker) -> None:
    """Raise MembersOnly unless this person may speak for a member company before a meeting."""
    access.must_act(speaker)
    if not may_answer(speaker):
        raise MembersOnly


def _whole(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    its_words = (revisions.c.update_id == updates.c.id) & (revisions.c.number == updates.c.revision)
    return (
        select(updates, companies.c.name, people.c.user_id, revisions.c.content)
        .join(companies, companies.c.id == updates.c.company_id)
        .join(people, people.c.id == updates.c.person_id)
        .join(revisions, its_words)
        .where(which)
    )


def _as_read_by(
    session: Session, reader: Reader, rows: Iterable[Row[Any]], *, coalition: coalitions.Coalition | None = None
) -> tuple[Update, ...]:
    """Make updates of rows, and leave out the takedowns that their reader may not know of."""
    found = list(rows)
    kept = {row.id: loaded(row.content).takedowns for row in found}
    asked = {one for each in kept.values() for one in each}
    known = _known(session, reader, asked, coalition) if asked else frozenset()
    return tuple(_update(row, tuple(one for one in kept[row.id] if one in known)) for row in found)


def _known(session: Session, reader: Reader, asked: set[int], coalition: coalitions.Coalition | None) -> frozenset[int]:
    if coalition is None:
        assert not isinstance(reader, Room)
        coalition = reader.coalition
    its = (
        takedowns.c.id.in_(asked),
        access.may_be_told(reader, coalition, takedowns),
        takedowns.c.state == State.STANDING,
        # It may have come under the rule since.
        not_(takedowns.c.chatham),
    )
    return frozenset(session.execute(select(takedowns.c.id).where(*its)).scalars())


def _update(row: Row[Any], kept: tuple[int, ...]) -> Update:
    said = loaded(row.content)
    return Update(
        id=row.id,
        token=row.token,
        meeting_id=row.meeting_id,
        company_id=row.company_id,
        company=row.name,
        said_by=row.user_id,
        kind=Kind(row.kind),
        work=said.work,
        takedowns=kept,
        problems=said.problems,
        questions=said.questions,
        how_often=said.how_often,
        rule=said.rule,
        mark=Mark(row.mark),
        audience=Audience(row.audience),
        revision=row.revision,
        changed_at=row.changed_at,
    )
