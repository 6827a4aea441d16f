"""The story of 2018: one company invites, each says what it did by the way that it has, and they decide how to go on.

Facebook and Twitter have the app; Google, Microsoft and Snap have not, and come by direct message, by mention and by
the pinned message. Greta of Google writes French.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.cipher import Cipher
from storage.installations import Installation
from storage.meetings import Meeting, Reply, attendance, next_of
from storage.people import Room
from storage.updates import Kind
from tests.journeys.agenda_stage import looked, the_agenda, to_the_eve, visited
from tests.journeys.conftest import KEY, Stage
from tests.journeys.digest_stage import flat
from tests.journeys.test_a_meeting import bells as invitations
from tests.journeys.test_a_meeting import card, led, plan, planned
from tests.journeys.test_a_vote import ballot, vote, words
from tests.journeys.test_after_the_meeting import posted, visit
from tests.journeys.test_commitments import for_me, put_away
from tests.journeys.update_stage import BOT, at, bells, of

# The Monday before, at nine in Paris and at nine in California.
IN_PARIS = datetime(2018, 9, 17, 7, 0, tzinfo=UTC)
IN_CALIFORNIA = IN_PARIS + timedelta(hours=9)


def written(stage: Stage, person: str, words: str) -> None:
    """Write to the bot directly, and open what it asks for."""
    put_away(stage, person)
    before = len(stage.slack.seen(person, BOT))
    stage.slack.say(person, BOT, words)
    stage.soon(lambda: "open_asked" in str(stage.slack.seen(person, BOT)[before:]))
    stage.slack.click(person, "open_asked", channel=BOT)


def invited(stage: Stage) -> Meeting:
    """Let Facebook invite: every third Thursday, at one company's house; the first of them is the story's."""
    plan(stage, "third Thursday 10:00", minutes="120", place="1355 Market Street, San Francisco")
    return planned(stage)[0]


def everybody_answers(stage: Stage, meeting: Meeting) -> None:
    """Let each company's lead answer the invitation by the way that they have."""
    stage.soon(lambda: invitations(stage, "U0GRETA"))
    stage.slack.click("U0GRETA", "meeting_open", channel=BOT)
    stage.slack.click("U0GRETA", "meeting_yes")
    stage.slack.command("U0TESSA", stage.room, "/meeting")
    stage.slack.click("U0TESSA", "meeting_open")
    stage.slack.click("U0TESSA", "meeting_yes")
    stage.mention("U0MIRA", "meeting")
    stage.slack.click("U0MIRA", "meeting_open")
    stage.slack.click("U0MIRA", "meeting_no")
    assert "You are invited" in for_me(stage, "U0SASHA")
    stage.slack.click("U0SASHA", "meeting_open")
    stage.slack.click("U0SASHA", "meeting_yes")
    stage.slack.click("U0FRIDA", "meeting_open", channel=stage.room, ts=card(stage)["ts"])
    stage.slack.click("U0FRIDA", "meeting_yes")
    with stage.database.read() as session:
        replies = {one.company.name: one.reply for one in attendance(session, meeting)}
    comes = dict.fromkeys(("Facebook", "Twitter", "Google", "Snap"), Reply.YES)
    assert replies == comes | {"Microsoft": Reply.NO}
    for person in ("U0GRETA", "U0TESSA", "U0MIRA", "U0SASHA", "U0FRIDA"):
        put_away(stage, person)


def everybody_says(stage: Stage, meeting: Meeting) -> None:
    """Let each company say what it did and what holds it up: from the bell, by command, in words, from the inbox."""
    at(stage, IN_PARIS)
    assert [len(bells(stage, who)) for who in ("U0GRETA", "U0FRIDA")] == [1, 0]
    written(
        stage,
        "U0GRETA",
        "bilan Nous avons retiré un réseau iranien.\nProblème : relais privés\nQui voit les mêmes adresses ?",
    )
    stage.slack.submit("U0GRETA", {"how_often": "tous les premiers lundis du mois à 9 h 30"})
    at(stage, IN_CALIFORNIA)
    (bell,) = bells(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "update_open", channel=BOT, ts=bell["ts"])
    assert "652 Facebook pages" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA", {"problems": "Relais privés.", "how_often": "third Thursday of the month at 10:00"})
    stage.slack.command("U0TESSA", stage.room, "/update", "We told the researchers whom we work with.")
    stage.slack.submit("U0TESSA", {"questions": "Who sees the same addresses?"})
    stage.mention("U0MIRA", "update absent")
    assert "can’t come" in stage.aside("U0MIRA")
    for person in ("U0GRETA", "U0FRIDA", "U0TESSA", "U0MIRA"):
        put_away(stage, person)
    stage.slack.command("U0FELIX", stage.room, "/update", "status")
    told = stage.top("U0FELIX")
    assert "Have answered (4)" in told
    assert "relais" not in told.lower()
    put_away(stage, "U0FELIX")


def the_eve_comes(stage: Stage, meeting: Meeting) -> None:
    """Let Mira propose something in a mention, and the agenda come by itself; Snap is late and still in it."""
    stage.mention("U0MIRA", "agenda add A list of domains that we all keep")
    stage.slack.submit("U0MIRA")
    assert "It is on the agenda" in flat(stage.top("U0MIRA"))
    put_away(stage, "U0MIRA")
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    assert "Not posted yet: only those who coordinate see this." in stage.top("U0FELIX")
    put_away(stage, "U0FELIX")
    to_the_eve(stage, meeting)
    said = the_agenda(stage, "Round table")
    assert "652 Facebook pages" in said
    assert "shared by 2 companies" in said[said.index("Discussion") : said.index("Questions still open")]
    assert "A list of domains that we all keep" in said
    assert "Snap" not in said[said.index("Round table") : said.index("Discussion")]
    assert "no update yet" not in said
    for_me(stage, "U0SASHA")
    stage.slack.click("U0SASHA", "update_open")
    stage.slack.submit("U0SASHA", {"work": "We closed forty accounts that pretended to be newspapers."})
    put_away(stage, "U0SASHA")
    visited(stage)
    assert "Updated" in the_agenda(stage, "pretended to be newspapers")
    assert "pretended to be newspapers" in looked(stage, "U0GRETA")


def they_decide(stage: Stage, meeting: Meeting) -> None:
    """Let the meeting end: not all of it was reached, and how often they meet is put to the vote."""
    stage.clock.now = meeting.ends_at + timedelta(minutes=5)
    stage.slack.command("U0FELIX", stage.room, "/meeting", "end")
    stage.slack.submit(
        "U0FELIX",
        {
            "minutes_among": "Each company told what it had removed, and what it had been told",
            "minutes_decisions": "We keep to one channel",
            "minutes_commitments": "Google: send what it knows of private relays by Friday",
        },
    )
    assert stage.field_errors("U0FELIX") == {}
    stage.slack.click("U0FELIX", "minutes_send")
    put_away(stage, "U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/meeting", "vote How often we meet")
    offered = "first Monday 9:30\nthird Thursday 10:00"
    stage.slack.submit("U0FELIX", {"decision_options": offered, "decision_rhythm": ["yes"]})
    assert stage.field_errors("U0FELIX") == {}
    put_away(stage, "U0FELIX")
    for person, option in (("U0FRIDA", 1), ("U0GRETA", 0), ("U0TESSA", 0), ("U0SASHA", 0)):
        vote(stage, person, option)
    # Microsoft was not there, and finds under “For me” that its voice is asked.
    assert "How often we meet" in for_me(stage, "U0MIRA")
    stage.slack.click("U0MIRA", "decision_show")
    stage.slack.click("U0MIRA", "decision_vote:0")
    assert "noted" in stage.top("U0MIRA")
    put_away(stage, "U0MIRA")
    stage.slack.click("U0FELIX", "decision_show", channel=stage.room, ts=ballot(stage)["ts"])
    stage.slack.click("U0FELIX", "decision_close")
    stage.soon(lambda: "how often you meet from now on" in words(stage))
    put_away(stage, "U0FELIX")


def the_minutes_come(stage: Stage) -> None:
    """Let Google say that it is so, and Twitter remark on what is said of it; after three days they are posted."""
    assert "understood that Google will share this" in for_me(stage, "U0GRETA")
    stage.slack.click("U0GRETA", "commitment_confirm")
    for_me(stage, "U0TESSA")
    stage.slack.click("U0TESSA", "minutes_correct")
    stage.slack.submit("U0TESSA", {"minutes_remark": "We were our own hosts."})
    for person in ("U0GRETA", "U0TESSA"):
        put_away(stage, person)
    stage.clock.advance(days=3, minutes=1)
    for _ in range(2):
        visit(stage)
    said = stage.soon(lambda: posted(stage))
    for part in (
        "Present Facebook, Google, Snap, and Twitter Regrets Microsoft",
        "By consensus: We keep to one channel",
        "first Monday",
        "send what it knows of private relays",
        "Twitter: We were our own hosts.",
    ):
        assert part in said


def they_meet_again(stage: Stage, before: Meeting) -> None:
    """Let the next meeting come by the voted rhythm, with what was not reached and what Google committed itself to."""
    with stage.database.read() as session:
        after = next_of(session, stage.coalition, stage.clock(), reader=Room.MEMBERS)
    assert after is not None
    # The first Monday of October, at half past nine of California.
    assert after.starts_at == datetime(2018, 10, 1, 16, 30, tzinfo=UTC)
    assert after.uid != before.uid
    said = looked(stage, "U0GRETA")
    assert "A list of domains that we all keep" in said
    assert "carried over" in said
    to_the_eve(stage, after)
    told = the_agenda(stage, "2018-10-01 16:30 UTC")
    assert "send what it knows of private relays" in told
    assert "652 Facebook pages" not in told
    assert "pretended to be newspapers" not in told


@pytest.fixture
def further() -> tuple[Installation, ...]:
    """Twitter has the app, too."""
    return (Installation("T0TWITTER", None, Cipher(KEY).seal("xoxb-twitter"), "U0BOTTWITTER", "B0TWITTER"),)


def test_from_the_invitation_to_the_minutes_and_to_the_meeting_after_it(stage: Stage) -> None:
    led(stage)
    stage.open_doors()
    stage.log("U0FRIDA", "652 Facebook pages", origins="IR", summary="Pages that posed as news sites.")
    meeting = invited(stage)
    everybody_answers(stage, meeting)
    everybody_says(stage, meeting)
    update = of(stage, "U0MIRA", meeting)
    assert update is not None
    assert update.kind is Kind.ABSENT
    the_eve_comes(stage, meeting)
    they_decide(stage, meeting)
    the_minutes_come(stage)
    they_meet_again(stage, meeting)
