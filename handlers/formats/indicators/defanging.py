"""Take the sting out of values for people, and give it back for machines.

`refang` undoes every spelling that cannot be meant otherwise; what only a value may undo (` dot `, half a bracket,
full-width signs) is undone in `tidying.py`, where the text is known to be one.
"""

from __future__ import annotations

import re

from storage.indicators import Indicator, IndicatorType

_OPEN, _SHUT = r"[\[({<]\s{0,3}", r"\s{0,3}[\])}>]"
# What stands between brackets, and what is meant by it.
_MEANINGS = {
    "://": "://", ":/": ":/", ":": ":", "//": "//", "/": "/", "@": "@", "at": "@", "arobase": "@", ".": ".",
    "dot": ".", "d0t": ".", "punkt": ".", "point": ".", "punto": ".", "slash": "/", "colon": ":",
}  # fmt: skip
_SIGNS = "|".join(re.escape(sign) for sign in sorted(_MEANINGS, key=len, reverse=True))
_BRACKETED = re.compile(rf"{_OPEN}({_SIGNS}){_SHUT}", re.IGNORECASE)
# Letters of `http` that were struck out; an `x` in a host's own name (hxxp.com) stands before no colon.
_SCHEME = re.compile(
    r"(?<!\w)(?!http)(?:h[tx*_#+]{2}p|hxp|htp|htxxp|h\[tt\]p|meow)([\[({]?s[\])}]?)?(?=\s?:|\s?[\[({<]\s?:)",
    re.IGNORECASE,
)
_FTP = re.compile(r"(?<!\w)f[x*]p(s?)(?=:|[\[({<]:)", re.IGNORECASE)
_BRACKETED_S = re.compile(r"(?<!\w)(http)[\[({]s[\])}](?=:)", re.IGNORECASE)
# No spelling goes without one of these, and most texts have none.
_MAYBE = re.compile(r"[\[({<]|[tx*_#+][x*_#+]p|[x*_#+]tp|hxp|htp|meow|f[x*]p", re.IGNORECASE)

_STUNG = {".": "[.]", "@": "[@]", ":": "[:]"}
_STINGS = {kind: re.compile(r"[.@]|://") for kind in IndicatorType} | {
    IndicatorType.IP: re.compile(r"[.:]"),
    IndicatorType.MD5: None,
    IndicatorType.SHA1: None,
    IndicatorType.SHA256: None,
    IndicatorType.PHONE: None,
}


def defang(indicator: Indicator) -> str:
    """Write a value as people may read it: nothing makes a link of it, and nobody follows it by accident."""
    stings = _STINGS[indicator.type]
    if stings is None:
        return indicator.value
    return stings.sub(lambda found: _STUNG.get(found[0], f"[{found[0]}]"), indicator.value)


def refang(text: str) -> str:
    """Give back a defanged text as machines read it; of a text that is not defanged, nothing changes."""
    while is_marked(text):
        # What was freed of one bracket may stand in another: ([.]).
        freed = _BRACKETED.sub(lambda found: _MEANINGS[found[1].lower()], text)
        freed = _BRACKETED_S.sub(r"\1s", freed)
        freed = _SCHEME.sub(lambda found: "https" if found[1] else "http", freed)
        freed = _FTP.sub(r"ftp\1", freed)
        if freed == text:
            break
        text = freed
    return text


def is_marked(text: str) -> bool:
    """Tell whether anything in a text is written so that nobody follows it."""
    if _MAYBE.search(text) is None:
        return False
    return bool(_BRACKETED.search(text) or _SCHEME.search(text) or _BRACKETED_S.search(text) or _FTP.search(text))
