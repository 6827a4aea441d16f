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
WORLDS = settings(
    max_examples=60 * _TIMES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@_PATIENCE
@pytest.mark.fuzz
@WORLDS
@given(world=drawn.worlds(share=25))
def test_nobody_learns_what_they_may_not_know(stage: Stage, world: story.World) -> None:
    Player(stage, world).play()


@_PATIENCE
@pytest.mark.fuzz
@settings(WORLDS, max_examples=20 * _TIMES)
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
