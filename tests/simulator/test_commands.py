"""Slash commands: who may type them, what they carry, and what comes back."""

import threading
from typing import Any

import pytest

from bot.simulator import Denied
from tests.simulator.small_world import (
    ANA,
    ATTIC,
    BOB,
    BOT,
    GRETA,
    GUS,
    HOST,
    LOBBY,
    ROOM,
    TWAIN,
    TWIN,
    Town,
    town,
    world,
)


@pytest.mark.parametrize(("person", "company"), [(ANA, HOST), (GUS, HOST), (TWAIN, TWIN)])
def test_a_command_reaches_the_copy_of_the_persons_own_workspace(here: Town, person: str, company: str) -> None:
    assert here.slack.command(person, ROOM, "/ring", "now") == {"ok": True, "status": 200, "error": None}
    payload = here.app.payload("command")
    assert (payload["team_id"], payload["user_id"], payload["command"]) == (company, person, "/ring")
    assert (payload["channel_id"], payload["channel_name"], payload["text"]) == (ROOM, "privategroup", "now")
    assert payload["is_enterprise_install"] == "false"
    assert "enterprise_id" not in payload


@pytest.mark.parametrize("person", [BOB, GRETA])
def test_without_the_app_it_is_not_a_command(here: Town, person: str) -> None:
    with pytest.raises(Denied, match="/ring is not a valid command") as denied:
        here.slack.command(person, ROOM, "/ring")
    assert denied.value.status == 422
    assert here.slack.notices(person) == ["/ring is not a valid command"]
    assert here.slack.state(person)["commands"] == []
    assert here.app.heard == []


def test_the_commands_of_the_manifest_are_offered_to_those_who_have_the_app(here: Town) -> None:
    offered = here.slack.state(ANA)["commands"]
    assert offered[0] == {"command": "/ring", "description": "Ring.", "usage_hint": "[why]"}
    with pytest.raises(Denied, match="/sing is not a valid command"):
        here.slack.command(ANA, ROOM, "/sing")


def test_a_grid_workspace_with_the_app_names_its_organisation() -> None:
    declared = world()
    declared["workspaces"][3]["installed"] = {"token": "xoxb-grid", "bot_user": "U0GRIDBOT"}
    with town(declared) as here:
        here.slack.command(GRETA, ROOM, "/ring")
        payload = here.app.payload("command")
        assert (payload["enterprise_id"], payload["enterprise_name"]) == ("E04GRID", "Grid Org")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@bob and @Bob Noël", "<@U02BOB|bob> and <@U02BOB|bob>"),
        ("#coalition", "<#C01ROOM|coalition>"),
        ("see https://a.example/x?y=1&z=2.", "see <https://a.example/x?y=1&amp;z=2>."),
        ("evil.com and evil[.]com", "<http://evil.com|evil.com> and evil[.]com"),
        ("mail a.b@evil.com", "mail <mailto:a.b@evil.com|a.b@evil.com>"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<@U02BOB|bob> picked", "<@U02BOB|bob> picked"),
        ("@nobody here", "@nobody here"),
        ("3.500 vues, 1.000.000", "3.500 vues, 1.000.000"),
    ],
)
def test_with_should_escape_names_channels_and_links_are_tokens(here: Town, typed: str, sent: str) -> None:
    here.slack.command(ANA, ROOM, "/ring", typed)
    assert here.app.payload("command")["text"] == sent


def test_without_should_escape_the_text_is_as_typed(here: Town) -> None:
    here.slack.command(ANA, ROOM, "/raw", "@bob <a> & https://a.example")
    assert here.app.payload("command")["text"] == "@bob <a> & https://a.example"


def test_a_command_works_in_a_direct_message_and_where_the_copy_is_not(here: Town) -> None:
    here.slack.command(ANA, BOT, "/ring")
    assert here.app.payload("command")["channel_name"] == "directmessage"
    here.slack.command(ANA, LOBBY, "/ring")
    assert here.app.payload("command")["channel_name"] == "lobby"
    with pytest.raises(Denied, match="is not in lobby"):
        here.slack.command(GUS, LOBBY, "/ring")


@pytest.mark.parametrize(
    "said", ["just words", {"text": "just words"}, {"blocks": [{"type": "divider"}], "text": "just words"}]
)
def test_an_answer_is_for_the_person_alone(here: Town, said: Any) -> None:
    here.app.answers["command"] = (200, said)
    here.slack.command(ANA, ROOM, "/ring")
    seen = here.slack.seen(ANA, ROOM)[-1]
    assert (seen["text"], seen["ephemeral"], seen["user"]) == ("just words", True, BOT)
    assert here.slack.seen(BOB, ROOM) == []


def test_json_that_is_not_called_so_is_shown_as_it_stands(here: Town) -> None:
    here.app.answers["command"] = (200, '{"text": "hello"}')
    here.slack.command(ANA, ROOM, "/ring")
    assert here.slack.seen(ANA, ROOM)[-1]["text"] == '{"text": "hello"}'


def test_nobody_types_a_command_in_an_archived_channel(here: Town) -> None:
    with pytest.raises(Denied, match="archived"):
        here.slack.command(ANA, ATTIC, "/ring")


def test_an_answer_may_be_for_everybody(here: Town) -> None:
    here.app.answers["command"] = (200, {"text": "heard", "response_type": "in_channel"})
    here.slack.command(ANA, ROOM, "/ring")
    assert here.slack.seen(BOB, ROOM)[-1]["text"] == "heard"


@pytest.mark.parametrize(("answer", "failure"), [((500, ""), "http_service_error"), (None, "dispatch_failed")])
def test_a_failed_command_says_so_and_is_not_sent_again(here: Town, answer: Any, failure: str) -> None:
    here.app.answers["command"] = answer
    assert not here.slack.command(ANA, ROOM, "/ring")["ok"]
    assert here.slack.notices(ANA) == [f'/ring failed with the error "{failure}"']
    assert len(here.app.of("command")) == 1


def test_no_answer_in_time_is_a_timeout() -> None:
    with town(world(ack_seconds=0.2)) as here:
        silent = threading.Event()
        here.app.answers["command"] = lambda _: (silent.wait(10), (200, ""))[1]
        told = here.slack.command(ANA, ROOM, "/ring")
        silent.set()
        assert (told["ok"], told["error"]) == (False, "timeout")
        assert here.slack.notices(ANA) == ['/ring failed with the error "operation_timeout"']


def test_an_answer_that_slack_would_not_show_is_a_failure(here: Town) -> None:
    here.app.answers["command"] = (200, {"blocks": [{"type": "shouting"}]})
    here.slack.command(ANA, ROOM, "/ring")
    assert here.slack.notices(ANA) == ['/ring failed with the error "invalid_blocks"']
    assert here.slack.deliveries("command")[0]["error"] == "bad_answer:invalid_blocks"


def test_every_delivery_is_signed_with_the_real_time(here: Town) -> None:
    here.slack.command(ANA, ROOM, "/ring", "été")
    here.card()
    here.slack.click(BOB, "go")
    here.slack.say(BOB, BOT, "hello")
    here.app.wait("message")
    assert len(here.app.heard) >= 3
    assert all(each.well_signed for each in here.app.heard)
