"""A digest that did not come: the coordinators are told once, with the reference that the log has, and nobody else."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from handlers import scheduling
from storage import schedules
from storage.rhythms import Every, Rhythm
from tests.journeys.conftest import Stage
from tests.journeys.test_for_whom import bells
from tests.journeys.test_retention import inbox

FELIX, FRIDA = "U0FELIX", "U0FRIDA"


def stopped(stage: Stage, *, days: int) -> None:
    """Let a digest come each week, and nobody look for so long."""
    stage.open_doors()
    with stage.database.begin() as session:
        mondays = Rhythm(Every.WEEKLY, time(9), weekdays=(0,))
        schedules.keep(session, stage.coalition, schedules.DIGEST, mondays, now=stage.clock())
        # The stop itself: nothing asks storage meanwhile.
        now = stage.clock() + timedelta(days=days)
        schedules.come_round(session, now=now, limit=10)
    stage.clock.advance(days=days)


def rung(stage: Stage, person: str) -> list[str]:
    """List the doorbells of what did not come."""
    return [one["text"] for one in bells(stage, person) if "did not come" in one["text"]]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_coordinators_are_told_once_and_find_which_and_under_which_reference(stage: Stage, language: str) -> None:
    stopped(stage, days=13)
    for _ in range(2):
        scheduling.tell(stage.tocsin.house, stage.clock())
    word = {"en": "did not come", "fr": "n’est pas venu"}[language]
    (bell,) = stage.soon(lambda: [one for one in bells(stage, FELIX) if word in one["text"]])
    assert not [each for each in ("2018", "Coalition", "Facebook") if each in str(bell["blocks"])]
    with stage.database.read() as session:
        (stands,) = schedules.standing(session, stage.coalition.id)
    assert stands.last is not None
    assert stands.last.reference is not None
    told = inbox(stage, FELIX)
    assert stands.last.reference in told
    assert "/digest 2018-W35" in told
    assert {"en": "August 27, 2018", "fr": "27 août 2018"}[language] in told
    assert stands.last.reference not in inbox(stage, FRIDA)
    assert not [one for one in bells(stage, FRIDA) if word in one["text"]]
    scheduling.tell(stage.tocsin.house, stage.clock())
    stage.later(5)
    assert len([one for one in bells(stage, FELIX) if word in one["text"]]) == 1
    # After two weeks it is shown no more.
    stage.clock.advance(days=15)
    assert stands.last.reference not in inbox(stage, FELIX)


def test_of_many_the_newest_are_shown_and_the_others_counted(stage: Stage) -> None:
    stopped(stage, days=7 * 9 + 4)
    scheduling.tell(stage.tocsin.house, stage.clock())
    stage.soon(lambda: rung(stage, FELIX))
    told = inbox(stage, FELIX)
    assert told.count("/digest 2018-W") == 3
    assert "7 more before that." in told
    assert len(rung(stage, FELIX)) == 1
