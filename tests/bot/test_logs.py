"""Log lines: one an event, no secret, nobody's words, whatever is turned up."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from sqlalchemy.exc import IntegrityError, OperationalError

from bot import logs
from bot.settings import LogFormat, LogLevel

WORDS = "652 pages that nobody may read in a log"
Lines = Callable[[], list[dict[str, object]]]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the lines go; logging is put back afterwards as the other tests know it."""
    loggers = [logging.root, *(logging.getLogger(name) for name in (*logs.OURS, *logs._AT_LEAST))]
    before = [(logger.level, logger.handlers[:], logger.filters[:]) for logger in loggers]
    hooks = sys.excepthook, threading.excepthook
    yield io.StringIO()
    for logger, (level, handlers, filters) in zip(loggers, before, strict=True):
        logger.setLevel(level)
        logger.handlers[:], logger.filters[:] = handlers, filters
    sys.excepthook, threading.excepthook = hooks
    structlog.reset_defaults()


@pytest.fixture
def lines(stream: io.StringIO) -> Lines:
    logs.configure(LogLevel.DEBUG, LogFormat.JSON, secrets=["5ecre7"], stream=stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_with_what_it_is_about(lines: Lines) -> None:
    structlog.get_logger("handlers.takedown").info("takedown logged", reference="TD-7KQ4M")
    (line,) = lines()
    assert line.pop("timestamp")
    assert line == {
        "event": "takedown logged",
        "reference": "TD-7KQ4M",
        "level": "info",
        "logger": "handlers.takedown",
    }


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-123-456-AbCd",
        "xoxp-123-456-AbCd",
        "xoxe.xoxb-1-Mi0y",
        "xapp-1-A012-34-abcdef",
        "5ecre7",
        "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
    ],
)
@pytest.mark.parametrize("speaker", ["handlers.takedown", "slack_sdk.web.client", "uvicorn.error"])
def test_no_secret_comes_out_whoever_speaks(stream: io.StringIO, lines: Lines, secret: str, speaker: str) -> None:
    logging.getLogger(speaker).warning("sent %s in %s", secret, {"headers": {"Authorization": f"Bearer {secret}"}})
    structlog.get_logger(speaker).warning(f"token {secret}", nested={"token": [secret]})
    assert len(lines()) == 2
    assert secret not in stream.getvalue()


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("https://hooks.slack.com/actions/T1/22/opensesame gone", "opensesame"),
        ("postgresql+psycopg://me:opensesame@db/tocsin is away", "opensesame"),
        ("Authorization: Bearer opensesame", "opensesame"),
    ],
)
def test_what_opens_a_door_is_hidden(stream: io.StringIO, lines: Lines, text: str, hidden: str) -> None:
    logging.getLogger("anybody").error(text)
    assert hidden not in stream.getvalue()


@pytest.mark.parametrize("form", LogFormat)
def test_what_a_proxy_answered_in_slack_s_place_is_hidden(stream: io.StringIO, form: LogFormat) -> None:
    logs.configure(LogLevel.INFO, form, stream=stream)
    quoted = f'Received a response in a non-JSON format: <p class="x">{WORDS}...'
    logging.getLogger("slack_sdk.web").error("Failed to decode Slack API response: %s", quoted)
    structlog.get_logger("handlers.answering").warning("answer_missed", error=quoted)
    assert "Failed to decode" in stream.getvalue()
    assert WORDS not in stream.getvalue()


def test_a_secret_is_hidden_on_the_console_too(stream: io.StringIO) -> None:
    logs.configure(LogLevel.INFO, LogFormat.CONSOLE, stream=stream)
    structlog.get_logger("bot").info("started", token="xoxb-123-456")
    assert "started" in stream.getvalue()
    assert "xoxb-" not in stream.getvalue()


def test_ours_can_be_turned_up_and_libraries_cannot(lines: Lines) -> None:
    for name in ("bot.courier", "slack_sdk.web", "slack_bolt", "slack_bolt.App", "sqlalchemy.engine", "anything"):
        logging.getLogger(name).debug("said by %s", name)
    assert [line["event"] for line in lines()] == ["said by bot.courier"]


def test_a_client_never_composes_what_debug_would_print(lines: Lines) -> None:
    client = WebClient(logger=logging.getLogger("slack_sdk.web"), base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    assert client.logger.level >= logging.INFO
    with pytest.raises(OSError, match="refused"):
        client.chat_postMessage(channel="C1", text=WORDS)
    assert WORDS not in json.dumps(lines())


def test_bolt_does_not_quote_a_request_that_nobody_hears(stream: io.StringIO, lines: Lines) -> None:
    app = App(
        logger=logging.getLogger("slack_bolt"),
        process_before_response=True,
        request_verification_enabled=False,
        authorize=lambda **_: None,
        signing_secret="x",
    )
    app._middleware_list.clear()
    app.dispatch(BoltRequest(body={"type": "block_suggestion", "value": WORDS, "action_id": "a"}, mode="socket_mode"))
    assert [line["event"] for line in lines()] == ["unhandled request: block_suggestion"]
    assert WORDS not in stream.getvalue()


def fail(error: Exception) -> None:
    raise error


def failing(error: Exception) -> None:
    try:
        fail(error)
    except type(error):
        structlog.get_logger("handlers.takedown").exception("failed", reference="E-1")


def test_an_exception_is_told_on_one_line_without_its_words(lines: Lines) -> None:
    failing(ValueError(WORDS))
    (line,) = lines()
    assert str(line["error"]).startswith("ValueError in bot/test_logs.py:")
    assert str(line["error"]).endswith(" fail")
    assert WORDS not in json.dumps(line)


def test_the_cause_of_an_exception_is_told_too(lines: Lines) -> None:
    error = RuntimeError(WORDS)
    error.__cause__ = KeyError(WORDS)
    failing(error)
    assert " because of KeyError in " in str(lines()[0]["error"])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (sqlite3.OperationalError("database is locked"), "database is locked"),
        (OperationalError("SELECT", {}, sqlite3.OperationalError("no such table: x")), "no such table: x"),
        (IntegrityError("INSERT", {"a": WORDS}, sqlite3.IntegrityError("UNIQUE failed: a.b")), "UNIQUE failed: a.b"),
    ],
)
def test_a_reason_is_told_where_it_can_quote_nobody(lines: Lines, error: Exception, reason: str) -> None:
    failing(error)
    assert reason in str(lines()[0]["error"])
    assert WORDS not in json.dumps(lines())


def test_slack_s_own_error_is_told_by_its_code(lines: Lines) -> None:
    data = {"ok": False, "error": "invalid_blocks", "response_metadata": {"messages": [WORDS]}}
    response = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers={}, status_code=200
    )
    failing(SlackApiError(f"refused: {WORDS}", response))
    assert "SlackApiError (invalid_blocks)" in str(lines()[0]["error"])
    assert WORDS not in json.dumps(lines())


def test_a_library_s_exception_is_told_without_the_library_s_words(lines: Lines) -> None:
    try:
        fail(ValueError(WORDS))
    except ValueError:
        logging.getLogger("slack_bolt.App").exception("Failed to run a listener (error: %s)", WORDS)
    (line,) = lines()
    assert line["event"] == "slack_bolt.App failed"
    assert str(line["error"]).startswith("ValueError in ")
    assert WORDS not in json.dumps(line)


def test_a_thread_that_dies_says_so_in_the_log(lines: Lines) -> None:
    def die() -> None:
        raise ValueError(WORDS)

    thread = threading.Thread(target=die, name="courier")
    thread.start()
    thread.join()
    (line,) = lines()
    assert (line["event"], line["thread"], line["level"]) == ("thread crashed", "courier", "critical")
    assert WORDS not in json.dumps(line)
