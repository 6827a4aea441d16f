"""The work at hand: what a takedown's draft holds between opening the form and sending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from handlers.formats import takedown_form
from handlers.formats.takedown_form import OWN, Field, Filled
from handlers.inputs import Click, Values
from handlers.views.blocks import INPUT_LIMIT
from handlers.views.wording import Language, language
from storage import reports, takedowns
from storage.access import Speaker
from storage.audiences import Audience
from storage.database import Session
from storage.drafts import Draft
from storage.reports import Report
from storage.takedowns import Takedown

KIND = "takedown"

# The day begins in Kiribati fourteen hours before it begins in London.
_EARLIEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class Work:
    """The fields as typed, the report that was last shown in the preview under `shown`, and the record it revises."""

    filled: Filled
    report: Report | None = None
    shown: str = ""
    record: str = ""
    base: int = 0

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Read the work out of a draft."""
        body = draft.body
        return cls(
            filled=Filled.of(body.get("filled", {})),
            report=reports.loaded(body["report"]) if body.get("report") else None,
            shown=body.get("shown", ""),
            record=body.get("record", ""),
            base=body.get("base", 0),
        )

    @property
    def has_words(self) -> bool:
        """Whether anything was typed that would be missed."""
        return any(name not in _NO_WORDS for name in self.filled.as_body())

    def retyped(self, filled: Filled) -> Self:
        """Give the work with other words in its fields; what a preview showed of the former ones is sent no more."""
        return replace(self, filled=filled, report=None, shown="")

    def as_body(self) -> dict[str, Any]:
        """Write the work as a draft holds it."""
        body: dict[str, Any] = {}
        if filled := self.filled.as_body():
            body["filled"] = filled
        if self.report:
            body |= {"report": reports.dumped(self.report), "shown": self.shown}
        if self.record:
            body |= {"record": self.record, "base": self.base}
        return body


def words_of(who: Speaker) -> Language:
    """Give the language of what this person reads."""
    return language(who.coalition.language)


def last_day(now: datetime) -> date:
    """Give the latest day that it is anywhere: nobody's today is in the future."""
    return (now + _EARLIEST_ZONE).date()


_LISTS = (Field.ACTIONS, Field.FOUND, Field.COMPANIES, Field.PEOPLE, Field.CHATHAM, Field.CORRECTION)
_NO_WORDS = frozenset(
    {"logged_for", "mark", "more", "audience", "companies", "people", "chatham", "not_before", "correction"}
)


def typed(values: Values, before: Filled) -> Filled:
    """Read the fields of the form; a field that it did not show keeps what it held."""
    read: dict[str, Any] = {}
    for field in Field:
        if field is Field.FILES:
            # Slack may forget what a field held when the form is drawn anew, so only other files take their place.
            read[field.value] = _files(values) or before.files
        elif field in _LISTS and field in values:
            read[field.value] = values.several(field)
        elif field in values:
            read[field.value] = values.text(field) + _beyond_the_field(getattr(before, field))
    return _with_whom(replace(before, **read))


def _files(values: Values) -> tuple[str, ...]:
    return tuple(f"{one.id} {one.name}".strip() for one in values.files(Field.FILES))


def _with_whom(filled: Filled) -> Filled:
    """Let whoever a record is logged for read it, where it is for named people."""
    whose = "" if filled.logged_for == OWN else filled.logged_for
    people = filled.people
    if whose and takedown_form.audience_of(filled) is Audience.PEOPLE and whose not in people:
        people = (*people, whose)
    return replace(filled, logged_for=whose, people=people)


def _beyond_the_field(words: str) -> str:
    """Give what a field could not show, with the space that Slack's answer leaves out where it was cut."""
    rest = words[INPUT_LIMIT:]
    return f" {rest}" if rest and words[INPUT_LIMIT - 1].isspace() else rest


def edition_of(heard: Click) -> str:
    """Tell what the ids of the open form's fields end with."""
    return heard.form.values.action(Field.WHAT).removeprefix(Field.WHAT) if heard.form else ""


def record_of(session: Session, who: Speaker, work: Work) -> Takedown | None:
    """Find the record that a form revises; None if it logs a new one."""
    return takedowns.to_change(session, who, work.record) if work.record else None
