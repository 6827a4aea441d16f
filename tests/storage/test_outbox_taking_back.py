"""The outbox when things are taken back, dropped or paused: what is wanted last is what happens."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import outbox
from storage.database import Database
from storage.outbox import Address, Fault, State, Step
from tests.storage.test_outbox import LEASE, OTHER_ROOM, Story


@pytest.fixture
def story(database: Database, now: datetime) -> Story:
    return Story(database, now)


def posted(story: Story, text: str = "one", **more: object) -> None:
    """Let a letter stand in Slack."""
    story.want(text=text, **more)
    story.post()
    story.wait()


def deleted(story: Story) -> None:
    """Carry a deletion out."""
    letter = story.must_claim()
    assert letter.step is Step.DELETE
    assert story.settle(outbox.retracted, letter)


def test_what_was_never_sent_is_not_sent_any_more(story: Story) -> None:
    story.want()
    assert not story.retract()
    assert story.standing().state is State.RETRACTED
    assert story.next_due() is None


def test_what_nobody_ever_wanted_cannot_be_taken_back(story: Story) -> None:
    assert not story.retract("nothing")


def test_what_stands_in_slack_is_to_be_deleted(story: Story) -> None:
    posted(story)
    assert story.retract()
    assert not story.standing().is_delivered
    letter = story.must_claim()
    assert (letter.step, letter.sent_channel, letter.sent_ts) == (Step.DELETE, "C01ROOM", "1535126400.000100")
    story.settle(outbox.retracted, letter)
    assert (story.standing().state, story.standing().sent_ts) == (State.RETRACTED, None)
    assert story.next_due() is None
    assert not story.retract()


def test_taking_back_twice_deletes_once(story: Story) -> None:
    posted(story)
    assert story.retract()
    assert story.retract()
    deleted(story)
    assert story.claim() is None


@pytest.mark.parametrize("text", ["one", "two"])
def test_what_is_wanted_again_is_posted_anew(story: Story, text: str) -> None:
    token = story.want()
    posted(story)
    story.retract()
    deleted(story)
    story.want(text=text)
    letter = story.must_claim()
    assert (letter.step, letter.body.text) == (Step.POST, text)
    assert letter.token != token


@pytest.mark.parametrize("text", ["one", "two"])
def test_what_is_wanted_again_before_it_is_gone_is_posted_anew_once_it_is(story: Story, text: str) -> None:
    posted(story)
    story.retract()
    story.want(text=text)
    deleted(story)
    letter = story.must_claim()
    assert (letter.step, letter.body.text) == (Step.POST, text)
    story.post(letter)
    assert story.standing().is_delivered


def test_what_is_wanted_again_elsewhere_is_deleted_where_it_stands_first(story: Story) -> None:
    posted(story)
    story.retract()
    story.want(address=OTHER_ROOM)
    letter = story.must_claim()
    assert (letter.step, letter.sent_channel) == (Step.DELETE, "C01ROOM")
    story.settle(outbox.retracted, letter)
    letter = story.must_claim()
    assert (letter.step, letter.address) == (Step.POST, OTHER_ROOM)


def test_what_is_wanted_and_taken_back_again_is_gone(story: Story) -> None:
    posted(story)
    story.retract()
    story.want(text="two")
    assert story.retract()
    deleted(story)
    assert story.standing().state is State.RETRACTED
    assert story.claim() is None


def test_a_post_under_way_is_deleted_when_it_has_arrived(story: Story) -> None:
    story.want()
    letter = story.must_claim()
    assert story.retract()
    story.post(letter)
    story.wait()
    deleted(story)


def test_a_post_that_may_have_arrived_is_looked_for_before_it_is_deleted(story: Story) -> None:
    story.want()
    story.must_claim()
    story.retract()
    story.wait(LEASE)
    letter = story.must_claim()
    assert letter.step is Step.LOOK
    story.post(letter)
    story.wait()
    deleted(story)


def test_a_letter_in_doubt_keeps_its_time_when_it_is_taken_back(story: Story) -> None:
    story.want()
    story.settle(outbox.doubt, story.must_claim(), until=story.now + timedelta(seconds=5), error="x")
    assert story.retract()
    story.wait()
    assert story.claim() is None
    story.wait(timedelta(seconds=5))
    letter = story.must_claim()
    assert letter.step is Step.LOOK
    story.settle(outbox.missing, letter)
    deleted(story)


def test_a_post_that_failed_for_good_while_it_was_taken_back_is_no_dead_letter(story: Story) -> None:
    story.want()
    letter = story.must_claim()
    story.retract()
    assert not story.settle(outbox.die, letter, fault=Fault.CHANNEL, error="is_archived")
    story.wait()
    deleted(story)
    assert story.standing().state is State.RETRACTED


def test_a_dead_or_dropped_letter_is_deleted_where_it_stands(story: Story) -> None:
    posted(story)
    story.want(text="two")
    story.settle(outbox.drop, story.must_claim())
    assert story.retract()
    deleted(story)


@pytest.mark.parametrize(("fault", "step"), [(Fault.CHANNEL, Step.DELETE), (Fault.MESSAGE, Step.UPDATE)])
def test_what_cannot_be_deleted_is_told_and_tried_again_only_where_that_may_help(
    story: Story, fault: Fault, step: Step
) -> None:
    posted(story)
    story.retract()
    assert story.settle(outbox.die, story.must_claim(), fault=fault, error="x")
    assert story.standing().state is State.DEAD
    story.wait()
    story.want(text="two")
    assert story.must_claim().step is step


def test_a_deletion_is_revived_with_the_channel_that_the_message_stands_in(story: Story) -> None:
    posted(story)
    story.retract()
    story.want(address=OTHER_ROOM)
    letter = story.must_claim()
    story.settle(outbox.die, letter, fault=Fault.CHANNEL, error="not_in_channel")
    story.wait()
    with story.database.begin() as session:
        assert outbox.revive_channel(session, "C01ROOM", now=story.now) == 1
    deleted(story)


def test_a_message_is_deleted_by_whose_installation_posted_it(story: Story) -> None:
    posted(story, address=Address.in_channel("C01ROOM", team="T01HOST"))
    story.want(text="two", address=Address.in_channel("C01ROOM", team="T02NEW"))
    assert story.must_claim().team == "T02NEW"
    story.wait(LEASE)
    story.retract()
    assert story.must_claim().team == "T01HOST"


def test_what_only_one_person_saw_for_a_moment_is_out_of_reach(story: Story) -> None:
    posted(story, address=Address.only_for("U01ANA", "C01ROOM"))
    assert not story.retract()
    assert story.standing().state is State.RETRACTED


def test_a_pin_is_gone_with_its_message(story: Story) -> None:
    posted(story, pin=True)
    story.settle(outbox.pinned, story.must_claim())
    story.retract()
    deleted(story)
    story.want()
    story.post()
    story.wait()
    assert story.claim() is None
    assert not story.standing().pinned


def test_newer_words_are_not_lost_when_older_ones_are_dropped(story: Story) -> None:
    story.want(text="one")
    letter = story.must_claim()
    story.want(text="two")
    story.settle(outbox.drop, letter)
    assert story.standing().state is State.DUE
    assert story.must_claim().body.text == "two"


def test_a_letter_that_waits_for_its_channel_has_not_been_tried_and_holds_up_nobody(story: Story) -> None:
    story.want("one")
    story.want("two")
    story.settle(outbox.hold, story.must_claim(), until=story.now + timedelta(minutes=1))
    assert story.must_claim().key == "two"
    story.wait(timedelta(minutes=1))
    letter = story.must_claim()
    assert (letter.key, letter.attempts) == ("one", 1)


def test_what_waited_goes_when_the_channel_is_open_again(story: Story) -> None:
    for key, address in (("one", None), ("elsewhere", OTHER_ROOM)):
        story.want(key, **({"address": address} if address else {}))
        story.settle(outbox.hold, story.must_claim(), until=story.now + timedelta(minutes=1))
    with story.database.begin() as session:
        assert outbox.resume(session, "C01ROOM", now=story.now) == 1
    assert story.must_claim().key == "one"
    assert story.claim() is None
