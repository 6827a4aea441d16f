"""In any world whatsoever, nobody learns of Tocsin what the model does not let them know, and everybody the rest."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.fixtures_database import opened
from tests.worlds import cast, drawn, story
from tests.worlds.judge import difference
from tests.worlds.player import Player
from tests.worlds.stage import Stage, staged


@pytest.fixture(scope="module")
def stage(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    path = tmp_path_factory.mktemp("worlds") / "worlds.sqlite3"
    shutil.copyfile(migrated_file, path)
    with opened(f"sqlite:///{path}") as database, staged(database) as stage:
        yield stage


WORLDS = settings(
    max_examples=settings().max_examples * 3 // 2,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@WORLDS
@given(world=drawn.worlds(share=25))
def test_nobody_learns_what_they_may_not_know(stage: Stage, world: story.World) -> None:
    Player(stage, world).play()


@pytest.mark.timeout(900)
@pytest.mark.fuzz
@settings(WORLDS, max_examples=settings().max_examples // 2)
@given(drawn.hiding(share=25))
def test_a_record_that_somebody_may_not_know_of_is_as_if_it_were_not(
    stage: Stage, drawn_: tuple[story.World, str]
) -> None:
    world, name = drawn_
    told, without = Player(stage, world), Player(stage, world.without(name))
    told.play()
    without.play()
    for person in set(cast.EVERYBODY) - told.knew[name] - told.writing.tried[name]:
        found = difference(told.transcripts[person], without.transcripts[person])
        assert not found, f"{person} can tell whether {name} is there\n{found}"
