"""Drafts: words not sent, their owner's alone, for seven days from the last change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from storage import drafts
from storage.access import Speaker
from storage.database import Database, Session
from storage.drafts import KEPT_FOR, Draft
from storage.errors import Unknown
from tests.storage.seats import NOW, TEAMS, USERS, seats

SECOND = timedelta(seconds=1)


def opened(session: Session, token: str, company: str = "Facebook", **changes: Any) -> Draft:
    """Open a draft as a company's person."""
    given = {"team_ids": [TEAMS[company]], "user_id": USERS[company], "now": NOW, **changes}
    return drafts.open_one(session, token, **given)


def waiting(session: Session, who: Speaker) -> list[str]:
    """List the tokens of what waits for somebody."""
    return [draft.token for draft in drafts.waiting(session, who, now=NOW)]


def test_words_come_back_to_their_owner_and_to_nobody_else(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        token = drafts.keep(session, there.facebook, "takedown", {"what": "74 pages"}, now=NOW)
        assert opened(session, token).body == {"what": "74 pages"}
        for changes in (
            {"company": "Google"},
            {"user_id": "U0FELIX"},
            {"team_ids": ["T0GOOGLE"]},
            {"team_ids": []},
        ):
            with pytest.raises(Unknown):
                opened(session, token, **changes)
        with pytest.raises(Unknown):
            opened(session, "forged")


def test_seven_days_begin_with_the_last_change(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        token = drafts.keep(session, there.facebook, "takedown", {"what": "1"}, now=NOW)
        drafts.change(session, opened(session, token), {"what": "2"}, now=NOW + timedelta(days=3))
        end = NOW + timedelta(days=3) + KEPT_FOR
        assert opened(session, token, now=end - SECOND).body == {"what": "2"}
        with pytest.raises(Unknown):
            opened(session, token, now=end)
        assert drafts.forget_old(session, now=end - SECOND) == 0
        assert drafts.forget_old(session, now=end) == 1


def test_a_draft_is_taken_once_and_only_by_its_owner(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        token = drafts.keep(session, there.facebook, "takedown", {"what": "1"}, now=NOW)
        with pytest.raises(Unknown):
            drafts.take(session, token, team_ids=["T0GOOGLE"], user_id="U0GRETA", now=NOW)
        taken = drafts.take(session, token, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", now=NOW)
        assert taken.body == {"what": "1"}
        with pytest.raises(Unknown):
            drafts.take(session, token, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", now=NOW)


def test_only_what_holds_words_waits_the_newest_first(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        drafts.keep(session, there.facebook, "takedown", {}, now=NOW)
        looked = drafts.keep(session, there.facebook, "takedown", {"record": "x"}, has_words=False, about_id=1, now=NOW)
        old = drafts.keep(session, there.facebook, "takedown", {"what": "1"}, now=NOW - SECOND)
        new = drafts.keep(session, there.facebook, "asked", {"text": "2"}, now=NOW)
        drafts.keep(session, there.google, "takedown", {"what": "3"}, now=NOW)
        assert waiting(session, there.facebook) == [new, old]
        drafts.change(session, opened(session, looked), {"record": "x", "what": "4"}, now=NOW + SECOND)
        assert waiting(session, there.facebook) == [looked, new, old]


def test_the_latest_words_for_a_new_record_are_offered_not_those_of_a_revision(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        assert drafts.latest(session, there.facebook, "takedown", now=NOW) is None
        drafts.keep(session, there.facebook, "takedown", {"what": "1"}, now=NOW - SECOND)
        new = drafts.keep(session, there.facebook, "takedown", {"what": "2"}, now=NOW)
        drafts.keep(session, there.facebook, "takedown", {"what": "3"}, about_id=7, now=NOW + SECOND)
        drafts.keep(session, there.facebook, "asked", {"text": "4"}, now=NOW + SECOND)
        latest = drafts.latest(session, there.facebook, "takedown", now=NOW)
        assert latest is not None
        assert latest.token == new
