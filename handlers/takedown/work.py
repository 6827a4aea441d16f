"""The work at hand: what a takedown's draft holds between opening the form and sending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.formats import takedown_form
from handlers.formats.takedown_form import OWN, Field, Filled
from handlers.inputs import Click, Heard, Values
from handlers.views.blocks import INPUT_LIMIT
from handlers.views.takedown.sheet import NOBODY, Away, Sheet
from handlers.views.wording import Language, language
from storage import absences, audiences, drafts, filing, headcounts, reports, takedowns
from storage.access import Speaker
from storage.audiences import Audience, Choices, Mark, Scope
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


def theirs(session: Session, heard: Heard, token: str, now: datetime) -> tuple[Speaker, Draft]:
    """Open a draft for its owner, and tell who that is; raises Unknown for everybody else."""
    identity = heard.identity
    draft = drafts.open_one(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return guards.speaker(session, heard, coalition_id=draft.coalition_id), draft


def taken(session: Session, heard: Heard, token: str, now: datetime) -> tuple[Speaker, Draft]:
    """Take a draft away for good, for its owner; raises Unknown for everybody else, and for a second time."""
    identity = heard.identity
    draft = drafts.take(session, token, team_ids=identity.team_ids, user_id=identity.user_id, now=now)
    return guards.speaker(session, heard, coalition_id=draft.coalition_id), draft


def words_of(who: Speaker) -> Language:
    """Give the language of what this person reads."""
    return language(who.coalition.language)


def today(who: Speaker, now: datetime) -> date:
    """Give the day that it is in the coalition's zone."""
    return now.astimezone(ZoneInfo(who.coalition.zone)).date()


def last_day(now: datetime) -> date:
    """Give the latest day that it is anywhere: nobody's today is in the future."""
    return (now + _EARLIEST_ZONE).date()


def sheet(
    session: Session,
    who: Speaker,
    token: str,
    filled: Filled,
    *,
    editing: Takedown | None = None,
    now: datetime,
) -> Sheet:
    """Gather what the form is drawn of, beside its fields, as things are at this moment."""
    choices = choices_of(session, who)
    scope = _chosen(filled, choices)
    return Sheet(
        token=token,
        headcount=headcounts.of(session, who.coalition, scope, company_id=who.company.id, person_id=who.person_id),
        company=editing.company if editing else who.company.name,
        editing=editing.reference if editing else "",
        choices=choices,
        has_open_channel=who.coalition.open_channel is not None,
        is_out=editing is not None and not editing.embargoed,
        is_wider=_is_wider(takedowns.habit(session, who), scope.audience, takedown_form.mark_of(filled)),
        newcomers=takedowns.newcomers(session, who, editing.token) if editing else (),
        away=_away(session, who, choices, scope, now),
        absent=filing.in_whose_name(session, who) if filled.more and not editing else (),
    )


def _away(session: Session, who: Speaker, choices: Choices, scope: Scope, now: datetime) -> tuple[Away, ...]:
    """Find who of those named is away, and who stands in for them."""
    companies = {one.id: one for one in (*choices.companies, who.company)}
    found = []
    for one, _ in choices.people:
        if one.id in scope.people and one.away_until and absences.is_away(one, now):
            deputy = absences.deputy_for(session, one, companies[one.company_id], now=now)
            found.append(Away(one.user_id, one.away_until, deputy.user_id if deputy else ""))
    return tuple(found)


def choices_of(session: Session, who: Speaker) -> Choices:
    """List whom this person may choose."""
    return audiences.choices(session, who.coalition, company_id=who.company.id, person_id=who.person_id)


def choices_for(session: Session, who: Speaker, filled: Filled) -> Choices:
    """List whom this person may choose, but for a form that is for all and chooses nobody."""
    if takedown_form.audience_of(filled) in {Audience.EVERYONE, Audience.MEMBERS}:
        return NOBODY
    return choices_of(session, who)


def _chosen(filled: Filled, choices: Choices) -> Scope:
    """Tell for whom a record would be, of those chosen who are still there."""
    audience = takedown_form.audience_of(filled)
    there = {one.token for one in choices.companies} | {one.token for one, _ in choices.people}
    return choices.chosen(audience, there.intersection(filled.companies), there.intersection(filled.people))


def _is_wider(habit: tuple[Audience, Mark] | None, audience: Audience, mark: Mark) -> bool:
    """Tell whether this goes further than what a person is used to."""
    if habit is None:
        return False
    usual, usual_mark = habit
    further = list(Mark).index(mark) < list(Mark).index(usual_mark)
    return further or list(Audience).index(audience) < list(Audience).index(usual)


_LISTS = (Field.ACTIONS, Field.FOUND, Field.COMPANIES, Field.PEOPLE, Field.CHATHAM, Field.CORRECTION)
_NO_WORDS = frozenset(
    {"logged_for", "mark", "more", "audience", "companies", "people", "chatham", "not_before", "correction"}
)


def typed(values: Values, before: Filled) -> Filled:
    """Read the fields of the form; a field that it did not show keeps what it held."""
    read: dict[str, Any] = {}
    for field in Field:
        if field in _LISTS and field in values:
            read[field.value] = values.several(field)
        elif field in values:
            read[field.value] = values.text(field) + _beyond_the_field(getattr(before, field))
    return _with_whom(replace(before, **read))


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
