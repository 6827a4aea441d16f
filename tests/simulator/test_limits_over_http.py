"""The same limits over real HTTP, asked with bare slack_sdk: the error code, and where the fault stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.simulator import running
from tests.simulator.test_limits_samples import (
    Json,
    accessory,
    actions,
    asking,
    button,
    buttons,
    confirm,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    table,
)

WORLD: Json = {
    "rate_limits": False,
    "app": {
        "id": "A0APP",
        "signing_secret": "shhh",
        "manifest": {
            "display_information": {"name": "limits"},
            "features": {
                "bot_user": {"display_name": "limits"},
                "slash_commands": [{"command": "/open", "description": "Open a form"}],
            },
            "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
            "settings": {"interactivity": {"is_enabled": True}},
        },
    },
    "workspaces": [
        {
            "id": "T01HOST",
            "name": "Host",
            "domain": "host",
            "colour": "#335577",
            "installed": {"token": "xoxb-host", "bot_user": "U0BOT", "bot": "B0BOT"},
        },
    ],
    "people": [{"id": "U01ANA", "workspace": "T01HOST", "name": "Ana"}],
    "channels": [{"id": "C01ROOM", "name": "room", "host": "T01HOST", "members": ["U01ANA"], "copies": ["T01HOST"]}],
}


class Ear(ThreadingHTTPServer):
    """An app that acks whatever comes, and remembers the triggers it was given."""

    daemon_threads = True

    def __init__(self) -> None:
        self.triggers: list[str] = []
        super().__init__(("127.0.0.1", 0), Answer)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/slack/events"


class Answer(BaseHTTPRequestHandler):
    """Ack one delivery."""

    server: Ear

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.triggers += parse_qs(body).get("trigger_id", [])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Ear]:
    ear = Ear()
    thread = Thread(target=ear.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield ear
    finally:
        ear.shutdown()
        thread.join()
        ear.server_close()


class Slack:
    """A local Slack with one person in one channel, and the app's own client."""

    def __init__(self, simulator: Any, ear: Ear) -> None:
        self.client = WebClient(token="xoxb-host", base_url=f"{simulator.url}/api/")
        self.switchboard = simulator.switchboard
        self.ear = ear

    def post(self, **message: Any) -> Any:
        return self.client.chat_postMessage(channel="C01ROOM", **message)

    def open(self, view: Json) -> Any:
        self.switchboard.command("U01ANA", "C01ROOM", "/open")
        return self.client.views_open(trigger_id=self.ear.triggers[-1], view=view)


@pytest.fixture(scope="module")
def slack() -> Iterator[Slack]:
    with listening() as ear, running(WORLD, app_url=ear.url) as simulator:
        yield Slack(simulator, ear)


def x(count: int) -> str:
    return "x" * count


def refused(call: Callable[[], Any]) -> tuple[str, list[str]]:
    """Give the error code of a refused call and what its metadata says."""
    with pytest.raises(SlackApiError) as refusal:
        call()
    answer = refusal.value.response
    return answer["error"], answer["response_metadata"]["messages"]


# What, how much of it (https://docs.slack.dev/reference/block-kit), the block, and where Slack points at one beyond.
BLOCKS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("section text", 3000, lambda n: section(text=mrkdwn(x(n))), "must be less than 3001 characters @/text/text"),
    ("section fields", 10, lambda n: section(fields=[mrkdwn()] * n), "no more than 10 items allowed @/fields"),
    ("field text", 2000, lambda n: section(fields=[plain(x(n))]), "must be less than 2001 characters @/fields/0/text"),
    (
        "header",
        150,
        lambda n: {"type": "header", "text": plain(x(n))},
        "must be less than 151 characters @/text/text",
    ),
    (
        "context",
        10,
        lambda n: {"type": "context", "elements": [mrkdwn()] * n},
        "no more than 10 items allowed @/elements",
    ),
    ("buttons", 25, lambda n: actions(*buttons(n)), "no more than 25 items allowed @/elements"),
    (
        "button text",
        75,
        lambda n: actions(button(text=plain(x(n)))),
        "must be less than 76 characters @/elements/0/text/text",
    ),
    (
        "button value",
        2000,
        lambda n: actions(button(value=x(n))),
        "must be less than 2001 characters @/elements/0/value",
    ),
    (
        "action_id",
        255,
        lambda n: actions(button(action_id=x(n))),
        "must be less than 256 characters @/elements/0/action_id",
    ),
    ("block_id", 255, lambda n: section(block_id=x(n)), "must be less than 256 characters @/block_id"),
    (
        "options",
        100,
        lambda n: accessory(select(options=options(n))),
        "no more than 100 items allowed @/accessory/options",
    ),
    (
        "option value",
        150,
        lambda n: accessory(select(options=[option(x(n))])),
        "must be less than 151 characters @/accessory/options/0/value",
    ),
    (
        "option text",
        75,
        lambda n: accessory(select(options=[option(text=x(n))])),
        "must be less than 76 characters @/accessory/options/0/text/text",
    ),
    (
        "confirmation",
        300,
        lambda n: actions(button(confirm=confirm(text=plain(x(n))))),
        "must be less than 301 characters @/elements/0/confirm/text/text",
    ),
]


@pytest.mark.parametrize(("most", "make", "told"), [row[1:] for row in BLOCKS], ids=[row[0] for row in BLOCKS])
def test_a_message_is_posted_at_the_limit_and_refused_one_beyond(
    slack: Slack, most: int, make: Callable[[int], Json], told: str
) -> None:
    sentence, path = told.split(" @")
    assert slack.post(text="Words", blocks=[make(most)])["ok"]
    assert refused(lambda: slack.post(text="Words", blocks=[make(most + 1)])) == (
        "invalid_blocks",
        [f"[ERROR] {sentence} [json-pointer:/blocks/0{path}]"],
    )


@pytest.mark.parametrize(("most", "make", "told"), [row[1:] for row in BLOCKS], ids=[row[0] for row in BLOCKS])
def test_a_modal_opens_at_the_limit_and_is_refused_one_beyond(
    slack: Slack, most: int, make: Callable[[int], Json], told: str
) -> None:
    sentence, path = told.split(" @")
    assert slack.open(modal(make(most)))["view"]["type"] == "modal"
    assert refused(lambda: slack.open(modal(make(most + 1)))) == (
        "invalid_arguments",
        [f"[ERROR] {sentence} [json-pointer:/view/blocks/0{path}]"],
    )


# https://docs.slack.dev/reference/views/modal-views
VIEWS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("title", 24, lambda n: modal(title=plain(x(n))), "must be less than 25 characters @/title/text"),
    ("submit", 24, lambda n: modal(submit=plain(x(n))), "must be less than 25 characters @/submit/text"),
    (
        "private_metadata",
        3000,
        lambda n: modal(private_metadata=x(n)),
        "must be less than 3001 characters @/private_metadata",
    ),
    ("callback_id", 255, lambda n: modal(callback_id=x(n)), "must be less than 256 characters @/callback_id"),
    ("blocks", 100, lambda n: modal(*[section()] * n), "no more than 100 items allowed @/blocks"),
]


@pytest.mark.parametrize(("most", "make", "told"), [row[1:] for row in VIEWS], ids=[row[0] for row in VIEWS])
def test_a_view_opens_at_the_limit_and_is_refused_one_beyond(
    slack: Slack, most: int, make: Callable[[int], Json], told: str
) -> None:
    sentence, path = told.split(" @")
    assert slack.open(make(most))["ok"]
    assert refused(lambda: slack.open(make(most + 1))) == (
        "invalid_arguments",
        [f"[ERROR] {sentence} [json-pointer:/view{path}]"],
    )


def test_a_message_of_fifty_blocks_is_posted_and_one_of_fifty_one_refused(slack: Slack) -> None:
    assert slack.post(text="Words", blocks=[section()] * 50)["ok"]
    assert refused(lambda: slack.post(text="Words", blocks=[section()] * 51)) == (
        "invalid_blocks",
        ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"],
    )


def test_a_new_text_ends_at_forty_thousand_characters_and_a_changed_one_at_four_thousand(slack: Slack) -> None:
    posted = slack.post(text=x(40_000))
    assert refused(lambda: slack.post(text=x(40_001)))[0] == "msg_too_long"
    where = {"channel": "C01ROOM", "ts": posted["ts"]}
    assert slack.client.chat_update(**where, text=x(4_000))["ok"]
    assert refused(lambda: slack.client.chat_update(**where, text=x(4_001)))[0] == "msg_too_long"


def test_a_message_of_nothing_has_no_text(slack: Slack) -> None:
    # By api_call, since chat_postMessage warns of what is tried here.
    nothing = {"channel": "C01ROOM", "text": "", "blocks": []}
    assert refused(lambda: slack.client.api_call("chat.postMessage", json=nothing))[0] == "no_text"


def test_a_second_table_is_refused(slack: Slack) -> None:
    assert slack.post(text="Words", blocks=[table()])["ok"]
    assert refused(lambda: slack.post(text="Words", blocks=[table(), table()]))[0] == "invalid_attachments"


def test_an_unknown_block_is_refused_loudly(slack: Slack) -> None:
    code, (sentence,) = refused(lambda: slack.post(text="Words", blocks=[{"type": "sparkle"}]))
    assert code == "invalid_blocks"
    assert sentence.startswith("[ERROR] unsupported type: sparkle (unknown to the local Slack")


def test_a_modal_with_inputs_and_no_submit_does_not_open(slack: Slack) -> None:
    view = modal(asking())
    del view["submit"]
    assert refused(lambda: slack.open(view)) == (
        "invalid_arguments",
        ["[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"],
    )


def test_metadata_without_a_payload_is_refused(slack: Slack) -> None:
    good = {"event_type": "card", "event_payload": {"id": 7}}
    assert slack.post(text="Words", metadata=good)["ok"]
    assert refused(lambda: slack.post(text="Words", metadata={"event_type": "card"})) == (
        "invalid_metadata_schema",
        ["[ERROR] missing required field: event_payload [json-pointer:/metadata]"],
    )
