"""A coordinator plans a meeting: each lead is rung, opens the invitation, answers, and finds who comes."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime
from typing import Any

import icalendar

from storage import meetings
from storage.meetings import Meeting
from tests.journeys.conftest import Stage
from tests.journeys.test_export import came, carried, files_of
from tests.journeys.test_the_coalition import lead

WHEN = "20 September at 10:00"
BELLS = ("An invitation waits", "invited to has changed", "your meetings is new")


def led(stage: Stage) -> None:
    """Give each company its lead."""
    for person, company in (
        ("U0FRIDA", "Facebook"),
        ("U0TESSA", "Twitter"),
        ("U0GRETA", "Google"),
        ("U0MIRA", "Microsoft"),
        ("U0SASHA", "Snap"),
        ("U0FIRE", "FireEye"),
    ):
        lead(stage, person, company)


def plan(stage: Stage, when: str = WHEN, **fields: Any) -> Meeting:
    """Plan a meeting as Felix does: the form shows back what it understood, and is sent once more."""
    stage.slack.command("U0FELIX", stage.room, "/meeting", f"plan {when}")
    stage.slack.submit("U0FELIX", fields)
    assert stage.field_errors("U0FELIX") == {}
    assert "Nothing is saved yet" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    stage.slack.close("U0FELIX")
    return planned(stage)[-1]


def planned(stage: Stage) -> list[Meeting]:
    """List what is planned, in the order in which it was."""
    with stage.database.read() as session:
        found = session.execute(meetings.records.meetings.select().order_by(meetings.records.meetings.c.id)).all()
        return [meetings.by_id(session, row.id) for row in found]


def bells(stage: Stage, person: str) -> list[str]:
    """List the doorbells that somebody heard about meetings."""
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    said = [stage.slack.text(message) for im in ims for message in im["messages"]]
    return [each for each in said if any(bell in each for bell in BELLS)]


def card(stage: Stage, room: str = "", as_: str = "U0GRETA") -> dict[str, Any]:
    """Wait for the card of a meeting in a channel."""
    return stage.soon(lambda: cards(stage, room or stage.room, as_))[-1]


def cards(stage: Stage, room: str, as_: str = "U0GRETA") -> list[dict[str, Any]]:
    """List the cards of meetings in a channel."""
    return [each for each in stage.slack.seen(as_, room) if "meeting_open" in str(each["blocks"])]


def opened(stage: Stage, person: str, file: dict[str, Any]) -> bytes:
    """Open a file that came to somebody."""
    with urllib.request.urlopen(f"{stage.simulator.url}{file['url']}?as={person}") as answer:
        return bytes(answer.read())


def test_from_the_form_to_the_card_and_from_the_bell_to_the_answer(stage: Stage) -> None:
    led(stage)
    made = plan(stage, minutes="90", place="1 Hacker Way", link="https://meet.example/a")
    assert (made.starts_at, made.minutes) == (datetime(2018, 9, 20, 17, tzinfo=UTC), 90)
    posted = card(stage)
    assert "https://meet.example/a" in str(posted["blocks"])
    for said in ("1 Hacker Way", "90 minutes", "Thursday, September 20, 2018 at 10:00"):
        assert said in stage.slack.text(posted)
    # A doorbell says neither when nor where.
    (bell,) = stage.soon(lambda: bells(stage, "U0GRETA"))
    assert not [word for word in ("September", "Hacker", "Facebook", "10:00") if word in bell]
    stage.slack.click("U0GRETA", "meeting_open", channel="U0BOTFACEBOOK")
    page = stage.top("U0GRETA")
    for said in ("1 Hacker Way", "America/Los_Angeles", "Thursday, September 20, 2018 at 10:00", "No answer yet"):
        assert said in page
    stage.slack.click("U0GRETA", "meeting_yes")
    assert "You will come." in stage.top("U0GRETA")
    stage.slack.command("U0FRIDA", stage.room, "/meeting")
    assert "1 of 5 companies come" in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "meeting_open")
    assert "Coming  Google" in stage.top("U0FRIDA").replace("*", "")
    assert bells(stage, "U0FIRE") == []


def test_moving_tells_everybody_once_and_the_card_and_the_file_follow(stage: Stage) -> None:
    led(stage)
    made = plan(stage)
    stage.soon(lambda: bells(stage, "U0MIRA"))
    first = card(stage)
    stage.slack.click("U0GRETA", "meeting_open", channel=stage.room, ts=first["ts"])
    stage.slack.click("U0GRETA", "meeting_file")
    assert "comes to you as a direct message" in stage.top("U0GRETA")
    before = icalendar.Calendar.from_ical(came(stage, "U0GRETA")).events[0]
    assert (str(before["summary"]), "attendee" in before, "location" in before) == ("Meeting", False, False)
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.command("U0FELIX", stage.room, "/meeting", "move")
    stage.slack.submit("U0FELIX", {"when": "2018-09-21 14:00", "place": "Mountain View"})
    assert "Mountain View" in stage.top("U0FELIX")
    (moved,) = planned(stage)
    assert (moved.starts_at, moved.uid, moved.sequence) == (datetime(2018, 9, 21, 21, tzinfo=UTC), made.uid, 1)
    stage.soon(lambda: "Mountain View" in stage.slack.text(card(stage)))
    assert len(cards(stage, stage.room)) == 1
    for person in ("U0GRETA", "U0MIRA", "U0FRIDA"):
        assert len(stage.soon(lambda person=person: len(bells(stage, person)) > 1 and bells(stage, person))) == 2
    # Whoever took the file is offered the newer one, of the same event.
    stage.slack.click("U0GRETA", "meeting_open", channel=stage.room, ts=first["ts"])
    assert "is not right any more" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "meeting_file")
    (_, newer) = carried(stage, lambda: files_of(stage, "U0GRETA")[1:] and files_of(stage, "U0GRETA"))
    after = icalendar.Calendar.from_ical(opened(stage, "U0GRETA", newer)).events[0]
    assert (after["uid"], before["sequence"], after["sequence"]) == (before["uid"], 0, 1)
    assert after.start.isoformat() == "2018-09-21T14:00:00-07:00"
