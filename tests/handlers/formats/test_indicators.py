"""Every spelling of a value comes to one form; what is broken comes to none."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.formats.indicators import defang, in_prose, indicator_of, is_shared, passages, refang
from storage.indicators import Indicator, IndicatorType

CASES = Path(__file__).parents[4] / "shared" / "data" / "normalise_cases.csv"


def form(raw, hint=None):
    found = indicator_of(raw, hint)
    return f"{found.type} {found.value}" if found else None


def test_the_cases_that_were_written_by_hand():
    if not CASES.is_file():
        pytest.skip("../shared/data/normalise_cases.csv is not here")
    values = {str(kind) for kind in IndicatorType}
    for row in csv.DictReader(CASES.read_text(encoding="utf-8").splitlines(keepends=True)):
        found = indicator_of(row["raw"]) or next((one for one, _ in in_prose(row["raw"])), None)
        wanted = Indicator(IndicatorType(row["type"]), row["canonical"]) if row["type"] in values else None
        assert found == wanted, row["raw"]


@pytest.mark.parametrize(
    "raw",
    [
        "evil.example.org",
        "EVIL.Example.org",
        "evil[.]example[.]org",
        "evil(.)example{.}org",
        "evil[dot]example(dot)org",
        "evil dot example dot org",
        "evil [.] example [dot] org",
        "evil[.example.]org",
        "evil\\.example\\.org",
        "evil．example。org",
        "evil\u200b.example\u00ad.org",
        "hxxps://evil[.]example[.]org/",
        "hXXp[:]//evil.example.org",
        "h**ps://evil.example.org",
        "https{:}//evil.example.org",
        "https[://]evil.example.org",
        "http[s]://evil.example.org",
        "hxxps[:/]/evil.example.org",
        "https:\\\\evil.example.org",
        "https:/evil.example.org",
        "//evil.example.org",
        "https://www.evil.example.org:443/",
        "www[.]evil[.]example[.]org",
        "evil.example.org.",
        "evil.example.org:8080",
        '"evil[.]example[.]org",',
        "`evil[.]example[.]org`",
        "<https://evil.example.org>",
        "(evil[.]example[.]org)",
        "[evil[.]example[.]org](https://evil.example.org/)",
        "[evil[.]example[.]org](TBD)",
        "- evil[.]example[.]org",
        "1. evil[.]example[.]org",
        "<https://evil.example.org|evil>",
        "\tevil[.]example[.]org \r\n",
        "Domain: evil[.]example.org",
        "https://u:p@evil.example.org/?utm_source=a&fbclid=b#top",
        "“evil[.]example[.]org”",
        "evil&#46;example.org",
        "*.evil.example.org",
        "evil.example.[org]",
        '=HYPERLINK("https://evil.example.org";"x")',
        '<a href="https://evil.example.org/">x</a>',
    ],
)
def test_one_host_in_many_spellings(raw):
    assert form(raw) == "domain evil.example.org"


@pytest.mark.parametrize("root", ["example", "test"])
def test_a_root_that_examples_are_written_with_is_one(root):
    assert form(f"evil[.]{root}") == f"domain evil.{root}"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("evil[.]invalid/a", None),
        ("https://evil", None),
        ("t[.]/name", None),
        ("evil.cmo", None),
        ("co.uk", None),
        # Under a rule with an asterisk each name is one under which others are registered, save those named as none.
        ("evil.ck", None),
        ("www.evil.co.ck", "domain evil.co.ck"),
        ("www.ck", "domain www.ck"),
        ("city.kawasaki.jp", "domain city.kawasaki.jp"),
        ("256.1.2.3", None),
        ("045.1.2.3", None),
        ("user@evil", None),
        ("+49 12", None),
        ("sha1:" + "a" * 32, None),
        ("a" * 33, None),
        ("", None),
        ("[.]", None),
        ("-evil.com", None),
        ("evil..com", None),
        ("x:", None),
        ("@name", None),
        ("Hello. World", None),
        ("Twitter: none", None),
        ("Facebook accounts: 50", None),
        ("a polka dot dress", None),
        ("evil.com:99999", None),
        ("пример[.]рф", "domain xn--e1afmkfd.xn--p1ai"),
        ("XN--E1AFMKFD.xn--p1ai", "domain xn--e1afmkfd.xn--p1ai"),
        ("i❤.ws", "domain xn--i-7iq.ws"),
        ("name.blogspot[.]com", "domain name.blogspot.com"),
        ("bit[.]ly", "domain bit.ly"),
        ("foo_bar.tilda[.]ws", "domain foo_bar.tilda.ws"),
        ("a.onion", "domain a.onion"),
        ("evil[.]com/Login/", "url evil.com/Login"),
        ("evil.com:8080/x", "url evil.com:8080/x"),
        ("https://evil.com/a?id=5&utm_medium=x", "url evil.com/a?id=5"),
        ("evil.com/?id=5", "url evil.com/?id=5"),
        ("evil.com/a%2fb?x=%c3%a3", "url evil.com/a%2Fb?x=ã"),
        ("evil.com/jo%C3%A3o", "url evil.com/joão"),
        ("(https://evil.com/a_(b)).", "url evil.com/a_(b)"),
        ("evil[.]com[/]a", "url evil.com/a"),
        ("bit[.]ly/AbC?x=1", "url bit.ly/AbC"),
        ("change.org/p/x-y?recruiter=1&source=z", "url change.org/p/x-y"),
        ("http://185.82.216[.]57:2125/a/", "url 185.82.216.57:2125/a"),
        ("https://hxxp.com/", "domain hxxp.com"),
        ("1.2.3[.]4:80", "ip 1.2.3.4"),
        ("2001:0DB8:0:0::1", "ip 2001:db8::1"),
        ("[2001:db8::1]:8080", "ip 2001:db8::1"),
        ("2001[:]db8[::]1", None),
        ("1.2.3.9/24", "ip 1.2.3.0/24"),
        ("1.2.3.4/32", "ip 1.2.3.4"),
        ("User.Name+a[at]Evil[.]com", "email user.name+a@evil.com"),
        ("user (at) evil dot com", "email user@evil.com"),
        ("Jane <mailto:jane@evil.com>", "email jane@evil.com"),
        ("+49 (0)30 / 123-4567", "phone +49301234567"),
        ("tel:+1 (202) 555-0143", "phone +12025550143"),
        ("wa.me/493012345678", "phone +493012345678"),
        ("SHA-256: " + "AB" * 32, "sha256 " + "ab" * 32),
        ("md5=" + "AB" * 16, "md5 " + "ab" * 16),
        ("aB" * 20, "sha1 " + "ab" * 20),
    ],
)
def test_values_of_every_sort(raw, wanted):
    assert form(raw) == wanted


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("mobile.twitter[.]com/Some_Name?s=20", "handle x:some_name"),
        ("Twitter: @Some_Name", "handle x:some_name"),
        ("x.com/name/status/123?t=a", "post x:status/123"),
        ("twitter.com/i/web/status/123", "post x:status/123"),
        ("Telegram channel: some_name", "handle telegram:some_name"),
        ("X (formerly Twitter): @name", "handle x:name"),
        ("twitter.com/#!/name", "handle x:name"),
        ("x.com/i/events/9", "url x.com/i/events/9"),
        ("notx.com/name", "url notx.com/name"),
        ("t[.]me/s/Name", "handle telegram:name"),
        ("t.me/+AbCdEfGh", "handle telegram:+AbCdEfGh"),
        ("telegram.me/joinchat/AbCdEfGh", "handle telegram:+AbCdEfGh"),
        ("t.me/Name/12", "post telegram:name/12"),
        ("t.me/c/12/34", "post telegram:c/12/34"),
        ("tg://resolve?domain=Name", "handle telegram:name"),
        ("youtube.com/channel/UCaB_c-1/videos", "handle youtube:channel/UCaB_c-1"),
        ("m.youtube.com/user/Name", "handle youtube:user/name"),
        ("youtu.be/dQw4w9WgXcQ?t=1", "post youtube:video/dQw4w9WgXcQ"),
        ("youtube.com/watch?app=m&v=dQw4w9WgXcQ", "post youtube:video/dQw4w9WgXcQ"),
        ("youtube.com/shorts/dQw4w9WgXcQ", "post youtube:video/dQw4w9WgXcQ"),
        ("youtube.com/playlist?list=PL1&si=a", "url youtube.com/playlist?list=PL1"),
        ("tiktok.com/@Name/video/12?lang=en", "post tiktok:video/12"),
        ("instagram.com/Name/?hl=de", "handle instagram:name"),
        ("instagram.com/reel/AbC-d_/", "post instagram:p/AbC-d_"),
        ("threads.net/@Name", "handle threads:@name"),
        ("m.facebook.com/profile.php?id=1000123&ref=x", "handle facebook:1000123"),
        ("facebook.com/people/Some-Name/1000123/", "handle facebook:1000123"),
        ("fb.com/Some.Page/about", "handle facebook:some.page"),
        ("facebook.com/groups/Name", "handle facebook:groups/name"),
        ("facebook.com/permalink.php?story_fbid=12&id=34", "post facebook:34/posts/12"),
        ("facebook.com/Page/posts/pfbid0aBc", "post facebook:page/posts/pfbid0aBc"),
        ("vk.com/id123", "handle vk:id123"),
        ("vk.com/public1?w=wall-1_2", "post vk:wall-1_2"),
        ("ok.ru/group/123", "handle odnoklassniki:group/123"),
        ("old.reddit.com/u/Some-Name/", "handle reddit:u/some-name"),
        ("reddit.com/r/sub/comments/1abc2/title/", "post reddit:comments/1abc2"),
        ("pinterest.co.uk/Name/", "handle pinterest:name"),
        ("medium.com/@a/b-c-abcdef123456", "post medium:p/abcdef123456"),
        ("name.medium[.]com/", "domain name.medium.com"),
        ("de.linkedin.com/in/Jos%C3%A9-1/", "handle linkedin:in/josé-1"),
        ("linkedin.com/company/Name/about", "handle linkedin:company/name"),
        ("github.com/Name", "handle github:name"),
        ("github.com/name/repo", "url github.com/name/repo"),
        ("tumblr.com/name", "handle tumblr:name"),
        ("bsky.app/profile/a.bsky.social", "handle bluesky:a.bsky.social"),
        ("@a@mastodon.social", "handle mastodon:@a@mastodon.social"),
        ("https://mastodon.social/@A/12", "post mastodon:@a@mastodon.social/12"),
        ("truthsocial.com/@A", "handle truth_social:@a"),
        ("gettr.com/user/A", "handle gettr:a"),
        ("rumble.com/c/A", "handle rumble:c/a"),
        ("rumble.com/v1abc-t.html", "post rumble:v1abc"),
        ("discord.gg/AbC", "handle discord:invite/AbC"),
        ("chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", "handle whatsapp:chat/AbCdEfGhIjKlMnOpQrStUv"),
        ("soundcloud.com/A/B", "post soundcloud:a/b"),
        ("signal.group/#AbCdEfGh", "handle signal:group/AbCdEfGh"),
        ("play.google.com/store/apps/details?hl=de&id=com.Some.app", "app android:com.Some.app"),
        ("market://details?id=com.some", "app android:com.some"),
        ("apps.apple.com/de/app/name/id123456?l=en", "app ios:123456"),
        ("weibo.com/u/1234567", "handle weibo:u/1234567"),
        ("space.bilibili.com/12345", "handle bilibili:12345"),
    ],
)
def test_whose_address_it_is(raw, wanted):
    assert form(raw) == wanted
    assert form(wanted.partition(" ")[2]) == wanted


def test_a_hint_decides_what_may_be_either():
    assert form("com.some.app") == "domain com.some.app"
    assert form("com.some.app", IndicatorType.APP) == "app android:com.some.app"
    assert form("al.some.cus", IndicatorType.APP) == "app android:al.some.cus"
    assert form("1532389423", IndicatorType.APP) == "app ios:1532389423"
    assert form("some-host.com", IndicatorType.APP) == "domain some-host.com"
    assert form("0049 30 1234567") is None
    assert form("0049 30 1234567", IndicatorType.PHONE) == "phone +49301234567"


def test_prose_is_searched_for_what_is_defanged_only():
    text = (
        "Mail from info[at]evil[.]com, hosted by live.com (see hxxps://evil[.]org/a), or name [at] evil [dot] net. "
        f"Not evil.net; hash {'a1' * 16}."
    )
    assert [(found.value, raw) for found, raw in in_prose(text)] == [
        ("info@evil.com", "info[at]evil[.]com"),
        ("evil.org/a", "hxxps://evil[.]org/a"),
        ("name@evil.net", "name[at]evil[dot]net"),
        ("a1" * 16, "a1" * 16),
    ]
    assert [found.value for found, _ in in_prose("请访问example[.]com网站或x[.]com/Name，谢谢")] == [
        "example.com",
        "x:name",
    ]
    assert [found.value for found, _ in in_prose("例え[.]jp is one")] == ["xn--r8jz45g.jp"]
    assert [found.value for found, _ in in_prose("a[.]com,b[.]com;c[.]com")] == ["a.com", "b.com", "c.com"]
    assert [(one.raw, one.indicator) for one in passages("They moved to t[.]/name_bot since")] == [
        ("t[.]/name_bot", None)
    ]
    assert list(in_prose("See https://evil.com/a and http://evil.org, or <https://evil.net|here>")) == []
    assert list(passages("An ellipsis [...], a note [sic] (see below) at: home")) == []


def test_people_read_it_defanged_and_machines_get_it_back():
    for raw, shown in {
        "evil.com": "evil[.]com",
        "evil.com/?u=https://a.b": "evil[.]com/?u=https[://]a[.]b",
        "a@evil.com": "a[@]evil[.]com",
        "2001:db8::1": "2001[:]db8[:][:]1",
        "t.me/name": "telegram:name",
        "ab" * 16: "ab" * 16,
        "+491234567": "+491234567",
    }.items():
        found = indicator_of(raw)
        assert found is not None
        assert defang(found) == shown
        assert refang(shown) == found.value
    assert refang("see hxxps[:]//evil[.]com and (e.g.) this") == "see https://evil.com and (e.g.) this"


def test_hosts_that_serve_many_are_known():
    assert is_shared("linktr.ee")
    assert is_shared("blogspot.com")
    assert not is_shared("name.blogspot.com")
    assert not is_shared("evil.com")


def test_the_list_of_suffixes_is_loaded_once_something_is_read():
    code = "import handlers.formats.indicators, sys; sys.exit('publicsuffixlist' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
