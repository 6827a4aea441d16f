"""The views of the first day, drawn with all that can stand in them; test_every_view.py asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.answers import Whisper
from handlers.coalition.timing import Timing
from handlers.views import checking, joining, start
from handlers.views.blocks import button
from handlers.views.checking import Line
from handlers.views.inbox import Item
from handlers.views.start import About
from handlers.views.takedown.card import stub
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.joiners import Choice, Joiner
from storage.outbox import Body
from storage.people import Person, Room
from storage.proofs import Means, Standing
from storage.starts import Start, Workspace
from storage.trials import FileState, Trial

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
COALITION = Coalition(1, "Information operations", "C0M", "C0O", None, "Europe/Paris", "fr", "k" * 22)
LONG = "Company & <partners> " * 3
START = Start(
    id=1,
    token="s" * 22,
    channel="C0M",
    team=None,
    inviter="U0FELIX",
    channel_name="coalition",
    home=("T0FACEBOOK",),
    asked="U0FELIX",
    language="en",
    zone="Europe/Paris",
    typed={},
    coalition_id=None,
    finished_at=None,
)
JOINER = Joiner(1, "j" * 22, 1, Room.MEMBERS, "T0NEW", LONG, AT, None, is_seated=False)
TRIAL = Trial(1, "t" * 22, 1, 1, 1, AT, None, None, FileState.SENT, None)
WORKSPACES = [Workspace(n, f"{n:022}", f"T{n}", LONG, is_host=False, in_members=bool(n % 2)) for n in range(1, 30)]
COMPANIES = [Company(n, 1, f"{LONG}{n}", seat, f"{n:022}", AT) for n, seat in enumerate(list(Seat) * 40, start=1)]
MEMBERS = [replace(one, seat=Seat.MEMBER) for one in COMPANIES]
PEOPLE = [Person(n, 1, f"U{n}", f"{n:022}", "Name " * 7, False, True, False) for n in range(120)]


def modals(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Draw every form and page."""
    typed = dict.fromkeys(start.FIELDS, "4")
    for channels in ((), [("o" * 22, "#coalition-open")]):
        yield start.about(About(START, "Facebook", channels), spoken)
        yield start.about(About(START, "Facebook", channels, typed), spoken)
    back = Timing("Europe/Paris", "RRULE:FREQ=DAILY;BYHOUR=8;BYMINUTE=0").shown_back(spoken, AT)
    yield start.about(About(START, "Facebook", (), typed, back), spoken)
    for unsettled in (WORKSPACES, WORKSPACES[:21], WORKSPACES[:1]):
        yield start.companies(START, unsettled, {}, spoken)
    nominees = [(one, PEOPLE if n % 2 else ()) for n, one in enumerate(COMPANIES)]
    yield start.leads(START, nominees, {f"lead:{COMPANIES[1].token}": PEOPLE[3].token}, spoken)
    yield start.leads(START, nominees[1:2], {}, spoken)
    yield start.done(spoken, button(spoken.say("Ways in"), checking.OPEN, COALITION.token))
    yield checking.form(COALITION, spoken)
    yield from _ways_in(spoken)
    yield joining.seat_form(JOINER, spoken)
    for channels in ((), [("o" * 22, "#coalition-open")]):
        yield joining.move_form(COALITION, channels, Room.OPEN, spoken)


def _ways_in(spoken: Language) -> Iterator[Mapping[str, Any]]:
    refused = {Means.DIRECT: "cannot_dm_bot & <more>", Means.FILE: "blocked"}
    whole = dict.fromkeys(Means, AT)
    half = dict.fromkeys((Means.BUTTON, Means.COMMAND, Means.MENTION), AT)
    proven = (whole, half, {})
    many = [
        Line(Standing(one, proven[n // 3 % 3]), limited=n % 2 == 0, refused=refused) for n, one in enumerate(MEMBERS)
    ]
    readers = [Line(Standing(one, proven[n % 3])) for n, one in enumerate(COMPANIES) if one.seat is not Seat.MEMBER]
    for lines in ([*many, *readers], many[:1], many[9:10], many[3:4], many[6:7], [Line(Standing(MEMBERS[0], whole))]):
        for may_ask, asked in ((True, True), (True, False), (False, False)):
            yield checking.page(lines, COALITION, spoken, may_ask=may_ask, asked=asked, may_try=asked)


def shelves(spoken: Language) -> list[Item]:
    """Draw what waits in the inbox."""
    joiners = (
        JOINER,
        replace(JOINER, room=Room.OPEN),
        replace(JOINER, is_seated=True),
        replace(JOINER, choice=Choice.LEAVE),
    )
    return [start.waiting(START, spoken), *(joining.item(one, 312, COALITION, spoken) for one in joiners)]


def messages(spoken: Language) -> Iterator[Body | Whisper]:
    """Draw every message."""
    yield start.doorbell(START, spoken)
    yield start.offer(START, spoken)
    for text in (start.who_can(spoken), start.not_the_hosts(spoken), start.in_the_channel(spoken)):
        yield Whisper(text)
    yield start.announcement(COALITION, COMPANIES, ["U0FELIX", "U0FRIDA"], spoken)
    yield start.announcement(COALITION, COMPANIES[:1], ["U0FELIX"], spoken)
    yield joining.somebody_joins(COALITION, spoken)
    yield joining.farewell("C0NEW", spoken)
    yield stub("TD-7KQ4M", "t" * 22, spoken)
    yield checking.question(COALITION, spoken)
    yield checking.whispered(TRIAL, spoken)
    read, has = replace(TRIAL, direct_at=AT), replace(TRIAL, file_at=AT)
    for trial in (TRIAL, read, has, replace(read, file_at=AT), replace(TRIAL, file_state=FileState.REFUSED)):
        yield checking.direct(trial, spoken)
    yield Whisper(checking.file_comment(spoken))
    yield Whisper(checking.file_text(spoken))
    for proven in ({}, dict.fromkeys(Means, AT)):
        yield Whisper(checking.thanks(Line(Standing(COMPANIES[0], proven)), spoken))


def notices(spoken: Language) -> Iterator[str]:
    """Word what a page only says."""
    yield start.taken(spoken)
    yield checking.under_way(spoken)
    yield from (joining.being_stubbed(spoken), joining.left_as_they_are(spoken), joining.without_a_seat(spoken))
    yield from (joining.is_seated(LONG, spoken), joining.moved(spoken))


def field_errors(spoken: Language) -> list[str]:
    """Word what is wrong with a field."""
    return [start.wrong(f"{field}:t", spoken) for field in (*start.FIELDS, start.CALLED, start.SEAT)] + [
        start.not_alone(spoken),
        joining.no_name(spoken),
        joining.sits_already(spoken),
        joining.no_such_channel(spoken),
    ]
