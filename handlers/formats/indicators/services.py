"""Whose address it is: the account, group, post or app that an address of a known service stands for.

What is written behind the colon of a canonical form (`x:status/1`) is always a path that the rules of that service
read again to the same form, so that every form is read back by the very rules that made it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import unquote

from handlers.formats.indicators.addresses import Address
from storage.assets import Platform
from storage.indicators import Indicator, IndicatorType

HANDLE, POST, APP, PHONE = IndicatorType.HANDLE, IndicatorType.POST, IndicatorType.APP, IndicatorType.PHONE
# What the platforms' own buttons for sharing put behind an address.
_SHARING = re.compile(
    r"(?:si|s|t|feature|pp|ab_channel|lang|hl|gl|locale2?|app|eid|paipv|acontext|context|cxt|_[rtd])=.*"
)

# Pieces of patterns.
NAME = r"(?P<name>[a-z0-9_]{1,64})"
DOTTED = r"(?P<name>[\w.\-]{1,100})"
ID = r"(?P<id>[0-9]{1,25})"
CODE = r"(?P<id>[A-Za-z0-9_-]{4,80})"
COUNTRIES = "m|mobile|[a-z]{2}|[a-z]{2}-[a-z]{2}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape of path and what it stands for; groups whose name begins with `id` keep their case, others lose it."""

    pattern: re.Pattern[str]
    form: str
    type: IndicatorType


@dataclass(frozen=True, slots=True)
class Service:
    """A platform's addresses; `parts` are the subdomains that lead to the same, `keys` the parameters that matter."""

    prefix: str
    hosts: tuple[str, ...]
    rules: tuple[Rule, ...]
    parts: re.Pattern[str]
    keys: tuple[str, ...] = ()
    at: bool = False


def besides(words: str) -> str:
    """Say that a path's first part is none of these words, which the platform keeps for itself."""
    return rf"(?!(?:{words.replace(' ', '|')})(?:[/?.#]|$))"


def tabs(words: str) -> str:
    """Allow the parts of an account's page that show the same account."""
    return rf"(?:/(?:{words.replace(' ', '|')}))?"


def handle(pattern: str, form: str) -> Rule:
    """Say which paths are an account, a group or a channel."""
    return Rule(re.compile(pattern, re.IGNORECASE), form, HANDLE)


def post(pattern: str, form: str) -> Rule:
    """Say which paths are one thing that was posted."""
    return Rule(re.compile(pattern, re.IGNORECASE), form, POST)


def service(
    platform: Platform | str, hosts: str, *rules: Rule, parts: str = "m|mobile", keys: str = "", at: bool = False
) -> Service:
    """Describe the addresses of one platform; `at` where its names are written with that sign."""
    return Service(str(platform), tuple(hosts.split()), rules, re.compile(parts), tuple(keys.split()), at)


@cache
def _by_host() -> Mapping[str, Service]:
    from handlers.formats.indicators import service_rules  # noqa: PLC0415  It is laid with what stands above.

    return {host: one for one in service_rules.SERVICES for host in one.hosts}


@cache
def by_prefix() -> Mapping[str, Service]:
    """Give the services by what stands before the colon of their canonical forms."""
    from handlers.formats.indicators import service_rules  # noqa: PLC0415  It is laid with what stands above.

    found: dict[str, Service] = {}
    for one in service_rules.SERVICES:
        found.setdefault(one.prefix, one)
    return found


def service_of(host: str) -> Service | None:
    """Find the service that a host belongs to, by itself or as the phone's, the country's or the language's part."""
    services = _by_host()
    found = services.get(host)
    if found is not None:
        return found
    part, _, rest = host.partition(".")
    found = services.get(rest)
    return found if found is not None and found.parts.fullmatch(part) else None


def meaning(found: Service, address: Address) -> Indicator | None:
    """Tell what an address of a service stands for; None where it is a page like any other."""
    asked = "&".join(f"{key}={value}" for key in found.keys if (value := address.parameter(key)))
    target = unquote(address.path.strip("/")) + (f"?{asked}" if asked else "")
    if address.fragment:
        target += f"#{unquote(address.fragment)}"
    return said(found, target)


def said(found: Service, target: str) -> Indicator | None:
    """Read what stands behind a service's host, or behind the colon of its canonical form."""
    target = unicodedata.normalize("NFC", target).rstrip(".,'*")
    for rule in found.rules:
        match = rule.pattern.fullmatch(target)
        if match is None:
            continue
        groups = {name: _cased(name, value) for name, value in match.groupdict().items() if value}
        value = rule.form.format_map(groups)
        if rule.type is PHONE:
            return Indicator(PHONE, value)
        return Indicator(rule.type, f"{found.prefix}:{value}")
    return None


def untracked(found: Service, address: Address) -> Address:
    """Leave out the short parameters that on these platforms only say how a page was shared."""
    kept = (one for one in address.query if one.partition("=")[0] in found.keys or not _SHARING.fullmatch(one))
    return replace(address, query=tuple(kept))


def _cased(name: str, value: str) -> str:
    """Fold the case of a name; a letter that has no one small letter stays."""
    if name.startswith("id"):
        return value
    if value.isascii():
        return value.lower()
    return unicodedata.normalize("NFC", "".join(low if len(low := char.lower()) == 1 else char for char in value))


def named(prefix: str, name: str) -> Indicator | None:
    """Read a bare name (`@name`, `name`) on a platform that was named beside it."""
    found = by_prefix().get(prefix)
    if found is None:
        return None
    bare = name.lstrip("@")
    return said(found, f"@{bare}" if found.at else bare) or said(found, bare)


def prefixes() -> Iterable[str]:
    """Give everything that may stand before the colon of an account's or a post's canonical form."""
    return by_prefix().keys()
