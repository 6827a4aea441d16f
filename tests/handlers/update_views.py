"""Every view of updates, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.answers import Whisper
from handlers.formats.update_form import Filled
from handlers.views import answers
from handlers.views.inbox import Item
from handlers.views.takedown.sheet import Sheet
from handlers.views.update import form as form_page
from handlers.views.update import pages, refusals, telling
from handlers.views.update.form import Around
from handlers.views.update.pages import Sent
from handlers.views.wording import Language
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.headcounts import Headcount
from storage.outbox import Body
from storage.prompts import Prompt, Silent
from storage.takedowns import Takedown
from storage.updates import (
    Closed,
    CompanyStanding,
    Kind,
    MembersOnly,
    NoDeputy,
    NoMeeting,
    SaidAlready,
    SaidByName,
    Standing,
    Update,
)

AT = datetime(2018, 9, 20, 17, 0, tzinfo=UTC)
MEETING = "m" * 22
SAID = Update(
    id=1,
    token="u" * 22,
    meeting_id=1,
    company_id=1,
    company="A & <partners>",
    said_by="U0FRIDA",
    kind=Kind.SAID,
    work="We removed <a network> & told the researchers. " * 80,
    takedowns=tuple(range(30)),
    problems=("Private relays & <shared> lists",) * 60,
    questions=("Who sees <the same>?",) * 60,
    how_often="third Thursday of the month at 10:00",
    rule="RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0",
    mark=Mark.AMBER_STRICT,
    audience=Audience.MEMBERS,
    revision=3,
    changed_at=AT,
)
PROMPT = Prompt(1, "p" * 22, 1, 1, 1, 1, AT, AT, 1, 1, stopped=False, settled_at=None)


def modals(takedown: Takedown, sheet: Sheet, coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The form, short and as full as it gets; what was sent, by whom it can be read, and who has answered."""
    many = tuple(replace(takedown, id=n, token=f"{n:022}") for n in range(100))
    for offered in ((), many[:3], many):
        around = Around("d:m", MEETING, AT, offered, sheet)
        yield form_page.form(Filled(), around, spoken)
        words = "a word " * 900
        full = Filled(tuple(one.token for one in offered), words, words, words, words)
        again = replace(around, resumed=AT, draft="d" * 22, before=AT, by="U0FRIDA", update=SAID.token, edition=":ab")
        yield form_page.form(full, again, spoken)
        yield form_page.form(full, replace(again, resumed=None), spoken)
    for n in (1, 3001):
        yield form_page.form(Filled(work="a" * (3000 + n)), Around("d:m", MEETING, AT, (), sheet), spoken)
    taps = tuple(replace(SAID, kind=kind) for kind in Kind)
    for one in (*taps, replace(SAID, rule=""), replace(SAID, audience=Audience.COMPANIES)):
        for kept in ((), many[:21], many[:30]):
            names = ("A &amp; B",) if one.audience is Audience.COMPANIES else ()
            there = Sent(one, MEETING, AT, kept, names, Headcount(12, 31, 2), may_change=bool(kept))
            yield pages.own(there, spoken)
            yield pages.other(one, AT, kept, spoken)
    for those in ((), taps, taps * 5):
        kept_by = {SAID.id: many[:30]} if len(those) < 9 else {}
        yield pages.every(those, kept_by, MEETING, AT, spoken, may_write=True, may_coordinate=True)
    standings = tuple(CompanyStanding(n, f"Company <{n}> & partners", each) for n in range(60) for each in Standing)
    for found in ((), standings):
        yield pages.status(found, MEETING, AT, coalition, spoken)
    for again_at in (None, AT):
        yield answers.interpreted(telling.later(again_at, spoken), spoken)


def messages(coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """The bells, the receipts, the help."""
    yield Whisper(spoken.say("Help"), pages.help_blocks(spoken))
    for reminder in range(3):
        yield telling.bell(PROMPT.token, MEETING, reminder, spoken)
    yield telling.receipt(SAID, coalition, spoken)


def items(spoken: Language) -> list[Item]:
    """What waits for somebody under *For me*."""
    those = [Silent(1, MEETING, f"Company <{n}>", asked=bool(n % 2)) for n in range(60)]
    return [
        telling.asked(PROMPT, MEETING, spoken),
        *(telling.sent(replace(SAID, kind=kind), MEETING, AT, spoken) for kind in Kind),
        telling.silent(MEETING, those, AT, spoken),
    ]


def notices(spoken: Language) -> Iterator[str]:
    """What is refused, and what is said of a tap."""
    for refusal in (NoMeeting(), Closed(), SaidAlready(), SaidByName("U0FRIDA"), NoDeputy(), MembersOnly()):
        yield refusals.refusal(refusal, spoken)
    for kind in Kind:
        yield telling.noted(kind, spoken)
    yield telling.stopped(spoken)
