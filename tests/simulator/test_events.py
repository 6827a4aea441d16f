"""What the app hears of a changing world, once each, and again only where it did not answer well."""

import pytest

from bot.simulator import Denied
from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    GRETA,
    HOST,
    LOBBY,
    PLAIN,
    ROOM,
    SCOPES,
    TWIN,
    TWIN_BOT,
    ZOE,
    Town,
    error,
    manifest,
    town,
    world,
)


def test_sharing_and_unsharing_are_told_and_take_people_along(here: Town) -> None:
    here.slack.share(ROOM, "T05FAR")
    told = here.app.payload("channel_shared")["event"]
    assert (told["connected_team_id"], told["channel"]) == ("T05FAR", ROOM)
    here.slack.join(ZOE, ROOM)
    here.slack.unshare(ROOM, PLAIN)
    told = here.app.payload("channel_unshared")["event"]
    assert (told["previously_connected_team_id"], told["channel"], told["is_ext_shared"]) == (PLAIN, ROOM, True)
    members = here.client().conversations_members(channel=ROOM)["members"]
    assert BOB not in members
    assert ZOE in members
    with pytest.raises(Denied):
        here.slack.say(BOB, ROOM, "still here?")


def test_a_company_that_leaves_takes_its_copy_along(here: Town) -> None:
    here.slack.unshare(ROOM, TWIN)
    twin = here.client("xoxb-twin")
    assert error(lambda: twin.chat_postMessage(channel=ROOM, text="a")) == "channel_not_found"


def test_a_channel_may_change_its_id(here: Town) -> None:
    new = here.slack.rename_id(ROOM)
    told = here.app.payload("channel_id_changed")["event"]
    assert (told["old_channel_id"], told["new_channel_id"]) == (ROOM, new)
    assert error(lambda: here.client().chat_postMessage(channel=ROOM, text="a")) == "channel_not_found"
    assert here.client().chat_postMessage(channel=new, text="a")["ok"]


def test_a_copy_hears_that_it_joined_and_left_itself(here: Town) -> None:
    here.slack.invite_app(LOBBY, HOST)
    event = here.app.payload("member_joined_channel")
    assert (event["event"]["user"], event["event"]["channel"], event["is_ext_shared_channel"]) == (BOT, LOBBY, False)
    here.slack.remove_app(ROOM, TWIN)
    left = here.app.payload("member_left_channel")
    assert left["event"]["user"] == TWIN_BOT
    assert left["authorizations"][0]["team_id"] == TWIN


def test_who_invited_a_copy_is_told_and_who_came_by_themselves_have_nobody(here: Town) -> None:
    here.slack.invite_app(LOBBY, HOST, ANA)
    assert here.app.payload("member_joined_channel")["event"]["inviter"] == ANA
    here.slack.leave(GRETA, ROOM)
    here.slack.join(GRETA, ROOM)
    here.slack.wait(lambda: len(here.slack.deliveries("member_joined_channel")) == 2)
    assert "inviter" not in here.slack.deliveries("member_joined_channel")[-1]["body"]["event"]


def test_whoever_may_only_post_or_is_not_there_invites_nothing(here: Town) -> None:
    here.slack.remove_app(ROOM, HOST)
    with pytest.raises(Denied, match="may only post"):
        here.slack.invite_app(ROOM, HOST, BOB)
    with pytest.raises(Denied, match="is not in"):
        here.slack.invite_app(LOBBY, HOST, GRETA)


def test_an_uninstalled_app_is_told_with_both_events_and_is_out(here: Town) -> None:
    here.slack.uninstall(TWIN)
    revoked = here.app.payload("tokens_revoked")
    removed = here.app.payload("app_uninstalled")
    assert (revoked["team_id"], revoked["event"]["tokens"]["bot"]) == (TWIN, [TWIN_BOT])
    assert removed["authorizations"][0]["team_id"] == TWIN
    assert TWIN_BOT not in here.client().conversations_members(channel=ROOM)["members"]
    here.slack.say(ANA, ROOM, "@bell hello")
    assert here.app.payload("app_mention")["authorizations"][0]["team_id"] == HOST


def test_a_click_on_a_message_of_an_app_that_is_gone_does_nothing(here: Town) -> None:
    here.card(token="xoxb-twin")
    here.slack.uninstall(TWIN)
    with pytest.raises(Denied, match="no longer installed"):
        here.slack.click(BOB, "go")


def test_what_the_manifest_does_not_subscribe_to_is_not_delivered() -> None:
    with town(world(app=manifest(events=["app_mention"]))) as here:
        here.slack.say(BOB, BOT, "hello")
        here.slack.leave(GRETA, ROOM)
        here.slack.say(BOB, ROOM, "@bell hello")
        here.app.wait("app_mention")
        assert {each.kind for each in here.app.heard} == {"app_mention"}


def test_messages_of_a_channel_are_heard_only_with_its_history_scope() -> None:
    declared = world()
    for number in (0, 2):
        declared["workspaces"][number]["installed"]["optional_scopes"] = []
    with town(declared) as here:
        here.slack.say(BOB, ROOM, "between us")
        here.slack.say(BOB, ROOM, "@bell hello")
        here.app.wait("app_mention")
        assert here.app.of("message") == []


def test_a_message_is_heard_through_whichever_copy_may_hear_it() -> None:
    declared = world()
    declared["workspaces"][0]["installed"]["optional_scopes"] = []
    with town(declared) as here:
        here.slack.say(BOB, ROOM, "@bell hello")
        assert here.app.payload("message")["authorizations"][0]["team_id"] == TWIN
        assert here.app.payload("app_mention")["authorizations"][0]["team_id"] == HOST


@pytest.mark.parametrize("missing", ["groups:read", "channels:read"])
def test_who_comes_and_goes_is_heard_with_the_read_scope_of_that_kind_of_channel(missing: str) -> None:
    with town(world(app=manifest(scopes=[each for each in SCOPES if each != missing]))) as here:
        here.slack.invite_app(LOBBY, HOST)
        for channel in (ROOM, LOBBY):
            here.slack.leave(ANA, channel)
        here.slack.wait(lambda: here.slack.deliveries("member_left_channel"))
        heard = {each["body"]["event"]["channel"] for each in here.slack.deliveries("member_left_channel")}
        assert heard == ({LOBBY} if missing == "groups:read" else {ROOM})


def test_an_app_without_a_messages_tab_neither_writes_to_people_nor_hears_them() -> None:
    silent = manifest()
    silent["manifest"]["features"]["app_home"] = {"messages_tab_enabled": False}
    with town(world(app=silent)) as here:
        assert error(lambda: here.client().chat_postMessage(channel=BOB, text="a")) == "messages_tab_disabled"
        with pytest.raises(Denied, match="turned off"):
            here.slack.say(BOB, BOT, "hello")
    silent["manifest"]["features"]["app_home"] = {"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}
    with town(world(app=silent)) as here:
        assert here.client().chat_postMessage(channel=BOB, text="a")["ok"]
        with pytest.raises(Denied, match="turned off"):
            here.slack.say(BOB, BOT, "hello")


def test_where_no_copy_is_nothing_is_heard(here: Town) -> None:
    here.slack.say(ANA, LOBBY, f"<@{BOT}> hello")
    here.slack.say(ANA, ROOM, "@bell hello")
    here.app.wait("app_mention")
    assert [each.payload["event"]["channel"] for each in here.app.of("app_mention")] == [ROOM]


def test_files_come_as_stubs_from_other_companies_and_in_full_from_the_own(here: Town) -> None:
    file = here.slack.upload(BOB, "report.csv", b"a,b\n", channel=BOT)["file"]["id"]
    event = here.app.payload("message")["event"]
    assert event["subtype"] == "file_share"
    assert event["files"] == [{"id": file, "mode": "file_access", "file_access": "check_file_info"}]
    here.slack.upload(ANA, "own.csv", b"a", channel=BOT)
    own = here.app.wait("message", 2)[1].payload["event"]["files"][0]
    assert (own["name"], own["mode"], own["size"]) == ("own.csv", "hosted", 1)


def test_changes_of_a_direct_message_are_heard(here: Town) -> None:
    posted = here.client().chat_postMessage(channel=BOB, text="first")
    here.app.wait("message")
    here.client().chat_update(channel=posted["channel"], ts=posted["ts"], text="second")
    here.app.wait("message", 2)
    here.client().chat_delete(channel=posted["channel"], ts=posted["ts"])
    events = [each.payload["event"] for each in here.app.wait("message", 3)]
    assert [each.get("subtype") for each in events] == [None, "message_changed", "message_deleted"]
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == ("second", "first")


def test_an_event_that_is_not_answered_well_comes_three_times_more(here: Town) -> None:
    here.app.answers["app_mention"] = (500, "")
    here.slack.say(ANA, ROOM, "@bell hello")
    tries = here.app.wait("app_mention", 4)
    told = [(each.headers.get("x-slack-retry-num"), each.headers.get("x-slack-retry-reason")) for each in tries]
    assert told == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({each.payload["event_id"] for each in tries}) == 1
    here.slack.wait(lambda: len(here.slack.deliveries("app_mention")) == 4)
    noted = here.slack.deliveries("app_mention")
    assert [each["attempt"] for each in noted] == [1, 2, 3, 4]


def test_an_event_stops_coming_once_it_is_answered(here: Town) -> None:
    answers = iter([(500, ""), None, (200, "")])
    here.app.answers["app_mention"] = lambda _: next(answers)
    here.slack.say(ANA, ROOM, "@bell hello")
    tries = here.app.wait("app_mention", 3)
    assert tries[2].headers["x-slack-retry-reason"] == "connection_failed"
    here.slack.say(BOB, BOT, "later")
    here.app.wait("message")
    assert len(here.app.of("app_mention")) == 3


def test_an_app_may_ask_not_to_be_asked_again(here: Town) -> None:
    here.app.answers["app_mention"] = (500, "", {"X-Slack-No-Retry": "1"})
    here.slack.say(ANA, ROOM, "@bell hello")
    here.app.wait("app_mention")
    here.app.answers["app_mention"] = (200, "")
    here.slack.say(ANA, ROOM, "@bell again")
    here.app.wait("app_mention", 2)
    heard = [each.payload["event"]["text"] for each in here.app.of("app_mention")]
    assert heard == [f"<@{BOT}> hello", f"<@{BOT}> again"]
