"""The takedown form: its fields as they were typed, the report made of them, and the fields made of a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from handlers.formats import words
from handlers.formats.words import Line, Places, Trouble
from storage.reports import Action, AdSpend, Found, Part, PartialDate, Reach, Report, Source
from storage.takedowns import Mark

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class Field(StrEnum):
    """The fields of the form; a block of the view has the same id."""

    WHAT = "what"
    ACTED_ON = "acted_on"
    ORIGINS = "origins"
    TARGETS = "targets"
    SUMMARY = "summary"
    MARK = "mark"
    AUDIENCE = "audience"
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
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields, as it was typed; `more` is whether the longer form is open."""

    what: str = ""
    acted_on: str = ""
    origins: str = ""
    targets: str = ""
    summary: str = ""
    mark: str = ""
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
    reason: str = ""
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


def from_words(text: str, *, today: date, language: str) -> Filled:
    """Fill the form with what could be read; whatever could not be read stays in the summary."""
    read = words.read(text, today=today)
    report = Report(
        stated=read.stated,
        parts=read.parts,
        acted_on=read.acted_on,
        origins=read.origins,
        targets=read.targets,
        reach=read.reach,
        ad_spend=read.ad_spend,
        active_since=read.active_since,
        active_until=read.active_until,
        actions=read.actions,
        policy=read.policy,
        found=read.found,
        link=read.links[0] if len(read.links) == 1 else "",
        summary=read.summary if read.unread or len(read.links) > 1 else "",
    )
    return filled(report, mark=None, language=language)


def filled(report: Report, *, mark: Mark | None, language: str) -> Filled:
    """Write a report into the fields, so that reading them makes the same report again."""
    external = [one for one in report.found if one.source not in (Source.INTERNAL, Source.UNSTATED)]
    days = [one.on for one in report.found if one.on]
    made = Filled(
        what=words.write_lines(report.stated, report.parts, language),
        acted_on=report.acted_on.isoformat() if report.acted_on else "",
        origins=words.write_places(report.origins, language),
        targets=words.write_places(report.targets, language),
        summary=report.summary,
        mark=mark or "",
        actions=report.actions,
        policy=report.policy,
        found=tuple(dict.fromkeys(one.source for one in report.found)),
        found_who="\n".join(one.who for one in external),
        found_on=days[0].isoformat() if days else "",
        reach=words.write_reach(report.reach, language),
        ad_spend=words.write_spend(report.ad_spend, language) if report.ad_spend else "",
        link=report.link,
        active_since=str(report.active_since or ""),
        active_until=str(report.active_until or ""),
    )
    return replace(made, more=_uses_more(made))


def _uses_more(one: Filled) -> bool:
    return any(
        (one.actions, one.policy, one.found, one.reach, one.ad_spend, one.link, one.active_since, one.active_until),
    )


def understand(
    one: Filled,
    *,
    today: date,
    last_day: date,
    language: str,
    before: Report | None = None,
) -> Understood:
    """Make a report of the fields; what `before` said stays to the letter in each field that was left as it was.

    `today` is the coalition's day, for words like "yesterday"; `last_day` is the latest day that it is anywhere.
    """
    lines = words.read_counts(one.what, today=today)
    problems = list(_line_problems(one, lines))
    counts = words.gather(lines)
    origins, targets = words.read_places(one.origins), words.read_places(one.targets)
    problems += [*_place_problems(Field.ORIGINS, origins), *_place_problems(Field.TARGETS, targets)]
    report = Report(
        summary=one.summary,
        stated=counts.stated,
        parts=tuple(_lend(part, before) for part in counts.parts),
        acted_on=_day(one.acted_on, Field.ACTED_ON, last_day, problems),
        origins=origins.codes,
        targets=targets.codes,
        reach=_reach(one.reach, problems),
        ad_spend=_ad_spend(one.ad_spend, problems),
        active_since=_partial(one.active_since, Field.ACTIVE_SINCE, today, problems),
        active_until=_partial(one.active_until, Field.ACTIVE_UNTIL, today, problems),
        actions=tuple(Action(action) for action in one.actions),
        policy=one.policy,
        found=_found(one, last_day, problems),
        link=_link(one.link, problems),
    )
    if report.active_since and report.active_until and _is_before(report.active_until, report.active_since):
        problems.append(Problem(Field.ACTIVE_UNTIL, Cause.BACKWARDS, one.active_until))
    if before:
        report = _untouched(report, one, before, language)
    return Understood(report, Mark(one.mark or Mark.AMBER_STRICT), lines, tuple(problems))


# A field's words cannot always say all that a report holds, such as who found one part of it.
_SAID_IN: dict[str, tuple[str, ...]] = {
    "what": ("stated", "parts"),
    "origins": ("origins",),
    "targets": ("targets",),
    "reach": ("reach",),
    "ad_spend": ("ad_spend",),
}


def _untouched(report: Report, one: Filled, before: Report, language: str) -> Report:
    """Keep to the letter what was said in every field that nobody touched."""
    offered = filled(before, mark=None, language=language)
    kept = [
        name for field, names in _SAID_IN.items() if getattr(one, field) == getattr(offered, field) for name in names
    ]
    if (one.found, one.found_who, one.found_on) == (offered.found, offered.found_who, offered.found_on):
        kept.append("found")
    return replace(report, **{name: getattr(before, name) for name in kept})


def _line_problems(one: Filled, lines: tuple[Line, ...]) -> Iterator[Problem]:
    if not one.what:
        yield Problem(Field.WHAT, Cause.EMPTY)
    for line in lines:
        if line.problem:
            yield Problem(
                Field.WHAT,
                Cause.LINE,
                words=line.text,
                trouble=line.problem.trouble,
                low=line.problem.low,
                high=line.problem.high,
            )


def _place_problems(field: Field, places: Places) -> Iterator[Problem]:
    for unknown in places.unknown:
        yield Problem(field, Cause.PLACE, unknown.words, suggestions=unknown.suggestions)


def _lend(part: Part, before: Report | None) -> Part:
    """Give a part back what its line cannot say, where the report had a part of the same name."""
    same = [old for old in before.parts if old.name == part.name] if before else []
    if len(same) != 1:
        return part
    old = same[0]
    return replace(
        part,
        origins=part.origins or old.origins,
        targets=part.targets or old.targets,
        reach=part.reach or old.reach,
        ad_spend=part.ad_spend or old.ad_spend,
        active_since=part.active_since or old.active_since,
        active_until=part.active_until or old.active_until,
        found=part.found or old.found,
    )


def _day(text: str, field: Field, last_day: date, problems: list[Problem]) -> date | None:
    if not text:
        return None
    day = date.fromisoformat(text)
    if day > last_day:
        problems.append(Problem(field, Cause.FUTURE, text))
    return day


def _partial(text: str, field: Field, today: date, problems: list[Problem]) -> PartialDate | None:
    if not text:
        return None
    when = _read_partial(text, today)
    if when is None:
        problems.append(Problem(field, Cause.NOT_A_DATE, text))
    elif date(when.year, when.month or 1, when.day or 1) > today:
        problems.append(Problem(field, Cause.FUTURE, text))
    return when


def _read_partial(text: str, today: date) -> PartialDate | None:
    """Read a year, a month or a day, as the form writes it or in words."""
    if _PARTIAL_DATE.fullmatch(text):
        try:
            return PartialDate.of(text)
        except ValueError:
            return None
    read = words.read(f"active since {text}", today=today)
    return read.active_since if not read.unread else None


def _is_before(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether a date lies before another, as far as both are exact."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    for mine, theirs in pairs:
        if mine is None or theirs is None:
            return False
        if mine != theirs:
            return mine < theirs
    return False


def _reach(text: str, problems: list[Problem]) -> tuple[Reach, ...]:
    read = words.read_reach(text)
    problems += [Problem(Field.REACH, Cause.NOT_A_REACH, unread) for unread in read.unread[:1]]
    return read.reach


def _ad_spend(text: str, problems: list[Problem]) -> AdSpend | None:
    if not text:
        return None
    if text == "0":
        return AdSpend(0)
    read = words.read_spend(text)
    if read.ad_spend is None or read.unread:
        problems.append(Problem(Field.AD_SPEND, Cause.NOT_A_SUM, text))
    return read.ad_spend


def _found(one: Filled, last_day: date, problems: list[Problem]) -> tuple[Found, ...]:
    """Pair the sources with the names below them: one name a line, in the order of the sources."""
    sources = [Source(source) for source in one.found]
    external = [source for source in sources if source not in (Source.INTERNAL, Source.UNSTATED)]
    names = [name.strip() for name in one.found_who.splitlines() if name.strip()]
    if len(names) > len(external):
        problems.append(Problem(Field.FOUND_WHO, Cause.WHO_TOO_MANY, one.found_who))
    named: dict[Source, str] = dict(zip(external, names, strict=False))
    on = _day(one.found_on, Field.FOUND_ON, last_day, problems)
    if Source.GOVERNMENT in external:
        if Source.GOVERNMENT not in named:
            problems.append(Problem(Field.FOUND_WHO, Cause.WHO_MISSING))
        if on is None:
            problems.append(Problem(Field.FOUND_ON, Cause.DAY_MISSING))
    dated = Source.GOVERNMENT if Source.GOVERNMENT in external else (external[0] if external else None)
    return tuple(Found(source, named.get(source, ""), on if source is dated else None) for source in sources)


def _link(text: str, problems: list[Problem]) -> str:
    if text:
        address = urlsplit(text)
        if address.scheme not in ("http", "https") or "." not in (address.hostname or "") or " " in text:
            problems.append(Problem(Field.LINK, Cause.NOT_A_LINK, text))
    return text
