"""Forms from a person's side: every kind of field, what the client checks, what the app may answer."""

from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient

from bot.simulator import Denied
from tests.simulator.small_world import (
    ANA,
    BOB,
    ROOM,
    SCOPES,
    Town,
    button,
    entry,
    error,
    manifest,
    modal,
    option,
    plain,
    refusal,
    town,
    world,
)

OPTIONS = [option("red"), option("blue"), option("green")]
RICH = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "hi"}]}],
}

FIELDS: list[tuple[dict[str, Any], Any, dict[str, Any], dict[str, Any]]] = [
    ({"type": "plain_text_input"}, "one\ntwo", {"value": None}, {"value": "one two"}),
    ({"type": "plain_text_input", "multiline": True}, "one\ntwo", {"value": None}, {"value": "one\ntwo"}),
    ({"type": "plain_text_input", "initial_value": "as it was"}, None, {"value": "as it was"}, {"value": None}),
    ({"type": "email_text_input"}, "a@b.example", {"value": None}, {"value": "a@b.example"}),
    ({"type": "url_text_input"}, "https://b.example/", {"value": None}, {"value": "https://b.example/"}),
    ({"type": "number_input", "is_decimal_allowed": False}, 12, {"value": None}, {"value": "12"}),
    ({"type": "static_select", "options": OPTIONS}, "blue", {"selected_option": None}, {"selected_option": OPTIONS[1]}),
    (
        {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]},
        "Blue",
        {"selected_option": OPTIONS[0]},
        {"selected_option": OPTIONS[1]},
    ),
    (
        {"type": "static_select", "option_groups": [{"label": plain("Colours"), "options": OPTIONS}]},
        {"type": "static_select", "selected_option": OPTIONS[2]},
        {"selected_option": None},
        {"selected_option": OPTIONS[2]},
    ),
    (
        {"type": "multi_static_select", "options": OPTIONS, "initial_options": OPTIONS[:1]},
        ["blue", "green"],
        {"selected_options": OPTIONS[:1]},
        {"selected_options": OPTIONS[1:]},
    ),
    ({"type": "checkboxes", "options": OPTIONS}, ["red"], {"selected_options": []}, {"selected_options": OPTIONS[:1]}),
    ({"type": "radio_buttons", "options": OPTIONS}, "red", {"selected_option": None}, {"selected_option": OPTIONS[0]}),
    (
        {"type": "datepicker", "initial_date": "2018-08-21"},
        "2018-08-24",
        {"selected_date": "2018-08-21"},
        {"selected_date": "2018-08-24"},
    ),
    ({"type": "timepicker"}, "09:30", {"selected_time": None}, {"selected_time": "09:30"}),
    ({"type": "datetimepicker"}, "1535126400", {"selected_date_time": None}, {"selected_date_time": 1535126400}),
    ({"type": "users_select"}, BOB, {"selected_user": None}, {"selected_user": BOB}),
    ({"type": "rich_text_input"}, "hi", {"rich_text_value": None}, {"rich_text_value": RICH}),
]


@pytest.mark.parametrize(("element", "typed", "before", "after"), FIELDS, ids=lambda each: str(each)[:40])
def test_every_field_states_its_value_as_slack_does(
    here: Town, element: dict[str, Any], typed: Any, before: dict[str, Any], after: dict[str, Any]
) -> None:
    here.open(modal(entry("field", element, optional=True)))
    kind = element["type"]
    assert here.slack.view(BOB)["values"] == {"field": {"it": {"type": kind, **before}}}
    assert here.slack.submit(BOB, {"field": {"it": typed}})["ok"]
    sent = here.app.payload("view_submission")["view"]["state"]["values"]
    assert sent == {"field": {"it": {"type": kind, **after}}}


def test_a_field_takes_what_stands_there_when_nobody_touches_it(here: Town) -> None:
    here.open(modal(entry("field", {"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[0]})))
    here.slack.submit(BOB)
    sent = here.app.payload("view_submission")["view"]["state"]["values"]["field"]["it"]
    assert sent["selected_option"] == OPTIONS[0]


REFUSED = [
    ({"type": "plain_text_input"}, "", "complete this required field"),
    ({"type": "checkboxes", "options": OPTIONS}, [], "complete this required field"),
    ({"type": "file_input"}, [], "complete this required field"),
    ({"type": "plain_text_input", "max_length": 3}, "four", "3 characters or fewer"),
    ({"type": "plain_text_input", "min_length": 3}, "no", "at least 3"),
    ({"type": "plain_text_input"}, "a" * 3001, "3000 characters or fewer"),
    ({"type": "email_text_input"}, "nobody", "valid email"),
    ({"type": "url_text_input"}, "nowhere", "valid URL"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole number"),
    ({"type": "number_input", "is_decimal_allowed": True}, "many", "enter a number"),
    ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "1.9", "at least 2"),
    ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "3", "at most 2"),
    ({"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 1}, ["red", "blue"], "at most 1"),
    ({"type": "datepicker"}, "24 August", "valid date"),
    ({"type": "timepicker"}, "noon", "valid time"),
]


@pytest.mark.parametrize(("element", "typed", "sentence"), REFUSED, ids=lambda each: str(each)[:40])
def test_the_client_refuses_before_anything_is_sent(
    here: Town, element: dict[str, Any], typed: Any, sentence: str
) -> None:
    here.open(modal(entry("field", element)))
    answer = here.slack.submit(BOB, {"field": {"it": typed}})
    assert (answer["ok"], answer["error"]) == (False, "field_errors")
    assert sentence in answer["errors"]["field"]
    assert here.slack.view(BOB)["errors"] == answer["errors"]
    assert here.app.of("view_submission") == []


@pytest.mark.parametrize(
    ("element", "typed"),
    [
        ({"type": "plain_text_input", "max_length": 3}, "thr"),
        ({"type": "plain_text_input", "min_length": 3}, "yes"),
        ({"type": "plain_text_input"}, "a" * 3000),
        ({"type": "number_input", "is_decimal_allowed": True, "min_value": "2"}, "2"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "2"}, "2"),
        ({"type": "multi_static_select", "options": OPTIONS, "max_selected_items": 2}, ["red", "blue"]),
    ],
    ids=lambda each: str(each)[:40],
)
def test_the_client_accepts_what_is_just_within_a_limit(here: Town, element: dict[str, Any], typed: Any) -> None:
    here.open(modal(entry("field", element)))
    assert here.slack.submit(BOB, {"field": {"it": typed}})["ok"]


def test_nobody_can_choose_what_is_not_offered(here: Town) -> None:
    here.open(modal(entry("field", {"type": "static_select", "options": OPTIONS})))
    with pytest.raises(Denied, match="does not offer"):
        here.slack.submit(BOB, {"field": {"it": "pink"}})
    with pytest.raises(Denied, match="no block"):
        here.slack.submit(BOB, {"fields": {"it": "red"}})


def test_an_external_menu_offers_what_the_app_answers(here: Town) -> None:
    here.app.answers["block_suggestion"] = (200, {"options": [option("iran"), option("iraq")]})
    here.open(modal(entry("field", {"type": "external_select", "min_query_length": 2})))
    assert here.slack.suggest(BOB, "it", "i")["options"] == []
    assert here.app.of("block_suggestion") == []
    offered = here.slack.suggest(BOB, "it", "ir")["options"]
    asked = here.app.payload("block_suggestion")
    assert (asked["value"], asked["action_id"], asked["block_id"]) == ("ir", "it", "field")
    assert asked["user"]["team_id"] == "T02PLAIN"
    assert asked["team"]["id"] == "T01HOST"
    assert [each["value"] for each in offered] == ["iran", "iraq"]
    here.slack.submit(BOB, {"field": "iraq"})
    chosen = here.app.payload("view_submission")["view"]["state"]["values"]["field"]["it"]
    assert chosen == {"type": "external_select", "selected_option": option("iraq")}


def test_a_form_tells_a_file_of_its_own_company_in_full(here: Town) -> None:
    here.open(modal(entry("field", {"type": "file_input"})), person=ANA)
    csv = here.slack.upload(ANA, "a.csv", b"a,b")["file"]["id"]
    assert error(lambda: here.client().files_info(file=csv)) == "file_not_found"
    assert here.slack.submit(ANA, {"field": [csv]})["ok"]
    sent = here.app.payload("view_submission")["view"]["state"]["values"]["field"]["it"]["files"]
    assert [(each["id"], each["name"], each["size"]) for each in sent] == [(csv, "a.csv", 3)]


def test_a_form_tells_only_the_id_of_another_companys_file_which_can_then_be_read(here: Town) -> None:
    here.open(modal(entry("field", {"type": "file_input", "filetypes": ["csv"], "max_files": 1})))
    csv = here.slack.upload(BOB, "a.csv", b"a,b")["file"]["id"]
    pdf = here.slack.upload(BOB, "a.pdf", b"%PDF")["file"]["id"]
    assert here.slack.submit(BOB, {"field": [pdf]})["error"] == "field_errors"
    assert "at most 1" in here.slack.submit(BOB, {"field": [csv, csv]})["errors"]["field"]
    assert here.slack.submit(BOB, {"field": [csv]})["ok"]
    sent = here.app.payload("view_submission")["view"]["state"]["values"]["field"]["it"]["files"]
    assert sent == [{"id": csv, "mode": "file_access", "file_access": "check_file_info"}]
    assert here.client().files_info(file=csv)["file"]["name"] == "a.csv"


def test_a_form_takes_no_file_above_ten_megabytes(here: Town) -> None:
    here.open(modal(entry("field", {"type": "file_input"})))
    large = here.slack.upload(BOB, "a.csv", b"a" * (10 * 1024 * 1024 + 1))["file"]["id"]
    assert "10 MB" in here.slack.submit(BOB, {"field": [large]})["errors"]["field"]


def test_a_form_that_asks_for_files_needs_the_scope_to_read_them() -> None:
    scopes = [each for each in SCOPES if each != "files:read"]
    with town(world(app=manifest(scopes=scopes))) as here:
        refused = refusal(lambda: here.open(modal(entry("field", {"type": "file_input"})))).response
        assert (refused["error"], refused["needed"]) == ("missing_scope", "files:read")


# What the app may answer to a form.


def test_an_empty_answer_closes_the_form_and_shows_what_lies_below(here: Town) -> None:
    here.open(modal(callback_id="below"))
    here.app.answers["view_submission"] = (200, {"response_action": "push", "view": modal(callback_id="above")})
    here.slack.submit(BOB, {"what": "a"})
    assert [each["callback_id"] for each in here.slack.state(BOB)["views"]] == ["below", "above"]
    here.app.answers["view_submission"] = (200, "")
    here.slack.submit(BOB, {"what": "a"})
    assert here.slack.view(BOB)["callback_id"] == "below"
    here.slack.submit(BOB, {"what": "a"})
    assert here.slack.view(BOB) is None


def test_errors_stand_at_their_fields_and_the_form_stays(here: Town) -> None:
    here.open(modal())
    here.app.answers["view_submission"] = (200, {"response_action": "errors", "errors": {"what": "Say more."}})
    answer = here.slack.submit(BOB, {"what": "a"})
    assert (answer["ok"], answer["errors"]) == (True, {"what": "Say more."})
    view = here.slack.view(BOB)
    assert (view["errors"], view["values"]["what"]["it"]["value"]) == ({"what": "Say more."}, "a")


def test_a_form_is_replaced_or_everything_is_cleared(here: Town) -> None:
    view = here.open(modal())
    here.app.answers["view_submission"] = (200, {"response_action": "update", "view": modal(callback_id="second")})
    here.slack.submit(BOB, {"what": "a"})
    shown = here.slack.view(BOB)
    assert (shown["id"], shown["callback_id"]) == (view["id"], "second")
    here.app.answers["view_submission"] = (200, {"response_action": "clear"})
    here.slack.submit(BOB, {"what": "a"})
    assert here.slack.state(BOB)["views"] == []


BAD_ANSWERS = {
    "no such field": {"response_action": "errors", "errors": {"elsewhere": "No."}},
    "no errors": {"response_action": "errors", "errors": {}},
    "no such action": {"response_action": "shout"},
    "no view": {"response_action": "update"},
    "a faulty view": {"response_action": "update", "view": {**modal(), "title": plain("a" * 25)}},
    "a message": {"text": "thanks"},
    "plain words": "thanks",
}


@pytest.mark.parametrize("said", BAD_ANSWERS.values(), ids=BAD_ANSWERS.keys())
def test_an_answer_that_makes_no_sense_is_trouble(here: Town, said: Any) -> None:
    here.open(modal())
    here.app.answers["view_submission"] = (200, said)
    assert here.slack.submit(BOB, {"what": "a"})["trouble"] == "We had some trouble connecting. Try again?"
    assert here.slack.view(BOB)["values"]["what"]["it"]["value"] == "a"
    assert here.slack.deliveries("view_submission")[0]["error"].startswith("bad_answer:")


@pytest.mark.parametrize("answer", [(500, ""), (404, ""), None])
def test_without_an_ack_the_form_stays_with_its_trouble(here: Town, answer: Any) -> None:
    here.open(modal())
    here.app.answers["view_submission"] = answer
    told = here.slack.submit(BOB, {"what": "a"})
    assert not told["ok"]
    assert here.slack.view(BOB)["trouble"] == "We had some trouble connecting. Try again?"
    assert len(here.app.of("view_submission")) == 1, "forms are never sent again by Slack"


def test_a_form_tells_that_it_was_closed_only_where_it_asked_to(here: Town) -> None:
    here.open(modal())
    here.slack.close(BOB)
    assert here.slack.view(BOB) is None
    assert here.app.of("view_closed") == []
    here.open(modal(notify_on_close=True))
    here.slack.close(BOB)
    assert here.app.payload("view_closed")["is_cleared"] is False
    here.open(modal(notify_on_close=True, clear_on_close=True))
    here.slack.close(BOB)
    assert here.app.payload("view_closed")["is_cleared"] is True


def test_a_form_that_is_closed_does_not_tell_what_was_typed(here: Town) -> None:
    view = here.open(modal(notify_on_close=True))
    here.slack.choose(BOB, "it", "typed", view_id=view["id"])
    here.slack.close(BOB)
    assert here.app.payload("view_closed")["view"]["state"] == {"values": {}}


def test_a_button_tells_what_is_typed_around_it(here: Town) -> None:
    go = {"type": "actions", "block_id": "does", "elements": [button("more")]}
    pick = entry("pick", {"type": "static_select", "options": OPTIONS})
    view = here.open(modal(entry("what", {"type": "plain_text_input", "multiline": True}), pick, go))
    here.slack.click(BOB, "more", values={"what": "two\nlines", "pick": {"it": "blue"}})
    payload = here.app.of("block_actions")[-1].payload
    told = payload["view"]["state"]["values"]
    assert told["what"]["it"] == {"type": "plain_text_input", "value": "two\nlines"}
    assert told["pick"]["it"] == {"type": "static_select", "selected_option": OPTIONS[1]}
    assert payload["view"]["hash"] == view["hash"]
    assert here.slack.view(BOB)["values"]["what"]["it"]["value"] == "two\nlines"
    here.slack.submit(BOB)
    sent = here.app.payload("view_submission")["view"]["state"]["values"]
    assert sent["what"]["it"]["value"] == "two\nlines", "what was typed before the button is still there"
    with pytest.raises(Denied, match="no block"):
        here.slack.click(BOB, "go", channel=ROOM, values={"nowhere": "a"})


def test_a_channel_that_is_chosen_may_be_answered_to(here: Town) -> None:
    chooser = {"type": "conversations_select", "response_url_enabled": True}
    here.open(modal(entry("where", chooser), entry("other", {"type": "conversations_select"})))
    here.slack.submit(BOB, {"where": ROOM, "other": ROOM})
    (url,) = here.app.payload("view_submission")["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("where", "it", ROOM)
    said = WebhookClient(url["response_url"]).send(text="done", response_type="in_channel")
    assert (said.status_code, here.slack.seen(BOB, ROOM)[-1]["text"]) == (200, "done")


def test_a_menu_tells_what_is_typed_around_it(here: Town) -> None:
    loud = entry(
        "loud", {"type": "static_select", "options": OPTIONS, "placeholder": plain("Pick")}, dispatch_action=True
    )
    here.open(modal(entry("what", {"type": "plain_text_input"}), loud))
    here.slack.choose(BOB, "it", "red", block_id="loud", values={"what": "typed"})
    payload = here.app.of("block_actions")[-1].payload
    assert payload["view"]["state"]["values"]["what"]["it"]["value"] == "typed"
    assert payload["actions"][0]["placeholder"]["text"] == "Pick"


BAD_OFFERS: dict[str, Any] = {
    "words": "hello",
    "a list": [1],
    "options that are none": {"options": "abc"},
    "a group without options": {"option_groups": [1]},
    "a hundred and one": {"options": [option(f"o{each}") for each in range(101)]},
    "a long value": {"options": [{"text": plain("A"), "value": "a" * 151}]},
}


@pytest.mark.parametrize("said", BAD_OFFERS.values(), ids=BAD_OFFERS.keys())
def test_options_that_slack_could_not_show_are_not_offered(here: Town, said: Any) -> None:
    here.open(modal(entry("field", {"type": "external_select", "min_query_length": 1})))
    here.app.answers["block_suggestion"] = (200, said)
    assert here.slack.suggest(BOB, "it", "a")["options"] == []
    assert here.slack.deliveries("block_suggestion")[0]["error"] == "bad_answer:invalid_options"


def test_a_field_that_dispatches_is_delivered_while_the_form_is_open(here: Town) -> None:
    quiet = entry("quiet", {"type": "static_select", "options": OPTIONS})
    loud = entry("loud", {"type": "static_select", "options": OPTIONS}, dispatch_action=True)
    view = here.open(modal(quiet, loud))
    count = len(here.app.of("block_actions"))
    assert not here.slack.choose(BOB, "it", "red", view_id=view["id"], block_id="quiet")["dispatched"]
    assert here.slack.choose(BOB, "it", "red", view_id=view["id"], block_id="loud")["dispatched"]
    heard = here.app.of("block_actions")[count:]
    assert len(heard) == 1
    payload = heard[0].payload
    assert payload["actions"][0]["selected_option"] == OPTIONS[0]
    assert payload["view"]["state"]["values"]["quiet"]["it"]["selected_option"] == OPTIONS[0]
    assert payload["container"] == {"type": "view", "view_id": view["id"]}
