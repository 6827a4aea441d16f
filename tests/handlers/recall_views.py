"""The views of recalls, corrections and erasures, with all that can stand in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from handlers.views.inbox import Item
from handlers.views.takedown import card, erasing, pages, questions, recalling
from handlers.views.wording import Language
from storage.acknowledgements import FITTING, Kind, Question, Reply
from storage.coalitions import Coalition
from storage.erasing import Erasure, NotFound, TooShort
from storage.outbox import Body
from storage.periods import Period
from storage.reach import Copy, Fate, File, Reach, Reader
from storage.reports import Report
from storage.takedowns import Change, Page, Revision, Takedown, Tombstone

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
NAME = "Company & <partners>"
FILES = tuple(File(NAME, user, AT, fate) for fate in Fate for user in ("U0GRETA", ""))


def question(n: int, kind: Kind, reply: Reply | None) -> Question:
    """A question to a company with a long name, answered or not."""
    at = AT if reply else None
    who = "U0GRETA" if reply else ""
    return Question(n, "q" * 22, 1, n, f"{NAME} {n}", kind, 2, 1, AT, None, reply, at, who, has_left=n % 11 == 0)


def modals(spoken: Language, takedown: Takedown) -> Iterator[Mapping[str, Any]]:
    """The pages: for the owner, with as many companies as Slack connects, and for others."""
    yield recalling.form(takedown, spoken)
    yield erasing.form(takedown, spoken)
    for change in (Change.ERASED, Change.COMPLETED):
        changed = replace(takedown, revision=2, change=change)
        yield pages.details(changed, spoken, mine=True, erases=True)
        yield pages.history(changed, [Revision(2, "U0FRIDA", AT, "", takedown.report, change)], spoken)
        yield pages.listing(Page((changed,), more=False), "", "k" * 22, spoken)
    for stone in (Tombstone("TD-7KQ4M", NAME, AT), Tombstone("TD-7KQ4M", "", AT)):
        yield recalling.tombstone(stone, spoken)
    replies = [(kind, reply) for kind in Kind for reply in (*FITTING[kind], None)]
    asked = tuple(question(n, *replies[n % len(replies)]) for n in range(250))
    people = tuple(f"U0PERSON{n}" for n in range(12))
    readers = tuple(Reader(n, f"{NAME} {n}", AT, people[: n % 13]) for n in range(5, 255))
    corrected = replace(takedown, revision=2, change=Change.CORRECTED)
    recalled = replace(takedown, revision=2, recalled_at=AT, reason="It was another network. " * 100)
    for one in (recalled, replace(recalled, reason=""), corrected):
        why = Erasure(AT, "U0FRIDA", "It was <somebody> else. " * 100)
        told = (Copy(Period.of("2018-W34"), AT, None), Copy(Period.of("2018-W34"), AT, AT))
        yield recalling.page(one, Reach(readers, FILES * 10, asked, (why,) * 9, told), spoken)
        yield recalling.page(one, Reach((), (), ()), spoken)


def items(spoken: Language) -> list[Item]:
    """What waits in the inbox."""
    return [
        questions.question(question(1, Kind.RECALL, None), "TD-7KQ4M", "", "", spoken),
        questions.question(question(1, Kind.CORRECTION, None), "TD-7KQ4M", NAME, "t" * 22, spoken),
        questions.answered("TD-7KQ4M", "t" * 22, 3, 12, spoken),
    ]


def notices(spoken: Language) -> Iterator[str]:
    """What is said on a page of its own."""
    yield spoken.say("[erased]")
    for refusal in (NotFound(), TooShort(""), TooShort("a" * 100)):
        yield erasing.not_erased(refusal, spoken)
    for reply in Reply:
        yield questions.noted(reply, spoken)
        yield questions.noted_before(reply, spoken)


def messages(spoken: Language, takedown: Takedown, coalition: Coalition) -> Iterator[Body]:
    """The doorbells, and the card whose words were erased."""
    erased = replace(takedown, revision=2, change=Change.ERASED)
    yield card.card(replace(takedown, revision=2, change=Change.COMPLETED), spoken)
    yield card.card(replace(takedown, report=Report()), spoken)
    yield card.card(erased, spoken)
    yield pages.receipt(erased, spoken)
    for kind in Kind:
        yield questions.asked(kind, coalition, spoken)
    for last in (True, False):
        yield questions.an_answer(coalition, spoken, last=last)
