"""What whoever sent an update is given: a doorbell, and the page that says what was sent and who may read it."""

from __future__ import annotations

from datetime import datetime

from handlers.update.work import words_of
from handlers.views.blocks import escape
from handlers.views.update import telling
from handlers.views.update.pages import Sent
from storage import audiences, headcounts, outbox, takedowns, updates
from storage.access import Speaker
from storage.database import Session
from storage.meetings import Meeting
from storage.outbox import Address
from storage.takedowns import Takedown
from storage.updates import ABOUT, Update


def owe_receipt(session: Session, who: Speaker, update: Update, now: datetime) -> None:
    """Owe the doorbell; the newest one takes the place of an earlier one of the same person."""
    outbox.want(
        session,
        who.coalition.id,
        f"{ABOUT}:{update.id}:receipt:{who.person_id}",
        address=Address.to_person(who.user_id, team=who.coalition.host_team),
        body=telling.receipt(update, who.coalition, words_of(who)),
        about=ABOUT,
        about_id=update.id,
        owner_id=who.person_id,
        now=now,
    )


def sent(session: Session, who: Speaker, meeting: Meeting, update: Update) -> Sent:
    """Gather what one's own company sent, and who may read it as things are at this moment."""
    scope = updates.scope_of(session, who, update)
    chosen, named = audiences.named(session, scope)
    return Sent(
        update=update,
        meeting=meeting.token,
        starts_at=meeting.starts_at,
        kept=kept(session, who, update),
        names=(*(escape(one) for one in chosen), *(f"<@{one}>" for one in named)),
        headcount=headcounts.of(session, who.coalition, scope, company_id=who.company.id, person_id=who.person_id),
        may_change=updates.is_open(meeting) and updates.may_answer(who),
    )


def kept(session: Session, who: Speaker, update: Update) -> tuple[Takedown, ...]:
    """Read the takedowns that an update kept, as far as this person may."""
    return takedowns.some(session, who, update.takedowns)
