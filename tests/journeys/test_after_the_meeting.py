"""A meeting ends, its minutes are written, corrected by the companies, posted, and taken along as files."""

from __future__ import annotations

import urllib.request
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

import handlers
from handlers.views.minutes import files
from handlers.views.wording import language
from storage import access, agendas, companies, drafts, meetings, minutes, updates
from storage.access import Speaker, Way
from storage.audiences import Mark, Scope
from storage.companies import Seat
from storage.errors import Unknown
from storage.meetings import Meeting, Plan, Reply
from storage.minutes import State
from storage.people import Room
from tests.handlers import after_views
from tests.journeys.conftest import Stage
from tests.journeys.test_commitments import all_of_them, for_me, put_away
from tests.journeys.test_export import carried, files_of
from tests.journeys.test_the_coalition import lead
from tests.simulator.browser import chromium

LEADS = {"U0FRIDA": "Facebook", "U0TESSA": "Twitter", "U0GRETA": "Google", "U0MIRA": "Microsoft"}
TEAMS = {"U0FELIX": "T0FACEBOOK", "U0FRIDA": "T0FACEBOOK", "U0TESSA": "T0TWITTER", "U0GRETA": "T0GOOGLE"}
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=WE;BYHOUR=10;BYMINUTE=0"


@pytest.fixture
def met(stage: Stage) -> Stage:
    """Four companies have a lead; a meeting that Felix invites to began an hour ago, Greta takes its notes."""
    stage.open_doors()
    for person, company in LEADS.items():
        lead(stage, person, company)
    with stage.database.begin() as session:
        felix = speaker(session, stage, "U0FELIX")
        greta = speaker(session, stage, "U0GRETA")
        wanted = Plan("America/Los_Angeles", rule=WEEKLY, notes_id=greta.person_id, with_open=True)
        meeting = meetings.plan(session, felix, wanted, way=Way.FORM, now=stage.clock())
        for person, reply in (("U0GRETA", Reply.YES), ("U0TESSA", Reply.NO), ("U0FRIDA", Reply.DEPUTY)):
            who = speaker(session, stage, person)
            meetings.answer(session, who, meeting.token, reply, way=Way.FORM, now=stage.clock())
    stage.clock.now = meeting.starts_at + timedelta(minutes=59)
    return stage


def speaker(session: Any, stage: Stage, person: str) -> Speaker:
    """Find somebody as they speak in the members' channel."""
    return access.recognise(session, team_ids=[TEAMS[person]], user_id=person, channel=stage.room)


def newest(stage: Stage) -> tuple[Any, Meeting]:
    """Read how far the minutes of the first meeting are."""
    with stage.database.read() as session:
        meeting = meetings.by_id(session, 1)
        return minutes.of_meeting(session, 1), meeting


def visit(stage: Stage) -> None:
    """Let the clock take minutes further."""
    (job,) = [one for one in handlers.JOBS if one.name == "minutes"]
    job.run(stage.tocsin.house, stage.clock())


def plain(text: str) -> str:
    """Leave out what only shapes a text."""
    return " ".join(text.replace("*", "").split())


def page_of(stage: Stage, person: str) -> str:
    """Read the page on top."""
    return plain(stage.top(person))


def posted(stage: Stage, as_: str = "U0GRETA", room: str = "") -> str:
    """Read the minutes in a channel."""
    seen = stage.slack.seen(as_, room or stage.room)
    found = [one for one in seen if one["text"].startswith(("Minutes of", "Procès-verbal"))]
    assert len(found) <= 1
    return plain(stage.slack.text(found[0])) if found else ""


def bells(stage: Stage, person: str) -> list[str]:
    """List what rang for minutes."""
    direct = [each for each in stage.slack.state(person)["channels"] if each["kind"] == "im"]
    return [one["text"] for each in direct for one in each["messages"] if one["text"].startswith("Minutes")]


NOTES = {
    "minutes_among": "How we name networks\noff the record: what our lawyers think\n- Holidays",
    "minutes_before_all": "Thanks to our hosts",
    "minutes_decisions": "We keep to one list",
    "minutes_rhythm": "third Thursday 10:00",
    "minutes_commitments": "Google: share its list by Friday\nfacebook: send its notes by 14 September",
}


def ended(stage: Stage, **more: Any) -> None:
    """End the meeting with the form, as the note taker does."""
    stage.mention("U0GRETA", "meeting end")
    stage.slack.submit("U0GRETA", NOTES | more)
    assert stage.field_errors("U0GRETA") == {}


def test_from_the_end_of_the_meeting_to_the_posted_minutes(met: Stage) -> None:
    met.mention("U0GRETA", "meeting end")
    shown = str(met.slack.view("U0GRETA"))
    assert "After the meeting" in shown
    met.slack.submit("U0GRETA", NOTES)
    assert met.field_errors("U0GRETA") == {}
    page = page_of(met, "U0GRETA")
    # Who answered yes or sends a deputy was there; who said no sends regrets.
    assert "Present Facebook and Google Regrets Twitter" in page
    assert "share its list" in page
    assert "send its notes" not in page
    assert "lawyers" not in page
    there, meeting = newest(met)
    assert (there.state, meeting.state) == (State.WRITING, "ended")
    met.slack.click("U0GRETA", "minutes_send")
    put_away(met, "U0GRETA")
    for person in LEADS:
        met.soon(lambda person=person: bells(met, person))  # type: ignore[misc]
        assert bells(met, person) == ["Minutes wait for your corrections."]
    # Facebook's lead says that what was noted of it is so; Twitter was there after all.
    assert "understood that Facebook will share this" in for_me(met, "U0FRIDA")
    met.slack.click("U0FRIDA", "commitment_confirm")
    for_me(met, "U0TESSA")
    met.slack.click("U0TESSA", "minutes_correct")
    met.slack.submit("U0TESSA", {"minutes_presence": "present", "minutes_remark": "We came late."})
    assert "remark stands in the minutes" in met.top("U0TESSA")
    assert posted(met) == ""
    met.clock.advance(days=3, minutes=1)
    visit(met)
    visit(met)
    said = met.soon(lambda: posted(met))
    assert "Present Facebook, Google, and Twitter" in said
    assert "Regrets" not in said
    assert "By consensus: We keep to one list" in said
    assert "How we name networks" in said
    assert "send its notes (by Friday, September 14, 2018)" in said
    assert "Twitter: We came late." in said
    assert newest(met)[1].state == "closed"
    # The rhythm that was decided is that of the series from now on.
    with met.database.read() as session:
        (series,) = meetings.series_of(session, met.coalition)
    assert series.rule == "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
    # Observers read what is for them, in their own channel.
    opened = met.soon(lambda: posted(met, "U0FIRE", met.open_room))
    assert "Thanks to our hosts" in opened
    for hidden in ("How we name", "one list", "share its list", "We came late"):
        assert hidden not in opened


def test_a_guest_opens_the_posted_minutes_of_a_meeting_that_they_came_to(met: Stage) -> None:
    with met.database.begin() as session:
        companies.add(session, met.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=met.clock())
    ended(met)
    met.slack.click("U0GRETA", "minutes_send")
    met.clock.advance(days=4)
    visit(met)
    visit(met)
    met.soon(lambda: posted(met, "U0FIRE", met.open_room))
    met.slack.click("U0FIRE", "minutes_open", channel=met.open_room)
    page = page_of(met, "U0FIRE")
    assert "Thanks to our hosts" in page
    for hidden in ("How we name", "one list", "share its list", "Write them", "As Markdown"):
        assert hidden not in page


def test_what_is_posted_follows_what_becomes_of_it(met: Stage) -> None:
    ended(met)
    met.slack.click("U0GRETA", "minutes_send")
    met.clock.advance(days=4)
    visit(met)
    visit(met)
    met.soon(lambda: "share its list (by" in posted(met))
    put_away(met, "U0GRETA")
    for_me(met, "U0GRETA")
    met.slack.click("U0GRETA", "commitment_move")
    met.slack.submit("U0GRETA", {"commitment_due": "2018-10-05"})
    met.clock.advance(minutes=2)
    visit(met)
    met.soon(lambda: "October 5, 2018" in posted(met))


def test_nobody_ends_it_and_it_goes_its_way_by_the_clock(met: Stage) -> None:
    met.clock.advance(hours=2)
    visit(met)
    assert newest(met)[0] is None
    met.clock.advance(minutes=2)
    visit(met)
    visit(met)
    met.soon(lambda: bells(met, "U0GRETA"))
    assert bells(met, "U0GRETA") == ["Minutes wait to be written."]
    assert bells(met, "U0FELIX") == []
    assert "yours to write" in for_me(met, "U0GRETA")
    met.clock.advance(days=3, minutes=1)
    visit(met)
    assert newest(met)[0].state is State.CORRECTING
    met.clock.advance(days=3, minutes=1)
    visit(met)
    said = met.soon(lambda: posted(met))
    assert "Present Facebook and Google" in said


def test_two_write_at_once_and_nothing_is_lost(met: Stage) -> None:
    met.mention("U0GRETA", "meeting end")
    met.slack.command("U0FELIX", met.room, "/meeting", "end")
    met.slack.submit("U0GRETA", NOTES)
    met.slack.submit("U0FELIX", {"minutes_among": "A point of Felix", "minutes_decisions": "We meet at the harbour"})
    assert met.field_errors("U0FELIX") == {}
    page = page_of(met, "U0FELIX")
    for text in ("How we name networks", "Holidays", "A point of Felix", "one list", "harbour", "share its list"):
        assert text in page
    # Whoever writes more sees all of it, and what they take out is out.
    met.slack.click("U0FELIX", "minutes_write")
    met.slack.submit("U0FELIX", {"minutes_among": "Holidays"})
    page = met.top("U0FELIX")
    assert "A point of Felix" not in page
    assert "Holidays" in page


def test_what_cannot_be_taken_stays_in_the_form_and_its_draft(met: Stage) -> None:
    met.mention("U0GRETA", "meeting end")
    for fields, field, why in (
        ({"minutes_commitments": "Nobody: something by Friday"}, "minutes_commitments", "names no company"),
        ({"minutes_commitments": "Google: something"}, "minutes_commitments", "no day to come"),
        ({"minutes_commitments": "", "minutes_rhythm": "now and then"}, "minutes_rhythm", "no rhythm"),
        ({"minutes_rhythm": "", "minutes_days": "99"}, "minutes_days", "from 1 to 30"),
        ({"minutes_days": "3", "minutes_among": "x" * 501}, "minutes_among", "longer than 500"),
    ):
        met.slack.submit("U0GRETA", fields)
        assert why in met.field_errors("U0GRETA")[field]
    assert "A draft that you have not sent" in for_me(met, "U0GRETA")
    met.slack.click("U0GRETA", "minutes_resume")
    assert "x" * 501 in str(met.slack.view("U0GRETA"))
    assert all_of_them(met) == []


def test_what_is_off_the_record_is_kept_nowhere(met: Stage) -> None:
    ended(met)
    with met.database.read() as session:
        assert "lawyers" not in str(session.execute(select(drafts.drafts.c.body)).all())
        assert "lawyers" not in str(session.execute(select(minutes.records.points.c.text)).all())
    met.slack.click("U0GRETA", "minutes_keep_off")
    assert "No minutes are kept" in met.top("U0GRETA")
    with met.database.read() as session:
        assert session.execute(select(minutes.records.points.c.text)).all() == []
    met.clock.advance(days=9)
    visit(met)
    assert posted(met) == ""


def test_the_agendas_items_are_reached_or_carried_over(met: Stage) -> None:
    with met.database.begin() as session:
        who = speaker(session, met, "U0FRIDA")
        meeting = meetings.by_id(session, 1)
        how = {"mark": Mark.AMBER, "scope": Scope(), "way": Way.FORM, "now": met.clock()}
        for text in ("Naming networks", "Fake jobs"):
            agendas.propose(session, who, meeting, agendas.Said(text), form=text, **how)  # type: ignore[arg-type]
        agendas.prepared(session, meeting, now=met.clock())
        (first, _) = agendas.open_items(session, met.coalition, meeting, Room.MEMBERS)
    ended(met, minutes_reached=[first.token])
    page = page_of(met, "U0GRETA")
    assert "Facebook: Naming networks" in page
    assert "Fake jobs" not in page
    with met.database.read() as session:
        waits = agendas.open_items(session, met.coalition, meetings.by_id(session, 1), Room.MEMBERS)
    assert [one.text for one in waits] == ["Fake jobs"]


@pytest.mark.parametrize(("kind", "name"), [("markdown", "minutes.md"), ("html", "minutes.html")])
def test_anybody_who_may_read_them_takes_them_along(met: Stage, kind: str, name: str) -> None:
    ended(met, minutes_among="# <script>alert(1)</script> *bold*")
    met.slack.click("U0GRETA", "minutes_send")
    put_away(met, "U0GRETA")
    met.mention("U0MIRA", "meeting minutes")
    met.slack.click("U0MIRA", f"minutes_{kind}")
    (file,) = carried(met, lambda: files_of(met, "U0MIRA"))
    assert file["name"] == name
    with urllib.request.urlopen(f"{met.simulator.url}{file['url']}?as=U0MIRA") as answer:
        text = answer.read().decode()
    assert "share its list" in text
    # What Facebook has not said to be so yet is nobody else's.
    assert "send its notes" not in text
    assert "<script>" not in text
    assert ("&lt;script&gt;" if kind == "html" else "\\<script\\>") in text


def test_from_the_page_of_the_meeting_to_its_minutes(met: Stage) -> None:
    met.slack.click("U0GRETA", "meeting_overview", channel=met.room)
    met.slack.click("U0GRETA", "meeting_open")
    met.slack.click("U0GRETA", "minutes_end")
    assert "After the meeting" in met.top("U0GRETA")
    met.slack.submit("U0GRETA")
    put_away(met, "U0GRETA")
    for person, finds in (("U0GRETA", True), ("U0MIRA", False)):
        met.mention(person, "meeting")
        buttons = str(met.slack.view(person))
        assert "meeting_open" in buttons
        met.slack.click(person, "meeting_open", value=newest(met)[1].token)
        assert ("minutes_open" in str(met.slack.view(person))) == finds
        assert "minutes_end" not in str(met.slack.view(person))
        put_away(met, person)


def test_where_companies_wish_to_meet_differently_the_vote_at_the_meeting_offers_their_rhythms(met: Stage) -> None:
    with met.database.begin() as session:
        meeting = meetings.by_id(session, 1)
        for person, rhythm in (("U0FRIDA", "FREQ=MONTHLY;BYDAY=3TH"), ("U0TESSA", "FREQ=WEEKLY;BYDAY=MO")):
            said = updates.Content(work="x", how_often="as said", rule=f"RRULE:{rhythm};BYHOUR=10;BYMINUTE=0")
            how = {"scope": Scope(), "base": 0, "form": person, "way": Way.FORM, "now": met.clock()}
            updates.save(session, speaker(session, met, person), meeting, said, mark=Mark.AMBER, **how)  # type: ignore[arg-type]
    ended(met)
    met.slack.click("U0GRETA", "decision_new")
    shown = str(met.slack.view("U0GRETA"))
    assert "the third Thursday of the month at 10:00" in shown
    met.slack.submit("U0GRETA")
    put_away(met, "U0GRETA")
    ballot = met.soon(lambda: [one for one in met.slack.seen("U0MIRA", met.room) if "decision_vote" in str(one)])
    assert "every Monday at 10:00" in str(ballot)


def test_the_page_prints_on_paper_and_asks_nobody_for_anything() -> None:
    data = files.written(after_views.contents(), "A & <B>", "html", language("en")).decode()
    with chromium() as browser:
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_content(data)
        assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")
        assert page.locator("script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert asked == []


def test_who_may_not_write_or_read_finds_nothing(met: Stage) -> None:
    met.mention("U0MIRA", "meeting end")
    said = met.top("U0MIRA") + str(met.slack.seen("U0MIRA", met.room)[-1])
    assert "no meeting to end" in said
    ended(met)
    token = newest(met)[0].token
    with met.database.read() as session:
        for person in ("U0TESSA", "U0FRIDA"):
            with pytest.raises(Unknown):
                minutes.by_token(session, speaker(session, met, person), token)


@pytest.mark.parametrize("language", ["fr"])
def test_in_french(met: Stage) -> None:
    met.mention("U0GRETA", "réunion terminer")
    assert "Après la réunion" in met.top("U0GRETA")
    met.slack.submit("U0GRETA", {"minutes_commitments": "Google : partager sa liste avant vendredi"})
    assert met.field_errors("U0GRETA") == {}
    assert "Présentes" in met.top("U0GRETA")
    met.slack.click("U0GRETA", "minutes_send")
    met.clock.advance(days=4)
    visit(met)
    visit(met)
    met.soon(lambda: "partager sa liste" in posted(met))
