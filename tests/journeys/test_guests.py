"""A guest reads what is for everyone, and does nothing else; the owner finds each showing in a register."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import handlers
from handlers.coalition import showing
from handlers.views import agenda
from storage import companies, drafts, outbox, showings, takedowns
from storage.companies import Seat
from storage.outbox import Address, Body
from tests.journeys.conftest import Shell, Stage
from tests.journeys.test_every_listener import answers, click, form, rows
from tests.journeys.test_export import came, carried, states
from tests.journeys.test_for_whom import bells, opened, sent, shown

FINN, FRIDA = "U0FIRE", "U0FRIDA"
GUEST = (FINN, "T0FIREEYE")
READS_ALONG = "reads along here as a guest, and changes nothing"
READING = {
    *("takedown_show", "takedown_history", "takedown_older", "takedown_search", "takedown_list"),
    *("indicator_show", "indicator_turn", "indicator_search", "indicator_list"),
    *("for_me", "help", "open_asked", "choose_coalition", "coalition_open", "draft_discard"),
    *("digest_open", "digest_turn", "meeting_overview", "meeting_open", agenda.OPEN, agenda.SHOW_ITEM),
    *("minutes_open", "decision_show", "commitment_open"),
}


@pytest.fixture
def guest(stage: Stage) -> Stage:
    """FireEye sits as a guest, and the doors are open."""
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=stage.clock())
    stage.open_doors()
    return stage


def logged_for_everyone(stage: Stage) -> str:
    """Log a takedown for everyone, and give its reference when its card stands in the open channel."""
    opened(stage, "everyone", mark="GREEN")
    sent(stage)
    card = stage.soon(lambda: [m for m in stage.slack.seen(FINN, stage.open_room) if "takedown_show" in str(m)])[0]
    stage.slack.wait(lambda: _is_settled(stage))
    return f"TD-{stage.slack.text(card).partition('TD-')[2][:5]}"


def _is_settled(stage: Stage) -> bool:
    """Tell whether it is noted that the card stands in the open channel."""
    with stage.database.read() as session:
        record = session.execute(takedowns.takedowns.select()).one()
        letter = outbox.standing(session, stage.coalition.id, f"takedown:{record.id}:open-card")
    return letter is not None and letter.is_delivered


def test_each_showing_is_in_the_owners_register(guest: Stage) -> None:
    reference = logged_for_everyone(guest)
    guest.slack.click(FINN, "takedown_show", channel=guest.open_room)
    assert "umbrella" in guest.top(FINN)
    guest.slack.close(FINN, all_=True)
    assert reference in shown(guest, FINN, "list")
    guest.slack.command(FRIDA, guest.room, "/coalition", "showings")
    register = guest.top(FRIDA)
    for words in ("opened it", "found it in the list", "its card stands in the open channel", "<@U0FIRE>", reference):
        assert words in register
    guest.slack.click(FRIDA, "coalition_showings_export")
    written = list(csv.DictReader(io.StringIO(came(guest, FRIDA).decode("utf-8-sig"), newline="")))
    assert [
        (row["reference"], row["owner"], row["guest"], row["person"], row["shown"], row["way"]) for row in written
    ] == [
        (reference, "Facebook", "FireEye", FINN, "listed", "message"),
        (reference, "Facebook", "FireEye", FINN, "opened", "button"),
        (reference, "Facebook", "FireEye", "", "card", "clock"),
    ]
    carried(guest, lambda: states(guest) == ["sent"])
    # Whose records they are not learns nothing but the number, and only those who coordinate that.
    guest.slack.click("U0GRETA", "coalition_open", channel=guest.room)
    assert "showing" not in guest.top("U0GRETA")
    guest.slack.click("U0GRETA", "coalition_showings")
    assert "No guest was shown one yet." in guest.top("U0GRETA")
    guest.slack.click("U0FELIX", "coalition_open", channel=guest.room)
    assert "3 showings to guests in all" in guest.top("U0FELIX")


def test_a_guest_who_comes_later_is_shown_what_stands_there(stage: Stage) -> None:
    stage.open_doors()
    logged_for_everyone(stage)
    showing.look_who_came(stage.tocsin.house, stage.clock())
    with stage.database.begin() as session:
        companies.add(session, stage.coalition, "FireEye", team_ids=[], seat=Seat.GUEST, now=stage.clock())
    showing.look_who_came(stage.tocsin.house, stage.clock())
    stage.slack.command(FRIDA, stage.room, "/coalition", "consultations")
    assert "its card stands in the open channel" in stage.top(FRIDA)


def test_the_operator_writes_all_of_it(guest: Stage, shell: Shell, tmp_path: Path) -> None:
    reference = logged_for_everyone(guest)
    to = tmp_path / "showings.csv"
    assert "1 showings" in shell("showings", "--to", str(to)).words
    assert reference in to.read_text()
    assert "is there already" in shell("showings", "--to", str(to)).words


def test_a_guest_is_refused_whatever_is_not_reading(guest: Stage) -> None:
    logged_for_everyone(guest)
    with guest.database.read() as session:
        token = session.execute(takedowns.takedowns.select()).one().token
    before = rows(guest)
    tokens = (token, guest.coalition.token, f"{guest.coalition.token}:umbrella")
    assert set(handlers.PAGES.clicks) - READING
    for value in tokens:
        for action in sorted(set(handlers.PAGES.clicks) - READING):
            said = answers(guest, click(action, value, *GUEST))
            assert READS_ALONG in said or "no longer here" in said, (action, said)
        for callback_id in sorted(set(handlers.PAGES.forms) - READING):
            said = answers(guest, form(callback_id, value, *GUEST))
            assert READS_ALONG in said or "no longer here" in said, (callback_id, said)
        for action in sorted(READING - {"takedown_list"}):
            assert READS_ALONG not in answers(guest, click(action, value, *GUEST)), action
    assert rows(guest) == before


@pytest.mark.parametrize(
    "words",
    ["74 pages", "new", "edit {}", "withdraw {}", "export", "coalition hold", "coalition showings", "coalition away"],
)
def test_a_guests_words_open_nothing_but_what_there_is_to_read(guest: Stage, words: str) -> None:
    reference = logged_for_everyone(guest)
    assert READS_ALONG in shown(guest, FINN, words.format(reference))
    with guest.database.read() as session:
        assert len(session.execute(drafts.drafts.select()).all()) == 1


def test_a_guest_is_answered_and_never_rung(guest: Stage) -> None:
    before = len(bells(guest, FINN))
    with guest.database.begin() as session:
        for user, about in ((FINN, "notice"), ("U0GRETA", "notice")):
            outbox.want(
                session,
                guest.coalition.id,
                f"test:{user}",
                address=Address.to_person(user),
                body=Body("Something waits for you.", []),
                about=about,
                now=guest.clock(),
            )
    guest.soon(lambda: "Something waits" in str(bells(guest, "U0GRETA")))
    with guest.database.read() as session:
        letter = outbox.standing(session, guest.coalition.id, f"test:{FINN}")
    assert letter is not None
    assert guest.soon(lambda: letter_state(guest)) == "dropped"
    assert len(bells(guest, FINN)) == before


def letter_state(stage: Stage) -> str:
    """Say how far the letter to the guest is, once it is settled."""
    with stage.database.read() as session:
        letter = outbox.standing(session, stage.coalition.id, f"test:{FINN}")
    assert letter is not None
    return "" if letter.state in {"due", "sending"} else letter.state


def test_an_observer_reads_what_is_for_everyone_and_may_not_log(stage: Stage) -> None:
    stage.open_doors()
    reference = logged_for_everyone(stage)
    card = next(m for m in stage.slack.seen(FINN, stage.open_room) if "takedown_show" in str(m))
    assert "takedown_log" not in str(card)
    stage.slack.click(FINN, "takedown_show", channel=stage.open_room)
    assert "umbrella" in stage.top(FINN)
    assert "takedown_edit" not in str(stage.slack.view(FINN))
    stage.slack.close(FINN, all_=True)
    assert reference in shown(stage, FINN, f"show {reference}")
    assert reference in shown(stage, FINN, "list")
    assert "logged by member companies" in shown(stage, FINN, "74 pages")
    assert "logged by member companies" in shown(stage, FINN, f"edit {reference}")
    with stage.database.read() as session:
        assert showings.all_of_them(session, stage.coalition) == ()
