"""What may be the name of a host, in its one form: lower case, ASCII, without `www.` and without the last dot."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

# Names outside the public list that nevertheless lead somewhere, by other ways than the usual one.
# The last two are for examples, https://www.rfc-editor.org/rfc/rfc6761#section-6; who writes them means a host.
_OTHER_ROOTS = frozenset({"i2p", "bit", "bazar", "example", "test"})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])")
_LONGEST = 253


def is_below_suffix(name: str) -> bool:
    """Tell whether a name stands below one under which names are registered: `example.co.uk`, but not `co.uk`."""
    _, dot, root = name.rpartition(".")
    if dot and root in _OTHER_ROOTS:
        return True
    suffix = _suffixes(private=False).publicsuffix(name)
    return suffix is not None and suffix != name


def is_private_suffix(host: str) -> bool:
    """Tell whether a company gives names under this one to others: `blogspot.com`."""
    return _suffixes(private=True).publicsuffix(host) == host and is_below_suffix(host)


@cache
def _suffixes(*, private: bool) -> PublicSuffixList:
    """Load the list that lies at hand, with or without the names that companies give to others."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  It is only needed once something is read.

    return PublicSuffixList(accept_unknown=False, only_icann=not private)


@lru_cache(maxsize=8_192)
def host_of(name: str) -> str | None:
    """Give the one form of a host's name, or None where it can be none."""
    folded = name.lower() if name.isascii() else _in_ascii(name)
    if folded is None:
        return None
    folded = folded.removesuffix(".")
    match = _HOST.fullmatch(folded) if len(folded) <= _LONGEST else None
    if match is None or not is_below_suffix(folded):
        return None
    while folded.startswith("www.") and is_below_suffix(bare := folded[4:]):
        folded = bare
    return folded


def _in_ascii(name: str) -> str | None:
    """Write a name of any script in ASCII, as the net carries it (`xn--…`)."""
    if name.isascii():
        return name.lower()
    import idna  # noqa: PLC0415  Few names need it.

    try:
        return idna.encode(name, uts46=True, transitional=False).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        return _pictured(name)


def _pictured(name: str) -> str | None:
    """Write a name with pictures in it, which only the older rules allow; None where anything else is wrong."""
    if not all(char.isascii() or char.isalnum() or unicodedata.category(char) in {"So", "Mn", "Cf"} for char in name):
        return None
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
