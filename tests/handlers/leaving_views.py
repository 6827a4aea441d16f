"""What a company's leaving and a leak show, for the tests that draw every view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.views.coalition import departing, exposing
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.departures import Departure
from storage.exposures import ExposureReport, Kind, ReportPage, Seen
from storage.outbox import Body
from storage.people import Room

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
NAME = "Company & <partners> " * 3
COMPANIES = [Company(n, 1, f"{NAME}{n}", Seat.MEMBER, f"{n:022}", AT) for n in range(1, 251)]
REPORTS = [
    ExposureReport("r" * 22, kind, NAME if kind is Kind.DEPARTURE else "", AT, records)
    for kind in Kind
    for records in (1, 2000)
]
LINES = [
    Seen("TD-7KQ4M", AT, NAME, "U0GRETA", AT, AT, AT, AT + timedelta(days=1), AT),
    Seen("TD-7KQ4M", AT, NAME, "U0GRETA", AT, None, AT, AT, None),
    Seen("TD-7KQ4N", AT, NAME, "", None, None, None, None, AT),
]


def modals(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Draw every form and page."""
    yield departing.removal(COMPANIES, COMPANIES[7].token, coalition, spoken)
    yield departing.removal(COMPANIES[:1], "", coalition, spoken)
    yield departing.leaving(COMPANIES[0], coalition, spoken)
    yield exposing.leak(coalition, spoken)
    full = [replace(LINES[0], reference=f"TD-{n:05}") for n in range(30)]
    for report in REPORTS:
        yield exposing.page(ReportPage(report, tuple(LINES), None, None), spoken)
        yield exposing.page(ReportPage(report, tuple(full), 0, 60), spoken)
        yield exposing.page(ReportPage(report, tuple([LINES[0]] * 30), 30, None), spoken)


def items(coalition: Coalition, spoken: Language) -> list[list[Item]]:
    """Draw what waits in the inbox."""
    gone = Departure(1, "d" * 22, NAME, AT, "U0FELIX", own=True, reason="Why " * 250, waits=frozenset(Room))
    departures = [gone, replace(gone, own=False, waits=frozenset()), replace(gone, own=False, user_id="", reason="")]
    return [
        [departing.departure(one, coalition, spoken) for one in departures],
        [exposing.report(one, spoken) for one in REPORTS],
    ]


def notices(spoken: Language) -> Iterator[str]:
    """Say every sentence that stands alone."""
    yield departing.done(NAME, spoken)
    for still in (True, False):
        yield departing.went_on(spoken, still=still)
    for references in (1, 330):
        yield exposing.frozen(references, spoken)


def field_errors(spoken: Language) -> list[str]:
    """Say what stands at a field."""
    return [exposing.no_reference(spoken)]


def messages(coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """Draw every message."""
    yield departing.somebody_left(spoken, coalition)
    yield departing.notice(NAME, spoken)
    yield exposing.bell(spoken, coalition)
