"""In any world whatsoever, figures are what the slow and obvious way counts, and nothing else changes them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlalchemy import Engine

from storage import figures
from storage.coalitions import Coalition
from storage.database import Database
from storage.figures import Breakdown, Figures, Sum
from storage.people import Room
from storage.periods import day_before, running
from tests.figures import slow
from tests.figures.drawn import DAYS, FIRST, PEOPLE, Logs, World, worlds
from tests.figures.player import Player, lay, plainly
from tests.fixtures_database import made, opened

LAST_WEEK = running(FIRST + timedelta(days=DAYS))
WEEKS = 7
WORLDS = settings(
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class UndoneError(Exception):
    """Ends a transaction that was only a try."""


class Ground:
    """A database with a coalition in it, in which each world is played and undone."""

    def __init__(self, database: Database) -> None:
        self._database = database
        with database.begin() as session:
            self._coalition: Coalition = lay(session)

    def play(self, world: World, then: Callable[[Player], None]) -> None:
        """Let a world happen, look at what came of it, and undo it."""
        with suppress(UndoneError), self._database.begin() as session:
            player = Player(session, self._coalition)
            for hours, act in world:
                player.play(hours, act)
            then(player)
            raise UndoneError


@pytest.fixture(scope="module")
def on_sqlite(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    path = tmp_path_factory.mktemp("figures") / "figures.sqlite3"
    shutil.copyfile(migrated_file, path)
    with opened(f"sqlite:///{path}") as database:
        yield Ground(database)


@pytest.fixture(scope="module")
def on_postgres(administrator: Engine, migrated_template: str) -> Iterator[Ground]:
    with made(administrator, template=migrated_template) as url, opened(url) as database:
        yield Ground(database)


def weeks(player: Player, reader: str) -> tuple[Figures, ...]:
    return figures.trend(player.session, player.coalition, player.readers()[reader], LAST_WEEK, n=WEEKS)


def compare(player: Player) -> None:
    """Hold the figures of every reader, of each week and of some days, to what is counted on paper."""
    for name, reader in player.readers().items():
        days = [
            figures.of_period(player.session, player.coalition, reader, day_before(FIRST + timedelta(days=n)))
            for n in (8, 15)
        ]
        for found in (*weeks(player, name), *days):
            assert plainly(found) == player.paper.figures(name, found.period.starts, found.period.ends), name


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@settings(WORLDS, max_examples=settings().max_examples * 4)
@given(worlds())
def test_figures_are_what_the_slow_way_counts(on_sqlite: Ground, world: World) -> None:
    on_sqlite.play(world, compare)


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@settings(WORLDS, max_examples=settings().max_examples // 2)
@given(worlds())
def test_they_are_so_on_a_server_too(on_postgres: Ground, world: World) -> None:
    on_postgres.play(world, compare)


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@settings(WORLDS, max_examples=settings().max_examples // 2)
@given(worlds())
def test_what_a_reader_may_not_know_changes_none_of_their_figures(on_sqlite: Ground, world: World) -> None:
    hidden = next((act for _, act in world if isinstance(act, Logs)), None)

    def log_one_more(player: Player) -> None:
        before = {name: weeks(player, name) for name in player.readers()}
        for scope in (
            slow.Scope("people", people=frozenset({PEOPLE["Google"]})),
            slow.Scope("companies", companies=frozenset({"Google"})),
            slow.Scope("members", not_before=10),
        ):
            assert hidden
            player.play(1, replace(hidden, company="Facebook", scope=scope))
        after = {name: weeks(player, name) for name in player.readers()}
        for name in set(before) - {"Facebook", "Google"}:
            assert after[name] == before[name], name

    on_sqlite.play(world, log_one_more)


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@settings(WORLDS, max_examples=settings().max_examples)
@given(worlds())
def test_where_small_numbers_are_suppressed_every_other_that_is_told_is_true(on_sqlite: Ground, world: World) -> None:
    def look(player: Player) -> None:
        strict = replace(player.coalition, suppresses=True)
        told = figures.trend(player.session, strict, Room.MEMBERS, LAST_WEEK, n=WEEKS)
        for kept, whole in zip(told, weeks(player, slow.MEMBERS), strict=True):
            for one, other in (
                (kept.by_platform, whole.by_platform),
                (kept.by_origin, whole.by_origin),
                (kept.by_target, whole.by_target),
                (kept.by_company or Breakdown(), whole.by_company or Breakdown()),
            ):
                numbers = [cell for cell in one.cells if isinstance(cell.number, Sum)]
                assert all(cell in other.cells and cell.number.n > 2 for cell in numbers)
            for name in ("takedowns", "stated", "itemised"):
                number = getattr(kept, name)
                assert not isinstance(number, Sum) or number == getattr(whole, name)
                assert not isinstance(number, Sum) or number.n > 2 or (name == "takedowns" and number == Sum(0))

    on_sqlite.play(world, look)
