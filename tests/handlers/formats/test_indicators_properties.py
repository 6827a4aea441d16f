"""Whatever is written is read without an error, its form is read again to itself, and defanging loses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.formats.indicators import defang, in_prose, indicator_of, is_marked, passages, refang
from storage.indicators import IndicatorType

SERVICES = [
    "x.com", "twitter.com", "mobile.twitter.com", "t.me", "web.telegram.org", "youtube.com", "m.youtube.com",
    "youtu.be", "tiktok.com", "instagram.com", "facebook.com", "m.facebook.com", "fb.com", "vk.com", "ok.ru",
    "reddit.com", "old.reddit.com", "redd.it", "medium.com", "nl.pinterest.com", "quora.com", "tumblr.com",
    "substack.com", "github.com", "de.linkedin.com", "threads.net", "bsky.app", "mastodon.social", "gab.com",
    "gettr.com", "parler.com", "truthsocial.com", "rumble.com", "discord.gg", "discord.com", "chat.whatsapp.com",
    "wa.me", "soundcloud.com", "patreon.com", "twitch.tv", "weibo.com", "space.bilibili.com", "douyin.com",
    "snapchat.com", "line.me", "zalo.me", "kooapp.com", "flickr.com", "vimeo.com", "dailymotion.com",
    "signal.group", "open.spotify.com", "users.livejournal.com", "plus.google.com", "play.google.com",
    "apps.apple.com", "linktr.ee", "bit.ly", "change.org", "xiaohongshu.com", "invite.viber.com", "blogger.com",
    "whatsapp.com", "api.whatsapp.com", "pinterest.co.uk",
]  # fmt: skip
HOSTS = st.sampled_from(
    [*SERVICES, "evil.com", "7sabah.com.tr", "a.tilda.ws", "пример.рф", "bücher.de", "i❤.ws", "45.1.2.3",
     "[2001:db8::1]", "WWW.Evil.Com.", "hxxp.com", "x.com.evil.co.uk", "www.www.com", "_a.b-c.org",
     "evil.com:8080", "u:p@evil.com"],
)  # fmt: skip
PIECES = st.sampled_from(
    [*"/@?=&#.)([]\"'*_-+%:,;!~$\\", *"ãß网é\u0301\u200b\u0130\ufb01\uff0e", "//", "..", "(.)", "[.]", "(at)", "[:]",
     "#!", "dot", "@Foo", "Foo.Bar", "Fóo", "foo_bar", "123", "123456789012", "status", "p", "s", "c",
     "r", "u", "user",
     "channel", "groups", "posts", "comments", "video", "wall-1_2", "id1", "UCQ8TUByC9EmbhoUDaInIGeA",
     "dQw4w9WgXcQ", "in",
     "company", "profile", "profile.php", "watch", "?v=", "?id=", "id=", "&utm_source=a", "fbclid=x", "%20", "%C3%A3",
     "%E2%80", "%41", "hxxp://", "hxxps[:]//", "abcdef123456", "+AbCdEfGh", "joinchat", "invite",
     "send?phone=4930123456", "story.php?story_fbid=1&id=2", "#@foo", ".html", "si=", "&amp;", "&lt;", "app", "x:"],
)  # fmt: skip
ADDRESSES = st.builds(
    lambda scheme, host, pieces, slashes: (
        scheme + host + "".join(("/" if slash else "") + piece for piece, slash in zip(pieces, slashes, strict=False))
    ),
    st.sampled_from(["", "https://", "hxxp://", "HTTPS[:]//", "//", "http:/", "ftp://"]),
    HOSTS,
    st.lists(PIECES, max_size=7),
    st.lists(st.booleans(), min_size=7, max_size=7),
)
OTHERS = st.lists(
    st.sampled_from(
        [*".@ \n-/<>()[]|`*+aB", "evil", "com", "[.]", "(dot)", " dot ", "[at]", " at ", "+49", "30", "123456", "24",
         "1.2.3.4", "::", "2001:db8", "x:", "telegram:", "android:", "ios:", "mastodon:@", "sha256:", "9" * 32,
         "aF" * 20, "Domain: ", "Twitter: ", "com.foo", "mailto:", "tg://resolve?domain=", "&#x2e;", "\u3002",
         "\uff20", "wall-1_2", "id", "123456789", "status/1"],
    ),
    max_size=8,
).map("".join)  # fmt: skip
RAWS = st.one_of(st.text(max_size=60), ADDRESSES, OTHERS)
HINTS = st.none() | st.sampled_from(IndicatorType)


def check_that_forms_are_kept(raw, hint):
    found = indicator_of(raw, hint)
    if found is None:
        return
    assert indicator_of(found.value) == found
    assert indicator_of(found.value, found.type) == found
    assert refang(found.value) == found.value
    assert refang(defang(found)) == found.value
    assert indicator_of(defang(found)) == found


def check_that_nothing_is_raised(text):
    refang(text)
    for passage in passages(text):
        assert passage.raw
    for found, raw in in_prose(text):
        assert is_marked(raw) or found.type in {IndicatorType.MD5, IndicatorType.SHA1, IndicatorType.SHA256}


@pytest.mark.fuzz
@given(RAWS, HINTS)
def test_a_canonical_form_is_read_again_to_itself_and_comes_back_from_being_defanged(raw, hint):
    check_that_forms_are_kept(raw, hint)


VALUES = st.sampled_from(
    ["evil.com", "a.b.evil.co.uk", "evil.com/A/b.html?id=5", "x.com/some_name", "t.me/name", "youtube.com/@some.name",
     "medium.com/@a.b", "info@evil.com", "1.2.3.4", "vk.com/s.d", "linktr.ee/Foo", "xn--bcher-kva.de", "bit.ly/AbC"],
)  # fmt: skip
DOTS = st.lists(
    st.sampled_from(["[.]", "(.)", "{.}", "<.>", "[dot]", "(DOT)", ".", "\uff0e", ".\u200b", " [.] ", "[ . ]", "\\."]),
    min_size=8, max_size=8,
)  # fmt: skip
SCHEMES = st.sampled_from(
    ["", "hxxp://", "hXXps[:]//", "https{:}//", "h**p[://]", "htxp://", "https:\\\\", "hxxp[:]//www."]
)
AROUND = st.sampled_from(
    [
        "{}",
        "'{}'",
        '"{}",',
        "`{}`",
        "<{}>",
        "({}).",
        "[{}]",
        "“{}”",
        "- {}",
        "3. {}",
        " {}\n",
        "**{}**",
        "\ufeff{}",
        "{};",
    ],
)


def check_that_spellings_meet(value, dots, scheme, around):
    host, slash, path = value.partition("/")
    labels = host.split(".")
    spelt = "".join(label + dot for label, dot in zip(labels, dots, strict=False))[: -len(dots[len(labels) - 1])]
    if "@" in host:
        scheme, spelt = "", spelt.replace("@", "[at]")
    if host == "1.2.3.4":
        scheme = scheme.removesuffix("www.")
    raw = around.format(scheme + spelt + slash + path)
    assert indicator_of(raw) == indicator_of(value)


@pytest.mark.fuzz
@given(VALUES, DOTS, SCHEMES, AROUND)
def test_every_spelling_of_a_value_comes_to_its_one_form(value, dots, scheme, around):
    check_that_spellings_meet(value, dots, scheme, around)


@pytest.mark.fuzz
@given(st.lists(RAWS, max_size=5).map(" ".join))
def test_any_prose_is_read_without_an_error(text):
    check_that_nothing_is_raised(text)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        ".",
        "[.]",
        "(",
        "[",
        "a.",
        "a[.]",
        "%",
        "%4",
        "@",
        "a@",
        "/",
        "<",
        "\\",
        "[a](",
        "- ",
        "x:",
        " dot ",
        "&amp;",
        "(.",
        "\u200b",
        "+1 ",
        "www.",
        "a b ",
        "[[.]",
        "hxxp",
        "1.",
        "::",
        "(.)(",
        "[.]]",
        "[x",
    ],
)
def test_long_values_end_soon(piece):
    indicator_of(piece * (4_000 // len(piece)))
    in_list = list(passages(piece * (20_000 // len(piece))))
    assert len(in_list) <= 20_000
