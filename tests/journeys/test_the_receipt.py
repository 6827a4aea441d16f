"""The sender's receipt is a doorbell: it says nothing of the record, and leads back to it."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.conftest import Stage
from tests.journeys.test_reading_records import reference_of


def receipts(stage: Stage, person: str = "U0GRETA") -> list[dict[str, Any]]:
    """List what the bot wrote to somebody directly."""
    for each in stage.slack.state(person)["channels"]:
        if each["with"] == "U0BOTFACEBOOK":
            return [message for message in each["messages"] if message["bot"]]
    return []


def logged(stage: Stage) -> tuple[dict[str, Any], dict[str, Any]]:
    """Let Google log a takedown, and give its card and its receipt."""
    stage.open_doors()
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    card = stage.log("U0GRETA", "39 YouTube channels", summary="Linked to a broadcaster")
    return card, stage.soon(lambda: receipts(stage))[0]


def test_the_receipt_carries_no_number_company_title_or_mark(stage: Stage) -> None:
    card, receipt = logged(stage)
    # A random token may hold any number.
    said = re.sub(r"[\w-]{22}", "…", str([receipt["text"], receipt["blocks"], receipt["metadata"]]))
    for secret in ("39", "YouTube", "Google", "AMBER", "broadcaster", reference_of(stage, card)):
        assert secret not in said


def test_the_record_is_revised_from_the_receipt(stage: Stage) -> None:
    _, receipt = logged(stage)
    stage.slack.click("U0GRETA", "takedown_edit", channel="U0BOTFACEBOOK", ts=receipt["ts"])
    stage.slack.submit("U0GRETA", {"what": "40 YouTube channels", "reason": "One more"})
    stage.slack.submit("U0GRETA")
    stage.soon(lambda: "40 YouTube channels" in stage.slack.text(stage.card("U0FRIDA")))


def test_the_record_is_taken_back_from_the_receipt_which_then_offers_neither(stage: Stage) -> None:
    _, receipt = logged(stage)
    stage.slack.click("U0GRETA", "takedown_withdraw", channel="U0BOTFACEBOOK", ts=receipt["ts"])
    stage.slack.submit("U0GRETA", {"reason": "Counted twice"})
    stage.soon(lambda: "took this record back" in stage.slack.text(stage.card("U0FRIDA")))
    stage.soon(lambda: "takedown_edit" not in str(receipts(stage)[0]["blocks"]))
    assert "Counted twice" not in str(receipts(stage))


def test_where_no_direct_message_gets_through_the_inbox_has_it(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.fault(method="conversations.open", kind="error", error="user_not_visible", times=100)
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    stage.log("U0GRETA", "39 YouTube channels")
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "Google: 39 YouTube channels" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "takedown_show")
    stage.slack.click("U0GRETA", "takedown_edit")
    stage.slack.submit("U0GRETA", {"what": "40 YouTube channels", "reason": "One more"})
    stage.slack.submit("U0GRETA")
    assert stage.slack.view("U0GRETA") is None
    stage.soon(lambda: "40 YouTube channels" in stage.slack.text(stage.card("U0FRIDA")))
    assert receipts(stage) == []
