"""Whose token it is, and what it may do."""

import json
import urllib.request
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    HOST,
    LOBBY,
    ROOM,
    TWIN,
    Town,
    error,
    manifest,
    refusal,
    town,
    world,
)

PROJECT = Path(__file__).parents[2]


def test_a_token_tells_its_copy_who_it_is(here: Town) -> None:
    told = here.client().auth_test()
    assert (told["team_id"], told["user_id"], told["bot_id"]) == (HOST, BOT, "B0HOST")
    assert here.client("xoxb-twin").auth_test()["team_id"] == TWIN


@pytest.mark.parametrize(("token", "code"), [(None, "not_authed"), ("xoxb-nobody", "invalid_auth")])
def test_without_a_good_token_nothing_is_done(here: Town, token: str | None, code: str) -> None:
    assert error(lambda: here.client(token).auth_test()) == code


def test_an_uninstalled_and_a_revoked_token_are_told_apart(here: Town) -> None:
    here.slack.uninstall(HOST)
    here.slack.revoke(TWIN)
    assert error(lambda: here.client().auth_test()) == "account_inactive"
    assert error(lambda: here.client("xoxb-twin").auth_test()) == "token_revoked"


@pytest.mark.parametrize(
    ("missing", "method", "arguments"),
    [
        ("chat:write", "chat.postMessage", {"channel": ROOM, "text": "a"}),
        ("chat:write", "chat.update", {"channel": ROOM, "ts": "1.2", "text": "a"}),
        ("chat:write", "chat.delete", {"channel": ROOM, "ts": "1.2"}),
        ("chat:write", "chat.postEphemeral", {"channel": ROOM, "user": BOB, "text": "a"}),
        ("users:read", "users.info", {"user": BOB}),
        ("team:read", "team.info", {}),
        ("pins:write", "pins.add", {"channel": ROOM, "timestamp": "1.2"}),
        ("im:write", "conversations.open", {"users": BOB}),
        ("groups:read", "conversations.info", {"channel": ROOM}),
        ("groups:read", "conversations.members", {"channel": ROOM}),
        ("channels:read", "conversations.info", {"channel": LOBBY}),
        ("files:write", "files.getUploadURLExternal", {"filename": "a", "length": 1}),
        ("files:write", "files.completeUploadExternal", {"files": [{"id": "F1"}]}),
        ("files:write", "files.delete", {"file": "F1"}),
        ("files:read", "files.info", {"file": "F1"}),
    ],
)
def test_a_scope_that_the_manifest_lacks_is_named(missing: str, method: str, arguments: dict[str, object]) -> None:
    others = [each for each in world()["app"]["manifest"]["oauth_config"]["scopes"]["bot"] if each != missing]
    with town(world(app=manifest(scopes=others))) as here:
        refused = refusal(lambda: here.client().api_call(method, json=arguments)).response
        assert (refused["error"], refused["needed"]) == ("missing_scope", missing)
        assert missing not in refused["provided"].split(",")


def test_an_optional_scope_is_granted_by_each_workspace_for_itself(here: Town) -> None:
    assert here.client().conversations_history(channel=ROOM)["ok"]
    declared = world()
    declared["workspaces"][0]["installed"]["optional_scopes"] = []
    with town(declared) as strict:
        assert error(lambda: strict.client().conversations_history(channel=ROOM)) == "missing_scope"
        assert strict.client("xoxb-twin").conversations_history(channel=ROOM)["ok"]


def test_an_unknown_method_fails_loudly(here: Town) -> None:
    assert error(lambda: here.client().api_call("chat.shout")) == "unknown_method"
    assert here.slack.state()["unknown"] == ["chat.shout"]


def test_form_and_json_bodies_are_read_alike_and_broken_ones_are_named(here: Town) -> None:
    by_form = here.client().api_call("users.info", params={"user": ANA})
    by_json = here.client().api_call("users.info", json={"user": ANA})
    assert by_form["user"]["id"] == by_json["user"]["id"] == ANA
    headers = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-host"}
    request = urllib.request.Request(f"{here.simulator.url}/api/auth.test", b"{", headers)
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["error"] == "invalid_json"


def test_calls_are_remembered_without_their_tokens(here: Town) -> None:
    here.client().api_call("users.info", params={"user": ANA, "token": "xoxb-host"})
    call = here.slack.calls("users.info")[0]
    assert (call["workspace"], call["ok"], call["arguments"]) == (HOST, True, {"user": ANA})


def test_our_manifest_is_one_that_slack_accepts(shared_data: Path) -> None:
    schema = json.loads((shared_data / "slack-manifest-schema" / "manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(yaml.safe_load((PROJECT / "manifest.yml").read_text()), schema)
