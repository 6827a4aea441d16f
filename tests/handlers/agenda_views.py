"""Every view of an agenda, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.formats.takedown_form import Filled
from handlers.views.agenda import arranging, form, message, page, personal, refusals
from handlers.views.agenda.arranging import Chosen
from handlers.views.agenda.form import Proposal
from handlers.views.agenda.message import Posting
from handlers.views.agenda.page import Beside, May
from handlers.views.fitting import weight
from handlers.views.inbox import Item as Waits
from handlers.views.takedown.sheet import Sheet
from handlers.views.wording import Language
from storage.agendas import Contents, Item, Kind, MustBeDecided, NoMeeting, Part, Point, State, Times, Turn
from storage.audiences import Audience, Choices, Mark
from storage.coalitions import Coalition
from storage.commitments import Commitment
from storage.commitments import State as Became
from storage.companies import Company, Seat
from storage.headcounts import Headcount
from storage.meetings import Meeting, MeetingState
from storage.outbox import Body
from storage.people import Room
from storage.takedowns import Takedown
from storage.updates import Kind as Answer
from storage.updates import Update

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
MEETING = Meeting(
    id=1,
    coalition_id=1,
    series_id=None,
    day=date(2018, 8, 24),
    token="m" * 22,
    uid="uid",
    sequence=0,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=90),
    zone="America/Los_Angeles",
    place="Room <4> & the terrace",
    link="https://example.com/<a>",
    host_company_id=1,
    inviter_id=1,
    chair_id=None,
    notes_id=None,
    with_open=True,
    prompt_days=5,
    agenda_days=1,
    state=MeetingState.PLANNED,
    moved=False,
    agenda_stale=False,
    made_at=AT,
    changed_at=AT,
    ended_at=None,
    closed_at=None,
    host="A & <B>",
)
ITEM = Item(
    id=1,
    token="i" * 22,
    kind=Kind.PROBLEM,
    text="Accounts <that> come back & again. " * 30,
    link="https://facebook.slack.com/archives/C0M/p1535126400000100",
    company_id=1,
    company="A & <B>",
    owner="Ana <Ruiz>",
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    state=State.OPEN,
    carried=0,
    minutes=None,
    position=None,
    merged_into=None,
    meeting_id=1,
    update_id=None,
    proposed_at=AT,
    changed_at=AT,
)
PROMISED = Commitment(
    id=1,
    coalition_id=1,
    company_id=1,
    company="A & <B>",
    person_id=1,
    user_id="U0ANA",
    noted_by=None,
    meeting_id=1,
    token="c" * 22,
    text="We will share <hashes>. " * 30,
    due_on=AT.date(),
    zone="Europe/Paris",
    due_at=AT,
    state=Became.OPEN,
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    remind_at=None,
    made_at=AT,
    changed_at=AT,
)
SAID = Update(
    id=1,
    token="u" * 22,
    meeting_id=1,
    company_id=1,
    company="A & <B>",
    said_by="U0ANA",
    kind=Answer.SAID,
    work="Took down <a> & b. " * 60,
    takedowns=(),
    problems=(),
    questions=(),
    how_often="Every <third> Thursday",
    rule="",
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    revision=1,
    changed_at=AT,
)


def points(kind: Kind, n: int) -> tuple[Point, ...]:
    """Points of a kind, each in another way: alone, shared, carried over, without time, for few."""
    one = replace(ITEM, kind=kind)
    each = (
        Point((one,), 1, 10),
        Point((replace(one, owner="", link=""), replace(one, id=2, text="Other words", company="C")), 2, 1),
        Point((replace(one, carried=1),), 1, 0),
        Point((replace(one, carried=2),), 1, None),
        Point((replace(one, carried=3),), 3, 5),
    )
    return tuple(
        Point(tuple(replace(item, id=100 * n + item.id) for item in point.items), point.shared, point.minutes)
        for n in range(n)
        for point in each
    )


def part(takedown: Takedown, room: Room, n: int) -> Part:
    """A part in which everything is talked about, each thing so many times."""
    turns = (
        Turn(1, "A & <B>", SAID, (takedown,) * 6, 3),
        Turn(2, "C", replace(SAID, kind=Answer.NOTHING), (), 0),
        Turn(3, "D", replace(SAID, kind=Answer.ABSENT), (), None),
        Turn(4, "E", replace(SAID, work=""), (), 1),
        Turn(0, "", None, (takedown,) * 5, 2),
    )
    promised = tuple(replace(PROMISED, state=one) for one in (Became.OPEN, Became.KEPT, Became.DROPPED))
    return Part(
        room=room,
        here=("A & <B>", "C"),
        minutes=45,
        commitments=promised * n,
        turns=turns * n,
        discussion=points(Kind.PROBLEM, n),
        questions=points(Kind.QUESTION, n),
        proposals=points(Kind.TOPIC, n),
        rhythm=(SAID, replace(SAID, company="C", how_often="Never")),
        times=Times(2, 5, 5, 3),
        untold=3,
    )


EMPTY = Part(Room.MEMBERS, (), 90, (), (), (), (), (), (), Times())


def shown(takedown: Takedown, n: int = 1) -> Iterator[Contents]:
    """Agendas in one part and in two, empty and too big."""
    yield Contents(MEETING, "", (EMPTY,))
    yield Contents(
        replace(MEETING, place="", with_open=False), "Our <own> words. " * 150, (part(takedown, Room.MEMBERS, n),)
    )
    both = (part(takedown, Room.MEMBERS, n), part(takedown, Room.OPEN, n))
    yield Contents(replace(MEETING, host="", link=""), "", both)


def modals(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The pages of one person, and every form."""
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for n in (1, 40):
        for each in shown(takedown, n):
            yield page.page(each, Beside(links), coalition, spoken)
            beside = Beside({}, posts_at=AT, coordinates=True, to_decide=n, misread="next <week>")
            yield page.page(each, beside, coalition, spoken)
    yield from of_proposals(coalition, spoken)
    yield from of_items(spoken)
    yield from of_coordinators(coalition, spoken)


def of_proposals(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """What is proposed, and the form that proposes."""
    long = Proposal(text="a" * 4_000, minutes="10", link="https://example.com", whom=Filled(audience="companies"))
    company = Company(1, 1, "A & <B>", Seat.MEMBER, "c" * 22, AT)
    choices = Choices((company,), ())
    sheet = Sheet("token", Headcount(3, 9, 1), "A & <B>", choices=choices, has_open_channel=True)
    for meeting in (MEETING, replace(MEETING, place="", host="A & <B>"), None):
        for each in ((), points(Kind.TOPIC, 20)):
            yield page.proposed(meeting, each, Beside({}, posts_at=AT if meeting else None), coalition, spoken)
        yield page.noted(ITEM, meeting, coalition, spoken)
        for proposal in (Proposal(), long):
            for members in (True, False):
                yield form.form(proposal, meeting, sheet, spoken, private="a:b", members=members)


def of_items(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """One item, as it may stand."""
    for state in State:
        for n in range(3):
            one = replace(ITEM, state=state, carried=n, kind=list(Kind)[n], link="" if n else ITEM.link)
            every = May(support=True, supports=n > 1, take_off=True, answer=True)
            yield page.item(one, n, every if n else May(), spoken)


def of_coordinators(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The forms of those who coordinate."""
    for n in (0, 1, 30):
        # A menu shows the beginning of what is longer.
        each = tuple(replace(one, items=(replace(one.head, text="Bots"),)) for one in points(Kind.TOPIC, n))
        yield arranging.form(each, Chosen(), spoken, private="draft")
        chosen = Chosen("2, 1", ("i" * 22,), ("i" * 22,), ("i" * 22,))
        yield arranging.form(each, chosen, spoken, private="draft", overtaken=True)
    for meeting in (MEETING, replace(MEETING, with_open=False)):
        yield arranging.post_form(meeting, coalition, spoken)
    for text in ("", "Our own."):
        yield arranging.statement_form(text, spoken, private="a:1")


def messages(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """The message in the channel: empty, full, updated, too big, a stub, cancelled; and what is said beside it."""
    yield Whisper(spoken.say("Help"), page.help_blocks(spoken))
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for n in (1, 40):
        for each in shown(takedown, n):
            for posting in (Posting({}), Posting(links, AT)):
                for room in Room:
                    drawn = message.draw(each, posting, room, coalition, spoken)
                    yield drawn.body
                    yield from drawn.replies
    yield message.stub(MEETING, coalition, spoken)
    yield message.cancelled(MEETING, coalition, spoken)
    yield personal.not_delivered(coalition, spoken)
    yield arranging.restated("A & <B>", coalition, spoken)


def items(coalition: Coalition, spoken: Language) -> list[Waits]:
    """What waits for somebody under *For me*."""
    return [
        personal.stands(MEETING, coalition, spoken),
        personal.changed(MEETING, coalition, spoken),
        *(personal.to_decide(n, MEETING, coalition, spoken) for n in (1, 2)),
        personal.undelivered(MEETING, "Why.", coalition, spoken),
    ]


def notices(spoken: Language) -> Iterator[str]:
    """What is refused, and what is said at a field."""
    for refusal in (MustBeDecided("A <list> " * 40), NoMeeting()):
        yield refusals.refusal(refusal, spoken)
    for said in (form.no_text, form.no_minutes, form.no_link, form.unfit, form.nobody_chosen, arranging.no_order):
        yield said(spoken)
    yield arranging.stands(MEETING, "yesterday", spoken)


def weights(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[tuple[int, int]]:
    """How many characters and how many blocks each message takes."""
    for body in messages(takedown, coalition, spoken):
        if isinstance(body, Body):
            yield weight(body.blocks) + len(body.text), len(body.blocks)
