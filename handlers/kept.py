"""Words that somebody typed and has not sent, given back to nobody but them."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.inputs import Heard
from storage import drafts
from storage.access import Speaker
from storage.database import Session
from storage.drafts import Draft


def theirs(session: Session, heard: Heard, token: str, now: datetime) -> tuple[Speaker, Draft]:
    """Open a draft for its owner, and tell who that is; raises Unknown for everybody else."""
    identity = heard.identity
    draft = drafts.open_one(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return guards.speaker(session, heard, coalition_id=draft.coalition_id), draft


def taken(session: Session, heard: Heard, token: str, now: datetime) -> tuple[Speaker, Draft]:
    """Take a draft away for good, for its owner; raises Unknown for everybody else, and for a second time."""
    identity = heard.identity
    draft = drafts.take(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return guards.speaker(session, heard, coalition_id=draft.coalition_id), draft
