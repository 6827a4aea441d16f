"""Minutes are dealt out over an agenda: they fit the meeting, and more time takes nothing away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from storage.agendas import Slot, dealt

SLOTS = st.lists(
    st.builds(
        Slot,
        weight=st.integers(0, 5),
        least=st.integers(0, 10),
        wish=st.none() | st.integers(0, 60),
        rank=st.integers(0, 4),
    ),
    max_size=20,
)


@given(minutes=st.integers(-5, 600), slots=SLOTS)
def test_never_more_is_dealt_out_than_there_is_and_nobody_gets_less_than_nothing(
    minutes: int, slots: list[Slot]
) -> None:
    got = dealt(minutes, slots)
    assert len(got) == len(slots)
    assert all(each >= 0 for each in got)
    assert sum(got) <= max(0, minutes)


@given(minutes=st.integers(0, 600), slots=SLOTS)
def test_all_of_it_is_dealt_out_where_something_takes_it(minutes: int, slots: list[Slot]) -> None:
    if any(slot.weight and slot.wish is None for slot in slots):
        assert sum(dealt(minutes, slots)) == minutes


@given(minutes=st.integers(0, 600), more=st.integers(0, 60), slots=SLOTS)
def test_a_longer_meeting_takes_nothing_from_any_slot(minutes: int, more: int, slots: list[Slot]) -> None:
    short, long = dealt(minutes, slots), dealt(minutes + more, slots)
    assert all(one <= other for one, other in zip(short, long, strict=True))


@given(minutes=st.integers(0, 600), slots=SLOTS)
def test_a_wish_is_what_it_gets_and_nothing_more(minutes: int, slots: list[Slot]) -> None:
    for slot, got in zip(slots, dealt(minutes, slots), strict=True):
        assert slot.wish is None or got <= slot.wish
    if sum(slot.least if slot.wish is None else slot.wish for slot in slots) <= minutes:
        assert all(
            slot.wish is None or got == slot.wish for slot, got in zip(slots, dealt(minutes, slots), strict=True)
        )


@given(minutes=st.integers(0, 600), weights=st.lists(st.integers(1, 9), min_size=2, max_size=12))
def test_whoever_shares_more_gets_no_less(minutes: int, weights: list[int]) -> None:
    got = dealt(minutes, [Slot(weight=each) for each in weights])
    for one, other in zip(range(len(weights)), range(1, len(weights)), strict=False):
        if weights[one] > weights[other]:
            assert got[one] >= got[other]
        if weights[one] == weights[other]:
            assert abs(got[one] - got[other]) <= 1


def test_what_ranks_first_is_given_first_where_time_is_short() -> None:
    slots = [Slot(weight=3, least=10, rank=2), Slot(least=2), Slot(least=5, rank=1)]
    assert dealt(6, slots) == (0, 2, 4)
    assert dealt(20, slots) == (13, 2, 5)
