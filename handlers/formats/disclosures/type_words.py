"""What the type column of a list calls things, and which values may stand behind each word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from storage.indicators import IndicatorType as T

_HASHES = frozenset({T.MD5, T.SHA1, T.SHA256})
_ANYTHING = frozenset(T)
# An address may be whatever stands at it; a host alone is a domain, however it was called.
_ADDRESSES = frozenset({T.URL, T.DOMAIN, T.HANDLE, T.POST, T.APP, T.IP})
_PRESENCES = frozenset({T.HANDLE, T.URL, T.DOMAIN, T.POST, T.EMAIL, T.PHONE, T.APP})


@dataclass(frozen=True, slots=True)
class Said:
    """What a type word says: which types its values may have, which one it hints at, and on which host a name is."""

    allowed: frozenset[T]
    hint: T | None = None
    host: str = ""

    @property
    def is_anything(self) -> bool:
        """Tell whether the word says nothing of its values."""
        return self.allowed == _ANYTHING


def phrases(table: str) -> list[str]:
    """Part the phrases of a table, which stand between bars."""
    return [phrase.strip() for phrase in table.split("|")]


# The longer phrases are looked for first, and a phrase decides wherever it stands: `malicious_domain`, `c2 ip`.
_PHRASES: tuple[tuple[str, Said], ...] = (
    ("sha256|sha 256|sha2|sha 2", Said(frozenset({T.SHA256}), T.SHA256)),
    ("sha1|sha 1", Said(frozenset({T.SHA1}), T.SHA1)),
    ("md5|md 5", Said(frozenset({T.MD5}), T.MD5)),
    (
        """
        hash|hashes|filehash|file hash|checksum|digest|empreinte|sample|malware|malware sample|binary|file|files|
        fichier|filename hash
        """,
        Said(_HASHES | {T.URL}),
    ),
    (
        """
        email|e mail|emails|e mails|mail|email address|email addr|mailbox|sender|courriel|adresse email|gmail|
        adresse electronique|adresse e mail|email src|email dst|email account|email accounts
        """,
        Said(frozenset({T.EMAIL}), T.EMAIL),
    ),
    (
        """
        url|urls|uri|uris|link|links|lien|liens|web page|webpage|landing page|phishing url|phishing page|web address|
        short link|shortened url|shortlink|address|adresse|adresse web|petition|blog|blogs
        """,
        Said(_ADDRESSES, T.URL),
    ),
    (
        """
        ip|ips|ipv4|ipv6|ip v4|ip v6|ip address|ip addresses|ip addr|ipv4 addr|ipv6 addr|ip src|ip dst|adresse ip|
        ipaddress|ipv4address|ipv6address
        """,
        Said(frozenset({T.IP}), T.IP),
    ),
    (
        """
        domain|domains|domain name|domain names|domainname|hostname|hostnames|host name|host|hosts|fqdn|subdomain|
        subdomains|sub domain|dns|apex domain|root domain|domaine|domaines|nom de domaine|noms de domaine|
        sous domaine|c2|c2 domain|c 2|command and control|server|serveur
        """,
        Said(frozenset({T.DOMAIN}), T.DOMAIN),
    ),
    (
        "website|websites|web site|web sites|site|sites|site web|news site|news website|sites web",
        Said(frozenset({T.DOMAIN, T.URL}), T.DOMAIN),
    ),
    (
        """
        app|apps|application|applications|android app|ios app|mobile app|package|package name|apk|appli|bundle id|
        google play app|app id|android package name|android package
        """,
        Said(frozenset({T.APP, T.URL, *_HASHES}), T.APP),
    ),
    (
        """
        phone|phones|phone number|phone numbers|telephone|telephone number|msisdn|mobile number|whatsapp number|
        numero|numero de telephone|tel
        """,
        Said(frozenset({T.PHONE}), T.PHONE),
    ),
    ("post|posts|tweet|tweets|pin|pins|video|videos|story|publication", Said(frozenset({T.POST, T.URL}), T.POST)),
    # What Twitter called them in the archives that it published.
    ("user screen name", Said(frozenset({T.HANDLE}), T.HANDLE, "x.com/")),
    (
        """
        handle|handles|account|accounts|username|user name|usernames|user|profile|profiles|channel|channels|
        screen name|screenname|social media|social media account|social media accounts|social account|social|
        social media handle|social media channel|page|pages|group|groups|subreddit|persona|compte|comptes|
        identifiant|chaine|account name|social network|bot
        """,
        Said(_PRESENCES, T.HANDLE),
    ),
    (
        """
        indicator|ioc|observable|other|unknown|misc|n a|na|none|various|any|autre|inconnu|indicateur|artifact|
        value|text|string|network indicator|infrastructure
        """,
        Said(_ANYTHING),
    ),
)
_HOSTS = {
    "twitter": "x.com/", "x": "x.com/", "telegram": "t.me/", "instagram": "instagram.com/", "tiktok": "tiktok.com/@",
    "facebook": "facebook.com/", "youtube": "youtube.com/@", "medium": "medium.com/@", "vk": "vk.com/",
    "vkontakte": "vk.com/", "reddit": "reddit.com/user/", "subreddit": "reddit.com/r/", "threads": "threads.net/@",
    "github": "github.com/", "pinterest": "pinterest.com/",
}  # fmt: skip
# An app's number is one of a store, which alone its type tells.
_APPLE = Said(frozenset({T.APP}), T.APP, "apps.apple.com/app/id")
_ON_PLATFORM = frozenset({T.HANDLE, T.URL, T.POST, T.APP})
# Columns of these names are about something else as often as not.
_NO_HEADS = frozenset(phrases("link|links|lien|liens|address|server|serveur|page|group|user|bot|video|story|host"))
_BY_WORDS = {phrase: said for table, said in _PHRASES for phrase in phrases(table)}
_LONGEST = max(len(phrase.split()) for phrase in _BY_WORDS)
_ACCENTS = str.maketrans("éèêàâîôûç", "eeeaaiouc")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def folded(words: str) -> str:
    """Write a name as plain lower-case words, so that `Indicator_Type`, `indicatorType` and ` INDICATOR TYPE` agree."""
    return _BETWEEN.sub(" ", _CAMEL.sub(" ", words).lower().translate(_ACCENTS)).strip()


@lru_cache(maxsize=4096)
def said_by(word: str) -> Said | None:
    """Tell what a type word says; None for one that is not known."""
    words = folded(word)
    said = _BY_WORDS.get(words) or _BY_WORDS.get(words.replace(" ", ""))
    parts = words.split()
    platform = next((_HOSTS[part] for part in parts if part in _HOSTS), "")
    if said is None:
        # What a phrase ends in is what it is: `domain used for phishing` is rarer than `phishing domain`.
        found = [_BY_WORDS[phrase] for phrase in _within(parts) if phrase in _BY_WORDS]
        said = next((one for one in found if one.hint or one.allowed != _ANYTHING), found[0] if found else None)
    if said and said.hint is T.APP and {"ios", "apple", "itunes", "iphone"} & set(parts):
        return _APPLE
    if platform and (said is None or said.hint is T.HANDLE):
        return Said(_ON_PLATFORM, T.HANDLE, platform)
    return said


def on_platform(said: Said, platform: str) -> Said:
    """Say on which platform the names are, where another column tells it."""
    named = said_by(platform) if said.hint is T.HANDLE and not said.host and platform else None
    return replace(said, host=named.host) if named and named.host else said


def platform_of(word: str) -> Said | None:
    """Tell which platform's names a word speaks of; None where it names no platform."""
    said = said_by(word)
    return said if said and said.host else None


def is_known(word: str) -> bool:
    """Tell whether a word alone, as the head of a column, names one type of value."""
    words = folded(word)
    said = _BY_WORDS.get(words)
    return said is not None and words not in _NO_HEADS and (said.hint is not None or "hash" in words)


def _within(parts: list[str]) -> Iterator[str]:
    """Give the phrases within some words, the longest first, those at the end before the others."""
    for length in range(min(_LONGEST, len(parts)), 0, -1):
        for start in range(len(parts) - length, -1, -1):
            yield " ".join(parts[start : start + length])
