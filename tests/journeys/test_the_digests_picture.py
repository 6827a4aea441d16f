"""The picture in the channel's digest: it follows its digest, leaves nothing behind, and has words where it fails."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from handlers import charts
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import logged, posted, recalled, revised, settled, the_digest, visited
from tests.journeys.test_the_channels_digest import go_to, on_monday

PNG = b"\x89PNG\r\n\x1a\n"
OUTSIDE = "U0OUTSIDE"


def picture(stage: Stage) -> dict[str, Any]:
    """Give the one picture of the one digest, once nothing is owed any more."""
    stage.soon(lambda: posted(stage) and settled(stage), seconds=30)
    (message,) = posted(stage)
    (block,) = [block for block in message["blocks"] if block["type"] == "image"]
    return block


def fetched(stage: Stage, file: str, as_: str) -> bytes:
    with urlopen(f"{stage.simulator.url}/files/{file}/picture?as={as_}") as answer:
        content: bytes = answer.read()
        return content


def files(stage: Stage) -> set[str]:
    return {each.id for each in stage.simulator.world.files.values() if each.complete and not each.deleted}


def in_words(stage: Stage) -> str:
    """Give what stands in the place of a picture."""
    stage.soon(lambda: posted(stage) and settled(stage), seconds=30)
    (message,) = posted(stage)
    assert not [block for block in message["blocks"] if block["type"] == "image"]
    said: str = stage.slack.text(message)
    return " ".join(said.split())


def test_the_digest_shows_the_trend_to_who_reads_it(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    logged(stage, "U0GRETA", 39, acted_on=date(2018, 8, 14))
    on_monday(stage)
    shown = picture(stage)
    assert shown["alt_text"].startswith("From Jun 4 to Aug 20, the newest last. Takedowns: 0, 0, ")
    assert shown["alt_text"].endswith("1, 1. Taken down, by platform. Facebook: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 39, 74.")
    file = shown["slack_file"]["id"]
    assert fetched(stage, file, "U0GRETA").startswith(PNG)
    assert b"Sign in" in fetched(stage, file, OUTSIDE)
    assert files(stage) == {file}


def test_it_follows_what_changes_and_the_old_file_is_gone(stage: Stage) -> None:
    first, second = logged(stage, "U0FRIDA", 74), logged(stage, "U0FRIDA", 12, acted_on=date(2018, 7, 3))
    on_monday(stage)
    before = picture(stage)
    assert ", 12, " in before["alt_text"]
    # What was taken down weeks before stands in the picture alone.
    recalled(stage, "U0FRIDA", second)
    visited(stage)
    the_digest(stage, "Updated")
    after = picture(stage)
    assert ", 12, " not in after["alt_text"]
    assert after["slack_file"] != before["slack_file"]
    assert files(stage) == {after["slack_file"]["id"]}
    revised(stage, "U0FRIDA", first, 73)
    visited(stage)
    the_digest(stage, "73 Facebook pages")
    last = picture(stage)
    assert last["alt_text"].endswith("73.")
    assert files(stage) == {last["slack_file"]["id"]}


@pytest.mark.parametrize("language", ["fr"])
def test_it_speaks_french(stage: Stage, language: str) -> None:
    logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert "Retraits" in picture(stage)["alt_text"]


def test_a_quiet_week_has_none(stage: Stage) -> None:
    on_monday(stage)
    assert "No takedown became known." in in_words(stage)
    assert files(stage) == set()


def test_what_is_all_gone_takes_its_picture_along(stage: Stage) -> None:
    record = logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert {picture(stage)["slack_file"]["id"]} == files(stage)
    recalled(stage, "U0FRIDA", record)
    visited(stage)
    stage.soon(lambda: files(stage) == set(), seconds=30)
    assert "74" not in in_words(stage)


def test_a_chart_that_cannot_be_drawn_is_told_in_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("raise ValueError('no ink')")
    monkeypatch.setattr(charts, "_WORKER", worker)
    logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert "Taken down, by platform. Facebook: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 74." in in_words(stage)


def test_slack_that_takes_no_files_is_told_in_words(stage: Stage) -> None:
    stage.slack.fault(method="files.getUploadURLExternal", kind="error", error="file_uploads_disabled")
    logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert "Taken down, by platform. Facebook" in in_words(stage)


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "upload", "files.completeUploadExternal"])
def test_an_upload_that_fails_half_way_ends_with_one_digest_and_one_picture(stage: Stage, method: str) -> None:
    stage.slack.fault(method=method, kind="drop_after", times=2)
    logged(stage, "U0FRIDA", 74)
    on_monday(stage)
    assert {picture(stage)["slack_file"]["id"]} == files(stage)
    assert len(posted(stage)) == 1


def test_slack_down_for_two_hours_ends_with_one_digest_and_its_picture(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.slack.fault(method="*", kind="http", status=503, times=100_000)
    on_monday(stage)
    for minute in range(0, 120, 10):
        go_to(stage, stage.clock() + timedelta(minutes=10))
        visited(stage)
        assert posted(stage) == [], minute
    stage.simulator.world.faults.clear()
    go_to(stage, stage.clock() + timedelta(minutes=10))
    assert {picture(stage)["slack_file"]["id"]} == files(stage)
    assert len(posted(stage)) == 1


def test_a_coordinator_previews_its_words(stage: Stage) -> None:
    logged(stage, "U0FRIDA", 74)
    stage.slack.command("U0FELIX", stage.room, "/digest", "preview 2018-W34")
    said = stage.soon(lambda: [m for m in stage.slack.seen("U0FELIX", stage.room) if m["ephemeral"]])
    words = " ".join(stage.slack.text(said[-1]).split())
    assert "Where these words tell of the last weeks, the channel finds a picture." in words
    assert "Taken down, by platform. Facebook" in words
