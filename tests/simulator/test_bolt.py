"""Tiny apps of plain Bolt on the local Slack: what works there, and the two places where Bolt itself goes wrong."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.oauth.oauth_settings import OAuthSettings
from slack_sdk import WebClient
from slack_sdk.oauth.installation_store import Installation, InstallationStore

from bot.simulator import Switchboard, running
from tests.simulator.small_world import (
    ANA,
    BOB,
    GRETA,
    HOST,
    ROOM,
    SECRET,
    TWIN,
    WORLD,
    Json,
    button,
    modal,
    world,
)

BOTS = {each["id"]: each["installed"] for each in WORLD["workspaces"] if "installed" in each}


class Store(InstallationStore):
    """Keep the two installations as Slack's own stores do: found by enterprise and team together."""

    def find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,  # noqa: ARG002 - Bolt gives it.
        is_enterprise_install: bool | None = False,  # noqa: ARG002 - The same.
    ) -> Installation | None:
        bot = BOTS.get(team_id or "")
        if bot is None or enterprise_id is not None:
            return None
        return Installation(
            app_id="A0BELL",
            team_id=team_id,
            user_id=ANA,
            bot_token=bot["token"],
            bot_id=bot["bot"],
            bot_user_id=bot["bot_user"],
        )


def by_store(url: str) -> App:
    """Make an app that looks up the token as Bolt does by itself."""
    settings = OAuthSettings(client_id="1.1", client_secret="hush", scopes=["commands"], installation_store=Store())
    client = WebClient(base_url=f"{url}/api/")
    settings.authorize.client = client
    return App(signing_secret=SECRET, client=client, oauth_settings=settings)


def by_token(url: str, *, before_response: bool = False) -> App:
    """Make an app of the host's installation alone."""
    client = WebClient(token="xoxb-host", base_url=f"{url}/api/")
    return App(signing_secret=SECRET, client=client, process_before_response=before_response)


def _handler(app: App) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            answer = app.dispatch(BoltRequest(body=body, headers={key: [value] for key, value in self.headers.items()}))
            written = answer.body.encode()
            self.send_response(answer.status)
            for key, values in answer.headers.items():
                self.send_header(key, values[0])
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def slack_with(make: Callable[[str], App], attach: Callable[[App], None]) -> Iterator[Switchboard]:
    """Run the small world with an app of Bolt on it."""
    with running(world()) as simulator:
        app = make(simulator.url)
        attach(app)
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(app))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        simulator.connect(f"http://127.0.0.1:{server.server_address[1]}/slack/events")
        try:
            yield simulator.switchboard
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def opening(app: App) -> None:
    """Open a form with a button of a message."""

    def opens(ack: Callable[[], Any], client: WebClient, body: Json) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=modal())

    app.action("go")(opens)


def form_on_click(app: App) -> None:
    """Open a form with a button of a message, and close it when it is sent."""
    opening(app)
    app.view("form")(lambda ack: ack())


def card(slack: Switchboard, token: str = "xoxb-host") -> None:
    blocks = [{"type": "actions", "block_id": "does", "elements": [button()]}]
    WebClient(token=token, base_url=f"{slack.url}/api/").chat_postMessage(channel=ROOM, text="card", blocks=blocks)


def clicked(slack: Switchboard, person: str) -> None:
    assert slack.click(person, "go")["ok"]
    slack.wait(lambda: slack.view(person))


@pytest.mark.parametrize("person", [ANA, BOB])
def test_bolts_own_look_up_finds_the_installation_for_a_form_of_a_partner_off_grid(person: str) -> None:
    with slack_with(by_store, form_on_click) as slack:
        card(slack)
        clicked(slack, person)
        assert slack.submit(person, {"what": "a"})["ok"]
        assert slack.view(person) is None


def test_bolts_own_look_up_loses_the_form_of_a_partner_on_grid() -> None:
    with slack_with(by_store, form_on_click) as slack:
        card(slack)
        clicked(slack, GRETA)
        told = slack.submit(GRETA, {"what": "a"})
        body = slack.deliveries("view_submission")[0]["body"]
        assert (body["enterprise"]["id"], body["view"]["app_installed_team_id"]) == ("E04GRID", HOST)
        # Bolt answers 200 with a sentence about a missing installation, which is no answer to a form.
        assert told["trouble"]
        assert slack.view(GRETA)["callback_id"] == "form"
        assert slack.deliveries("view_submission")[0]["error"] == "bad_answer:invalid_response"


def test_a_single_token_serves_the_form_of_a_partner_on_grid() -> None:
    with slack_with(by_token, form_on_click) as slack:
        card(slack)
        clicked(slack, GRETA)
        assert slack.submit(GRETA, {"what": "a"})["ok"]
        assert slack.view(GRETA) is None


def test_bolts_own_filter_lets_another_copys_message_through() -> None:
    heard: list[Json] = []

    def listen(app: App) -> None:
        app.event("message")(lambda event: heard.append(event))  # noqa: PLW0108 - Bolt reads its names.

    with slack_with(by_store, listen) as slack:
        for token, text in (("xoxb-host", "mine"), ("xoxb-twin", "the other copy's")):
            WebClient(token=token, base_url=f"{slack.url}/api/").chat_postMessage(channel=ROOM, text=text)
        slack.wait(lambda: len(slack.deliveries("message.groups")) == 2)
        slack.wait(lambda: heard or None)
        assert [(each["text"], each["user"], each["app_id"]) for each in heard] == [
            ("the other copy's", BOTS[TWIN]["bot_user"], "A0BELL")
        ]


@pytest.mark.parametrize("before_response", [True, False])
def test_a_form_answers_with_errors_then_a_further_page_then_closes(before_response: bool) -> None:  # noqa: FBT001 - A parameter of the test.
    def attach(app: App) -> None:
        def sent(ack: Callable[..., Any], view: Json) -> None:
            said = view["state"]["values"]["what"]["it"]["value"]
            if said == "short":
                ack(response_action="errors", errors={"what": "Say more."})
            else:
                ack(response_action="push", view=modal(callback_id="second"))

        opening(app)
        app.view("form")(sent)
        app.view("second")(lambda ack: ack(response_action="clear"))

    with slack_with(lambda url: by_token(url, before_response=before_response), attach) as slack:
        card(slack)
        clicked(slack, BOB)
        assert slack.submit(BOB, {"what": "short"})["errors"] == {"what": "Say more."}
        assert slack.submit(BOB, {"what": "long enough"})["ok"]
        assert slack.view(BOB)["callback_id"] == "second"
        assert slack.submit(BOB, {"what": "a"})["ok"]
        assert slack.view(BOB) is None


@pytest.mark.parametrize("before_response", [True, False])
def test_a_command_answers_and_a_second_ack_changes_nothing(before_response: bool) -> None:  # noqa: FBT001 - A parameter of the test.
    def attach(app: App) -> None:
        def twice(ack: Callable[..., Any]) -> None:
            ack("first")
            ack("second")

        app.command("/ring")(twice)

    with slack_with(lambda url: by_token(url, before_response=before_response), attach) as slack:
        assert slack.command(ANA, ROOM, "/ring")["ok"]
        texts = [each["text"] for each in slack.seen(ANA, ROOM)]
        # Before the response, Bolt waits for the listener's end; else whichever ack is there first is sent.
        assert texts == ["second"] if before_response else texts in (["first"], ["second"])


def test_a_listener_that_acks_too_late_is_told_to_the_person() -> None:
    late = threading.Event()

    def attach(app: App) -> None:
        def slow(ack: Callable[[], Any]) -> None:
            late.wait(10)
            ack()

        app.command("/ring")(slow)

    with slack_with(lambda url: by_token(url, before_response=True), attach) as slack:
        try:
            assert slack.command(ANA, ROOM, "/ring")["error"] == "timeout"
            assert slack.notices(ANA) == ['/ring failed with the error "operation_timeout"']
        finally:
            late.set()
