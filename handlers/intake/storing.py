"""Files that the operator brings for a company: each becomes a takedown with all that it holds, told at once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath

from handlers.formats.disclosures import Disclosure, Found, Item, Unreadable, keeping
from handlers.house import House
from handlers.intake.laying_down import clear, lay_down
from handlers.shell import Mistyped, coalition_meant
from handlers.takedown.publishing import publish
from storage import access, companies, intakes
from storage.access import Speaker
from storage.audiences import Mark
from storage.database import Session
from storage.indicators import BATCH
from storage.intakes import Intake
from storage.people import Role
from storage.reports import Report

# A process that died in the middle is waited for no longer than that; whoever lives takes it anew with each batch.
LEASE = timedelta(seconds=30)


class Became(StrEnum):
    """What became of a file."""

    STORED = "stored"
    WAS_THERE = "was there"
    BEING_READ = "being read"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file, what it says apart from its indicators, how many of each type it has, and its takedown's reference."""

    became: Became
    read: Disclosure | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    reference: str = ""


def author(house: House, coalition: str, company: str) -> Speaker:
    """Find in whose name a company's files are logged: its lead; Mistyped where it has none."""
    with house.database.read() as session:
        where = coalition_meant(session, coalition)
        meant = companies.named(session, where, company)
        seats = access.of_company(session, where, meant.id)
    leads = [seat for seat in seats if seat.person is not None and Role.LEAD in seat.person.roles]
    if not leads:
        raise Mistyped(
            f"{meant.name} has no lead, in whose name its takedowns would stand. "
            f"Name one: tocsin person add U… --company {meant.name!r} --role lead."
        )
    return leads[0]


def store(house: House, sender: Speaker, name: str, content: bytes, went_on: Callable[[int], None]) -> Kept:
    """Store one file, and tell what became of it.

    `went_on` is told how many rows were read since it was told last. Raises Unreadable, and then nothing is kept.
    """
    try:
        one = _begin(house, sender, name, content)
    except intakes.BeingRead:
        return Kept(Became.BEING_READ)
    if one is None:
        return Kept(Became.WAS_THERE)
    try:
        passed = _Passed(went_on)
        read = lay_down(house, one, name, content, LEASE, batch=BATCH, passing=passed)
        passed.tell(read.rows.read)
    except Unreadable as refusal:
        _give_up(house, one, refusal)
        raise
    with house.database.begin() as session:
        now = house.clock()
        lead = _again(session, sender)
        said, mark = _said(name, read), Mark(lead.coalition.default_mark)
        done = intakes.publish_anew(
            session, one, lead, said, keeping.gathered(read), problems=keeping.troubles(read), mark=mark, now=now
        )
        publish(session, done.takedown, lead, now)
    return Kept(Became.STORED, read, passed.kinds, done.takedown.reference)


def _said(name: str, read: Disclosure) -> Report:
    """Say what the takedown says: under the file's name where nothing in the file is its title."""
    said = keeping.report(read)
    return said if said.summary else replace(said, summary=PurePath(name).stem)


def _again(session: Session, sender: Speaker) -> Speaker:
    """Ask again who somebody is, in the transaction that acts in their name."""
    found = access.seat_of(session, sender.person_id)
    if found is None:
        raise Mistyped(f"{sender.company.name} does not sit in {sender.coalition.name} any more.")
    return found


def _begin(house: House, sender: Speaker, name: str, content: bytes) -> Intake | None:
    """Note the file, and clear away what somebody laid down of it who died over it."""
    sha256 = hashlib.sha256(content).hexdigest()
    with house.database.begin() as session:
        lead = _again(session, sender)
        one = intakes.note_import(
            session, lead, name=name, sha256=sha256, size=len(content), lease=LEASE, now=house.clock()
        )
    if one is not None:
        clear(house, one, LEASE, batch=BATCH)
    return one


class _Passed:
    """Counts what passes: the rows that were read, and how many indicators of each type they held."""

    def __init__(self, went_on: Callable[[int], None]) -> None:
        self.kinds = Counter[str]()
        self._went_on = went_on
        self._told = 0

    def __call__(self, item: Item) -> None:
        if isinstance(item, Found):
            self.kinds[item.indicator.type] += 1
        if item.row - self._told >= BATCH:
            self.tell(item.row)

    def tell(self, row: int) -> None:
        self._went_on(row - self._told)
        self._told = row


def _give_up(house: House, one: Intake, refusal: Unreadable) -> None:
    with house.database.begin() as session:
        intakes.refuse(session, one, refusal.why, now=house.clock())
    more = True
    while more:
        with house.database.begin() as session:
            more = intakes.sweep(session)
