"""What Prometheus may ask of this process, on a port of its own; no coalition is told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, ProcessCollector, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from storage import schedules, visits
from storage.database import TROUBLE, Database


class Measures(Collector):
    """Asks the database at the moment of asking; says nothing of what it cannot know."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give every measure as it is now."""
        now = self._clock()
        try:
            with self._database.read() as session:
                late = schedules.lateness(session, now=now)
                soon = schedules.next_round(session)
                asked = visits.all_of_them(session)
        except TROUBLE:
            return
        yield _gauge(
            "tocsin_clock_late_seconds",
            "For how long something has been due that nobody has begun.",
            late.total_seconds(),
        )
        if soon is not None:
            yield _gauge(
                "tocsin_clock_next_due_timestamp_seconds", "When something comes round next.", soon.timestamp()
            )
        visited = GaugeMetricFamily(
            "tocsin_clock_visit_timestamp_seconds", "When a job was asked last, by any process.", labels=["job"]
        )
        failed = GaugeMetricFamily(
            "tocsin_clock_failure_timestamp_seconds", "When a job failed last, in any process.", labels=["job"]
        )
        for visit in asked:
            visited.add_metric([visit.job], visit.at.timestamp())
            if visit.failed_at is not None:
                failed.add_metric([visit.job], visit.failed_at.timestamp())
        yield visited
        yield failed


def _gauge(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=value)


class Metrics:
    """The port on which the measures are read; closed by `stop`."""

    def __init__(
        self, database: Database, host: str, port: int, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        registry = CollectorRegistry()
        registry.register(Measures(database, clock))
        ProcessCollector(registry=registry)
        self._server, self._thread = start_http_server(port, host, registry)
        self.port: int = self._server.server_port

    def stop(self) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
