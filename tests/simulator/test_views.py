"""Modals from the app's side: triggers, the stack of three, updates."""

import pytest

from tests.simulator.small_world import ANA, BOB, ROOM, Town, button, entry, error, modal, plain, refusal


def pulled(here: Town, person: str = BOB) -> str:
    """Press a button of the room's newest card, and give the trigger."""
    here.slack.click(person, "go", channel=ROOM)
    return here.app.of("block_actions")[-1].payload["trigger_id"]


def from_form(here: Town, person: str = BOB) -> str:
    """Press a button of the form on top, and give the trigger."""
    here.slack.click(person, "more")
    return here.app.of("block_actions")[-1].payload["trigger_id"]


def growing() -> dict:
    """Make a form with a button that asks for more."""
    return modal({"type": "actions", "block_id": "b", "elements": [button("more")]})


def test_a_trigger_opens_one_form_for_whoever_pulled_it(here: Town) -> None:
    here.card()
    trigger = pulled(here)
    view = here.client().views_open(trigger_id=trigger, view=modal(private_metadata="é"))["view"]
    assert here.slack.view(BOB)["id"] == view["id"]
    assert here.slack.view(ANA) is None
    assert (view["root_view_id"], view["previous_view_id"], view["private_metadata"]) == (view["id"], None, "é")
    assert error(lambda: here.client().views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"


def test_a_trigger_is_good_for_three_seconds(here: Town) -> None:
    here.card()
    in_time = pulled(here)
    here.slack.advance(2.5)
    assert here.client().views_open(trigger_id=in_time, view=modal())["ok"]
    too_late = pulled(here)
    here.slack.advance(3.1)
    assert error(lambda: here.client().views_open(trigger_id=too_late, view=modal())) == "expired_trigger_id"


def test_a_trigger_is_good_for_the_copy_that_got_it(here: Town) -> None:
    here.card()
    trigger = pulled(here)
    twin = here.client("xoxb-twin")
    assert error(lambda: twin.views_open(trigger_id=trigger, view=modal())) == "invalid_trigger_id"
    assert error(lambda: here.client().views_open(trigger_id="1.2.abc", view=modal())) == "invalid_trigger_id"
    missing = refusal(lambda: here.client().api_call("views.open", json={"view": modal()})).response
    assert missing["error"] == "invalid_arguments"


def test_a_faulty_form_costs_no_trigger(here: Town) -> None:
    here.card()
    trigger = pulled(here)
    faulty = {**modal(), "title": plain("a" * 25)}
    refused = refusal(lambda: here.client().views_open(trigger_id=trigger, view=faulty)).response
    assert refused["error"] == "invalid_arguments"
    assert "/view/title/text" in refused["response_metadata"]["messages"][0]
    assert here.client().views_open(trigger_id=trigger, view=modal())["ok"]


def test_a_form_above_250_kb_is_too_large(here: Town) -> None:
    here.card()
    huge = modal(*[entry(f"b{each}", {"type": "plain_text_input", "initial_value": "é" * 3000}) for each in range(45)])
    assert error(lambda: here.client().views_open(trigger_id=pulled(here), view=huge)) == "view_too_large"


def test_three_forms_lie_on_each_other_and_no_fourth(here: Town) -> None:
    first = here.open(growing())
    second = here.client().views_push(trigger_id=from_form(here), view=growing())["view"]
    third = here.client().views_push(trigger_id=from_form(here), view=growing())["view"]
    assert [each["id"] for each in here.slack.state(BOB)["views"]] == [first["id"], second["id"], third["id"]]
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], first["id"])
    assert error(lambda: here.client().views_push(trigger_id=from_form(here), view=modal())) == "push_limit_reached"


def test_a_form_is_pushed_from_a_form_only(here: Town) -> None:
    here.card()
    assert error(lambda: here.client().views_push(trigger_id=pulled(here), view=modal())) == "not_found"


def test_an_update_keeps_what_was_typed_where_the_ids_stay(here: Town) -> None:
    kept, gone = entry("kept", {"type": "plain_text_input"}), entry("gone", {"type": "plain_text_input"})
    view = here.open(modal(kept, gone))
    here.slack.choose(BOB, "it", "typed", view_id=view["id"], block_id="kept")
    again = {**kept, "label": plain("other"), "element": {**kept["element"], "initial_value": "from the app"}}
    fresh = entry("fresh", {"type": "plain_text_input", "initial_value": "start"})
    answer = here.client().views_update(view_id=view["id"], view=modal(again, fresh), hash=view["hash"])["view"]
    values = here.slack.view(BOB)["values"]
    assert values["kept"]["it"]["value"] == "typed"
    assert values["fresh"]["it"]["value"] == "start"
    assert "gone" not in values
    assert answer["hash"] != view["hash"]


def test_no_answer_tells_what_is_filled_in(here: Town) -> None:
    view = here.open(modal(entry("what", {"type": "plain_text_input", "initial_value": "start"})))
    assert view["state"] == {"values": {}}
    here.slack.choose(BOB, "it", "typed", view_id=view["id"])
    answer = here.client().views_update(view_id=view["id"], view=growing())["view"]
    assert answer["state"] == {"values": {}}


def test_an_update_needs_an_open_form_of_the_own_copy_and_its_newest_hash(here: Town) -> None:
    client, twin = here.client(), here.client("xoxb-twin")
    view = here.open(modal(external_id="mine"))
    assert error(lambda: client.views_update(view_id=view["id"], view=modal(), hash="1.ab")) == "hash_conflict"
    assert error(lambda: twin.views_update(view_id=view["id"], view=modal())) == "not_found"
    assert client.views_update(external_id="mine", view=modal(external_id="mine"))["view"]["id"] == view["id"]
    assert error(lambda: client.api_call("views.update", json={"view": modal()})) == "invalid_arguments"
    here.slack.close(BOB)
    assert error(lambda: client.views_update(view_id=view["id"], view=modal())) == "not_found"


def test_an_external_id_is_used_once(here: Town) -> None:
    here.open(modal(external_id="one"), person=BOB)
    again = modal(external_id="one")
    assert error(lambda: here.client().views_open(trigger_id=pulled(here, ANA), view=again)) == "duplicate_external_id"


@pytest.mark.parametrize("view", ["[", '"text"', "[1]"])
def test_a_form_that_is_no_object_is_refused(here: Town, view: str) -> None:
    here.card()
    arguments = {"trigger_id": pulled(here), "view": view}
    assert error(lambda: here.client().api_call("views.open", data=arguments)) == "invalid_arguments"
