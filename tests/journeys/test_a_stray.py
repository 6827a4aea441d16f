"""Somebody strays into the members' channel: its cards wait, until a coordinator decides or they are gone."""

from __future__ import annotations

from typing import Any

import pytest

from storage import audit, companies, outbox, people, strays
from storage.audit import Act
from storage.companies import Seat
from storage.people import Room
from tests.journeys.conftest import Stage
from tests.journeys.test_every_listener import answers, click

OBSERVER = "U0FIRE"


def strayed(stage: Stage) -> None:
    """Let an observer's analyst come into the members' channel, by somebody's mistake."""
    stage.slack.share(stage.room, "T0FIREEYE")
    stage.slack.join(OBSERVER, stage.room)
    stage.slack.wait(lambda: present(stage))


def present(stage: Stage) -> bool:
    """Tell whether the bot knows that the observer is there."""
    with stage.database.read() as session:
        return strays.any_undecided(session, stage.coalition)


def sent(stage: Stage, person: str, what: str) -> None:
    """Log a takedown, and do not wait for its card."""
    stage.slack.command(person, stage.room, "/takedown", "new")
    stage.slack.submit(person, {"what": what})
    assert stage.field_errors(person) == {}
    stage.slack.submit(person)
    assert stage.slack.view(person) is None


def bells(stage: Stage, person: str = "U0FELIX") -> list[str]:
    """List what the bot wrote to a person about strays."""
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    texts = [message["text"] for im in ims for message in im["messages"]]
    return [text for text in texts if "belongs to no member company" in text]


def waits(stage: Stage, person: str = "U0FRIDA") -> bool:
    """Tell whether a card of a person waits for the channel."""
    with stage.database.read() as session:
        found = people.named(session, stage.coalition, companies.named(session, stage.coalition, "Facebook"), person)
        assert found is not None
        return bool(outbox.held_letters_of(session, found.id))


def inbox(stage: Stage, person: str) -> str:
    stage.slack.click(person, "for_me", channel=stage.room)
    return stage.top(person)


def test_an_observer_strays_in_and_cards_wait_until_a_coordinator_decides(stage: Stage) -> None:
    stage.open_doors()
    strayed(stage)
    (bell,) = stage.soon(lambda: bells(stage))
    assert "FireEye" not in bell
    assert OBSERVER not in bell
    sent(stage, "U0FRIDA", "74 Facebook pages")
    stage.soon(lambda: waits(stage))
    assert stage.cards("U0FRIDA") == []
    assert "waits: somebody in the members’ channel" in inbox(stage, "U0FRIDA")
    stage.slack.close("U0FRIDA", all_=True)
    shown = inbox(stage, "U0FELIX")
    assert "<@U0FIRE>, of FireEye, has been in <#C0MEMBERS> since" in shown
    stage.slack.click("U0FELIX", "coalition_let_read")
    assert "may read along" in stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)
    assert "74 Facebook pages" in stage.slack.text(stage.card("U0FRIDA"))
    assert "belongs to no member company" not in inbox(stage, "U0FELIX")
    with stage.database.read() as session:
        trail = session.execute(audit.trail.select().where(audit.trail.c.act == Act.LET_READ)).all()
    assert [row.detail for row in trail] == ["U0STRANGER", OBSERVER]


def test_who_leaves_again_ends_the_pause_and_is_asked_about_anew_when_they_come_back(stage: Stage) -> None:
    strayed(stage)
    sent(stage, "U0FRIDA", "74 Facebook pages")
    stage.soon(lambda: waits(stage))
    stage.slack.leave(OBSERVER, stage.room)
    assert "74 Facebook pages" in stage.slack.text(stage.card("U0FRIDA"))
    assert not present(stage)
    stage.slack.join(OBSERVER, stage.room)
    stage.soon(lambda: len(bells(stage)) == 2)
    assert present(stage)


def test_what_stands_there_already_is_not_revised_meanwhile_but_may_be_taken_back(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "74 Facebook pages")
    other = stage.log("U0FRIDA", "12 Facebook groups")
    strayed(stage)
    stage.slack.click("U0FRIDA", "takedown_show", channel=stage.room, ts=card["ts"])
    stage.slack.click("U0FRIDA", "takedown_edit")
    stage.slack.submit("U0FRIDA", {"what": "75 Facebook pages", "reason": "Counted again"})
    stage.slack.submit("U0FRIDA")
    stage.soon(lambda: waits(stage))
    stage.slack.click("U0FRIDA", "takedown_show", channel=stage.room, ts=other["ts"])
    stage.slack.click("U0FRIDA", "takedown_withdraw")
    stage.slack.submit("U0FRIDA", {"reason": "Wrong"})
    stage.soon(lambda: "took this record back" in stage.slack.text(message(stage, other)))
    assert "74 Facebook pages" in stage.slack.text(message(stage, card))


def message(stage: Stage, card: dict[str, Any]) -> dict[str, Any]:
    """Give a message as it stands now."""
    (found,) = [each for each in stage.slack.seen("U0FRIDA", stage.room) if each["ts"] == card["ts"]]
    return found


def test_pinned_messages_and_answers_go_while_cards_wait(stage: Stage) -> None:
    strayed(stage)
    stage.open_doors()
    stage.slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> list")
    stage.soon(lambda: "open_asked" in str(stage.slack.seen("U0GRETA", stage.room)[-1]))


@pytest.mark.parametrize("person", ["U0FRIDA", "U0GRETA", OBSERVER])
def test_nobody_else_is_told_or_may_decide(stage: Stage, person: str) -> None:
    stage.open_doors()
    strayed(stage)
    assert "of FireEye" not in inbox(stage, person)
    stage.slack.close(person, all_=True)
    assert bells(stage, person) == []
    with stage.database.begin() as session:
        row = session.execute(strays.strays.select().where(strays.strays.c.user_id == OBSERVER)).one()
    forged(stage, person, row.token)
    forged(stage, person, "AAAAAAAAAAAAAAAAAAAAAA")
    assert present(stage)


def forged(stage: Stage, person: str, token: str) -> None:
    """Send the click that a coordinator would make."""
    teams = {"U0FRIDA": "T0FACEBOOK", "U0GRETA": "T0GOOGLE", OBSERVER: "T0FIREEYE"}
    said = answers(stage, click("coalition_let_read", token, person, teams[person]))
    assert "no longer here, or it is not yours" in said


def test_a_seat_that_the_operator_changes_pauses_and_goes_on(stage: Stage) -> None:
    def seated(seat: Seat) -> None:
        with stage.database.begin() as session:
            companies.add(session, stage.coalition, "Snap", team_ids=["E0SNAP"], seat=seat, now=stage.clock())

    stage.slack.wait(lambda: snap_is_there(stage))
    seated(Seat.OBSERVER)
    sent(stage, "U0FRIDA", "74 Facebook pages")
    stage.soon(lambda: waits(stage))
    seated(Seat.MEMBER)
    stage.soon(lambda: not waits(stage), step=20)


def snap_is_there(stage: Stage) -> bool:
    with stage.database.read() as session:
        snap = companies.named(session, stage.coalition, "Snap")
        return any(person.in_members for person in people.of_company(session, snap))


def test_another_app_is_nobody(stage: Stage) -> None:
    with stage.database.begin() as session:
        people.meet_outsider(session, stage.coalition, "U0OTHERBOT", team="T0GOOGLE", is_bot=True, room=Room.MEMBERS)
        assert not strays.any_undecided(session, stage.coalition)
        assert strays.notice(session, stage.coalition, now=stage.clock()).new == ()
