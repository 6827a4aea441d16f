"""Free one value of all that stands around it, and of spellings that are plain only where a value must stand."""

from __future__ import annotations

import html
import re

from handlers.formats.indicators.defanging import is_marked, refang

# What cannot be seen, and what only looks like a sign that means something in an address.
_UNSEEN = dict.fromkeys(
    [*range(0x9), *range(0xE, 0x20), 0x7F, 0xAD, 0x34F, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2065), *range(0x2066, 0x206A), 0xFEFF],
)  # fmt: skip
_ALIKE = str.maketrans(
    "\uff0e\u3002\uff61\u2024\ufe52\uff1a\ufe55\u2236\uff0f\u2044\u2215\uff20\ufe6b\u2010\u2011\uff0d\uff3f\uff1f\uff1d\uff06\uff05\uff03\uff0b",
    ".....:::///@@---_?=&%#+",
)
_BULLET = re.compile(
    r"\A(?:[-*\u2022\u2023\u25cf\u25aa\u25e6\u00b7\u2013\u2014>]+|\(?[0-9]{1,3}[.)]|\[[0-9]{1,3}\])\s+(?=\S)"
)
_LINK = re.compile(r"!?\[((?:[^\[\]]|\[[^\[\]]*\]){0,500})\]\(\s*<?([^\s<>]*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)")
_FORMULA = re.compile(
    r"""=HYPERLINK\(\s*"([^"]+)".*|<a\s[^<>]*href\s*=\s*["']?([^"'\s>]+).*""", re.IGNORECASE | re.DOTALL
)
_SLACK_LINK = re.compile(r"<([^<>|\s]+)\|[^<>]*>")
_LEADS_SOMEWHERE = re.compile(r"[./@]")
_PAIRS = {
    "<": ">", "(": ")", "[": "]", "{": "}", "\u3008": "\u3009", "\u300c": "\u300d", "\u3010": "\u3011",
}  # fmt: skip
AROUND = "\"'`*\u00b4\u201c\u201d\u2018\u2019\u00ab\u00bb\u201e\u2032\u2033 \t\r\n\u00a0\u202f"
BEHIND = ".,;:!?\u2026\u3001\uff0c\uff1b\uff01" + AROUND
_STROKE = re.compile(r"\\([^\w\s\\]|_)")
_HEAD = re.compile(r"\A(?:[a-z]{2,6}:/+)?[^/?#]*", re.IGNORECASE)
_HALF = re.compile(r"(?<=\w)(?:[\[({]\.|\.[\])}]|[\[({]@|@[\])}])(?=\w)")
_ENDING = re.compile(r"(?<=\w\.)[\[({]([a-z]{2,18})[\])}](?=:|$)", re.IGNORECASE)
_BLANK_DOT = re.compile(r"(?<=\w)(?:\s+\.\s*|\.\s+)(?=\w)")
_BLANK_AT = re.compile(r"(?<=\w)(?:\s+@\s*|@\s+)(?=\w)")
_BLANK_SCHEME = re.compile(r"^([a-z]{3,5})\s*:\s*//\s*", re.IGNORECASE)
# Words for signs are taken for them only in front of the commonest names, so that a polka dot stays one.
_SPOKEN_DOT = re.compile(
    r"(?<=\w)\s+dot\s+(?=(?:\S+\s+dot\s+)*(?:com|net|org|info|biz|edu|gov|[a-z]{2})\b)", re.IGNORECASE
)
_SPOKEN_AT = re.compile(r"(?<=\w)\s+at\s+(?=\S+\.\w)", re.IGNORECASE)


def tidy(raw: str) -> str:
    """Free a value of quotes, brackets, links, bullets and what stands behind it, and undo how it was defanged."""
    text = raw.translate(_UNSEEN)
    if "&" in text:
        text = html.unescape(text).translate(_UNSEEN)
    if not text.isascii():
        text = text.translate(_ALIKE)
    text = _BULLET.sub("", _linked(text.strip()), count=1)
    while True:
        freed = _HEAD.sub(_mended, _unstruck(_unwrapped(refang(text))), count=1)
        if freed == text:
            # `*.` and a dot before a host mean all that is below it, as the host's own name does here.
            return text.lstrip(".")
        text = freed


def _mended(head: re.Match[str]) -> str:
    """Mend what stands before a path, where half a bracket can only be the rest of a defanged sign."""
    return _ENDING.sub(r"\1", _HALF.sub(lambda found: "@" if "@" in found[0] else ".", head[0]))


def closed(text: str, raw: str) -> str:
    """Undo blanks and words around the signs of a value that was pulled apart: `name at example dot com`."""
    text = _BLANK_SCHEME.sub(r"\1://", text)
    if is_marked(raw):
        text = _BLANK_AT.sub("@", _BLANK_DOT.sub(".", text))
    return _SPOKEN_AT.sub("@", _SPOKEN_DOT.sub(".", text))


def _linked(text: str) -> str:
    """Give what a link of Markdown, Slack, HTML or a spreadsheet leads to, or its words where it leads to nothing."""
    linked = _SLACK_LINK.fullmatch(text) or (_FORMULA.fullmatch(text) if text[:1] in {"=", "<"} else None)
    if linked:
        return linked[1] or linked[2]
    link = _LINK.fullmatch(text) if text.endswith(")") else None
    if link is None:
        return text
    return link[2] if _LEADS_SOMEWHERE.search(link[2]) else link[1]


def _unwrapped(text: str) -> str:
    """Take away what stands around and behind a value; of brackets, only those that are no part of it."""
    text = text.strip(AROUND).rstrip(BEHIND)
    if len(text) > 1 and _PAIRS.get(text[0]) == text[-1] and not _is_address(text):
        return text[1:-1]
    return unpaired(text)


def unpaired(text: str) -> str:
    """Take away the brackets at both ends that have no fellow in the text."""
    for opening, closing in _PAIRS.items():
        left = sum((each == opening) - (each == closing) for each in text)
        if left > 0 and text.startswith(opening):
            text = text[min(left, len(text) - len(text.lstrip(opening))) :]
        elif left < 0 and text.endswith(closing):
            text = text[: -min(-left, len(text) - len(text.rstrip(closing)))]
    return text


def _is_address(text: str) -> bool:
    """Tell whether brackets belong to an address: [2001:db8::1]."""
    return text[0] == "[" and text.count(":") > 1 and re.fullmatch(r"\[[0-9a-fA-F:.]+\]", text) is not None


def _unstruck(text: str) -> str:
    """Undo the strokes before signs, and strokes that were meant as slashes."""
    return _STROKE.sub(r"\1", text).replace("\\", "/") if "\\" in text else text
