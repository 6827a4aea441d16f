"""Every view of a digest, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.views.digest import message, page, posting, refusals
from handlers.views.digest.message import Posting
from handlers.views.wording import Language
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.digests import Altered, Contents, Digest, How, NoPeriod, NotOver, StandsAlready, Told
from storage.outbox import Body
from storage.periods import Period
from storage.takedowns import Change, State, Takedown

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
    return Contents(WEEK, told * n, altered * n, untold=3 if n > 1 else 0, unlisted=1 if n > 1 else 0)


def modals(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The page of one person: of a week and of a day, over, under way and to come, quiet and too big."""
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for today in (date(2018, 8, 24), date(2018, 9, 24), date(2018, 1, 1)):
        for each in (contents(takedown), contents(takedown, n=60), Contents(DAY, (), ()), Contents(WEEK, (), ())):
            yield page.page(each, coalition, spoken, today=today, links=links, coordinates=True)
    yield page.page(contents(takedown), coalition, spoken, today=WEEK.ends, links={}, misread="next <week>")

    drawn = message.draw(contents(takedown), Posting({}), coalition, spoken)
    yield posting.preview_page(posting.preview(drawn, spoken), spoken)
    there = Digest(1, 1, "2018-W34", WEEK, None, AT, None, None, 0, "", "")
    for one in (None, there):
        yield posting.form(WEEK, one, coalition, spoken)


def messages(takedown: Takedown, coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """What is said to one person, and the message in the channel: quiet, full, late, updated, too big, a stub."""
    yield Whisper(spoken.say("Help"), page.help_blocks(spoken))
    links = {takedown.id: "https://facebook.slack.com/archives/C0M/p1535126400000100"}
    for n in (1, 60):
        for beside in (Posting({}), Posting(links, f"12:{'a' * 64}", AT, AT)):
            drawn = message.draw(contents(takedown, n=n), beside, coalition, spoken)
            yield drawn.body
            yield from drawn.replies
            yield Whisper("preview", posting.preview(drawn, spoken))
    yield message.draw(Contents(DAY, (), ()), Posting({}), coalition, spoken).body
    yield message.stub(WEEK, coalition, spoken)


def notices(spoken: Language) -> Iterator[str]:
    """What is refused."""
    for refusal in (NoPeriod(), NotOver(), StandsAlready(AT)):
        yield refusals.refusal(refusal, spoken)
