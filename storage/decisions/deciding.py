"""Deciding: noted as a consensus, or put to the vote, one voice a company, and closed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from storage import access, audit
from storage.access import Speaker, Way
from storage.audiences import Audience
from storage.audit import Act
from storage.base import new_token
from storage.companies import Seat, companies
from storage.database import Session
from storage.decisions.reading import by_id, by_token, may_run, may_vote, members
from storage.decisions.records import (
    ABOUT,
    FEWEST_SECRET,
    LONGEST,
    LONGEST_OPTION,
    MOST_OPTIONS,
    Decision,
    How,
    Option,
    State,
    decisions,
    dumped,
    votes,
)
from storage.errors import NotCoordinator, Refusal, Unknown
from storage.once import insert_once
from storage.people import people

_DAYS = 92


class NothingToDecide(Refusal):
    """Nothing was said, or more than fits."""


class NoChoice(Refusal):
    """There are not two options to choose between, or too many, or one stands there twice."""


class TooFewVoices(Refusal):
    """So few companies are members that the sum of a secret vote would tell whose voice was which."""


class NotYet(Refusal):
    """A vote cannot be open until a moment that is over, or for longer than three months."""


class MayNotVote(Refusal):
    """Only a member company's lead or deputy gives its voice."""


class VoteIsOver(Refusal):
    """It is not being voted on any more."""


def decide(
    session: Session,
    speaker: Speaker,
    text: str,
    *,
    meeting_id: int | None = None,
    rule: str = "",
    audience: Audience = Audience.MEMBERS,
    form: str,
    way: Way,
    now: datetime,
) -> Decision:
    """Write down what was decided by consensus; one form does so once.

    Raises NotSeated for all but members, NotCoordinator for who neither coordinates nor writes, NothingToDecide.
    """
    values = _new(session, speaker, text, audience, meeting_id, now=now) | {
        "meeting_id": meeting_id,
        "form": form,
        "how": How.CONSENSUS,
        "secret": False,
        "state": State.DECIDED,
        "options": "[]",
        "rule": rule or None,
    }
    return _inserted(session, speaker, values, "consensus", way=way, now=now)


def put_to_vote(
    session: Session,
    speaker: Speaker,
    text: str,
    options: Sequence[Option],
    *,
    secret: bool,
    closes_at: datetime,
    meeting_id: int | None = None,
    audience: Audience = Audience.MEMBERS,
    form: str,
    way: Way,
    now: datetime,
) -> Decision:
    """Put something to the vote; one form does so once.

    Raises what `decide` does, and NoChoice, NotYet, TooFewVoices.
    """
    values = _new(session, speaker, text, audience, meeting_id, now=now)
    labels = [one.label.strip().casefold() for one in options]
    if not 1 < len(labels) <= MOST_OPTIONS or len(set(labels)) < len(labels) or not all(labels):
        raise NoChoice
    if any(len(one.label) > LONGEST_OPTION for one in options):
        raise NoChoice
    if closes_at <= now or (closes_at - now).days > _DAYS:
        raise NotYet
    if secret and members(session, speaker.coalition.id) < FEWEST_SECRET:
        raise TooFewVoices
    values |= {
        "meeting_id": meeting_id,
        "form": form,
        "how": How.VOTES,
        "secret": secret,
        "state": State.VOTING,
        "options": dumped(options),
        "closes_at": closes_at,
    }
    return _inserted(session, speaker, values, "secret vote" if secret else "vote", way=way, now=now)


def _new(
    session: Session, speaker: Speaker, text: str, audience: Audience, meeting_id: int | None, *, now: datetime
) -> dict[str, Any]:
    access.may_log(speaker)
    access.must_stand(speaker)
    if not may_run(session, speaker, meeting_id):
        raise NotCoordinator
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise NothingToDecide
    return {
        "coalition_id": speaker.coalition.id,
        "person_id": speaker.person_id,
        "token": new_token(),
        "audience": audience,
        "text": text,
        "made_at": now,
        "changed_at": now,
    }


def _inserted(
    session: Session, speaker: Speaker, values: dict[str, Any], detail: str, *, way: Way, now: datetime
) -> Decision:
    new = insert_once(session, decisions, values)
    if new is None:
        own = (decisions.c.form == values["form"], decisions.c.person_id == speaker.person_id)
        found = session.execute(select(decisions.c.id).where(*own)).scalar_one_or_none()
        if found is None:
            raise Unknown
        return by_id(session, found)
    audit.note(session, speaker, Act.DECIDED, ABOUT, new, way=way, now=now, detail=detail)
    return by_id(session, new)


def vote(session: Session, speaker: Speaker, token: str, option: int, *, way: Way, now: datetime) -> Decision:
    """Give the voice of the speaker's company, or another one in its place; what was chosen is no part of the trail.

    Raises Unknown, MayNotVote, VoteIsOver.
    """
    there = by_token(session, speaker, token)
    if not may_vote(speaker):
        raise MayNotVote
    # Whoever closes it waits, so that no voice comes behind the sum.
    row = session.execute(
        select(decisions.c.state, decisions.c.closes_at).where(decisions.c.id == there.id).with_for_update()
    ).one()
    if row.state != State.VOTING or (row.closes_at is not None and now >= row.closes_at):
        raise VoteIsOver
    if not 0 <= option < len(there.options):
        raise NoChoice
    given = {"option": option, "person_id": speaker.person_id, "at": now}
    own = {"decision_id": there.id, "company_id": speaker.company.id}
    if insert_once(session, votes, own | given) is None:
        same = (votes.c.decision_id == there.id, votes.c.company_id == speaker.company.id)
        session.execute(update(votes).where(*same).values(given))
    _touch(session, there.id, now)
    audit.note(session, speaker, Act.ANSWERED, ABOUT, there.id, way=way, now=now)
    return by_id(session, there.id)


def _touch(session: Session, decision_id: int, now: datetime) -> None:
    session.execute(update(decisions).where(decisions.c.id == decision_id).values(changed_at=now))


def close(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> tuple[Decision, bool]:
    """Close a vote and count; whether this call did. Unknown where this is not theirs to do."""
    there = _to_run(session, speaker, token)
    done = _close(session, there, now)
    if done:
        audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail="closed")
    return by_id(session, there.id), done


def _to_run(session: Session, speaker: Speaker, token: str) -> Decision:
    there = by_token(session, speaker, token)
    if not may_run(session, speaker, there.meeting_id):
        raise Unknown
    return there


def close_due(session: Session, there: Decision, *, now: datetime) -> tuple[Decision, bool]:
    """Close by the clock what is due; whether this call did."""
    done = there.closes_at is not None and there.closes_at <= now and _close(session, there, now)
    if done:
        audit.note_clock(session, there.coalition_id, Act.CHANGED, ABOUT, there.id, now=now, detail="closed")
    return by_id(session, there.id), done


def _close(session: Session, there: Decision, now: datetime) -> bool:
    """Keep the sum of who is a member now; of a secret vote nothing else is left, and of too few voices nothing."""
    its = select(decisions.c.state).where(decisions.c.id == there.id).with_for_update()
    if session.execute(its).scalar_one() != State.VOTING:
        return False
    stays = select(companies.c.id).where(companies.c.seat == Seat.MEMBER, companies.c.left_at.is_(None))
    session.execute(delete(votes).where(votes.c.decision_id == there.id, votes.c.company_id.not_in(stays)))
    chosen = session.execute(select(votes.c.option).where(votes.c.decision_id == there.id)).scalars().all()
    sums: list[int] | None = [chosen.count(place) for place in range(len(there.options))]
    state = State.CLOSED
    if there.secret:
        session.execute(update(votes).where(votes.c.decision_id == there.id).values(option=None))
        if len(chosen) < FEWEST_SECRET:
            state, sums = State.VOID, None
    values = {"state": state, "sums": json.dumps(sums) if sums is not None else None, "changed_at": now}
    session.execute(update(decisions).where(decisions.c.id == there.id).values(values))
    after = by_id(session, there.id)
    if after.chosen is not None and (rule := after.options[after.chosen].rule):
        session.execute(update(decisions).where(decisions.c.id == there.id).values(rule=rule))
    return True


def reword(session: Session, speaker: Speaker, rewrite: Callable[[str], str], *, now: datetime) -> None:
    """Write anew what people of the speaker's company wrote down, for whoever erases a name from what it keeps."""
    own = select(people.c.id).where(people.c.company_id == speaker.company.id)
    rows = session.execute(select(decisions.c.id, decisions.c.text).where(decisions.c.person_id.in_(own))).all()
    for row in rows:
        if (new := rewrite(row.text)) != row.text:
            session.execute(update(decisions).where(decisions.c.id == row.id).values(text=new, changed_at=now))


def withdraw(session: Session, speaker: Speaker, token: str, *, way: Way, now: datetime) -> Decision:
    """Take back what is being voted on; the voices go. Unknown where this is not theirs to do."""
    there = _to_run(session, speaker, token)
    still = (decisions.c.id == there.id, decisions.c.state == State.VOTING)
    gone = update(decisions).where(*still).values(state=State.WITHDRAWN, changed_at=now).returning(decisions.c.id)
    if session.execute(gone).first() is not None:
        session.execute(delete(votes).where(votes.c.decision_id == there.id))
        audit.note(session, speaker, Act.CHANGED, ABOUT, there.id, way=way, now=now, detail="withdrawn")
    return by_id(session, there.id)
