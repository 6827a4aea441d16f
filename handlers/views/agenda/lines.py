"""The words of an agenda: its headings, what stands beside a point, and the statement that it begins with."""

from __future__ import annotations

from handlers.views.takedown import facts
from handlers.views.wording import Language, moment
from storage.agendas import Contents, Item, Kind, Part, Point, Turn
from storage.meetings import Meeting
from storage.people import Room
from storage.takedowns import Takedown


def default_statement(language: Language) -> str:
    """Give the words that an agenda begins with where a coalition has none of its own."""
    return language.say(
        "This meeting is for what companies know about information operations. Prices, costs, customers, contracts, "
        "market shares, products to come, hiring and pay are no part of it. Each company decides alone what it does "
        "on its own service, before and after. Whoever hears that a conversation leaves these bounds says so, and it "
        "ends there; a company’s counsel can be asked at any time."
    )


def statement(shown: Contents, language: Language) -> str:
    """Give the statement that an agenda begins with."""
    return shown.statement or default_statement(language)


def when(meeting: Meeting) -> str:
    """Say when a meeting begins, in each reader's own zone."""
    return moment(meeting.starts_at, "{date_long_pretty} {time}")


def where(meeting: Meeting, language: Language) -> str:
    """Say where a meeting takes place; empty where nobody has said."""
    if meeting.host and meeting.place:
        return language.say("{place}, at {company}", place=meeting.place, company=meeting.host)
    return meeting.place or (language.say("at {company}", company=meeting.host) if meeting.host else "")


def minutes(n: int | None, language: Language) -> str:
    """Say how long something is given; what has no time is talked about if there is some left."""
    if n is None:
        return ""
    return language.count("{n} min", "{n} min", n) if n else language.say("if there is time")


def room(part: Part, language: Language) -> str:
    """Name a part of a meeting."""
    return language.say("All together") if part.room is Room.OPEN else language.say("Among members")


def kind(one: Kind, language: Language) -> str:
    """Name what somebody puts on an agenda."""
    say = language.say
    return {Kind.TOPIC: say("Proposal"), Kind.PROBLEM: say("Problem"), Kind.QUESTION: say("Question")}[one]


def owner(one: Item, language: Language) -> str:
    """Say whose an item is."""
    if not one.owner:
        return one.company
    return language.say("{person} ({company})", person=one.owner, company=one.company)


def beside(point: Point, language: Language) -> list[str]:
    """Say of a point whose it is, who shares it, how long it has, and over how many meetings it was carried."""
    count = language.count
    companies = point.companies
    said = [owner(point.head, language) if len(companies) == 1 else language.list(list(companies))]
    if point.shared > 1:
        said.append(count("shared by {n} company", "shared by {n} companies", point.shared))
    if time := minutes(point.minutes, language):
        said.append(time)
    else:
        said.append(language.say("not for everybody in the room"))
    if point.must_be_decided:
        said.append(language.say("carried over three times: to be decided"))
    elif point.carried:
        said.append(count("carried over once", "carried over {n} times", point.carried))
    return said


def turn(one: Turn, language: Language) -> str:
    """Name whose turn it is at the round table."""
    return one.company or language.say("Members, unattributed")


def headline(one: Takedown, language: Language) -> str:
    """Say in a few words what a takedown was."""
    return facts.headline(one.report, language)
