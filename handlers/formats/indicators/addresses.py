"""An address of the web in its one form: no scheme, `www.`, who logs in, usual port, tracking or last slash."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote

from handlers.formats.indicators.hosts import host_of
from handlers.formats.indicators.shared_hosts import needs_no_query
from handlers.formats.indicators.tidying import unpaired

_SCHEME = re.compile(r"(?:https?|ftps?|sftp|wss?|tcp|udp|feed)\s?:[/ ]*(?=[^/ ])|//(?=[^/])", re.IGNORECASE)
_PARTS = re.compile(r"(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?", re.DOTALL)
_PORT = re.compile(r":([0-9]{0,5})$")
_USUAL_PORTS = frozenset({"", "80", "443"})
_LARGEST_PORT = 65_535
# Names of parameters that say where a reader came from, never what is read.
_TRACKING = re.compile(
    r"(?:utm|mtm|matomo|pk|piwik|hsa|oly|vero|ga|at|wt|stm|itm|share)_\w*|mc_[ce]id|trk\w*|__hs\w+|\w*clid|clickid|"
    r"just_launched|igsh|igshid|ref|ref_src|ref_url|referr?er|original_referer|fref|mibextid|sfnsn|extid|_ga|_gl|"
    r"_hsenc|_hsmi|_openstat|spm|share|is_from_webapp|is_copy_url|sender_device|recruiter|recruited_by_id|rcm|lipi|"
    r"cmpid|ncid|smid|mkt_tok|__tn__|__cft__.*|__xts__.*|_rdr|_rdc|trackingid|yclid|dclid|s_kwcid|ef_id|usp",
    re.IGNORECASE,
)
# What stands behind the number sign says only here what is read, or where it is written like a path.
_READS_FRAGMENT = frozenset({"signal.group", "signal.me", "web.telegram.org", "mega.nz", "mega.io"})
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = "/:@!$&'()*+,;=~-._"
# What a sentence may put behind an address; a path never ends with it here.
_BEHIND = "/.,;:!?'*#&"


@dataclass(frozen=True, slots=True)
class Address:
    """An address that was taken apart; `host` is in its one form, or an IP address."""

    host: str
    port: str
    path: str
    query: tuple[str, ...]
    fragment: str
    is_ip: bool

    @property
    def is_bare(self) -> bool:
        """Tell whether it names a host and nothing on it."""
        return not (self.path or self.query or self.fragment)

    def parameter(self, name: str) -> str:
        """Give what the query says under this name."""
        return next((unquote(one[len(name) + 1 :]) for one in self.query if one.startswith(f"{name}=")), "")

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        host += f":{self.port}" if self.port else ""
        query = "?" + "&".join(self.query) if self.query else ""
        fragment = f"#{self.fragment}" if self.fragment else ""
        return f"{host}{self.path or ('/' if query or fragment else '')}{query}{fragment}"


def address_of(text: str) -> Address | None:
    """Take an address apart, with or without its scheme; None where its host can be none."""
    scheme = _SCHEME.match(text)
    parts = _PARTS.fullmatch(text, scheme.end() if scheme else 0)
    if parts is None or any(char.isspace() for char in text):
        return None
    who, at, authority = parts["authority"].rpartition("@")
    if at and not who:
        return None
    port = _PORT.search(authority)
    named = authority[: port.start()] if port else authority
    ip = ip_of(named[1:-1] if named.startswith("[") and named.endswith("]") else named)
    host = ip or host_of(named)
    if host is None or (port and port[1] and not 0 < int(port[1]) <= _LARGEST_PORT):
        return None
    fragment = parts["fragment"] or ""
    address = Address(
        host,
        port[1] if port and port[1] not in _USUAL_PORTS else "",
        _written(parts["path"]).rstrip("/"),
        _query(host, parts["query"] or ""),
        _written(fragment) if fragment[:1] in {"!", "/"} or host in _READS_FRAGMENT else "",
        is_ip=ip is not None,
    )
    whole = str(address)
    freed = unpaired(whole.rstrip(_BEHIND))
    return address if address.is_bare or freed == whole else address_of(freed)


def ip_of(text: str) -> str | None:
    """Give an IP address in its one form, compressed; None where it is none."""
    try:
        return str(IPv6Address(text)) if ":" in text else str(IPv4Address(text))
    except AddressValueError:
        return None


def _query(host: str, query: str) -> tuple[str, ...]:
    """Keep the parameters that say what is read."""
    if not query or needs_no_query(host):
        return ()
    return tuple(_written(one) for one in query.split("&") if one and not _TRACKING.fullmatch(one.partition("=")[0]))


def _written(text: str) -> str:
    """Write letters of all scripts as they are, and every other sign as the net carries it."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if "%" in text:
        text = _LOOSE_PERCENT.sub("%25", _ESCAPES.sub(_unescaped, text))
    if text.isascii():
        return quote(text, safe=_PLAIN + "%")
    return _with_letters(unicodedata.normalize("NFC", text), lambda char: quote(char, safe=_PLAIN + "%"))


def _unescaped(found: re.Match[str]) -> str:
    """Give the letters that escapes stand for, and leave the other escapes, in capitals."""
    try:
        text = bytes.fromhex(found[0].replace("%", "")).decode()
    except UnicodeDecodeError:
        return found[0].upper()
    return _with_letters(
        text, lambda char: char if char in "~-_" else "".join(f"%{byte:02X}" for byte in char.encode())
    )


def _with_letters(text: str, otherwise: Callable[[str], str]) -> str:
    """Keep the letters and figures of other scripts than ours, with the marks on them, and write the rest otherwise."""
    written = []
    within = False
    for char in text:
        within = not char.isascii() and (char.isalnum() or (within and unicodedata.category(char)[0] == "M"))
        written.append(char if within else otherwise(char))
    return "".join(written)
