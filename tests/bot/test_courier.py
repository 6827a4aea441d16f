"""The courier and a Slack that answers in every way it can: each letter ends where it should, and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from structlog.testing import capture_logs

from storage import outbox
from storage.database import Database, Session
from storage.outbox import Address, Fault, Letter, State
from storage.sending import Passage
from tests.bot.courier_desk import ANA, HOST, IN_ROOM, OPEN, ROOM, SECRET_WORDS, TO_ANA, Desk, desk


@pytest.fixture
def at(sqlite_database: Database) -> Iterator[Desk]:
    """A desk where the operator granted history."""
    with desk(sqlite_database) as at:
        yield at


@pytest.fixture
def blind(sqlite_database: Database) -> Iterator[Desk]:
    """A desk where the operator granted no history."""
    with desk(sqlite_database, history=False) as at:
        yield at


@pytest.fixture
def log() -> Iterator[list[Any]]:
    """What was logged."""
    with capture_logs() as lines:
        yield lines


def events(log: list[Any]) -> list[str]:
    return [line["event"] for line in log]


def test_a_letter_stands_in_its_channel_and_tells_slack_nothing_but_its_token(at: Desk) -> None:
    token = at.want(text="Removed 652 pages")
    at.deliver()
    (message,) = at.messages()
    assert message["text"] == "Removed 652 pages"
    assert message["metadata"] == {"event_type": "tocsin_message", "event_payload": {"token": token}}
    (call,) = at.board.calls("chat.postMessage")
    assert not call["arguments"]["unfurl_links"]
    assert not call["arguments"]["unfurl_media"]


def test_a_letter_for_a_person_opens_their_conversation(at: Desk) -> None:
    at.want(text="Something waits", address=TO_ANA)
    at.deliver()
    assert at.with_ana() == ["Something waits"]


def test_a_word_for_one_person_is_seen_by_nobody_else(at: Desk) -> None:
    at.want(text="Only for Ana", address=Address.only_for(ANA, ROOM))
    at.deliver()
    assert [message["text"] for message in at.board.seen(ANA, ROOM)] == ["Only for Ana"]
    assert at.board.seen("U02BEN", ROOM) == []


def test_newer_words_change_the_message_that_stands_there(at: Desk) -> None:
    at.want(text="284 accounts")
    at.deliver()
    (before,) = at.messages()
    at.want(text="770 accounts")
    at.deliver()
    (after,) = at.messages()
    assert (after["ts"], after["text"], after["metadata"]) == (before["ts"], "770 accounts", before["metadata"])


def test_newer_words_for_one_person_are_said_again(at: Desk) -> None:
    address = Address.only_for(ANA, ROOM)
    for text in ("one", "two"):
        at.want(text=text, address=address)
        at.deliver()
    assert [message["text"] for message in at.board.seen(ANA, ROOM)] == ["one", "two"]


def test_a_pinned_message_is_pinned_once(at: Desk) -> None:
    at.want(pin=True)
    at.deliver()
    (message,) = at.messages()
    assert at.channel(ROOM)["pins"] == [message["ts"]]
    assert at.standing().pinned


def test_a_pin_whose_answer_was_lost_is_fine(at: Desk) -> None:
    at.want(pin=True)
    at.fault("pins.add", kind="drop_after")
    at.deliver()
    assert at.calls().count("pins.add") == 2
    assert at.standing().pinned


def test_a_pin_that_slack_refuses_is_no_failure_to_post_and_is_tried_again(at: Desk, log: list[Any]) -> None:
    at.want(pin=True)
    at.fault("pins.add", kind="error", error="too_many_pins")
    at.deliver()
    assert at.standing().is_delivered
    assert not at.standing().pinned
    assert at.told == []
    assert "pin refused" in events(log)
    at.deliver(within=timedelta(hours=1))
    assert at.standing().pinned
    assert len(at.messages()) == 1


NOTHING_DONE = [
    {"kind": "http", "status": 429, "retry_after": 7},
    {"kind": "error", "error": "service_unavailable"},
    {"kind": "error", "error": "request_timeout"},
    {"kind": "error", "error": "team_added_to_org"},
    {"kind": "error", "error": "internal_error"},
    {"kind": "http", "status": 500},
    {"kind": "http", "status": 503},
    {"kind": "drop_before"},
]
DONE_BUT_UNHEARD = [
    {"kind": "drop_after"},
    {"kind": "slow", "seconds": 0.8},
]


@pytest.mark.parametrize("fault", NOTHING_DONE + DONE_BUT_UNHEARD, ids=lambda fault: "-".join(map(str, fault.values())))
@pytest.mark.parametrize("address", [IN_ROOM, TO_ANA], ids=["channel", "person"])
def test_a_post_that_fails_for_a_while_stands_there_once_in_the_end(
    at: Desk, fault: dict[str, Any], address: Address
) -> None:
    at.want(text="652 pages", address=address)
    at.fault("chat.postMessage", times=1, **fault)
    at.deliver()
    assert at.texts() + at.with_ana() == ["652 pages"]
    assert at.standing().state is State.SENT
    assert at.told == []


@pytest.mark.parametrize("fault", NOTHING_DONE + DONE_BUT_UNHEARD, ids=lambda fault: "-".join(map(str, fault.values())))
@pytest.mark.parametrize("method", ["chat.update", "conversations.open", "conversations.history"])
def test_a_call_that_may_be_repeated_is_repeated(at: Desk, fault: dict[str, Any], method: str) -> None:
    at.want(text="284", address=TO_ANA)
    if method == "conversations.history":
        at.fault("chat.postMessage", kind="drop_after")
    if method == "chat.update":
        at.deliver()
    at.want(text="770", address=TO_ANA)
    at.fault(method, **fault)
    at.deliver()
    assert at.with_ana() == ["770"]


def test_slack_down_for_an_hour_loses_nothing_and_is_not_hammered(at: Desk) -> None:
    at.want(text="652 pages")
    at.fault("*", kind="http", status=503, times=1000)
    at.deliver(within=timedelta(hours=1))
    assert 10 < len(at.calls()) < 60
    at.simulator.world.faults.clear()
    at.deliver()
    assert at.texts() == ["652 pages"]


def test_a_slack_that_is_not_there_is_tried_again(at: Desk) -> None:
    there, at.clients.url = at.clients.url, "http://127.0.0.1:9"
    at.want(text="652 pages")
    assert at.step()
    assert at.standing().error == "ConnectionRefusedError"
    at.clients.url = there
    at.deliver()
    assert at.texts() == ["652 pages"]
    assert "conversations.history" not in at.calls()


def test_a_channel_that_is_told_to_wait_waits_as_long_and_others_do_not(at: Desk) -> None:
    at.want("one", "one")
    at.want("two", "two")
    at.want("elsewhere", "elsewhere", address=Address.in_channel(OPEN))
    at.fault("chat.postMessage", kind="http", status=429, retry_after=30)
    at.step()
    at.deliver(within=timedelta(seconds=20))
    assert (at.texts(ROOM), at.texts(OPEN)) == ([], ["elsewhere"])
    at.deliver()
    assert sorted(at.texts(ROOM)) == ["one", "two"]


def test_the_pace_of_a_channel_is_slacks(sqlite_database: Database) -> None:
    with desk(sqlite_database, rate_limits="on") as at:
        for number in range(5):
            at.want(f"card {number}", f"card {number}")
        at.deliver()
        assert at.texts() == [f"card {number}" for number in range(5)]
        assert {call["status"] for call in at.board.calls("chat.postMessage")} == {200}


@pytest.mark.parametrize("fault", DONE_BUT_UNHEARD, ids=lambda fault: fault["kind"])
def test_without_history_a_post_in_doubt_is_repeated_once_and_the_log_names_it(
    blind: Desk, log: list[Any], fault: dict[str, Any]
) -> None:
    token = blind.want(text=SECRET_WORDS)
    blind.fault("chat.postMessage", **fault)
    blind.deliver()
    assert blind.texts() == [SECRET_WORDS] * 2
    (line,) = [line for line in log if line["event"] == "letter posted again unseen"]
    assert (line["key"], line["token"], line["log_level"]) == ("card", token, "warning")


def test_in_a_direct_message_no_further_scope_is_needed_to_look(blind: Desk) -> None:
    blind.want(text="Something waits", address=TO_ANA)
    blind.fault("chat.postMessage", kind="drop_after")
    blind.deliver()
    assert blind.with_ana() == ["Something waits"]


def test_what_only_one_person_sees_cannot_be_looked_for(at: Desk, log: list[Any]) -> None:
    at.want(text="Only for Ana", address=Address.only_for(ANA, ROOM))
    at.fault("chat.postEphemeral", kind="drop_after")
    at.deliver()
    assert at.standing().state is State.SENT
    assert "letter posted again unseen" in events(log)


def test_a_post_in_doubt_is_found_among_many_messages(at: Desk) -> None:
    at.want(text="652 pages")
    at.fault("chat.postMessage", kind="drop_after")
    at.step()
    for number in range(230):
        at.board.say(ANA, ROOM, f"talk {number}")
    at.deliver()
    assert at.calls().count("conversations.history") == 3
    assert at.texts().count("652 pages") == 1


def test_an_app_that_may_read_one_page_a_minute_does_not_look_for_ever(at: Desk, log: list[Any]) -> None:
    class OnePage(WebClient):
        def conversations_history(self, **how: Any) -> SlackResponse:
            page = super().conversations_history(**how)
            at.fault("conversations.history", kind="http", status=429, retry_after=60)
            return page

    token = at.want(text="652 pages")
    at.fault("chat.postMessage", kind="drop_after")
    at.step()
    for number in range(130):
        at.board.say(ANA, ROOM, f"talk {number}")
    client = OnePage("xoxb-host", base_url=f"{at.simulator.url}/api/", retry_handlers=[])
    at.clients.for_posting = lambda _team: client  # type: ignore[method-assign]
    at.deliver()
    assert at.texts().count("652 pages") == 2
    (line,) = [line for line in log if line["event"] == "letter posted again unseen"]
    assert line["token"] == token


def test_a_process_that_died_after_slacks_ok_leaves_one_message(at: Desk) -> None:
    at.want(text="284")
    with at.database.begin() as session:
        letter = outbox.claim(session, by="the one that dies", lease=at.lease, now=at.now())
    assert letter is not None
    at.client.chat_postMessage(
        channel=ROOM,
        text="284",
        metadata={"event_type": "tocsin_message", "event_payload": {"token": letter.token}},
    )
    at.want(text="770")
    at.deliver()
    assert at.texts() == ["770"]


def test_a_channel_without_the_bot_kills_the_letter_and_an_invitation_revives_it(at: Desk, log: list[Any]) -> None:
    at.board.remove_app(ROOM, HOST)
    at.want(text="652 pages")
    at.deliver()
    assert (at.standing().state, at.standing().fault) == (State.DEAD, Fault.CHANNEL)
    assert at.standing().error in {"not_in_channel", "channel_not_found"}
    assert at.told == ["card"]
    assert "letter dead" in events(log)
    at.board.invite_app(ROOM, HOST)
    with at.database.begin() as session:
        outbox.revive_channel(session, ROOM, now=at.now())
    at.deliver()
    assert at.texts() == ["652 pages"]
    assert at.told == ["card"]


def test_an_archived_channel_is_the_channels_fault(at: Desk) -> None:
    at.board.archive(ROOM)
    at.want()
    at.deliver()
    assert (at.standing().fault, at.standing().error) == (Fault.CHANNEL, "is_archived")


@pytest.mark.parametrize("error", ["token_revoked", "invalid_auth", "account_inactive", "missing_scope"])
def test_a_token_that_opens_no_door_kills_the_letter_until_it_is_replaced(at: Desk, error: str) -> None:
    at.want(text="652 pages")
    at.fault("chat.postMessage", kind="error", error=error)
    at.deliver()
    assert (at.standing().state, at.standing().fault) == (State.DEAD, Fault.INSTALLATION)
    assert at.told == ["card"]
    with at.database.begin() as session:
        outbox.revive_installation(session, None, now=at.now())
    at.deliver()
    assert at.texts() == ["652 pages"]


def test_a_revoked_token_is_told_while_looking_too(at: Desk) -> None:
    at.want()
    at.fault("chat.postMessage", kind="drop_after")
    at.step()
    at.board.revoke(HOST)
    at.deliver()
    assert (at.standing().state, at.standing().error) == (State.DEAD, "token_revoked")


def test_a_body_that_slack_does_not_take_is_our_fault_and_logged_with_a_reference(at: Desk, log: list[Any]) -> None:
    at.want(blocks=[{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}])
    at.deliver()
    assert (at.standing().state, at.standing().fault) == (State.DEAD, Fault.MESSAGE)
    assert at.told == ["card"]
    (line,) = [line for line in log if line["event"] == "letter dead"]
    assert line["log_level"] == "error"
    assert line["reference"]
    at.want(text="shorter")
    at.deliver()
    assert at.texts() == ["shorter"]


def test_a_code_that_nobody_knows_ends_the_letter_and_is_told(at: Desk) -> None:
    at.want()
    at.fault("chat.postMessage", kind="error", error="a_code_of_tomorrow")
    at.deliver()
    assert (at.standing().state, at.standing().error) == (State.DEAD, "a_code_of_tomorrow")
    assert at.told == ["card"]


def test_a_notice_that_cannot_be_delivered_is_told_to_nobody(at: Desk) -> None:
    at.want("notice:1")
    at.fault("chat.postMessage", kind="error", error="is_archived")
    at.deliver()
    assert at.standing("notice:1").state is State.DEAD
    assert at.told == []


def test_what_is_told_is_told_in_the_transaction_that_notes_the_death(at: Desk) -> None:
    def tell(session: Session, letter: Letter, now: datetime) -> None:
        outbox.want(
            session,
            letter.coalition_id,
            f"notice:{letter.id}",
            address=TO_ANA,
            body=letter.body,
            about="notice",
            now=now,
        )

    at.on_dead = tell  # type: ignore[method-assign]
    at.courier = at.another()
    at.want(text="It could not be posted")
    at.fault("chat.postMessage", kind="error", error="is_archived")
    at.deliver()
    assert at.with_ana() == ["It could not be posted"]


def test_a_card_that_an_administrator_deleted_is_posted_anew_when_it_changes(at: Desk) -> None:
    at.want(text="284")
    at.deliver()
    at.client.chat_delete(channel=ROOM, ts=at.messages()[0]["ts"])
    at.deliver()
    assert at.texts() == []
    at.want(text="770")
    at.deliver()
    assert at.texts() == ["770"]
    at.want(text="771")
    at.deliver()
    assert at.texts() == ["771"]


def test_what_nobody_may_be_told_any_more_is_not_sent(at: Desk, log: list[Any]) -> None:
    at.want()
    at.forbidden.add("card")
    at.deliver()
    assert at.calls() == []
    assert at.standing().state is State.DROPPED
    assert "letter dropped" in events(log)


def test_what_stands_there_already_stays_as_it_is_when_it_may_not_be_told_any_more(at: Desk) -> None:
    at.want(text="284")
    at.deliver()
    at.forbidden.add("card")
    at.want(text="770")
    at.deliver()
    assert at.texts() == ["284"]
    assert at.standing().state is State.DROPPED


def test_a_fault_of_ours_is_logged_with_a_reference_and_holds_up_nobody(at: Desk, log: list[Any]) -> None:
    def may_go(_session: Session, letter: Letter) -> Passage:
        if letter.key == "poison":
            raise LookupError("a fault of ours")
        return Passage.GO

    at.may_go = may_go  # type: ignore[method-assign]
    at.courier = at.another()
    at.want("poison")
    at.want("card", "652 pages")
    at.deliver()
    assert at.texts() == ["652 pages"]
    assert at.standing("poison").state is State.DUE
    (line, *_) = [line for line in log if line["event"] == "delivery failed"]
    assert line["reference"]
    assert (line["key"], line["log_level"]) == ("poison", "error")


def test_who_was_held_up_for_too_long_sends_nothing(at: Desk) -> None:
    at.want(text="284")
    at.deliver()
    at.want(text="770")
    at.board.advance(1)
    with at.database.begin() as session:
        late = outbox.claim(session, by="a process that stands still", lease=at.lease, now=at.now())
    assert late is not None
    at.want(text="771")
    at.board.advance(at.lease.total_seconds())
    at.deliver()
    at.courier._delivery.carry(late)
    assert at.texts() == ["771"]


def test_no_line_of_the_log_holds_what_somebody_typed(blind: Desk, log: list[Any]) -> None:
    faults: list[dict[str, Any]] = [
        *NOTHING_DONE,
        *DONE_BUT_UNHEARD,
        {"kind": "error", "error": "invalid_blocks"},
        {"kind": "error", "error": "token_revoked"},
    ]
    for number, fault in enumerate(faults):
        blind.want(f"card {number}")
        blind.fault("chat.postMessage", **fault)
        blind.deliver()
    assert len(log) >= len(faults)
    assert SECRET_WORDS not in str(log)
    assert "xoxb" not in str(log)
