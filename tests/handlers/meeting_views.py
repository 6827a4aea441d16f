"""Every view of a meeting, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.formats.when import Clocks
from handlers.views.inbox import Item
from handlers.views.meeting import facts, form, pages, refusals, telling
from handlers.views.meeting.form import Offered, Typed
from handlers.views.meeting.pages import Mine, Shown
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.meetings import (
    Attendance,
    Meeting,
    MeetingState,
    Officer,
    Officers,
    Over,
    Passed,
    Reply,
    Series,
    SeriesState,
    Word,
)
from storage.rhythms import Rhythm

AT = datetime(2018, 9, 20, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
RULE = "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
MEETING = Meeting(
    id=1,
    coalition_id=1,
    series_id=1,
    day=date(2018, 9, 20),
    token="m" * 22,
    uid="u",
    sequence=1,
    starts_at=AT,
    ends_at=AT + 2 * HOUR,
    zone="America/Los_Angeles",
    place="1 Hacker Way, <Menlo Park> & around",
    link="https://meet.example/a?b=c&d",
    host_company_id=1,
    inviter_id=1,
    chair_id=1,
    notes_id=1,
    with_open=True,
    prompt_days=5,
    agenda_days=1,
    state=MeetingState.PLANNED,
    moved=True,
    agenda_stale=False,
    made_at=AT,
    changed_at=AT,
    ended_at=None,
    closed_at=None,
    host="Company & <partners>",
)
BARE = replace(MEETING, place="", link="", host="", sequence=0, with_open=False, ends_at=AT + 1.5 * HOUR)
STATES = tuple(replace(MEETING, state=state) for state in MeetingState)
SERIES = Series(
    id=1,
    coalition_id=1,
    token="s" * 22,
    rule=RULE,
    zone="America/Los_Angeles",
    minutes=60,
    place="",
    link="",
    host_company_id=None,
    rotates=True,
    inviter_id=1,
    chair_id=None,
    notes_id=None,
    with_open=False,
    prompt_days=5,
    agenda_days=1,
    state=SeriesState.RUNNING,
    made_at=AT,
    changed_at=AT,
)
ONE = Officer(1, "U0FELIX", "Felix", "Company & <partners>")
PARTS = Officers(ONE, ONE, ONE)


def attendance(n: int = 3) -> list[Attendance]:
    """Companies with every answer, so many times, and a guest."""
    word = Word(1, "U0GRETA", "Greta", Reply.YES, None, AT, 0)
    found: list[Attendance] = []
    for seat in Seat:
        company = Company(1, 1, "Company & <partners>", seat, "c" * 22, AT)
        found += [Attendance(company, one, (replace(word, reply=one),) if one else ()) for one in (*Reply, None)]
    return found * n


def offered(n: int) -> Offered:
    """Menus with so many companies and people."""
    companies = [(f"company-token-{each:08}", f"Company {each} & <partners>") for each in range(n)]
    people = [(f"person-token-{each:09}", f"Somebody {each} · Company") for each in range(n * 5)]
    return Offered(companies, people, has_open=True)


def modals(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The pages and forms: full, empty, moved, cancelled, over, of sixty companies."""
    everybody = Shown(MEETING, attendance(20))
    coming = [everybody, *(Shown(one, attendance()) for one in (*STATES, BARE))]
    series = [SERIES, replace(SERIES, state=SeriesState.PAUSED)]
    for coordinates in (True, False):
        yield pages.overview(coming * 3, STATES * 3, series * 3, coalition, spoken, coordinates=coordinates)
    yield pages.overview([], [], [], coalition, spoken, coordinates=True, misread="next <week>")
    for one in (*STATES, BARE):
        for reply in (*Reply, None):
            for deputy in ("U0DORA", None):
                mine = Mine(reply, deputy, file=0, coordinates=True, ends=True, minutes="n" * 22)
                yield pages.invitation(Shown(one, attendance(20)), PARTS, mine, spoken)
                yield pages.invitation(Shown(one, ()), None, replace(mine, file=None, coordinates=False), spoken)
    yield pages.invitation(Shown(MEETING, ()), Officers(None, None, None), Mine(answers=False), spoken)
    yield pages.deputy(MEETING, [("p" * 22, "Dora")], "p" * 22, spoken)
    for of_series in (True, False):
        yield pages.cancelling(MEETING, "d" * 22, spoken, of_series=of_series)
    for for_good in (True, False):
        yield pages.stopping(SERIES, STATES * 2, "d" * 22, spoken, for_good=for_good)
        yield pages.stopping(SERIES, (), "d" * 22, spoken, for_good=for_good)
    yield from _forms(spoken)


def _forms(spoken: Language) -> Iterator[Mapping[str, Any]]:
    rhythm, zone = Rhythm.of_rule(RULE), "America/Los_Angeles"
    odd = [(AT, what) for what in Clocks]
    by_rule = form.shown_back(rhythm, [AT, AT, AT], zone, odd, spoken)
    once = form.shown_back(None, [AT], zone, [], spoken)
    stale = form.stands([*facts.state(MEETING, spoken)], spoken)
    typed = Typed("third Thursday", zone, 55, "A place", "https://a.example", host="company-token-00000001")
    chosen = replace(typed, rotates=True, with_open=True, inviter="person-token-000000001", prompt_days=30)
    for moves in (True, False):
        for n in (1, 60):
            for back in ((), by_rule, once, stale):
                yield form.form(chosen, offered(n), "d" * 22, spoken, shown_back=back, moves=moves)
    yield form.form(Typed(), Offered((("c" * 22, "A"),), (("p" * 22, "B"),), has_open=False), "d" * 22, spoken)
    yield pages.rhythm(SERIES, "d" * 22, spoken)
    back = [form.stale_series(SERIES, spoken), *by_rule]
    yield pages.rhythm(SERIES, "d" * 22, spoken, typed="every Monday at 9:00", back=back)


def messages(coalition: Coalition, spoken: Language) -> Iterator[Any]:
    """The card in every state, and the doorbells."""
    for one in (*STATES, BARE):
        yield telling.card(one, spoken)
        yield telling.invited(one, coalition, spoken)
        yield telling.changed(one, coalition, spoken)
    yield telling.several(coalition, spoken)
    yield telling.not_delivered(coalition, spoken)
    yield telling.for_members_only(spoken)


def items(spoken: Language) -> list[Item]:
    """What waits for somebody."""
    drawn = [draw(one, spoken) for one in STATES for draw in (telling.unanswered, telling.has_changed)]
    return [*drawn, telling.undelivered("why", spoken)]


def notices(spoken: Language) -> Iterator[str]:
    """What is refused."""
    for refusal in (Over(), Passed()):
        yield refusals.refusal(refusal, spoken)


def field_errors(spoken: Language) -> list[str]:
    """What stands at a field."""
    return [form.no_link(spoken), form.passed(spoken), form.only_once(spoken)]
