"""/meeting and its verbs."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Whisper
from handlers.house import House
from handlers.inputs import Command
from handlers.meeting import committing
from handlers.verbs import Verb, parted
from handlers.views.meeting import help as views
from handlers.views.wording import language
from storage import access
from storage.access import Speaker, Way
from storage.database import Session

COMMIT, COMMITMENTS, HELP = "commit", "commitments", "help"
VERBS = {
    "commit": COMMIT,
    "engager": COMMIT,
    "engagement": COMMIT,
    "commitments": COMMITMENTS,
    "engagements": COMMITMENTS,
    "help": HELP,
    "aide": HELP,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /meeting."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb."""
    verb, rest = parted(text, VERBS)
    if verb != HELP:
        access.must_act(who)
    return _DOES[verb or HELP](session, who, rest, way, now)


def _help(_session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    words = language(who.coalition.language)
    return Whisper(words.say("Help"), views.help_blocks(words))


_DOES: dict[str, Verb] = {
    COMMIT: committing.ask,
    COMMITMENTS: committing.listed,
    HELP: _help,
}
