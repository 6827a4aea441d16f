"""Slack's clients: each installation's token, found without asking anybody twice."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography.fernet import Fernet
from slack_bolt import App, BoltRequest
from slack_sdk.errors import SlackApiError
from sqlalchemy import event

from bot.clients import MISSED_SECONDS, REMEMBERED_SECONDS, Clients, Doorkeeper, Identity
from storage import installations
from storage.cipher import Cipher, WrongKey
from storage.database import Database
from storage.installations import Installation

HOST = {"ok": True, "team_id": "THOST", "user_id": "UBOT", "bot_id": "BBOT", "enterprise_id": "EHOST"}


@dataclass
class Slack:
    """The one method that is asked for at the start, and how it answers, in turn; the last answer stays."""

    url: str = ""
    answers: list[dict[str, object] | int] = field(default_factory=lambda: [HOST])
    tokens: list[str] = field(default_factory=list)
    asked: threading.Condition = field(default_factory=threading.Condition)
    before_answering: Callable[[], object] = lambda: None

    def answer(self, token: str) -> dict[str, object] | int:
        self.before_answering()
        with self.asked:
            self.tokens.append(token)
            self.asked.notify_all()
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def slack() -> Iterator[Slack]:
    stand_in = Slack()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = stand_in.answer(self.headers["Authorization"])
            body = json.dumps(answer).encode() if isinstance(answer, dict) else b"no"
            self.send_response(200 if isinstance(answer, dict) else answer)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.url = f"http://127.0.0.1:{server.server_port}/api/"
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    yield stand_in
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass
class Watch:
    """A clock for the cache."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


KEY = Fernet.generate_key().decode()


@pytest.fixture
def clients(sqlite_database: Database, slack: Slack, watch: Watch) -> Iterator[Clients]:
    clients = Clients(sqlite_database, Cipher(KEY), token="xoxb-host", api_url=slack.url, timer=watch)
    yield clients
    clients.stop()


def introduced(clients: Clients) -> None:
    clients.start()
    clients._introduction.join(10)


def install(database: Database, team: str, token: str, now: datetime, *, key: str = KEY) -> None:
    with database.begin() as session:
        copy = Installation(team, None, Cipher(key).seal(token), f"U{team}", f"B{team}")
        installations.add(session, copy, now=now)


@pytest.fixture
def reads(sqlite_database: Database) -> list[str]:
    """Every look-up of an installation."""
    found: list[str] = []

    @event.listens_for(sqlite_database.engine, "before_cursor_execute")
    def _note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "installations" in statement:
            found.append(statement)

    return found


def test_slack_is_asked_once_who_the_host_s_copy_is(clients: Clients, slack: Slack) -> None:
    assert clients.identity is None
    assert clients.trouble == "Slack has not been asked yet"
    introduced(clients)
    assert clients.identity == Identity("THOST", "EHOST", "UBOT", "BBOT")
    assert clients.trouble is None
    assert slack.tokens == ["Bearer xoxb-host"]


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (503, "Slack is out of reach"),
        ({"ok": False, "error": "invalid_auth"}, "Slack refuses SLACK_BOT_TOKEN: invalid_auth"),
    ],
)
def test_a_slack_that_does_not_know_us_is_asked_again(
    clients: Clients, slack: Slack, answer: dict[str, object] | int, trouble: str
) -> None:
    slack.answers = [answer, HOST]
    told: list[str | None] = []
    # Whoever asks for the second time has understood the first answer.
    slack.before_answering = lambda: told.append(clients.trouble)
    clients.start()
    clients._introduction.join(30)
    assert len(slack.tokens) == len(told) == 2
    assert trouble in (told[1] or "")
    assert clients.identity is not None


def test_what_follows_the_introduction_is_tried_again_until_it_is_done(
    clients: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(clients._stopping, "wait", pauses.append)
    done = iter((False, False, True))
    clients.start(then=lambda: next(done))
    clients._introduction.join(10)
    assert pauses == [1.0, 2.0]


def test_the_host_answers_for_teams_without_the_app(clients: Clients, reads: list[str]) -> None:
    introduced(clients)
    assert clients.direct("TSTRANGER").token == "xoxb-host"
    assert clients.direct(None).token == "xoxb-host"
    assert clients.direct("THOST").token == "xoxb-host"
    assert clients.authorized("TSTRANGER").bot_id == "BBOT"
    assert len(reads) == 1


def test_a_further_workspace_has_its_own_token(
    clients: Clients, sqlite_database: Database, now: datetime, reads: list[str]
) -> None:
    introduced(clients)
    install(sqlite_database, "TOTHER", "xoxb-other", now)
    reads.clear()
    assert clients.direct("TOTHER").token == "xoxb-other"
    assert clients.for_posting("TOTHER").token == "xoxb-other"
    assert clients.authorized("TOTHER").bot_user_id == "UTOTHER"
    assert clients.authorized("TOTHER").bot_token == "xoxb-other"
    assert len(reads) == 1


def test_what_was_found_is_remembered_for_a_minute_and_that_nothing_was_for_seconds(
    clients: Clients, sqlite_database: Database, now: datetime, reads: list[str], watch: Watch
) -> None:
    introduced(clients)
    assert clients.direct("TOTHER").token == "xoxb-host"
    install(sqlite_database, "TOTHER", "xoxb-other", now)
    watch.seconds = MISSED_SECONDS - 1
    reads.clear()
    assert clients.direct("TOTHER").token == "xoxb-host"
    assert reads == []
    watch.seconds = MISSED_SECONDS
    assert clients.direct("TOTHER").token == "xoxb-other"
    watch.seconds = MISSED_SECONDS + REMEMBERED_SECONDS - 1
    reads.clear()
    assert clients.direct("TOTHER").token == "xoxb-other"
    assert reads == []


def test_requests_at_once_look_up_once(clients: Clients, reads: list[str]) -> None:
    introduced(clients)
    threads = [threading.Thread(target=clients.direct, args=["TOTHER"]) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(reads) == 1


def test_a_token_under_another_key_stops_a_post_but_no_answer(
    clients: Clients, sqlite_database: Database, now: datetime
) -> None:
    introduced(clients)
    install(sqlite_database, "TOTHER", "xoxb-other", now, key=Fernet.generate_key().decode())
    with pytest.raises(WrongKey):
        clients.for_posting("TOTHER")
    assert clients.authorized("TOTHER").bot_token == "xoxb-host"


def test_no_client_sends_anything_twice_and_a_person_never_waits_long(clients: Clients) -> None:
    for client in (clients.direct(None), clients.for_posting(None)):
        assert client.retry_handlers == []
    assert clients.direct(None).timeout < 3


def test_a_failed_call_is_told_to_the_caller(clients: Clients, slack: Slack) -> None:
    slack.answers = [{"ok": False, "error": "not_in_channel"}]
    with pytest.raises(SlackApiError, match="not_in_channel"):
        clients.direct(None).chat_postMessage(channel="C1", text="hello")
    assert len(slack.tokens) == 1


def test_bolt_accepts_a_grid_partner_s_form(clients: Clients, slack: Slack) -> None:
    introduced(clients)
    heard = []
    app = App(authorize=Doorkeeper(clients), signing_secret="x", process_before_response=True)
    app._middleware_list = [layer for layer in app._middleware_list if "Verification" not in type(layer).__name__]

    @app.view("takedown")
    def _submit(ack: object, context: dict[str, object]) -> None:
        heard.append(context["bot_token"])
        ack()  # type: ignore[operator]

    form = {
        "type": "view_submission",
        "team": {"id": "TPARTNER", "enterprise_id": "EPARTNER"},
        "enterprise": {"id": "EPARTNER"},
        "user": {"id": "WPERSON", "team_id": "TPARTNER"},
        "view": {"type": "modal", "id": "V1", "callback_id": "takedown", "app_installed_team_id": "THOST"},
    }
    response = app.dispatch(BoltRequest(body=form, mode="socket_mode"))
    assert (response.status, heard) == (200, ["xoxb-host"])
    assert slack.tokens == ["Bearer xoxb-host"]
