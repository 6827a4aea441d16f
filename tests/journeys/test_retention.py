"""A coalition keeps records for some days: owners are told a week before, then they go, and a hold changes nothing."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import select

from handlers.coalition import retaining
from storage import audit, holds, takedowns
from tests.journeys.conftest import Stage
from tests.journeys.test_export import came, carried, states
from tests.journeys.test_for_whom import bells, opened, sent
from tests.journeys.test_the_coalition import lead

FELIX, FRIDA, GRETA = "U0FELIX", "U0FRIDA", "U0GRETA"
KEPT = 30


@pytest.fixture
def ruled(stage: Stage) -> Stage:
    """Records are kept for thirty days; Frida leads Facebook and Greta Google."""
    lead(stage, FRIDA, "Facebook")
    lead(stage, GRETA, "Google")
    stage.open_doors()
    stage.slack.command(FELIX, stage.room, "/coalition", "retention")
    stage.slack.click(FELIX, "coalition_retention_change")
    stage.slack.submit(FELIX, {"records": str(KEPT)})
    stage.soon(lambda: "how long the coalition keeps what" in said(stage, GRETA))
    return stage


def said(stage: Stage, person: str) -> str:
    """Give all that the bot posted in the members' channel."""
    posted = (each for each in stage.slack.seen(person, stage.room) if each["bot"] and not each["ephemeral"])
    return "\n".join(stage.slack.text(each) for each in posted)


def passed(stage: Stage, days: float) -> None:
    """Let days pass, and let the clock visit."""
    stage.clock.advance(days=days)
    retaining.keep_time(stage.tocsin.house, stage.clock())


def inbox(stage: Stage, person: str) -> str:
    """Read *For me*."""
    stage.slack.click(person, "for_me", channel=stage.room)
    told = stage.top(person)
    stage.slack.close(person, all_=True)
    return told


def reference_of(stage: Stage, card: dict[str, Any]) -> str:
    """Read a card's reference."""
    return f"TD-{stage.slack.text(card).partition('TD-')[2][:5]}"


def test_the_channel_is_told_what_changed_and_who_does_not_coordinate_changes_nothing(ruled: Stage) -> None:
    told = said(ruled, GRETA)
    assert "Facebook changed how long the coalition keeps what." in told
    assert "kept  →  30 days" in told
    ruled.slack.click(GRETA, "coalition_open", channel=ruled.room)
    ruled.slack.click(GRETA, "coalition_retention")
    assert "30 days" in ruled.top(GRETA)
    assert "coalition_retention_change" not in str(ruled.slack.view(GRETA))
    ruled.slack.command(FELIX, ruled.room, "/coalition", "durées")
    ruled.slack.click(FELIX, "coalition_retention_change")
    ruled.slack.submit(FELIX, {"records": "3", "messages": "soon"})
    assert set(ruled.field_errors(FELIX)) == {"records", "messages"}
    assert "from 14 to 36,500" in ruled.field_errors(FELIX)["records"]


def test_an_owner_is_told_a_week_before_exports_what_goes_and_is_told_when_it_went(ruled: Stage) -> None:
    reference = reference_of(ruled, ruled.log(FRIDA, summary="A network of pages."))
    passed(ruled, KEPT - 8)
    assert "to be erased" not in inbox(ruled, FRIDA)
    passed(ruled, 1)
    bell = ruled.soon(lambda: [one for one in bells(ruled, FRIDA) if "in a week" in one["text"]])[0]
    assert not [word for word in (reference, "Facebook", "74", "Coalition") if word in str(bell["blocks"])]
    assert not [one for one in bells(ruled, GRETA) if "in a week" in one["text"]]
    assert "to be erased" not in inbox(ruled, GRETA)
    ruled.slack.click(FRIDA, "for_me", channel=ruled.room)
    assert "1 record of your company is to be erased" in ruled.top(FRIDA)
    ruled.slack.click(FRIDA, "coalition_leaving")
    assert reference in ruled.top(FRIDA)
    ruled.slack.click(FRIDA, "coalition_leaving_export")
    whole = json.loads(came(ruled, FRIDA))
    assert [each["reference"] for each in whole["records"]] == [reference]
    carried(ruled, lambda: states(ruled) == ["sent"])
    ruled.slack.close(FRIDA, all_=True)
    passed(ruled, 7)
    card = ruled.soon(
        lambda: next((line for line in said(ruled, GRETA).splitlines() if "its time is over" in line), "")
    )
    assert reference in card
    assert "74" not in card
    assert ruled.cards(GRETA) == []
    for person in (FRIDA, GRETA):
        ruled.mention(person, f"show {reference}")
        assert "nothing by" in ruled.top(person)
        ruled.slack.close(person, all_=True)
    assert f"1 record of your company was erased: {reference}." in inbox(ruled, FRIDA)
    counted = inbox(ruled, FELIX)
    assert "1 record that was for all members was erased" in counted
    assert reference not in counted
    assert "erased" not in inbox(ruled, GRETA)
    ruled.soon(lambda: [one for one in bells(ruled, FELIX) if "Something was erased" in one["text"]])
    with ruled.database.begin() as session:
        audit.seal(session, ruled.coalition, now=ruled.clock())
        assert not audit.verify(session, ruled.coalition).faults
        assert "network of pages" not in str(session.execute(select(takedowns.revisions)).all())


def test_what_was_recalled_or_for_some_only_leaves_no_trace_but_with_its_owner(ruled: Stage) -> None:
    opened(ruled, "companies", by=FRIDA)
    ruled.slack.choose(FRIDA, "companies", [chosen_company(ruled, "Twitter")])
    sent(ruled, FRIDA)
    passed(ruled, KEPT - 7)
    passed(ruled, 7)
    assert "1 record of your company was erased" in inbox(ruled, FRIDA)
    for person in (FELIX, GRETA, "U0TESSA"):
        assert "for all members" not in inbox(ruled, person)
    assert "its time is over" not in said(ruled, GRETA)


def chosen_company(stage: Stage, name: str) -> str:
    """Find a company in the form's menu."""
    view = stage.slack.view(FRIDA)
    assert view is not None
    field = next(block for block in view["blocks"] if block.get("block_id") == "companies")
    return str(next(one["value"] for one in field["element"]["options"] if name in one["text"]["text"]))


def about(stage: Stage, person: str, reference: str) -> str:
    """Collect what somebody finds about a reference, and the stub of its card, without what is random."""
    stub = next(line for line in said(stage, person).splitlines() if reference in line)
    stage.mention(person, f"show {reference}")
    shown = stage.top(person)
    stage.slack.close(person, all_=True)
    return re.sub(r"\d{10}|TD-\w{5}", "…", f"{stub}\n{shown}")


def test_whether_somebody_holds_it_nobody_else_can_tell(ruled: Stage) -> None:
    held, other = (reference_of(ruled, ruled.log(FRIDA, summary="A network of pages.")) for _ in range(2))
    ruled.mention(GRETA, f"coalition hold {held}")
    ruled.slack.submit(GRETA, {"matter": "Case 1"})
    ruled.slack.close(GRETA, all_=True)
    passed(ruled, KEPT - 7)
    passed(ruled, 7)
    ruled.soon(lambda: said(ruled, GRETA).count("its time is over") == 2)
    for person in (FRIDA, FELIX, "U0MIRA"):
        assert about(ruled, person, held) == about(ruled, person, other)
        ruled.mention(person, "list")
        assert "Nothing has been logged yet." in ruled.top(person)
        ruled.slack.close(person, all_=True)
    assert "2 records of your company were erased" in inbox(ruled, FRIDA)
    ruled.slack.click(GRETA, "coalition_open", channel=ruled.room)
    ruled.slack.click(GRETA, "coalition_holds")
    ruled.slack.click(GRETA, "coalition_hold_open")
    assert held in ruled.top(GRETA)
    assert other not in ruled.top(GRETA)
    ruled.slack.click(GRETA, "coalition_held_open")
    assert "A network of pages." in ruled.top(GRETA)
    ruled.slack.close(GRETA, all_=True)
    ruled.slack.click(GRETA, "coalition_open", channel=ruled.room)
    ruled.slack.click(GRETA, "coalition_holds")
    ruled.slack.click(GRETA, "coalition_hold_open")
    ruled.slack.click(GRETA, "coalition_hold_lift")
    passed(ruled, 0)
    with ruled.database.read() as session:
        assert session.execute(select(holds.held)).all() == []
