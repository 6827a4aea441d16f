"""Whom a form is for: what its fields of mark and audience are drawn of, and the line that counts who will read it."""

from __future__ import annotations

from datetime import datetime

from handlers.formats import takedown_form
from handlers.formats.takedown_form import Filled
from handlers.views.takedown.sheet import NOBODY, Away, Sheet
from storage import absences, audiences, filing, headcounts, takedowns
from storage.access import Speaker
from storage.audiences import Audience, Choices, Mark, Scope
from storage.database import Session
from storage.takedowns import Takedown


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
