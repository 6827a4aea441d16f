"""A file held something that may no longer be used: it is deleted from the direct message, and its reader is told."""

from __future__ import annotations

from typing import Any

import pytest

from storage import access, exports, takedowns
from storage.access import Way
from tests.journeys.conftest import Stage
from tests.journeys.test_export import GRETA, asked, came, carried, files_of, inbox_of, rows, states
from tests.journeys.test_reading_records import logged, pages_of


def held(stage: Stage) -> list[exports.Export]:
    with stage.database.read() as session:
        return list(exports.holding(session, 1))


def recalled(stage: Stage) -> None:
    """Let Facebook recall its first record."""
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        record = takedowns.by_id(session, who, 1)
        takedowns.recall(session, who, record.token, reason="Wrong", form="r", way=Way.FORM, now=stage.clock())
        for export in exports.holding(session, 1):
            exports.take_back(session, export.export_id, now=stage.clock())


def received(stage: Stage) -> None:
    """Let a file come to Greta."""
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74), pages_of(12))
    stage.open_doors()
    asked(stage, GRETA)
    assert len(rows(came(stage, GRETA))) == 2
    carried(stage, lambda: states(stage) == ["sent"])
    stage.slack.close(GRETA, all_=True)


def rung(stage: Stage) -> list[str]:
    """Say what the bot wrote to Greta."""
    ims = [channel for channel in stage.slack.state(GRETA)["channels"] if channel["kind"] == "im"]
    return [message["text"] for im in ims for message in im["messages"] if not message["deleted"]]


def test_the_file_is_gone_its_reader_is_told_and_may_have_a_new_one(stage: Stage) -> None:
    received(stage)
    recalled(stage)
    carried(stage, lambda: states(stage) == ["taken_back"])
    assert files_of(stage, GRETA) == []
    bell = "A file that Tocsin sent you is gone from Slack. “For me” says why."
    stage.soon(lambda: bell in rung(stage))
    assert "something in it was recalled since" in inbox_of(stage, GRETA)
    assert "recalled" not in inbox_of(stage, "U0FELIX")
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    stage.slack.click(GRETA, "export_again")
    assert [row["n"] for row in rows(came(stage, GRETA))] == ["12"]
    assert [export.is_in_reach for export in held(stage)] == [True]


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "http", "status": 503},
        {"kind": "error", "error": "ratelimited"},
    ],
    ids=str,
)
def test_a_deletion_that_fails_for_a_while_is_repeated(stage: Stage, fault: dict[str, Any]) -> None:
    received(stage)
    stage.slack.fault(method="files.delete", **fault)
    recalled(stage)
    carried(stage, lambda: states(stage) == ["taken_back"])
    assert files_of(stage, GRETA) == []


def test_what_slack_does_not_delete_is_known_to_be_out_of_reach(stage: Stage) -> None:
    received(stage)
    stage.slack.fault(method="files.delete", kind="error", error="file_deleting_disabled")
    recalled(stage)
    carried(stage, lambda: stage.slack.calls("files.delete") and states(stage) == ["sent"])
    assert [export.is_in_reach for export in held(stage)] == [False]
    assert len(files_of(stage, GRETA)) == 1


def test_what_is_recalled_while_the_file_is_drawn_is_not_in_it(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74), pages_of(12))
    # Slack takes the bytes slowly, and in the meantime the first record falls away.
    stage.slack.fault(method="upload", kind="slow", seconds=1)
    asked(stage, GRETA)
    stage.slack.wait(lambda: stage.slack.calls("files.getUploadURLExternal"))
    recalled(stage)
    assert [row["n"] for row in rows(came(stage, GRETA))] == ["12"]
    assert held(stage) == []
