"""/agenda and its verbs: opens the agenda for one person, or does what the first word asks for."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.agenda import adding, arranging, stating
from handlers.agenda.meetings_of import meant
from handlers.answers import Answer, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click, Command
from handlers.posting import links_in
from handlers.verbs import Verb, parted
from handlers.views import answers
from handlers.views.agenda import page as views
from handlers.views.agenda.page import Beside
from handlers.views.blocks import Block, cut
from handlers.views.wording import language
from storage import access, agendas, audit, showings
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Seat
from storage.database import Session
from storage.meetings import Meeting
from storage.people import Room
from storage.showings import Shown

_QUOTED = 40

ADD, ARRANGE, POST, STATEMENT, SHOW, HELP = "add", "arrange", "post", "statement", "show", "help"
VERBS = {
    "add": ADD,
    "ajouter": ADD,
    "arrange": ARRANGE,
    "order": ARRANGE,
    "ordonner": ARRANGE,
    "post": POST,
    "publier": POST,
    "statement": STATEMENT,
    "déclaration": STATEMENT,
    "declaration": STATEMENT,
    "show": SHOW,
    "voir": SHOW,
    "help": HELP,
    "aide": HELP,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /agenda."""
    with house.database.begin() as session:
        return begin(session, guards.speaker(session, heard), heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; open the agenda of the next meeting for anything else."""
    verb, rest = parted(text, VERBS)
    if verb and verb not in {SHOW, HELP}:
        access.must_act(who)
        return _DOES[verb](session, who, rest, way, now)
    words = language(who.coalition.language)
    if verb == HELP:
        return Whisper(words.say("Help"), views.help_blocks(words))
    misread = cut(text, _QUOTED) if text and not verb else ""
    view = page(session, who, meant(session, who, "", now), way, now, misread=misread)
    return answers.page(view, words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the agenda from a button: of the meeting that it names, or of the next one."""
    token, _, meeting = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        view = page(session, who, meant(session, who, meeting, now), Way.BUTTON, now)
    is_again = heard.form is not None and heard.action.endswith(":again")
    return Replace(view) if is_again else answers.page(view, language(who.coalition.language))


def page(
    session: Session, who: Speaker, meeting: Meeting | None, way: Way, now: datetime, *, misread: str = ""
) -> Block:
    """Draw the agenda for somebody, and note who was shown it.

    Before it is posted those who coordinate see it, and everybody else what is proposed so far.
    """
    words = language(who.coalition.language)
    there = agendas.find(session, meeting) if meeting else None
    is_posted = there is not None and there.posted_at is not None
    coordinates = access.may_coordinate(who)
    beside = Beside(
        links={},
        posts_at=None if is_posted or meeting is None else agendas.posts_at(meeting),
        coordinates=coordinates,
        proposes=_may_propose(who, meeting),
        to_decide=agendas.how_many_to_decide(session, who, meeting) if meeting else 0,
        misread=misread,
    )
    if meeting is None or not (is_posted or coordinates):
        read = agendas.open_items(session, who.coalition, meeting, who)
        supported = agendas.supporters(session, who.coalition, who, read)
        return views.proposed(meeting, agendas.grouped(read, supported), beside, who.coalition, words)
    shown = agendas.contents(session, who.coalition, meeting, who, now)
    audit.note(session, who, Act.LISTED, agendas.ABOUT, there.id if there else None, way=way, now=now)
    showings.note(session, who, Shown.LISTED, shown.takedowns, way=way, now=now)
    if is_posted:
        agendas.looked(session, who, shown, now=now)
    is_inside = who.company.seat is Seat.MEMBER and who.person is not None and who.person.in_members
    room = Room.MEMBERS if is_inside else Room.OPEN
    links = links_in(session, who.coalition, room, [one.id for one in shown.takedowns])
    return views.page(shown, _with(beside, links), who.coalition, words)


def _with(beside: Beside, links: dict[int, str]) -> Beside:
    return Beside(links, beside.posts_at, beside.coordinates, beside.proposes, beside.to_decide, beside.misread)


def _may_propose(who: Speaker, meeting: Meeting | None) -> bool:
    if who.company.seat is Seat.MEMBER:
        return True
    return who.company.seat is Seat.OBSERVER and meeting is not None and meeting.with_open


_DOES: dict[str, Verb] = {
    ADD: adding.ask,
    ARRANGE: arranging.ask,
    POST: arranging.ask_post,
    STATEMENT: stating.ask,
}
