"""The reader of words never raises, never loses a word, and understands what it shows back."""

import re
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.formats.words import (
    Counts,
    Line,
    gather,
    read,
    read_counts,
    read_places,
    read_reach,
    read_spend,
    write_line,
    write_lines,
    write_places,
    write_reach,
    write_spend,
)
from handlers.formats.words.places import codes as place_codes
from handlers.formats.words.slack_text import unwrap
from storage.assets import Asset, Kind, Platform
from storage.reports import AdSpend, Count, Metric, Part, Qualifier, Reach

TODAY = date(2018, 8, 24)
LANGUAGES = st.sampled_from(["en", "fr"])
NUMBERS = st.one_of(st.integers(0, 30), st.integers(0, 3000), st.integers(0, 2**63 - 1))
QUALIFIERS = st.sampled_from(Qualifier)
ASSETS = st.builds(Asset, st.sampled_from(Kind), st.none() | st.sampled_from(Platform))
COUNTS = st.builds(Count, NUMBERS, st.lists(ASSETS, min_size=1, max_size=4, unique=True).map(tuple), QUALIFIERS)
COUNT_LISTS = st.lists(COUNTS, min_size=1, max_size=5).map(tuple)
# A name is words on one line, as a form's field gives them.
NAMES = (
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=30),
        st.lists(
            st.sampled_from(
                ["Liberty", "Front:", "12", "pages", '"', "Total", "Facebook", "Of", "which:", "and", "-", "Part", "1",
                 "(2 of 3)", "Vague", "été", "3", "groups:", "about", "*", "1.", "no", "X"],
            ),
            max_size=5,
        ).map(" ".join),
    )
    .map(lambda name: " ".join(name.split()))
    .filter(bool)
)  # fmt: skip
SNIPPETS = """
    652 74 13.500 12k 1,2 million pages groups accounts comptes Facebook Instagram on sur and et , ; : . ( ) " from
    Iran US
    us UK the Middle East aimed at visant linked to liés à l' d' about près de at least between 10 and 15 yesterday hier
    Thursday last 21 August 2018 août since depuis January views in aux États-Unis followed by $ 6,000 ads paid for
    dollars removed suspended not tip FBI FireEye Part 1 of 3 first network Network 2 Total including dont % & < > @ #
    une centaine
    dozen six vingt et un unknown various https://example.org/a <https://example.org|b> <@U123> &amp; \n - –
    million million
"""
WORDS = st.sampled_from(SNIPPETS.split(" "))

TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))
PARTS = st.one_of(
    st.builds(Part, COUNT_LISTS, NAMES),
    st.builds(Part, COUNT_LISTS),
    st.builds(Part, st.just(()), NAMES),
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_an_error_and_stays_whole(text):
    reading = read(text, today=TODAY)
    assert reading.summary == unwrap(text)
    for stretch in reading.unread:
        assert stretch in reading.summary


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_no_fact_covers_is_handed_back_in_the_order_of_the_text(text):
    reading = read(text, today=TODAY)
    at = 0
    for stretch in reading.unread:
        at = reading.summary.index(stretch, at) + len(stretch)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["zarniwoop", "qux", "blorb", "frobnicate"]), min_size=1, max_size=8))
def test_words_that_mean_nothing_are_all_unread(words):
    assert read(" ".join(words), today=TODAY).unread == (" ".join(words),)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_field_is_read_without_an_error_and_every_line_is_answered(text):
    lines = read_counts(text, today=TODAY)
    typed = [line.strip() for line in re.split(r"[\n\r\u2028\u2029\u0085\v\f]", text) if line.strip()]
    assert [line.text for line in lines] == typed
    for line in lines:
        assert (line.problem is None) == (line.stated is not None or line.part is not None)
    gather(lines)
    read_reach(text)
    read_spend(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_a_field_of_places_gives_codes_or_the_words_it_did_not_know(text):
    places = read_places(text)
    assert set(places.codes) <= place_codes()
    for unknown in places.unknown:
        assert unknown.words in text


@settings(max_examples=500, deadline=None)
@given(COUNTS, LANGUAGES)
def test_a_headline_is_read_again_as_it_was_written(stated, language):
    words = write_line(stated, language)
    assert read_counts(words, today=TODAY) == (Line(words, stated=stated),)


@settings(max_examples=800, deadline=None)
@given(PARTS, LANGUAGES)
def test_a_part_is_read_again_as_it_was_written(part, language):
    words = write_line(part, language)
    assert read_counts(words, today=TODAY) == (Line(words, part=part),)


@settings(max_examples=300, deadline=None)
@given(
    st.none() | COUNTS,
    st.lists(st.builds(Part, COUNT_LISTS, st.just("") | NAMES), max_size=4, unique_by=lambda part: part.name),
    LANGUAGES,
)
def test_the_whole_field_is_read_again_as_it_was_written(stated, parts, language):
    words = write_lines(stated, parts, language)
    assert gather(read_counts(words, today=TODAY)) == Counts(stated, tuple(parts))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(sorted(place_codes())), max_size=8, unique=True), LANGUAGES)
def test_places_are_read_again_as_they_were_written(wanted, language):
    places = read_places(write_places(wanted, language))
    assert places.codes == tuple(wanted)
    assert places.unknown == ()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_place_has_a_name_that_is_read_again(language):
    for code in place_codes():
        assert read_places(write_places([code], language)).codes == (code,)


COUNTRY_CODES = sorted(code for code in place_codes() if code not in {"unknown", "various"})
REACHES = st.builds(Reach, NUMBERS, st.sampled_from(Metric), QUALIFIERS, st.none() | st.sampled_from(COUNTRY_CODES))


@settings(max_examples=300, deadline=None)
@given(st.lists(REACHES, max_size=4), LANGUAGES)
def test_reach_is_read_again_as_it_was_written(reach, language):
    again = read_reach(write_reach(reach, language))
    assert again.reach == tuple(reach)
    assert again.unread == ()


SPENDS = st.builds(
    AdSpend,
    NUMBERS,
    QUALIFIERS,
    st.lists(
        st.sampled_from(["USD", "EUR", "RUB", "HKD", "CNY", "TWD", "PKR", "AUD", "IRR"]), max_size=4, unique=True
    ).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(SPENDS, LANGUAGES)
def test_ad_spend_is_read_again_as_it_was_written(spend, language):
    again = read_spend(write_spend(spend, language))
    assert again.ad_spend == spend
    assert again.unread == ()


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "1,", "1.", "million ", "one hundred ", "vingt et ", "pages, ", "Facebook, ", "Facebook and ",
     "from Iran, ", "Iran, ", "US, UK and ", "since ", "de ", "du de la ", "Part 1 ", "Part 1 (", "the first network ",
     '"', "<", "&", "<@", "<https://a|", ": ", "a: ", "- ", "about ", "about about ", "$", "$1 ads ", "between 1 ",
     "of which ",
     "12 pages ", "12 pages, ", "Twitter removed 3 pages, ", "\u0301", "e\u0301", "\u202e", "\x00", "\n", "A:\n",
     "August ", "21 August ",
     "last Thursday ", "tip from ", "12 accounts followed ", "followed by 12 ", "including ", "in all ", "Russian ",
     "Congo, ",
     "x-", "1-", "1/", "(", ")", "http://", "www.", "targeting and ", "linked to people in ", "fake ", '""', "took "],
)  # fmt: skip
def test_long_texts_cost_in_proportion(piece):
    """Eight times the text may not take sixteen times the steps; and forty thousand characters come to an end."""
    short, long = piece * (400 // len(piece)), piece * (3_200 // len(piece))
    assert steps(long) < 16 * max(steps(short), 1_000)
    read_all(piece * (40_000 // len(piece)))


def read_all(text):
    read(text, today=TODAY)
    read_counts(text, today=TODAY)
    read_places(text)
    read_reach(text)
    read_spend(text)


def steps(text):
    """Count the calls, of Python and of C, that reading a text takes."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        read_all(text)
    finally:
        sys.setprofile(before)
    return counted
