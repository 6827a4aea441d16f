"""Putting letters into the outbox: each key once, the newest words win."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Insert, and_, case, false, func, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.base import new_token
from storage.database import Session
from storage.outbox.letters import IS_DEAD, PAUSED, Address, Body, Fault, Place, State, outbox
from storage.outbox.pictures import Picture, keep_bytes, placed


def want(
    session: Session,
    coalition_id: int,
    key: str,
    *,
    address: Address,
    body: Body,
    about: str,
    about_id: int | None = None,
    owner_id: int | None = None,
    pin: bool = False,
    picture: Picture | None = None,
    now: datetime,
) -> str:
    """Owe a message under its key, or let the one that is there say this; its token.

    Nothing happens where the key says the same already. A letter that died, was dropped or taken back is due again,
    whatever its words; what is being taken back is said anew once it is gone. A pin that is wanted once stays wanted,
    until it is taken back. `owner_id` is the person who is told when it cannot be delivered. `picture` stands where the
    body has its block, or a place for it; without one, such a place keeps the picture that the letter had.
    """
    body = placed(session, coalition_id, key, body, picture)
    wanted = Wanted(coalition_id, key, address, body, about, about_id, owner_id)
    values = _values(wanted, pin=pin and address.place is Place.CHANNEL, now=now)
    changed = session.execute(_WANT[session.dialect.name], values).one_or_none()
    if changed is not None:
        if picture is not None:
            keep_bytes(session, changed.id, picture)
        return str(changed.token)
    unchanged = select(outbox.c.token).where(outbox.c.coalition_id == coalition_id, outbox.c.key == key)
    found: str = session.execute(unchanged).scalar_one()
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """A letter that is owed, as `want` takes it."""

    coalition_id: int
    key: str
    address: Address
    body: Body
    about: str
    about_id: int | None = None
    owner_id: int | None = None


def want_several(session: Session, letters: Iterable[Wanted], *, now: datetime) -> None:
    """Owe many letters at once, each as `want` owes it; none of them has a picture or a pin."""
    if rows := [_values(one, pin=False, now=now) for one in letters]:
        session.execute(_WANT_SEVERAL[session.dialect.name], rows)


def _values(one: Wanted, *, pin: bool, now: datetime) -> dict[str, Any]:
    """Say how a letter lies in the table when it is owed for the first time."""
    address = one.address
    return {
        "coalition_id": one.coalition_id,
        "key": one.key,
        "token": new_token(),
        "place": address.place,
        "channel": address.channel,
        "user_id": address.user_id,
        "team": address.team,
        "thread_of": address.thread_of,
        "lane": address.lane,
        "about": one.about,
        "about_id": one.about_id,
        "owner_id": one.owner_id,
        "body": one.body.dumped(),
        "version": 1,
        "pin": pin,
        "next_at": now,
        "created_at": now,
        "changed_at": now,
        **_NEW,
    }


_NEW = {"state": State.DUE, "sent_version": 0, "pinned": False, "attempts": 0, "doubtful": False}


def _want(insert: Any) -> Any:
    """Write the one statement of `want`: the first wish inserts, a later one changes what is there."""
    statement = insert(outbox)
    new = statement.excluded
    is_sending = outbox.c.state == State.SENDING
    # A letter that may have arrived waits for the look into the channel, whatever it is to say next.
    keeps_its_time = or_(is_sending, and_(outbox.c.state == State.DUE, outbox.c.doubtful))
    # The same words in another channel are said there anew; who is written to is never another.
    elsewhere = outbox.c.channel.is_distinct_from(new.channel)
    # Words that came after it was taken back have a version that the deletion does not cover.
    is_back = outbox.c.version <= func.coalesce(outbox.c.retract_version, 0)
    newer = or_(outbox.c.body != new.body, elsewhere, is_back)
    # One by one, since a list would be spelt out anew with each letter.
    changed = or_(
        newer,
        *(outbox.c.state == over for over in (State.DEAD, State.DROPPED, State.RETRACTED)),
        and_(new.pin, ~outbox.c.pin),
    )
    where = ("place", "channel", "user_id", "team", "thread_of", "lane")
    followed = (*where, "about", "about_id", "owner_id", "body", "changed_at")
    return statement.on_conflict_do_update(
        index_elements=[outbox.c.coalition_id, outbox.c.key],
        set_={
            **{name: new[name] for name in followed},
            "version": case((newer, outbox.c.version + 1), else_=outbox.c.version),
            "pin": or_(outbox.c.pin, new.pin),
            "pinned": case((elsewhere, false()), else_=outbox.c.pinned),
            "state": case((is_sending, State.SENDING), else_=State.DUE),
            "next_at": case((keeps_its_time, outbox.c.next_at), else_=new.next_at),
            "attempts": 0,
            "fault": null(),
            "error": null(),
        },
        where=changed,
    )


# Built once: this stands in the path of every form that somebody sends.
_WANT_SEVERAL: dict[str, Insert] = {"sqlite": _want(sqlite.insert), "postgresql": _want(postgresql.insert)}
_WANT = {name: one.returning(outbox.c.token, outbox.c.id) for name, one in _WANT_SEVERAL.items()}


def revive_channel(session: Session, channel: str, *, now: datetime) -> int:
    """Try again what a channel refused: the bot was invited, or the channel is open again; how many letters."""
    here = or_(outbox.c.lane == channel, outbox.c.sent_channel == channel)
    return _revive(session, Fault.CHANNEL, here, now=now)


def revive_installation(session: Session, team: str | None, *, now: datetime) -> int:
    """Try again what failed with an installation: its token works now; how many letters. None: the deployment's own."""
    return _revive(session, Fault.INSTALLATION, outbox.c.team.is_not_distinct_from(team), now=now)


def _revive(session: Session, fault: Fault, where: Any, *, now: datetime) -> int:
    revived = session.execute(
        update(outbox)
        .where(IS_DEAD, outbox.c.fault == fault, where)
        .values(state=State.DUE, next_at=now, attempts=0, fault=None, error=None, changed_at=now)
        .returning(outbox.c.id),
    )
    return len(revived.all())


def resume_thread(session: Session, coalition_id: int, key: str, *, now: datetime) -> None:
    """Let go what waited for the letter in whose thread it goes."""
    waits = and_(outbox.c.next_at.is_not(None), outbox.c.state == State.DUE, outbox.c.sent_ts.is_(None))
    its = (outbox.c.coalition_id == coalition_id, outbox.c.thread_of == key)
    session.execute(update(outbox).where(*its, waits, ~outbox.c.doubtful).values(next_at=now))


def resume(session: Session, channel: str, *, now: datetime) -> int:
    """Let go what waited for a paused channel; how many letters."""
    is_owed = and_(outbox.c.next_at.is_not(None), outbox.c.state == State.DUE)
    waiting = (is_owed, outbox.c.lane == channel, outbox.c.error == PAUSED)
    resumed = update(outbox).where(*waiting).values(next_at=now).returning(outbox.c.id)
    return len(session.execute(resumed).all())


def move_channel(session: Session, old: str, new: str) -> None:
    """Follow Slack when it gives a channel a new id: what is owed there, and what stands there to be changed."""
    session.execute(update(outbox).where(outbox.c.channel == old).values(channel=new))
    session.execute(update(outbox).where(outbox.c.lane == old).values(lane=new))
    session.execute(update(outbox).where(outbox.c.sent_channel == old).values(sent_channel=new))
