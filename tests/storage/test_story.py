"""The story of August 2018: its facts are those that the sources give, and every company tells its own."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from storage import coalitions, companies, headcounts, story, takedowns
from storage.companies import Seat
from storage.database import Database
from storage.headcounts import Headcount
from storage.people import Role, Room
from storage.reports import Report, Source, itemised
from storage.story import FOUNDED_AT, OPENS_AT, Cast, Party, Player


def _party(name: str, *players: Player, seat: Seat = Seat.MEMBER) -> Party:
    rooms = frozenset(Room) if seat is Seat.MEMBER else frozenset({Room.OPEN})
    return Party(name, (f"T0{name.upper()}",), seat, (Player(f"U0{name.upper()}", Role.LEAD, False, rooms), *players))


CAST = Cast(
    coalition="Coalition",
    channel="C0MEMBERS",
    open_channel="C0OPEN",
    parties=(
        *(_party(name) for name in ("Facebook", "Google", "Microsoft", "Twitter")),
        _party("Snap", Player("U0GUEST", None, True, frozenset({Room.MEMBERS}))),
        _party("FireEye", seat=Seat.OBSERVER),
    ),
)


@pytest.fixture
def told(shared_data: Path) -> list[dict[str, Any]]:
    """What the public reports say."""
    return json.loads((shared_data / "seed_event_2018.json").read_text(encoding="utf-8"))["disclosures"]


def _said(company: str) -> Report:
    return next(each.said for each in story.announcements("en") if each.company == company)


@pytest.mark.parametrize("company", ["Microsoft", "Facebook", "Twitter", "Google"])
def test_every_count_is_the_sources(company: str, told: list[dict[str, Any]]) -> None:
    theirs = Counter(
        (count["asset"], count["n"]) for each in told if each["company"] == company for count in each.get("counts", [])
    )
    ours = Counter((str(count.assets[0]), count.n) for count in itemised(_said(company)))
    assert ours == theirs


def test_facebooks_networks_have_the_sources_reach_spend_and_dates(told: list[dict[str, Any]]) -> None:
    theirs = [each for each in told if each["company"] == "Facebook" and "network" in each]
    for part, network in zip(_said("Facebook").parts, theirs, strict=True):
        assert {str(each.metric): each.n for each in part.reach} == {
            each["metric"]: each["n"] for each in network["reach"]
        }
        assert (part.ad_spend.usd if part.ad_spend else None) == network.get("ad_spend_usd")
        active = [str(each) if each else None for each in (part.active_since, part.active_until)]
        assert active == network["active"]
        source = Source.SECURITY_FIRM if network["tip_source"] == "FireEye" else Source.INTERNAL
        assert [found.source for found in part.found] == [source]


def test_the_headline_and_the_sum_of_what_is_listed_are_both_kept(told: list[dict[str, Any]]) -> None:
    facebook = _said("Facebook")
    assert facebook.stated is not None
    assert facebook.stated.n == next(each["headline_total"] for each in told if "headline_total" in each)
    assert sum(count.n for count in itemised(facebook)) == 649


def test_the_exact_views_and_the_presss_are_both_kept(told: list[dict[str, Any]]) -> None:
    google = _said("Google")
    reach = next(each["reach"][0] for each in told if each["company"] == "Google")
    assert [(each.n, each.place) for each in google.reach] == [(reach["n"], "US")]
    assert reach["text_in_press"] in google.summary


def test_all_happens_in_order_before_the_meeting() -> None:
    times = [FOUNDED_AT, *(each.at for each in story.announcements("en")), OPENS_AT]
    assert times == sorted(times)


def test_both_languages_tell_the_same_facts() -> None:
    for english, french in zip(story.announcements("en"), story.announcements("fr"), strict=True):
        assert (english.company, english.at) == (french.company, french.at)
        assert itemised(english.said) == itemised(french.said)
        assert english.said.summary != french.said.summary


def test_each_representative_logs_for_their_company_and_founding_twice_is_once(database: Database) -> None:
    with database.begin() as session:
        story.found(session, CAST, language="en", now=FOUNDED_AT)
        coalition = story.found(session, CAST, language="en", now=FOUNDED_AT)
        for each in story.announcements("en"):
            story.log(session, coalition, each, now=each.at)
    with database.read() as session:
        (coalition,) = coalitions.all_of_them(session)
        snap = story.representative(session, coalition, "Snap")
        page = takedowns.recent(session, snap)
        assert [each.company for each in page.takedowns] == ["Google", "Twitter", "Facebook", "Microsoft"]
        assert [each.logged_by for each in page.takedowns] == ["U0GOOGLE", "U0TWITTER", "U0FACEBOOK", "U0MICROSOFT"]
        assert [each.logged_at for each in page.takedowns] == [each.at for each in story.announcements("en")][::-1]
        assert headcounts.in_members(session, coalition) == Headcount(companies=5, people=6)
        observer = companies.named(session, coalition, "FireEye")
        assert observer.seat is Seat.OBSERVER


def test_the_observer_sees_no_record(database: Database) -> None:
    with database.begin() as session:
        coalition = story.found(session, CAST, language="en", now=FOUNDED_AT)
        for each in story.announcements("en"):
            story.log(session, coalition, each, now=each.at)
        fireeye = story.representative(session, coalition, "FireEye")
        assert takedowns.recent(session, fireeye).takedowns == ()
