"""Saying how a claimed letter went; each verb does nothing, and says so, where the lease was lost to somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, null, or_, update

from storage.base import new_token
from storage.database import Session
from storage.outbox.letters import PACE, PAUSED, Fault, Letter, State, Step, outbox, paces
from storage.outbox.pictures import abandon, give_up_picture, note_gone, note_shown, note_whole


def sent(session: Session, letter: Letter, *, channel: str, ts: str, now: datetime) -> bool:
    """Note where the letter stands in Slack; it stays due where newer words, or its pin, are still owed."""
    version = letter.tried_version if letter.step is Step.LOOK else letter.version
    # Where the channel was given another id meanwhile, the message stands under that one.
    stands_in = case((_is_readdressed(letter), outbox.c.channel), else_=channel)
    values: dict[str, Any] = {"sent_version": version, "sent_channel": stands_in, "sent_ts": ts}
    if letter.step in {Step.LOOK, Step.POST}:
        values["sent_team"] = letter.address.team or ""
    owed = or_(outbox.c.version > version, and_(outbox.c.pin, ~outbox.c.pinned), _IS_RETRACTED)
    is_settled = _settle(session, letter, {**values, **_rest(owed, now)}, free_at=now + PACE) is not None
    if is_settled and version == letter.version and (letter.has_files or letter.body.picture is not None):
        note_shown(session, letter, now=now)
    return is_settled


def uploaded(session: Session, letter: Letter, *, file_id: str, until: datetime, now: datetime) -> bool:
    """Note that Slack has the letter's picture; it is posted from `until` on, when Slack is ready with it."""
    values = {
        "state": State.DUE,
        "next_at": case((_is_changed(letter), now), else_=until),
        "attempts": 0,
        "error": None,
        "changed_at": now,
    }
    is_settled = _settle(session, letter, values, free_at=now) is not None
    if is_settled:
        note_whole(session, letter, file_id, now=now)
    return is_settled


def without_picture(session: Session, letter: Letter, *, error: str, now: datetime) -> bool:
    """Note that the letter's picture cannot be had: the letter is due without it, at once."""
    values = {"state": State.DUE, "next_at": now, "attempts": 0, "error": error, "changed_at": now}
    is_settled = _settle(session, letter, values, free_at=now) is not None
    if is_settled:
        give_up_picture(session, letter)
    return is_settled


def pinned(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Note that the letter's message is pinned."""
    owed = or_(outbox.c.version > letter.version, _IS_RETRACTED)
    return _settle(session, letter, {"pinned": True, **_rest(owed, now)}, free_at=now) is not None


def missing(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Note that a letter in doubt does not stand in Slack, or that nobody can tell: it is to be posted."""
    values = {"state": State.DUE, "next_at": now, "doubtful": False}
    return _settle(session, letter, values, free_at=now) is not None


def gone(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Note that the message is no longer in Slack, or not ours to change: these words are posted anew, once."""
    values = {**_nothing_stands(), "state": State.DUE, "next_at": now}
    return _settle(session, letter, values, free_at=now) is not None


def retracted(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Note that nothing stands in Slack any more; what was wanted since it was taken back is due."""
    again = outbox.c.version > outbox.c.retract_version
    values = {
        **_rest(again, now, done=State.RETRACTED),
        **_nothing_stands(),
        "pin": and_(outbox.c.pin, again),
        "retract_version": None,
    }
    state = _settle(session, letter, values, free_at=now)
    if state is not None and letter.has_files:
        note_gone(session, letter, now=now)
    if state is State.RETRACTED:
        abandon(session, letter.coalition_id, now=now)
    return state is not None


def postpone(
    session: Session,
    letter: Letter,
    *,
    until: datetime,
    error: str,
    now: datetime,
    whole_lane: bool = False,
) -> bool:
    """Try again at `until`: nothing was delivered. `whole_lane` keeps every letter of the lane waiting until then."""
    values = {"state": State.DUE, "next_at": until, "error": error, "changed_at": now}
    return _settle(session, letter, values, free_at=until if whole_lane else now + PACE) is not None


def hold(session: Session, letter: Letter, *, until: datetime, now: datetime) -> bool:
    """Ask again at `until`, or as soon as `resume` says so: its channel is paused. That is no attempt."""
    values = {
        "state": State.DUE,
        "next_at": case((_is_changed(letter), now), else_=until),
        "attempts": letter.attempts - 1,
        "error": PAUSED,
        "changed_at": now,
    }
    return _settle(session, letter, values, free_at=now) is not None


def doubt(session: Session, letter: Letter, *, until: datetime, error: str, now: datetime) -> bool:
    """Note that nobody knows whether this post arrived; from `until` on somebody looks before anybody repeats it."""
    values = {"state": State.DUE, "next_at": until, "doubtful": True, "error": error, "changed_at": now}
    return _settle(session, letter, values, free_at=now + PACE) is not None


def die(session: Session, letter: Letter, *, fault: Fault, error: str, now: datetime) -> bool:
    """Give a letter up, unless something else is wanted by now; True if it is dead and its owner is to be told.

    What Slack will never delete stays where it is, and newer words can change it again.
    """
    newer = _is_changed(letter)
    keeps = outbox.c.retract_version if fault is not Fault.MESSAGE or not letter.is_retracted else null()
    values = {
        "retract_version": keeps,
        "state": case((newer, State.DUE), else_=State.DEAD),
        "next_at": case((newer, now), else_=null()),
        "fault": fault,
        "error": error,
        "changed_at": now,
    }
    return _settle(session, letter, values, free_at=now + PACE) is State.DEAD


def drop(session: Session, letter: Letter, *, now: datetime) -> bool:
    """Send nothing: nobody may be told this any more. What stands in Slack already is left alone.

    Nobody was asked about what it says by now, or the place that it goes to by now, so such a one is due again.
    """
    changed = _is_changed(letter)
    values = {
        "state": case((changed, State.DUE), else_=State.DROPPED),
        "next_at": case((changed, now), else_=null()),
        "changed_at": now,
    }
    state = _settle(session, letter, values, free_at=now)
    if state is State.DROPPED:
        abandon(session, letter.coalition_id, now=now)
    return state is not None


_IS_RETRACTED = outbox.c.retract_version.is_not(None)


def _is_changed(letter: Letter) -> ColumnElement[bool]:
    """Say, as a condition, that something else is wanted than when the letter was claimed."""
    taken_back = false() if letter.is_retracted else _IS_RETRACTED
    return or_(outbox.c.version > letter.version, _is_readdressed(letter), taken_back)


def _is_readdressed(letter: Letter) -> ColumnElement[bool]:
    """Say, as a condition, that a letter goes to another channel now than when it was claimed."""
    return outbox.c.channel.is_distinct_from(letter.address.channel)


def _nothing_stands() -> dict[str, Any]:
    return {
        # Under a new token, so that a look into the channel cannot mistake the old message for the new one.
        "token": new_token(),
        "sent_version": 0,
        "sent_channel": None,
        "sent_ts": None,
        "sent_team": None,
        "pinned": False,
    }


def _rest(owed: ColumnElement[bool], now: datetime, *, done: State = State.SENT) -> dict[str, Any]:
    """Write the success down, and whether anything is left to do."""
    return {
        "state": case((owed, State.DUE), else_=done),
        "next_at": case((owed, now), else_=null()),
        "attempts": 0,
        "doubtful": False,
        "fault": None,
        "error": None,
        "changed_at": now,
    }


def _settle(session: Session, letter: Letter, values: dict[str, Any], *, free_at: datetime) -> State | None:
    """Write the outcome and free the lane, if this lease still holds; the new state, or None if it does not."""
    is_held = and_(outbox.c.id == letter.id, outbox.c.lease_by == letter.lease)
    state = session.execute(
        update(outbox).where(is_held).values(lease_by=None, **values).returning(outbox.c.state),
    ).scalar_one_or_none()
    session.execute(
        update(paces).where(paces.c.held_by == letter.lease).values(free_at=free_at, held_by=None),
    )
    return State(state) if state is not None else None
