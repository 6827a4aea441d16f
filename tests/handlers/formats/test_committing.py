"""What a company commits itself to is read from words as people say them, with the day at their end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.formats.committing import read_commitment, read_due, without_off_the_record

# A Friday.
TODAY = date(2018, 8, 24)


@pytest.mark.parametrize(
    ("typed", "said", "day"),
    [
        ("share our list of domains by Friday", "share our list of domains", date(2018, 8, 31)),
        ("share our list of domains", "share our list of domains", None),
        ("share the list by Friday 31 August.", "share the list", date(2018, 8, 31)),
        ("share the list by Friday, August 31", "share the list", date(2018, 8, 31)),
        ("share it today", "share it", TODAY),
        ("share it by tomorrow", "share it", date(2018, 8, 25)),
        ("our list, 2018-09-01", "our list", date(2018, 9, 1)),
        ("share our notes on Friday at the latest", "share our notes", date(2018, 8, 31)),
        ("partager notre liste avant vendredi", "partager notre liste", date(2018, 8, 31)),
        ("partager la liste d’ici le 3 septembre", "partager la liste", date(2018, 9, 3)),
        ("envoyer la liste au plus tard lundi prochain", "envoyer la liste", date(2018, 8, 27)),
        ("la liste pour le 1er octobre", "la liste", date(2018, 10, 1)),
        # The day is asked for where it does not stand at the end, or could be another.
        ("share on 3 September the rest", "share on 3 September the rest", None),
        ("share by 03/09", "share by 03/09", None),
        ("by Friday", "", date(2018, 8, 31)),
        ("", "", None),
        ("stand by", "stand by", None),
    ],
)
def test_the_words_and_the_day(typed: str, said: str, day: date | None) -> None:
    assert read_commitment(typed, TODAY) == (said, day)


@given(st.text(max_size=80))
def test_whatever_is_typed_no_word_of_it_is_lost_unless_it_names_the_day(typed: str) -> None:
    said, day = read_commitment(typed, TODAY)
    assert said in typed
    assert day is not None or said == typed.strip()
    assert day is None or day >= TODAY


def test_a_day_that_is_over_is_none() -> None:
    assert read_due("23 August 2018", TODAY) is None
    assert read_due("aujourd’hui", TODAY) == TODAY


@pytest.mark.parametrize(
    ("typed", "kept", "left_out"),
    [
        ("one\ntwo", "one\ntwo", 0),
        ("one\nOff the record: two\n- hors procès-verbal : trois\nfour", "one\nfour", 2),
        ("[off the record] two", "", 1),
        ("OFF-THE-RECORD two\nhors micro, deux", "", 2),
        ("they spoke off the record", "they spoke off the record", 0),
    ],
)
def test_lines_off_the_record_are_left_out(typed: str, kept: str, left_out: int) -> None:
    assert without_off_the_record(typed) == (kept, left_out)
