"""Dangerous acts: a coordinator asks, one of another company agrees under *For me*, and only then it is done."""

from __future__ import annotations

import re
from typing import Any

import pytest

import handlers
from storage import approvals, audit, companies
from storage.approvals import State
from storage.audit import Act
from storage.companies import Seat
from storage.people import Role
from tests.journeys.conftest import Stage
from tests.journeys.test_at_the_same_time import together
from tests.journeys.test_every_listener import answers, click, form
from tests.journeys.test_export import came, doorbells
from tests.journeys.test_naming_people import sent
from tests.journeys.test_not_there_and_not_yours import FORGED
from tests.journeys.test_reading_records import logged, pages_of
from tests.journeys.test_the_coalition import lead
from tests.journeys.test_who_may import bells

FELIX, GRETA = "U0FELIX", "U0GRETA"


def two(stage: Stage) -> None:
    """Let Google coordinate too."""
    stage.open_doors()
    lead(stage, GRETA, "Google", Role.COORDINATOR)


def admit(stage: Stage, name: str = "The lab", ids: str = "T0STRANGER", seat: str = "observer") -> None:
    """Ask for a seat from the coalition's page."""
    stage.slack.click(FELIX, "coalition_open", channel=stage.room)
    stage.slack.click(FELIX, "coalition_admit")
    stage.slack.submit(FELIX, {"name": name, "ids": ids, "seat": seat})


def closed(stage: Stage, person: str = FELIX) -> None:
    """Close what is open."""
    stage.slack.close(person, all_=True)


def for_me(stage: Stage, person: str) -> str:
    """Open somebody's inbox and read it."""
    stage.slack.click(person, "for_me", channel=stage.room)
    return stage.top(person)


def seats(stage: Stage) -> dict[str, Seat]:
    """Read who sits where."""
    with stage.database.read() as session:
        return {one.name: one.seat for one in companies.seated(session, stage.coalition)}


def requests(stage: Stage) -> list[tuple[str, str]]:
    """Read every request: its token and its state."""
    with stage.database.read() as session:
        table = approvals.approvals
        return [tuple(row) for row in session.execute(table.select().with_only_columns(table.c.token, table.c.state))]


def told(stage: Stage, words: str, as_: str = "U0MIRA") -> list[str]:
    """List what the members' channel was told with these words in it."""
    seen = [stage.slack.text(message) for message in stage.slack.seen(as_, stage.room)]
    return [text for text in seen if words in text]


def test_an_observer_is_seated_once_another_company_agrees(stage: Stage) -> None:
    two(stage)
    admit(stage)
    assert "can agree within a day" in stage.top(FELIX)
    closed(stage)
    assert "The lab" not in seats(stage)
    (bell,) = stage.soon(lambda: bells(stage, GRETA))
    assert "Something needs a second coordinator" in stage.slack.text(bell)
    assert not [word for word in ("lab", "Facebook", "Coalition") if word in stage.slack.text(bell)]
    waiting = for_me(stage, GRETA)
    assert "of Facebook asks for a second coordinator: a seat for The lab as observer, known by T0STRANGER." in waiting
    stage.slack.click(GRETA, "coalition_agree")
    assert "You agreed, and it is done" in stage.top(GRETA)
    assert seats(stage)["The lab"] is Seat.OBSERVER
    assert stage.soon(lambda: told(stage, "Facebook asked and Google agreed: a seat for The lab"))
    stage.soon(lambda: bells(stage, FELIX))
    assert "Google agreed, and it is done" in for_me(stage, FELIX)
    closed(stage)
    closed(stage, GRETA)
    assert "coalition_agree" not in str(for_me(stage, GRETA)) + str(stage.slack.view(GRETA))
    with stage.database.read() as session:
        noted = [row for row in session.execute(audit.trail.select()) if row.about == approvals.ABOUT]
    assert [row.act for row in noted] == [Act.ASKED, Act.AGREED]


def test_what_is_declined_is_not_done_and_who_asked_hears_it(stage: Stage) -> None:
    two(stage)
    admit(stage)
    closed(stage)
    for_me(stage, GRETA)
    stage.slack.click(GRETA, "coalition_decline")
    assert "You declined" in stage.top(GRETA)
    assert "The lab" not in seats(stage)
    assert "Google declined" in for_me(stage, FELIX)
    assert told(stage, "The lab") == []


def test_after_a_day_it_lapses_and_the_button_does_nothing(stage: Stage) -> None:
    two(stage)
    admit(stage)
    closed(stage)
    for_me(stage, GRETA)
    stage.clock.advance(days=1)
    stage.slack.click(GRETA, "coalition_agree")
    assert "This lapsed" in stage.top(GRETA)
    job = next(job for job in handlers.JOBS if job.name == "approvals")
    for _ in range(2):
        job.run(stage.tocsin.house, stage.clock())
    assert [state for _, state in requests(stage)] == [State.EXPIRED]
    assert len(stage.soon(lambda: bells(stage, FELIX))) == 1
    assert "Nobody answered within a day" in for_me(stage, FELIX)
    assert "The lab" not in seats(stage)


def test_while_one_company_coordinates_alone_it_is_done_at_once_and_the_channel_is_told(stage: Stage) -> None:
    stage.open_doors()
    admit(stage)
    assert "It is done. No other company has a coordinator" in stage.top(FELIX)
    assert seats(stage)["The lab"] is Seat.OBSERVER
    assert stage.soon(lambda: told(stage, "Facebook decided this alone, since no other company has a coordinator"))
    assert bells(stage, FELIX) == []


def test_everything_is_exported_once_another_company_agrees_and_its_lead_hears_of_it(stage: Stage) -> None:
    logged(stage, GRETA, "T0GOOGLE", pages_of(74), pages_of(75))
    two(stage)
    lead(stage, "U0FRIDA", "Facebook")
    stage.slack.command(FELIX, stage.room, "/coalition", "export")
    stage.slack.submit(FELIX, {"format": "csv"})
    closed(stage)
    for_me(stage, GRETA)
    assert "a file of everything that whoever asks may see here" in stage.top(GRETA)
    stage.slack.click(GRETA, "coalition_agree")
    assert came(stage, FELIX).count(b"TD-") >= 2
    assert stage.soon(lambda: doorbells(stage, "U0FRIDA"))
    # The file is between the two; the channel is told only where nobody agreed.
    assert told(stage, "a file of everything") == []


def test_what_cannot_be_is_said_at_its_field(stage: Stage) -> None:
    two(stage)
    for name, ids, seat, field, words in (
        ("FireEye", "", "observer", "name", "sits there already"),
        ("The lab", "", "observer", "ids", "Write the ids of its workspaces"),
        ("The lab", "T0STRANGER", "member", "seat", "can begin as an observer or a guest"),
        ("The lab", "T0GOOGLE", "observer", "ids", "T0GOOGLE belongs to Google here"),
        ("The lab", "everybody", "observer", "ids", "Write Slack’s ids"),
        ("The lab", " ".join(f"T{n:04}" for n in range(11)), "observer", "ids", "Write Slack’s ids"),
    ):
        admit(stage, name, ids, seat)
        assert words in stage.field_errors(FELIX)[field]
        closed(stage)
    assert requests(stage) == []


@pytest.mark.parametrize(
    "who",
    [(FELIX, "T0FACEBOOK"), ("U0FRIDA", "T0FACEBOOK"), ("U0MIRA", "T0MICROSOFT"), ("U0FIRE", "T0FIREEYE")],
    ids=["who asked", "a coordinator of the same company", "no coordinator", "an observer"],
)
def test_for_everybody_else_a_request_is_as_if_it_were_not(stage: Stage, who: tuple[str, str]) -> None:
    two(stage)
    lead(stage, "U0FRIDA", "Facebook", Role.COORDINATOR)
    admit(stage)
    closed(stage)
    ((token, _),) = requests(stage)
    for action in ("coalition_agree", "coalition_decline"):
        there, nothing = (answers(stage, click(action, one, *who)) for one in (token, FORGED))
        assert re.sub(r"[\w-]{22}", "…", there) == re.sub(r"[\w-]{22}", "…", nothing)
        assert "no longer here" in there
    assert [state for _, state in requests(stage)] == [State.ASKED]


@pytest.mark.parametrize("who", [("U0FRIDA", "T0FACEBOOK"), (GRETA, "T0GOOGLE"), ("U0FIRE", "T0FIREEYE")])
def test_who_does_not_coordinate_asks_for_nothing(stage: Stage, who: tuple[str, str]) -> None:
    stage.open_doors()
    for callback_id in ("coalition_admit_form", "coalition_export_form"):
        assert "Only those who coordinate" in answers(stage, form(callback_id, stage.coalition.token, *who))
    for action in ("coalition_admit", "coalition_export"):
        assert "Only those who coordinate" in answers(stage, click(action, stage.coalition.token, *who))
    assert requests(stage) == []


def press(token: str, action: str, person: str, team: str) -> dict[str, Any]:
    """Write a press of a button."""
    return {
        **sent("", person, team),
        "type": "block_actions",
        "team": {"id": "T0FACEBOOK"},
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": token, "action_ts": "1.1"}],
    }


def test_of_two_coordinators_who_answer_at_once_one_decides_and_it_is_done_once(stage: Stage) -> None:
    two(stage)
    lead(stage, "U0MIRA", "Microsoft", Role.COORDINATOR)
    admit(stage)
    closed(stage)
    ((token, _),) = requests(stage)
    agree, decline = (
        press(token, "coalition_agree", GRETA, "T0GOOGLE"),
        press(token, "coalition_decline", "U0MIRA", "T0MICROSOFT"),
    )
    together(stage, agree, decline, agree, decline)
    ((_, state),) = requests(stage)
    assert ("The lab" in seats(stage)) == (state == State.GRANTED)
    with stage.database.read() as session:
        settled = [row.act for row in session.execute(audit.trail.select()) if row.about == approvals.ABOUT]
    assert len(settled) == 2
    if state == State.GRANTED:
        assert len(stage.soon(lambda: told(stage, "Google agreed"))) == 1


def test_another_seat_is_given_exactly_as_it_was_asked_or_not_at_all(stage: Stage) -> None:
    two(stage)
    admit(stage, "FireEye", "", "member")
    closed(stage)
    assert "another seat for FireEye: member instead of observer" in for_me(stage, GRETA)
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=stage.clock())
    stage.slack.click(GRETA, "coalition_agree")
    assert "is not what it was when this was asked" in stage.top(GRETA)
    assert seats(stage)["FireEye"] is Seat.GUEST
    assert [state for _, state in requests(stage)] == [State.ASKED]
