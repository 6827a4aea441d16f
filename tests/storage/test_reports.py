"""What a takedown says is read back as it was written, by this version and by every later one."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from storage import reports
from storage.assets import Asset, Kind, Platform
from storage.reports import (
    Action,
    AdSpend,
    Count,
    Found,
    Metric,
    Part,
    PartialDate,
    Qualifier,
    Reach,
    Report,
    Source,
)

NUMBERS = st.integers(min_value=0, max_value=10**12)
CODES = st.lists(st.sampled_from(["IR", "US", "M49:145", reports.UNKNOWN_PLACE]), max_size=3).map(tuple)
DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))
PARTIAL = st.one_of(
    st.builds(lambda day: PartialDate(day.year), DATES),
    st.builds(lambda day: PartialDate(day.year, day.month), DATES),
    st.builds(lambda day: PartialDate(day.year, day.month, day.day), DATES),
)
ASSETS = st.builds(Asset, st.sampled_from(Kind), st.none() | st.sampled_from(Platform))
COUNTS = st.builds(
    Count, NUMBERS, st.lists(ASSETS, min_size=1, max_size=3).map(tuple), qualifier=st.sampled_from(Qualifier)
)
SAID = {
    "origins": CODES,
    "targets": CODES,
    "reach": st.lists(
        st.builds(
            Reach,
            NUMBERS,
            st.sampled_from(Metric),
            qualifier=st.sampled_from(Qualifier),
            place=st.none() | st.just("US"),
        ),
        max_size=2,
    ).map(tuple),
    "ad_spend": st.none() | st.builds(AdSpend, NUMBERS, currencies=st.just(("USD", "AUD"))),
    "active_since": st.none() | PARTIAL,
    "active_until": st.none() | PARTIAL,
    "found": st.lists(
        st.builds(Found, st.sampled_from(Source), who=st.text(max_size=20), on=st.none() | DATES), max_size=2
    ).map(tuple),
}
REPORTS = st.builds(
    Report,
    summary=st.text(max_size=50),
    stated=st.none() | COUNTS,
    parts=st.lists(
        st.builds(Part, st.lists(COUNTS, max_size=3).map(tuple), name=st.text(max_size=10), **SAID), max_size=3
    ).map(tuple),
    acted_on=st.none() | DATES,
    actions=st.lists(st.sampled_from(Action), max_size=3).map(tuple),
    policy=st.text(max_size=20),
    link=st.text(max_size=20),
    **SAID,
)

# As the first version wrote it. It stays here for good, because it stays in people's databases.
FIRST = (
    '{"summary":"Posed as news.","stated":{"n":652,"assets":[{"kind":"page","platform":"facebook"},'
    '{"kind":"group","platform":"facebook"}]},"parts":[{"counts":[{"n":74,"assets":[{"kind":"page",'
    '"platform":"facebook"}],"qualifier":"about"}],"name":"Liberty Front Press","origins":["IR"],'
    '"reach":[{"n":155000,"metric":"page_followers"}],"ad_spend":{"usd":6000,"qualifier":"about",'
    '"currencies":["USD","AUD"]},"active_since":{"year":2013}}],"acted_on":"2018-08-21","targets":["US",'
    '"M49:145"],"actions":["removed"],"found":[{"source":"security_firm","who":"FireEye",'
    '"on":"2018-07-03"}],"link":"https://example.com/a"}'
)


@given(REPORTS)
def test_what_was_said_is_read_back_as_it_was_written(said: Report) -> None:
    assert reports.loaded(reports.dumped(said)) == said


def test_what_the_first_version_wrote_is_read_for_good() -> None:
    said = reports.loaded(FIRST)
    assert said.stated is not None
    assert said.stated.n == 652
    assert [part.name for part in said.parts] == ["Liberty Front Press"]
    assert reports.dumped(said) == FIRST
