"""Figure (b): how long a whole digest takes with its picture, and what drawing leaves in the memory of who draws."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as hour
from pathlib import Path
from statistics import median
from typing import NoReturn

# A coalition that logs as much in a week as the busiest one did in a year.
WEEKS, A_WEEK, CHARTS = 14, 40, 15


@dataclass(frozen=True, slots=True)
class Drawing:
    """The first digest of a process and a usual one, in seconds; the megabytes before some more charts, and after."""

    first: float
    usual: float
    before: float
    after: float


def measure() -> Drawing:
    """Draw in a process that has loaded all that the bot has."""
    done = subprocess.run([sys.executable, "-m", __name__], capture_output=True, check=True)  # noqa: S603  Ourselves.
    return Drawing(**json.loads(done.stdout.splitlines()[-1]))


def told(drawing: Drawing) -> str:
    """Say so in two sentences of the README."""
    first = f"the first one of a process in {drawing.first:.2f} s"
    held = f"holds {drawing.before:.1f} MB before {CHARTS} more charts and {drawing.after:.1f} MB after them"
    drawn = f"A digest of {A_WEEK} takedowns is drawn and owed with its picture in {drawing.usual:.2f} s, {first}."
    return f"{drawn} The process that draws {held}."


def _draw_some() -> Drawing:
    from bot import running  # noqa: F401, PLC0415  What `tocsin run` holds.
    from bot.bench import ground  # noqa: PLC0415
    from handlers import charts  # noqa: PLC0415
    from handlers.digest import drawing  # noqa: PLC0415
    from handlers.house import House  # noqa: PLC0415
    from handlers.views import trend  # noqa: PLC0415
    from handlers.views.wording import language  # noqa: PLC0415
    from storage import coalitions, figures, outbox, periods, schedules, takedowns  # noqa: PLC0415
    from storage.access import Way  # noqa: PLC0415
    from storage.audiences import Mark  # noqa: PLC0415
    from storage.cipher import Cipher  # noqa: PLC0415
    from storage.database import Database  # noqa: PLC0415
    from storage.people import Room  # noqa: PLC0415
    from storage.rhythms import Every, Rhythm  # noqa: PLC0415
    from storage.schema import migrate  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/drawing.sqlite3")
        migrate(database)
        ground.lay(database)
        now, took = datetime.now(UTC), []
        house = House(
            database=database, clock=lambda: now, slack=_nobody, slack_with=_nobody, wake_courier=lambda: None,
            cipher=Cipher(None),
        )  # fmt: skip
        with database.begin() as session:
            who = ground.speaker(session)
            schedules.keep(
                session, who.coalition, schedules.DIGEST, Rhythm(Every.WEEKLY, hour(9), weekdays=(0,)), now=now
            )
        for week in range(WEEKS):
            now += timedelta(hours=1)
            with database.begin() as session:
                who = ground.speaker(session)
                for number in range(A_WEEK):
                    form, said = f"{week}/{number}", replace(ground.report(), acted_on=None)
                    takedowns.report(session, who, said, mark=Mark.AMBER, form=form, way=Way.FORM, now=now)
            with database.begin() as session:
                now = schedules.next_due(session, schedules.DIGEST) or now
                schedules.come_round(session, now=now, limit=10)
            began = time.perf_counter()
            drawing.post(house, now)
            took.append(time.perf_counter() - began)
        with database.read() as session:
            coalition = coalitions.by_id(session, who.coalition.id)
            weeks = figures.trend(session, coalition, Room.MEMBERS, periods.week_ending_before(now.date()))
            if session.execute(outbox.pictures.select()).first() is None:
                raise ValueError(f"no digest of {coalition.name} has a picture")
        chart, before = trend.chart(weeks, language("en")), _resident()
        for _ in range(CHARTS):
            charts.drawn(chart)
        found = Drawing(took[0], median(took[1:]), before, _resident())
        database.dispose()
    return found


def _nobody(_: str | None) -> NoReturn:
    """Fail: what draws asks nothing of Slack."""
    raise AssertionError


def _resident() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


if __name__ == "__main__":
    print(json.dumps(asdict(_draw_some())))
