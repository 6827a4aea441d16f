"""Before a further company joins: the coordinators hear what it would read, stub the old cards, or go on elsewhere."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from handlers import lifecycle
from handlers.takedown import stubbing
from storage import access, coalitions, companies, joiners, takedowns
from storage.access import Way
from storage.people import Room
from tests.journeys import signed
from tests.journeys.conftest import Shell, Stage

NEW = "C0OTHER"


def bells(stage: Stage, person: str = "U0FELIX") -> list[dict[str, Any]]:
    """List what the bot wrote to somebody directly about a company on its way in."""
    rooms = [each for each in stage.slack.state(person)["channels"] if each["with"] == "U0BOTFACEBOOK"]
    return [each for each in rooms[0]["messages"] if each["bot"] and "on its way" in stage.slack.text(each)]


def connect(stage: Stage, workspace: str = "T0FIREEYE", channel: str | None = None) -> None:
    """Let Slack connect a further company, after it was asked once who is connected already."""
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    before = len(stage.slack.deliveries("channel_shared"))
    stage.slack.share(channel or stage.room, workspace)
    stage.slack.wait(lambda: [one for one in stage.slack.deliveries("channel_shared")[before:] if one["status"] == 200])


def for_me(stage: Stage, person: str = "U0FELIX") -> str:
    """Open somebody's inbox, and give what stands there."""
    if stage.slack.view(person) is not None:
        stage.slack.close(person, all_=True)
    stage.slack.click(person, "for_me", channel=stage.room)
    return stage.top(person)


def messages(stage: Stage, person: str, channel: str, holding: str) -> list[dict[str, Any]]:
    """List what somebody sees in a channel that holds these words."""
    return [each for each in stage.slack.seen(person, channel) if holding in stage.slack.text(each)]


def test_the_old_cards_become_stubs_and_stay_so(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    card = stage.log("U0FRIDA", "74 Facebook pages")
    reference = "TD-" + slack.text(card).partition("TD-")[2][:5]
    connect(stage)
    bell = stage.soon(lambda: bells(stage))[0]
    assert "FIREEYE" not in str(bell).upper()
    said = for_me(stage)
    assert "T0FIREEYE is on its way into" in said.replace("*", "")
    assert "1 card of a record that it may not open" in said
    assert "join_stub" not in str(slack.state("U0FRIDA")["views"])
    slack.click("U0FELIX", "join_stub")
    stage.soon(lambda: messages(stage, "U0GRETA", stage.room, f"{reference} stands in Tocsin"))
    slack.join("U0FIRE", stage.room)
    assert "74 Facebook pages" not in str(slack.seen("U0FIRE", stage.room))
    # Who may see the record opens it from there; who may not finds nothing.
    slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "74" in stage.top("U0GRETA")
    slack.click("U0FIRE", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "74" not in stage.top("U0FIRE")
    # What is revised later stays a stub.
    slack.command("U0FRIDA", stage.room, "/takedown", f"edit {reference}")
    slack.submit("U0FRIDA", {"what": "75 Facebook pages", "reason": "One more."})
    slack.submit("U0FRIDA")
    stage.later(5)
    assert "75 Facebook pages" not in str(slack.seen("U0FIRE", stage.room))
    assert messages(stage, "U0GRETA", stage.room, f"{reference} stands in Tocsin")
    assert "join_stub" not in for_me(stage)


def test_whoever_is_known_or_comes_back_within_an_event_is_told_of_once(stage: Stage) -> None:
    stage.open_doors()
    stage.log("U0FRIDA")
    connect(stage)
    stage.soon(lambda: bells(stage))
    told = stage.slack.deliveries("channel_shared")[-1]["body"]
    again = signed.event(signed.altered(told, event_id="EvAGAIN"))
    assert signed.post(stage.tocsin.url, again, "application/json").status == 200
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    stage.later(5)
    assert len(bells(stage)) == 1
    assert for_me(stage).count("is on its way into") == 1


def test_an_event_that_slack_lost_is_made_up_for(stage: Stage) -> None:
    stage.open_doors()
    stage.log("U0FRIDA")
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    stage.slack.fault(delivery="channel_shared", kind="lost", seconds=0)
    stage.slack.share(stage.room, "T0FIREEYE")
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    assert "T0FIREEYE" in for_me(stage)


def test_where_no_card_stands_only_the_seat_is_asked_about(stage: Stage) -> None:
    with stage.database.begin() as session:
        session.execute(companies.teams.update().where(companies.teams.c.team == "T0FIREEYE").values(team="E0FIREEYE"))
    stage.open_doors()
    connect(stage)
    said = for_me(stage)
    assert "cards of records" not in said
    assert "Seat it as a member" in said
    stage.slack.click("U0FELIX", "join_seat")
    stage.slack.submit("U0FELIX", {"name": "FireEye"})
    # It sits here as an observer already, and another seat is asked of two.
    assert "/coalition admit" in str(stage.field_errors("U0FELIX"))
    stage.slack.submit("U0FELIX", {"name": "Mandiant"})
    assert "Mandiant sits here as a member" in stage.top("U0FELIX")


def test_whoever_is_left_without_a_seat_is_asked_about_no_more(stage: Stage) -> None:
    with stage.database.begin() as session:
        session.execute(companies.teams.delete().where(companies.teams.c.team == "T0FIREEYE"))
    stage.open_doors()
    connect(stage, channel=stage.room)
    assert "pause the cards" in for_me(stage)
    stage.slack.click("U0FELIX", "join_no_seat")
    assert "is on its way into" not in for_me(stage)


def test_a_company_that_is_new_is_seated_as_a_member(stage: Stage) -> None:
    with stage.database.begin() as session:
        fireeye = companies.companies.c.name == "FireEye"
        session.execute(companies.companies.update().where(fireeye).values(left_at=stage.clock()))
        session.execute(companies.teams.delete().where(companies.teams.c.team == "T0FIREEYE"))
    stage.open_doors()
    stage.log("U0FRIDA")
    connect(stage)
    for_me(stage)
    stage.slack.click("U0FELIX", "join_seat")
    stage.slack.submit("U0FELIX", {"name": "Mandiant"})
    assert "Mandiant sits here as a member" in stage.top("U0FELIX")
    stage.slack.join("U0FIRE", stage.room)
    stage.slack.click("U0FIRE", "takedown_log", channel=stage.room)
    assert stage.slack.view("U0FIRE")["callback_id"] == "takedown_form"
    # The cards are still to be decided about.
    assert "Stub the old cards" in for_me(stage)
    stage.slack.click("U0FELIX", "join_leave")
    assert "is on its way into" not in for_me(stage)


def test_the_coalition_goes_on_in_a_new_channel(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    card = stage.log("U0FRIDA", "74 Facebook pages")
    reference = "TD-" + slack.text(card).partition("TD-")[2][:5]
    connect(stage)
    for_me(stage)
    slack.click("U0FELIX", "join_move")
    slack.submit("U0FELIX", {"channel": "C0NOWHERE"})
    nowhere = stage.field_errors("U0FELIX")
    slack.submit("U0FELIX", {"channel": stage.open_room})
    assert stage.field_errors("U0FELIX") == nowhere
    slack.submit("U0FELIX", {"channel": f"https://facebook.slack.com/archives/{NEW}"})
    assert "comes into the new channel" in stage.top("U0FELIX")
    stage.soon(lambda: slack.channel(None, NEW)["pins"])
    stage.soon(lambda: messages(stage, "U0FRIDA", stage.room, "goes on in another channel"))
    with stage.database.read() as session:
        assert coalitions.by_id(session, stage.coalition.id).channel == NEW
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    slack.click("U0GRETA", "takedown_log", channel=NEW)
    slack.submit("U0GRETA", {"what": "39 YouTube channels"})
    slack.submit("U0GRETA")
    stage.soon(lambda: "39 YouTube channels" in str(slack.seen("U0FELIX", NEW)))
    assert "39 YouTube" not in str(slack.seen("U0FRIDA", stage.room))
    assert "74 Facebook pages" in str(slack.seen("U0GRETA", stage.room))
    # The old card stays behind, and follows a revision only so far that it says less.
    slack.join("U0FRIDA", NEW) if "U0FRIDA" not in slack.channel(None, NEW)["members"] else None
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    slack.command("U0FRIDA", NEW, "/takedown", f"edit {reference}")
    slack.submit("U0FRIDA", {"what": "75 Facebook pages", "reason": "One more."})
    slack.submit("U0FRIDA")
    stage.soon(lambda: messages(stage, "U0FRIDA", stage.room, f"{reference} stands in Tocsin"))
    assert "75 Facebook pages" not in str(slack.seen("U0FELIX", NEW))


@pytest.mark.parametrize("person", [("U0GRETA", "T0GOOGLE"), ("U0STRANGER", "T0STRANGER"), ("U0FIRE", "T0FIREEYE")])
def test_nobody_but_a_coordinator_decides_anything(stage: Stage, person: tuple[str, str]) -> None:
    stage.open_doors()
    stage.log("U0FRIDA")
    connect(stage)
    with stage.database.read() as session:
        token = session.execute(joiners.joiners.select()).one().token
    user, team = person
    for action in ("join_stub", "join_leave", "join_seat", "join_no_seat", "join_move"):
        body = {
            "type": "block_actions",
            "user": {"id": user, "team_id": team},
            "team": {"id": "T0FACEBOOK"},
            "api_app_id": "A0TOCSIN",
            "trigger_id": "1.2.3",
            "actions": [{"type": "button", "action_id": action, "value": token, "action_ts": "1.1"}],
            "channel": {"id": stage.room},
        }
        assert signed.post(stage.tocsin.url, signed.interaction(body)).status == 200
    for callback, private in (("join_seat_form", token), ("join_move_form", stage.coalition.token)):
        values = {name: {name: {"type": "plain_text_input", "value": NEW}} for name in ("name", "channel", "which")}
        body = {
            "type": "view_submission",
            "user": {"id": user, "team_id": team},
            "team": {"id": team},
            "api_app_id": "A0TOCSIN",
            "view": {
                "id": "V0FORGED",
                "type": "modal",
                "callback_id": callback,
                "private_metadata": private,
                "app_installed_team_id": "T0FACEBOOK",
                "state": {"values": values},
            },
        }
        assert signed.post(stage.tocsin.url, signed.interaction(body)).status == 200
    with stage.database.read() as session:
        assert session.execute(joiners.joiners.select()).one().choice is None
        assert coalitions.by_id(session, stage.coalition.id).channel == stage.room
        assert len(companies.seated(session, stage.coalition)) == 6


class Died(Exception):  # noqa: N818  It is what happens.
    """The process is no more."""


def test_a_process_that_dies_between_two_cards_leaves_the_rest_to_the_next(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stubbing, "_BATCH", 1)
    for number in (1, 2, 3):
        stage.log("U0FRIDA", f"{number}0 Facebook pages")

    def dies() -> None:
        raise Died

    house = stage.tocsin.house
    with stage.database.begin() as session:
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=stage.room)
        takedowns.stub_cards(session, felix, Room.MEMBERS, way=Way.BUTTON, now=stage.clock())
    with pytest.raises(Died):
        stubbing.carry_on(replace(house, wake_courier=dies), stage.clock())
    stage.soon(lambda: len(messages(stage, "U0GRETA", stage.room, "stands in Tocsin")) == 1)
    stubbing.carry_on(house, stage.clock())
    stage.soon(lambda: len(messages(stage, "U0GRETA", stage.room, "stands in Tocsin")) == 3)
    # What is logged from now on is a card as ever.
    assert "40 Facebook pages" in stage.slack.text(stage.log("U0FRIDA", "40 Facebook pages"))


def test_a_company_that_the_operator_seats_is_told_of_too(stage: Stage, shell: Shell) -> None:
    stage.open_doors()
    stage.log("U0FRIDA")
    shell("company", "add", "Pinterest", "--team", "T0PINTEREST")
    assert "Pinterest is on its way into" in for_me(stage).replace("*", "")
    stage.slack.share(stage.room, "T0FIREEYE")
    stage.slack.click("U0FELIX", "join_leave")
    assert "Pinterest" not in for_me(stage)
