"""The report that the fields make, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from handlers.formats import words
from handlers.formats.takedown_form import one_field
from handlers.formats.takedown_form.fields import Cause, Field, Filled, Problem, Understood
from handlers.formats.takedown_form.filling import filled
from handlers.formats.takedown_form.telling import mark_of
from handlers.formats.words import Line, Places
from storage.reports import Action, Part, Report


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
    problems = list(_line_problems(lines))
    counts = words.gather(lines)
    origins, targets = words.read_places(one.origins), words.read_places(one.targets)
    problems += [*_place_problems(Field.ORIGINS, origins), *_place_problems(Field.TARGETS, targets)]
    report = Report(
        summary=one.summary,
        stated=counts.stated,
        parts=tuple(_lend(part, before) for part in counts.parts),
        acted_on=one_field.read_day(one.acted_on, Field.ACTED_ON, last_day, problems),
        origins=origins.codes,
        targets=targets.codes,
        reach=one_field.read_reach(one.reach, problems),
        ad_spend=one_field.read_ad_spend(one.ad_spend, problems),
        active_since=one_field.read_partial_date(one.active_since, Field.ACTIVE_SINCE, today, problems),
        active_until=one_field.read_partial_date(one.active_until, Field.ACTIVE_UNTIL, today, problems),
        actions=tuple(Action(action) for action in one.actions),
        policy=one.policy,
        found=one_field.read_found(one, last_day, problems),
        link=one_field.read_link(one.link, problems),
        public_on=date.fromisoformat(one.public_on) if one.public_on else None,
    )
    if report.active_since and report.active_until and one_field.is_before(report.active_until, report.active_since):
        problems.append(Problem(Field.ACTIVE_UNTIL, Cause.BACKWARDS, one.active_until))
    if before:
        report = _untouched(report, one, before, language)
    return Understood(report, mark_of(one), lines, tuple(problems))


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


def _line_problems(lines: tuple[Line, ...]) -> Iterator[Problem]:
    if all(line.stated is None and not (line.part and line.part.counts) and not line.problem for line in lines):
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
