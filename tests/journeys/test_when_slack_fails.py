"""Slack does not always take what it is given: nothing is lost, nothing is said twice, and the sender knows."""

from __future__ import annotations

from typing import Any

import pytest

from bot.running import running as tocsin_running
from bot.settings import RunSettings
from storage import people
from tests.journeys.conftest import Stage
from tests.journeys.test_reading_records import reference_of
from tests.journeys.test_the_receipt import receipts


def sent(stage: Stage, what: str = "74 Facebook pages", person: str = "U0FRIDA") -> None:
    """Send a takedown, without waiting for its card."""
    stage.slack.command(person, stage.room, "/takedown", "new")
    stage.slack.submit(person, {"what": what})
    stage.slack.submit(person)
    assert stage.slack.view(person) is None


def posts(stage: Stage) -> list[dict[str, Any]]:
    """List the attempts to post a card."""
    return [each for each in stage.slack.calls("chat.postMessage") if each["arguments"]["channel"] == stage.room]


def one_card(stage: Stage) -> dict[str, Any]:
    """Let time pass until the card is there, and see that it is the only one."""
    found = stage.soon(lambda: stage.cards("U0GRETA"), seconds=30, step=10)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "http", "status": 429, "retry_after": 30},
        {"kind": "http", "status": 503},
        {"kind": "error", "error": "fatal_error"},
        {"kind": "drop_before"},
        {"kind": "drop_after"},
    ],
    ids=["slow down", "out of service", "failed inside", "never arrived", "arrived without an answer"],
)
def test_a_passing_failure_ends_with_one_card(stage: Stage, fault: dict[str, Any]) -> None:
    stage.slack.fault(method="chat.postMessage", **fault)
    sent(stage)
    one_card(stage)
    stage.later(3600)
    stage.log("U0FRIDA", "3 blogs")
    assert len(stage.cards("U0GRETA", "74 Facebook pages")) == 1


def test_retry_after_is_obeyed_for_the_whole_channel(stage: Stage) -> None:
    # Once for the card and once for the receipt, whichever goes first.
    stage.slack.fault(method="chat.postMessage", kind="http", status=429, retry_after=600, times=2)
    sent(stage)
    stage.soon(lambda: posts(stage))
    sent(stage, "3 blogs")
    stage.later(300)
    assert stage.cards("U0GRETA") == []
    stage.later(600)
    stage.soon(lambda: len(stage.cards("U0GRETA")) == 2)


def test_out_of_the_channel_the_sender_is_told_and_the_card_comes_when_it_is_invited_again(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.remove_app(stage.room, "T0FACEBOOK")
    sent(stage)
    rung = stage.soon(lambda: [each for each in receipts(stage, "U0FRIDA") if "did not get through" in str(each)])
    assert "74" not in stage.slack.text(rung[0])
    stage.slack.click("U0FRIDA", "for_me", channel="U0BOTFACEBOOK")
    assert "not in the channel, or may not write there" in stage.top("U0FRIDA")
    stage.slack.close("U0FRIDA")
    stage.slack.invite_app(stage.room, "T0FACEBOOK")
    one_card(stage)
    # The card is in the channel a moment before that is noted.
    stage.soon(
        lambda: (
            stage.slack.click("U0FRIDA", "for_me", channel="U0BOTFACEBOOK")
            and "may not write there" not in stage.top("U0FRIDA")
        )
    )


def test_in_an_archived_channel_the_sender_is_told_and_can_try_again(stage: Stage) -> None:
    stage.slack.archive(stage.room)
    stage.slack.say("U0FRIDA", "U0BOTFACEBOOK", "74 Facebook pages")
    stage.soon(lambda: receipts(stage, "U0FRIDA"))
    stage.slack.click("U0FRIDA", "open_asked", channel="U0BOTFACEBOOK")
    stage.slack.submit("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    stage.soon(lambda: [each for each in receipts(stage, "U0FRIDA") if "did not get through" in str(each)])
    stage.slack.archive(stage.room, archived=False)
    stage.slack.click("U0FRIDA", "for_me", channel="U0BOTFACEBOOK")
    stage.slack.click("U0FRIDA", "takedown_try_again")
    assert "tried again" in stage.top("U0FRIDA")
    one_card(stage)


def test_without_a_token_the_record_is_kept_and_the_card_comes_with_a_new_one(
    stage: Stage, settings: RunSettings
) -> None:
    """The operator puts a new token into the environment and starts Tocsin again."""
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown", "new")
    slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    slack.fault(method="chat.postMessage", kind="error", error="token_revoked", times=50)
    slack.submit("U0FRIDA")
    stage.soon(lambda: [each for each in posts(stage) if each["error"] == "token_revoked"])
    slack.command("U0FELIX", stage.room, "/takedown", "list")
    assert "Facebook: 74 Facebook pages" in stage.top("U0FELIX")
    stage.tocsin.leave()
    stage.simulator.world.faults.clear()
    with tocsin_running(settings, stage.database, clock=stage.clock) as again:
        stage.simulator.connect(f"{again.url}/slack/events")
        stage.tocsin = again
        one_card(stage)


def test_the_inbox_says_who_can_mend_a_revoked_token(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.fault(method="chat.postMessage", kind="error", error="token_revoked", times=50)
    sent(stage)
    stage.soon(lambda: [each for each in posts(stage) if each["error"] == "token_revoked"])
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    stage.soon(
        lambda: stage.slack.click("U0FRIDA", "for_me", channel=stage.room) and "access back" in stage.top("U0FRIDA")
    )


def test_a_channel_that_got_another_id_is_followed(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "284 Twitter accounts")
    stage.room = stage.slack.rename_id(stage.room)
    stage.slack.wait(lambda: [each for each in stage.slack.deliveries("channel_id_changed") if each["status"] == 200])
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"edit {reference_of(stage, card)}")
    stage.slack.submit("U0FRIDA", {"what": "770 Twitter accounts", "reason": "More"})
    stage.slack.submit("U0FRIDA")
    stage.soon(lambda: "770" in stage.slack.text(stage.card("U0GRETA")))
    assert stage.card("U0GRETA")["ts"] == card["ts"]
    stage.log("U0FRIDA", "3 blogs")
    assert "5 companies" in opened_by(stage, "U0FRIDA")


def opened_by(stage: Stage, person: str) -> str:
    """Open the form and read it."""
    stage.slack.command(person, stage.room, "/takedown", "new")
    return stage.top(person)


def test_a_card_that_somebody_deleted_is_posted_anew_with_the_next_revision(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "284 Twitter accounts")
    stage.slack.fault(method="chat.update", kind="error", error="message_not_found")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"edit {reference_of(stage, card)}")
    stage.slack.submit("U0FRIDA", {"what": "770 Twitter accounts", "reason": "More"})
    stage.slack.submit("U0FRIDA")
    stage.soon(lambda: stage.cards("U0GRETA", "770"))


def test_nothing_goes_to_somebody_who_left_the_coalition(stage: Stage) -> None:
    """Google leaves while a doorbell for Greta waits."""
    stage.open_doors()
    stage.slack.fault(method="conversations.open", kind="http", status=429, retry_after=600, times=1)
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    stage.log("U0GRETA", "3 blogs")
    stage.soon(lambda: stage.slack.calls("conversations.open"))
    with stage.database.begin() as session:
        session.execute(
            people.companies.update().where(people.companies.c.name == "Google").values(left_at=stage.clock())
        )
    # As long as she is in the channel, its cards wait.
    stage.slack.leave("U0GRETA", stage.room)
    stage.later(3600)
    stage.log("U0FRIDA", "74 Facebook pages")
    assert receipts(stage, "U0GRETA") == []


def test_slack_that_does_not_say_who_somebody_is_is_said_so_and_their_words_come_back_to_them(stage: Stage) -> None:
    with stage.database.begin() as session:
        session.execute(people.people.update().where(people.people.c.user_id == "U0FRIDA").values(in_members=False))
    stage.slack.fault(method="users.info", kind="error", error="internal_error", times=1)
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "74 Facebook pages from Iran")
    said = stage.aside("U0FRIDA")
    assert "try again in a moment" in said
    assert "74 Facebook pages from Iran" in said
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "74 Facebook pages from Iran")
    assert "74 Facebook pages" in stage.top("U0FRIDA")
