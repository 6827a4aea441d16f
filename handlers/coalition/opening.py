"""/coalition and its verbs: opens the coalition's page, or what the first word asks for."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Whisper
from handlers.coalition import (
    absence,
    admitting,
    agreeing,
    checking,
    departing,
    dissolving,
    exposing,
    holding,
    moving,
    naming,
    retaining,
    settings,
    showing,
)
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.verbs import Verb, parted
from handlers.views import answers
from handlers.views import coalition as ids
from handlers.views.blocks import Block, button, cut
from handlers.views.checking import OPEN as CHECK_OPEN
from handlers.views.coalition import pages
from handlers.views.coalition import showings as showing_views
from handlers.views.wording import Language, language
from storage import absences, access, appointing, leaving, seating, showings
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Session

_QUOTED = 40

SETTINGS, PEOPLE, AWAY, BACK, HELP = "settings", "people", "away", "back", "help"
ADMIT, EXPORT = "admit", "export"
HOLD, SHOWINGS, RETENTION, CHECK, MOVE = "hold", "showings", "retention", "check", "move"
REMOVE, LEAVE, LEAK = "remove", "leave", "leak"
DISSOLVE, FIGURES = "dissolve", "figures"
VERBS = {
    "settings": SETTINGS,
    "réglages": SETTINGS,
    "reglages": SETTINGS,
    "people": PEOPLE,
    "personnes": PEOPLE,
    "away": AWAY,
    "absent": AWAY,
    "absente": AWAY,
    "absence": AWAY,
    "back": BACK,
    "retour": BACK,
    "hold": HOLD,
    "conservation": HOLD,
    "admit": ADMIT,
    "admettre": ADMIT,
    "export": EXPORT,
    "exporter": EXPORT,
    "showings": SHOWINGS,
    "consultations": SHOWINGS,
    "remove": REMOVE,
    "exclure": REMOVE,
    "leave": LEAVE,
    "quitter": LEAVE,
    "leak": LEAK,
    "fuite": LEAK,
    "check": CHECK,
    "vérifier": CHECK,
    "verifier": CHECK,
    "dissolve": DISSOLVE,
    "dissoudre": DISSOLVE,
    "retention": RETENTION,
    "rétention": RETENTION,
    "durées": RETENTION,
    "durees": RETENTION,
    "move": MOVE,
    "déplacer": MOVE,
    "deplacer": MOVE,
    "figures": FIGURES,
    "chiffres": FIGURES,
    "help": HELP,
    "aide": HELP,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /coalition."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; open the coalition's page for anything else."""
    verb, rest = parted(text, VERBS)
    if not verb:
        return page(session, who, now, misread=text)
    if verb != HELP:
        access.must_act(who)
    return _DOES[verb](session, who, rest, way, now)


def page(session: Session, who: Speaker, now: datetime, *, misread: str = "") -> Open:
    """Open who sits here, who does what, and what is agreed."""
    words = language(who.coalition.language)
    seated, coordinators = seating.seated(session, who, now=now), seating.coordinators(session, who)
    shown_to_guests = showings.how_many(session, who)
    view = pages.overview(
        who,
        seated,
        coordinators,
        words,
        buttons=_buttons(who, words, now),
        small_print=showing_views.total(shown_to_guests, words) if shown_to_guests else "",
        misread=cut(misread, _QUOTED),
    )
    return answers.page(view, words)


def _buttons(who: Speaker, words: Language, now: datetime) -> list[Block]:
    """Offer what this person may do."""
    token, offered = who.coalition.token, []
    if access.may_coordinate(who):
        offered += [
            button(words.say("Settings"), ids.SETTINGS, token),
            button(words.say("Admit"), ids.ADMIT, token),
            button(words.say("Export everything"), ids.EXPORT, token),
        ]
    if appointing.may_name(who):
        offered.append(button(words.say("People"), ids.PEOPLE, token))
    if who.person is not None and who.company.seat is not Seat.GUEST:
        is_away = absences.is_away(who.person, now)
        offered.append(
            button(words.say("I am back"), ids.BACK, token) if is_away else button(words.say("Away"), ids.AWAY, token)
        )
    if who.company.seat is not Seat.GUEST:
        offered.append(button(words.say("Ways in"), CHECK_OPEN, token))
    if access.may_hold(who):
        offered.append(button(words.say("Legal holds"), ids.HOLDS, token))
    if who.company.seat is Seat.MEMBER:
        offered.append(button(words.say("Shown to guests"), ids.SHOWINGS, token))
        offered.append(button(words.say("Figures by company"), ids.FIGURES, token))
    if access.may_coordinate(who):
        offered.append(button(words.say("Something leaked"), ids.LEAK, token))
        offered.append(button(words.say("Put a company out"), ids.REMOVE, token))
    if leaving.is_lead(who):
        offered.append(button(words.say("Leave"), ids.LEAVE, token))
        offered.append(button(words.say("Retention"), ids.RETENTION, token))
    return offered


def _help(_session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    words = language(who.coalition.language)
    return Whisper(words.say("Help"), pages.help_blocks(words))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the coalition's page from a button."""
    with house.database.read() as session:
        return page(session, guards.speaker_in(session, heard, heard.value), now)


# Each verb by its English word; another page of the coalition adds its own here and to VERBS.
_DOES: dict[str, Verb] = {
    SETTINGS: settings.ask,
    PEOPLE: naming.ask,
    AWAY: absence.ask,
    BACK: absence.come_back,
    HOLD: holding.ask,
    ADMIT: admitting.ask,
    EXPORT: admitting.ask_export,
    SHOWINGS: showing.ask,
    REMOVE: departing.ask_removal,
    LEAVE: departing.ask_leave,
    LEAK: exposing.ask,
    CHECK: checking.ask,
    RETENTION: retaining.ask,
    DISSOLVE: dissolving.ask,
    MOVE: moving.ask,
    FIGURES: agreeing.ask,
    HELP: _help,
}
