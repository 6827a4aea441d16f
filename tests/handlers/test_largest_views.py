"""Views full to their edges: Slack takes them, and what does not fit is said to be elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.simulator.limits import check_message, check_view
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Filled
from handlers.views import door, inbox
from handlers.views.inbox import Stuck
from handlers.views.takedown import card, pages
from handlers.views.takedown import form as form_page
from handlers.views.takedown.sheet import Sheet
from handlers.views.wording import LANGUAGES, language
from storage.coalitions import Coalition
from storage.drafts import Draft
from storage.headcounts import Headcount
from storage.knocks import Knock
from storage.outbox import Fault
from storage.takedowns import Mark, Page, Revision, State, Takedown

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
EN = language("en")
# Undocumented; https://github.com/slackapi/bolt-js/issues/2509 saw 13,297 refused.
MOST_IN_A_MESSAGE = 11_000
NETWORKS = [f"Network {place} of the long {'é' * 20}: 74 Facebook pages, 76 Instagram accounts" for place in range(60)]
FULL = Filled(
    what="\n".join(["652 pages, groups and accounts", *NETWORKS]),
    summary="s" * 3000,
    policy="p" * 3000,
    found=("security_firm", "journalist"),
    found_who="w" * 1500 + "\n" + "v" * 1400,
    origins="Iran, Russia",
    targets=", ".join(["US, UK, France, Germany, Italy"] * 90),
    link="https://example.org/" + "x" * 2900,
    reach="\n".join(["155,000 page followers"] * 120),
    more=True,
    reason="r" * 3000,
)
UNDERSTOOD = takedown_form.understand(FULL, today=AT.date(), last_day=AT.date(), language="en")
LONG = Takedown(
    id=1,
    token="t" * 22,
    reference="TD-7KQ4M",
    company_id=1,
    company="F" * 80,
    logged_by="U0FRIDA",
    mark=Mark.AMBER_STRICT,
    state=State.STANDING,
    revision=41,
    logged_at=AT,
    changed_at=AT,
    reason="r" * 3000,
    report=UNDERSTOOD.report,
)
SHEET = Sheet("t" * 22, Headcount(12, 31), "Facebook")
COALITION = Coalition(1, "C" * 80, "C0M", None, None, "UTC", "en", "c" * 22)


def texts(shown: object) -> Iterator[str]:
    """Collect every text and address."""
    if isinstance(shown, Mapping):
        for name, inner in shown.items():
            if name in {"text", "url"} and isinstance(inner, str):
                yield inner
            else:
                yield from texts(inner)
    elif isinstance(shown, list):
        for inner in shown:
            yield from texts(inner)


def buttons(view: Mapping[str, Any], action: str) -> list[str]:
    """List the values of the buttons of a kind."""
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [element["value"] for row in rows for element in row if element["action_id"] == action]


@pytest.mark.parametrize("spoken", LANGUAGES)
@pytest.mark.parametrize("state", State)
def test_slack_takes_the_card_of_the_longest_report(state: State, spoken: str) -> None:
    assert (UNDERSTOOD.problems, len(UNDERSTOOD.report.parts)) == ((), 60)
    body = card.card(replace(LONG, state=state), language(spoken))
    assert check_message(body.text, body.blocks, text_limit=4000) == []
    assert sum(len(text) for text in texts(body.blocks)) < MOST_IN_A_MESSAGE


def test_a_card_says_how_much_it_leaves_out() -> None:
    shown = "\n".join(texts(card.card(LONG, EN).blocks))
    listed = sum(f"Network {place} of" in shown for place in range(60))
    assert f"and {60 - listed} more: see Details" in shown
    assert 0 < listed < 60


def test_an_address_is_whole_or_it_is_no_link() -> None:
    urls = [text for text in texts(card.card(LONG, EN).blocks) if text.startswith("https://")]
    assert "'type': 'link'" not in str(card.card(LONG, EN).blocks)
    assert urls == [FULL.link[:399] + "…"]
    assert "'type': 'link'" in str(pages.details(LONG, EN, mine=True)["blocks"])


def test_the_details_hold_all_of_the_longest_report() -> None:
    view = pages.details(LONG, EN, mine=True)
    assert check_view(view) == []
    shown = "\n".join(texts(view["blocks"]))
    assert all(words in shown for words in (FULL.summary, FULL.policy, "w" * 1500, "v" * 1400, FULL.link))
    assert all(f"Network {place} of" in shown for place in range(60))
    assert "more: see Details" not in shown


def test_slack_takes_the_form_and_the_preview_of_the_longest_report() -> None:
    assert check_view(form_page.preview(UNDERSTOOD, LONG, SHEET, Filled(), EN)) == []
    assert check_view(form_page.form(FULL, SHEET, EN)) == []
    assert check_view(pages.withdrawal(LONG, EN)) == []


def test_every_one_of_many_long_revisions_is_on_one_of_the_pages() -> None:
    revisions = [Revision(number, "U0FRIDA", AT, "r" * 3000, UNDERSTOOD.report) for number in range(1, 42)]
    seen: list[str] = []
    while revisions:
        view = pages.history(LONG, revisions, EN)
        assert check_view(view) == []
        seen += [text for text in texts(view["blocks"]) if text.startswith("*Revision ")]
        before = int((buttons(view, "takedown_history") or [":0"])[0].partition(":")[2])
        revisions = [one for one in revisions if one.number < before]
    assert [int(text.split("*")[1].split()[1]) for text in seen] == list(range(41, 0, -1))


def test_fifty_drafts_make_an_inbox_that_slack_takes_and_that_says_what_it_leaves_out() -> None:
    drafts = [Draft(n, f"{n:022}", 1, 1, "takedown", None, {}, AT - timedelta(minutes=n)) for n in range(50)]
    stuck = [Stuck(LONG, Fault.CHANNEL, "is_archived")] * 40
    knocks = [Knock(f"T{n}", f"U{n}", AT) for n in range(30)]
    shelves = (
        [inbox.stuck(one, EN) for one in stuck],
        [inbox.draft(one, EN) for one in drafts],
        [inbox.knock(one, EN) for one in knocks],
    )
    view = inbox.inbox(shelves, (LONG,) * 5, COALITION, EN, may_log=True)
    assert check_view(view) == []
    assert len(view["blocks"]) < 100
    assert buttons(view, "takedown_resume") == [f"{n:022}" for n in range(15)]
    assert "75 more wait behind these." in "\n".join(texts(view["blocks"]))


def test_slack_takes_the_longest_list() -> None:
    assert check_view(pages.listing(Page((LONG,) * 10, more=True), "q" * 40_000, "c" * 22, EN)) == []


def test_what_the_operator_calls_a_coalition_is_not_interpreted() -> None:
    body = door.door(replace(COALITION, name="<!channel> & *co*"), EN, may_log=True)
    assert body.text == "Tocsin, for &lt;!channel&gt; &amp; *co*."
    assert check_message(body.text, body.blocks) == []
