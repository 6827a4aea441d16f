"""Everybody of a member company reaches the form, whether their company has the app or not, on Grid or not."""

from __future__ import annotations

import pytest

from bot.simulator import Denied
from storage.cipher import Cipher
from storage.installations import Installation
from tests.journeys.conftest import KEY, Stage

WORDS = "74 Facebook pages from Iran aimed at the US"


@pytest.fixture
def further() -> tuple[Installation, ...]:
    """Twitter has installed the app too, and its token was added."""
    return (Installation("T0TWITTER", None, Cipher(KEY).seal("xoxb-twitter"), "U0BOTTWITTER", "B0TWITTER"),)


def test_a_partner_with_the_app_types_the_command_in_their_own_workspace(stage: Stage) -> None:
    slack = stage.slack
    slack.command("U0TESSA", stage.room, "/takedown", "284 Twitter accounts from Iran")
    view = slack.view("U0TESSA")
    assert view is not None
    assert view["workspace"] == "T0TWITTER"
    assert "Twitter" in slack.text(stage.log("U0TESSA", "284 Twitter accounts"))


def test_a_card_is_posted_once_and_by_the_hosts_copy_whoever_logged_it(stage: Stage) -> None:
    stage.log("U0TESSA", "284 Twitter accounts")
    posted = [call for call in stage.slack.calls("chat.postMessage") if "takedown_show" in str(call)]
    in_the_channel = [call for call in posted if call["arguments"]["channel"] == stage.room]
    assert [call["workspace"] for call in in_the_channel] == ["T0FACEBOOK"]


def test_a_partner_without_the_app_is_told_by_slack_that_the_command_is_none(stage: Stage) -> None:
    with pytest.raises(Denied):
        stage.slack.command("U0GRETA", stage.room, "/takedown")
    assert stage.slack.notices("U0GRETA") == ["/takedown is not a valid command"]


@pytest.mark.parametrize("person", ["U0FRIDA", "U0TESSA", "U0GRETA", "U0MIRA", "U0SASHA"])
def test_the_button_of_the_pinned_message_opens_the_form_for_every_member(stage: Stage, person: str) -> None:
    stage.open_doors()
    stage.slack.click(person, "takedown_log", channel=stage.room)
    stage.log(person, "74 Facebook pages")
    assert stage.slack.view(person) is None


def test_a_grid_partner_logs_a_takedown_though_bolt_alone_would_refuse_the_form(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0MIRA", "takedown_log", channel=stage.room)
    card = stage.log("U0MIRA", "6 domains")
    assert "Microsoft: 6 domains" in stage.slack.text(card)
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    assert sent["enterprise"]["id"] == "E0MICROSOFT"
    assert sent["view"]["app_installed_team_id"] == "T0FACEBOOK"


def test_a_company_that_shows_only_its_organisation_is_known_by_that(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0SASHA", "takedown_log", channel=stage.room)
    assert stage.slack.deliveries("block_actions")[-1]["body"]["user"]["team_id"] == "E0SNAP"
    assert "Snap: 3 accounts" in stage.slack.text(stage.log("U0SASHA", "3 accounts"))


def test_a_cards_own_button_opens_the_form_for_the_next_company(stage: Stage) -> None:
    card = stage.log("U0FRIDA")
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room, ts=card["ts"])
    assert "Google: 39 YouTube channels" in stage.slack.text(stage.log("U0GRETA", "39 YouTube channels"))


@pytest.mark.parametrize("person", ["U0GRETA", "U0MIRA", "U0SASHA", "U0TESSA"])
def test_a_mention_is_answered_to_that_person_alone_and_its_words_wait(stage: Stage, person: str) -> None:
    slack = stage.slack
    slack.say(person, stage.room, f"<@U0BOTFACEBOOK> {WORDS}")
    answer = stage.soon(lambda: [each for each in slack.seen(person, stage.room) if each["ephemeral"]])[0]
    assert "74" not in slack.text(answer)
    assert "Iran" not in str(answer["blocks"])
    assert not [each for each in slack.seen("U0FRIDA", stage.room) if each["ephemeral"]]
    slack.click(person, "open_asked", channel=stage.room)
    view = slack.view(person)
    assert view is not None
    assert view["values"]["what"]["what"]["value"] == "74 Facebook pages"
    assert view["values"]["origins"]["origins"]["value"] == "Iran"
    slack.submit(person)
    slack.submit(person)
    assert "74 Facebook pages" in slack.text(stage.card("U0FELIX"))


def test_a_mention_without_words_is_asked_what_to_do(stage: Stage) -> None:
    stage.slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK>")
    stage.soon(lambda: [each for each in stage.slack.seen("U0GRETA", stage.room) if each["ephemeral"]])
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    assert "Log a takedown" in stage.top("U0GRETA")


def test_words_in_a_mention_may_be_a_command(stage: Stage) -> None:
    stage.log("U0FRIDA")
    stage.mention("U0GRETA", "list Facebook")
    assert "Facebook: 74 Facebook pages" in stage.top("U0GRETA")


def test_a_direct_message_is_answered_with_a_button_that_opens_its_words(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0GRETA", "U0BOTFACEBOOK", WORDS)
    answer = stage.soon(lambda: [each for each in slack.seen("U0GRETA", "U0BOTFACEBOOK") if each["bot"]])[0]
    assert "74" not in slack.text(answer)
    slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    assert "Google: 74 Facebook pages" in slack.text(stage.log("U0GRETA", "74 Facebook pages"))


def test_a_direct_message_is_answered_in_the_conversation_that_it_was_written_in(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0TESSA", "U0BOTTWITTER", WORDS)
    stage.soon(lambda: [each for each in slack.seen("U0TESSA", "U0BOTTWITTER") if each["bot"]])
    slack.click("U0TESSA", "open_asked", channel="U0BOTTWITTER")
    assert "Twitter: 74 Facebook pages" in slack.text(stage.log("U0TESSA", "74 Facebook pages"))


def test_for_me_opens_the_inbox_and_from_it_the_form(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "Nothing waits for you." in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "takedown_log")
    assert "Google: 3 blogs" in stage.slack.text(stage.log("U0GRETA", "3 blogs"))


def test_help_says_the_other_ways(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0GRETA", "help", channel=stage.room)
    assert "write to it directly" in stage.top("U0GRETA")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "help")
    assert "/takedown list" in stage.aside("U0FRIDA")


def test_what_a_copy_of_the_app_writes_is_never_answered(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0TESSA", "U0BOTTWITTER", WORDS)
    stage.soon(lambda: [each for each in slack.seen("U0TESSA", "U0BOTTWITTER") if each["bot"]])
    ours = [each for each in slack.deliveries("message.im") if each["body"]["event"].get("bot_id")]
    stage.log("U0TESSA", "3 accounts")
    said = [each for each in slack.seen("U0TESSA", "U0BOTTWITTER") if each["bot"]]
    assert len(said) == 1
    assert all(each["status"] == 200 for each in ours)
