"""The members vote, one voice a company, openly or in secret; the voted rhythm becomes that of the meetings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

import handlers
from storage import access, decisions, meetings
from storage.access import Way
from storage.meetings import Plan
from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.test_commitments import for_me, put_away
from tests.journeys.test_the_coalition import lead

LEADS = {"U0FRIDA": "Facebook", "U0TESSA": "Twitter", "U0GRETA": "Google", "U0MIRA": "Microsoft"}
RHYTHMS = "third Thursday 10:00\nfirst Monday 9:30"


@pytest.fixture
def led(stage: Stage) -> Stage:
    """Four companies have a lead."""
    for person, company in LEADS.items():
        lead(stage, person, company)
    return stage


def ballot(stage: Stage, as_: str = "U0GRETA") -> dict[str, Any]:
    """Find the one message in the members' channel in which is voted."""
    found = stage.soon(lambda: [one for one in stage.slack.seen(as_, stage.room) if "decision_" in str(one["blocks"])])
    assert len(found) == 1
    return found[0]


def words(stage: Stage, as_: str = "U0GRETA") -> str:
    """Read what that message says."""
    return " ".join(stage.slack.text(ballot(stage, as_)).split())


def put(stage: Stage, text: str = "How often we meet", **fields: Any) -> None:
    """Put something to the vote with a command."""
    stage.slack.command("U0FELIX", stage.room, "/meeting", f"vote {text}")
    stage.slack.submit("U0FELIX", {f"decision_{name}": value for name, value in fields.items()})
    assert stage.field_errors("U0FELIX") == {}
    assert "The members’ channel is asked" in stage.top("U0FELIX")
    put_away(stage, "U0FELIX")


def vote(stage: Stage, person: str, option: int) -> None:
    """Vote by the button in the channel."""
    stage.slack.click(person, f"decision_vote:{option}", channel=stage.room, ts=ballot(stage)["ts"])


def kept(stage: Stage) -> Any:
    """Read what is kept."""
    with stage.database.read() as session:
        (row,) = session.execute(select(decisions.decisions)).all()
    return row


def visit(stage: Stage) -> None:
    """Let the clock count."""
    (job,) = [one for one in handlers.JOBS if one.name == "votes"]
    job.run(stage.tocsin.house, stage.clock())


def planned(stage: Stage) -> None:
    """Plan a series of meetings."""
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=stage.room)
        wanted = Plan("America/Los_Angeles", rule="RRULE:FREQ=WEEKLY;BYDAY=WE;BYHOUR=10;BYMINUTE=0")
        meetings.plan(session, who, wanted, way=Way.FORM, now=stage.clock())


def test_an_open_vote_from_the_command_to_the_result_that_follows(led: Stage) -> None:
    put(led)
    assert "0 of 5 member companies have voted" in words(led)
    vote(led, "U0GRETA", 0)
    vote(led, "U0TESSA", 1)
    vote(led, "U0GRETA", 1)
    led.soon(lambda: "Google and Twitter" in words(led))
    assert "2 of 5" in words(led)
    # Somebody who is neither lead nor deputy gives no voice.
    vote(led, "U0FELIX", 0)
    assert "given by its lead or its deputy" in led.top("U0FELIX")
    put_away(led, "U0FELIX")
    led.slack.click("U0FELIX", "decision_show", channel=led.room, ts=ballot(led)["ts"])
    led.slack.click("U0FELIX", "decision_close")
    assert "Decided" in led.top("U0FELIX")
    led.soon(lambda: "That is decided." in words(led))
    assert "Against 2 Google and Twitter" in words(led)
    # The buttons are gone; a click that was under way comes too late.
    assert "decision_vote" not in str(ballot(led))


def test_by_the_inbox_with_a_doorbell_that_carries_nothing(led: Stage) -> None:
    led.open_doors()
    put(led, "Whether we meet at the harbour")
    said = led.soon(lambda: bells(led, "U0MIRA"))
    assert said == ["Your company’s voice is asked."]
    assert bells(led, "U0FELIX") == []
    assert "harbour" in for_me(led, "U0MIRA")
    led.slack.click("U0MIRA", "decision_show")
    led.slack.click("U0MIRA", "decision_vote:2")
    assert "noted: Abstain" in led.top("U0MIRA")
    assert "harbour" not in for_me(led, "U0MIRA")


def bells(stage: Stage, person: str) -> list[str]:
    """List what rang for a company's voice."""
    direct = [each for each in stage.slack.state(person)["channels"] if each["kind"] == "im"]
    said = [each["text"] for channel in direct for each in channel["messages"]]
    return [each for each in said if "voice" in each]


def test_in_secret_only_who_voted_is_shown_and_the_sum_in_the_end(led: Stage) -> None:
    put(led, secret=["yes"])
    for person, option in (("U0FRIDA", 0), ("U0TESSA", 1), ("U0GRETA", 1)):
        vote(led, person, option)
    led.soon(lambda: "3 of 5" in words(led))
    assert "Facebook, Google, and Twitter" in words(led)
    assert "told to nobody" in words(led)
    for person in LEADS:
        led.slack.click(person, "decision_show", channel=led.room, ts=ballot(led)["ts"])
        assert "Your company chose" not in led.top(person)
        put_away(led, person)
    led.clock.advance(days=4)
    visit(led)
    visit(led)
    led.soon(lambda: "That is decided." in words(led))
    assert "For 1" in words(led)
    assert "Against 2" in words(led)
    with led.database.read() as session:
        assert set(session.execute(select(decisions.votes.c.option)).scalars()) == {None}


def test_of_too_few_secret_voices_nothing_is_told(led: Stage) -> None:
    put(led, secret=["yes"])
    vote(led, "U0GRETA", 0)
    led.clock.advance(days=4)
    visit(led)
    led.soon(lambda: "nothing is told" in words(led))
    assert "For 1" not in words(led)


def test_the_voted_rhythm_becomes_that_of_the_meetings(led: Stage) -> None:
    planned(led)
    led.slack.command("U0FELIX", led.room, "/meeting", "vote How often we meet")
    led.slack.submit("U0FELIX", {"decision_options": "now and then\nnever", "decision_rhythm": ["yes"]})
    assert "no rhythm that is understood" in led.field_errors("U0FELIX")["decision_options"]
    led.slack.submit("U0FELIX", {"decision_options": RHYTHMS, "decision_rhythm": ["yes"]})
    put_away(led, "U0FELIX")
    for person in ("U0GRETA", "U0TESSA"):
        vote(led, person, 0)
    led.clock.advance(days=4)
    visit(led)
    led.soon(lambda: "how often you meet from now on" in words(led))
    with led.database.read() as session:
        (series,) = meetings.series_of(session, led.coalition)
        coming = meetings.next_of(session, led.coalition, led.clock(), reader=people_room())
    assert series.rule == "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
    assert coming is not None
    assert coming.starts_at == datetime(2018, 9, 20, 17, 0, tzinfo=UTC)


def people_room() -> Any:
    """Name the members' channel."""
    from storage.people import Room  # noqa: PLC0415  Beside its only use.

    return Room.MEMBERS


def test_what_cannot_be_put_to_the_vote_is_said_at_its_field(led: Stage) -> None:
    led.slack.command("U0FELIX", led.room, "/meeting", "vote")
    for fields, field, why in (
        ({"decision_text": "off the record: us"}, "decision_text", "what is to be decided"),
        ({"decision_text": "Where", "decision_options": "One"}, "decision_options", "two to 8 options"),
        ({"decision_options": "One\none"}, "decision_options", "two to 8 options"),
        ({"decision_options": "", "decision_until": "2018-08-01"}, "decision_until", "within three months"),
        ({"decision_until": "2020-08-01"}, "decision_until", "within three months"),
    ):
        led.slack.submit("U0FELIX", fields)
        assert why in led.field_errors("U0FELIX")[field]
    with led.database.read() as session:
        assert session.execute(select(decisions.decisions)).all() == []


@pytest.mark.parametrize(("person", "room"), [("U0GRETA", "room"), ("U0FIRE", "open_room")])
def test_only_those_who_coordinate_put_something_to_the_vote(led: Stage, person: str, room: str) -> None:
    led.mention(person, "meeting vote where we meet", room=getattr(led, room))
    assert "coordinat" in led.top(person) + str(led.slack.notices(person))
    with led.database.read() as session:
        assert session.execute(select(decisions.decisions)).all() == []


@pytest.mark.parametrize("language", ["fr"])
def test_in_french(led: Stage) -> None:
    led.slack.command("U0FELIX", led.room, "/meeting", "voter À quel rythme nous réunir")
    led.slack.submit("U0FELIX")
    put_away(led, "U0FELIX")
    vote(led, "U0GRETA", 0)
    led.soon(lambda: "Google" in words(led))
    assert "Pour" in words(led)
    assert kept(led).state == "voting"


def test_a_deputy_s_later_voice_takes_the_place_of_the_lead_s(led: Stage) -> None:
    lead(led, "U0FELIX", "Facebook", Role.DEPUTY)
    put(led)
    vote(led, "U0FRIDA", 0)
    vote(led, "U0FELIX", 1)
    led.soon(lambda: "1 of 5" in words(led))
    led.soon(lambda: "Against Facebook" in words(led))
    assert "1 of 5" in words(led)
