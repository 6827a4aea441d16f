"""Words said to us, in a channel or directly: they wait as a draft, and a button opens what they ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.agenda import opening as agenda
from handlers.answers import Answer, Done, Open, Push, Whisper
from handlers.coalition import inviting
from handlers.coalition import opening as coalition
from handlers.digest import opening as digest
from handlers.house import House, Sought
from handlers.inputs import Click, Command, Message
from handlers.intake import handing_in
from handlers.kept import taken
from handlers.meeting import opening as meeting
from handlers.takedown import opening as takedown
from handlers.update import opening as update
from handlers.views import answers
from handlers.views.door import ASKED, CHOOSE, HELP, OPEN
from handlers.views.wording import language
from storage import access, coalitions, drafts, once, outbox
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Session
from storage.errors import SeveralCoalitions
from storage.outbox import Address

# What words may begin with that name a command; all others are read as a takedown.
_COMMANDS = {
    "takedown": takedown.begin,
    "coalition": coalition.begin,
    "digest": digest.begin,
    "résumé": digest.begin,
    "meeting": meeting.begin,
    "réunion": meeting.begin,
    "reunion": meeting.begin,
    "update": update.begin,
    "bilan": update.begin,
    "agenda": agenda.begin,
    "ordre-du-jour": agenda.begin,
}


def heard_words(house: House, heard: Message, now: datetime) -> Answer:
    """Keep the words, and answer this person alone with the button that opens them."""
    if offered := inviting.in_a_new_channel(house, heard):
        return offered
    with house.database.begin() as session:
        if not once.first_time(session, heard.event, now=now):
            return Done()
        try:
            who = guards.speaker(session, heard)
        except SeveralCoalitions as several:
            return _ask_which(session, heard, several, now)
        access.may_speak(who)
        sought = _answer(session, who, heard, now)
    house.wake_courier()
    if sought is not None:
        house.look_into(sought)
    house.wake_collector()
    return Done()


def _answer(session: Session, who: Speaker, heard: Message, now: datetime) -> Sought | None:
    """Answer words, or files with them; what belongs to no record yet is to be looked into."""
    words, sought = language(who.coalition.language), None
    if heard.files and heard.direct:
        body, sought = handing_in.heard_files(session, who, heard, now)
    elif heard.text:
        token = drafts.keep(session, who, ASKED, {"text": heard.text, "way": _way(heard)}, now=now)
        body = answers.opener(token, who.coalition, words)
    else:
        body = answers.greeting(who.coalition, words)
    # A direct message is answered in the conversation that it was written in, so by the copy that heard it.
    team = heard.installed_team if heard.direct else who.coalition.host_team
    outbox.want(
        session,
        who.coalition.id,
        f"answer:{heard.event}"[:120],
        address=(
            Address.to_person(who.user_id, team=team)
            if heard.direct
            else Address.only_for(who.user_id, heard.channel, team=team)
        ),
        body=body,
        about="answer",
        owner_id=who.person_id,
        now=now,
    )
    return sought


def _way(heard: Message) -> Way:
    return Way.MESSAGE if heard.direct else Way.MENTION


def ask_which(house: House, heard: Command, several: SeveralCoalitions, now: datetime) -> Answer:
    """Keep the words of a command that could be for several coalitions, and ask for which."""
    with house.database.begin() as session:
        return _ask_which(session, heard, several, now)


def _ask_which(session: Session, heard: Command | Message, several: SeveralCoalitions, now: datetime) -> Answer:
    first = coalitions.by_token(session, several.choices[0][1])
    assert first is not None
    who = guards.speaker(session, heard, coalition_id=first.id)
    way = _way(heard) if isinstance(heard, Message) else Way.COMMAND
    text = heard.text if isinstance(heard, Message) else f"{heard.name} {heard.text}"
    files = handing_in.written(heard.files) if isinstance(heard, Message) and heard.direct else []
    token = drafts.keep(session, who, ASKED, {"text": text, "way": way, **({"files": files} if files else {})}, now=now)
    return answers.which_coalition(several.choices, token, language(first.language))


def choose(house: House, heard: Click, now: datetime) -> Answer:
    """Go on in the coalition that the person chose."""
    draft_token, _, coalition_token = heard.value.partition(":")
    with house.database.begin() as session:
        _, draft = taken(session, heard, draft_token, now, kind=ASKED)
        who = guards.speaker_in(session, heard, coalition_token)
        if not draft.body.get("files"):
            return _begin(session, who, draft, now)
        sought = handing_in.began(session, who, heard, draft.body, now)
    house.look_into(sought)
    return handing_in.open_files(house, replace(heard, value=sought.token), now)


def open_words(house: House, heard: Click, now: datetime) -> Answer:
    """Open what somebody's words asked for."""
    with house.database.begin() as session:
        who, draft = taken(session, heard, heard.value, now, kind=ASKED)
        answer = _begin(session, who, draft, now)
    if heard.form and isinstance(answer, Whisper):
        # Where somebody reads a page, it is said on top of that.
        return Push(answers.as_page(answer, language(who.coalition.language)))
    return answer


def _begin(session: Session, who: Speaker, draft: drafts.Draft, now: datetime) -> Answer:
    """Read the words as the command would; they go on living in the draft of the form that opens."""
    text, way = str(draft.body.get("text", "")), Way(draft.body.get("way", Way.MESSAGE))
    first, _, rest = text.partition(" ")
    begin = _COMMANDS.get(first.lower().removeprefix("/"))
    return begin(session, who, rest.strip(), way, now) if begin else takedown.begin(session, who, text, way, now)


def help_(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the help."""
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.value)
    words = language(who.coalition.language)
    may_log = who.company.seat is Seat.MEMBER
    view = answers.help_page(words, may_log=may_log)
    whispered = Whisper(words.say("Help"), answers.help_blocks(words, may_log=may_log))
    return Open(view, whispered)


CLICKS = {OPEN: open_words, CHOOSE: choose, HELP: help_}
