"""What a copy of the app learns of people, companies and channels."""

import json
from pathlib import Path

import pytest

from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    FAR,
    GRETA,
    GRID,
    GUS,
    HOST,
    LOBBY,
    PLAIN,
    ROOM,
    TWAIN,
    TWIN,
    TWIN_BOT,
    VAULT,
    ZOE,
    Town,
    error,
    town,
    world,
)


def test_a_person_of_the_own_workspace_is_told_in_full(here: Town) -> None:
    user = here.client().users_info(user=ANA, include_locale=True)["user"]
    assert (user["team_id"], user["name"], user["real_name"]) == (HOST, "ana", "Ana Lopez")
    assert (user["locale"], user["tz"], user["tz_offset"]) == ("en-GB", "America/Los_Angeles", -7 * 3600)
    assert user["is_restricted"] is False
    assert "is_stranger" not in user


def test_a_guest_account_is_restricted(here: Town) -> None:
    assert here.client().users_info(user=GUS)["user"]["is_restricted"] is True


def test_a_person_of_another_company_is_no_stranger_and_has_no_locale(here: Town) -> None:
    user = here.client().users_info(user=BOB, include_locale=True)["user"]
    assert (user["team_id"], user["is_stranger"]) == (PLAIN, False)
    assert "locale" not in user
    assert "is_restricted" not in user


def test_a_person_on_grid_carries_the_organisation(here: Town) -> None:
    user = here.client().users_info(user=GRETA)["user"]
    assert user["enterprise_user"]["enterprise_id"] == "E04GRID"
    assert user["enterprise_user"]["teams"] == [GRID]
    assert user["team_id"] == GRID


def test_a_person_of_a_connected_company_whom_the_copy_never_meets_is_a_stranger(here: Town) -> None:
    here.slack.leave(BOB, ROOM)
    user = here.client().users_info(user=BOB)["user"]
    assert user["is_stranger"] is True
    assert "profile" not in user


def test_people_of_companies_without_any_connection_do_not_exist(here: Town) -> None:
    assert error(lambda: here.client().users_info(user=ZOE)) == "user_not_found"
    assert error(lambda: here.client().users_info(user="U0NONE")) == "user_not_found"
    assert error(lambda: here.client().api_call("users.info", json={})) == "invalid_arguments"


def test_a_bot_user_is_a_bot(here: Town) -> None:
    user = here.client().users_info(user=TWIN_BOT)["user"]
    assert (user["is_bot"], user["team_id"], user["profile"]["bot_id"]) == (True, TWIN, "B0TWIN")


def test_companies_are_told_where_a_channel_connects_them(here: Town) -> None:
    client = here.client()
    assert client.team_info()["team"]["name"] == "Host"
    assert client.team_info(team=PLAIN)["team"]["name"] == "Plain"
    grid = client.team_info(team="E04GRID")["team"]
    assert (grid["id"], grid["enterprise_id"]) == (GRID, "E04GRID")
    assert error(lambda: client.team_info(team=FAR)) == "team_not_found"


def test_a_shared_channel_names_its_companies(here: Town) -> None:
    channel = here.client().conversations_info(channel=ROOM)["channel"]
    assert channel["is_ext_shared"] is channel["is_shared"] is channel["is_private"] is channel["is_member"] is True
    assert channel["conversation_host_id"] == HOST
    assert channel["connected_team_ids"] == [PLAIN, TWIN, "E04GRID"], "on Grid it is the organisation"
    assert channel["connected_limited_team_ids"] == [PLAIN]
    assert channel["context_team_id"] == HOST
    other_side = here.client("xoxb-twin").conversations_info(channel=ROOM, include_num_members=True)["channel"]
    assert other_side["context_team_id"] == TWIN
    assert other_side["connected_team_ids"] == [HOST, PLAIN, "E04GRID"]
    assert other_side["num_members"] == 7


def test_no_key_is_invented(here: Town, shared_data: Path) -> None:
    def keys(said: object, path: str = "") -> set[str]:
        if isinstance(said, dict):
            return {f"{path}/{key}" for key in said}.union(
                *(keys(inner, f"{path}/{key}") for key, inner in said.items())
            )
        return set().union(*(keys(each, path) for each in said)) if isinstance(said, list) else set()

    def seen(name: str) -> set[str]:
        return keys(json.loads((shared_data / "slack-payloads" / f"{name}.response.key_set.json").read_text()))

    answers = [here.client().conversations_info(channel=each) for each in (ROOM, LOBBY)]
    assert {each for answer in answers for each in keys(answer.data)} <= seen("conversations.info")
    people = [here.client().users_info(user=each) for each in (ANA, BOB, GRETA, TWIN_BOT)]
    assert {each for answer in people for each in keys(answer.data)} <= seen("users.info")


def test_what_a_copy_cannot_see_is_not_found(here: Town) -> None:
    client, twin = here.client(), here.client("xoxb-twin")
    public = client.conversations_info(channel=LOBBY)["channel"]
    assert (public["is_member"], public["is_ext_shared"]) == (False, False)
    assert error(lambda: client.conversations_info(channel=VAULT)) == "channel_not_found"
    assert error(lambda: twin.conversations_info(channel=LOBBY)) == "channel_not_found"
    assert error(lambda: client.conversations_history(channel=LOBBY)) == "not_in_channel"


def test_members_come_in_pages_with_everybodys_people_and_copies(here: Town) -> None:
    client = here.client()
    everybody = client.conversations_members(channel=ROOM)["members"]
    assert everybody == [ANA, GUS, BOB, TWAIN, GRETA, TWIN_BOT, BOT]
    seen, cursor = [], None
    while cursor != "":
        page = client.conversations_members(channel=ROOM, limit=3, cursor=cursor)
        seen.append(page["members"])
        cursor = page["response_metadata"]["next_cursor"]
    assert [len(each) for each in seen] == [3, 3, 1]
    assert [*seen[0], *seen[1], *seen[2]] == everybody
    assert error(lambda: client.conversations_members(channel=ROOM, cursor="#")) == "invalid_cursor"
    assert error(lambda: client.conversations_members(channel=ROOM, limit=1001)) == "invalid_limit"


def test_history_goes_back_page_by_page_between_two_instants(here: Town) -> None:
    client = here.client()
    stamps = [client.chat_postMessage(channel=ROOM, text=str(each))["ts"] for each in range(5)]
    first = client.conversations_history(channel=ROOM, limit=2)
    assert [each["text"] for each in first["messages"]] == ["4", "3"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=ROOM, limit=3, cursor=cursor)
    assert [each["text"] for each in rest["messages"]] == ["2", "1", "0"]
    assert not rest["has_more"]
    between = client.conversations_history(channel=ROOM, oldest=stamps[1], latest=stamps[3])
    assert [each["text"] for each in between["messages"]] == ["2"]
    edges = client.conversations_history(channel=ROOM, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [each["text"] for each in edges["messages"]] == ["3", "2", "1"]
    assert error(lambda: client.conversations_history(channel=ROOM, oldest="then")) == "invalid_ts_oldest"


@pytest.mark.parametrize("person", [ANA, GUS, BOB, TWAIN, GRETA])
def test_a_direct_message_opens_once_with_everybody_whom_the_copy_meets(here: Town, person: str) -> None:
    first = here.client().conversations_open(users=person)
    second = here.client().conversations_open(users=person, return_im=True)
    assert first["channel"]["id"] == second["channel"]["id"]
    assert (second["already_open"], second["channel"]["user"]) == (True, person)
    assert here.client().conversations_info(channel=first["channel"]["id"])["channel"]["is_im"] is True


def test_who_cannot_be_written_to(here: Town) -> None:
    client = here.client()
    assert error(lambda: client.conversations_open(users=ZOE)) == "user_not_visible"
    assert error(lambda: client.conversations_open(users="U0NONE")) == "user_not_found"
    assert error(lambda: client.conversations_open(users=f"{BOB},{ZOE}")) == "invalid_user_combination"
    assert error(lambda: client.conversations_open(users=",".join([BOB] * 9))) == "too_many_users"
    assert error(lambda: client.api_call("conversations.open", json={})) == "users_list_not_supplied"
    here.slack.leave(BOB, ROOM)
    assert error(lambda: client.conversations_open(users=BOB)) == "user_not_visible"


def test_people_of_other_companies_must_have_met_before_they_share_a_direct_message() -> None:
    declared = world()
    room = declared["channels"][0]
    room["members"].remove(GRETA)
    declared["channels"].append({**room, "id": "C05APART", "members": [ANA, GRETA]})
    with town(declared) as here:
        client = here.client()
        for each in (BOB, GRETA):
            assert client.conversations_open(users=[each, ANA])["channel"]["id"].startswith("G")
        assert error(lambda: client.conversations_open(users=[BOB, GRETA])) == "invalid_user_combination"


def test_several_people_share_one_direct_message(here: Town) -> None:
    opened = here.client().conversations_open(users=[ANA, BOB])["channel"]["id"]
    assert here.client().conversations_open(users=[BOB, ANA])["channel"]["id"] == opened
    here.client().chat_postMessage(channel=opened, text="both")
    assert here.slack.seen(BOB, opened)[0]["text"] == "both"
