"""Log lines: one an event, with ids and references; never a secret, never a word that somebody typed."""

from __future__ import annotations

import logging
import re
import sqlite3
import sys
import threading
from collections.abc import Iterable, Iterator
from types import FrameType, TracebackType
from typing import TextIO

import structlog
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import LogFormat, LogLevel

# LOG_LEVEL is for these; whatever else speaks is a library.
OURS = ("bot", "handlers", "storage")

# At debug, Slack's libraries print bodies and headers, and SQLAlchemy prints values.
_AT_LEAST = {
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    # It asks its own level, not the one it inherits, before it composes what debug would print.
    "slack_sdk.web": logging.INFO,
    "sqlalchemy": logging.WARNING,
    # What these say at info, bot/running.py says in one line.
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "uvicorn": logging.WARNING,
}

_SECRETS = re.compile(
    r"""
      \b(?:xox[a-z]|xapp)(?:[-.][A-Za-z0-9_%-]+)+        # Slack's tokens of every kind
    | (?<=Bearer\ )[^\s"',]+
    | \bv0=[0-9a-f]{16,}                                 # signatures of requests
    | (?<=hooks\.slack\.com/)[^\s"']+                    # whoever knows a response_url may answer
    | (?<=://)[^\s:/@"']+:[^\s/"']+(?=@)                 # a database's user and password
    """,
    re.VERBOSE,
)
_HIDDEN = "[hidden]"
_UNEXPECTED = "in a non-JSON format: "
_FRAMES = 8


def configure(level: LogLevel, form: LogFormat, *, secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Send every logger of this process through one redaction; `secrets` are hidden wherever they stand."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.stdlib.add_log_level, _stamp, _foreign],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _tell_exception,
                _without_answer,
                _renderer(form, colours=stream.isatty()),
                _Redaction(secrets),
            ],
        ),
    )
    logging.root.handlers[:] = [handler]
    threshold = logging.getLevelNamesMapping()[level.upper()]
    logging.root.setLevel(max(threshold, logging.INFO))
    for name in OURS:
        logging.getLogger(name).setLevel(threshold)
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(threshold, least))
    bolt = logging.getLogger("slack_bolt")
    bolt.filters[:] = [_without_payload]
    _configure_structlog()
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            _stamp,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


_stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)


def _renderer(form: LogFormat, *, colours: bool) -> Processor:
    if form is LogFormat.JSON:
        write = structlog.processors.JSONRenderer(ensure_ascii=False)
        return lambda logger, method, event: write(logger, method, _in_order(event))
    return structlog.dev.ConsoleRenderer(colors=colours)


def _in_order(event: EventDict) -> EventDict:
    """Begin each line alike, for whoever reads many."""
    first = ("timestamp", "level", "logger", "event")
    return {**{name: event[name] for name in first if name in event}, **event}


class _Redaction:
    """Hides secrets in the finished line, wherever in it they came from."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._known = tuple(secret for secret in secrets if secret)

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict | str | bytes) -> str:
        text = _SECRETS.sub(_HIDDEN, str(line))
        for secret in self._known:
            text = text.replace(secret, _HIDDEN)
        return text


def _foreign(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Keep a library from writing an exception's message, which may quote what somebody typed, into its own."""
    if event.get("exc_info"):
        event["event"] = f"{event['logger']} failed"
    return event


def _tell_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Put an exception on the event's line: what, where, and why if that cannot quote anybody."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["error"] = " because of ".join(_told(link) for link in _causes(error))
    return event


def _without_answer(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut what slack_sdk quotes of an answer that is none of Slack's: a proxy may have echoed the request."""
    for name, value in event.items():
        if isinstance(value, str) and _UNEXPECTED in value:
            event[name] = f"{value.partition(_UNEXPECTED)[0]}{_UNEXPECTED}{_HIDDEN}"
    return event


def _causes(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _told(error: BaseException) -> str:
    reason = _reason(error)
    frames = [
        f"{'/'.join(frame.f_code.co_filename.split('/')[-2:])}:{line} {frame.f_code.co_name}"
        for frame, line in _walk(error.__traceback__)
    ]
    return f"{type(error).__name__}{f' ({reason})' if reason else ''} in {' > '.join(frames[-_FRAMES:])}"


def _walk(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    while trace is not None:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _reason(error: BaseException | None) -> str:
    """Give the message of the exceptions that cannot quote a value; of PostgreSQL's, which can, the code."""
    match error:
        case SlackApiError():
            return str(error.response.get("error"))
        case DBAPIError():
            return _reason(error.orig)
        case OSError() | sqlite3.Error():
            return str(error)
    return getattr(error, "sqlstate", None) or ""


def _without_payload(record: logging.LogRecord) -> bool:
    """Cut from Bolt's complaint about a request that nobody hears what was typed into it."""
    message = record.getMessage()
    if message.startswith("Unhandled request"):
        kind = re.search(r"'type': '(\w+)'", message)
        record.msg, record.args = f"unhandled request: {kind[1] if kind else 'unknown'}", ()
    return True


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    structlog.get_logger(__name__).critical("crashed", exc_info=(kind, error, trace))


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    name = crash.thread.name if crash.thread else ""
    structlog.get_logger(__name__).critical("thread crashed", thread=name, exc_info=crash.exc_value)
