"""Every view of a digest, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.views.digest import message, page, personal, posting, refusals, timing
from handlers.views.digest.message import Posting
from handlers.views.fitting import weight
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.digests import Altered, Contents, Digest, How, NoPeriod, NotOver, StandsAlready, Told, Wish
from storage.figures import Breakdown, Cell, Comparison, Few, Figures, Sum, Usual
from storage.outbox import Body, place_for_picture
from storage.periods import Period, Span
from storage.reports import Qualifier
from storage.rhythms import Every, Rhythm
from storage.schedules import Last, Schedule, Stands
from storage.schedules import State as State_
from storage.takedowns import Change, State, Takedown
from tests.handlers.meeting_views import MEETING

CELLS = tuple(Cell(code, Sum(1)) for code in ("FR", "DE", "GB", "RU", "CN", "BR", "IN"))
AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
WEEK, DAY = Period.of("2018-W34"), Period.of("2018-08-24")
EARLIER = date(2018, 8, 14)


def contents(takedown: Takedown, *, n: int = 1) -> Contents:
    """A period in which everything happened, each thing so many times."""
    revised = replace(takedown, revision=2, reason="One <page> was counted twice. " * 20)
    told = (
        Told(takedown),
        Told(replace(takedown, audience=Audience.COMPANIES), EARLIER),
        Told(replace(takedown, id=2, chatham=True).for_others()),
        Told(revised),
        Told(replace(revised, change=Change.CORRECTED)),
    )
    altered = (
        Altered(revised, How.REVISED, AT, EARLIER),
        Altered(replace(revised, change=Change.CORRECTED), How.CORRECTED, AT - timedelta(days=1)),
        Altered(replace(revised, state=State.WITHDRAWN), How.WITHDRAWN, AT),
    )
    untold, unlisted = (3, 1) if n > 1 else (0, 0)
    return Contents(WEEK, told * n, altered * n, untold=untold, unlisted=unlisted, compared=compared(WEEK))


def compared(period: Period, *, few: bool = False, usual: bool = True) -> Comparison:
    """Figures of all kinds, in numbers or kept back."""
    number = Few() if few else Sum(1_234, Qualifier.ABOUT)
    places = Breakdown((Cell("IR", Sum(2)), Cell("M49:145", Few()), Cell("US", None), *CELLS))
    platforms = Breakdown((Cell("facebook", Sum(9)), Cell("facebook+instagram", Sum(8)), Cell("", Sum(7))))
    withheld = Breakdown(withheld=True)
    now = Figures(
        period,
        number,
        number,
        Sum(649),
        withheld if few else platforms,
        places,
        places,
        withheld if few else Breakdown((Cell("A & <B>", Sum(3)),)),
    )
    middle = Usual(12, Sum(3), Sum(0), Sum(0), platforms, places, places, withheld) if usual else None
    return Comparison(now, Figures(period.before()), middle, (Figures(period.before()), now))


def modals(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The page of one person: of a week and of a day, over, under way and to come, quiet and too big."""
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for today in (date(2018, 8, 24), date(2018, 9, 24), date(2018, 1, 1)):
        for each in (contents(takedown), contents(takedown, n=60), Contents(DAY, (), ()), Contents(WEEK, (), ())):
            yield page.page(each, coalition, spoken, today=today, links=links, coordinates=True)
    yield page.page(
        contents(takedown), coalition, spoken, today=WEEK.ends, links={}, coming=MEETING, misread="next <week>"
    )

    drawn = message.draw(contents(takedown), Posting({}), coalition, spoken)
    yield posting.preview_page(posting.preview(drawn, spoken), spoken)
    for wish in Wish:
        yield personal.form(wish, coalition, spoken)
    there = Digest(1, 1, "2018-W34", WEEK, None, AT, None, None, 0, "", "")
    for one in (None, there):
        yield posting.form(WEEK, one, coalition, spoken)


def messages(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """What is said to one person, and the message in the channel: quiet, full, late, updated, too big, a stub."""
    yield Whisper(spoken.say("Help"), page.help_blocks(spoken))
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for n in (1, 60):
        full = Posting(links, f"12:{'a' * 64}", AT, AT, place_for_picture("The last weeks. " * 120), MEETING)
        for beside in (Posting({}), full):
            drawn = message.draw(contents(takedown, n=n), beside, coalition, spoken)
            yield drawn.body
            yield from drawn.replies
            yield Whisper("preview", posting.preview(drawn, spoken))
    for usual in (True, False):
        for few in (True, False):
            day = replace(contents(takedown), period=DAY, compared=compared(DAY, few=few, usual=usual))
            yield message.draw(day, Posting({}), coalition, spoken).body
            week = replace(day, period=WEEK, compared=compared(WEEK, few=few, usual=usual))
            yield message.draw(week, Posting({}), coalition, spoken).body
    yield message.draw(Contents(DAY, (), ()), Posting({}), coalition, spoken).body
    yield message.stub(WEEK, coalition, spoken)
    yield personal.bell(WEEK, coalition, spoken)
    yield personal.not_delivered(coalition, spoken)
    yield timing.is_daily("A & <B>", EARLIER, spoken)
    rhythm = Rhythm(Every.WEEKLY, time(9, 0), weekdays=(0,))
    schedule = Schedule(1, "digest", rhythm, "UTC", Span.WEEK, False, None, EARLIER, timedelta(days=1), AT)
    stands = [Stands("One", schedule, None)]
    for state in State_:
        stands += [Stands("One", schedule, Last("2018-08-27", AT, state, late, AT, None)) for late in (True, False)]
    for found in ([], stands):
        yield Whisper(timing.standing(found, spoken), timing.standing_blocks(found, spoken))


def items(coalition: Coalition, spoken: Language) -> list[Item]:
    """What waits for somebody under *For me*."""
    return [
        personal.more(WEEK, coalition, spoken),
        personal.undelivered(WEEK, "Why.", coalition, spoken),
    ]


def notices(spoken: Language) -> Iterator[str]:
    """What is refused."""
    for refusal in (NoPeriod(), NotOver(), StandsAlready(AT)):
        yield refusals.refusal(refusal, spoken)
    for wish in Wish:
        yield personal.noted(wish, spoken)
    yield timing.daily_until(EARLIER, spoken)
    yield timing.no_longer_daily(spoken)
    yield timing.until_when(spoken)


def weights(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[tuple[int, int]]:
    """How many characters and how many blocks each message takes."""
    for body in messages(takedown, coalition, spoken):
        if isinstance(body, Body):
            yield weight(body.blocks) + len(body.text), len(body.blocks)
