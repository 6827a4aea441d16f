"""The views of the first day, drawn with all that can stand in them; test_every_view.py asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from handlers.answers import Whisper
from handlers.views import start
from handlers.views.inbox import Item
from handlers.views.start import About
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.outbox import Body
from storage.people import Person
from storage.starts import Start, Workspace

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
WORKSPACES = [Workspace(n, f"{n:022}", f"T{n}", LONG, is_host=False, in_members=bool(n % 2)) for n in range(1, 30)]
COMPANIES = [Company(n, 1, f"{LONG}{n}", seat, f"{n:022}", AT) for n, seat in enumerate(list(Seat) * 40, start=1)]
PEOPLE = [Person(n, 1, f"U{n}", f"{n:022}", "Name " * 7, False, True, False) for n in range(120)]


def modals(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Draw every form and page."""
    typed = dict.fromkeys(start.FIELDS, "4")
    for channels in ((), [("o" * 22, "#coalition-open")]):
        yield start.about(About(START, "Facebook", channels), spoken)
        yield start.about(About(START, "Facebook", channels, typed), spoken)
    for unsettled in (WORKSPACES, WORKSPACES[:21], WORKSPACES[:1]):
        yield start.companies(START, unsettled, {}, spoken)
    nominees = [(one, PEOPLE if n % 2 else ()) for n, one in enumerate(COMPANIES)]
    yield start.leads(START, nominees, {f"lead:{COMPANIES[1].token}": PEOPLE[3].token}, spoken)
    yield start.leads(START, nominees[1:2], {}, spoken)
    yield start.done(spoken)


def shelves(spoken: Language) -> list[Item]:
    """Draw what waits in the inbox."""
    return [start.waiting(START, spoken)]


def messages(spoken: Language) -> Iterator[Body | Whisper]:
    """Draw every message."""
    yield start.doorbell(START, spoken)
    yield start.offer(START, spoken)
    for text in (start.who_can(spoken), start.not_the_hosts(spoken), start.in_the_channel(spoken)):
        yield Whisper(text)
    yield start.announcement(COALITION, COMPANIES, ["U0FELIX", "U0FRIDA"], spoken)
    yield start.announcement(COALITION, COMPANIES[:1], ["U0FELIX"], spoken)


def notices(spoken: Language) -> Iterator[str]:
    """Word what a page only says."""
    yield start.taken(spoken)


def field_errors(spoken: Language) -> list[str]:
    """Word what is wrong with a field."""
    return [start.wrong(f"{field}:t", spoken) for field in (*start.FIELDS, start.CALLED, start.SEAT)]
