"""The outbox: each key once, the newest words win, and only who holds the lease may settle."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select

from storage import coalitions, companies, outbox, people
from storage.companies import Seat
from storage.database import Database, Session
from storage.outbox import PACE, Address, Body, Fault, Letter, Standing, State, Step

LEASE = timedelta(minutes=1)
ROOM = Address.in_channel("C01ROOM")
OTHER_ROOM = Address.in_channel("C02OPEN")


class Story:
    """A coalition with an outbox, told in few words."""

    def __init__(self, database: Database, now: datetime) -> None:
        self.database = database
        self.now = now
        self.coalition_id = self.found("Coalition", "C01ROOM")

    def found(self, name: str, channel: str) -> int:
        with self.database.begin() as session:
            founded, _ = coalitions.add(
                session,
                name,
                channel=channel,
                open_channel=None,
                host_team=None,
                zone="Europe/Paris",
                language="en",
                now=self.now,
            )
        return founded.id

    def person(self) -> int:
        with self.database.begin() as session:
            coalition = coalitions.by_id(session, self.coalition_id)
            company, _ = companies.add(
                session, coalition, "Facebook", team_ids=["T01HOST"], seat=Seat.MEMBER, now=self.now
            )
            return people.meet(session, company, "U01ANA", guest_account=False, now=self.now).id

    def want(self, key: str = "card", text: str = "one", **more: Any) -> str:
        with self.database.begin() as session:
            return self.want_in(session, key, text, **more)

    def want_in(self, session: Session, key: str = "card", text: str = "one", **more: Any) -> str:
        body = Body(text, [{"type": "divider"}])
        asked = {"coalition_id": self.coalition_id, "address": ROOM, "about": "takedown", **more}
        return outbox.want(session, key=key, body=body, now=self.now, **asked)

    def claim(self, by: str = "us") -> Letter | None:
        with self.database.begin() as session:
            return outbox.claim(session, by=by, lease=LEASE, now=self.now)

    def must_claim(self, by: str = "us") -> Letter:
        letter = self.claim(by)
        assert letter is not None
        return letter

    def settle(self, verb: Callable[..., bool], letter: Letter, **how: object) -> bool:
        with self.database.begin() as session:
            return verb(session, letter, now=self.now, **how)

    def post(self, letter: Letter | None = None, ts: str = "1535126400.000100") -> bool:
        letter = letter or self.must_claim()
        return self.settle(outbox.sent, letter, channel=letter.address.lane, ts=ts)

    def retract(self, key: str = "card") -> bool:
        with self.database.begin() as session:
            return outbox.retract(session, self.coalition_id, key, now=self.now)

    def standing(self, key: str = "card") -> Standing:
        with self.database.read() as session:
            found = outbox.standing(session, self.coalition_id, key)
        assert found is not None
        return found

    def next_due(self) -> datetime | None:
        with self.database.read() as session:
            return outbox.next_due(session, now=self.now)

    def wait(self, pause: timedelta = PACE) -> None:
        self.now += pause


@pytest.fixture
def story(database: Database, now: datetime) -> Story:
    return Story(database, now)


def rows(story: Story) -> int:
    with story.database.read() as session:
        return session.execute(select(func.count()).select_from(outbox.outbox)).scalar_one()


def test_what_is_wanted_is_due_at_once(story: Story) -> None:
    token = story.want()
    letter = story.must_claim()
    assert (letter.key, letter.token, letter.step) == ("card", token, Step.POST)
    assert letter.body == Body("one", [{"type": "divider"}])
    assert letter.address == ROOM


def test_a_key_is_there_once_however_often_it_is_wanted(story: Story) -> None:
    assert story.want() == story.want()
    assert rows(story) == 1
    assert story.standing().version == 1


def test_the_first_wish_is_one_statement(story: Story) -> None:
    statements: list[str] = []

    def listen(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        statements.append(statement)

    event.listen(story.database.engine, "before_cursor_execute", listen)
    story.want()
    assert [statement for statement in statements if not statement.startswith("BEGIN")] == statements[-1:]
    assert statements[-1].startswith("INSERT INTO outbox")


def test_the_same_key_in_two_coalitions_is_two_letters(story: Story) -> None:
    other = story.found("Other", "C09OTHER")
    assert story.want() != story.want(coalition_id=other)


def test_what_is_rolled_back_is_not_owed(story: Story) -> None:
    with story.database.begin() as session:
        story.want_in(session)
        session.rollback()
    assert story.claim() is None


def test_a_delivered_letter_is_never_claimed_again(story: Story) -> None:
    story.want()
    assert story.post()
    story.want()
    story.wait(timedelta(days=365))
    assert story.claim() is None
    assert story.standing().is_delivered


def test_newer_words_of_a_delivered_letter_are_an_update_of_it(story: Story) -> None:
    story.want(text="one")
    story.post()
    story.wait()
    story.want(text="two")
    letter = story.must_claim()
    assert (letter.step, letter.body.text, letter.sent_ts) == (Step.UPDATE, "two", "1535126400.000100")
    assert not story.standing().is_delivered


def test_words_wanted_while_older_ones_are_under_way_follow_as_an_update(story: Story) -> None:
    story.want(text="one")
    letter = story.must_claim()
    story.want(text="two")
    assert story.claim() is None
    assert story.post(letter)
    story.wait()
    update = story.must_claim()
    assert (update.step, update.body.text) == (Step.UPDATE, "two")


def test_only_the_newest_of_many_words_is_delivered(story: Story) -> None:
    for text in ("one", "two", "three"):
        story.want(text=text)
    letter = story.must_claim()
    assert letter.body.text == "three"
    story.post(letter)
    story.wait()
    assert story.claim() is None


def test_the_oldest_goes_first(story: Story) -> None:
    story.want("first")
    story.wait(timedelta(seconds=5))
    story.want("second")
    story.wait(timedelta(seconds=5))
    letter = story.must_claim()
    assert letter.key == "first"
    story.post(letter)
    story.wait()
    assert story.must_claim().key == "second"


def test_one_letter_of_a_channel_is_under_way_at_a_time_and_others_do_not_wait_for_it(story: Story) -> None:
    for key in ("one", "two", "three"):
        story.want(key)
    story.wait(timedelta(seconds=5))
    story.want("elsewhere", address=OTHER_ROOM)
    assert story.must_claim().key == "one"
    assert story.must_claim().key == "elsewhere"
    assert story.claim() is None


def test_a_channel_gets_one_message_a_second(story: Story) -> None:
    story.want("one")
    story.want("two")
    story.post()
    assert story.claim() is None
    story.wait(PACE - timedelta(milliseconds=1))
    assert story.claim() is None
    story.wait(timedelta(milliseconds=1))
    assert story.must_claim().key == "two"


def test_a_word_for_one_person_in_a_channel_keeps_the_pace_of_the_channel(story: Story) -> None:
    story.want("one")
    story.want("two", address=Address.only_for("U01ANA", "C01ROOM"))
    story.must_claim()
    assert story.claim() is None


def test_people_are_paced_each_for_themselves(story: Story) -> None:
    for key, user in (("one", "U01ANA"), ("two", "U02BEN"), ("three", "U01ANA")):
        story.want(key, address=Address.to_person(user))
    assert [story.must_claim().key, story.must_claim().key] == ["one", "two"]
    assert story.claim() is None


def test_a_process_that_died_leaves_its_letter_to_the_next_once_the_lease_is_over(story: Story) -> None:
    story.want()
    story.must_claim("the one that dies")
    story.wait(LEASE - timedelta(milliseconds=1))
    assert story.claim() is None
    story.wait(timedelta(milliseconds=1))
    assert story.must_claim("the next").key == "card"


def test_a_post_that_was_under_way_when_the_lease_ran_out_is_looked_for_first(story: Story) -> None:
    story.want(text="one")
    attempt = story.must_claim()
    story.want(text="two")
    story.wait(LEASE)
    letter = story.must_claim()
    assert (letter.step, letter.tried_at, letter.tried_version) == (Step.LOOK, attempt.tried_at, 1)


def test_what_a_look_finds_are_the_words_of_the_attempt(story: Story) -> None:
    story.want(text="one")
    story.must_claim()
    story.want(text="two")
    story.wait(LEASE)
    story.post(story.must_claim())
    assert story.standing().sent_version == 1
    story.wait()
    assert story.must_claim().step is Step.UPDATE


def test_a_look_that_dies_is_looked_for_again_around_the_same_attempt(story: Story) -> None:
    story.want()
    attempt = story.must_claim()
    for _ in range(3):
        story.wait(LEASE)
        letter = story.must_claim()
        assert (letter.step, letter.tried_at) == (Step.LOOK, attempt.tried_at)


def test_what_a_look_does_not_find_is_posted(story: Story) -> None:
    story.want()
    story.must_claim()
    story.wait(LEASE)
    assert story.settle(outbox.missing, story.must_claim())
    letter = story.must_claim()
    assert (letter.step, letter.tried_at) == (Step.POST, story.now)


def test_an_update_that_was_under_way_is_simply_repeated(story: Story) -> None:
    story.want(text="one")
    story.post()
    story.want(text="two")
    story.wait()
    story.must_claim()
    story.wait(LEASE)
    assert story.must_claim().step is Step.UPDATE


VERBS: list[tuple[Callable[..., bool], dict[str, object]]] = [
    (outbox.sent, {"channel": "C01ROOM", "ts": "9.9"}),
    (outbox.pinned, {}),
    (outbox.missing, {}),
    (outbox.gone, {}),
    (outbox.postpone, {"until": datetime.fromisoformat("2018-09-01T00:00:00Z"), "error": "x"}),
    (outbox.doubt, {"until": datetime.fromisoformat("2018-09-01T00:00:00Z"), "error": "x"}),
    (outbox.die, {"fault": Fault.CHANNEL, "error": "x"}),
    (outbox.drop, {}),
    (outbox.hold, {"until": datetime.fromisoformat("2018-09-01T00:00:00Z")}),
    (outbox.retracted, {}),
]


@pytest.mark.parametrize(("verb", "how"), VERBS)
def test_who_lost_the_lease_settles_nothing_and_frees_no_channel(
    story: Story, verb: Callable[..., bool], how: dict[str, object]
) -> None:
    story.want()
    late = story.must_claim("us")
    story.wait(LEASE)
    story.must_claim("us")
    before = story.standing()
    assert not story.settle(verb, late, **how)
    assert story.standing() == before
    story.want("other")
    assert story.claim() is None


@pytest.mark.parametrize(("verb", "how"), VERBS)
def test_a_letter_is_settled_once(story: Story, verb: Callable[..., bool], how: dict[str, object]) -> None:
    story.want()
    letter = story.must_claim()
    assert story.settle(verb, letter, **how)
    assert not story.settle(outbox.drop, letter)


def test_a_postponed_letter_waits_and_the_channel_does_not(story: Story) -> None:
    story.want("one")
    story.want("two")
    story.settle(
        outbox.postpone, story.must_claim(), until=story.now + timedelta(seconds=30), error="service_unavailable"
    )
    assert story.standing("one").error == "service_unavailable"
    story.wait()
    story.post()
    assert story.standing("two").is_delivered
    story.wait(timedelta(seconds=28))
    assert story.claim() is None
    story.wait(timedelta(seconds=1))
    letter = story.must_claim()
    assert (letter.key, letter.step, letter.attempts) == ("one", Step.POST, 2)


def test_a_channel_that_slack_closes_for_a_while_waits_as_a_whole(story: Story) -> None:
    story.want("one")
    story.want("two")
    story.want("elsewhere", address=OTHER_ROOM)
    until = story.now + timedelta(seconds=30)
    story.settle(outbox.postpone, story.must_claim(), until=until, error="ratelimited", whole_lane=True)
    assert story.must_claim().key == "elsewhere"
    story.wait(timedelta(seconds=29))
    assert story.claim() is None
    story.wait(timedelta(seconds=1))
    assert story.claim() is not None


def test_newer_words_do_not_shorten_the_wait_of_a_letter_in_doubt(story: Story) -> None:
    story.want(text="one")
    until = story.now + timedelta(seconds=30)
    story.settle(outbox.doubt, story.must_claim(), until=until, error="TimeoutError")
    story.want(text="two")
    story.wait(timedelta(seconds=29))
    assert story.claim() is None
    story.wait(timedelta(seconds=1))
    assert story.must_claim().step is Step.LOOK


def test_newer_words_do_not_wait_for_the_back_off_of_older_ones(story: Story) -> None:
    story.want(text="one")
    story.settle(outbox.postpone, story.must_claim(), until=story.now + timedelta(hours=1), error="x")
    story.wait()
    story.want(text="two")
    assert story.must_claim().body.text == "two"


def test_a_message_that_is_gone_is_posted_anew_under_a_new_token(story: Story) -> None:
    token = story.want(text="one")
    story.post()
    story.want(text="two")
    story.wait()
    story.settle(outbox.gone, story.must_claim())
    letter = story.must_claim()
    assert (letter.step, letter.sent_ts) == (Step.POST, None)
    assert letter.token != token


def test_a_pin_follows_its_post_once(story: Story) -> None:
    story.want(pin=True)
    story.post()
    assert story.standing().is_delivered
    story.wait()
    letter = story.must_claim()
    assert letter.step is Step.PIN
    assert story.settle(outbox.pinned, letter)
    assert story.standing().pinned
    story.wait()
    assert story.claim() is None


def test_a_pin_may_be_wanted_later_and_stays_wanted(story: Story) -> None:
    story.want()
    story.post()
    story.want(pin=True)
    story.want()
    story.wait()
    assert story.must_claim().step is Step.PIN


def test_words_come_before_the_pin(story: Story) -> None:
    story.want(text="one", pin=True)
    story.post()
    story.want(text="two", pin=True)
    story.wait()
    letter = story.must_claim()
    assert letter.step is Step.UPDATE
    story.post(letter)
    story.wait()
    assert story.must_claim().step is Step.PIN


def test_a_dead_letter_is_told_and_listed_for_its_owner_only(story: Story) -> None:
    owner = story.person()
    story.want(owner_id=owner)
    assert story.settle(outbox.die, story.must_claim(), fault=Fault.CHANNEL, error="not_in_channel")
    with story.database.read() as session:
        (dead,) = outbox.dead_letters_of(session, owner)
        assert outbox.dead_letters_of(session, owner + 1) == ()
    assert (dead.key, dead.state, dead.fault, dead.error) == ("card", State.DEAD, Fault.CHANNEL, "not_in_channel")
    assert story.next_due() is None


def test_a_letter_does_not_die_while_newer_words_are_wanted(story: Story) -> None:
    story.want(text="one")
    letter = story.must_claim()
    story.want(text="two")
    assert not story.settle(outbox.die, letter, fault=Fault.MESSAGE, error="invalid_blocks")
    story.wait()
    assert story.must_claim().body.text == "two"


@pytest.mark.parametrize("text", ["one", "two"])
def test_a_dead_letter_is_revived_by_a_new_wish(story: Story, text: str) -> None:
    story.want(text="one")
    story.settle(outbox.die, story.must_claim(), fault=Fault.MESSAGE, error="invalid_blocks")
    story.want(text=text)
    story.wait()
    letter = story.must_claim()
    assert (letter.step, letter.body.text, letter.attempts) == (Step.POST, text, 1)
    assert story.standing().error is None


def test_a_dropped_letter_is_due_again_when_it_is_wanted_again(story: Story) -> None:
    story.want()
    story.settle(outbox.drop, story.must_claim())
    assert story.standing().state is State.DROPPED
    assert story.next_due() is None
    story.want()
    assert story.claim() is not None


def test_an_invited_bot_revives_what_its_channel_refused_and_nothing_else(story: Story) -> None:
    for key, address, fault in (
        ("ours", ROOM, Fault.CHANNEL),
        ("broken", ROOM, Fault.MESSAGE),
        ("elsewhere", OTHER_ROOM, Fault.CHANNEL),
    ):
        story.want(key, address=address)
        story.settle(outbox.die, story.must_claim(), fault=fault, error="x")
        story.wait()
    with story.database.begin() as session:
        assert outbox.revive_channel(session, "C01ROOM", now=story.now) == 1
    assert story.must_claim().key == "ours"
    assert story.claim() is None


@pytest.mark.parametrize("team", [None, "T01HOST"])
def test_a_repaired_installation_revives_what_it_could_not_send(story: Story, team: str | None) -> None:
    for key, of in (("deployment", None), ("host", "T01HOST"), ("partner", "T02PART")):
        story.want(key, address=Address.to_person("U01ANA", team=of))
        story.settle(outbox.die, story.must_claim(), fault=Fault.INSTALLATION, error="token_revoked")
        story.wait()
    with story.database.begin() as session:
        assert outbox.revive_installation(session, team, now=story.now) == 1
    assert story.must_claim().address.team == team


def test_letters_follow_a_channel_that_gets_a_new_id(story: Story) -> None:
    story.want("delivered", text="one")
    story.post()
    story.want("owed")
    with story.database.begin() as session:
        outbox.move_channel(session, "C01ROOM", "C77ROOM")
    letter = story.must_claim()
    assert (letter.key, letter.address.channel) == ("owed", "C77ROOM")
    assert story.standing("delivered").sent_channel == "C77ROOM"


def test_the_next_moment_is_none_when_nothing_is_owed(story: Story) -> None:
    assert story.next_due() is None


def test_the_next_moment_is_when_a_letter_or_its_channel_is_free(story: Story) -> None:
    story.want("one")
    assert story.next_due() == story.now
    letter = story.must_claim()
    assert story.next_due() == story.now + LEASE
    story.want("two")
    assert story.next_due() == story.now + LEASE
    story.post(letter)
    assert story.next_due() == story.now + PACE


def test_the_next_moment_is_now_where_any_channel_is_free(story: Story) -> None:
    story.want("one")
    story.want("two")
    story.must_claim()
    story.want("three", address=OTHER_ROOM)
    assert story.next_due() == story.now


def explained(session: Session, statement: str) -> str:
    if session.dialect.name == "sqlite":
        return str(session.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all())
    session.exec_driver_sql("SET LOCAL enable_seqscan = off")
    return str(session.exec_driver_sql(f"EXPLAIN {statement}").all())


def test_a_claim_costs_what_is_owed_and_not_what_was_ever_sent(story: Story) -> None:
    with story.database.begin() as session:
        plan = explained(
            session,
            "SELECT * FROM outbox WHERE next_at <= '2018-08-24' AND lane NOT IN "
            "(SELECT lane FROM paces WHERE free_at > '2018-08-24') ORDER BY next_at, id LIMIT 1",
        )
    assert "ix_outbox_owed" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def test_dead_letters_are_found_without_reading_all_others(story: Story) -> None:
    with story.database.begin() as session:
        plan = explained(session, "SELECT key FROM outbox WHERE state = 'dead' AND owner_id = 7")
    assert "ix_outbox_dead" in plan


def test_newer_words_for_another_channel_never_change_what_stands_in_the_first(story: Story) -> None:
    """The operator moved the coalition: who reads its old channel is nobody's business of today."""
    story.want()
    story.post()
    story.wait()
    story.want(text="two", address=OTHER_ROOM)
    letter = story.must_claim()
    assert (letter.step, letter.address, letter.sent_channel) == (Step.POST, OTHER_ROOM, "C01ROOM")
    story.post(letter, ts="1535126500.000100")
    assert (story.standing().sent_channel, story.standing().is_delivered) == ("C02OPEN", True)


def test_a_post_into_another_channel_that_was_cut_off_is_looked_for(story: Story) -> None:
    story.want()
    story.post()
    story.wait()
    story.want(text="two", address=OTHER_ROOM)
    story.must_claim()
    story.wait(LEASE)
    assert story.must_claim().step is Step.LOOK


def moved(story: Story) -> None:
    """Let Slack give the channel another id."""
    with story.database.begin() as session:
        outbox.move_channel(session, "C01ROOM", "C09SAME")


def test_a_letter_that_is_refused_its_channel_s_old_id_is_asked_about_again(story: Story) -> None:
    story.want()
    letter = story.must_claim()
    moved(story)
    story.settle(outbox.drop, letter)
    assert story.standing().state is State.DUE
    assert story.must_claim().address.channel == "C09SAME"


def test_a_letter_that_fails_at_its_channel_s_old_id_is_tried_at_the_new_one(story: Story) -> None:
    story.want()
    letter = story.must_claim()
    moved(story)
    assert not story.settle(outbox.die, letter, fault=Fault.CHANNEL, error="channel_not_found")
    story.wait()
    assert story.must_claim().address.channel == "C09SAME"


def test_a_letter_that_was_posted_under_the_old_id_stands_under_the_new_one(story: Story) -> None:
    story.want()
    letter = story.must_claim()
    moved(story)
    story.post(letter)
    assert story.standing().sent_channel == "C09SAME"
    story.wait()
    story.want(text="two", address=Address.in_channel("C09SAME"))
    assert story.must_claim().step is Step.UPDATE
