"""What may be the name of a host, in its one form: lower case, ASCII, without `www.` and without the last dot."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

# Names outside the public list that nevertheless lead somewhere, by other ways than the usual one.
# The last two are for examples, https://www.rfc-editor.org/rfc/rfc6761#section-6; who writes them means a host.
_OTHER_ROOTS = frozenset({"i2p", "bit", "bazar", "example", "test"})
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+([a-z](?:[a-z0-9-]{{0,61}}[a-z0-9]))")
_LONGEST = 253


@cache
def _listed() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the last labels there are, the public suffixes, and the private ones, from the list that lies at hand."""
    from tldextract import TLDExtract  # noqa: PLC0415  It is only needed once something is read.

    def suffixes(*, private: bool) -> frozenset[str]:
        extract = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=private)
        return frozenset(filter(None, (_in_ascii(one.lstrip("*!.")) for one in extract.tlds)))

    public = suffixes(private=False)
    roots = frozenset(one.rpartition(".")[2] for one in public) | _OTHER_ROOTS
    return roots, public, suffixes(private=True) - public


def roots() -> frozenset[str]:
    """Give every last label that a host's name may have."""
    return _listed()[0]


def public_suffixes() -> frozenset[str]:
    """Give the names under which names are registered, which are no hosts themselves: `co.uk`."""
    return _listed()[1]


def is_private_suffix(host: str) -> bool:
    """Tell whether a company gives names under this one to others: `blogspot.com`."""
    return host in _listed()[2]


@lru_cache(maxsize=8_192)
def host_of(name: str) -> str | None:
    """Give the one form of a host's name, or None where it can be none."""
    folded = name.lower() if name.isascii() else _in_ascii(name)
    if folded is None:
        return None
    folded = folded.removesuffix(".")
    match = _HOST.fullmatch(folded) if len(folded) <= _LONGEST else None
    if match is None or match[1] not in roots() or folded in public_suffixes():
        return None
    while folded.startswith("www.") and (bare := folded[4:]) and "." in bare and bare not in public_suffixes():
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
