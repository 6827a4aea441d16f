"""The reader of rhythms never raises, passes no word over, and understands what it says back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.formats.rhythm import Problem, Trouble, read_rhythm, write_rhythm
from storage.rhythms import Every, Rhythm
from tests.storage.rhythm_worlds import PLAIN_RHYTHMS, RHYTHMS

TODAY = date(2018, 8, 24)
LANGUAGES = st.sampled_from(["en", "fr"])
SNIPPETS = """
    every each chaque tous les toutes le la the on of at à a @ Monday mondays lundi mardi Tue Fri 9 9am 10h30 9:00 :30 h
    30 noon midi minuit ten dix heures heure et quart demie moins first second third 1st 15th 1er 3e dernier last day
    jour jours week semaines mois month months of_the_month du_mois year ans daily weekly mensuel un une sur deux two 2
    15 other August août 24 31 2018 from à_partir_du starting 2018-09-03 to au - – , ; . : ( ) & + and or until not
    weekday ouvrés in leap_years in_the_months_that_have_it les_mois_qui_l’ont pm a.m. du_soir half past quarter &amp; <
    @ ☎ zarniwoop
"""
WORDS = st.sampled_from([snippet.replace("_", " ") for snippet in SNIPPETS.split()])
TEXTS = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS).map("".join))


@pytest.mark.fuzz
@given(TEXTS, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_any_text_is_a_rhythm_or_a_trouble_in_its_own_words(typed: str, today: date) -> None:
    read = read_rhythm(typed, today=today)
    if isinstance(read, Problem):
        assert read.words in typed.replace("&amp;", "&")
    else:
        for language in ("en", "fr"):
            assert read_rhythm(write_rhythm(read, language), today=today) == read


@pytest.mark.fuzz
@given(RHYTHMS, LANGUAGES, st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_rhythm_is_read_again_as_it_was_written(rhythm: Rhythm, language: str, today: date) -> None:
    said = write_rhythm(rhythm, language)
    assert read_rhythm(said, today=today) == rhythm
    assert read_rhythm(said.upper(), today=today) == rhythm
    assert read_rhythm(said.replace("\u00a0", " "), today=today) == rhythm


@pytest.mark.fuzz
@given(RHYTHMS, LANGUAGES, st.data())
def test_no_word_is_passed_over(rhythm: Rhythm, language: str, data: st.DataObject) -> None:
    words = write_rhythm(rhythm, language).split(" ")
    at = data.draw(st.integers(0, len(words)))
    read = read_rhythm(" ".join([*words[:at], "zarniwoop", *words[at:]]), today=TODAY)
    assert isinstance(read, Problem)
    assert read.trouble is Trouble.UNKNOWN


@pytest.mark.fuzz
@given(PLAIN_RHYTHMS, PLAIN_RHYTHMS, LANGUAGES)
def test_two_rhythms_are_read_as_both_or_as_none(one: Rhythm, other: Rhythm, language: str) -> None:
    other = replace(other, at=one.at)
    read = read_rhythm(f"{write_rhythm(one, language)}; {write_rhythm(other, language)}", today=TODAY)
    if isinstance(read, Problem):
        assert one != other
        assert read.trouble is Trouble.SEVERAL
    elif Every.DAILY not in {one.every, other.every}:
        year = TODAY + timedelta(days=366)
        days = [set(takewhile(year.__gt__, each.days_from(TODAY))) for each in (one, other, read)]
        assert days[2] == days[0] | days[1]
    else:
        # "Tous les jours du lundi au vendredi" is one rhythm.
        assert read in {one, other}
        assert read.every is Every.DAILY or (language == "fr" and read.weekdays == (0, 1, 2, 3, 4))
