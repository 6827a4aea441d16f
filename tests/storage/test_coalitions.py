"""Coalitions, companies and installations: each set up by name, safe to repeat, refusing what is taken."""

from __future__ import annotations

from typing import Any

import pytest

from storage import coalitions, companies, installations
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Conflict, Unknown
from storage.installations import Installation
from tests.storage.seats import NOW, coalition, seats


def add(session: Session, name: str, **changes: Any) -> tuple[Coalition, bool]:
    """Found a coalition, or change it."""
    given = {"channel": "C1", "open_channel": None, "host_team": None, "zone": "UTC", "language": "en"}
    return coalitions.add(session, name, **(given | changes), now=NOW)


def test_a_coalition_is_founded_once_and_changed_by_its_name(database: Database) -> None:
    with database.begin() as session:
        first, new = add(session, " Coalition ")
        second, again = add(session, "COALITION", channel="C2", language="fr")
        assert (new, again) == (True, False)
        assert (second.id, second.token, second.name) == (first.id, first.token, "Coalition")
        assert (second.channel, second.language) == ("C2", "fr")
        assert coalitions.all_of_them(session) == (second,)


def test_a_channel_belongs_to_one_coalition_whichever_of_the_two_it_is(database: Database) -> None:
    with database.begin() as session:
        add(session, "First", channel="C1", open_channel="C2")
        for changes, taken in (
            ({"channel": "C1"}, "C1"),
            ({"channel": "C2"}, "C2"),
            ({"channel": "C3", "open_channel": "C1"}, "C1"),
            ({"channel": "C3", "open_channel": "C2"}, "C2"),
        ):
            with pytest.raises(Conflict) as conflict:
                add(session, "Second", **changes)
            assert (conflict.value.value, conflict.value.by) == (taken, "First")
        with pytest.raises(Conflict):
            add(session, "Second", channel="C3", open_channel="C3")
        add(session, "First", channel="C2", open_channel="C1")


def test_a_coalition_is_found_by_either_channel_by_its_token_and_by_nothing_else(database: Database) -> None:
    with database.begin() as session:
        made, _ = add(session, "First", channel="C1", open_channel="C2")
        assert coalitions.of_channel(session, "C1") == coalitions.of_channel(session, "C2") == made
        assert coalitions.by_token(session, made.token) == made
        assert coalitions.of_channel(session, "C3") is None
        assert coalitions.by_token(session, "") is None
        for ask in (lambda: coalitions.named(session, "Other"), lambda: coalitions.by_id(session, made.id + 1)):
            with pytest.raises(Unknown):
                ask()


def test_a_coalition_follows_its_channels_to_their_new_ids(database: Database) -> None:
    with database.begin() as session:
        add(session, "First", channel="C1", open_channel="C2")
        for old, new in (("C1", "C8"), ("C2", "C9")):
            assert coalitions.move_channel(session, old, new) is not None
        moved = coalitions.named(session, "First")
        assert (moved.channel, moved.open_channel) == ("C8", "C9")
        assert coalitions.move_channel(session, "C5", "C6") is None


def test_a_company_is_known_by_all_its_workspaces_and_changes_its_seat(database: Database) -> None:
    with database.begin() as session:
        where = coalition(session)
        for ids, seat in ((["T1"], Seat.OBSERVER), (["T1", "E1", "E1"], Seat.MEMBER)):
            company, _ = companies.add(session, where, "Microsoft", team_ids=ids, seat=seat, now=NOW)
        assert company.seat is Seat.MEMBER
        assert companies.team_ids(session, company) == ("T1", "E1")
        assert companies.of_team(session, where, ["T0", "E1"]) == company
        assert companies.of_team(session, where, ["T0"]) is None
        assert companies.named(session, where, "microsoft") == company
        assert companies.names_of_teams(session, where) == {"T1": "Microsoft", "E1": "Microsoft"}


def test_a_workspace_is_one_companys_in_a_coalition_and_may_be_in_several(database: Database) -> None:
    with database.begin() as session:
        first = seats(session)
        with pytest.raises(Conflict) as conflict:
            companies.add(session, first.coalition, "Alphabet", team_ids=["T9", "T0GOOGLE"], seat=Seat.MEMBER, now=NOW)
        assert (conflict.value.value, conflict.value.by) == ("T0GOOGLE", "Google")
        seats(session, "Second", "C0SECOND")


def test_workspaces_of_an_organisation_are_learned_and_never_the_other_way_round(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        grid, _ = companies.add(session, there.coalition, "Snap", team_ids=["E1"], seat=Seat.MEMBER, now=NOW)
        companies.learn(session, grid, ["T1", "E1", "T0GOOGLE"])
        assert companies.team_ids(session, grid) == ("E1", "T1")
        companies.learn(session, there.google.company, ["T0GOOGLE", "E9"])
        assert companies.team_ids(session, there.google.company) == ("T0GOOGLE",)


def test_a_company_that_left_comes_back_to_the_same_seat(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        gone = companies.companies.update().where(companies.companies.c.id == there.google.company.id)
        session.execute(gone.values(left_at=NOW))
        assert [company.name for company in companies.seated(session, there.coalition)] == ["Facebook", "FireEye"]
        with pytest.raises(Unknown):
            companies.named(session, there.coalition, "Google")
        back, new = companies.add(session, there.coalition, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=NOW)
        assert (back.id, new) == (there.google.company.id, False)


def test_a_workspaces_token_is_kept_once_replaced_and_forgotten(database: Database) -> None:
    with database.begin() as session:
        for sealed, new in (("one", True), ("two", False)):
            assert installations.add(session, Installation("T1", None, sealed, "U1", "B1"), now=NOW) is new
        assert installations.all_of_them(session) == (Installation("T1", None, "two", "U1", "B1"),)
        assert installations.by_team(session, "T2") is None
        installations.forget(session, "T1")
        assert installations.by_team(session, "T1") is None
