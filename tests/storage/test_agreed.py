"""What a coalition has agreed on: coordinators change it, what two change at once is not lost, and it is noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import access, agreed, audit, coalitions, people, schedules
from storage.access import Speaker, Way
from storage.agreed import Agreed, Overtaken, Setting
from storage.audit import Act
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import Conflict, GuestAccount, NotCoordinator
from storage.people import Role
from storage.rhythms import Rhythm
from tests.storage.seats import NOW, coalition, seats

FRIDAYS = "RRULE:FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0"
MONDAYS = "RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"


def coordinator(session: Session, speaker: Speaker) -> Speaker:
    """Let somebody coordinate, and recognise them again."""
    person, _ = people.appoint(session, speaker.company, speaker.user_id, Role.COORDINATOR, now=NOW)
    return replace(speaker, person=person)


def change(session: Session, who: Speaker, *, shown: Agreed | None = None, **wanted: object) -> Agreed:
    """Send a form that showed what stood, or something else."""
    shown = shown or Agreed.of(coalitions.by_id(session, who.coalition.id))
    asked = replace(shown, **wanted)  # type: ignore[arg-type]
    return Agreed.of(agreed.change(session, who, asked, shown=shown, way=Way.FORM, now=NOW)[1])


def test_what_is_changed_stands_is_noted_and_twice_is_once(database: Database) -> None:
    with database.begin() as session:
        who = coordinator(session, seats(session).facebook)
        shown = Agreed.of(who.coalition)
        assert (shown.default_mark, shown.digest_rule, shown.rhythm) == ("AMBER+STRICT", None, "")
        for _ in range(2):
            after = change(
                session, who, shown=shown, name="Neighbours", zone="UTC", digest_rule=FRIDAYS, meeting_rule=MONDAYS
            )
        assert after == Agreed("Neighbours", "UTC", "en", "AMBER+STRICT", FRIDAYS, None, 24, "", MONDAYS)
        noted = audit.about(session, who.coalition.id, agreed.ABOUT, who.coalition.id)
        # What people wrote is not in the trail.
        assert [(entry.act, entry.detail) for entry in noted] == [
            (Act.CHANGED, "name"),
            (Act.CHANGED, "zone: America/Los_Angeles -> UTC"),
            (Act.CHANGED, f"digest: None -> {FRIDAYS}"),
            (Act.CHANGED, "meetings"),
        ]


def test_the_digest_comes_as_it_was_agreed_and_follows_the_zone_the_holidays_and_the_patience(
    database: Database,
) -> None:
    with database.begin() as session:
        who = coordinator(session, seats(session).facebook)

        def comes() -> tuple[str, str, str | None, int] | None:
            kept = schedules.of(session, who.coalition.id, schedules.DIGEST)
            return kept and (kept.rhythm.as_rule(), kept.zone, kept.country, kept.allowance // timedelta(hours=1))

        assert comes() is None
        change(session, who, digest_rule=FRIDAYS)
        assert comes() == (FRIDAYS, "America/Los_Angeles", None, 24)
        schedules.keep(session, who.coalition, "other", Rhythm.of_rule(MONDAYS), now=NOW)
        change(session, who, zone="Europe/Paris", country="FR", catch_up=6)
        assert comes() == (FRIDAYS, "Europe/Paris", "FR", 6)
        other = schedules.of(session, who.coalition.id, "other")
        assert other is not None
        assert (other.zone, other.moves_holidays) == ("Europe/Paris", False)
        change(session, who, digest_rule=None)
        assert comes() is None


def test_two_who_change_different_things_lose_nothing_and_of_the_same_thing_the_second_is_told(
    database: Database,
) -> None:
    with database.begin() as session:
        there = seats(session)
        one, other = coordinator(session, there.facebook), coordinator(session, there.google)
        shown = Agreed.of(there.coalition)
        change(session, one, shown=shown, zone="UTC", meeting_rule=MONDAYS)
        assert change(session, other, shown=shown, language="fr", meeting_rule=MONDAYS).zone == "UTC"
        with pytest.raises(Overtaken) as overtaken:
            change(session, other, shown=shown, zone="Europe/Paris")
        assert overtaken.value.setting is Setting.ZONE
        stands = Agreed.of(coalitions.by_id(session, there.coalition.id))
        assert (stands.zone, stands.language) == ("UTC", "fr")


def test_nobody_but_a_members_coordinator_changes_anything(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        lead, _ = people.appoint(session, there.google.company, "U0GRETA", Role.LEAD, now=NOW)
        lent = people.meet(session, there.google.company, "U0LENT", guest_account=True, now=NOW)
        refused = (
            (there.facebook, NotCoordinator),
            (replace(there.google, person=lead), NotCoordinator),
            # Whoever coordinated for a member that sits as an observer by now coordinates no more.
            (coordinator(session, there.fireeye), NotCoordinator),
            (replace(there.google, person=lent, user_id="U0LENT"), GuestAccount),
        )
        for who, refusal in refused:
            with pytest.raises(refusal):
                change(session, who, name="Mine")
        assert coalitions.by_id(session, there.coalition.id) == there.coalition
        assert there.fireeye.company.seat is Seat.OBSERVER
        assert not access.may_coordinate(there.facebook)


def test_a_name_that_another_coalition_has_is_taken_all_the_same_and_the_operator_says_which(
    database: Database,
) -> None:
    """A refusal would tell one coalition that the other is there."""
    with database.begin() as session:
        who = coordinator(session, seats(session).facebook)
        other = coalition(session, "Hidden", "C0OTHER")
        assert change(session, who, name="Hidden").name == "Hidden"
        with pytest.raises(Conflict):
            coalitions.named(session, "hidden")
        assert coalitions.named(session, "C0OTHER") == other
        again = {"open_channel": None, "host_team": None, "zone": "UTC", "language": "en", "now": NOW}
        changed, new = coalitions.add(session, "Hidden", channel="C0OTHER", **again)  # type: ignore[arg-type]
        assert (changed.id, changed.zone, new) == (other.id, "UTC", False)
        with pytest.raises(Conflict):
            coalitions.add(session, "Hidden", channel="C0THIRD", **again)  # type: ignore[arg-type]
