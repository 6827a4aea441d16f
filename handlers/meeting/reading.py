"""Reading the form of a meeting: its fields to a plan, and what is shown back of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.formats.rhythm import Problem
from handlers.formats.when import Clocks, When, clocks_at, read_when
from handlers.formats.zones import read_zone
from handlers.inputs import Values
from handlers.meeting.drawn import named_people
from handlers.views import rhythm as rhythm_views
from handlers.views.blocks import Block
from handlers.views.coalition import settings
from handlers.views.meeting import form as views
from handlers.views.meeting.form import Field, Offered, Typed
from handlers.views.wording import Language
from storage import companies, people, schedules
from storage.access import Speaker
from storage.database import Session
from storage.errors import Unknown
from storage.meetings import LONGEST_MINUTES, Plan
from storage.rhythms import Rhythm
from storage.schedules import Course

# So many of the next dates are shown.
_SHOWN = 3
# Through so many of them an hour is looked for that a change of the clocks skips or repeats.
_LOOKED_THROUGH = 60
_MOST_DAYS = 30


@dataclass(frozen=True, slots=True)
class Understood:
    """A plan as it was understood, with the words that say when."""

    plan: Plan
    when: When

    @property
    def seen(self) -> str:
        """Name what is shown back, so that the same form sent once more keeps it."""
        plan = self.plan
        return json.dumps([plan.zone, plan.rule, str(plan.starts_at), plan.minutes])

    def shown_back(self, language: Language, now: datetime) -> list[Block]:
        """Draw what was understood, with the next dates, and what becomes of an hour that the clocks change."""
        when = self.when
        coming = (when.moment,) if when.moment else coming_of(when.rhythm, when.zone, now, _SHOWN)
        return views.shown_back(when.rhythm, [each for each in coming if each], when.zone, odd(when, now), language)


def coming_of(rhythm: Rhythm | None, zone: str, now: datetime, n: int) -> tuple[datetime, ...]:
    """List the next moments of a rhythm."""
    return schedules.coming(Course(rhythm.as_rule(), zone), now, n) if rhythm else ()


def odd(when: When, now: datetime) -> list[tuple[datetime, Clocks]]:
    """Find the first moment whose hour the clocks skip or pass twice, if there is one among those to come."""
    if when.day is not None and when.at is not None:
        what = clocks_at(when.day, when.at, when.zone)
        return [(when.moment, what)] if what and when.moment else []
    if when.rhythm is None:
        return []
    for moment in coming_of(when.rhythm, when.zone, now, _LOOKED_THROUGH):
        day = moment.astimezone(ZoneInfo(when.zone)).date()
        if what := clocks_at(day, when.rhythm.at, when.zone):
            return [(moment, what)]
    return []


def offered(session: Session, who: Speaker) -> Offered:
    """Gather what the menus of the form offer."""
    seated = [(one.token, one.name) for one in companies.seated(session, who.coalition)]
    return Offered(seated, named_people(session, who), who.coalition.open_channel is not None)


def typed_of(values: Values, shown: Typed) -> Typed:
    """Read the fields as they stand; what the form does not show stays as it was."""
    minutes, prompts, agendas = (values.text(field) for field in (Field.MINUTES, Field.PROMPT_DAYS, Field.AGENDA_DAYS))
    return Typed(
        when=values.text(Field.WHEN),
        zone=values.text(Field.ZONE),
        minutes=_number(minutes, LONGEST_MINUTES) or shown.minutes,
        place=values.text(Field.PLACE)[: views.PLACE_LIMIT],
        link=values.text(Field.LINK)[: views.PLACE_LIMIT],
        host=values.text(Field.HOST),
        rotates=bool(values.several(Field.ROTATES)) if Field.ROTATES in values else shown.rotates,
        inviter=values.text(Field.INVITER),
        chair=values.text(Field.CHAIR),
        notes=values.text(Field.NOTES),
        with_open=bool(values.several(Field.WITH_OPEN)) if Field.WITH_OPEN in values else shown.with_open,
        prompt_days=_number(prompts, _MOST_DAYS) or shown.prompt_days,
        agenda_days=_number(agendas, _MOST_DAYS) or shown.agenda_days,
    )


def _number(typed: str, most: int) -> int:
    """Read a number that a menu offers; 0 for what it does not."""
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(most))
    return int(typed) if is_number and int(typed) <= most else 0


def understood(
    session: Session,
    who: Speaker,
    typed: Typed,
    language: Language,
    now: datetime,
    *,
    stood: tuple[Typed, Plan] | None = None,
) -> Understood | dict[str, str]:
    """Understand what was typed, or say at each field why not; `stood` is a meeting that is moved.

    A moment that says what the form showed is the one that stood, whatever a zone's clocks do.
    """
    problems: dict[str, str] = {}
    zone = read_zone(typed.zone)
    if zone is None:
        problems[Field.ZONE] = settings.no_zone(language)
    if typed.link and not typed.link.startswith("https://"):
        problems[Field.LINK] = views.no_link(language)
    when = _when(typed, zone or who.coalition.zone, stood, now)
    if isinstance(when, Problem):
        problems[Field.WHEN] = rhythm_views.trouble(when, language)
    elif stood is not None and when.moment is None:
        problems[Field.WHEN] = views.only_once(language)
    elif when.moment is not None and when.moment <= now and (stood is None or when.moment != stood[1].starts_at):
        problems[Field.WHEN] = views.passed(language)
    if problems or isinstance(when, Problem):
        return problems
    return Understood(_plan(session, who, typed, when), when)


def _when(typed: Typed, zone: str, stood: tuple[Typed, Plan] | None, now: datetime) -> When | Problem:
    if stood is not None and (typed.when, zone) == (stood[0].when, stood[1].zone) and stood[1].starts_at:
        wall = stood[1].starts_at.astimezone(ZoneInfo(zone))
        return When(zone, day=wall.date(), at=wall.time())
    return read_when(typed.when, zone, now)


def _plan(session: Session, who: Speaker, typed: Typed, when: When) -> Plan:
    host = companies.by_token(session, who.coalition, typed.host).id if typed.host else None
    return Plan(
        zone=when.zone,
        starts_at=when.moment,
        rule=when.rhythm.as_rule() if when.rhythm else None,
        minutes=typed.minutes,
        place=typed.place,
        link=typed.link,
        host_company_id=host,
        rotates=typed.rotates and when.rhythm is not None,
        inviter_id=_person(session, who, typed.inviter),
        chair_id=_person(session, who, typed.chair),
        notes_id=_person(session, who, typed.notes),
        with_open=typed.with_open,
        prompt_days=typed.prompt_days,
        agenda_days=typed.agenda_days,
    )


def _person(session: Session, who: Speaker, token: str) -> int | None:
    """Find who was chosen; Unknown for somebody of another coalition."""
    if not token:
        return None
    person = people.by_token(session, token)
    if person is None or people.coalition_of(session, token) != who.coalition.id:
        raise Unknown
    return person.id


def typed_for(session: Session, who: Speaker, plan: Plan) -> Typed:
    """Write a plan into the fields of the form."""
    wall = plan.starts_at.astimezone(ZoneInfo(plan.zone)) if plan.starts_at else None
    host = next((one.token for one in companies.seated(session, who.coalition) if one.id == plan.host_company_id), "")
    return Typed(
        when=f"{wall:%Y-%m-%d %H:%M}" if wall else "",
        host=host,
        inviter=_token(session, plan.inviter_id),
        chair=_token(session, plan.chair_id),
        notes=_token(session, plan.notes_id),
        **_same(plan),
    )


_SAME = ("zone", "minutes", "place", "link", "with_open", "prompt_days", "agenda_days")


def _same(plan: Plan) -> dict[str, Any]:
    return {field: getattr(plan, field) for field in _SAME}


def _token(session: Session, person_id: int | None) -> str:
    person = people.by_id(session, person_id) if person_id is not None else None
    return person.token if person else ""


def with_zone(typed: Typed, found: Understood) -> Typed:
    """Write the zone of the place that was named into its field."""
    return replace(typed, zone=found.plan.zone)
