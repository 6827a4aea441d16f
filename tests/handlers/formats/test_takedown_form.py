"""The form loses nothing: a report put into its fields and read again is the same report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.formats.takedown_form import Cause, Field, Filled, filled, from_words, understand
from storage.assets import Asset, Kind, Platform
from storage.reports import Action, Count, Found, Part, PartialDate, Report, Source
from storage.takedowns import Mark
from tests.handlers.formats.test_words_properties import COUNTRY_CODES, COUNTS, PARTS, REACHES, SPENDS

TODAY = date(2018, 8, 24)
LANGUAGES = st.sampled_from(["en", "fr"])
CODES = st.lists(st.sampled_from(COUNTRY_CODES), max_size=4, unique=True).map(tuple)
DAYS = st.none() | st.dates(date(2010, 1, 1), TODAY)
# A field of one line keeps no line breaks and no blanks at its ends.
LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=80).map(str.strip)
FOUND = st.lists(
    st.builds(Found, st.sampled_from([source for source in Source if source is not Source.GOVERNMENT])),
    max_size=3,
    unique_by=lambda one: one.source,
).map(tuple)
REPORTS = st.builds(
    Report,
    summary=LINES,
    stated=st.none() | COUNTS,
    parts=st.lists(
        PARTS.filter(lambda part: part.counts), min_size=1, max_size=3, unique_by=lambda part: part.name
    ).map(tuple),
    acted_on=DAYS,
    origins=CODES,
    targets=CODES,
    reach=st.lists(REACHES, max_size=2).map(tuple),
    ad_spend=st.none() | SPENDS,
    actions=st.lists(st.sampled_from(Action), max_size=3, unique=True).map(tuple),
    policy=LINES,
    found=FOUND,
)


def understood(one: Filled, before: Report | None = None, language: str = "en"):
    return understand(one, today=TODAY, last_day=TODAY, language=language, before=before)


@settings(max_examples=150, deadline=None)
@given(REPORTS, LANGUAGES)
def test_a_report_in_the_fields_is_read_as_the_same_report(report, language):
    read = understood(filled(report, mark=Mark.GREEN, language=language), language=language)
    assert (read.problems, read.mark) == ((), Mark.GREEN)
    assert read.report == report


PAGES = (Count(74, (Asset(Kind.PAGE, Platform.FACEBOOK),)),)
# What no field of the form can say.
DEEP = Report(
    parts=(
        Part(PAGES, name="Liberty Front Press", found=(Found(Source.SECURITY_FIRM, "FireEye"),)),
        Part(PAGES, name="Second", active_since=PartialDate(2016)),
    ),
    found=(Found(Source.SECURITY_FIRM, "FireEye"), Found(Source.SECURITY_FIRM, "Another", date(2018, 7, 1))),
)


def test_fields_that_nobody_touched_keep_what_they_cannot_say():
    form = filled(DEEP, mark=None, language="en")
    assert understood(replace(form, summary="New"), before=DEEP).report == replace(DEEP, summary="New")


def test_a_changed_line_leaves_the_other_parts_as_they_were():
    form = filled(DEEP, mark=None, language="en")
    changed = replace(form, what=form.what.replace("Second: 74", "Second: 75"))
    parts = understood(changed, before=DEEP).report.parts
    assert parts[0] == DEEP.parts[0]
    assert (parts[1].counts[0].n, parts[1].active_since) == (75, PartialDate(2016))


GOVERNMENT = Filled(what="6 domains", found=("government",))


@pytest.mark.parametrize(
    ("one", "field", "cause"),
    [
        (Filled(), Field.WHAT, Cause.EMPTY),
        (Filled(what="Liberty Front Press:"), Field.WHAT, Cause.EMPTY),
        (Filled(what="some pages"), Field.WHAT, Cause.LINE),
        (Filled(what="6 domains", origins="Irann"), Field.ORIGINS, Cause.PLACE),
        (Filled(what="6 domains", targets="Atlantis"), Field.TARGETS, Cause.PLACE),
        (Filled(what="6 domains", acted_on="2018-08-25"), Field.ACTED_ON, Cause.FUTURE),
        (GOVERNMENT, Field.FOUND_WHO, Cause.WHO_MISSING),
        (replace(GOVERNMENT, found_who="FBI"), Field.FOUND_ON, Cause.DAY_MISSING),
        (Filled(what="6 domains", found_who="FireEye"), Field.FOUND_WHO, Cause.WHO_TOO_MANY),
        (Filled(what="6 domains", reach="many"), Field.REACH, Cause.NOT_A_REACH),
        (Filled(what="6 domains", ad_spend="a lot"), Field.AD_SPEND, Cause.NOT_A_SUM),
        (Filled(what="6 domains", link="example"), Field.LINK, Cause.NOT_A_LINK),
        (Filled(what="6 domains", link="javascript:alert(1)"), Field.LINK, Cause.NOT_A_LINK),
        (Filled(what="6 domains", link="http://["), Field.LINK, Cause.NOT_A_LINK),
        (Filled(what="6 domains", active_since="once"), Field.ACTIVE_SINCE, Cause.NOT_A_DATE),
        (Filled(what="6 domains", active_since="2018-13"), Field.ACTIVE_SINCE, Cause.NOT_A_DATE),
        (Filled(what="6 domains", active_since="2019"), Field.ACTIVE_SINCE, Cause.FUTURE),
        (Filled(what="6 domains", active_since="2018", active_until="2017"), Field.ACTIVE_UNTIL, Cause.BACKWARDS),
    ],
)
def test_what_is_wrong_is_said_at_its_field(one, field, cause):
    assert (field, cause) in {(problem.field, problem.cause) for problem in understood(one).problems}


def test_today_is_not_in_the_future_for_those_whose_day_began_earlier():
    form = Filled(what="6 domains", acted_on="2018-08-25")
    assert understand(form, today=TODAY, last_day=TODAY + timedelta(days=1), language="en").problems == ()


@pytest.mark.parametrize(
    ("typed", "since"),
    [("2015", PartialDate(2015)), ("January 2015", PartialDate(2015, 1)), ("juillet 2012", PartialDate(2012, 7))],
)
def test_a_date_may_be_as_exact_as_it_is_known(typed, since):
    assert understood(Filled(what="6 domains", active_since=typed)).report.active_since == since


def test_no_money_spent_is_said_by_a_nought():
    spend = understood(Filled(what="6 domains", ad_spend="0")).report.ad_spend
    assert spend is not None
    assert spend.usd == 0


@pytest.mark.parametrize(
    "link", ["https://[evil", "http://a", "https://a..b/c", "https://a.b/\u202ec", "https://a.b/" + "x" * 3000]
)
def test_what_is_no_address_for_slack_stays_in_the_summary(link):
    read = from_words(f"6 domains {link}", today=TODAY, language="en")
    assert (read.what, read.link) == ("6 domains", "")
    assert link in read.summary


def test_a_long_text_is_kept_to_its_last_word_and_read_at_its_beginning():
    text = (
        "6 domains from Russia. " + "They wrote a: b, $1 and 2 of 3. " * 1200 + "<https://a.b/c|label> &amp; Zanzibar"
    )
    read = from_words(text, today=TODAY, language="en")
    assert read.what.startswith("6 domains")
    assert read.origins == "Russia"
    assert read.summary == text.replace("<https://a.b/c|label> &amp;", "label (https://a.b/c) &")


def test_a_long_text_without_a_space_is_kept_too():
    assert from_words("6" * 20_000, today=TODAY, language="en").summary == "6" * 20_000


def test_what_could_not_be_read_stays_in_the_summary_and_nothing_else_does():
    read = from_words("6 domains from Russia", today=TODAY, language="en")
    assert (read.what, read.origins, read.summary) == ("6 domains", "Russia", "")
    unread = "6 domains from Russia, which is quite something"
    assert from_words(unread, today=TODAY, language="en").summary == unread
