"""Slack's own payloads, as its libraries are tested with them: who speaks is read from the right place of each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handlers import inputs
from handlers.inputs import Identity

Payload = Callable[[str], dict[str, Any]]


@pytest.fixture
def payload(shared_data: Path) -> Payload:
    """Read one of the payloads."""

    def read(name: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((shared_data / "slack-payloads" / f"{name}.json").read_text())
        return found

    return read


def test_a_command_is_of_the_workspace_and_the_organisation_that_it_names(payload: Payload) -> None:
    heard = inputs.command(payload("slash_command"))
    assert heard.identity == Identity("W111", ("T111", "E111"))
    assert (heard.name, heard.text, heard.channel, heard.installed_team) == ("/hello-world", "Hi", "C111", "T111")


def test_a_click_is_of_the_users_own_workspace_and_came_through_the_apps(payload: Payload) -> None:
    body = payload("block_actions")
    body["user"]["team_id"] = "T_OTHER"
    body["enterprise"] = {"id": "E_APP"}
    heard = inputs.click(body)
    assert heard.identity == Identity("U123", ("T_OTHER",))
    assert heard.installed_team == "T123"
    assert heard.value == "create_task"


def test_a_partners_form_is_of_the_partner_though_the_app_is_installed_elsewhere(payload: Payload) -> None:
    heard = inputs.submission(payload("view_submission.slack_connect"))
    assert heard.identity == Identity("W111", ("T-other-side", "E-other-side"))
    assert heard.installed_team == "T-installed-workspace"
    assert heard.form.callback_id == "view-id"


def test_a_mention_is_of_the_sender_where_slack_names_them(payload: Payload) -> None:
    heard = inputs.message(payload("app_mention.slack_connect"))
    assert heard.identity.user_id == "UUUUUXXXXX"
    assert "T_INSTALLED" not in heard.identity.team_ids or heard.identity.team_ids == ("T_INSTALLED",)
    assert (heard.text, heard.direct, heard.channel) == ("hey", False, "C111")


def test_what_another_copy_of_the_app_wrote_is_not_said_to_us(payload: Payload) -> None:
    assert inputs.is_said_to_us(payload("app_mention.slack_connect"))
    body = payload("message.slack_connect")
    body["event"]["channel_type"] = "im"
    assert not inputs.is_said_to_us(body)
    body["event"].pop("bot_id")
    body["event"].pop("bot_profile", None)
    assert inputs.is_said_to_us(body)


def test_somebody_who_joins_and_a_copy_of_ours_are_told_apart(payload: Payload) -> None:
    body = payload("member_joined_channel")
    heard = inputs.movement(body)
    assert (heard.identity, heard.channel, heard.joined, heard.is_us) == (
        Identity("W23456789", ("T_INSTALLED",)),
        "C111",
        True,
        False,
    )
    body["event"]["user"] = body["authorizations"][0]["user_id"]
    assert inputs.movement(body).is_us


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
def test_a_workspace_that_removed_the_app_is_named(payload: Payload, name: str) -> None:
    assert inputs.removal(payload(name)).team == "T_INSTALLED"


def test_a_user_who_takes_only_their_own_token_back_removes_nothing(payload: Payload) -> None:
    body = payload("tokens_revoked")
    body["event"]["tokens"] = {"oauth": ["U1"], "bot": []}
    assert inputs.removal(body).team == ""


def test_values_are_read_whatever_the_element_is() -> None:
    values = inputs.Values(
        {
            "what": {"what:1a": {"type": "plain_text_input", "value": " 74 pages "}},
            "when": {"when": {"type": "datepicker", "selected_date": "2018-08-21"}},
            "mark": {"mark": {"type": "static_select", "selected_option": {"value": "GREEN"}}},
            "found": {"found": {"type": "multi_static_select", "selected_options": [{"value": "a"}, {"value": "b"}]}},
            "nothing": {"nothing": {"type": "plain_text_input", "value": None}},
        }
    )
    assert values.text("what") == "74 pages"
    assert values.action("what") == "what:1a"
    assert values.text("when") == "2018-08-21"
    assert values.text("mark") == "GREEN"
    assert values.several("found") == ("a", "b")
    assert values.text("nothing") == values.text("missing") == values.action("missing") == ""
    assert "nothing" in values
    assert "missing" not in values
