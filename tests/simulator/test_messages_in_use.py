"""Buttons and menus in messages, and the address to answer to."""

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from bot.simulator import Denied
from tests.simulator.small_world import ANA, BOB, BOT, ROOM, Json, Town, button, manifest, option, plain, town, world

OPTIONS = [option("red"), option("blue")]


def respond(url: str, body: Json) -> tuple[int, str]:
    """Answer a response_url."""
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)["error"]


def pressed(here: Town, person: str = BOB) -> Json:
    here.slack.click(person, "go", channel=ROOM)
    return here.app.of("block_actions")[-1].payload


def test_a_button_sends_its_value(here: Town) -> None:
    here.card(button(value="token-1"), {**button("other", "token-2"), "style": "danger"})
    action = pressed(here)["actions"][0]
    assert (action["type"], action["action_id"], action["block_id"], action["value"]) == (
        "button",
        "go",
        "does",
        "token-1",
    )
    here.slack.click(BOB, "other")
    assert here.app.of("block_actions")[-1].payload["actions"][0]["style"] == "danger"


@pytest.mark.parametrize(
    ("element", "value", "sent"),
    [
        (
            {"type": "static_select", "options": OPTIONS, "placeholder": plain("Pick")},
            "blue",
            {"selected_option": OPTIONS[1]},
        ),
        ({"type": "overflow", "options": OPTIONS}, "blue", {"selected_option": OPTIONS[1]}),
        ({"type": "checkboxes", "options": OPTIONS}, ["red"], {"selected_options": OPTIONS[:1]}),
        ({"type": "radio_buttons", "options": OPTIONS}, "red", {"selected_option": OPTIONS[0]}),
        ({"type": "datepicker"}, "2018-08-24", {"selected_date": "2018-08-24"}),
    ],
    ids=lambda each: str(each)[:30],
)
def test_other_elements_are_delivered_at_once(here: Town, element: Json, value: Any, sent: Json) -> None:
    ts = here.card({**element, "action_id": "pick"})
    assert here.slack.choose(BOB, "pick", value)["dispatched"]
    payload = here.app.payload("block_actions")
    assert sent.items() <= payload["actions"][0].items()
    if element["type"] != "overflow":
        assert payload["state"]["values"]["does"]["pick"] == {"type": element["type"], **sent}
        mine = next(each for each in here.slack.seen(BOB, ROOM) if each["ts"] == ts)["values"]
        others = next(each for each in here.slack.seen(ANA, ROOM) if each["ts"] == ts)["values"]
        assert (mine["does"]["pick"], others) == ({"type": element["type"], **sent}, {})


def test_a_click_on_an_ephemeral_message_says_so_and_does_not_show_it(here: Town) -> None:
    blocks = [{"type": "actions", "elements": [button()]}]
    here.client().chat_postEphemeral(channel=ROOM, user=BOB, text="psst", blocks=blocks)
    payload = pressed(here)
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    with pytest.raises(Denied):
        here.slack.click(ANA, "go")


def test_a_click_in_a_direct_message(here: Town) -> None:
    here.card(channel=BOB)
    here.slack.click(BOB, "go", channel=BOT)
    payload = here.app.payload("block_actions")
    assert payload["channel"]["name"] == "directmessage"
    assert payload["user"]["team_id"] == "T02PLAIN"


def test_a_click_without_an_answer_tells_the_person(here: Town) -> None:
    here.card()
    here.app.answers["block_actions"] = (500, "")
    assert not here.slack.click(BOB, "go")["ok"]
    assert "http_service_error" in here.slack.notices(BOB)[0]
    assert len(here.app.of("block_actions")) == 1


def test_without_interactivity_nothing_can_be_pressed() -> None:
    with town(world(app=manifest(interactivity={"is_enabled": False}))) as here:
        here.card()
        with pytest.raises(Denied, match="interactivity"):
            here.slack.click(BOB, "go")


def test_an_answer_is_ephemeral_and_leaves_the_original_unless_told_otherwise(here: Town) -> None:
    ts = here.card()
    url = pressed(here)["response_url"]
    assert respond(url, {"text": "only you"}) == (200, "ok")
    assert [each["text"] for each in here.slack.seen(BOB, ROOM)] == ["card", "only you"]
    assert [each["text"] for each in here.slack.seen(ANA, ROOM)] == ["card"]
    respond(url, {"text": "all", "response_type": "in_channel"})
    assert here.slack.seen(ANA, ROOM)[-1]["text"] == "all"
    respond(url, {"text": "new card", "replace_original": True})
    changed = here.slack.seen(ANA, ROOM)[0]
    assert (changed["ts"], changed["text"], changed["edited"]) == (ts, "new card", True)
    respond(url, {"delete_original": True})
    assert ts not in [each["ts"] for each in here.slack.seen(ANA, ROOM)]


def test_an_ephemeral_original_is_replaced_for_its_reader_and_never_made_public(here: Town) -> None:
    blocks = [{"type": "actions", "elements": [button()]}]
    here.client().chat_postEphemeral(channel=ROOM, user=BOB, text="psst", blocks=blocks)
    url = pressed(here)["response_url"]
    respond(url, {"text": "done", "replace_original": True, "response_type": "in_channel"})
    assert [(each["text"], each["ephemeral"]) for each in here.slack.seen(BOB, ROOM)] == [("done", True)]
    respond(url, {"text": "louder", "response_type": "in_channel"})
    assert here.slack.seen(ANA, ROOM) == []


def test_an_address_takes_five_answers(here: Town) -> None:
    here.card()
    url = pressed(here)["response_url"]
    assert [respond(url, {"text": str(each)})[0] for each in range(5)] == [200] * 5
    assert respond(url, {"text": "six"}) == (404, "used_url")


def test_an_address_is_good_for_thirty_minutes(here: Town) -> None:
    here.card()
    url = pressed(here)["response_url"]
    here.slack.advance(29 * 60)
    assert respond(url, {"text": "in time"})[0] == 200
    here.slack.advance(61)
    assert respond(url, {"text": "too late"}) == (404, "expired_url")


def test_a_faulty_answer_is_refused_and_costs_no_use(here: Town) -> None:
    here.card()
    url = pressed(here)["response_url"]
    for _ in range(6):
        assert respond(url, {"blocks": [{"type": "shouting"}]})[1] == "invalid_blocks"
    assert respond(url, {"text": "good"})[0] == 200
    assert respond(f"{here.simulator.url}/response/nowhere", {"text": "a"}) == (404, "invalid_url")
