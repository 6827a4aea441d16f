"""Whom the form says that a record is for, from when on, and what of that does not go together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.formats.takedown_form.fields import Cause, Field, Filled, Problem
from storage import audiences
from storage.audiences import Audience, Choices, Mark, NoLongerThere, Scope
from storage.reports import Report, itemised


@dataclass(frozen=True, slots=True)
class Telling:
    """Whom a record is for, as the fields say it; the scope is as far as it can be understood."""

    scope: Scope
    problems: tuple[Problem, ...]


def tell(one: Filled, mark: Mark, said: Report, choices: Choices, *, company: str, now: datetime) -> Telling:
    """Understand whom a report of a company is for; `said` is what the other fields make."""
    audience = audience_of(one)
    not_before = datetime.fromtimestamp(int(one.not_before), UTC) if one.not_before.isdecimal() else None
    problems = [*_unfit(mark, audience)]
    try:
        scope = choices.chosen(audience, one.companies, one.people, chatham=bool(one.chatham), not_before=not_before)
    except NoLongerThere:
        scope = Scope(audience, chatham=bool(one.chatham), not_before=not_before)
        problems.append(Problem(_field_of(audience), Cause.NO_LONGER_THERE))
    else:
        problems += _nobody(scope)
    if not_before and not_before <= now:
        problems.append(Problem(Field.NOT_BEFORE, Cause.PAST))
    if scope.chatham:
        problems += _names_the_owner(one, said, company)
    return Telling(scope, tuple(problems))


def audience_of(one: Filled) -> Audience:
    """Read the audience that is chosen; all members where nothing is."""
    return Audience(one.audience) if one.audience in set(Audience) else Audience.MEMBERS


def mark_of(one: Filled) -> Mark:
    """Read the mark that is chosen; the narrowest for all members where none is."""
    return Mark(one.mark) if one.mark in set(Mark) else Mark.AMBER_STRICT


def ticked(scope: Scope, choices: Choices) -> dict[str, str | tuple[str, ...]]:
    """Write a scope into the fields, for a record that is revised."""
    return {
        "audience": scope.audience,
        "companies": tuple(one.token for one in choices.companies if one.id in scope.companies),
        "people": tuple(one.token for one, _ in choices.people if one.id in scope.people),
        "chatham": (Field.CHATHAM.value,) if scope.chatham else (),
        "not_before": str(int(scope.not_before.timestamp())) if scope.not_before else "",
    }


def _unfit(mark: Mark, audience: Audience) -> Iterator[Problem]:
    if not audiences.goes_with(mark, audience):
        cause = Cause.RED_IS_FOR_PEOPLE if mark is Mark.RED else Cause.TOO_NARROW_A_MARK
        yield Problem(Field.AUDIENCE, cause)


def _nobody(scope: Scope) -> Iterator[Problem]:
    chosen = {Audience.COMPANIES: scope.companies, Audience.PEOPLE: scope.people}
    if not chosen.get(scope.audience, {0}):
        yield Problem(_field_of(scope.audience), Cause.NOBODY_CHOSEN)


def _field_of(audience: Audience) -> Field:
    return Field.PEOPLE if audience is Audience.PEOPLE else Field.COMPANIES


def _names_the_owner(one: Filled, said: Report, company: str) -> Iterator[Problem]:
    """Find the owner's name, or its platform's, in the words that others read as they were typed."""
    counts = (*((said.stated,) if said.stated else ()), *itemised(said))
    platforms = {str(asset.platform).replace("_", " ") for count in counts for asset in count.assets if asset.platform}
    for field in (Field.SUMMARY, Field.REASON):
        for name in sorted({company, *platforms}):
            found = re.search(rf"\b{re.escape(name)}", getattr(one, field), re.IGNORECASE)
            if found:
                yield Problem(field, Cause.TELLS_WHOSE, found.group())
