"""A whole year of a coalition, in Paris and in San Francisco: each Monday's digest once, at nine of its wall clock."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from storage import coalitions
from storage.outbox.letters import outbox
from storage.periods import week_ending_before
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import begin_mondays, logged, posted, settled, visited

WEEKS = 53


def live_in(stage: Stage, zone: str) -> None:
    """Let the coalition live in a zone."""
    with stage.database.begin() as session:
        stage.coalition, _ = coalitions.add(
            session,
            "Coalition",
            channel=stage.room,
            open_channel=stage.open_room,
            host_team=None,
            zone=zone,
            language="en",
            now=stage.clock(),
        )


def go_to(stage: Stage, moment: datetime) -> None:
    """Let time pass until a moment, for the bot and for Slack."""
    stage.slack.advance(max((moment - stage.clock.now).total_seconds(), 0))
    stage.clock.now = moment


def owed(stage: Stage) -> list[str]:
    """List the digests that were ever owed to the channel."""
    with stage.database.read() as session:
        keys = select(outbox.c.key).where(outbox.c.about == "digest", outbox.c.key.like("digest:%"))
        return sorted(key for key in session.execute(keys).scalars() if re.fullmatch(r"digest:[0-9W-]+", key))


def go_on_until(stage: Stage, n: int) -> None:
    """Visit until so many are owed: another thread may be at one of them."""

    def owes() -> bool:
        visited(stage)
        return len(owed(stage)) >= n

    stage.slack.wait(owes)
    assert len(owed(stage)) == n


@pytest.mark.timeout(300)
@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Los_Angeles"])
def test_a_year_of_digests_comes_once_each_at_nine_in_the_morning(stage: Stage, zone: str) -> None:
    live_in(stage, zone)
    begin_mondays(stage)
    mondays = [date(2018, 8, 27) + timedelta(weeks=n) for n in range(WEEKS)]
    for n, monday in enumerate(mondays):
        nine = datetime.combine(monday, time(9), ZoneInfo(zone)).astimezone(UTC)
        go_to(stage, nine - timedelta(seconds=5))
        if n % 10 == 0:
            logged(stage, "U0FRIDA", 74 + n)
        visited(stage)
        assert len(owed(stage)) == n
        go_to(stage, nine)
        go_on_until(stage, n + 1)
        if n % 7 == 0:
            # Somebody sets the clock back by an hour, and nine comes again.
            stage.clock.advance(hours=-1)
            visited(stage)
            stage.clock.advance(hours=1, minutes=1)
            visited(stage)
            assert len(owed(stage)) == n + 1
    assert owed(stage) == sorted(f"digest:{week_ending_before(monday).key}" for monday in mondays)
    stage.soon(lambda: settled(stage), seconds=60)
    titles = re.findall(r"Week \d+: [^.]*?\d{4}", " ".join(stage.slack.text(one) for one in posted(stage)))
    assert len(posted(stage)) == WEEKS
    assert len(set(titles)) >= WEEKS
