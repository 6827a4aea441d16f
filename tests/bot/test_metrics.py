"""What Prometheus reads: how late the clock is, when it looked, and no coalition by its name."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.metrics import Metrics
from storage import coalitions, schedules, visits
from storage.database import Database
from storage.rhythms import Every, Rhythm


def read(metrics: Metrics) -> dict[tuple[str, str], float]:
    """Read every measure of ours, by its name and its job."""
    text = httpx.get(f"http://127.0.0.1:{metrics.port}/metrics").text
    assert "Hidden" not in text
    return {
        (sample.name, sample.labels.get("job", "")): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if sample.name.startswith("tocsin_")
    }


def test_prometheus_reads_how_late_the_clock_is_and_no_coalition(database: Database, now: datetime) -> None:
    clock = [now]
    with database.begin() as session:
        hidden, _ = coalitions.add(
            session, "Hidden", channel="C0", open_channel=None, host_team=None, zone="UTC", language="en", now=now
        )
        schedules.keep(session, hidden, schedules.DIGEST, Rhythm(Every.DAILY, time(9)), now=now)
        visits.note(session, {"one": None, "two": "0badcafe"}, now=now)
    due = datetime.combine(date(2018, 8, 25), time(9), UTC)
    metrics = Metrics(database, "127.0.0.1", 0, lambda: clock[0])
    try:
        assert read(metrics) == {
            ("tocsin_clock_late_seconds", ""): 0,
            ("tocsin_clock_next_due_timestamp_seconds", ""): due.timestamp(),
            ("tocsin_clock_visit_timestamp_seconds", "one"): now.timestamp(),
            ("tocsin_clock_visit_timestamp_seconds", "two"): now.timestamp(),
            ("tocsin_clock_failure_timestamp_seconds", "two"): now.timestamp(),
        }
        clock[0] = due + timedelta(minutes=7)
        assert read(metrics)["tocsin_clock_late_seconds", ""] == 420
    finally:
        metrics.stop()


def test_of_a_database_without_our_tables_nothing_is_said(empty_database: Database, now: datetime) -> None:
    metrics = Metrics(empty_database, "127.0.0.1", 0, lambda: now)
    try:
        assert read(metrics) == {}
    finally:
        metrics.stop()
