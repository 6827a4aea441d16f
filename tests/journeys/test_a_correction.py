"""What was said was wrong: whoever opened the record is told, each alone, and its owner sees who has taken note."""

from __future__ import annotations

from typing import Any

import pytest

from storage.audit import Act
from storage.takedowns import Change
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import edit, send, stands
from tests.journeys.test_for_whom import bells, inbox, opened, reference, sent, shown
from tests.journeys.test_recall import FRIDA, GRETA, MIRA, OTTO, acts, press, question, rung

BELL = "Something that your company opened was corrected."


@pytest.fixture
def card(stage: Stage) -> dict[str, Any]:
    """A record of Facebook's, which Greta of Google opened."""
    stage.slack.join(OTTO, "C0OTHER")
    stage.slack.join(OTTO, stage.room)
    stage.open_doors()
    card = stage.log(FRIDA, "74 Facebook pages", origins="Iran")
    opens(stage, card)
    return card


def opens(stage: Stage, card: dict[str, Any]) -> None:
    """Let Greta open the record."""
    stage.slack.click(GRETA, "takedown_show", channel=stage.room, ts=card["ts"])
    stage.slack.close(GRETA, all_=True)


def correct(stage: Stage, **fields: Any) -> None:
    """Correct the one record."""
    edit(stage, stands(stage).reference)
    send(stage, correction=["correction"], **fields)
    assert stage.slack.view(FRIDA) is None


def test_a_correction_is_told_to_who_opened_it_and_acknowledged(stage: Stage, card: dict[str, Any]) -> None:
    edit(stage, reference(stage))
    stage.slack.submit(FRIDA, {"correction": ["correction"], "origins": "Russia", "reason": "Others ran it"})
    assert "Corrected because" in stage.top(FRIDA)
    stage.slack.submit(FRIDA)
    stage.soon(lambda: "corrected" in stage.slack.text(stage.card(MIRA)))
    shows = stage.slack.text(stage.card(MIRA))
    assert "revised" not in shows
    assert "Corrected because" in shows
    stage.soon(lambda: rung(stage, GRETA, BELL))
    assert not rung(stage, MIRA, BELL)
    for word in ("TD-", "Facebook", "Russia", "Others"):
        assert word not in str(next(one for one in bells(stage, GRETA) if BELL in one["text"])["text"])
    assert "Facebook corrected TD-" in inbox(stage, OTTO)
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    stage.slack.click(GRETA, "takedown_history")
    changed = stage.top(GRETA)
    for words in ("Revision 2, a correction", "Others ran it", "Russia", "Revision 1", "Iran"):
        assert words in changed
    stage.slack.close(GRETA)
    stage.slack.click(GRETA, "takedown_reply:acknowledged")
    assert "Your company’s answer is kept: Acknowledged." in stage.top(GRETA)
    stage.slack.close(GRETA, all_=True)
    assert "Nothing waits for you." in inbox(stage, OTTO)
    stage.soon(lambda: rung(stage, FRIDA, "All whom you asked have answered."))
    stage.slack.click(FRIDA, "for_me", channel=stage.room)
    stage.slack.click(FRIDA, "takedown_answers")
    page = stage.top(FRIDA)
    assert "Google" in page
    assert "Acknowledged" in page
    assert (Act.CORRECTED, "Facebook") in acts(stage)
    assert stands(stage).change is Change.CORRECTED


def test_a_later_correction_asks_anew(stage: Stage, card: dict[str, Any]) -> None:
    correct(stage, reason="Others ran it", origins="Russia")
    first = question(stage, "Google")
    press(stage, "takedown_reply:acknowledged", first, GRETA, "T0GOOGLE")
    assert "Nothing waits for you." in inbox(stage, GRETA)
    correct(stage, reason="It was both", origins="Russia, Iran")
    assert inbox(stage, GRETA).count("corrected TD-") == 1
    assert [one for one in acts(stage) if one[0] == Act.ASKED] == [(Act.ASKED, "Facebook")] * 2


def test_a_revision_that_is_no_correction_asks_nobody(stage: Stage, card: dict[str, Any]) -> None:
    edit(stage, reference(stage))
    send(stage, what="75 Facebook pages", reason="One more")
    stage.soon(lambda: "revised" in stage.slack.text(stage.card(MIRA)))
    assert "Nothing waits for you." in inbox(stage, GRETA)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"show {reference(stage)}")
    assert "takedown_answers" not in str(stage.slack.view(FRIDA))


def test_what_nobody_knows_yet_cannot_be_corrected(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "members")
    stage.slack.click(FRIDA, "takedown_more")
    sent(stage, not_before=int(stage.clock.now.timestamp()) + 7200)
    edit(stage, reference(stage))
    assert "What was said was wrong" not in stage.top(FRIDA)


def test_a_correction_that_waits_goes_with_the_record(stage: Stage, card: dict[str, Any]) -> None:
    """A recall takes its place, and who may not read the record any more acknowledges nothing of it."""
    correct(stage, reason="Others ran it", origins="Russia")
    first = question(stage, "Google")
    stage.slack.command(FRIDA, stage.room, "/takedown", f"recall {reference(stage)}")
    stage.slack.submit(FRIDA, {"reason": "All of it"})
    stage.soon(lambda: stage.cards(MIRA) == [])
    waits = inbox(stage, GRETA)
    assert "corrected TD-" not in waits
    assert "recalled TD-" in waits
    assert "not yours to open" in press(stage, "takedown_reply:acknowledged", first, GRETA, "T0GOOGLE")


@pytest.mark.parametrize("language", ["fr"])
def test_both_speak_french(stage: Stage, card: dict[str, Any], language: str) -> None:
    correct(stage, reason="Ce n’était pas eux", origins="Russie")
    stage.soon(lambda: "corrigée" in stage.slack.text(stage.card(MIRA)))
    stage.soon(lambda: rung(stage, GRETA, "Quelque chose que votre entreprise a ouvert a été corrigé."))
    td = stands(stage).reference
    stage.slack.command(FRIDA, stage.room, "/takedown", f"rappeler {td}")
    stage.slack.submit(FRIDA, {"reason": "Ce n’était rien"})
    stage.soon(lambda: stage.cards(MIRA) == [])
    assert f"Facebook a rappelé {td}" in shown(stage, MIRA, f"voir {td}")
