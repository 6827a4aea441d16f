"""The guided start in words: its doorbell, its three forms, and what a channel is told when it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.answers import Whisper
from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    context,
    cut,
    entry,
    escape,
    labelled,
    modal,
    said,
    section,
    text_input,
)
from handlers.views.coalition import terms
from handlers.views.coalition.settings import MARKS, digest_entry, meetings_entry, no_name, no_zone
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.takedown import facts
from handlers.views.wording import LANGUAGES, Language
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.outbox import Body
from storage.people import Person
from storage.starts import Start, Workspace
from storage.takedowns import Mark

# Buttons, by action id.
OPEN = "start_open"
LOOK = "start_look"

# Forms, by callback id.
ABOUT = "start_about"
COMPANIES = "start_companies"
LEADS = "start_leads"

# The fields of the first form.
NAME, COMPANY, ZONE, LANGUAGE = "name", "company", "zone", "language"
MARK, OPEN_CHANNEL, DIGEST, RHYTHM = "mark", "open_channel", "digest", "rhythm"
FIELDS = (NAME, COMPANY, ZONE, LANGUAGE, MARK, OPEN_CHANNEL, DIGEST, RHYTHM)
# The fields of the others are named by a token behind a colon.
CALLED, SEAT, LEAD = "called", "seat", "lead"

LEFT_OUT = "none"
NAME_LIMIT = 80
# A form of Slack's holds a hundred blocks and 250 kB, a menu a hundred options.
SHOWN_WORKSPACES, SHOWN_COMPANIES = 20, 90
_ALL_OPTIONS, _MOST_OPTIONS, _SHOWN_NAME = 500, 100, 40
_USUAL_MARK = Mark.AMBER_STRICT


@dataclass(frozen=True, slots=True)
class About:
    """What the first form is drawn of: what was typed before, and the other channels that this person invited us to.

    `shown_back` is what was understood of the rhythms that were typed, before they are kept.
    """

    start: Start
    company: str
    channels: Sequence[tuple[str, str]] = ()
    typed: Mapping[str, str] = field(default_factory=dict)
    shown_back: Sequence[Block] = ()


def doorbell(start: Start, language: Language) -> Body:
    """Ask whoever invited us to set us up; a doorbell that names nobody and nothing."""
    text = language.say("You invited Tocsin into a channel. It takes three short forms to set it up.")
    return Body(text, [section(text), actions(_set_up(start, language))])


def offer(start: Start, language: Language) -> Whisper:
    """Offer the start to whoever may take it up."""
    text = language.say("Tocsin is not set up in this channel yet. It takes three short forms.")
    return Whisper(text, [section(text), actions(_set_up(start, language))])


def _set_up(start: Start, language: Language) -> Block:
    return button(language.say("Set up"), OPEN, start.token, style="primary")


def who_can(language: Language) -> str:
    """Say who can set us up, to somebody who cannot."""
    return language.say(
        "Tocsin is set up by somebody of the company that hosts this channel, with an account that is not a guest’s. "
        "They write @tocsin here, and Tocsin answers with the button.",
    )


def not_the_hosts(language: Language) -> str:
    """Say that it is another company's copy of the app that has to be invited."""
    return language.say(
        "This Tocsin was installed by another company than the one that hosts this channel, so nothing can be set up "
        "with it here. The host’s own Tocsin can be invited, or the operator can found the coalition.",
    )


def taken(language: Language) -> str:
    """Say that the channel has a coalition by now."""
    return language.say("This channel belongs to a coalition already. “For me” on its pinned message leads on.")


def in_the_channel(language: Language) -> str:
    """Tell a whole channel who can begin, where Slack does not say who invited us."""
    return language.say(
        "Tocsin is here, and is not set up yet. "
        "Somebody of the company that hosts this channel can begin: write @tocsin here.",
    )


def waiting(start: Start, language: Language) -> Item:
    """Draw in the inbox that a start is not finished."""
    text = language.say("The coalition is not set up completely yet. What you entered so far is kept.")
    return [section(text), actions(button(language.say("Go on"), OPEN, start.token, style="primary"))]


def about(drawn: About, language: Language) -> Block:
    """Draw the first form: what the coalition is called and what it agrees on."""
    say, typed = language.say, drawn.typed
    spoken = [(code, language.spoken(code)) for code in LANGUAGES]
    blocks = [
        *drawn.shown_back,
        context(say("1 of 3 · Everything can be changed later. Only you see these forms.")),
        entry(NAME, say("Name of the coalition"), _line(typed.get(NAME, ""), NAME_LIMIT)),
        entry(COMPANY, say("Your company"), _line(typed.get(COMPANY) or drawn.company, NAME_LIMIT)),
        entry(
            ZONE,
            say("Zone"),
            _line(typed.get(ZONE) or drawn.start.zone, 64),
            hint=say("By the name of a place: Europe/Paris. Days and hours are counted in it."),
        ),
        entry(LANGUAGE, say("Language"), choice(spoken, typed.get(LANGUAGE) or language.code)),
        entry(
            MARK,
            say("Mark that forms begin with"),
            choice(facts.every(MARKS, language), typed.get(MARK) or _USUAL_MARK),
        ),
        _open_channel(drawn, language),
        digest_entry(DIGEST, typed.get(DIGEST, ""), language),
        meetings_entry(RHYTHM, typed.get(RHYTHM, ""), language),
    ]
    return modal(
        say("Set up Tocsin"),
        blocks,
        callback_id=ABOUT,
        submit=say("Continue"),
        close=say("Later"),
        private=drawn.start.token,
    )


def _line(initial: str, limit: int) -> Block:
    return text_input(initial) | {"max_length": limit}


def _open_channel(drawn: About, language: Language) -> Block:
    say = language.say
    element = text_input(drawn.typed.get(OPEN_CHANNEL, ""))
    hint = say(
        "If there are any: the channel that they share with the members. Invite Tocsin into it first, then paste its "
        "link or its id, which Slack shows in the channel’s details.",
    )
    if drawn.channels:
        element = choice(drawn.channels, drawn.typed.get(OPEN_CHANNEL, ""))
        hint = say("If there are any: the channel that they share with the members. You invited Tocsin into these.")
    return entry(OPEN_CHANNEL, say("Channel for observers and guests"), element, hint=hint, optional=True)


def companies(start: Start, unsettled: Sequence[Workspace], typed: Mapping[str, str], language: Language) -> Block:
    """Draw the second form: what the connected companies are called, and where each sits."""
    say = language.say
    blocks = [
        context(say("2 of 3 · The companies that Slack connects to your channels")),
        section(
            say(
                "Members log takedowns and read what is for members. Observers and guests read, in the open channel, "
                "what is marked for them. Two workspaces of one company get the same name.",
            ),
        ),
    ]
    for workspace in unsettled[:SHOWN_WORKSPACES]:
        blocks += _workspace(workspace, typed, language)
    if len(unsettled) > SHOWN_WORKSPACES:
        more = len(unsettled) - SHOWN_WORKSPACES
        blocks.append(context(language.count("{n} more follows.", "{n} more follow.", more)))
    return modal(
        say("The companies"),
        blocks,
        callback_id=COMPANIES,
        submit=say("Continue"),
        close=say("Later"),
        private=start.token,
    )


def _workspace(workspace: Workspace, typed: Mapping[str, str], language: Language) -> list[Block]:
    say = language.say
    called, seat = f"{CALLED}:{workspace.token}", f"{SEAT}:{workspace.token}"
    seats = [(one.value, terms.seat(one, language)) for one in Seat]
    seats.append((LEFT_OUT, say("not in this coalition")))
    usual = Seat.MEMBER if workspace.in_members else Seat.OBSERVER
    label = say("Company of the workspace {team}", team=workspace.team)
    return [
        entry(called, label, _line(typed.get(called) or workspace.name, NAME_LIMIT), optional=True),
        entry(seat, say("Seat"), choice(seats, typed.get(seat) or usual)),
    ]


def leads(
    start: Start,
    nominees: Sequence[tuple[Company, Sequence[Person]]],
    chosen: Mapping[str, str],
    language: Language,
) -> Block:
    """Draw the third form: who leads each company, of those of its people who are in a channel."""
    say = language.say
    blocks = [
        context(say("3 of 3 · The leads")),
        section(
            say(
                "A company’s lead speaks for it, names its deputy, its counsel and its guest accounts. "
                "You name the first one; from then on each company’s lead does so.",
            ),
        ),
    ]
    unknown, some_left = [], False
    shown = min(_MOST_OPTIONS, _ALL_OPTIONS // max(1, min(len(nominees), SHOWN_COMPANIES)))
    for company, people in nominees[:SHOWN_COMPANIES]:
        some_left = some_left or len(people) > shown
        field_id = f"{LEAD}:{company.token}"
        if people:
            options = [(one.token, cut(one.name or one.user_id, _SHOWN_NAME)) for one in people[:shown]]
            blocks.append(entry(field_id, company.name, choice(options, chosen.get(field_id, "")), optional=True))
        else:
            unknown.append(company.name)
    if unknown:
        text = say("Tocsin knows nobody of these companies in the channels yet; it asks Slack who is there.")
        blocks += [said(f"{text} {language.list(unknown)}"), actions(button(say("Look again"), LOOK, start.token))]
    if some_left or len(nominees) > SHOWN_COMPANIES:
        blocks.append(context(say("Not everybody fits here. The others can be named later, with /coalition.")))
    return modal(
        say("The leads"),
        blocks,
        callback_id=LEADS,
        submit=say("Finish"),
        close=say("Later"),
        private=start.token,
    )


def done(language: Language, *buttons: Block) -> Block:
    """Draw that the start is finished, and what comes next."""
    say = language.say
    blocks = [
        section(say("Tocsin is set up. Its message with the buttons goes to your channels and is pinned there.")),
        section(
            say("Next, see which ways in work for each company: some companies’ Slack does not allow all of them.")
        ),
    ]
    if buttons:
        blocks.append(actions(*buttons))
    return modal(say("Set up Tocsin"), blocks, close=say("Close"))


def announcement(
    coalition: Coalition, seated: Sequence[Company], coordinators: Sequence[str], language: Language
) -> Body:
    """Tell the members' channel what we are here for, and who coordinates."""
    say = language.say
    text = say("Tocsin is here for {coalition}.", coalition=escape(coalition.name))
    names = {seat: [one.name for one in seated if one.seat is seat] for seat in Seat}
    people = language.list([f"<@{user_id}>" for user_id in coordinators])
    blocks = [
        section(text),
        section(
            say(
                "Each company logs here the takedowns that it made, and decides for each who may know of it. "
                "Nobody is asked to act. Press *For me* on the pinned message: it works for every company, "
                "with or without the app.",
            ),
        ),
        section(say("It is coordinated by {people}, who see no more records than any other member.", people=people)),
        labelled(say("Members"), language.list(names[Seat.MEMBER])),
    ]
    if names[Seat.OBSERVER]:
        blocks.append(labelled(say("Observers"), language.list(names[Seat.OBSERVER])))
    if names[Seat.GUEST]:
        blocks.append(labelled(say("Guests"), language.list(names[Seat.GUEST])))
    blocks.append(actions(button(say("For me"), FOR_ME, coalition.token)))
    return Body(text, blocks)


def not_alone(language: Language) -> str:
    """Say that another company has a coordinator by now, who is asked for such a seat, too."""
    return language.say(
        "Another company has a coordinator, who is asked for this seat, too. Leave it out here; "
        "/coalition admit asks for it.",
    )


def wrong(field_id: str, language: Language) -> str:
    """Say what is wrong with a field, and what would be right."""
    say = language.say
    match field_id.partition(":")[0]:
        case "name" | "company":
            return no_name(language)
        case "zone":
            return no_zone(language)
        case "open_channel":
            return say("Tocsin is in no such channel together with you that is free and hosted by your company.")
        case "called":
            return say("Give the company’s name, or choose “not in this coalition”.")
        case _:
            return say("A company sits in one seat, and this one has another already.")
