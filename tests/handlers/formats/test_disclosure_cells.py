"""A cell of the kill chain means what its step lets it mean; nothing in it is guessed, and nothing vanishes."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.formats.disclosures import Blank, Counted, Found, Note, Problem, Reached, Spent
from handlers.formats.disclosures.cells import read_cell
from handlers.formats.disclosures.procedures import procedure_of

CASES = Path(__file__).parents[4] / "shared" / "data" / "normalise_cases.csv"
SIGNS = {"exact": "=", "about": "~", "less_than": "<", "at_least": ">="}


def told(raw, procedure=""):
    return [word(item) for item in read_cell(raw, procedure, row=7)]


def word(item):
    assert item.row == 7
    if isinstance(item, Found):
        return f"{item.indicator.type} {item.indicator.value}"
    if isinstance(item, Counted):
        return f"count {'+'.join(map(str, item.count.assets))}{SIGNS[item.count.qualifier]}{item.count.n}"
    if isinstance(item, Reached):
        return f"reach {item.reach.metric}{SIGNS[item.reach.qualifier]}{item.reach.n}"
    if isinstance(item, Spent):
        return f"ad_spend {SIGNS[item.spend.qualifier]}{item.spend.usd} {' '.join(item.spend.currencies)}".strip()
    if isinstance(item, Problem):
        return f"invalid {item.why}"
    return {Note: "note", Blank: "blank"}[type(item)]


def test_the_cases_that_were_written_by_hand():
    if not CASES.is_file():
        pytest.skip("../shared/data/normalise_cases.csv is not here")
    for row in csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(keepends=True)):
        wanted = f"{row['type']} {row['canonical']}".strip()
        assert told(row["raw"], row["procedure"]) == [wanted if wanted != "invalid" else "invalid broken_value"]


@pytest.mark.parametrize(
    ("procedure", "raw", "wanted"),
    [
        ("0.9.1 Acquiring Facebook assets", "37 Accounts", ["count facebook_account=37"]),
        ("0.9.1", "1 pages", ["count facebook_page=1"]),
        ("0.9.1", "15 acounts", ["count facebook_account=15"]),
        ("0.9.1", "15accounts", ["count facebook_account=15"]),
        ("0.9.1", "Facebook accounts: 50", ["count facebook_account=50"]),
        ("0.9.1", "4 Groups ", ["count facebook_group=4"]),
        ("0.9.1", "3 Instagram accounts", ["count instagram_account=3"]),
        ("0.9.1", "50 accounts and 3 Pages", ["count facebook_account=50", "count facebook_page=3"]),
        ("0.9.1", "We removed more than 1,200 accounts.", ["count facebook_account>=1200"]),
        ("0.9.2 Acquiring Instagram accounts", "11 accounts", ["count instagram_account=11"]),
        ("0.9.2", "About 90 accounts on Facebook and Instagram", ["count facebook_account+instagram_account~90"]),
        ("0.9.3", "2 accounts", ["count threads_account=2"]),
        ("0.9.5", "3 channels", ["count youtube_channel=3"]),
        ("0.9.7", "3 channels", ["count telegram_channel=3"]),
        ("0.9 Acquiring social media accounts", "1 Page", ["count facebook_page=1"]),
        ("0.9", "2 accounts", ["count account=2"]),
        ("0.6.2", "12 domains", ["count domain=12"]),
        ("", "12 accounts", ["count account=12"]),
        ("0.9.1", "12 widgets", ["invalid unknown_asset"]),
        ("0.9.2", "11", ["invalid unknown_asset"]),
        ("0.9.1", "5-10 accounts", ["invalid broken_value"]),
        ("0.9.1", "99999999999999999999 accounts", ["invalid number_too_large"]),
        ("6.2.1", "The network used 12 accounts to post", ["note"]),
        ("3.1.1", "Posting between 0700 and 2100 with fewer posts on Fridays", ["note"]),
        ("7.2.2", "About 93,000 accounts followed one or more of these Pages.", ["reach page_followers~93000"]),
        ("7.2.2", "About 93,000", ["reach page_followers~93000"]),
        ("7.2.3", "About 27,400 accounts joined one or more of these Groups", ["reach group_members~27400"]),
        ("7.2.4", "1,850 accounts", ["reach instagram_followers=1850"]),
        ("7.2.5", "About 200 accounts followed", ["reach followers~200"]),
        ("0.9.1", "less than 50 accounts joined this Group", ["reach group_members<50"]),
        ("7.1.1", "About $60 in spending for ads on Facebook, paid for mostly in US dollars and Thai baht",
         ["ad_spend ~60 USD THB"]),
        ("7.1.1", "$1,650", ["ad_spend =1650"]),
        ("7.1.1", "The network did not engage in paid advertising.", ["ad_spend =0"]),
        ("7.4.2", "They paid $500 to protesters", ["note"]),
        ("0.9.4", "@Some_Name", ["handle x:some_name"]),
        ("0.9.5", "@Some.Name", ["handle youtube:@some.name"]),
        ("0.9.8", "u/Some-Name", ["handle reddit:u/some-name"]),
        ("", "@Some_Name", ["note"]),
        ("0.3.1", "0049 30 1234567", ["phone +49301234567"]),
        ("0.8.1", "com.some.app", ["app android:com.some.app"]),
        ("0.8.1", "some-host[.]com", ["domain some-host.com"]),
        ("0.6.2", "a[.]com\nb[.]com, c[.]com; d.com and e.com", [f"domain {one}.com" for one in "abcde"]),
        ("0.6.2", "a[.]com (the main site)", ["domain a.com"]),
        ("0.6.2", "a[.]com\nhosted with b.com", ["domain a.com"]),
        ("0.2.1", "info[at]a[.]com, hosted with the b.com service", ["email info@a.com"]),
        ("5.1.1", "Registered with a company called Registrar[.]eu", ["domain registrar.eu"]),
        ("5.2.1", "Using bit[.]ly to hide where links lead", ["domain bit.ly"]),
        ("5.2.1", "Using https://bit.ly/abc to hide where links lead", ["note"]),
        ("9.1.1", "It moved from x[.]com/Foo to t[.]/foo last year", ["handle x:foo", "invalid broken_value"]),
        ("6.1.3", "https://a[.]com/why-gam es-2021%ef%bc%bf/", ["url a.com/why-games-2021%EF%BC%BF"]),
        ("6.1.3", "http://a[.]com/why-win ter-games_5.html", ["url a.com/why-winter-games_5.html"]),
        ("7.4.1", "https://a[.]com/jobs/ Writing-article s-35666510/details",
         ["url a.com/jobs/Writing-articles-35666510/details"]),
        ("0.9.4", "https://twitter[.]com/some_name/status/1562640310273 921025", ["post x:status/1562640310273921025"]),
        ("7.9.1", "https://a[.]com/x CVE-2021-44228", ["url a.com/x"]),
        ("7.9.1", "https://a[.]com/x phishing/malware", ["url a.com/x"]),
        ("7.9.1", "https://a[.]com/x 2021-07-15", ["url a.com/x"]),
        ("7.9.1", "https://a[.]com/page5 2021", ["url a.com/page5"]),
        ("7.9.1", "https://a[.]com/x and some more_words.html of it", ["url a.com/x"]),
        ("0.6.2", "newssite", ["invalid broken_value"]),
        ("1.3.1", "Newssite", ["note"]),
        ("", "evil.cmo", ["invalid broken_value"]),
        ("", "https://evil", ["invalid broken_value"]),
        ("", "300.1.2.3", ["invalid broken_value"]),
        ("", "invoice.exe", ["note"]),
        ("6.1.3", "#hashtag", ["note"]),
        ("1.3.1", "One News\nAnother News\n\n", ["note"]),
        ("", "", ["blank"]),
        ("0.9.1", " \u200b\n", ["blank"]),
        ("", " - ", ["blank"]),
    ],
)  # fmt: skip
def test_what_a_cell_means(procedure, raw, wanted):
    assert told(raw, procedure) == wanted


def test_what_looks_like_an_address_torn_apart_is_read_in_a_time_that_grows_with_its_length():
    # Were it its square, the limit of a test would be passed here.
    for rest in ("-" + "/" * 9000, "1234a" * 1800):
        assert {tuple(told(f"https://a[.]com/x {rest}", "")) for _ in range(1000)} == {("url a.com/x",)}


def test_a_value_keeps_its_spelling_its_step_and_the_sentence_it_stood_in():
    (found,) = read_cell("evil[.]com \n", "0.6.2 Acquiring domains", row=3)
    assert (found.row, found.raw, found.procedure, found.comment) == (3, "evil[.]com \n", "0.6.2", "")
    (found,) = read_cell("Configure evil[.]com with a service", "0.2.1", row=3)
    assert (found.raw, found.comment) == ("evil[.]com", "Configure evil[.]com with a service")
    (found,) = read_cell("evil[.]com (main site)", row=3)
    assert (found.raw, found.comment) == ("evil[.]com", "main site")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.9.1 Acquiring…", "0.9.1"), ("0. 9.1", "0.9.1"), ("0.9.1Acquiring", "0.9.1"), ("0,9,1", "0.9.1"),
        ("O.9.1 x", "0.9.1"), (" 0.9.11.0 Creating", "0.9.11.0"), ("7.3.4  Using", "7.3.4"), ("1.3 Posing", "1.3"),
        ("\ufeff0.9.1.", "0.9.1"), ("Acquiring", ""), ("", ""), ("2.2.1 Monitoring\n", "2.2.1"), ("00.09.01", "0.9.1"),
    ],
)  # fmt: skip
def test_a_step_is_known_by_its_number(text, number):
    assert procedure_of(text) == number


CELLS = st.one_of(
    st.text(max_size=80),
    st.lists(
        st.sampled_from(
            [*"()[],;$-\n", "12", "4,789", "1.9 million", "less than", "About", "accounts", "acounts", "Pages",
             "followed", "joined",
             "one", "of these", "Group", "$60", "ads", "paid in", "Thai baht", "dollars", "no", "evil[.]com",
             "evil.com", "t[.]/x", "@name", "u/name", "and", "[.]", "hxxps://", "x[.]com/foo", "a[at]b[.]com", "9" * 20,
             "between", "5", "10", "https://a.b", "+49", "com.some.app"],
        ),
        max_size=14,
    ).map(" ".join),
)  # fmt: skip
STEPS = st.sampled_from(["", "0.3.1", "0.6.2", "0.8.1", "0.9.1", "0.9.4", "7.1.1", "7.2.2", "9.1.1", "nothing"])


def check_that_no_cell_vanishes(raw, step):
    items = list(read_cell(raw, step, row=7))
    assert items
    assert len(items) == 1 or not any(isinstance(item, Note | Blank) for item in items)


@pytest.mark.fuzz
@given(CELLS, STEPS)
def test_any_cell_is_read_without_an_error_and_answered(raw, step):
    check_that_no_cell_vanishes(raw, step)
