"""What belongs together stands together: what was merged, and the same words; nothing is guessed beyond that."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.agendas import Item, Kind, State, folded, grouped
from storage.audiences import Audience, Mark

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)


def item(n: int, text: str, company: int = 0, **more: object) -> Item:
    """Make an item, by default of a company of its own."""
    one = Item(
        id=n,
        token=f"token {n}",
        kind=Kind.PROBLEM,
        text=text,
        link="",
        company_id=company or n,
        company=f"Company {company or n}",
        owner="",
        mark=Mark.AMBER,
        audience=Audience.MEMBERS,
        state=State.OPEN,
        carried=0,
        minutes=None,
        position=None,
        merged_into=None,
        meeting_id=1,
        update_id=None,
        proposed_at=AT,
        changed_at=AT,
    )
    return replace(one, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bots that come back", "BOTS, that come back."),
        ("Élections", "elections"),
        ("Straße", "STRASSE"),
        ("re-registration", "Re registration"),
        ("ﬁne", "fine"),
        ("Где боты?", "где боты"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Bots", "Bot"), ("Accounts return", "Accounts that return"), ("spam", "scam"), ("ten 10", "ten 11")],
)
def test_other_words_are_other_words(one: str, other: str) -> None:
    assert folded(one) != folded(other)


@given(st.text(min_size=1, max_size=40))
def test_to_fold_twice_is_to_fold_once(text: str) -> None:
    once = folded(text)
    assert folded(once) == once or once == text.strip()
    assert unicodedata.is_normalized("NFC", once) or once


def test_what_is_only_punctuation_is_not_all_the_same() -> None:
    assert folded("???") != folded("!!!")


def test_what_most_companies_share_comes_first_and_the_order_of_a_coordinator_before_that() -> None:
    read = [item(1, "Slow"), item(2, "Bots"), item(3, "bots!"), item(4, "Logo", position=1)]
    points = grouped(read, {1: frozenset({7}), 3: frozenset({2, 9})})
    assert [(one.head.id, one.shared, len(one.items)) for one in points] == [(4, 1, 1), (2, 3, 2), (1, 2, 1)]


def test_what_was_put_together_brings_with_it_what_says_the_same() -> None:
    read = [item(1, "Bots"), item(2, "Spam"), item(3, "spam.", merged_into=1), item(4, "Else")]
    assert [[each.id for each in one.items] for one in grouped(read, {})] == [[1, 2, 3], [4]]


def test_a_question_is_no_problem_though_its_words_are_the_same() -> None:
    read = [item(1, "Bots"), item(2, "Bots", kind=Kind.QUESTION)]
    assert len(grouped(read, {})) == 2


def test_where_what_leads_is_not_the_reader_s_the_oldest_of_theirs_leads() -> None:
    read = [item(8, "B", merged_into=1), item(5, "A", merged_into=1), item(9, "C")]
    assert [[each.id for each in one.items] for one in grouped(read, {})] == [[5, 8], [9]]


def test_what_is_to_be_decided_comes_before_what_is_shared() -> None:
    read = [item(1, "Shared"), item(2, "Old", carried=3)]
    assert [one.head.id for one in grouped(read, {1: frozenset({5, 6})})] == [2, 1]
