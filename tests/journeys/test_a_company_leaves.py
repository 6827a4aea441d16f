"""A company is put out, or leaves: all that was given to it ends at once, and the others learn what it could see."""

from __future__ import annotations

import pytest

from storage import access, audit, companies, departures, exposures, outbox, people
from storage.audit import Act
from storage.companies import Seat
from storage.people import Role, Room
from tests.journeys.conftest import Shell, Stage
from tests.journeys.test_a_stray import sent, waits
from tests.journeys.test_every_listener import answers, click, form
from tests.journeys.test_reading_records import logged, pages_of

GRETA = "U0GRETA"


def named(stage: Stage, company: str, user_id: str, role: Role) -> None:
    with stage.database.begin() as session:
        people.appoint(session, companies.named(session, stage.coalition, company), user_id, role, now=stage.clock())


def put_out(stage: Stage, company: str = "Google") -> None:
    """Let a coordinator put a company out."""
    stage.slack.command("U0FELIX", stage.room, "/coalition", f"remove {company}")
    stage.slack.submit("U0FELIX", {"reason": "It left the channel"})
    assert f"{company} no longer sits" in stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)


def inbox(stage: Stage, person: str) -> str:
    stage.slack.click(person, "for_me", channel=stage.room)
    told = stage.top(person)
    stage.slack.close(person, all_=True)
    return told


def bells(stage: Stage, person: str) -> list[str]:
    """List what the bot wrote to a person."""
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    return [message["text"] for im in ims for message in im["messages"] if message["bot"]]


def test_a_company_is_put_out_while_messages_wait(stage: Stage) -> None:
    stage.open_doors()
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    logged(stage, GRETA, "T0GOOGLE", pages_of(12))
    stage.slack.fault(method="chat.postMessage", kind="http", status=503, times=3)
    sent(stage, "U0FRIDA", "9 Facebook groups")
    with stage.database.begin() as session:
        outbox.want(
            session,
            stage.coalition.id,
            "bell:greta",
            address=outbox.Address.to_person(GRETA),
            body=outbox.Body("Something waits for you", []),
            about="test",
            now=stage.clock(),
        )
    put_out(stage)
    stage.soon(lambda: waits(stage))
    assert bells(stage, GRETA) == []
    assert not [card for card in stage.cards("U0FRIDA") if "9 Facebook groups" in stage.slack.text(card)]
    # Their access ended with that transaction.
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    assert "does not know your company" in stage.top(GRETA)
    # Its records stay with those who could read them, and nobody changes them.
    stage.slack.command("U0FELIX", stage.room, "/takedown", "list")
    assert "Google: 12 Facebook pages" in stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)
    # The coordinator is told what waits, and what nobody can call back.
    stage.soon(lambda: any("A company no longer sits" in bell for bell in bells(stage, "U0FELIX")))
    told = inbox(stage, "U0FELIX")
    assert "*Google* was put out of the coalition" in told
    assert "It left the channel" in told
    assert "nobody can call back" in told
    stage.slack.unshare(stage.room, "T0GOOGLE")
    stage.soon(lambda: [card for card in stage.cards("U0FRIDA") if "9 Facebook groups" in stage.slack.text(card)])
    assert "New cards in <#C0OPEN> wait" in inbox(stage, "U0FELIX")
    stage.slack.unshare(stage.open_room, "T0GOOGLE")
    stage.slack.wait(lambda: "Let cards go on" not in inbox(stage, "U0FELIX"))


def test_a_coordinator_lets_the_cards_go_on(stage: Stage) -> None:
    """Snap never was in the channel in Slack; nobody will be told that it is disconnected."""
    put_out(stage, "Snap")
    sent(stage, "U0FRIDA", "9 Facebook groups")
    stage.soon(lambda: waits(stage))
    stage.slack.leave("U0SASHA", stage.room)
    stage.open_doors()
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    stage.slack.click("U0FELIX", "coalition_go_on")
    assert "The cards that waited go to the channel now" in stage.top("U0FELIX")
    assert "9 Facebook groups" in stage.slack.text(stage.card("U0FRIDA"))
    with stage.database.read() as session:
        acts = session.execute(audit.trail.select().where(audit.trail.c.about == departures.ABOUT)).all()
    assert [row.act for row in acts] == [Act.PUT_OUT, Act.WENT_ON]


def test_who_stays_behind_in_the_channel_is_a_stray(stage: Stage) -> None:
    put_out(stage)
    stage.open_doors()
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    stage.slack.click("U0FELIX", "coalition_go_on")
    assert "New cards still wait" in stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)
    assert "<@U0GRETA>, of Google" in inbox(stage, "U0FELIX")


def test_each_owner_reads_what_its_people_could_see_and_nobody_else(stage: Stage) -> None:
    stage.open_doors()
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    named(stage, "Twitter", "U0TESSA", Role.COUNSEL)
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74), pages_of(75))
    logged(stage, "U0TESSA", "T0TWITTER", pages_of(33))
    card = stage.log("U0FRIDA", "9 Facebook groups")
    stage.slack.click(GRETA, "takedown_show", channel=stage.room, ts=card["ts"])
    stage.slack.close(GRETA, all_=True)
    put_out(stage)
    bell = "Who could see records of your company was written down. “For me” has the list."
    for person in ("U0FRIDA", "U0TESSA"):
        stage.soon(lambda person=person: bell in bells(stage, person))
    assert bell not in bells(stage, "U0MIRA")
    assert "could see" not in inbox(stage, "U0MIRA")
    # Felix coordinates, and is not Facebook's lead.
    assert "could see" not in inbox(stage, "U0FELIX")
    assert "Its people could see 1 record of your company" in inbox(stage, "U0TESSA")
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "Its people could see 3 records of your company" in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "coalition_exposed")
    told = stage.top("U0FRIDA")
    assert told.count("<@U0GRETA> · Google · could see it since") == 3
    assert told.count("never opened it") == 2
    assert told.count("opened it") == 3
    assert "TD-" in told
    with stage.database.read() as session:
        token = session.execute(exposures.exposure_reports.select().order_by("id")).first()
        assert token is not None
    for person, team in (
        (GRETA, "T0GOOGLE"),
        ("U0MIRA", "T0MICROSOFT"),
        ("U0TESSA", "T0TWITTER"),
        ("U0FELIX", "T0FACEBOOK"),
    ):
        said = answers(stage, click("coalition_exposed", token.token, person, team))
        assert "could see it since" not in said, person


def test_a_lead_takes_the_own_company_out_and_nobody_else_does(stage: Stage) -> None:
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    stage.slack.command("U0FELIX", stage.room, "/coalition", "leave")
    assert "Only your company’s lead" in told_to(stage, "U0FELIX")
    named(stage, "Twitter", "U0TESSA", Role.LEAD)
    stage.open_doors()
    stage.slack.click("U0TESSA", "coalition_open", channel=stage.room)
    stage.slack.click("U0TESSA", "coalition_leave")
    assert "Twitter no longer sits" in stage.top("U0TESSA")
    stage.slack.submit("U0TESSA", {"reason": "We go our own way"})
    stage.slack.close("U0TESSA", all_=True)
    stage.soon(lambda: "Twitter no longer sits in this coalition." in str(stage.slack.seen("U0FRIDA", stage.room)))
    assert "*Twitter* left the coalition" in inbox(stage, "U0FELIX")


def told_to(stage: Stage, person: str) -> str:
    """Give what somebody was told last, on a page or in the channel."""
    if stage.slack.view(person):
        return stage.top(person)
    return stage.aside(person)


def test_who_does_not_coordinate_puts_nobody_out(stage: Stage) -> None:
    with stage.database.read() as session:
        token = companies.named(session, stage.coalition, "Google").token
    assert token
    for person, team in (("U0FRIDA", "T0FACEBOOK"), ("U0FIRE", "T0FIREEYE"), ("U0STRANGER", "T0STRANGER")):
        answers(stage, form("coalition_remove_form", stage.coalition.token, person, team))
        answers(stage, form("coalition_leave_form", stage.coalition.token, person, team))
    with stage.database.read() as session:
        assert len(companies.seated(session, stage.coalition)) == 6


def test_a_company_that_comes_back_begins_anew(stage: Stage) -> None:
    named(stage, "Google", GRETA, Role.LEAD)
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    put_out(stage)
    stage.clock.advance(days=1)
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=stage.clock())
        assert not departures.is_waiting(session, stage.coalition, Room.MEMBERS)
        seat = access.recognise(session, team_ids=["T0GOOGLE"], user_id=GRETA, channel=stage.room)
        assert seat.person is not None
        assert seat.person.roles == frozenset()
    stage.mention(GRETA, "list")
    assert "74" not in stage.top(GRETA)


@pytest.mark.parametrize("company", ["FireEye"])
def test_an_observer_that_is_put_out_keeps_the_open_channel_waiting_alone(stage: Stage, company: str) -> None:
    put_out(stage, company)
    with stage.database.read() as session:
        assert not departures.is_waiting(session, stage.coalition, Room.MEMBERS)
        assert departures.is_waiting(session, stage.coalition, Room.OPEN)
    assert "74 Facebook pages" in stage.slack.text(stage.log("U0FRIDA", "74 Facebook pages"))
    stage.slack.unshare(stage.open_room, "T0FIREEYE")
    stage.soon(lambda: not open_waits(stage))


def open_waits(stage: Stage) -> bool:
    with stage.database.read() as session:
        return departures.is_waiting(session, stage.coalition, Room.OPEN)


def test_the_operator_puts_a_company_out(stage: Stage, shell: Shell) -> None:
    told = shell("company", "remove", "google", "--reason", "Asked for")
    assert told.code == 0
    assert "Google sits in Coalition no more" in told.words
    assert shell("company", "remove", "Google").code != 0
    stage.open_doors()
    assert "*Google* was put out of the coalition" in inbox(stage, "U0FELIX")
    assert "by the operator" in inbox(stage, "U0FELIX")


def test_a_workspace_that_is_cut_off_takes_its_people_out_of_the_count(stage: Stage) -> None:
    stage.slack.unshare(stage.room, "T0STRANGER")

    def gone() -> bool:
        with stage.database.read() as session:
            strangers = people.outsiders.select().where(people.outsiders.c.user_id == "U0STRANGER")
            return not session.execute(strangers).one().in_members

    stage.slack.wait(gone)
