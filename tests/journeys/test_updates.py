"""From the bell to the receipt: what a company says before a meeting, who reads it, and what becomes of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from handlers.update import prompting
from storage import meetings, prompts
from storage.audiences import Scope
from storage.people import Role
from storage.updates import Kind
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import as_, logged
from tests.journeys.test_every_listener import answers, click
from tests.journeys.update_stage import MONDAY, STARTS, at, bells, lead, of, planned, receipts, settled

HOUR = timedelta(hours=1)


def test_the_story_from_the_bell_to_the_receipt(stage: Stage) -> None:
    meeting = planned(stage)
    kept, struck = logged(stage, "U0FRIDA", 652), logged(stage, "U0FRIDA", 7)
    at(stage, MONDAY)
    (bell,) = bells(stage, "U0FRIDA")
    # A doorbell carries nothing.
    assert not {"652", "Facebook", "Coalition", "TLP", "2018"} & set(stage.slack.text(bell).replace(".", " ").split())
    stage.slack.click("U0FRIDA", "update_open", channel="U0BOTFACEBOOK", ts=bell["ts"])
    form = stage.top("U0FRIDA")
    assert "652 Facebook pages" in form
    assert "7 Facebook pages" in form
    assert "TLP:AMBER+STRICT" in form
    words = {
        "kept_0": [kept.token],
        "work": "We told the researchers.",
        "problems": "Private relays\n- Shared lists of words",
        "questions": "Who sees the same?",
        "how_often": "third Thursday of the month",
    }
    stage.slack.submit("U0FRIDA", words)
    page = stage.top("U0FRIDA")
    assert "Your update" in page
    assert "652 Facebook pages" in page
    assert struck.reference not in page
    assert "The third Thursday of the month at 10:00" in page
    assert "5 companies, 7 people" in page
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert update.problems == ("Private relays", "Shared lists of words")
    stage.slack.close("U0FRIDA", all_=True)
    # The bell is taken back, and the receipt opens what was sent.
    stage.soon(lambda: settled(stage))
    assert bells(stage, "U0FRIDA") == []
    (receipt,) = receipts(stage, "U0FRIDA")
    assert "652" not in stage.slack.text(receipt)
    stage.slack.click("U0FRIDA", "update_show", channel="U0BOTFACEBOOK", ts=receipt["ts"])
    assert "We told the researchers." in stage.top("U0FRIDA")
    stage.slack.close("U0FRIDA", all_=True)
    # Another company reads it, and an observer finds nothing.
    stage.mention("U0GRETA", "update show")
    assert "Who sees the same?" in stage.top("U0GRETA")
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.command("U0FELIX", stage.room, "/update", "status")
    told = stage.top("U0FELIX")
    assert "Have answered (1)" in told
    assert "Private relays" not in told


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("nothing to report", Kind.NOTHING, "nothing to report"),
        ("rien à signaler", Kind.NOTHING, "nothing to report"),
        ("absent", Kind.ABSENT, "can’t come"),
    ],
)
def test_one_word_answers(stage: Stage, typed: str, kind: Kind, said: str) -> None:
    meeting = planned(stage)
    stage.slack.command("U0FRIDA", stage.room, "/update", typed)
    assert said in stage.aside("U0FRIDA")
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert update.kind is kind
    stage.soon(lambda: receipts(stage, "U0FRIDA"))


def test_a_tap_on_the_bell_answers_and_a_second_one_changes_nothing(stage: Stage) -> None:
    meeting = planned(stage)
    at(stage, MONDAY)
    (bell,) = bells(stage, "U0FRIDA")
    for _ in range(2):
        stage.slack.click("U0FRIDA", "update_nothing", channel="U0BOTFACEBOOK", ts=bell["ts"])
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert (update.kind, update.revision) == (Kind.NOTHING, 1)


def test_the_deputy_is_asked_in_their_own_hours_and_answers_for_the_company(stage: Stage) -> None:
    meeting = planned(stage)
    lead(stage, "U0FELIX", Role.DEPUTY)
    at(stage, MONDAY)
    (bell,) = bells(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "update_deputy", channel="U0BOTFACEBOOK", ts=bell["ts"])
    stage.soon(lambda: bells(stage, "U0FELIX"))
    stage.soon(lambda: not bells(stage, "U0FRIDA"))
    stage.slack.click("U0FELIX", "update_absent", channel="U0BOTFACEBOOK", ts=bells(stage, "U0FELIX")[0]["ts"])
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert (update.kind, update.said_by) == (Kind.ABSENT, "U0FELIX")


def test_later_and_no_more_reminders(stage: Stage) -> None:
    planned(stage)
    at(stage, MONDAY)
    (bell,) = bells(stage, "U0FRIDA")
    stage.slack.click("U0FRIDA", "update_later", channel="U0BOTFACEBOOK", ts=bell["ts"])
    at(stage, MONDAY + 24 * HOUR)
    assert len(bells(stage, "U0FRIDA")) == 2
    stage.slack.click("U0FRIDA", "update_stop", channel="U0BOTFACEBOOK", ts=bell["ts"])
    for hours in range(25, 73):
        at(stage, MONDAY + hours * HOUR)
    assert len(bells(stage, "U0FRIDA")) == 2
    # In Paris, where the last morning is the one of the reminder.
    assert len(bells(stage, "U0GRETA")) == 2


def test_what_is_asked_and_who_is_silent_stand_under_for_me(stage: Stage) -> None:
    planned(stage)
    lead(stage, "U0GRETA")
    stage.open_doors()
    at(stage, MONDAY)
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "Your company’s update for the meeting" in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "update_absent")
    assert "can’t come" in stage.top("U0FRIDA")
    stage.slack.close("U0FRIDA", all_=True)
    for hours in range(1, 73):
        at(stage, MONDAY + hours * HOUR)
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    told = stage.top("U0FELIX")
    assert "no update yet: Google" in told
    assert "Nobody could be asked: Microsoft, Snap, and Twitter" in told
    stage.slack.click("U0FELIX", "update_status")
    assert "Have answered (1)" in stage.top("U0FELIX")


def test_the_pinned_message_opens_it_and_a_draft_waits_until_it_is_sent(stage: Stage) -> None:
    planned(stage)
    stage.open_doors()
    stage.slack.click("U0GRETA", "update_write", channel=stage.room)
    # Red is for named people, and what was typed is kept.
    stage.slack.submit("U0GRETA", {"work": "Half a sentence", "mark": "RED"})
    assert "TLP:RED is for named people" in stage.field_errors("U0GRETA")["audience"]
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "An update that you have not sent" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "update_resume")
    assert "Half a sentence" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"mark": "AMBER"})
    assert "Your update" in stage.top("U0GRETA")
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.click("U0GRETA", "for_me", channel=stage.room)
    assert "have not sent" not in stage.top("U0GRETA")
    assert "Your company answered before the meeting" in stage.top("U0GRETA")


def test_of_two_of_a_company_the_second_loses_nothing_and_sees_what_was_sent(stage: Stage) -> None:
    meeting = planned(stage)
    stage.open_doors()
    for person in ("U0FRIDA", "U0FELIX"):
        stage.slack.command(person, stage.room, "/update")
    stage.slack.submit("U0FRIDA", {"work": "Frida’s words"})
    stage.slack.submit("U0FELIX", {"work": "Felix’s words"})
    assert "changed this while the form was open" in stage.field_errors("U0FELIX")["work"]
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    stage.slack.click("U0FELIX", "update_resume")
    assert "Felix’s words" in stage.top("U0FELIX")
    assert "takes its place" in stage.top("U0FELIX")
    stage.slack.click("U0FELIX", "update_show")
    assert "Frida’s words" in stage.top("U0FELIX")
    stage.slack.close("U0FELIX")
    stage.slack.submit("U0FELIX", {"work": "Both of our words"})
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert (update.work, update.revision) == ("Both of our words", 2)


def test_longer_words_than_a_field_holds_are_kept_behind_it(stage: Stage) -> None:
    meeting = planned(stage)
    long = "word " * 900 + "end"
    stage.slack.say("U0GRETA", "U0BOTFACEBOOK", f"update {long}")
    stage.soon(lambda: [one for one in stage.slack.seen("U0GRETA", "U0BOTFACEBOOK") if "open_asked" in str(one)])
    stage.slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    assert "more characters are kept behind" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA")
    update = of(stage, "U0GRETA", meeting)
    assert update is not None
    assert update.work == long


def test_the_words_of_a_message_are_sorted_into_the_fields(stage: Stage) -> None:
    meeting = planned(stage)
    said = "update We removed a network. Does anybody see the same?\nProblem: private relays"
    stage.slack.say("U0GRETA", "U0BOTFACEBOOK", said)
    stage.soon(lambda: [one for one in stage.slack.seen("U0GRETA", "U0BOTFACEBOOK") if "open_asked" in str(one)])
    stage.slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    stage.slack.submit("U0GRETA")
    update = of(stage, "U0GRETA", meeting)
    assert update is not None
    assert (update.work, update.problems) == ("We removed a network.", ("private relays",))
    assert update.questions == ("Does anybody see the same?",)


@pytest.mark.parametrize(
    ("person", "command"), [("U0FRIDA", ""), ("U0FRIDA", "nothing"), ("U0FRIDA", "We did it"), ("U0FELIX", "status")]
)
def test_without_a_meeting_everybody_is_told_so(stage: Stage, person: str, command: str) -> None:
    stage.slack.command(person, stage.room, "/update", command)
    assert "No meeting is planned" in stage.aside(person)
    assert command in stage.aside(person)


def test_a_closed_or_cancelled_meeting_takes_no_more_and_keeps_the_words(stage: Stage) -> None:
    meeting = planned(stage)
    stage.slack.command("U0FRIDA", stage.room, "/update")
    with stage.database.begin() as session:
        meetings.cancel(session, as_(stage, session, "U0FELIX"), meeting.token, now=stage.clock())
    stage.slack.submit("U0FRIDA", {"work": "Too late"})
    assert "closed or was cancelled" in stage.field_errors("U0FRIDA")["work"]
    stage.slack.close("U0FRIDA", all_=True)
    stage.open_doors()
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "An update that you have not sent" in stage.top("U0FRIDA")


def test_what_was_logged_while_a_draft_waited_is_kept_too(stage: Stage) -> None:
    meeting = planned(stage)
    first = logged(stage, "U0FRIDA", 74)
    stage.slack.command("U0FRIDA", stage.room, "/update", "Words")
    stage.slack.close("U0FRIDA", all_=True)
    second = logged(stage, "U0FRIDA", 5)
    stage.slack.command("U0FRIDA", stage.room, "/update")
    stage.slack.submit("U0FRIDA")
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert set(update.takedowns) == {first.id, second.id}


def test_what_stands_under_the_chatham_house_rule_is_never_offered(stage: Stage) -> None:
    planned(stage)
    logged(stage, "U0FRIDA", 74, scope=Scope(chatham=True))
    stage.slack.command("U0FRIDA", stage.room, "/update")
    assert "74 Facebook pages" not in stage.top("U0FRIDA")


def test_an_observer_is_told_that_members_are_asked(stage: Stage) -> None:
    with stage.database.begin() as session:
        plan = meetings.Plan("America/Los_Angeles", starts_at=STARTS, with_open=True)
        meetings.plan(session, as_(stage, session, "U0FELIX"), plan, now=stage.clock())
    stage.mention("U0FIRE", "update We watched it", stage.open_room)
    assert "member companies tell each other" in stage.top("U0FIRE")
    stage.slack.close("U0FIRE", all_=True)


@pytest.mark.parametrize("language", ["fr"])
def test_the_story_in_french(stage: Stage) -> None:
    meeting = planned(stage)
    stage.mention("U0GRETA", "bilan Un réseau retiré")
    assert "Un réseau retiré" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"how_often": "le troisième jeudi du mois"})
    assert "troisième jeudi du mois" in stage.top("U0GRETA")
    update = of(stage, "U0GRETA", meeting)
    assert update is not None
    assert update.rule == "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
    stage.slack.command("U0FELIX", stage.room, "/update", "état")
    assert "Google" in stage.top("U0FELIX")


def test_a_form_that_slack_delivers_twice_is_one_update_and_a_second_window_keeps_its_words(stage: Stage) -> None:
    meeting = planned(stage)
    stage.slack.command("U0FRIDA", stage.room, "/update")
    stage.slack.fault(delivery="view_submission", kind="twice")
    stage.slack.submit("U0FRIDA", {"work": "Once"})
    update = of(stage, "U0FRIDA", meeting)
    assert update is not None
    assert (update.work, update.revision) == ("Once", 1)
    stage.soon(lambda: len(receipts(stage, "U0FRIDA")) == 1)


def test_a_stranger_and_another_companys_buttons_lead_nowhere(stage: Stage) -> None:
    """Greta presses Frida's buttons with Frida's tokens: what is asked of Google is Google's alone."""
    meeting = planned(stage)
    at(stage, MONDAY)
    with stage.database.read() as session:
        (frida,) = prompts.waiting(session, as_(stage, session, "U0FRIDA"), now=MONDAY)
    for action in ("update_later", "update_stop"):
        said = answers(stage, click(action, frida.token, "U0GRETA", "T0GOOGLE"))
        assert "no longer here" in said
    for action in ("update_nothing", "update_open", "update_status", "update_all"):
        assert "does not know your company" in answers(stage, click(action, meeting.token, "U0STRANGER", "T0STRANGER"))
    assert "Only those who coordinate" in answers(stage, click("update_status", meeting.token, "U0GRETA", "T0GOOGLE"))
    assert of(stage, "U0FRIDA", meeting) is None
    assert len(bells(stage, "U0FRIDA")) == 1


def test_a_process_that_begins_anew_rings_for_whom_nobody_rang_and_for_nobody_twice(stage: Stage) -> None:
    """Two visits of the clock at once, and one after that."""
    planned(stage)
    stage.clock.now = MONDAY
    prompting.keep(stage.tocsin.house, stage.clock())
    with ThreadPoolExecutor(2) as two:
        list(two.map(lambda _: prompting.ring(stage.tocsin.house, MONDAY), range(2)))
    at(stage, MONDAY)
    assert len(bells(stage, "U0FRIDA")) == 1
