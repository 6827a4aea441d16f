"""Words that somebody typed and has not sent, given back to nobody but them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Replace
from handlers.inputs import Heard, Submission
from handlers.views import answers
from handlers.views.wording import Language, language
from storage import access, drafts
from storage.access import Speaker
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Unknown


def theirs(session: Session, heard: Heard, token: str, now: datetime, *, kind: str) -> tuple[Speaker, Draft]:
    """Open a draft of a kind for its owner, and tell who that is; raises Unknown for everybody else."""
    identity = heard.identity
    draft = drafts.open_one(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return _of_kind(session, heard, draft, kind)


def taken(session: Session, heard: Heard, token: str, now: datetime, *, kind: str | None) -> tuple[Speaker, Draft]:
    """Take a draft of a kind, or of any, away for good, for its owner; raises Unknown as `theirs` does.

    A second time there is none any more.
    """
    identity = heard.identity
    draft = drafts.take(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return _of_kind(session, heard, draft, kind)


def _of_kind(session: Session, heard: Heard, draft: Draft, kind: str | None) -> tuple[Speaker, Draft]:
    """Tell whose it is; a form of one kind never reads what another kind kept."""
    who = guards.speaker(session, heard, coalition_id=draft.coalition_id)
    if kind is not None and draft.kind != kind:
        raise Unknown
    return who, draft


def sent_before(
    session: Session,
    heard: Submission,
    was_sent: Callable[[Session, Speaker, str], bool],
    said: Callable[[Language], str],
) -> Answer:
    """Say again what was said of a form that Slack delivers twice; Unknown where somebody else sent it, or nobody."""
    for who in access.seats_of(session, heard.identity.team_ids, heard.identity.user_id):
        if who.person is not None and was_sent(session, who, heard.form.private):
            words = language(who.coalition.language)
            return Replace(answers.notice(said(words), words))
    raise Unknown
