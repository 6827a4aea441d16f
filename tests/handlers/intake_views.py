"""Every view of files that are handed in, and of indicators, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.answers import Whisper
from handlers.formats import takedown_form
from handlers.formats.disclosures import Trouble as Why
from handlers.formats.disclosures import Unusable
from handlers.formats.takedown_form import Filled
from handlers.views.inbox import Item
from handlers.views.intake import choosing, listing, refusing, telling
from handlers.views.intake.choosing import Look
from handlers.views.takedown import card, pages
from handlers.views.takedown import form as form_page
from handlers.views.takedown.sheet import Sheet
from handlers.views.wording import Language
from storage.assets import Asset, Kind, Platform
from storage.coalitions import Coalition
from storage.indicators import PAGE, Indicator, IndicatorType, Listed, Page
from storage.intakes import Choice, Difference, Gathered, Intake, Rows, State, Trouble
from storage.outbox import Body
from storage.reports import Count
from storage.takedowns import Takedown

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
LONG = "a <very> long & odd name " * 20
PAGES = tuple(Count(n, (Asset(Kind.PAGE, Platform.FACEBOOK),)) for n in range(1, 60))
READ = Intake(
    id=1,
    token="i" * 22,
    coalition_id=1,
    person_id=1,
    takedown_id=1,
    file_id="F0FILE",
    name=LONG,
    text=None,
    sha256=None,
    size=None,
    state=State.READ,
    attempts=1,
    lease=None,
    staged=False,
    indicators=1_234,
    why="",
    gathered=Gathered(rows=Rows(used=5, notes=1, problems=600, blank=2)),
    problems=tuple(Trouble(n, LONG * 3 if n % 2 else "", list(Why)[n % len(Why)]) for n in range(1, 501)),
    difference=Difference(PAGES, PAGES),
    choice=None,
    revision=2,
    at=AT,
    changed_at=AT,
    seen_at=None,
)
PASTED = replace(READ, file_id=None, name="", problems=READ.problems[:1], gathered=None, difference=None, indicators=1)
NAMELESS = replace(READ, name="", problems=())
WHYS = (*Unusable, refusing.NOT_THERE, refusing.MAY_NOT, refusing.ELSEWHERE, refusing.PATIENCE)
REFUSED = tuple(replace(READ, state=State.REFUSED, why=str(why), problems=(), gathered=None) for why in WHYS)
OTHERS = tuple(
    replace(READ, state=state, problems=(), difference=None) for state in State if state is not State.REFUSED
)


def modals(takedown: Takedown, sheet: Sheet, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The form's fields, a record's page, its indicators, rows and counts, and the question where a file belongs."""
    attached = ("F0ONE list.csv", f"F0TWO {LONG}", "F0THREE")
    for filled in (
        Filled(more=True),
        Filled(more=True, files=attached, indicators="example[.]com\n" * 300),
        Filled(more=True, files=attached[:2]),
        Filled(more=True, indicators="example[.]com"),
    ):
        yield form_page.form(filled, sheet, spoken)
        understood = takedown_form.understand(
            replace(filled, what="74 Facebook pages"), today=AT.date(), last_day=AT.date(), language=spoken.code
        )
        yield form_page.preview(understood, takedown, sheet, filled, spoken)
    files = telling.of_record((READ, PASTED, NAMELESS, *REFUSED[:1], *OTHERS), spoken)
    yield pages.details(takedown, spoken, mine=True, found=17, files=files)
    for one in (READ, PASTED):
        for first in (0, telling.ROWS, 480, 9_999):
            yield telling.rows(one, first, spoken)
    assert READ.difference is not None
    yield telling.beside(READ, READ.difference, takedown.reference, spoken)
    yield from _listed(takedown, spoken)
    yield from _asked(takedown, spoken)


def _listed(takedown: Takedown, spoken: Language) -> Iterator[Mapping[str, Any]]:
    each = [Listed(Indicator(type_, "example.com/" + "a" * 900), "raw", "0.6.2", LONG * 5) for type_ in IndicatorType]
    many = tuple(sorted(each * 5, key=lambda one: list(IndicatorType).index(one.indicator.type)))[:PAGE]
    counts = tuple((type_, 100_000) for type_ in IndicatorType)
    for shown in (Page(many, counts, 0), Page(many, counts, 5000), Page(many[:1], counts[:1], 99_999), Page((), (), 0)):
        for query in ("", LONG * 10):
            yield listing.page(takedown, shown, query, spoken, may_send=not query)
    value = Indicator(IndicatorType.DOMAIN, "example.com")
    for found in ((), (takedown,) * 10):
        yield listing.finding("example[.]com", value, found, "c" * 22, spoken)
    yield listing.finding("no <value> " * 300, None, (), "c" * 22, spoken)
    yield listing.finding("", None, (), "c" * 22, spoken)


def _asked(takedown: Takedown, spoken: Language) -> Iterator[Mapping[str, Any]]:
    looks = [Look(""), Look(LONG), Look("a.csv", 100, 17, 3), Look("b.csv", 1, 1, 0), Look("c.pdf", why=Unusable.PDF)]
    for own in ((), tuple(replace(takedown, token=f"{n:022}") for n in range(150))):
        yield choosing.form("d" * 22, looks, own, spoken)
        yield choosing.form("d" * 22, looks[2:], own, spoken, chosen=own[0].token if own else "")


def messages(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """The doorbells, and the card with what was found."""
    yield telling.bell(spoken, coalition)
    yield choosing.opener("d" * 22, coalition, spoken)
    yield choosing.noted(takedown.token, coalition, spoken)
    for found in (1, 17):
        yield card.card(takedown, spoken, found=found)


def items(takedown: Takedown, spoken: Language) -> list[Item]:
    """What waits for somebody under *For me*."""
    those = (READ, PASTED, *REFUSED, replace(READ, problems=()))
    return [telling.item(one, takedown.reference, spoken) for one in those]


def notices(spoken: Language) -> Iterator[str]:
    """What is said of a choice, and of a file that was added."""
    for choice in Choice:
        yield telling.chosen(choice, spoken)
    yield choosing.added("TD-7KQ4M", spoken)
    yield telling.put_away(spoken)
    yield telling.tried_again(spoken)
