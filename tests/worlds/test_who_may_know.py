"""In any world whatsoever, nobody learns of Tocsin what the model does not let them know, and everybody the rest."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.worlds import cast, drawn, story
from tests.worlds.judge import difference
from tests.worlds.player import Player
from tests.worlds.stage import Stage

# Hundreds of worlds each time, and tens of thousands where they are played at length.
_TIMES = settings().max_examples // settings.get_profile("short").max_examples
_PATIENCE = pytest.mark.timeout(900 * _TIMES)
# In a world each question is asked with so many chances in a hundred: many worlds tell more than many questions.
_SHARE = 12
# Several tests, that several processes have something to do.
FIVE = pytest.mark.parametrize("part", range(1, 6))
THREE = pytest.mark.parametrize("part", range(1, 4))
WORLDS = settings(
    max_examples=40 * _TIMES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@_PATIENCE
@pytest.mark.fuzz
@FIVE
@WORLDS
@given(world=drawn.worlds(_SHARE))
def test_nobody_learns_what_they_may_not_know(stage: Stage, part: int, world: story.World) -> None:
    Player(stage, world).play()


@_PATIENCE
@pytest.mark.fuzz
@THREE
@settings(WORLDS, max_examples=20 * _TIMES)
@given(drawn_=drawn.hiding(_SHARE))
def test_a_record_that_somebody_may_not_know_of_is_as_if_it_were_not(
    stage: Stage,
    part: int,
    drawn_: tuple[story.World, str],
) -> None:
    world, name = drawn_
    told, without = Player(stage, world), Player(stage, world.without(name))
    told.play()
    without.play()
    for person in set(cast.EVERYBODY) - told.knew[name] - told.writing.tried[name]:
        found = difference(told.transcripts[person], without.transcripts[person])
        assert not found, f"{person} can tell whether {name} is there\n{found}"
