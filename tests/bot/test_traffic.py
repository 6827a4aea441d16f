"""Who computes at length gives way to those who are being answered."""

from __future__ import annotations

import pytest

from bot.traffic import Traffic

# In seconds: while somebody is here, and else.
A_WHILE, BLINK = 0.02, 0.001


class Watch:
    """A clock in the test's hand, that moves on by as much as somebody rests."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.rested = 0.0

    def rest(self, seconds: float) -> None:
        self.rested += seconds
        self.now += seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def traffic(watch: Watch) -> Traffic:
    return Traffic(lambda: watch.now, watch.rest)


def test_where_nobody_is_answered_one_rests_for_a_blink(traffic: Traffic, watch: Watch) -> None:
    traffic.give_way()
    assert watch.rested == BLINK


def test_while_somebody_is_answered_and_a_moment_after_one_rests_longer(traffic: Traffic, watch: Watch) -> None:
    with traffic.answering(), traffic.answering():
        traffic.give_way()
        assert watch.rested == pytest.approx(A_WHILE)
        watch.now += 60
        traffic.give_way()
    traffic.give_way()
    assert watch.rested == pytest.approx(3 * A_WHILE)
    watch.now += 1
    traffic.give_way()
    assert watch.rested == pytest.approx(3 * A_WHILE + BLINK)


def test_whose_answer_fails_is_gone_all_the_same(traffic: Traffic, watch: Watch) -> None:
    with pytest.raises(ValueError, match="no form"), traffic.answering():
        raise ValueError("no form")
    watch.now += 1
    traffic.give_way()
    assert watch.rested == BLINK
