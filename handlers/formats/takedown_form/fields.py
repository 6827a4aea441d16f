"""The fields of the takedown form, as they were typed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, Self

from handlers.formats.words import Line, Trouble
from storage.reports import Report
from storage.takedowns import Mark

# What the menu of names holds for one's own.
OWN = "own"


class Field(StrEnum):
    """The fields of the form; a block of the view has the same id."""

    WHAT = "what"
    ACTED_ON = "acted_on"
    ORIGINS = "origins"
    TARGETS = "targets"
    SUMMARY = "summary"
    MARK = "mark"
    AUDIENCE = "audience"
    COMPANIES = "companies"
    PEOPLE = "people"
    CHATHAM = "chatham"
    NOT_BEFORE = "not_before"
    PUBLIC_ON = "public_on"
    ACTIONS = "actions"
    POLICY = "policy"
    FOUND = "found"
    FOUND_WHO = "found_who"
    FOUND_ON = "found_on"
    REACH = "reach"
    AD_SPEND = "ad_spend"
    LINK = "link"
    ACTIVE_SINCE = "active_since"
    ACTIVE_UNTIL = "active_until"
    FILES = "files"
    INDICATORS = "indicators"
    LOGGED_FOR = "logged_for"
    REASON = "reason"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields, as it was typed; `more` is whether the longer form is open.

    `companies`, `people` and `logged_for` are tokens, `chatham` and `correction` hold a word where their box is ticked,
    `not_before` is seconds since 1970, as Slack's picker gives them. `files` are Slack's ids of files, each with its
    name behind a blank where Slack told it; `indicators` is pasted text.
    """

    what: str = ""
    acted_on: str = ""
    origins: str = ""
    targets: str = ""
    summary: str = ""
    mark: str = ""
    audience: str = ""
    companies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    chatham: tuple[str, ...] = ()
    not_before: str = ""
    public_on: str = ""
    actions: tuple[str, ...] = ()
    policy: str = ""
    found: tuple[str, ...] = ()
    found_who: str = ""
    found_on: str = ""
    reach: str = ""
    ad_spend: str = ""
    link: str = ""
    active_since: str = ""
    active_until: str = ""
    files: tuple[str, ...] = ()
    indicators: str = ""
    logged_for: str = ""
    reason: str = ""
    correction: tuple[str, ...] = ()
    more: bool = False

    @classmethod
    def of(cls, body: dict[str, Any]) -> Self:
        """Read back what `as_body` wrote."""
        known = {one.name for one in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in body.items() if name in known
        }
        return cls(**values)

    def as_body(self) -> dict[str, Any]:
        """Write the fields that hold something, for a draft."""
        return {name: value for name, value in asdict(self).items() if value}


class Cause(StrEnum):
    """Why a field cannot be taken as it stands."""

    EMPTY = "empty"
    LINE = "line"
    PLACE = "place"
    FUTURE = "future"
    WHO_MISSING = "who_missing"
    WHO_TOO_MANY = "who_too_many"
    DAY_MISSING = "day_missing"
    NOT_A_REACH = "not_a_reach"
    NOT_A_SUM = "not_a_sum"
    NOT_A_LINK = "not_a_link"
    NOT_A_DATE = "not_a_date"
    BACKWARDS = "backwards"
    RED_IS_FOR_PEOPLE = "red_is_for_people"
    TOO_NARROW_A_MARK = "too_narrow_a_mark"
    NOBODY_CHOSEN = "nobody_chosen"
    NO_LONGER_THERE = "no_longer_there"
    TELLS_WHOSE = "tells_whose"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field: the words that it is about, and codes of places that may have been meant."""

    field: Field
    cause: Cause
    words: str = ""
    trouble: Trouble | None = None
    low: int | None = None
    high: int | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """The report that the fields make, each line of *What and how many* as it was read, and the problems."""

    report: Report
    mark: Mark
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
