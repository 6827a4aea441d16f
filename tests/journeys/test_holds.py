"""A legal hold that nobody else notices: its company's lead sets, reads and lifts it; to others there is none."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from storage import holds, takedowns
from storage.people import Role
from tests.journeys.conftest import Stage, in_the_room
from tests.journeys.test_the_coalition import lead

GRETA, FRIDA, OTTO = "U0GRETA", "U0FRIDA", "U0OUTSIDE"


@pytest.fixture(autouse=True)
def leads(stage: Stage) -> None:
    """Greta leads Google, Frida leads Facebook, and Otto is Google's too."""
    lead(stage, GRETA, "Google")
    lead(stage, FRIDA, "Facebook")
    stage.slack.join(OTTO, stage.room)
    stage.slack.wait(lambda: in_the_room(stage.database, stage.coalition) == 9)
    stage.open_doors()


def place(stage: Stage, matter: str, **fields: Any) -> None:
    """Let Greta set a hold, by the coalition's page."""
    stage.slack.click(GRETA, "coalition_open", channel=stage.room)
    stage.slack.click(GRETA, "coalition_holds")
    stage.slack.click(GRETA, "coalition_hold_new")
    stage.slack.submit(GRETA, {"matter": matter, **fields})
    assert stage.field_errors(GRETA) == {}
    assert matter in stage.top(GRETA)
    stage.slack.close(GRETA, all_=True)


def shown(stage: Stage, person: str) -> str:
    """Give the form on top as it was drawn, without what is random or a time."""
    view = stage.slack.view(person)
    drawn = json.dumps({name: view[name] for name in ("title", "blocks")} if view else stage.slack.notices(person))
    stage.slack.close(person, all_=True)
    return re.sub(
        r"[\w-]{22}", "…", re.sub(r"<!date\^\d+|\d\d:\d\d UTC|V0\w+|\d{10}\.\d{6}|\"block_id\": \"\w{5}\"", "…", drawn)
    )


def told(stage: Stage, person: str, reference: str) -> dict[str, str]:
    """Ask all that may be asked, and collect the answers."""
    answers: dict[str, str] = {}
    for words in ("list", "list 74", f"show {reference}", "coalition", "export"):
        stage.mention(person, words)
        answers[words] = shown(stage, person)
    for button in ("for_me", "help", "takedown_show"):
        card = stage.cards(person)[0]
        pinned = button != "takedown_show"
        stage.slack.click(person, button, channel=stage.room, **({} if pinned else {"ts": card["ts"]}))
        answers[button] = shown(stage, person)
    posted = [each for each in stage.slack.seen(person, stage.room) if each["bot"] and not each["ephemeral"]]
    answers["channel"] = str([stage.slack.text(each) for each in posted])
    return answers


def test_nobody_else_notices_a_hold(stage: Stage) -> None:
    reference = f"TD-{stage.slack.text(stage.log(FRIDA)).partition('TD-')[2][:5]}"
    others = (FRIDA, "U0FELIX", "U0MIRA", OTTO)
    for person in others:
        told(stage, person, reference)
    before = {person: told(stage, person, reference) for person in others}
    direct = {person: stage.slack.state(person)["channels"] for person in others}
    place(stage, "Case 1")
    place(stage, "Case 2", references=reference)
    for person in others:
        messages = [
            [each["messages"] for each in channels]
            for channels in (direct[person], stage.slack.state(person)["channels"])
        ]
        assert messages[0] == messages[1]
    after = {person: told(stage, person, reference) for person in others}
    assert [
        (person, asked_for, said, after[person][asked_for])
        for person in others
        for asked_for, said in before[person].items()
        if after[person][asked_for] != said
    ] == []
    for person in (OTTO, "U0MIRA", "U0FELIX"):
        stage.mention(person, f"coalition hold {reference}")
        assert "Only your company’s lead or counsel can do this." in stage.top(person)
    assert not [words for words in ("Case 1", "Case 2") if words in str(before)]
    # The trail that Facebook's lead reads tells what Google opened, and nothing of what it holds.
    stage.slack.click(FRIDA, "takedown_show", channel=stage.room)
    stage.slack.click(FRIDA, "audit_opened_by")
    trail = stage.top(FRIDA)
    assert "hold" not in trail
    assert "set it" not in trail


def test_a_hold_is_set_over_named_records_read_and_lifted(stage: Stage) -> None:
    reference = f"TD-{stage.slack.text(stage.log(FRIDA)).partition('TD-')[2][:5]}"
    stage.mention(GRETA, f"coalition hold {reference}")
    stage.slack.submit(GRETA, {"matter": "Case <!channel>"})
    assert "covers 1 record that you can see" in stage.top(GRETA)
    assert "Case <!channel>" in stage.top(GRETA)
    stage.slack.click(GRETA, "coalition_hold_open")
    assert "Nothing that it covers was erased yet" in stage.top(GRETA)
    assert "set it" in stage.top(GRETA)
    stage.slack.click(GRETA, "coalition_hold_lift")
    assert "lifted" in stage.top(GRETA)
    assert "coalition_hold_open" not in str(stage.slack.view(GRETA))


def test_what_cannot_be_seen_cannot_be_named(stage: Stage) -> None:
    stage.mention(GRETA, "coalition hold TD-00000")
    stage.slack.submit(GRETA, {"matter": "Case 1"})
    assert "nothing by “TD-00000” that you can see" in stage.field_errors(GRETA)["references"]
    stage.slack.submit(GRETA, {"matter": "  ", "references": ""})
    assert "a few words" in stage.field_errors(GRETA)["matter"]
    stage.slack.submit(GRETA, {"matter": "Case 1", "references": "", "since": "2018-08-25"})
    assert "still to come" in stage.field_errors(GRETA)["since"]
    stage.slack.submit(GRETA, {"matter": "Case 1", "references": "", "since": "2018-08-24"})
    assert "given and received since" in stage.top(GRETA)


def test_what_is_kept_is_read_by_lead_and_counsel_alone(stage: Stage) -> None:
    stage.log(FRIDA, summary="A network of pages.")
    place(stage, "Case 1")
    with stage.database.begin() as session:
        (record,) = session.execute(takedowns.takedowns.select()).all()
        holds.preserve(session, record.id)
    stage.slack.command(FRIDA, stage.room, "/coalition", "hold")
    assert "There is none." in stage.top(FRIDA)
    stage.slack.click(GRETA, "coalition_open", channel=stage.room)
    stage.slack.click(GRETA, "coalition_holds")
    stage.slack.click(GRETA, "coalition_hold_open")
    stage.slack.click(GRETA, "coalition_held_open")
    assert "A network of pages." in stage.top(GRETA)
    assert "Facebook · TLP:AMBER+STRICT · erased everywhere but here" in stage.top(GRETA)
    stage.slack.close(GRETA, all_=True)
    # Whoever becomes counsel reads it too.
    lead(stage, OTTO, "Google", Role.COUNSEL)
    stage.slack.click(OTTO, "coalition_open", channel=stage.room)
    stage.slack.click(OTTO, "coalition_holds")
    stage.slack.click(OTTO, "coalition_hold_open")
    assert "74 Facebook pages" in stage.top(OTTO)
    assert "read something that is kept under it" in stage.top(OTTO)
