"""A coalition ends: two coordinators want it, everybody gets their copy, and then a hash and a date are left."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handlers.coalition import dissolving
from storage import coalitions
from storage.people import Role
from tests.journeys.conftest import Shell, Stage
from tests.journeys.test_export import carried, files_of, states
from tests.journeys.test_for_whom import bells, shown
from tests.journeys.test_retention import inbox, said
from tests.journeys.test_the_coalition import lead

FELIX, FRIDA, GRETA = "U0FELIX", "U0FRIDA", "U0GRETA"


@pytest.fixture(autouse=True)
def two(stage: Stage) -> None:
    """Felix of Facebook and Greta of Google coordinate; Frida and Greta lead their companies."""
    lead(stage, FRIDA, "Facebook")
    lead(stage, GRETA, "Google")
    lead(stage, GRETA, "Google", Role.COORDINATOR)
    stage.open_doors()


def agreed(stage: Stage) -> None:
    """Let two coordinators want it."""
    stage.slack.command(FELIX, stage.room, "/coalition", "dissolve")
    stage.slack.submit(FELIX, {"name": "Another"})
    assert "is called “Coalition”" in stage.field_errors(FELIX)["name"]
    stage.slack.submit(FELIX, {"name": "coalition"})
    assert "A coordinator of another company can agree" in stage.top(FELIX)
    stage.slack.close(FELIX, all_=True)
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    assert "the end of this coalition" in stage.top(GRETA)
    stage.slack.click(GRETA, "coalition_agree")
    stage.slack.close(GRETA, all_=True)


def passed(stage: Stage, days: float) -> None:
    """Let days pass, and let the clock visit."""
    stage.clock.advance(days=days)
    dissolving.go_on(stage.tocsin.house, stage.clock())


def test_from_the_first_word_to_a_hash_and_a_date(stage: Stage, shell: Shell, tmp_path: Path) -> None:
    card = stage.log(FRIDA, summary="A network of pages.")
    reference = f"TD-{stage.slack.text(card).partition('TD-')[2][:5]}"
    stage.mention(GRETA, "coalition hold")
    stage.slack.click(GRETA, "coalition_hold_new")
    stage.slack.submit(GRETA, {"matter": "Case 1"})
    stage.slack.close(GRETA, all_=True)
    hold = re.findall(r"^([\w-]{22}): Google of Coalition", shell("hold", "list").out, re.MULTILINE)[0]
    agreed(stage)
    stage.soon(lambda: "is being dissolved" in said(stage, "U0MIRA"))
    carried(stage, lambda: states(stage) == ["sent", "sent"])
    assert len(files_of(stage, FRIDA)) == len(files_of(stage, GRETA)) == 1
    assert files_of(stage, "U0MIRA") == []
    # Nothing new is logged, and everything is still there.
    stage.slack.command(FRIDA, stage.room, "/takedown", "74 pages")
    assert "being dissolved" in stage.aside(FRIDA)
    assert "is being dissolved" in inbox(stage, "U0MIRA")
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    stage.slack.click(GRETA, "coalition_dissolution")
    progress = stage.top(GRETA)
    assert "has its copy" in progress
    assert "has nobody here to send it to" in progress
    stage.slack.close(GRETA, all_=True)
    passed(stage, 0.1)
    stage.soon(lambda: [one for one in bells(stage, GRETA) if "A day is left" in one["text"]])
    assert reference in shown(stage, "U0MIRA", f"show {reference}")
    passed(stage, 1)
    # What the bot said is taken down, and who comes now is told what a stranger is told.
    stage.soon(lambda: said(stage, GRETA) == "")
    stage.soon(lambda: bells(stage, GRETA) == [] or all(one["files"] for one in bells(stage, GRETA)), 30)
    passed(stage, 1.1)
    told = shell("coalition", "dissolved").out.splitlines()[-1]
    assert re.fullmatch(r"[\w-]{22} 2018-08-\d\d [0-9a-f]{64}", told)
    assert not [word for word in ("Coalition", "Facebook", "Google") if word in told]
    assert shell("coalition", "list").out == ""
    stage.slack.command(FELIX, stage.room, "/takedown", "list")
    assert "does not know your company" in stage.aside(FELIX)
    # What Google held is Google's, at the shell.
    to = tmp_path / "held.json"
    assert "1 records, 0 of which" in shell("hold", "export", hold, "--to", str(to)).words
    (held,) = json.loads(to.read_bytes())
    assert held["kept"]["reference"] == reference
    assert held["kept"]["revisions"][0]["report"]["summary"] == "A network of pages."
    assert "dissolved" in shell("hold", "list").out
    assert "is lifted" in shell("hold", "lift", hold).out
    assert shell("hold", "export", hold, "--to", str(tmp_path / "again.json")).code != 0


def test_one_coordinator_stops_it_and_everything_stays(stage: Stage) -> None:
    agreed(stage)
    stage.soon(lambda: "is being dissolved" in said(stage, "U0MIRA"))
    stage.slack.command(FELIX, stage.room, "/coalition", "dissoudre")
    stage.slack.click(FELIX, "coalition_dissolution_stop")
    stage.soon(lambda: "Facebook stopped the dissolution." in said(stage, "U0MIRA"))
    passed(stage, 30)
    assert "being dissolved" not in inbox(stage, "U0MIRA")
    assert "74 Facebook pages" in stage.slack.text(stage.log(FRIDA))


def test_who_does_not_coordinate_ends_nothing(stage: Stage) -> None:
    stage.slack.command(FRIDA, stage.room, "/coalition", "dissolve")
    assert "Only those who coordinate" in stage.aside(FRIDA)
    with stage.database.read() as session:
        assert coalitions.all_of_them(session)[0].dissolving_at is None
