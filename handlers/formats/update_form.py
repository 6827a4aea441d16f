"""The form of an update: its fields as they were typed, the words that they are filled with, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date, time
from enum import StrEnum
from typing import Any, Self

from handlers.formats import takedown_form
from handlers.formats.rhythm import Problem, read_rhythm
from storage.updates import Content, Update

# So many lines of a field become points of their own; the rest stays with the last one.
_MOST_POINTS = 50
_PROBLEM = re.compile(r"^(?:problem|problème|probleme|blocage)s?\s*:\s*", re.IGNORECASE)
_QUESTION = re.compile(r"^questions?\s*:\s*", re.IGNORECASE)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+")
_BULLET = re.compile(r"^[-•*–]\s+")


class Field(StrEnum):
    """The fields that only an update has; a block of the view has the same id. `KEPT` stands there several times."""

    KEPT = "kept"
    WORK = "work"
    PROBLEMS = "problems"
    QUESTIONS = "questions"
    HOW_OFTEN = "how_often"


TYPED = (Field.WORK, Field.PROBLEMS, Field.QUESTIONS, Field.HOW_OFTEN)


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the fields, as it was typed; `kept`, `companies` and `people` are tokens."""

    kept: tuple[str, ...] = ()
    work: str = ""
    problems: str = ""
    questions: str = ""
    how_often: str = ""
    mark: str = ""
    audience: str = ""
    companies: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

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

    @property
    def has_words(self) -> bool:
        """Whether anything was typed that would be missed."""
        return any(getattr(self, field) for field in TYPED)

    @property
    def whom(self) -> takedown_form.Filled:
        """Give the fields that say whom it is for, as every form has them."""
        return takedown_form.Filled(
            mark=self.mark, audience=self.audience, companies=self.companies, people=self.people
        )


def from_words(text: str) -> Filled:
    """Sort words into the fields: lines that are called a problem or a question, sentences that ask, and the rest."""
    work: list[str] = []
    problems: list[str] = []
    questions: list[str] = []
    for line in text.splitlines():
        said = line.strip()
        if _PROBLEM.match(said):
            problems.append(_PROBLEM.sub("", said))
        elif _QUESTION.match(said):
            questions.append(_QUESTION.sub("", said))
        else:
            sentences = _SENTENCES.split(said)
            asked = [one for one in sentences if one.endswith("?")]
            questions += asked
            work += [" ".join(one for one in sentences if one not in asked)] if asked else [line]
    return Filled(work="\n".join(work).strip(), problems="\n".join(problems), questions="\n".join(questions))


def filled(said: Update, tokens: Iterable[str]) -> Filled:
    """Write what an update says into the fields, so that reading them makes the same again."""
    return Filled(
        kept=tuple(tokens),
        work=said.work,
        problems="\n".join(said.problems),
        questions="\n".join(said.questions),
        how_often=said.how_often,
    )


def content(one: Filled, kept: Iterable[int], *, today: date, at: time) -> Content:
    """Say what the fields say; `at` is the hour of a rhythm in whose words there is none."""
    how_often = " ".join(one.how_often.split())
    return Content(
        takedowns=tuple(kept),
        work=one.work.strip(),
        problems=_points(one.problems),
        questions=_points(one.questions),
        how_often=how_often,
        rule=_rule(how_often, today, at),
    )


def _points(text: str) -> tuple[str, ...]:
    """Take one point a line, without what stands before it in a list."""
    lines = [_BULLET.sub("", line.strip()) for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_POINTS:
        lines[_MOST_POINTS - 1 :] = ["\n".join(lines[_MOST_POINTS - 1 :])]
    return tuple(line for line in lines if line)


def _rule(how_often: str, today: date, at: time) -> str:
    """Read a rhythm as a rule; empty where the words are none, which is no mistake: they stand as they are."""
    if not how_often:
        return ""
    found = read_rhythm(how_often, today=today, at=at)
    return "" if isinstance(found, Problem) else found.as_rule()
