"""What a company commits itself to, in people's words, and the day at their end: `share our list by Friday`."""

from __future__ import annotations

import re
from datetime import date

from handlers.formats.coming import read_coming_day
from handlers.formats.words.tokens import fold

# What stands before the day by which something is done; the longest first, since one may begin another.
_BY = re.compile(
    r"[\s,;–-]*\b(?:no later than|au plus tard|d[’']ici(?: à| au| le)?|by|before|until|till|on|due"
    r"|avant(?: le)?|pour(?: le)?|jusqu[’'](?:au|à)|le)\s+",
    re.IGNORECASE,
)
_TODAY = frozenset({"today", "tonight", "aujourd'hui", "ce soir"})
# `by Friday 31 August 2018` names its day in four words.
_MOST_WORDS = 5
_LATEST = re.compile(r"[\s,]*\b(?:at the latest|au plus tard)\s*[.!]?\s*$", re.IGNORECASE)


def read_commitment(typed: str, today: date) -> tuple[str, date | None]:
    """Part what is said from the day at its end; None where the end names no day that is to come, or today."""
    said = _LATEST.sub("", typed.strip()).rstrip(" .!")
    for found in reversed(list(_BY.finditer(said))):
        day = read_due(said[found.end() :], today)
        if day is not None:
            return said[: found.start()].strip(), day
    words = said.split()
    for at in range(max(1, len(words) - _MOST_WORDS), len(words)):
        day = read_due(" ".join(words[at:]), today)
        if day is not None:
            return " ".join(words[:at]).rstrip(" ,;:–-"), day
    return typed.strip(), None


def read_due(typed: str, today: date) -> date | None:
    """Read a day by which something is done: today, or one to come, with its weekday before it or without."""
    said = typed.strip()
    if fold(said.replace("’", "'")) in _TODAY:
        return today
    day = read_coming_day(said, today)
    if day is not None:
        return day
    first, _, rest = said.partition(" ")
    return read_coming_day(rest, today) if rest and read_coming_day(first.rstrip(","), today) else None


def without_off_the_record(typed: str) -> tuple[str, int]:
    """Leave out the lines that are off the record, before anything is kept; how many there were."""
    lines = typed.splitlines()
    kept = [line for line in lines if not _OFF.match(line)]
    return "\n".join(kept).strip(), len(lines) - len(kept)


_OFF = re.compile(
    r"^[\s•*>–-]*[\[(]?(?:off[ -]the[ -]record|off[ -]record|hors[ -](?:procès[ -]verbal|proces[ -]verbal|pv|micro)"
    r"|entre nous)\b",
    re.IGNORECASE,
)
