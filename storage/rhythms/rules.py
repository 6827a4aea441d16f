"""The text of a recurrence rule, cut into its parts: nothing is believed that was not asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

LONGEST_RULE = 200
# https://datatracker.ietf.org/doc/html/rfc5545#section-3.3.10
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RULE = re.compile(r"(?:DTSTART:([0-9]{8}T[0-9]{6})\n)?(?:RRULE:)?([A-Z0-9=;,-]+)")
_NUMBER = re.compile(r"-?[0-9]{1,4}")
_DAY = re.compile(r"(-?[0-9])?([A-Z]{2})")


class Fault(StrEnum):
    """Why something is no rhythm."""

    # The text is no rule of ours: too long, a part twice, a part or a value that we do not know.
    RULE = "rule"
    # The parts do not go together: a week without weekdays, a month with days and ordinals.
    SHAPE = "shape"
    # A day that no month or no such month has, an ordinal past the fifth.
    DAY = "day"
    # An hour that is not a plain one of the wall clock, or has seconds.
    TIME = "time"
    # No interval, or one so long that the rhythm might never come round.
    INTERVAL = "interval"
    # An interval with no day to count from, or a day on which the rhythm does not come round.
    ANCHOR = "anchor"


class RhythmError(ValueError):
    """Something that is no rhythm, and why; `part` is what it is about, and never a text of a person."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        super().__init__(fault, part)
        self.fault = fault
        self.part = part


@dataclass(frozen=True, slots=True)
class Rule:
    """The parts of a rule by their names, and its DTSTART if it has one."""

    start: datetime | None
    parts: Mapping[str, str]

    def refuse_others(self, known: frozenset[str]) -> None:
        """Refuse a rule with a part that is not among these."""
        for name in self.parts.keys() - known:
            raise RhythmError(Fault.RULE, name)

    def number(self, name: str) -> int:
        """Read a part that is one number."""
        return number(self.parts.get(name, ""), name)

    def numbers(self, name: str) -> tuple[int, ...]:
        """Read a part that lists numbers; none where it is missing."""
        listed = self.parts.get(name)
        return tuple(number(one, name) for one in listed.split(",")) if listed is not None else ()

    def weekdays(self) -> tuple[tuple[int | None, int], ...]:
        """Read BYDAY: an ordinal, if there is one, and a weekday counted from Monday, 0."""
        listed = self.parts.get("BYDAY")
        return tuple(_weekday(one) for one in listed.split(",")) if listed is not None else ()


def cut(text: str) -> Rule:
    """Cut a rule into its parts."""
    found = _RULE.fullmatch(text) if len(text) <= LONGEST_RULE else None
    if found is None:
        raise RhythmError(Fault.RULE)
    parts: dict[str, str] = {}
    for part in found[2].split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise RhythmError(Fault.RULE, name)
        parts[name] = value
    return Rule(_start(found[1]) if found[1] else None, parts)


def number(text: str, name: str) -> int:
    """Read a number of at most four figures."""
    if not _NUMBER.fullmatch(text):
        raise RhythmError(Fault.RULE, name)
    return int(text)


def weekday_name(day: int, ordinal: int | None = None) -> str:
    """Write a weekday as a rule does: `TU`, `1TU`, `-1FR`."""
    return f"{ordinal or ''}{_DAYS[day]}"


def _weekday(text: str) -> tuple[int | None, int]:
    found = _DAY.fullmatch(text)
    if found is None or found[2] not in _DAYS:
        raise RhythmError(Fault.RULE, "BYDAY")
    return int(found[1]) if found[1] else None, _DAYS.index(found[2])


def _start(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%S")  # noqa: DTZ007  A rhythm knows no zone.
    except ValueError as wrong:
        raise RhythmError(Fault.RULE, "DTSTART") from wrong
