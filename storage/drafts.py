"""Drafts: words that somebody typed and has not sent; theirs alone, for seven days."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from storage.access import Speaker
from storage.base import Instant, metadata, new_token
from storage.companies import teams
from storage.database import Session
from storage.errors import Unknown
from storage.people import people

KEPT_FOR = timedelta(days=7)
# Words that were said to us, and wait to be opened.
ASKED = "asked"
# Files that were sent to us and belong to no record yet.
FILES = "files"

drafts = Table(
    "drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token", String(32), nullable=False, unique=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("about_id", Integer),
    Column("body", JSON, nullable=False),
    Column("has_words", Boolean, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed; `body` belongs to the page of its `kind`, `about_id` is the record that it would change."""

    id: int
    token: str
    coalition_id: int
    person_id: int
    kind: str
    about_id: int | None
    body: dict[str, Any]
    changed_at: datetime


def keep(
    session: Session,
    speaker: Speaker,
    kind: str,
    body: dict[str, Any],
    *,
    about_id: int | None = None,
    has_words: bool | None = None,
    now: datetime,
) -> str:
    """Keep new words, or the place for them; the token under which a form carries them.

    `has_words` is whether anything in it would be missed; if it is not said, whether there is anything at all.
    """
    token = new_token()
    values = {
        "token": token,
        "coalition_id": speaker.coalition.id,
        "person_id": speaker.person_id,
        "kind": kind,
        "about_id": about_id,
        "body": body,
        "has_words": bool(body) if has_words is None else has_words,
        "changed_at": now,
        "expires_at": now + KEPT_FOR,
    }
    session.execute(_KEEP, values)
    return token


_KEEP = insert(drafts)


def change(
    session: Session,
    draft: Draft,
    body: dict[str, Any],
    *,
    has_words: bool = True,
    now: datetime,
) -> None:
    """Keep what the words have become for seven days anew; Unknown if they were sent or thrown away meanwhile."""
    kept = session.execute(
        update(drafts)
        .where(drafts.c.id == draft.id)
        .values(
            body=body,
            has_words=has_words,
            changed_at=now,
            expires_at=now + KEPT_FOR,
        )
        .returning(drafts.c.id),
    ).first()
    if kept is None:
        raise Unknown


def open_one(session: Session, token: str, *, team_ids: Sequence[str], user_id: str, now: datetime) -> Draft:
    """Open a draft by its token; Unknown unless it is this very person's and still kept."""
    owner = {"token": token, "user": user_id, "teams": list(team_ids), "now": now}
    row = session.execute(_OPEN, owner).one_or_none()
    if row is None:
        raise Unknown
    return Draft(*row)


def take(session: Session, token: str, *, team_ids: Sequence[str], user_id: str, now: datetime) -> Draft:
    """Open a draft for the last time: it is sent, or its owner throws it away. Of two who try at once, one gets it.

    Raises Unknown as `open_one` does.
    """
    owner = {"token": token, "user": user_id, "teams": list(team_ids), "now": now}
    row = session.execute(_TAKE, owner).one_or_none()
    if row is None:
        raise Unknown
    return Draft(*row)


_COLUMNS = tuple(drafts.c[field] for field in Draft.__dataclass_fields__)
_THEIRS = and_(
    drafts.c.token == bindparam("token"),
    drafts.c.expires_at > bindparam("now", type_=Instant),
    drafts.c.person_id.in_(
        select(people.c.id)
        .join(teams, teams.c.company_id == people.c.company_id)
        .where(people.c.user_id == bindparam("user"), teams.c.team.in_(bindparam("teams", expanding=True))),
    ),
)
_OPEN = select(*_COLUMNS).where(_THEIRS)
_TAKE = delete(drafts).where(_THEIRS).returning(*_COLUMNS)


def reword(session: Session, speaker: Speaker, kind: str, rewrite: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Write what the speaker's company has in drafts of a kind, and in what was not opened yet, anew by `rewrite`."""
    theirs = select(people.c.id).where(people.c.company_id == speaker.company.id)
    rows = session.execute(
        select(drafts.c.id, drafts.c.body).where(
            drafts.c.person_id.in_(theirs), drafts.c.kind.in_((kind, ASKED, FILES))
        )
    ).all()
    for row in rows:
        new = rewrite(row.body)
        if new != row.body:
            session.execute(update(drafts).where(drafts.c.id == row.id).values(body=new))


def latest(
    session: Session, speaker: Speaker, kind: str, *, about_id: int | None = None, now: datetime
) -> Draft | None:
    """Find the newest words of a kind that a person has not sent: about one thing, or such as would change none."""
    row = session.execute(
        _of(speaker, now).where(drafts.c.kind == kind, drafts.c.about_id.is_not_distinct_from(about_id)).limit(1),
    ).one_or_none()
    return Draft(*row) if row else None


def waiting(session: Session, speaker: Speaker, *, now: datetime) -> tuple[Draft, ...]:
    """List what a person typed and has not sent, newest first."""
    return tuple(Draft(*row) for row in session.execute(_of(speaker, now)))


def forget_old(session: Session, *, now: datetime) -> int:
    """Forget all that was kept for its seven days; how many there were."""
    return len(session.execute(delete(drafts).where(drafts.c.expires_at <= now).returning(drafts.c.id)).all())


def _of(speaker: Speaker, now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .where(drafts.c.person_id == speaker.person_id, drafts.c.has_words, drafts.c.expires_at > now)
        .order_by(drafts.c.changed_at.desc(), drafts.c.id.desc())
    )
