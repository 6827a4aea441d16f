"""Whatever happens in whatever order: nothing that was wanted is lost, and nothing is said twice."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete

from bot.courier.delivery import Delivery
from storage import coalitions, outbox
from storage.database import Database, Session
from storage.outbox import Address, Body, Letter, Picture, Standing, State
from storage.sending import Passage
from tests.bot.tiny_slack import Fault, Killed, Message, TinySlack

START = datetime(2018, 8, 24, 16, tzinfo=UTC)
LEASE = timedelta(minutes=1)
ADDRESSES = {
    "card": Address.in_channel("C01ROOM"),
    "other": Address.in_channel("C01ROOM"),
    "pinned": Address.in_channel("C02OPEN"),
    "bell": Address.to_person("U01ANA"),
}
KEYS = st.sampled_from(sorted(ADDRESSES))
# These words are said with a picture, but for one letter's.
PICTURED = {text: Picture(f"{text}.png", text.encode(), "A chart") for text in "bc"}
PLAIN = "other"
CHANNELS = {"card": "C01ROOM", "other": "C01ROOM", "pinned": "C02OPEN", "bell": "D-U01ANA"}


class Interleavings(RuleBasedStateMachine):
    """Several couriers, one outbox, one Slack, and somebody who pulls the plug."""

    history_granted = True
    database: Database
    held = Bundle("held")

    @initialize()
    def begin(self) -> None:
        with self.database.begin() as session:
            session.execute(delete(outbox.pictures))
            session.execute(delete(outbox.picture_files))
            session.execute(delete(outbox.outbox))
            session.execute(delete(outbox.paces))
            session.execute(delete(coalitions.coalitions))
            coalition, _ = coalitions.add(
                session,
                "Coalition",
                channel="C01ROOM",
                open_channel=None,
                host_team=None,
                zone="Europe/Paris",
                language="en",
                now=START,
            )
        self.coalition_id = coalition.id
        self.now = START
        self.wanted: dict[str, str] = {}
        self.tokens: dict[str, set[str]] = {key: set() for key in ADDRESSES}
        self.deleted: set[str] = set()
        self.retracted: set[str] = set()
        self.paused = False
        self.told: Counter[str] = Counter()
        self.slack = TinySlack(lambda: self.now, self.pass_time, self.history_granted)
        self.delivery = Delivery(
            self.database,
            self.slack,
            may_go=lambda *_: Passage.WAIT if self.paused else Passage.GO,
            on_dead=self.tell,
            lease=LEASE,
            clock=lambda: self.now,
        )

    def pass_time(self, pause: timedelta) -> None:
        self.now += pause

    def tell(self, _session: Session, letter: Letter, _now: datetime) -> None:
        self.told[letter.key] += 1

    @rule(key=KEYS, text=st.sampled_from("abc"))
    def want(self, key: str, text: str) -> None:
        picture = None if key == PLAIN else PICTURED.get(text)
        with self.database.begin() as session:
            outbox.want(
                session,
                self.coalition_id,
                key,
                address=ADDRESSES[key],
                body=Body(text, [] if picture is None else [picture.block]),
                picture=picture,
                about="takedown",
                pin=key == "pinned",
                now=self.now,
            )
        self.wanted[key] = text
        self.retracted.discard(key)

    @rule(key=KEYS)
    def retract(self, key: str) -> None:
        with self.database.begin() as session:
            outbox.retract(session, self.coalition_id, key, now=self.now)
        if key in self.wanted:
            self.retracted.add(key)

    @rule(is_paused=st.booleans())
    def pause_or_resume(self, *, is_paused: bool) -> None:
        self.paused = is_paused
        if not is_paused:
            with self.database.begin() as session:
                for channel in ("C01ROOM", "C02OPEN"):
                    outbox.resume(session, channel, now=self.now)

    @rule(target=held)
    def claim(self) -> object:
        letter = self.claimed()
        return multiple() if letter is None else letter

    def claimed(self) -> Letter | None:
        with self.database.begin() as session:
            letter = outbox.claim(session, by="somebody", lease=LEASE, now=self.now)
        if letter is not None:
            self.tokens[letter.key].add(letter.token)
        return letter

    @rule(fault=st.sampled_from(Fault))
    def delete_a_file(self, fault: Fault) -> None:
        with self.database.begin() as session:
            left = outbox.claim_left_over(session, by="somebody", lease=LEASE, now=self.now)
        if left is not None:
            self.slack.fault = fault
            with suppress(Killed):
                self.delivery.take_away(left)
            self.slack.fault = Fault.NONE

    @rule(letter=consumes(held), fault=st.sampled_from(Fault))
    def carry(self, letter: Letter, fault: Fault) -> None:
        self.slack.fault = fault
        with suppress(Killed):
            self.delivery.carry(letter)
        self.slack.fault = Fault.NONE

    @rule(letter=consumes(held))
    def die_before_the_call(self, letter: Letter) -> None:
        """A process that claimed this is killed before it does anything."""

    @rule(fault=st.sampled_from(Fault))
    def deliver(self, fault: Fault) -> None:
        letter = self.claimed()
        if letter is not None:
            self.carry(letter, fault)

    @rule(fault=st.sampled_from(Fault), text=st.sampled_from("abc"))
    def deliver_while_newer_words_come(self, fault: Fault, text: str) -> None:
        letter = self.claimed()
        if letter is not None:
            self.want(letter.key, text)
            self.carry(letter, fault)

    @rule(fault=st.sampled_from(Fault), again=st.sampled_from(["", "a", "b"]))
    def deliver_while_it_is_taken_back(self, fault: Fault, again: str) -> None:
        letter = self.claimed()
        if letter is not None:
            self.retract(letter.key)
            if again:
                self.want(letter.key, again)
            self.carry(letter, fault)

    @rule(fault=st.sampled_from(Fault), text=st.sampled_from("abc"))
    def be_overtaken(self, fault: Fault, text: str) -> None:
        """A process stands still for longer than its lease, while another goes on with newer words."""
        letter = self.claimed()
        if letter is not None:
            self.want(letter.key, text)
            self.pass_time(LEASE)
            for _ in range(3):
                self.deliver(Fault.NONE)
                self.pass_time(timedelta(seconds=1))
            self.carry(letter, fault)

    @rule(seconds=st.sampled_from([0.4, 1, 8, 31, 60, 400]))
    def wait(self, seconds: float) -> None:
        self.pass_time(timedelta(seconds=seconds))

    @rule(channel=st.sampled_from(["C01ROOM", "C02OPEN"]), is_open=st.booleans())
    def remove_or_invite_the_bot(self, channel: str, *, is_open: bool) -> None:
        (self.slack.closed.discard if is_open else self.slack.closed.add)(channel)
        if is_open:
            with self.database.begin() as session:
                outbox.revive_channel(session, channel, now=self.now)

    @rule(is_valid=st.booleans())
    def revoke_or_replace_the_token(self, *, is_valid: bool) -> None:
        self.slack.revoked = not is_valid
        if is_valid:
            with self.database.begin() as session:
                outbox.revive_installation(session, None, now=self.now)

    @rule(data=st.data())
    def delete_a_message(self, data: st.DataObject) -> None:
        standing = self.slack.standing()
        if standing:
            message = data.draw(st.sampled_from(standing))
            message.deleted = True
            self.deleted.update(key for key in self.wanted if message.token in self.tokens[key])

    @invariant()
    def the_outbox_tells_the_truth(self) -> None:
        for key, text in self.wanted.items():
            standing = self.standing(key)
            if standing.state is State.DEAD:
                assert self.told[key]
            if standing.state is State.RETRACTED and self.history_granted:
                assert key in self.retracted
                assert not self.of(key)
            if standing.is_delivered and key not in self.deleted:
                (message,) = [message for message in self.slack.standing() if message.ts == standing.sent_ts]
                assert message.text == text
                assert self.shows(message, key, text)

    def shows(self, message: Message, key: str, text: str) -> bool:
        """Tell whether a message shows the picture that belongs to its words, and no other one."""
        if key == PLAIN or text not in PICTURED:
            return message.file is None
        return message.file in self.slack.live_files() and self.slack.files[message.file].name == f"{text}.png"

    @invariant()
    def nothing_is_said_twice(self) -> None:
        if self.history_granted:
            tokens = Counter(message.token for message in self.slack.standing())
            assert not tokens or max(tokens.values()) == 1

    def teardown(self) -> None:
        for channel in sorted(self.slack.closed):
            self.remove_or_invite_the_bot(channel, is_open=True)
        self.revoke_or_replace_the_token(is_valid=True)
        self.pause_or_resume(is_paused=False)
        for key in sorted(self.deleted - self.retracted):
            # What somebody deleted in Slack stands there again as soon as it is revised.
            self.want(key, "the last words")
        self.deliver_all()
        for key in self.wanted:
            self.check(key)
        newest = [self.of(key)[-1] for key in self.wanted if key not in self.retracted]
        assert self.slack.live_files() == {message.file for message in newest if message.file}

    def deliver_all(self) -> None:
        for _ in range(200):
            with self.database.read() as session:
                due = outbox.next_due(session, now=self.now)
            if due is None:
                return
            self.now = max(self.now, due)
            self.deliver(Fault.NONE)
            self.delete_a_file(Fault.NONE)
        pytest.fail("the outbox never comes to rest")

    def standing(self, key: str) -> Standing:
        with self.database.read() as session:
            standing = outbox.standing(session, self.coalition_id, key)
        assert standing is not None
        return standing

    def of(self, key: str) -> list[Message]:
        """List what stands in Slack of a letter."""
        return [message for message in self.slack.standing() if message.token in self.tokens[key]]

    def check(self, key: str) -> None:
        standing = self.standing(key)
        if key in self.retracted:
            assert (standing.state, standing.is_delivered) == (State.RETRACTED, False)
            assert not self.history_granted or not self.of(key)
            return
        assert (standing.state, standing.is_delivered) == (State.SENT, True)
        messages = self.of(key)
        newest = messages[-1]
        assert (newest.channel, newest.ts) == (CHANNELS[key], standing.sent_ts)
        assert newest.text == self.wanted[key]
        assert self.shows(newest, key, self.wanted[key])
        assert newest.pinned == (key == "pinned")
        if self.history_granted:
            assert messages == [newest]


class WithoutHistory(Interleavings):
    """The same where the operator granted no history: a repeat is possible, a loss is not."""

    history_granted = False


@pytest.mark.parametrize("machine", [Interleavings, WithoutHistory])
def test_any_order_on_sqlite(sqlite_database: Database, machine: type[Interleavings]) -> None:
    run(machine, sqlite_database, examples=150)


@pytest.mark.parametrize("machine", [Interleavings, WithoutHistory])
def test_any_order_on_postgresql(postgres_database: Database, machine: type[Interleavings]) -> None:
    run(machine, postgres_database, examples=30)


def run(machine: type[Interleavings], database: Database, *, examples: int) -> None:
    bound = type(machine.__name__, (machine,), {"database": database})
    run_state_machine_as_test(bound, settings=settings(max_examples=examples, stateful_step_count=40, deadline=None))
