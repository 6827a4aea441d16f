"""Who somebody is, in each payload, for each kind of person; and the keys against Slack's own samples."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    GRETA,
    GRID,
    GUS,
    HOST,
    PLAIN,
    ROOM,
    TWAIN,
    TWIN,
    TWIN_BOT,
    Json,
    Town,
    button,
    modal,
    town,
    world,
)

EVERYBODY = [(ANA, HOST), (GUS, HOST), (BOB, PLAIN), (TWAIN, TWIN), (GRETA, GRID)]


@pytest.mark.parametrize(("person", "company"), EVERYBODY)
def test_a_click_names_the_person_in_user_and_the_app_in_team(here: Town, person: str, company: str) -> None:
    ts = here.card()
    here.slack.click(person, "go", channel=ROOM, ts=ts)
    payload = here.app.payload("block_actions")
    assert (payload["user"]["id"], payload["user"]["team_id"]) == (person, company)
    assert (payload["team"]["id"], payload["enterprise"]) == (HOST, None)
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": ROOM,
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": ROOM, "name": "privategroup"}
    assert payload["message"]["ts"] == ts


@pytest.mark.parametrize(("person", "company"), EVERYBODY)
def test_a_form_names_the_person_in_team_and_the_app_in_its_view(here: Town, person: str, company: str) -> None:
    here.open(modal(), person=person)
    here.slack.submit(person, {"what": "a"})
    payload = here.app.payload("view_submission")
    assert (payload["user"]["id"], payload["user"]["team_id"], payload["team"]["id"]) == (person, company, company)
    assert payload["view"]["team_id"] == company
    assert payload["view"]["app_installed_team_id"] == HOST
    if person == GRETA:
        assert payload["enterprise"] == {"id": "E04GRID", "name": "Grid Org"}
        assert (payload["team"]["enterprise_id"], payload["team"]["enterprise_name"]) == ("E04GRID", "Grid Org")
    else:
        assert payload["enterprise"] is None
        assert "enterprise_id" not in payload["team"]


def test_an_organisation_may_show_its_e_id_in_clicks_and_messages() -> None:
    declared = world()
    declared["workspaces"][3]["shows_enterprise"] = True
    with town(declared) as here:
        here.card()
        here.slack.click(GRETA, "go")
        assert here.app.payload("block_actions")["user"]["team_id"] == "E04GRID"
        here.slack.say(GRETA, BOT, "hello")
        events = [each.payload["event"] for each in here.app.wait("message", 2)]
        assert [each["team"] for each in events if each["user"] == GRETA] == ["E04GRID"]


def test_a_host_on_grid_is_named_with_its_organisation_wherever_the_app_is_named() -> None:
    declared = world()
    declared["workspaces"][0] |= {"enterprise": "E01HOST", "enterprise_name": "Host Org"}
    with town(declared) as here:
        here.open(modal(), person=BOB)
        clicked = here.app.payload("block_actions")
        assert clicked["enterprise"] == {"id": "E01HOST", "name": "Host Org"}
        assert (clicked["team"]["enterprise_id"], clicked["user"]["team_id"]) == ("E01HOST", PLAIN)
        here.slack.submit(BOB, {"what": "a"})
        assert here.app.payload("view_submission")["enterprise"] is None, "a form carries the person's, who has none"
        here.slack.say(BOB, BOT, "hello")
        events = [each.payload for each in here.app.wait("message", 2)]
        told = next(each for each in events if each["event"]["user"] == BOB)
        assert (told["context_enterprise_id"], told["authorizations"][0]["enterprise_id"]) == ("E01HOST", "E01HOST")
        assert "enterprise_id" not in told


@pytest.mark.parametrize(("token", "company", "bot"), [("xoxb-host", HOST, "B0HOST"), ("xoxb-twin", TWIN, "B0TWIN")])
def test_a_click_goes_to_the_copy_that_posted(here: Town, token: str, company: str, bot: str) -> None:
    here.card(token=token)
    here.slack.click(TWAIN, "go")
    payload = here.app.payload("block_actions")
    assert (payload["team"]["id"], payload["message"]["bot_id"], payload["user"]["team_id"]) == (company, bot, TWIN)


@pytest.mark.parametrize(
    ("person", "theirs"), [(ANA, None), (GUS, None), (BOB, PLAIN), (TWAIN, None), (GRETA, "E04GRID")]
)
def test_a_mention_is_delivered_once_and_names_the_company_in_user_team(
    here: Town, person: str, theirs: str | None
) -> None:
    here.slack.say(person, ROOM, "@bell are you there?")
    payload = here.app.payload("app_mention")
    event = payload["event"]
    bot, mentioned = (TWIN_BOT, TWIN) if person == TWAIN else (BOT, HOST)
    assert (event["user"], event["text"]) == (person, f"<@{bot}> are you there?")
    assert (event.get("user_team"), event.get("source_team")) == (theirs, theirs)
    assert payload["team_id"] == event["team"] == mentioned
    assert payload["is_ext_shared_channel"] is True
    assert "context_team_id" not in payload
    assert [each["team_id"] for each in payload["authorizations"]] == [HOST], "the copy that joined last"
    assert payload["authorizations"][0]["user_id"] == BOT
    assert len(here.app.of("app_mention")) == 1


def test_the_copy_that_joined_last_is_the_one_that_an_event_names(here: Town) -> None:
    here.slack.remove_app(ROOM, TWIN)
    here.slack.invite_app(ROOM, TWIN)
    here.slack.say(ANA, ROOM, f"<@{BOT}> hello")
    payload = here.app.payload("app_mention")
    assert payload["authorizations"][0]["team_id"] == TWIN, "although the host's copy was spoken to"
    assert payload["team_id"] == payload["event"]["team"] == HOST
    assert "user_team" not in payload["event"]
    here.slack.say(ANA, ROOM, f"<@{TWIN_BOT}> hello")
    payload = here.app.wait("app_mention", 2)[-1].payload
    assert payload["team_id"] == payload["event"]["team"] == TWIN
    assert payload["event"]["user_team"] == HOST


def test_the_context_of_a_message_is_not_the_copy_that_authorises_it(here: Town) -> None:
    here.slack.remove_app(ROOM, TWIN)
    here.slack.invite_app(ROOM, TWIN)
    here.slack.say(BOB, ROOM, "hello")
    payload = here.app.payload("message")
    assert (payload["context_team_id"], payload["authorizations"][0]["team_id"]) == (HOST, TWIN)


@pytest.mark.parametrize(("person", "company"), EVERYBODY)
def test_a_direct_message_names_the_company_in_team_and_outside(here: Town, person: str, company: str) -> None:
    here.slack.say(person, BOT, "hello <world> & all")
    payload = here.app.payload("message")
    event = payload["event"]
    assert (event["user"], event["team"], event["channel_type"]) == (person, company, "im")
    assert event["text"] == "hello &lt;world&gt; &amp; all"
    assert (payload["team_id"], payload["context_team_id"]) == (company, HOST)
    assert payload["authorizations"][0]["team_id"] == HOST
    assert payload["is_ext_shared_channel"] is (company != HOST)
    assert payload.get("enterprise_id") == ("E04GRID" if person == GRETA else None)


@pytest.mark.parametrize(("person", "company"), EVERYBODY)
def test_who_comes_and_goes_is_named_with_their_company(here: Town, person: str, company: str) -> None:
    here.slack.leave(person, ROOM)
    left = here.app.payload("member_left_channel")
    here.slack.join(person, ROOM)
    joined = here.app.payload("member_joined_channel")
    for payload in (left, joined):
        assert payload["event"]["user"] == person
        assert (payload["event"]["channel"], payload["event"]["channel_type"]) == (ROOM, "C")
        assert payload["event"].get("enterprise") == ("E04GRID" if person == GRETA else None)
        assert (payload["team_id"], payload["authorizations"][0]["team_id"]) == (HOST, HOST)
        assert payload["context_team_id"] == (TWIN if person == TWAIN else HOST)
    assert joined["event"]["team"] == company
    assert left["event"]["team"] == ("E04GRID" if person == GRETA else company)


def test_another_copys_message_comes_as_if_a_person_had_written_it(here: Town) -> None:
    here.client("xoxb-twin").chat_postMessage(channel=ROOM, text="from the twin")
    payload = here.app.payload("message")
    event = payload["event"]
    assert (event["user"], event["bot_id"], event["app_id"], event["team"]) == (TWIN_BOT, "B0TWIN", "A0BELL", TWIN)
    assert event["bot_profile"]["app_id"] == payload["api_app_id"] == "A0BELL"
    assert payload["authorizations"][0]["user_id"] == BOT


# The keys, against what Slack was seen to send.


def missing(sample: Any, ours: Any, path: str = "") -> set[str]:
    """List the keys of a sample that ours lacks; in lists the first items are compared."""
    if isinstance(sample, dict) and isinstance(ours, dict):
        gone = {f"{path}/{key}" for key in sample if key not in ours}
        both = [key for key in sample if key in ours]
        return gone.union(*(missing(sample[key], ours[key], f"{path}/{key}") for key in both))
    if isinstance(sample, list) and isinstance(ours, list) and sample and ours:
        return missing(sample[0], ours[0], f"{path}/0")
    return set()


def sampled(shared_data: Path, name: str) -> Json:
    return json.loads((shared_data / "slack-payloads" / f"{name}.json").read_text())


def heard(here: Town, name: str) -> Json:
    """Make happen what a sample tells of, and give what the app heard."""
    if name == "block_actions":
        here.open(modal({"type": "actions", "block_id": "b", "elements": [button()]}))
        here.slack.click(BOB, "go")
    elif name in {"view_submission", "view_submission.slack_connect"}:
        here.open(modal(), person=GRETA)
        here.slack.submit(GRETA, {"what": "a"})
    elif name == "view_closed":
        here.open(modal(notify_on_close=True))
        here.slack.close(BOB)
    elif name == "slash_command":
        here.slack.command(ANA, ROOM, "/ring", "a")
        return here.app.payload("command")
    elif name.startswith("app_mention"):
        here.slack.say(BOB, ROOM, "@bell hello")
        return here.app.payload("app_mention")
    elif name == "message.slack_connect":
        here.client("xoxb-twin").chat_postMessage(channel=ROOM, text="hello")
        return here.app.payload("message")
    else:
        doing = {
            "member_joined_channel": lambda: here.slack.remove_app(ROOM, TWIN) and here.slack.invite_app(ROOM, TWIN),
            "channel_id_changed.key_set": lambda: here.slack.rename_id(ROOM),
            "channel_shared.key_set": lambda: here.slack.share(ROOM, "T05FAR"),
            "channel_unshared.key_set": lambda: here.slack.unshare(ROOM, PLAIN),
            "app_uninstalled": lambda: here.slack.uninstall(HOST),
            "tokens_revoked": lambda: here.slack.revoke(HOST),
        }
        doing[name]()
    return here.app.payload(name.split(".", maxsplit=1)[0])


# What the samples have and these payloads rightly lack: keys of Grid where the copy's workspace is not on Grid, of
# other blocks and actions than those used here, and those that Slack stopped to send.
ELSEWHERE = {"/enterprise_id", "/enterprise_name", "/authed_users", "/authed_teams", "/event/inviter"}
OTHER_BLOCKS = ("/view/blocks", "/view/state", "/actions/0", "/event/bot_profile/icons")


@pytest.mark.parametrize(
    "name",
    [
        "block_actions",
        "view_submission",
        "view_submission.slack_connect",
        "view_closed",
        "slash_command",
        "app_mention.slack_connect",
        "app_mention.slack_connect_host",
        "message.slack_connect",
        "member_joined_channel",
        "channel_id_changed.key_set",
        "channel_shared.key_set",
        "channel_unshared.key_set",
        "app_uninstalled",
        "tokens_revoked",
    ],
)
def test_no_key_of_slacks_own_sample_is_missing(here: Town, shared_data: Path, name: str) -> None:
    lacking = missing(sampled(shared_data, name), heard(here, name)) - ELSEWHERE
    assert {each for each in lacking if not each.startswith(OTHER_BLOCKS)} == set()


def test_a_block_suggestion_has_every_key_of_slacks_sample(here: Town, shared_data: Path) -> None:
    ts = here.card({"type": "external_select", "action_id": "find", "min_query_length": 1})
    here.slack.suggest(BOB, "find", "a", channel=ROOM, ts=ts)
    assert missing(sampled(shared_data, "block_suggestion"), here.app.payload("block_suggestion")) == set()
