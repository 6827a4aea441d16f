"""Seat, mark and audience: the table of docs/access.md, cell by cell."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from storage import access, companies, people, takedowns
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope, Unfit
from storage.companies import Seat
from storage.database import Database, Session
from storage.people import Room
from storage.takedowns import Takedown
from tests.storage.seats import NOW, Seats, pages, seats

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"
CELL = r" *([^|]*?) *\|"
NOBODY = "–"
# The others are for who was chosen.
FOR_ALL = {Audience.EVERYONE, Audience.MEMBERS}


def table() -> dict[tuple[Mark, Audience], str]:
    """Read the table: for each mark and audience, who reads a record besides the company that logged it."""
    text = DOCUMENT.read_text()
    head = re.search(rf"^\| mark \|{CELL * len(Audience)}$", text, re.MULTILINE)
    assert head
    audiences = [Audience(name.strip("`")) for name in head.groups()]
    rows = re.findall(rf"^\| `TLP:([A-Z+]+)` \|{CELL * len(Audience)}$", text, re.MULTILINE)
    return {
        (Mark(mark), audience): cell for mark, *cells in rows for audience, cell in zip(audiences, cells, strict=True)
    }


TABLE = table()


def test_the_table_has_a_cell_for_each_mark_and_audience() -> None:
    assert set(TABLE) == {(mark, audience) for mark in Mark for audience in Audience}


def reader(session: Session, there: Seats, seat: Seat, name: str) -> Speaker:
    """Seat a company with somebody of it in the channel of its seat."""
    company, _ = companies.add(session, there.coalition, name, team_ids=[f"T0{name}"], seat=seat, now=NOW)
    person = people.meet(session, company, f"U0{name}", guest_account=False, now=NOW)
    people.enter(session, person, Room.MEMBERS if seat is Seat.MEMBER else Room.OPEN)
    return access.recognise_in(session, there.coalition.id, team_ids=[f"T0{name}"], user_id=f"U0{name}")


@pytest.mark.parametrize("seat", Seat)
def test_whoever_a_cell_names_reads_a_record_and_nobody_else(database: Database, seat: Seat) -> None:
    with database.begin() as session:
        there = seats(session)
        chosen, other = reader(session, there, seat, "CHOSEN"), reader(session, there, seat, "OTHER")
        for (mark, audience), cell in TABLE.items():
            scope = Scope(audience, frozenset({chosen.company.id}), frozenset({chosen.person_id}))
            how = {"mark": mark, "scope": scope, "form": f"{mark} {audience}", "way": Way.FORM, "now": NOW}
            if cell == NOBODY:
                with pytest.raises(Unfit):
                    takedowns.report(session, there.facebook, pages(74), **how)
                continue
            record = takedowns.report(session, there.facebook, pages(74), **how)
            read = [reads(session, who, record) for who in (there.facebook, chosen, other)]
            is_named = any(words.endswith(f"{seat}s") for words in cell.split(", "))
            assert read == [True, is_named, is_named and audience in FOR_ALL], (mark, audience)


def reads(session: Session, who: Speaker, record: Takedown) -> bool:
    """Tell whether somebody finds a record."""
    return access.may_read(session, who, takedowns.takedowns, record.id)
