"""A whole story at debug level: nobody's words, no title, no token and no signature in any line, whatever fails."""

from __future__ import annotations

import io
import logging
import re
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy import text

from bot import logs
from bot.settings import LogFormat, LogLevel
from tests.journeys.conftest import KEY, Stage
from tests.journeys.signed import SECRET
from tests.journeys.test_reading_records import reference_of

PLANTED = ("Zanzibar", "umbrella", "Liberty", "FireEye", "secret-policy", "newsroom", "because-of-this", "4321")
SECRETS = ("xoxb-facebook", "xoxb-twitter", SECRET, KEY)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All lines of the bot, from its start on; logging is put back afterwards as the other tests know it."""
    loggers = [logging.root, *(logging.getLogger(name) for name in (*logs.OURS, *logs._AT_LEAST))]
    before = [(logger.level, logger.handlers[:], logger.filters[:]) for logger in loggers]
    hooks = sys.excepthook, threading.excepthook
    lines = io.StringIO()
    logs.configure(LogLevel.DEBUG, LogFormat.JSON, secrets=SECRETS, stream=lines)
    yield lines
    for logger, (level, handlers, filters) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.handlers[:], logger.filters[:] = handlers, filters
    sys.excepthook, threading.excepthook = hooks
    structlog.reset_defaults()


def fill(stage: Stage, person: str) -> None:
    """Type planted words into every field."""
    stage.slack.click(person, "takedown_more")
    stage.slack.submit(
        person,
        {
            "what": "Liberty: 4321 Facebook pages",
            "summary": "They met in Zanzibar under an umbrella",
            "policy": "secret-policy",
            "found": ["security_firm"],
            "found_who": "FireEye",
            "link": "https://newsroom.fb.com/umbrella",
        },
    )


def clean(lines: io.StringIO) -> None:
    """Check that nothing planted was logged, and that something was."""
    logged = lines.getvalue()
    assert logged
    found = [word for word in (*PLANTED, *SECRETS) if word in logged]
    assert not found, [line for line in logged.splitlines() if any(word in line for word in found)]
    assert not re.search(r"v0=[0-9a-f]{16}|response_url|hooks\.slack|TD-[0-9A-Z]{5}|Frida|Greta", logged)


def test_a_story_that_goes_well_leaves_no_words_in_the_log(log: io.StringIO, stage: Stage) -> None:
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown", "4321 Facebook pages, an umbrella in Zanzibar")
    fill(stage, "U0FRIDA")
    slack.submit("U0FRIDA")
    card = stage.card("U0GRETA")
    stage.mention("U0GRETA", "list umbrella Zanzibar")
    slack.command("U0FRIDA", stage.room, "/takedown", f"withdraw {reference_of(stage, card)}")
    slack.submit("U0FRIDA", {"reason": "because-of-this"})
    stage.soon(lambda: "took this record back" in slack.text(stage.card("U0GRETA")))
    clean(log)


def test_refusals_and_failures_leave_no_words_in_the_log_but_a_reference(log: io.StringIO, stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0STRANGER", stage.room, "<@U0BOTFACEBOOK> umbrella Zanzibar")
    slack.fault(method="chat.postMessage", kind="error", error="invalid_blocks", times=3)
    slack.fault(method="views.open", kind="error", error="expired_trigger_id")
    slack.command("U0FRIDA", stage.room, "/takedown", "4321 Facebook pages, an umbrella in Zanzibar")
    slack.click("U0FRIDA", "takedown_resume", channel=stage.room)
    fill(stage, "U0FRIDA")
    with stage.database.begin() as session:
        session.execute(text("ALTER TABLE takedown_revisions RENAME TO elsewhere"))
    slack.submit("U0FRIDA")
    reference = re.search(r"reference: ([0-9a-f]{8})", stage.top("U0FRIDA"))
    assert reference
    assert reference[1] in log.getvalue()
    with stage.database.begin() as session:
        session.execute(text("ALTER TABLE elsewhere RENAME TO takedown_revisions"))
    slack.close("U0FRIDA", all_=True)
    slack.command("U0FRIDA", stage.room, "/takedown", "")
    assert "They met in Zanzibar under an umbrella" in stage.top("U0FRIDA")
    slack.submit("U0FRIDA")
    slack.submit("U0FRIDA")
    assert slack.view("U0FRIDA") is None
    stage.soon(lambda: [each for each in slack.calls("chat.postMessage") if each["error"] == "invalid_blocks"])
    clean(log)
