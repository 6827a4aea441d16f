"""/meeting and its verbs: opens what comes next, or does what the first word asks for."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Whisper
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.meeting import changing, committing, drawn, ending, minuting, planning, serial, voting
from handlers.verbs import Verb, parted
from handlers.views import answers
from handlers.views.blocks import cut
from handlers.views.meeting import help as views
from handlers.views.wording import language
from storage import access
from storage.access import Speaker, Way
from storage.database import Session

_QUOTED = 40

PLAN, MOVE, CANCEL, PAUSE, RESUME, RHYTHM, STOP, HELP = (
    "plan", "move", "cancel", "pause", "resume", "rhythm", "stop", "help",
)  # fmt: skip
COMMIT, COMMITMENTS, VOTE, END, MINUTES = "commit", "commitments", "vote", "end", "minutes"
VERBS = {
    "plan": PLAN,
    "planifier": PLAN,
    "prévoir": PLAN,
    "prevoir": PLAN,
    "move": MOVE,
    "déplacer": MOVE,
    "deplacer": MOVE,
    "cancel": CANCEL,
    "annuler": CANCEL,
    "pause": PAUSE,
    "suspendre": PAUSE,
    "resume": RESUME,
    "reprendre": RESUME,
    "rhythm": RHYTHM,
    "rythme": RHYTHM,
    "stop": STOP,
    "arrêter": STOP,
    "arreter": STOP,
    "commit": COMMIT,
    "engager": COMMIT,
    "engagement": COMMIT,
    "commitments": COMMITMENTS,
    "engagements": COMMITMENTS,
    "vote": VOTE,
    "voter": VOTE,
    "end": END,
    "terminer": END,
    "clore": END,
    "minutes": MINUTES,
    "pv": MINUTES,
    "help": HELP,
    "aide": HELP,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /meeting."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; open what comes next for anything else."""
    verb, rest = parted(text, VERBS)
    if not verb:
        return _page(session, who, now, misread=cut(text, _QUOTED))
    if verb != HELP:
        access.must_act(who)
    return _DOES[verb](session, who, rest, way, now)


def _page(session: Session, who: Speaker, now: datetime, *, misread: str = "") -> Open:
    return answers.page(drawn.overview(session, who, now, misread=misread), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open what comes next from a button."""
    with house.database.read() as session:
        return _page(session, guards.speaker_in(session, heard, heard.value), now)


def _help(_session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    words = language(who.coalition.language)
    return Whisper(words.say("Help"), views.help_blocks(words))


# Each verb by its English word; what ends a meeting adds its own here and to VERBS.
_DOES: dict[str, Verb] = {
    PLAN: planning.ask,
    MOVE: changing.ask_move,
    CANCEL: changing.ask_cancel,
    PAUSE: serial.ask_pause,
    RESUME: serial.ask_resume,
    RHYTHM: serial.ask_rhythm,
    STOP: serial.ask_stop,
    COMMIT: committing.ask,
    COMMITMENTS: committing.listed,
    VOTE: voting.ask,
    END: ending.ask,
    MINUTES: minuting.show_newest,
    HELP: _help,
}
