"""The courier takes back what it brought, and lets wait what a paused channel does not take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from storage import outbox
from storage.database import Database
from storage.outbox import Address, State
from tests.bot.courier_desk import ANA, ROOM, TO_ANA, Desk, desk
from tests.bot.test_courier import DONE_BUT_UNHEARD, NOTHING_DONE, events


@pytest.fixture
def at(sqlite_database: Database) -> Iterator[Desk]:
    """A desk where the operator granted history."""
    with desk(sqlite_database) as at:
        yield at


@pytest.fixture
def log() -> Iterator[list[Any]]:
    """What was logged."""
    with capture_logs() as lines:
        yield lines


def test_what_is_taken_back_is_deleted_and_said_anew_when_it_is_wanted_again(at: Desk, log: list[Any]) -> None:
    at.want(text="284", pin=True)
    at.deliver()
    assert at.retract()
    at.deliver()
    assert (at.texts(), at.channel(ROOM)["pins"]) == ([], [])
    assert at.standing().state is State.RETRACTED
    assert "letter retracted" in events(log)
    at.want(text="770")
    at.deliver()
    assert at.texts() == ["770"]


def test_what_may_not_be_told_any_more_may_be_deleted(at: Desk) -> None:
    at.want(text="284", address=TO_ANA)
    at.deliver()
    at.forbidden.add("card")
    at.retract()
    at.deliver()
    assert at.with_ana() == []


def test_what_is_deleted_in_slack_already_is_as_good_as_taken_back(at: Desk) -> None:
    at.want()
    at.deliver()
    at.client.chat_delete(channel=ROOM, ts=at.messages()[0]["ts"])
    at.retract()
    at.deliver()
    assert at.standing().state is State.RETRACTED
    assert at.told == []


@pytest.mark.parametrize("fault", NOTHING_DONE + DONE_BUT_UNHEARD, ids=lambda fault: "-".join(map(str, fault.values())))
def test_a_deletion_that_fails_for_a_while_is_repeated(at: Desk, fault: dict[str, Any]) -> None:
    at.want()
    at.deliver()
    at.retract()
    at.fault("chat.delete", times=1, **fault)
    at.deliver()
    assert at.texts() == []
    assert at.standing().state is State.RETRACTED


def test_a_post_in_doubt_that_is_taken_back_is_found_and_deleted(at: Desk) -> None:
    at.want()
    at.fault("chat.postMessage", kind="drop_after")
    at.step()
    assert at.retract()
    at.deliver()
    assert at.texts() == []
    assert at.calls().count("chat.postMessage") == 1


def test_a_process_that_died_while_it_posted_what_was_taken_back_leaves_nothing(at: Desk) -> None:
    at.want()
    with at.database.begin() as session:
        letter = outbox.claim(session, by="the one that dies", lease=at.lease, now=at.now())
    assert letter is not None
    at.client.chat_postMessage(
        channel=ROOM, text="284", metadata={"event_type": "tocsin_message", "event_payload": {"token": letter.token}}
    )
    at.retract()
    at.deliver()
    assert at.texts() == []
    assert at.standing().state is State.RETRACTED


def test_what_slack_keeps_for_compliance_is_told_to_its_owner(at: Desk) -> None:
    at.want()
    at.deliver()
    at.retract()
    at.fault("chat.delete", kind="error", error="compliance_exports_prevent_deletion")
    at.deliver()
    assert (at.standing().state, at.told) == (State.DEAD, ["card"])
    at.want(text="It was taken back")
    at.deliver()
    assert at.texts() == ["It was taken back"]


def test_what_one_person_saw_for_a_moment_is_not_asked_for(at: Desk) -> None:
    at.want(address=Address.only_for(ANA, ROOM))
    with at.database.begin() as session:
        letter = outbox.claim(session, by="us", lease=at.lease, now=at.now())
    assert letter is not None
    assert not at.retract()
    at.courier._delivery.carry(letter)
    at.deliver()
    assert "chat.delete" not in at.calls()
    assert at.standing().state is State.RETRACTED


def test_what_waits_for_a_paused_channel_goes_when_it_is_open_again(at: Desk, log: list[Any]) -> None:
    at.want(text="652 pages")
    at.want("door", "The door")
    at.paused.add("card")
    at.deliver()
    assert at.texts() == ["The door"]
    assert (at.standing().state, at.told) == (State.DUE, [])
    assert "letter waits" in events(log)
    at.paused.clear()
    with at.database.begin() as session:
        outbox.resume(session, ROOM, now=at.now())
    at.deliver(within=timedelta(seconds=2))
    assert at.texts() == ["The door", "652 pages"]
