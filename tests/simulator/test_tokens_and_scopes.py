"""Whose token it is, and what it may do."""

import json
import urllib.request
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.simulator.api.methods import METHODS
from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    HOST,
    LOBBY,
    ROOM,
    TWIN,
    Json,
    Town,
    error,
    manifest,
    refusal,
    town,
    world,
)

PROJECT = Path(__file__).parents[2]

Headers = dict[str, str]


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


def posted(here: Town, method: str, body: bytes, headers: Headers | None = None) -> tuple[Json, Headers]:
    """Post a body to a method, as JSON with a good token unless the headers say otherwise."""
    good = {"Content-Type": "application/json", "Authorization": "Bearer xoxb-host"}
    request = urllib.request.Request(f"{here.simulator.url}/api/{method}", body, good if headers is None else headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer), {key.lower(): value for key, value in answer.headers.items()}


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
        refused = refusal(lambda: here.client().api_call(method, params=arguments)).response
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
    client = here.client()
    assert client.api_call("conversations.open", params={"users": ANA})["channel"]
    assert client.api_call("conversations.open", json={"users": ANA})["channel"]
    assert client.api_call("users.info", params={"user": ANA})["user"]["id"] == ANA
    assert client.api_call("users.info", data={"user": ANA})["user"]["id"] == ANA
    for broken in (b"{", b'{"channel": NaN}', b'{"channel": "\\ud800"}', b"[" * 100_000):
        assert posted(here, "auth.test", broken)[0]["error"] == "invalid_json"
    assert posted(here, "auth.test", b"[1]")[0]["error"] == "json_not_object"


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("users.info", {"user": ANA}),
        ("conversations.info", {"channel": ROOM}),
        ("conversations.members", {"channel": ROOM}),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}),
    ],
)
def test_a_method_that_only_reads_takes_no_json(here: Town, method: str, arguments: dict[str, object]) -> None:
    assert here.client().api_call(method, params=arguments)["ok"]
    assert error(lambda: here.client().api_call(method, json=arguments)) in {"invalid_arguments", "channel_not_found"}


def test_a_token_stands_in_the_header_or_in_a_form_and_nowhere_else(here: Town) -> None:
    form = "application/x-www-form-urlencoded"
    assert posted(here, "auth.test", b"token=xoxb-host", {"Content-Type": form})[0]["team_id"] == HOST
    in_json = posted(here, "auth.test", b'{"token": "xoxb-host"}', {"Content-Type": "application/json"})
    assert in_json[0]["error"] == "not_authed"
    assert posted(here, "auth.test?token=xoxb-host", b"", {})[0]["error"] == "not_authed"


def test_an_answer_tells_its_charset_and_the_scopes(here: Town) -> None:
    body, headers = posted(here, "chat.postMessage", json.dumps({"channel": ROOM, "text": "é"}).encode())
    assert body["message"]["text"] == "é"
    assert headers["content-type"] == "application/json; charset=utf-8"
    assert headers["x-accepted-oauth-scopes"] == "chat:write"
    assert "chat:write" in headers["x-oauth-scopes"].split(",")
    assert here.client().auth_test().headers["x-oauth-scopes"] == headers["x-oauth-scopes"]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_no_argument_of_a_wrong_kind_breaks_it(here: Town, method: str) -> None:
    names = ["channel", "text", "blocks", "view", "trigger_id", "users", "files", "limit", "cursor", "metadata", "ts"]
    for wrong in ({}, [], [{}], 0, True, 1.5, {"id": ["x"]}, [{"id": []}], "null", "bmV4dDphYmM="):
        said = {**dict.fromkeys(names, wrong), "channel": ROOM}
        assert posted(here, method, json.dumps(said).encode())[0]["ok"] in {True, False}


def test_calls_are_remembered_without_their_tokens(here: Town) -> None:
    here.client().api_call("users.info", params={"user": ANA, "token": "xoxb-host"})
    call = here.slack.calls("users.info")[0]
    assert (call["workspace"], call["ok"], call["arguments"]) == (HOST, True, {"user": ANA})


def test_our_manifest_is_one_that_slack_accepts(shared_data: Path) -> None:
    schema = json.loads((shared_data / "slack-manifest-schema" / "manifest.schema.2.0.0.json").read_text())
    jsonschema.validate(yaml.safe_load((PROJECT / "manifest.yml").read_text()), schema)
