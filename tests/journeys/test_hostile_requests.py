"""What Slack did not sign, or somebody altered, changes nothing; what people write cannot become more than words."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from storage import drafts, outbox, takedowns
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_the_receipt import receipts

LURES = "<!channel> <!here|here> <@U0FELIX> <#C0OPEN|open> <https://evil.example|good> *bold* `code` & &amp; https://evil.example/x"


def rows(stage: Stage) -> list[int]:
    """Count what the bot keeps."""
    tables = (takedowns.takedowns, takedowns.revisions, drafts.drafts, outbox.outbox)
    with stage.database.read() as session:
        return [session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


@pytest.mark.parametrize(
    ("secret", "later"),
    [("another-secret", 0), (None, 0), (signed.SECRET, -310), (signed.SECRET, 310)],
    ids=["signed by another", "unsigned", "stale", "from the future"],
)
def test_what_slack_did_not_sign_now_changes_nothing(stage: Stage, secret: str | None, later: int) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "74 Facebook pages")
    command = stage.slack.deliveries("command")[-1]["body"]
    stage.slack.submit("U0FRIDA")
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    preview = signed.altered(
        sent, view__callback_id="takedown_preview", view__private_metadata=view["private_metadata"], view__state={}
    )
    before = rows(stage)
    for body in (urlencode(command).encode(), signed.interaction(sent), signed.interaction(preview)):
        stamp = int(time.time()) + later
        assert signed.post(stage.tocsin.url, body, secret=secret, stamp=stamp).status == 401
    assert rows(stage) == before


def test_a_replayed_form_changes_nothing(stage: Stage) -> None:
    """Whoever got hold of a signed request may send it again within five minutes."""
    stage.log("U0FRIDA")
    stage.soon(lambda: receipts(stage, "U0FRIDA"))
    before = rows(stage)
    for delivery in stage.slack.deliveries("view_submission"):
        signed.post(stage.tocsin.url, signed.interaction(delivery["body"]))
    assert rows(stage) == before
    assert len(stage.cards("U0GRETA")) == 1


def test_a_mention_that_slack_repeats_is_answered_once(stage: Stage) -> None:
    stage.slack.fault(delivery="app_mention", kind="drop_after")
    stage.slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> 74 Facebook pages")
    stage.slack.wait(lambda: len(stage.slack.deliveries("app_mention")) == 2)
    stage.soon(lambda: [each for each in stage.slack.seen("U0GRETA", stage.room) if each["ephemeral"]])
    stage.log("U0FRIDA", "3 blogs")
    assert len([each for each in stage.slack.seen("U0GRETA", stage.room) if each["ephemeral"]]) == 1


def lure(stage: Stage) -> dict[str, Any]:
    """Log a takedown with lures in every field, and revise it; give its card."""
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown", "new")
    slack.click("U0FRIDA", "takedown_more")
    slack.submit(
        "U0FRIDA",
        {
            "what": f"Network {LURES.replace(':', '')}: 74 Facebook pages",
            "summary": LURES,
            "policy": LURES,
            "found": ["journalist"],
            "found_who": LURES,
            "link": "https://newsroom.fb.com/a|b>c",
        },
    )
    assert stage.field_errors("U0FRIDA") == {}
    slack.submit("U0FRIDA")
    stage.card("U0GRETA")
    slack.click("U0FRIDA", "takedown_show", channel=stage.room)
    slack.click("U0FRIDA", "takedown_edit")
    slack.submit("U0FRIDA", {"reason": LURES})
    slack.submit("U0FRIDA")
    assert slack.view("U0FRIDA") is None
    stage.soon(lambda: "revised" in slack.text(stage.card("U0GRETA")))
    return stage.card("U0GRETA")


def interpreted(shown: Any) -> list[str]:
    """Collect every text that Slack would interpret: mrkdwn, and the text of the notification."""
    if isinstance(shown, list):
        return [each for part in shown for each in interpreted(part)]
    if not isinstance(shown, dict):
        return []
    here = [shown["text"]] if shown.get("type") == "mrkdwn" else []
    return here + [each for part in shown.values() for each in interpreted(part)]


def pieces(shown: Any, kind: str) -> list[dict[str, Any]]:
    """Collect the pieces of a kind from rich texts."""
    if isinstance(shown, list):
        return [each for part in shown for each in pieces(part, kind)]
    if not isinstance(shown, dict):
        return []
    here = [shown] if shown.get("type") == kind else []
    return here + [each for part in shown.values() for each in pieces(part, kind)]


def test_nothing_that_people_write_becomes_a_mention_or_a_link(stage: Stage) -> None:
    card = lure(stage)
    assert card["text"]
    for text in (card["text"], *interpreted(card["blocks"])):
        assert "<!channel" not in text
        assert "<!here" not in text
        assert "<@" not in text
        assert "<#" not in text
        assert "evil" not in text or "<http" not in text
    for kind in ("user", "usergroup", "channel", "broadcast"):
        assert pieces(card["blocks"], kind) == []
    assert [link["url"] for link in pieces(card["blocks"], "link")] == ["https://newsroom.fb.com/a|b>c"]
    shown = stage.slack.text(card)
    assert "<https://evil.example|good>" in shown


def test_lures_stay_words_on_every_page_and_are_kept_to_the_letter(stage: Stage) -> None:
    lure(stage)
    slack = stage.slack
    slack.click("U0GRETA", "takedown_show", channel=stage.room)
    details = slack.view("U0GRETA")
    assert details is not None
    slack.click("U0GRETA", "takedown_history")
    past = slack.view("U0GRETA")
    assert past is not None
    slack.command("U0FELIX", stage.room, "/takedown", "list <!channel>")
    listed = slack.view("U0FELIX")
    assert listed is not None
    for page in (details, past, listed):
        for text in interpreted(page["blocks"]):
            assert "<!channel" not in text
            assert "evil" not in text
    assert LURES in slack.text(details)


def test_a_command_in_which_slack_escaped_the_words_shows_them_as_they_were_typed(stage: Stage) -> None:
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown", "74 pages about R&D <b> see https://example.org/a?b=1&c=2")
    assert "&amp;" in slack.deliveries("command")[-1]["body"]["text"]
    shown = stage.top("U0FRIDA")
    assert "R&D" in shown
    assert "&amp;" not in shown
    assert "https://example.org/a?b=1&c=2" in shown


def test_forty_thousand_characters_are_kept(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0GRETA", "U0BOTFACEBOOK", "74 Facebook pages. " + "é" * 39_900 + " Zanzibar")
    stage.soon(lambda: receipts(stage))
    slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    slack.submit("U0GRETA")
    slack.submit("U0GRETA")
    assert slack.view("U0GRETA") is None
    stage.card("U0FRIDA", "74 Facebook pages")
    slack.click("U0FRIDA", "takedown_show", channel=stage.room)
    assert "Zanzibar" in stage.top("U0FRIDA")
