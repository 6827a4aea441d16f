"""A coordinator plans a meeting: each lead is rung, opens the invitation, answers, and finds who comes."""

from __future__ import annotations

import urllib.request
from datetime import UTC, datetime
from typing import Any

import icalendar
import pytest

from handlers.meeting import telling
from storage import access, companies, leaving, meetings
from storage.companies import Seat
from storage.meetings import Meeting, MeetingState
from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.test_at_the_same_time import together
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
    shut(stage, "U0FELIX")
    return planned(stage)[-1]


def shut(stage: Stage, person: str) -> None:
    """Close what somebody has open, if anything."""
    if stage.slack.view(person) is not None:
        stage.slack.close(person, all_=True)


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
    shut(stage, "U0GRETA")
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


def test_whoever_planned_sends_the_form_twice_and_plans_once(stage: Stage) -> None:
    led(stage)
    stage.slack.command("U0FELIX", stage.room, "/meeting", f"plan {WHEN}")
    stage.slack.submit("U0FELIX")
    form = stage.slack.view("U0FELIX")
    assert form is not None
    stage.slack.submit("U0FELIX")
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    assert "No answer yet" in "".join(together(stage, sent, sent))
    assert len(planned(stage)) == 1
    assert len(stage.soon(lambda: bells(stage, "U0GRETA"))) == 1


def test_of_two_who_move_it_at_once_the_second_is_shown_how_it_stands_and_loses_nothing(stage: Stage) -> None:
    led(stage)
    lead(stage, "U0FRIDA", "Facebook", Role.COORDINATOR)
    plan(stage)
    for person in ("U0FELIX", "U0FRIDA"):
        stage.slack.command(person, stage.room, "/meeting", "move")
    stage.slack.submit("U0FELIX", {"when": "2018-09-21 14:00"})
    stage.slack.submit("U0FRIDA", {"when": "2018-09-24 09:00", "place": "Dublin"})
    said = stage.top("U0FRIDA")
    for words in ("Somebody else changed this meeting", "Friday, September 21, 2018 at 14:00"):
        assert words in said
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    assert view["values"]["place"]["place"]["value"] == "Dublin"
    assert (planned(stage)[0].place, planned(stage)[0].sequence) == ("", 1)
    stage.slack.submit("U0FRIDA")
    assert (planned(stage)[0].place, planned(stage)[0].sequence) == ("Dublin", 2)
    # Cancelling what changed since it was asked about is asked once more, of how it stands.
    shut(stage, "U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/meeting", "cancel")
    shut(stage, "U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/meeting", "déplacer")
    stage.slack.submit("U0FELIX", {"when": "2018-09-25 09:00"})
    stage.slack.submit("U0FRIDA")
    assert "Tuesday, September 25, 2018 will be cancelled" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    assert "This meeting is cancelled." in stage.top("U0FRIDA")
    stage.soon(lambda: "Cancelled" in stage.slack.text(card(stage)))
    assert len(stage.soon(lambda: len(bells(stage, "U0MIRA")) > 4 and bells(stage, "U0MIRA"))) == 5


def test_a_rule_and_a_place_in_words_make_a_series_which_pauses_goes_on_and_ends(stage: Stage) -> None:
    led(stage)
    stage.slack.command("U0FELIX", stage.room, "/meeting", "plan third Thursday 10:00 New York")
    stage.slack.submit("U0FELIX", {"host": choice(stage, "U0FELIX", "host", "Google"), "rotates": ["yes"]})
    for said in (
        "The third Thursday of the month at 10:00",
        "Thursday, September 20, 2018 at 10:00",
        "America/New_York",
    ):
        assert said in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    first, second = planned(stage)
    assert (first.starts_at, first.host, second.host) == (datetime(2018, 9, 20, 14, tzinfo=UTC), "Google", "Microsoft")
    # Nobody is rung for the second one yet: two weeks before it they are.
    assert len(stage.soon(lambda: bells(stage, "U0GRETA"))) == 1
    shut(stage, "U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/meeting", "pause")
    assert "Thursday, September 20, 2018 and Thursday, October 18, 2018" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    assert "(paused)" in stage.top("U0FELIX")
    assert [one.state for one in planned(stage)] == [MeetingState.CANCELLED] * 2
    stage.slack.click("U0FELIX", "meeting_resume")
    assert [one.state for one in planned(stage)] == [MeetingState.PLANNED] * 2
    assert [one.uid for one in planned(stage)] == [first.uid, second.uid]
    stage.slack.click("U0FELIX", "meeting_rhythm")
    stage.slack.submit("U0FELIX", {"when": "premier mardi du mois à 9 h"})
    assert "Tuesday, September 4, 2018 at 09:00" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    assert planned(stage)[0].starts_at == datetime(2018, 9, 4, 13, tzinfo=UTC)
    stage.slack.click("U0FELIX", "meeting_stop")
    stage.slack.submit("U0FELIX")
    assert "No meeting is planned." in stage.top("U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/coalition")
    assert "The first Tuesday of the month at 09:00" in stage.top("U0FELIX")
    # Pause, resumption, rhythm and end: one bell each, though two meetings changed.
    assert len(stage.soon(lambda: len(bells(stage, "U0GRETA")) > 4 and bells(stage, "U0GRETA"))) == 5
    assert len(cards(stage, stage.room)) == 1


def choice(stage: Stage, person: str, field: str, name: str) -> str:
    """Find in a menu of the open form what has a name."""
    view = stage.slack.view(person)
    assert view is not None
    (block,) = [one for one in view["blocks"] if one.get("block_id") == field]
    return next(one["value"] for one in block["element"]["options"] if name in one["text"]["text"])


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"when": "gibberish"}, "when", "was not understood"),
        ({"when": "30 February at 10:00"}, "when", "a day that does not come"),
        ({"when": "every 60 weeks on Monday at 9:00"}, "when", "Too far apart"),
        ({"when": "today at 8:00"}, "when", "is over"),
        ({"zone": "Middle of nowhere"}, "zone", "Write a zone"),
        ({"link": "javascript:alert(1)"}, "link", "begins with https://"),
    ],
)
def test_what_cannot_be_planned_is_said_at_its_field(
    stage: Stage, typed: dict[str, str], field: str, said: str
) -> None:
    stage.slack.command("U0FELIX", stage.room, "/meeting", f"plan {WHEN}")
    stage.slack.submit("U0FELIX", typed)
    assert said in stage.field_errors("U0FELIX")[field]
    assert planned(stage) == []


def test_an_hour_that_the_clocks_skip_or_repeat_is_said_before_it_is_planned(stage: Stage) -> None:
    for when, said in (
        (
            "10 March 2019 at 2:30 am",
            "The clocks skip that hour on one of these days. It begins Sunday, March 10, 2019 at 03:00",
        ),
        ("4 November 2018 at 1:30 am", "The first time counts: Sunday, November 4, 2018 at 01:30"),
        ("every Sunday at 2:30 am", "It begins Sunday, March 10, 2019 at 03:00 then."),
    ):
        stage.slack.command("U0FELIX", stage.room, "/meeting", f"plan {when}")
        stage.slack.submit("U0FELIX")
        assert said in stage.top("U0FELIX")
        shut(stage, "U0FELIX")
    plan(stage, "4 November 2018 at 1:30 am")
    assert planned(stage)[0].starts_at == datetime(2018, 11, 4, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("language", ["fr"])
def test_in_french_from_the_words_of_a_direct_message_to_the_answer_by_the_button(stage: Stage) -> None:
    led(stage)
    stage.slack.say("U0FELIX", "U0BOTFACEBOOK", "réunion planifier 20 septembre à 10 h 30")
    stage.soon(lambda: "open_asked" in str(stage.slack.seen("U0FELIX", "U0BOTFACEBOOK")))
    stage.slack.click("U0FELIX", "open_asked", channel="U0BOTFACEBOOK")
    assert "Planifier une réunion" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX")
    assert "jeudi 20 septembre 2018 à 10:30" in stage.top("U0FELIX").replace("\u202f", " ")
    stage.slack.submit("U0FELIX")
    stage.open_doors()
    stage.slack.click("U0MIRA", "for_me", channel=stage.room)
    assert "Vous avez une invitation" in stage.top("U0MIRA")
    stage.slack.click("U0MIRA", "meeting_open")
    stage.slack.click("U0MIRA", "meeting_no")
    assert "Vous ne viendrez pas." in stage.top("U0MIRA")
    # By the button of the pinned message, and by a mention.
    stage.slack.click("U0SASHA", "meeting_overview", channel=stage.room)
    assert "0 entreprise" in stage.top("U0SASHA")
    stage.mention("U0GRETA", "réunion")
    assert "Réunions" in stage.top("U0GRETA")
    assert len(planned(stage)) == 1


def test_the_deputy_whom_the_lead_sends_is_rung_and_the_answer_is_the_companys(stage: Stage) -> None:
    led(stage)
    plan(stage)
    stage.soon(lambda: bells(stage, "U0FRIDA"))
    stage.slack.command("U0FRIDA", stage.room, "/meeting")
    stage.slack.click("U0FRIDA", "meeting_open")
    stage.slack.click("U0FRIDA", "meeting_deputy")
    stage.slack.submit("U0FRIDA", {"deputy": choice(stage, "U0FRIDA", "deputy", "Felix")})
    assert "You send" in stage.top("U0FRIDA")
    assert len(stage.soon(lambda: bells(stage, "U0FELIX"))) == 1
    with stage.database.read() as session:
        (facebook,) = [one for one in meetings.attendance(session, planned(stage)[0]) if one.company.name == "Facebook"]
    assert facebook.reply is meetings.Reply.DEPUTY
    # Somebody who leads nothing answers for themselves, and their company's answer stays.
    shut(stage, "U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/meeting")
    stage.slack.click("U0FELIX", "meeting_open")
    stage.slack.click("U0FELIX", "meeting_no")
    assert "Sending a deputy  Facebook" in stage.top("U0FELIX").replace("*", "")


def test_observers_find_the_meetings_that_are_open_and_of_others_nothing(stage: Stage) -> None:
    led(stage)
    stage.open_doors()
    plan(stage, place="1 Hacker Way")
    stage.slack.click("U0FIRE", "meeting_overview", channel=stage.open_room)
    assert "No meeting is planned." in stage.top("U0FIRE")
    assert cards(stage, stage.open_room, "U0FIRE") == []
    shut(stage, "U0FIRE")
    stage.slack.command("U0FELIX", stage.room, "/meeting", "move")
    stage.slack.submit("U0FELIX", {"with_open": ["yes"]})
    shown = card(stage, stage.open_room, "U0FIRE")
    assert "1 Hacker Way" in stage.slack.text(shown)
    assert len(stage.soon(lambda: bells(stage, "U0FIRE"))) == 1
    stage.slack.click("U0FIRE", "meeting_open", channel=stage.open_room, ts=shown["ts"])
    page = stage.top("U0FIRE")
    # Observers find no names of people but their own company's.
    assert "Felix" not in page
    assert "U0FELIX" not in page
    stage.slack.click("U0FIRE", "meeting_yes")
    assert "Coming  FireEye" in stage.top("U0FIRE").replace("*", "")
    shut(stage, "U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/meeting", "move")
    stage.slack.submit("U0FELIX", {"with_open": []})
    stage.soon(lambda: "for members now" in str(stage.slack.seen("U0FIRE", stage.open_room)))
    shut(stage, "U0FIRE")
    stage.slack.click("U0FIRE", "meeting_overview", channel=stage.open_room)
    assert "No meeting is planned." in stage.top("U0FIRE")


def test_only_those_who_coordinate_plan_and_nobody_else_is_offered_to(stage: Stage) -> None:
    led(stage)
    plan(stage)
    for words in ("plan tomorrow at 10:00", "move", "cancel", "pause", "resume", "rhythm", "stop"):
        stage.slack.command("U0FRIDA", stage.room, "/meeting", words)
        assert "coordinate" in stage.aside("U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/meeting")
    assert "meeting_plan" not in str(stage.slack.view("U0FRIDA"))
    stage.slack.click("U0FRIDA", "meeting_open")
    assert "meeting_cancel" not in str(stage.slack.view("U0FRIDA"))
    assert [one.sequence for one in planned(stage)] == [0]


def test_a_company_that_comes_later_is_invited_and_one_that_leaves_is_not_any_more(stage: Stage) -> None:
    led(stage)
    made = plan(stage)
    stage.soon(lambda: bells(stage, "U0MIRA"))
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "FireEye", team_ids=[], seat=Seat.MEMBER, now=stage.clock())
        google = companies.named(session, stage.coalition, "Google")
    stage.slack.share(stage.room, "T0FIREEYE")
    stage.slack.join("U0FIRE", stage.room)
    telling.keep(stage.tocsin.house, stage.clock())
    assert len(stage.soon(lambda: bells(stage, "U0FIRE"))) == 1
    assert len(bells(stage, "U0MIRA")) == 1
    with stage.database.begin() as session:
        greta = access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel=stage.room)
        meetings.answer(session, greta, made.token, meetings.Reply.YES, now=stage.clock())
        leaving.by_operator(session, stage.coalition, google, reason="", now=stage.clock())
        names = [one.company.name for one in meetings.attendance(session, made)]
    assert "Google" not in names
    stage.slack.click("U0GRETA", "meeting_open", channel="U0BOTFACEBOOK")
    assert "Tocsin does not know your company here" in stage.top("U0GRETA")


def test_where_the_channel_takes_no_card_those_who_coordinate_hear_of_it_and_find_why(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.fault(method="chat.postMessage", kind="error", error="is_archived", times=1)
    plan(stage)
    stage.soon(lambda: "about a meeting did not get through" in str(stage.slack.seen("U0FELIX", "U0BOTFACEBOOK")))
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    assert "did not get through to the channel: Tocsin is not in the channel" in stage.top("U0FELIX")
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "did not get through" not in stage.top("U0GRETA")
