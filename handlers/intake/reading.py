"""Reading a file into its record: laid down some rows at a time, told all at once; the card follows."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import structlog

from handlers.formats.disclosures import Disclosure, Unreadable, keeping
from handlers.house import House
from handlers.intake.laying_down import clear, lay_down
from handlers.intake.looking import files_of, look, of_sender
from handlers.intake.manners import SMALL_BATCH, Manners
from handlers.takedown.publishing import publish
from handlers.views.intake import telling
from handlers.views.wording import language
from storage import access, intakes, outbox
from storage.access import Speaker
from storage.database import Session
from storage.intakes import ABOUT, Intake
from storage.outbox import Address

_log = structlog.get_logger(__name__)


def teams(house: House, one: Intake) -> tuple[str | None, ...]:
    """Name the workspaces whose copy of the app may have been given a file: the host's, then the sender's own."""
    with house.database.read() as session:
        sender = access.seat_of(session, one.person_id)
        return of_sender(session, sender) if sender is not None else (None,)


def read(house: House, one: Intake, name: str, content: bytes, lease: timedelta) -> None:
    """Read a file that is claimed, and tell what it says; a refusal of it is told to its sender."""
    try:
        _begin(house, one, name, content, lease)
        try:
            said = lay_down(house, one, name, content, lease, batch=SMALL_BATCH, passing=Manners(house).after)
        except Unreadable as refusal:
            refuse(house, one, refusal.why)
            return
        _publish(house, one, said)
    except intakes.Lost:
        _log.warning("intake lost", intake=one.id)


def _begin(house: House, one: Intake, name: str, content: bytes, lease: timedelta) -> None:
    """Note which bytes it is, and clear away what was laid down by whoever read them before."""
    sha256, until = hashlib.sha256(content).hexdigest(), house.clock() + lease
    with house.database.begin() as session:
        if not intakes.begin(session, one, name=name, sha256=sha256, size=len(content), until=until):
            raise intakes.Lost
    clear(house, one, lease, batch=SMALL_BATCH)


def _publish(house: House, one: Intake, said: Disclosure) -> None:
    with house.database.begin() as session:
        now = house.clock()
        done = intakes.publish(session, one, keeping.gathered(said), problems=keeping.troubles(said), now=now)
        if done is None:
            _log.info("intake gone", intake=one.id)
            return
        if done.is_new:
            publish(session, done.takedown, done.sender, now)
        if done.intake.problems or done.intake.is_open:
            _ring(session, done.sender, done.intake, now)
    house.wake_courier()


def refuse(house: House, one: Intake, why: str) -> None:
    """End it, with nothing of it kept, and ring for whoever sent it."""
    with house.database.begin() as session:
        now = house.clock()
        sender = access.seat_of(session, one.person_id)
        if intakes.refuse(session, one, why, now=now) and sender is not None:
            _ring(session, sender, one, now)
    house.wake_courier()


def _ring(session: Session, sender: Speaker, one: Intake, now: datetime) -> None:
    """Ring for whoever sent a file; a doorbell that carries nothing of it."""
    coalition = sender.coalition
    outbox.want(
        session,
        coalition.id,
        f"notice:{ABOUT}:{one.id}:{one.attempts}",
        address=Address.to_person(sender.user_id, team=coalition.host_team),
        body=telling.bell(language(coalition.language), coalition),
        about="notice",
        owner_id=sender.person_id,
        now=now,
    )


def sweep(house: House) -> bool:
    """Clear away something of what was laid down in vain; True if there may be more."""
    house.give_way()
    with house.database.begin() as session:
        return intakes.sweep(session, limit=SMALL_BATCH)


__all__ = ["files_of", "look", "read", "refuse", "sweep", "teams"]
