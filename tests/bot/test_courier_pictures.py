"""A letter brings its picture along: uploaded before it is posted, replaced, deleted, told in words where it fails."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from sqlalchemy import func, select
from structlog.testing import capture_logs

from storage import outbox
from storage.database import Database
from storage.outbox import Picture, State, place_for_picture
from tests.bot.courier_desk import OPEN, ROOM, TO_ANA, Desk, desk
from tests.bot.test_courier import DONE_BUT_UNHEARD, NOTHING_DONE, events
from tests.bot.tiny_slack import Killed

HEAD = b"\x89PNG\r\n\x1a\n"
ALT = "Two takedowns this week, three the week before."
UPLOAD = ("files.getUploadURLExternal", "upload", "files.completeUploadExternal")


@pytest.fixture
def at(database: Database) -> Iterator[Desk]:
    with desk(database) as at:
        yield at


@pytest.fixture
def log() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


def drawn(what: str) -> Picture:
    return Picture("tocsin.png", HEAD + what.encode(), ALT)


def want(at: Desk, words: str, picture: Picture | None = None, *, place: bool = True, **more: Any) -> None:
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "plain_text", "text": words}}]
    if picture is not None:
        blocks.append(picture.block)
    elif place:
        blocks.append(place_for_picture(ALT))
    at.want(text=words, blocks=blocks, picture=picture, **more)


def files(at: Desk) -> dict[str, bytes]:
    """Say what Slack has of files, the unfinished left out."""
    stored = at.simulator.world.files.values()
    return {each.id: each.content or b"" for each in stored if each.complete and not each.deleted}


def shown(at: Desk, channel: str = ROOM) -> list[tuple[str, bytes | str | None]]:
    """Say of each message what it says and which picture it shows, or which words stand for one."""
    return [(message["text"], _picture(at, message["blocks"])) for message in at.messages(channel)]


def _picture(at: Desk, blocks: list[dict[str, Any]]) -> bytes | str | None:
    for block in blocks:
        if block["type"] == "image":
            return files(at)[block["slack_file"]["id"]].removeprefix(HEAD)
        if block["type"] == "context":
            return str(block["elements"][0]["text"])
    return None


def bytes_kept(at: Desk) -> int:
    with at.database.read() as session:
        kept = select(func.count()).select_from(outbox.pictures).where(outbox.pictures.c.png.is_not(None))
        return session.execute(kept).scalar_one()


def at_rest(at: Desk) -> None:
    """Nothing is owed, nothing is left in Slack that no message shows, and no bytes are kept."""
    with at.database.read() as session:
        assert not outbox.owes(session, at.coalition_id)
    standing = {
        block["slack_file"]["id"]
        for channel in (ROOM, OPEN)
        for message in at.messages(channel)
        for block in message["blocks"]
        if block["type"] == "image"
    }
    assert set(files(at)) == standing
    assert bytes_kept(at) == 0


def test_a_picture_stands_inside_its_message_and_nowhere_else(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    assert shown(at) == [("The week", b"one")]
    assert at.messages()[0]["files"] == []
    assert at.calls() == [*(each for each in UPLOAD if each != "upload"), "chat.postMessage"]
    at_rest(at)


def test_newer_words_keep_the_picture(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week, updated")
    at.deliver()
    assert shown(at) == [("The week, updated", b"one")]
    want(at, "The week, updated again", drawn("one"))
    at.deliver()
    assert shown(at) == [("The week, updated again", b"one")]
    assert at.calls().count("files.getUploadURLExternal") == 1
    at_rest(at)


def test_words_that_were_forgotten_leave_the_picture_where_it_is(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    with at.database.begin() as session:
        assert outbox.forget_old_words(session, at.coalition_id, before=at.now(), but=(), limit=9)
    at.deliver()
    assert shown(at) == [("The week", b"one")]
    want(at, "The week, updated")
    at.deliver()
    assert shown(at) == [("The week, updated", b"one")]
    at_rest(at)


def test_a_newer_picture_takes_its_place_and_the_old_file_is_deleted(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week", drawn("two"))
    at.deliver()
    assert shown(at) == [("The week", b"two")]
    at_rest(at)


def test_a_newer_picture_overtakes_one_that_waits(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.step()
    want(at, "The week", drawn("two"))
    at.deliver()
    assert shown(at) == [("The week", b"two")]
    at_rest(at)


def test_words_without_a_place_take_the_picture_away(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week, in words", place=False)
    at.deliver()
    assert shown(at) == [("The week, in words", None)]
    at_rest(at)


def test_what_stands_comes_to_say_less_and_its_file_goes(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week", drawn("two"))
    with at.database.begin() as session:
        grave = outbox.Body("It was taken back", [])
        assert outbox.replace_what_stands(session, at.coalition_id, "card", body=grave, about="grave", now=at.now())
    at.deliver()
    assert shown(at) == [("It was taken back", None)]
    at_rest(at)


def test_what_is_taken_back_is_gone_with_its_file(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    at.retract()
    at.deliver()
    assert (shown(at), at.standing().state) == ([], State.RETRACTED)
    at_rest(at)
    want(at, "The week, anew", drawn("one"))
    at.deliver()
    assert shown(at) == [("The week, anew", b"one")]
    at_rest(at)


@pytest.mark.parametrize("steps", range(5))
def test_it_is_taken_back_at_any_step(at: Desk, steps: int) -> None:
    want(at, "The week", drawn("one"))
    for _ in range(steps):
        at.step()
        at.board.advance(1)
    at.retract()
    at.deliver()
    assert shown(at) == []
    at_rest(at)


@pytest.mark.parametrize("steps", range(5))
def test_it_is_taken_back_and_wanted_again_at_any_step(at: Desk, steps: int) -> None:
    want(at, "The week", drawn("one"))
    for _ in range(steps):
        at.step()
        at.board.advance(1)
    at.retract()
    want(at, "The week, anew", drawn("one"))
    at.deliver()
    assert shown(at) == [("The week, anew", b"one")]
    at_rest(at)


def test_whether_it_may_go_is_asked_before_the_upload(at: Desk) -> None:
    at.forbidden.add("card")
    want(at, "The week", drawn("one"))
    at.deliver()
    assert (at.calls(), at.standing().state) == ([], State.DROPPED)
    at_rest(at)


def test_whether_it_may_go_is_asked_again_before_the_post(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.step()
    at.forbidden.add("card")
    at.deliver()
    assert (shown(at), at.standing().state) == ([], State.DROPPED)
    at_rest(at)


def test_a_paused_channel_keeps_the_picture_at_home(at: Desk) -> None:
    at.paused.add("card")
    want(at, "The week", drawn("one"))
    at.deliver(within=timedelta(minutes=5))
    assert at.calls() == []
    at.paused.clear()
    at.deliver()
    assert shown(at) == [("The week", b"one")]


@pytest.mark.parametrize("method", UPLOAD)
@pytest.mark.parametrize("fault", NOTHING_DONE + DONE_BUT_UNHEARD, ids=lambda fault: "-".join(map(str, fault.values())))
def test_an_upload_that_fails_half_way_is_made_anew_and_leaves_nothing(
    at: Desk, method: str, fault: dict[str, Any]
) -> None:
    want(at, "The week", drawn("one"))
    at.fault(method, times=2, **fault)
    at.deliver()
    assert shown(at) == [("The week", b"one")]
    assert at.told == []
    at_rest(at)


@pytest.mark.parametrize("fault", NOTHING_DONE + DONE_BUT_UNHEARD, ids=lambda fault: "-".join(map(str, fault.values())))
def test_a_deletion_of_a_file_that_fails_for_a_while_is_repeated(at: Desk, fault: dict[str, Any]) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week", drawn("two"))
    at.fault("files.delete", times=1, **fault)
    at.deliver()
    assert shown(at) == [("The week", b"two")]
    at_rest(at)


def test_slack_down_for_two_hours_costs_nothing_but_two_hours(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.fault("*", kind="http", status=503, times=1_000)
    at.deliver(within=timedelta(hours=2))
    assert shown(at) == []
    at.simulator.world.faults.clear()
    at.deliver()
    assert shown(at) == [("The week", b"one")]
    at_rest(at)


def test_a_file_that_slack_is_not_ready_with_is_waited_for(database: Database, log: list[Any]) -> None:
    with desk(database, file_seconds=20) as at:
        want(at, "The week", drawn("one"))
        at.deliver()
        assert shown(at) == [("The week", b"one")]
        assert events(log).count("picture not ready") <= 6
        at_rest(at)


def test_a_file_that_slack_is_never_ready_with_is_told_in_words(database: Database, log: list[Any]) -> None:
    with desk(database, file_seconds=100_000) as at:
        want(at, "The week", drawn("one"))
        at.deliver()
        assert shown(at) == [("The week", ALT)]
        assert "picture given up" in events(log)
        assert at.told == []
        at_rest(at)


REFUSED = [
    ("files.getUploadURLExternal", "missing_scope"),
    ("files.getUploadURLExternal", "file_uploads_disabled"),
    ("files.completeUploadExternal", "file_upload_size_restricted"),
    ("chat.postMessage", "slack_connect_file_link_sharing_blocked"),
]


@pytest.mark.parametrize(("method", "error"), REFUSED)
def test_a_picture_that_cannot_be_had_is_told_in_words(at: Desk, method: str, error: str) -> None:
    want(at, "The week", drawn("one"))
    at.fault(method, kind="error", error=error)
    at.deliver()
    assert shown(at) == [("The week", ALT)]
    assert at.told == []
    at_rest(at)
    want(at, "The week", drawn("two"))
    at.deliver()
    assert shown(at) == [("The week", b"two")]


def test_bytes_that_never_arrive_do_not_keep_the_words_for_ever(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.fault("upload", kind="http", status=503, times=1_000)
    at.deliver(within=timedelta(minutes=30))
    assert shown(at) == [("The week", ALT)]
    at_rest(at)


def test_a_picture_that_somebody_deleted_in_slack_is_told_in_words_by_the_next_update(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    at.client.files_delete(file=next(iter(files(at))))
    at.board.advance(3600)
    want(at, "The week, updated")
    at.deliver()
    assert shown(at) == [("The week, updated", ALT)]
    at_rest(at)


def test_a_message_that_somebody_deleted_is_posted_anew_with_its_picture(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    at.client.chat_delete(channel=ROOM, ts=at.messages()[0]["ts"])
    want(at, "The week, updated")
    at.deliver()
    assert shown(at) == [("The week, updated", b"one")]
    at_rest(at)


def test_it_follows_its_letter_into_another_channel(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week", drawn("one"), address=outbox.Address.in_channel(OPEN))
    at.deliver()
    assert shown(at, OPEN) == [("The week", b"one")]


def test_a_file_that_may_not_be_deleted_any_more_is_asked_for_again_and_then_let_lie(at: Desk, log: list[Any]) -> None:
    want(at, "The week", drawn("one"))
    at.deliver()
    want(at, "The week", drawn("two"))
    at.fault("files.delete", kind="error", error="cant_delete_file", times=1_000)
    at.deliver(within=timedelta(days=6))
    assert "picture left behind" in events(log)
    assert shown(at) == [("The week", b"two")]


def test_a_revoked_token_is_told_to_the_owner_and_a_new_one_brings_the_picture(at: Desk) -> None:
    want(at, "The week", drawn("one"))
    at.fault("files.getUploadURLExternal", kind="error", error="token_revoked")
    at.deliver()
    assert (at.standing().state, at.told) == (State.DEAD, ["card"])
    with at.database.begin() as session:
        outbox.revive_installation(session, None, now=at.now())
    at.deliver()
    assert shown(at) == [("The week", b"one")]
    at_rest(at)


def test_a_person_is_written_to_with_a_picture(at: Desk) -> None:
    want(at, "The week", drawn("one"), address=TO_ANA)
    at.deliver()
    (im,) = [each["id"] for each in at.board.state()["channels"] if each["kind"] == "im"]
    assert shown(at, im) == [("The week", b"one")]


def test_a_letter_whose_words_are_erased_forgets_its_picture(at: Desk) -> None:
    want(at, "The week", drawn("one"), address=TO_ANA, about_id=7)
    at.step()
    with at.database.begin() as session:
        outbox.forget_words(session, at.coalition_id, "takedown", 7, now=at.now())
    at.deliver()
    at_rest(at)


def test_a_picture_needs_a_place_in_the_words(at: Desk) -> None:
    with pytest.raises(ValueError, match="no place for its picture"):
        at.want(text="The week", picture=drawn("one"))


class Dying:
    """Kills the process that makes a call, before it or after it, at the call whose turn it is."""

    def __init__(self) -> None:
        self.left: float = float("inf")

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*arguments: Any, **more: Any) -> Any:
            self.turn()
            answer = call(*arguments, **more)
            self.turn()
            return answer

        return dying

    def turn(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.left = float("inf")
            raise Killed


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Dying:
    """What may kill a process at each call to Slack, the one that brings the bytes included."""
    dying = Dying()
    monkeypatch.setattr(WebClient, "api_call", dying.around(WebClient.api_call))
    monkeypatch.setattr("bot.courier.pictures.urlopen", dying.around(urlopen))
    return dying


def story(at: Desk, dying: Dying, turn: int) -> bool:
    """Post a picture, replace it and take all back, dying at one turn of it; whether that was reached."""
    dying.left = turn
    for tell, told in (
        (lambda: want(at, "The week", drawn("one")), [("The week", b"one")]),
        (lambda: want(at, "The week, updated", drawn("two")), [("The week, updated", b"two")]),
        (at.retract, []),
    ):
        tell()
        with suppress(Killed):
            at.deliver()
        at.deliver()
        assert shown(at) == told, turn
        at_rest(at)
    is_reached = dying.left == float("inf")
    dying.left = float("inf")
    return is_reached


@pytest.mark.parametrize("first", range(3))
def test_whoever_dies_at_any_call_leaves_one_message_with_one_picture(at: Desk, dying: Dying, first: int) -> None:
    turns = range(first, 200, 3)
    reached = sum(1 for _ in itertools.takewhile(lambda turn: story(at, dying, turn), turns))
    # Twice three calls of an upload, a post, an update, a deletion, two files: before each and after it.
    assert reached >= 2 * 11 // 3
