"""Every view of what is kept: legal holds, the register of showings, retention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.views import export, refusals
from handlers.views.coalition import dissolution, holds, retention, showings
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.access import Way
from storage.audit import Act, Entry
from storage.coalitions import Coalition
from storage.dissolving import Copy, Dissolution, Progress, Stage
from storage.errors import Dissolving
from storage.holds import Hold, Kept
from storage.outbox import Body
from storage.retention import Erased, Farewell, Kind
from storage.showings import Showing, Shown
from storage.takedowns import Mark, Page, Revision, Takedown

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
COALITION = Coalition(1, "Information operations", "C0M", "C0O", None, "Europe/Paris", "fr", "k" * 22)
HOLD = Hold(1, "h" * 22, "Case & <matter> " * 12, True, None, AT, "U0FRIDA", None)
SHOWING = Showing("TD-7KQ4M", "Facebook", "Company & <partners>" * 4, "U0FIRE", Shown.OPENED, Way.BUTTON, AT)
DISSOLUTION = Dissolution(1, "d" * 22, Stage.EXPORTING, AT, AT, 1, 0)
RULES = dict.fromkeys(Kind, 180)


def modals(record: Takedown, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Draw every form and page, full and empty."""
    yield from _holds(record, spoken)
    yield showings.page((), None, COALITION, spoken)
    yield showings.page([replace(SHOWING, shown=shown) for shown in Shown] * 5, 1000, COALITION, spoken)
    yield showings.page([replace(SHOWING, user_id="")], 1, COALITION, spoken)
    for can in (True, False):
        yield retention.page(RULES, COALITION, spoken, may_change=can, may_hold=can)
        going = Page((replace(record, leaves_at=AT),) * 10, more=True)
        yield retention.leaving(going, COALITION, spoken, may_hold=can)
    yield retention.page({Kind.RECORDS: 1}, COALITION, spoken, may_change=False, may_hold=False)
    yield retention.leaving(Page((), more=False), COALITION, spoken, may_hold=True)
    yield retention.form(RULES, "d" * 22, spoken)
    yield retention.form({}, "d" * 22, spoken)
    yield dissolution.form(COALITION, spoken)
    for stage in (Stage.EXPORTING, Stage.PARTING):
        there = replace(DISSOLUTION, stage=stage)
        yield dissolution.page(Progress(there, (("Company & <partners>", Copy.SENT),) * 100), COALITION, spoken)
    yield dissolution.page(Progress(DISSOLUTION, tuple(("Facebook", copy) for copy in Copy)), COALITION, spoken)
    yield dissolution.page(Progress(DISSOLUTION, ()), COALITION, spoken)


def _holds(record: Takedown, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Legal holds: none, as many as are shown, and one with the largest records kept under it."""
    several = [HOLD, replace(HOLD, since=AT), replace(HOLD, everything=False)] * 10
    several.append(replace(HOLD, lifted_at=AT))
    yield holds.page((), {}, COALITION, spoken)
    yield holds.page(several[2:], {1: 1}, COALITION, spoken)
    yield holds.page(several[-1:], {}, COALITION, spoken)
    yield holds.form("TD-7KQ4M", COALITION, spoken)
    first = Revision(1, "U0FRIDA", AT, "", record.report)
    revisions = (first, replace(first, number=2, by="", reason="Counted twice."))
    kept = Kept("TD-7KQ4M", "Company & <partners>", "U0FRIDA", Mark.AMBER, AT, revisions, "k" * 22)
    entry = Entry(AT, 1, 1, Way.BUTTON, Act.HELD, "", "Company & <partners>" * 4, "U0GRETA")
    yield holds.one(HOLD, (), (), spoken)
    yield holds.one(HOLD, [kept, replace(kept, company="")] * 8, [entry] * 20, spoken)
    for one in (kept, replace(kept, indicators=1), replace(kept, company="", revisions=revisions * 20, indicators=9)):
        yield holds.read(one, spoken)


def notices(spoken: Language) -> Iterator[str]:
    """Say every sentence that stands at a field."""
    yield holds.in_the_future(AT.date(), spoken)
    yield holds.nothing_named(spoken)
    yield retention.no_number(spoken)
    yield dissolution.not_its_name(COALITION, spoken)
    yield refusals.refusal(Dissolving(), spoken)
    yield export.comment(spoken, last=True)


def items(spoken: Language) -> list[Item]:
    """Draw everything that may wait in the inbox."""
    gone = [("TD-7KQ4M", AT)] * 50
    return [
        *(retention.is_to_go(Farewell(n, AT, AT), COALITION, spoken) for n in (1, 50)),
        *(retention.went(gone[:n], spoken) for n in (1, 50)),
        *(retention.went_in_all(n, spoken) for n in (1, 50)),
        *(dissolution.waiting(DISSOLUTION, COALITION, spoken, may_stop=can) for can in (True, False)),
    ]


def messages(spoken: Language) -> Iterator[Body]:
    """Draw every message."""
    yield retention.changed("Company & <partners>", {}, RULES, COALITION, spoken)
    yield retention.bell_before(COALITION, spoken)
    yield retention.bell_after(COALITION, spoken)
    yield dissolution.begun(COALITION, AT, spoken)
    yield dissolution.stopped("Company & <partners>", COALITION, spoken)
    yield dissolution.last_day(COALITION, spoken)
    yield retention.stub(Erased(1, COALITION, "TD-7KQ4M", AT, True, ()), spoken)
