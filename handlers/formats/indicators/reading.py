"""One value, however it was written, to the one form that all of its spellings share."""

from __future__ import annotations

import re
from ipaddress import ip_network

from handlers.formats.indicators import services
from handlers.formats.indicators.addresses import Address, address_of, ip_of
from handlers.formats.indicators.hosts import host_of, is_below_suffix
from handlers.formats.indicators.tidying import closed, tidy
from storage.indicators import Indicator, IndicatorType

LONGEST = 4_000
# What has more words is a sentence.
_MOST_WORDS = 12
# The commonest rows by far are plain hosts and hashes, and files have a hundred thousand of them.
_PLAIN_HOST = re.compile(r"(?!www\.)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.[a-z]{2,}")
_LONGEST_LABEL = 63
_HEX = re.compile(r"[0-9a-f]+")
_HASHES = {32: IndicatorType.MD5, 40: IndicatorType.SHA1, 64: IndicatorType.SHA256}
_HASH = re.compile(r"(?:(?P<sort>md-?5|sha-?1|sha-?256|hash)\s?[:=]?\s?)?(?P<value>[0-9a-f]{32,64})", re.IGNORECASE)
_EMAIL = re.compile(r"(?:mailto:)?(?P<local>[\w.!$%&'*+=^`{|}~-]{1,64})@(?P<host>[^@/?#:\s]{3,253})(?:\?.*)?/?")
_NAMED_EMAIL = re.compile(r"[^<>@]*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>")
_PHONE = re.compile(r"(?:tel:|phone:)?(?P<plus>\+|00)?\s?(?P<digits>[0-9(][0-9 ().\-/\u00a0]{5,24}[0-9])")
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
_NETWORK = re.compile(r"[0-9a-f.:]+/[0-9]{1,3}", re.IGNORECASE)
_PREFIXED = re.compile(r"(?P<prefix>[a-z_]{1,20}):(?P<rest>[^\s/].*|/[^/].*)")
_DEEP_LINK = re.compile(
    r"(tg|market|whatsapp):/{0,2}(?:resolve|join|details|send)/?\?(?:.*&)?(domain|invite|id|phone)=([^&#]+).*"
)
_DEEP = {"domain": "telegram:", "invite": "telegram:+", "id": "android:", "phone": "whatsapp:"}
_LABELS = {
    "domain", "domain name", "domains", "url", "urls", "uri", "link", "website", "web site", "site", "web", "ip",
    "ip address", "ipv4", "ipv6", "email", "e-mail", "mail", "email address", "phone", "phone number", "tel", "mobile",
    "hash", "md5", "sha1", "sha-1", "sha256", "sha-256", "file hash", "app", "android app", "ios app", "c2", "c&c",
    "account", "channel", "page", "group", "profile", "post", "indicator", "ioc", "redirects to", "domaine", "lien",
    "adresse", "compte", "adresse ip", "courriel", "téléphone",
}  # fmt: skip
_LABEL = re.compile(r"(?P<label>[^:=]{1,40}?)\s*(?:[:=]|\s-)\s+(?P<rest>\S.*)", re.DOTALL)
_OTHER_NAMES = {
    "twitter": "x", "x/twitter": "x", "x / twitter": "x", "x (twitter)": "x", "x (formerly twitter)": "x",
    "fb": "facebook", "ig": "instagram", "insta": "instagram", "tg": "telegram", "yt": "youtube", "vkontakte": "vk",
    "ok.ru": "odnoklassniki", "truth social": "truth_social", "play store": "android", "google play": "android",
    "app store": "ios", "bsky": "bluesky",
}  # fmt: skip
_NUMBERED = re.compile(r"[0-9]{8,20}")
_SORTS = re.compile(r"\s+(?:account|handle|channel|page|group|profile|user|username|app|id|chaîne|compte)s?$")
_FEDERATED = re.compile(
    r"@?(?P<name>[a-z0-9_.\-]{1,64})@(?P<host>[a-z0-9.\-]+)(?:/(?P<id>[0-9]{1,30}))?", re.IGNORECASE
)
_FEDERATED_PATH = re.compile(
    r"/(?:web/)?(?:@|users/)(?P<name>[a-z0-9_.\-]{1,64})(?:/(?:statuses/)?(?P<id>[0-9]{1,30}))?", re.IGNORECASE
)
_FEDERATED_HOSTS = re.compile(
    r"(?:.*\.)?(?:mastodon|mstdn|masto|mas)\.[a-z0-9.\-]+|mastodon\w*\.[a-z]+|fosstodon\.org|hachyderm\.io|"
    r"infosec\.exchange|journa\.host|universeodon\.com|techhub\.social|c\.im|chaos\.social|pawoo\.net|aus\.social"
)


def indicator_of(raw: str, hint: IndicatorType | None = None) -> Indicator | None:
    """Read one value to its canonical form, or None where it is none; `hint` decides only what may be either."""
    if len(raw) <= _LONGEST_LABEL:
        plain = raw.lower().replace("[.]", ".")
        if hint is not IndicatorType.APP and _PLAIN_HOST.fullmatch(plain) and is_below_suffix(plain):
            return Indicator(IndicatorType.DOMAIN, plain)
    sort = _HASHES.get(len(raw))
    if sort is not None and _HEX.fullmatch(raw):
        return Indicator(sort, raw)
    if not raw or len(raw) > LONGEST or len(raw.split(None, _MOST_WORDS)) > _MOST_WORDS:
        return None
    text = tidy(raw)
    if any(char.isspace() for char in text):
        text = closed(text, raw)
    return _hash(text) or _labelled(text, hint) or _phone(text, hint) or _single(text, hint)


def _single(text: str, hint: IndicatorType | None) -> Indicator | None:
    """Read a value without blanks."""
    if not text or any(char.isspace() for char in text):
        return None
    if hint is IndicatorType.APP and (app := services.named("android", text) or services.named("ios", text)):
        return app
    return _network(text) or _email(text) or _prefixed(text) or _federated(text) or _address(text)


def _hash(text: str) -> Indicator | None:
    """Read a hash by its length, which a name before it must not deny."""
    match = _HASH.fullmatch(text)
    kind = _HASHES.get(len(match["value"])) if match else None
    if match is None or kind is None:
        return None
    sort = (match["sort"] or "hash").lower().replace("-", "")
    return Indicator(kind, match["value"].lower()) if sort in {"hash", kind} else None


def _labelled(text: str, hint: IndicatorType | None) -> Indicator | None:
    """Read a value with the name of its sort or of its platform before it: `Domain: …`, `Twitter: @name`."""
    named = _NAMED_EMAIL.fullmatch(text)
    if named:
        return _email(named[1])
    match = _LABEL.fullmatch(text)
    if match is None:
        return None
    label = match["label"].strip().lower()
    if label in _LABELS:
        return _hash(match["rest"]) or _phone(match["rest"], hint) or _single(match["rest"], hint)
    name, bare = match["rest"], _SORTS.sub("", label)
    platform = _OTHER_NAMES.get(bare, bare)
    if platform not in services.prefixes():
        return None
    # Behind a platform alone anything may stand: `Twitter: none`.
    is_name = name.startswith("@") or _NUMBERED.fullmatch(name) or (bare != label and not name.isdigit())
    return _single(name, None) or (services.named(platform, name) if is_name else None)


def _phone(text: str, hint: IndicatorType | None) -> Indicator | None:
    """Read a number that says its country (E.164); one without is nobody's."""
    match = _PHONE.fullmatch(text)
    if match is None or not match["plus"] or (match["plus"] == "00" and hint is not IndicatorType.PHONE):
        return None
    digits = re.sub(r"[^0-9]", "", match["digits"].replace("(0)", ""))
    if digits.startswith("0") or not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    return Indicator(IndicatorType.PHONE, f"+{digits}")


def _network(text: str) -> Indicator | None:
    """Read a range of IP addresses."""
    if not _NETWORK.fullmatch(text):
        return None
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return None
    single = network.prefixlen == network.max_prefixlen
    return Indicator(IndicatorType.IP, str(network.network_address) if single else str(network))


def _email(text: str) -> Indicator | None:
    """Read an address of e-mail; no provider that matters tells capitals from small letters."""
    match = _EMAIL.fullmatch(text) if "@" in text else None
    host = host_of(match["host"]) if match else None
    if match is None or host is None or match["local"].startswith(".") or ".." in match["local"]:
        return None
    return Indicator(IndicatorType.EMAIL, f"{match['local'].rstrip('.').lower()}@{host}")


def _prefixed(text: str) -> Indicator | None:
    """Read a canonical form again, and what apps write: `x:name`, `android:com.example`, `tg://resolve?domain=name`."""
    deep = _DEEP_LINK.fullmatch(text)
    if deep:
        return _prefixed(_DEEP[deep[2]] + deep[3])
    match = _PREFIXED.fullmatch(text)
    if match is None:
        return None
    if match["prefix"] == "mastodon":
        return _federated(match["rest"])
    prefix = _OTHER_NAMES.get(match["prefix"], match["prefix"])
    service = services.by_prefix().get(prefix)
    return services.said(service, match["rest"].strip("/")) if service else None


def _federated(text: str) -> Indicator | None:
    """Read `@name@host`, an account in the net of Mastodon."""
    match = _FEDERATED.fullmatch(text) if text.startswith("@") else None
    host = host_of(match["host"]) if match else None
    if match is None or host is None:
        bluesky = text.startswith("@") and text.lower().endswith(".bsky.social")
        return services.named("bluesky", text) if bluesky else None
    return _on_mastodon(match["name"], host, match["id"])


def _on_mastodon(name: str, host: str, post: str | None) -> Indicator:
    kind = IndicatorType.POST if post else IndicatorType.HANDLE
    return Indicator(kind, f"mastodon:@{name.lower()}@{host}" + (f"/{post}" if post else ""))


def _address(text: str) -> Indicator | None:
    """Read an address: of a known service, of a page, or of nothing but a host."""
    address = _literal(text) or address_of(text)
    service = services.service_of(address.host) if address else None
    if address and service and address.query:
        address = address_of(str(services.untracked(service, address)))
    if address is None:
        return None
    if address.is_bare:
        return Indicator(IndicatorType.IP if address.is_ip else IndicatorType.DOMAIN, address.host)
    return (service and services.meaning(service, address)) or _mastodon_page(address) or _page(address)


def _mastodon_page(address: Address) -> Indicator | None:
    """Read an account or a post on one of the many hosts of Mastodon, as far as they are known by name."""
    match = _FEDERATED_PATH.fullmatch(address.path) if _FEDERATED_HOSTS.fullmatch(address.host) else None
    return _on_mastodon(match["name"], address.host, match["id"]) if match else None


def _literal(text: str) -> Address | None:
    """Read an address of IPv6 that stands alone, whose colons begin no port."""
    ip = ip_of(text) if ":" in text else None
    return Address(ip, "", "", (), "", is_ip=True) if ip else None


def _page(address: Address) -> Indicator:
    return Indicator(IndicatorType.URL, str(address))
