"""Somebody logs a takedown, and everybody in the channel sees its card."""

from __future__ import annotations

from tests.journeys.conftest import Stage


def test_the_host_types_an_announcement_and_a_company_without_the_app_sees_the_card(stage: Stage) -> None:
    slack = stage.slack
    slack.command(
        "U0FRIDA", stage.room, "/takedown", "652 pages, groups and accounts on Facebook from Iran aimed at US, UK"
    )
    view = slack.view("U0FRIDA")
    assert view is not None
    assert view["values"]["origins"]["origins"]["value"] == "Iran"
    slack.submit("U0FRIDA")
    assert "Check and send" in stage.top("U0FRIDA")
    assert "5 companies, 7 people, and 1 person of no member company" in stage.top("U0FRIDA")
    slack.submit("U0FRIDA")
    assert slack.view("U0FRIDA") is None
    card = stage.card("U0GRETA")
    text = slack.text(card)
    assert "652" in text
    assert "Facebook" in text
    assert "Iran" in text
    assert "United Kingdom" in text
    assert "TLP:AMBER+STRICT" in text
