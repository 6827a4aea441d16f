"""Asking for takedowns: one, many, their revisions; each question through `storage.access`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, not_, or_, select

from storage import access, audiences, audit, reports
from storage.access import Speaker
from storage.audiences import Audience, Mark, Scope, grants
from storage.companies import Seat, companies, teams
from storage.database import Session
from storage.errors import NotYours, Unknown
from storage.people import people
from storage.reports import Report
from storage.takedowns.records import (
    ABOUT,
    PAGE,
    Change,
    Filed,
    Page,
    Revision,
    State,
    Takedown,
    Tombstone,
    revisions,
    takedowns,
)

# What somebody did the last ten times is a habit, and before the third time there is none.
_HABIT_LASTS, _HABIT_BEGINS = 10, 3


def by_token(session: Session, speaker: Speaker, token: str) -> Takedown:
    """Find a takedown by its name in Slack's buttons; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.token == token, "")


def by_reference(session: Session, speaker: Speaker, reference: str) -> Takedown:
    """Find a takedown by its reference, however it was typed; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.reference == reference.strip().upper(), reference)


def by_id(session: Session, speaker: Speaker, takedown_id: int) -> Takedown:
    """Find a takedown by its row; Unknown unless the speaker may see it."""
    return _one(session, speaker, takedowns.c.id == takedown_id, "")


def some(session: Session, speaker: Speaker, takedown_ids: Sequence[int]) -> tuple[Takedown, ...]:
    """Find takedowns by their rows, newest first; those that the speaker may not see are left out."""
    if not takedown_ids:
        return ()
    newest = takedowns.c.logged_at.desc(), takedowns.c.id.desc()
    rows = session.execute(_visible(speaker).where(takedowns.c.id.in_(takedown_ids)).order_by(*newest))
    return tuple(_takedown(row, speaker) for row in rows)


def to_change(session: Session, speaker: Speaker, token: str) -> Takedown:
    """Find a takedown that the speaker wants to change; Unknown or NotYours."""
    there = by_token(session, speaker, token)
    try:
        access.may_change(speaker, there.company_id, there.reference)
    except NotYours as refusal:
        refusal.attempt = audit.attempt(speaker, audit.CHANGE, ABOUT, there.id)
        raise
    return there


def coalition_of(session: Session, token: str) -> int | None:
    """Tell in which coalition a token names a record, and nothing else of it; None if in none."""
    found: int | None = session.execute(
        select(takedowns.c.coalition_id).where(takedowns.c.token == token),
    ).scalar_one_or_none()
    return found


def row_of(session: Session, coalition_id: int, reference: str) -> int | None:
    """Find the row of a reference, and nothing else of it, for the operator; None if there is none."""
    row_id: int | None = session.execute(
        select(takedowns.c.id).where(
            takedowns.c.coalition_id == coalition_id,
            takedowns.c.reference == reference.strip().upper(),
        ),
    ).scalar_one_or_none()
    return row_id


def was_sent(session: Session, form: str, *, team_ids: Sequence[str], user_id: str) -> bool:
    """Tell whether a form has made its revision already; to nobody but the person who sent it."""
    theirs = (
        select(revisions.c.id)
        .join(people, people.c.id == revisions.c.person_id)
        .join(teams, teams.c.company_id == people.c.company_id)
        .where(revisions.c.form == form, people.c.user_id == user_id, teams.c.team.in_(list(team_ids)))
    )
    return session.execute(theirs).first() is not None


def sent_from(session: Session, speaker: Speaker, draft: str) -> Report | None:
    """Read what the speaker sent out of a draft of theirs that is gone; `draft` is its token."""
    content: str | None = session.execute(
        select(revisions.c.content)
        .where(revisions.c.form.startswith(f"{draft}:", autoescape=True), revisions.c.person_id == speaker.person_id)
        .limit(1),
    ).scalar_one_or_none()
    return reports.loaded(content) if content else None


def recent(
    session: Session,
    speaker: Speaker,
    *,
    words: Sequence[Sequence[str]] = (),
    before: str = "",
    limit: int = PAGE,
    recalled: bool = True,
    leaving: bool = False,
) -> Page:
    """List what the speaker may see, newest first, a page at a time.

    Each of `words` is a choice of spellings of which one must occur; `before` is the token of the one to go on from.
    What one's own company recalled is left out where a copy leaves our hands: without `recalled`. With `leaving` it is
    only what is one's own company's and is to be erased.
    """
    question = _visible(speaker).order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc()).limit(limit + 1)
    question = question.where(*_holding(words), *_with(recalled))
    if leaving:
        question = question.where(takedowns.c.company_id == speaker.company.id, takedowns.c.leaves_at.is_not(None))
    if before:
        last_at, last_id = _place_of(session, speaker, before)
        question = question.where(
            or_(
                takedowns.c.logged_at < last_at,
                (takedowns.c.logged_at == last_at) & (takedowns.c.id < last_id),
            ),
        )
    rows = session.execute(question).all()
    return Page(tuple(_takedown(row, speaker) for row in rows[:limit]), more=len(rows) > limit)


def _place_of(session: Session, speaker: Speaker, token: str) -> tuple[datetime, int]:
    """Find the place of a record in the list; one that was recalled since it was shown keeps its place."""
    row = session.execute(
        select(takedowns.c.logged_at, takedowns.c.id).where(
            takedowns.c.token == token, access.knew_of(speaker, takedowns)
        ),
    ).one_or_none()
    if row is None:
        raise Unknown
    return row.logged_at, row.id


def how_many(session: Session, speaker: Speaker, *, words: Sequence[Sequence[str]] = (), recalled: bool = True) -> int:
    """Count what `recent` lists on all its pages."""
    visible = select(func.count()).select_from(takedowns).where(access.visible_to(speaker, takedowns))
    return session.execute(visible.where(*_holding(words), *_with(recalled))).scalar_one()


def _with(recalled: bool) -> list[ColumnElement[bool]]:  # noqa: FBT001
    return [] if recalled else [takedowns.c.recalled_at.is_(None)]


def of_person(session: Session, speaker: Speaker, *, limit: int) -> tuple[Takedown, ...]:
    """List what the speaker logged in person, newest first."""
    rows = session.execute(
        _visible(speaker)
        .where(takedowns.c.person_id == speaker.person_id)
        .order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc())
        .limit(limit),
    )
    return tuple(_takedown(row, speaker) for row in rows)


def history(session: Session, speaker: Speaker, token: str) -> tuple[Revision, ...]:
    """Read every revision of a takedown, oldest first; Unknown unless the speaker may see it."""
    there = by_token(session, speaker, token)
    rows = session.execute(
        select(
            revisions.c.number,
            people.c.user_id,
            revisions.c.at,
            revisions.c.reason,
            revisions.c.content,
            revisions.c.kind,
        )
        .join(people, people.c.id == revisions.c.person_id)
        .where(revisions.c.takedown_id == there.id)
        .order_by(revisions.c.number),
    )
    found = (Revision(*row[:4], reports.loaded(row.content), Change(row.kind)) for row in rows)
    return tuple(found if there.company else (one.for_others() for one in found))


def tombstone(session: Session, speaker: Speaker, *, token: str = "", reference: str = "") -> Tombstone:
    """Find what is left of a record that the speaker knew of and may read no more; Unknown if there is none."""
    which = takedowns.c.token == token if token else takedowns.c.reference == reference.strip().upper()
    row = session.execute(
        select(takedowns.c.id, takedowns.c.reference, companies.c.name, takedowns.c.chatham, takedowns.c.recalled_at)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .where(which, access.knew_of(speaker, takedowns), not_(access.visible_to(speaker, takedowns))),
    ).one_or_none()
    if row is None:
        raise Unknown(reference)
    # Whoever fell away is not told what became of the record afterwards.
    at = _fell_away_at(session, speaker, row.id) or row.recalled_at
    return Tombstone(row.reference, "" if row.chatham else row.name, at)


def remembered(session: Session, speaker: Speaker, takedown_id: int) -> tuple[str, str]:
    """Give the reference and the company of a record that the speaker may read, or could once; Unknown of any other."""
    row = session.execute(
        select(takedowns.c.reference, companies.c.name, takedowns.c.chatham)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .where(takedowns.c.id == takedown_id, access.knew_of(speaker, takedowns)),
    ).one_or_none()
    if row is None:
        raise Unknown
    return row.reference, "" if row.chatham else row.name


def _fell_away_at(session: Session, speaker: Speaker, takedown_id: int) -> datetime | None:
    theirs = or_(grants.c.company_id == speaker.company.id, grants.c.person_id == speaker.person_id)
    found: datetime | None = session.execute(
        select(func.min(grants.c.ended_at)).where(
            grants.c.about == ABOUT,
            grants.c.about_id == takedown_id,
            theirs,
            grants.c.ended_at >= speaker.company.joined_at,
        ),
    ).scalar_one()
    return found


def scope_of(session: Session, speaker: Speaker, token: str) -> Scope:
    """Tell whom a record of one's own is for; Unknown or NotYours for another's."""
    there = to_change(session, speaker, token)
    chosen, named = audiences.granted(session, ABOUT, there.id)
    return Scope(there.audience, chosen, named, there.chatham, there.not_before)


def newcomers(session: Session, speaker: Speaker, token: str) -> tuple[str, ...]:
    """Name the companies that came after a record of one's own was shared: to revise it shares it with them too."""
    there = to_change(session, speaker, token)
    if there.audience not in {Audience.EVERYONE, Audience.MEMBERS}:
        return ()
    rows = session.execute(
        select(companies.c.name)
        .join(takedowns, takedowns.c.coalition_id == companies.c.coalition_id)
        .where(
            takedowns.c.id == there.id,
            companies.c.left_at.is_(None),
            companies.c.joined_at > takedowns.c.shared_at,
            or_(takedowns.c.audience == Audience.EVERYONE, companies.c.seat == Seat.MEMBER),
        )
        .order_by(companies.c.name),
    )
    return tuple(rows.scalars())


def shared_with(session: Session, speaker: Speaker, *, since: datetime, limit: int) -> tuple[Takedown, ...]:
    """List what others shared with the speaker by name, newest first: no channel shows it."""
    rows = session.execute(
        _visible(speaker)
        .where(
            takedowns.c.audience.in_((Audience.COMPANIES, Audience.PEOPLE)),
            takedowns.c.person_id != speaker.person_id,
            takedowns.c.shared_at > since,
            takedowns.c.recalled_at.is_(None),
        )
        .order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc())
        .limit(limit),
    )
    return tuple(_takedown(row, speaker) for row in rows)


def habit(session: Session, speaker: Speaker) -> tuple[Audience, Mark] | None:
    """Tell the widest audience and mark of what somebody logged lately; None before there is a habit."""
    rows = session.execute(
        select(takedowns.c.audience, takedowns.c.mark)
        .where(takedowns.c.person_id == speaker.person_id)
        .order_by(takedowns.c.logged_at.desc(), takedowns.c.id.desc())
        .limit(_HABIT_LASTS),
    ).all()
    if len(rows) < _HABIT_BEGINS:
        return None
    return min((Audience(row[0]) for row in rows), key=list(Audience).index), min(
        (Mark(row[1]) for row in rows), key=list(Mark).index
    )


def _one(session: Session, speaker: Speaker, which: ColumnElement[bool], reference: str) -> Takedown:
    row = session.execute(_visible(speaker).where(which)).one_or_none()
    if row is None:
        raise Unknown(reference)
    return _takedown(row, speaker)


def _holding(words: Sequence[Sequence[str]]) -> list[ColumnElement[bool]]:
    return [or_(*(_mentions(spelling) for spelling in spellings)) for spellings in words]


def _mentions(spelling: str) -> ColumnElement[bool]:
    return takedowns.c.search.contains(spelling.lower(), autoescape=True)


_absent = people.alias("absent")
_COLUMNS = (
    takedowns.c.id,
    takedowns.c.token,
    takedowns.c.reference,
    takedowns.c.company_id,
    companies.c.name,
    people.c.user_id,
    people.c.name.label("by_name"),
    _absent.c.user_id.label("for_user_id"),
    _absent.c.name.label("for_name"),
    takedowns.c.mark,
    takedowns.c.state,
    takedowns.c.revision,
    takedowns.c.logged_at,
    takedowns.c.changed_at,
    takedowns.c.audience,
    takedowns.c.chatham,
    takedowns.c.embargoed,
    takedowns.c.not_before,
    takedowns.c.recalled_at,
    takedowns.c.leaves_at,
    takedowns.c.stubbed_at,
    takedowns.c.open_stubbed_at,
    revisions.c.reason,
    revisions.c.content,
    revisions.c.kind,
)


def _visible(speaker: Speaker) -> Select[*tuple[Any, ...]]:
    return chosen(access.visible_to(speaker, takedowns))


def chosen(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """Ask for whole records, by a condition that `storage/access.py` made."""
    return (
        select(*_COLUMNS)
        .join(companies, companies.c.id == takedowns.c.company_id)
        .join(people, people.c.id == takedowns.c.person_id)
        .join(_absent, _absent.c.id == takedowns.c.for_person_id, isouter=True)
        .join(
            revisions,
            (revisions.c.takedown_id == takedowns.c.id) & (revisions.c.number == takedowns.c.revision),
        )
        .where(which)
    )


def _filed(row: Row[Any]) -> Filed | None:
    if row.for_user_id is None:
        return None
    return Filed(row.for_user_id, row.for_name or row.for_user_id, row.by_name or row.user_id)


def _takedown(row: Row[Any], speaker: Speaker) -> Takedown:
    return made(row, speaker.company.id)


def made(row: Row[Any], company_id: int | None) -> Takedown:
    """Make the record as people of a company may read it, or all members alike (None).

    Whose it is stays untold to others where that was the rule.
    """
    there = Takedown(
        id=row.id,
        token=row.token,
        reference=row.reference,
        company_id=row.company_id,
        company=row.name,
        logged_by=row.user_id,
        mark=Mark(row.mark),
        state=State(row.state),
        revision=row.revision,
        logged_at=row.logged_at,
        changed_at=row.changed_at,
        reason=row.reason,
        report=reports.loaded(row.content),
        audience=Audience(row.audience),
        chatham=row.chatham,
        embargoed=row.embargoed,
        not_before=row.not_before,
        recalled_at=row.recalled_at,
        # Nobody but its owner is told.
        leaves_at=row.leaves_at if row.company_id == company_id else None,
        stubbed_at=row.stubbed_at,
        open_stubbed_at=row.open_stubbed_at,
        change=Change(row.kind),
        filed=_filed(row),
    )
    return there if row.company_id == company_id else there.for_others()
