"""The model sees each condition of storage/access.py: with any one of them taken out, some world differs from it."""

from __future__ import annotations

import pytest

from tests.worlds.conditions import Cut, cuts, without
from tests.worlds.directed import WORLDS, Directed
from tests.worlds.player import Player
from tests.worlds.stage import Stage

CUTS = cuts()


def leading_to(cut: Cut) -> list[Directed]:
    """List the worlds that say of themselves that they lead to where a condition stands."""
    return [each for each in WORLDS if cut.where in each.leads_to]


@pytest.mark.parametrize("directed", WORLDS, ids=lambda one: one.why)
def test_in_each_of_these_worlds_nothing_is_told_amiss(stage: Stage, directed: Directed) -> None:
    Player(stage, directed.world).play()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_without_this_condition_something_is_told_amiss(stage: Stage, cut: Cut) -> None:
    with without(cut):
        assert any(_goes_amiss(stage, each) for each in leading_to(cut)), f"no world needs {cut}"


def _goes_amiss(stage: Stage, directed: Directed) -> bool:
    try:
        Player(stage, directed.world).play()
    except Exception:  # noqa: BLE001  Without a condition, what follows may also fail in any other way.
        return True
    return False
