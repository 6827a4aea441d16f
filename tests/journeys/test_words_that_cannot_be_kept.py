"""Characters that no database takes are shown as such, in every field, and nothing else is lost by them."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import stands

HOSTILE = "a\0b\ud800c\u202ed"
KEPT = "a\ufffdb\ufffdc\u202ed"


def test_every_field_takes_any_character(stage: Stage) -> None:
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown", "new")
    slack.click("U0FRIDA", "takedown_more")
    slack.submit("U0FRIDA", {"what": "pages"})
    typed = dict.fromkeys(("summary", "policy", "found_who"), HOSTILE) | {"what": f"74 pages\n{HOSTILE}: 3 blogs"}
    sent = slack.deliveries("view_submission")[-1]["body"]
    forged = signed.altered(
        sent,
        **{f"view__state__values__{name}__{name}__value": words for name, words in typed.items()},
        view__state__values__found__found__selected_options=[{"value": "researcher"}],
    )
    answer = signed.post(stage.tocsin.url, signed.interaction(forged))
    assert answer.json["response_action"] == "push"
    send = signed.altered(
        sent,
        view__callback_id="takedown_preview",
        view__private_metadata=answer.json["view"]["private_metadata"],
        view__state={},
    )
    assert signed.post(stage.tocsin.url, signed.interaction(send)).json == {"response_action": "clear"}
    report = stands(stage).report
    assert (report.summary, report.policy, report.found[0].who) == (KEPT, KEPT, KEPT)
    card = slack.text(stage.card("U0GRETA"))
    assert card.count(KEPT) == 4
    reason = signed.altered(
        sent,
        view__callback_id="takedown_withdrawal",
        view__private_metadata=stands(stage).token,
        view__state={"values": {"reason": {"reason": {"value": HOSTILE}}}},
    )
    assert signed.post(stage.tocsin.url, signed.interaction(reason)).json == {"response_action": "clear"}
    assert stands(stage).reason == KEPT


@pytest.mark.parametrize("words", ["74 pages a\0b", "list a\0b", "show TD-\0", "\0", "edit \0"])
def test_a_command_and_a_mention_take_any_character(stage: Stage, words: str) -> None:
    command = {
        "command": "/takedown",
        "text": words,
        "user_id": "U0FRIDA",
        "team_id": "T0FACEBOOK",
        "channel_id": stage.room,
        "trigger_id": "1.2.3",
        "api_app_id": "A0TOCSIN",
    }
    said = signed.post(stage.tocsin.url, urlencode(command).encode())
    assert said.status == 200
    assert "Something went wrong" not in said.text
    stage.slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> hello")
    stage.slack.wait(lambda: stage.slack.deliveries("app_mention"))
    mention = stage.slack.deliveries("app_mention")[-1]["body"]
    again = signed.altered(mention, event_id="EvHOSTILE", event__text=f"<@U0BOTFACEBOOK> {words}\ud800")
    assert signed.post(stage.tocsin.url, signed.event(again), "application/json").status == 200
    stage.soon(lambda: len([each for each in stage.slack.seen("U0GRETA", stage.room) if each["ephemeral"]]) == 2)
    stage.slack.click("U0GRETA", "open_asked", channel=stage.room)
    assert "Something went wrong" not in stage.top("U0GRETA")


@pytest.mark.parametrize("token", ["\0", "\ud800", "a" * 2000, "½:²", ":" + "9" * 5000, f"{'t' * 22}:٣"])
def test_a_token_of_any_characters_is_the_token_of_nothing(stage: Stage, token: str) -> None:
    stage.open_doors()
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    clicked = stage.slack.deliveries("block_actions")[-1]["body"]
    for action in ("takedown_show", "takedown_history", "takedown_resume", "for_me", "choose_coalition:1"):
        forged = signed.altered(clicked, actions__0__action_id=action, actions__0__value=token)
        before = stage.slack.last_call()
        assert signed.post(stage.tocsin.url, signed.interaction(forged)).status == 200
        assert "Something went wrong" not in str(stage.slack.calls(since=before))
