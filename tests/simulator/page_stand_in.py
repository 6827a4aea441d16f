"""A tiny app and a tiny world for the page: every element there is, and nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

from slack_sdk import WebClient

from bot.simulator import Simulator, running

Json = dict[str, Any]

WORLD: Json = {
    "clock": "2018-08-24T09:00:00-07:00",
    "rate_limits": False,
    "app": {
        "id": "A0BELL",
        "name": "bell",
        "signing_secret": "shhh",
        "manifest": {
            "display_information": {"name": "bell"},
            "features": {
                "bot_user": {"display_name": "bell"},
                "slash_commands": [
                    {"command": "/form", "description": "Open the form", "usage_hint": "[words]"},
                    {"command": "/whisper", "description": "Answer to one person"},
                    {"command": "/card", "description": "Post a card"},
                ],
            },
            "oauth_config": {
                "scopes": {"bot": ["commands", "chat:write", "pins:write", "im:write", "im:history", "files:read"]}
            },
            "settings": {
                "interactivity": {"is_enabled": True, "message_menu_options_url": "https://bell.example/options"}
            },
        },
    },
    "workspaces": [
        {
            "id": "T01NORTH",
            "name": "North",
            "colour": "#1d6fb8",
            "installed": {"token": "xoxb-north", "bot_user": "U0BELL", "bot": "B0BELL"},
        },
        {"id": "T02SOUTH", "name": "South", "colour": "#ffd400"},
    ],
    "people": [
        {"id": "U01ANA", "workspace": "T01NORTH", "name": "Ana North", "title": "Lead", "tz": "America/Los_Angeles"},
        {"id": "U02BEN", "workspace": "T02SOUTH", "name": "Ben South", "tz": "Europe/Paris", "locale": "fr-FR"},
        {"id": "U03CLO", "workspace": "T02SOUTH", "name": "Clo South", "guest": True},
    ],
    "channels": [
        {
            "id": "C01ROOM",
            "name": "room",
            "host": "T01NORTH",
            "private": True,
            "connected": ["T02SOUTH"],
            "members": ["U01ANA", "U02BEN", "U03CLO"],
            "copies": ["T01NORTH"],
        },
        {"id": "C02HALL", "name": "hall", "host": "T01NORTH", "members": ["U01ANA"]},
    ],
}


def plain(text: str) -> Json:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """Make a mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Json:
    """Make an option whose value is its text in small letters."""
    return {"text": plain(text), "value": text.lower()}


def button(action_id: str, text: str, **more: Any) -> Json:
    """Make a button."""
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": action_id, **more}


def field_of(
    block_id: str,
    label: str,
    kind: str,
    *,
    optional: bool = True,
    hint: str = "",
    dispatch: bool = False,
    **element: Any,
) -> Json:
    """Make an input block around one element."""
    more: Json = {"hint": plain(hint)} if hint else {}
    if dispatch:
        more["dispatch_action"] = True
    inner = {"type": kind, "action_id": "value", **element}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "optional": optional,
        "element": inner,
        **more,
    }


COUNTRIES = ["Brazil", "France", "Iran", "Russia", "United Kingdom", "United States"]


def form(words: str = "", *, tipped: bool = False) -> Json:
    """Make the form that holds one of each element."""
    tip = [field_of("firm", "Which firm", "plain_text_input")] if tipped else []
    regions = {"label": plain("Regions"), "options": [option("Latin America"), option("Middle East")]}
    countries = {"label": plain("Countries"), "options": [option(each) for each in COUNTRIES]}
    said = {"initial_value": words} if words else {}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("One of each"),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "notify_on_close": True,
        "blocks": [
            field_of(
                "what",
                "What",
                "plain_text_input",
                optional=False,
                hint="One a line",
                multiline=True,
                max_length=120,
                **said,
            ),
            field_of("from", "Where from", "multi_static_select", option_groups=[regions, countries]),
            field_of("mark", "Mark", "static_select", options=[option("Red"), option("Amber"), option("Green")]),
            field_of("asked", "Ask the app", "external_select", min_query_length=2),
            field_of("how", "How", "radio_buttons", dispatch=True, options=[option("Own work"), option("A tip")]),
            *tip,
            field_of("done", "Done", "checkboxes", options=[option("Removed"), option("Labelled")]),
            field_of("day", "Day", "datepicker"),
            field_of("hour", "Hour", "timepicker"),
            field_of("moment", "Moment", "datetimepicker"),
            field_of("spend", "Spend", "number_input", is_decimal_allowed=False),
            field_of("mail", "Mail", "email_text_input"),
            field_of("link", "Link", "url_text_input"),
            field_of("file", "File", "file_input", filetypes=["csv"], max_files=2),
            field_of("who", "Who", "multi_users_select"),
            {"type": "actions", "block_id": "deeper", "elements": [button("deeper", "Look closer")]},
        ],
    }


def card(words: str) -> list[Json]:
    """Make the blocks of a card with buttons."""
    confirm = {
        "title": plain("Take it back?"),
        "text": mrkdwn("All see *that*."),
        "confirm": plain("Take back"),
        "deny": plain("Keep"),
    }
    return [
        {"type": "header", "text": plain(words or "A card")},
        {
            "type": "section",
            "text": mrkdwn("*bold* _it_ ~no~ `code` <https://example.org|a link> <@U01ANA> &lt;b&gt; <script>"),
        },
        {"type": "section", "text": mrkdwn("<!date^1535126400^{date_num} {time}|never seen>")},
        {
            "type": "actions",
            "block_id": "buttons",
            "elements": [button("count", "Count me", style="primary"), button("back", "Take back", confirm=confirm)],
        },
    ]


@dataclass
class Bell:
    """What the stand-in heard, and its hands."""

    client: WebClient
    sent: list[Json] = field(default_factory=list)
    closed: list[Json] = field(default_factory=list)
    counted: list[str] = field(default_factory=list)
    pressed_with: list[Json] = field(default_factory=list)

    def hear(self, body: Json) -> Json | None:
        """Answer a command or an interaction."""
        if "command" in body:
            return self._command(body)
        answers = {
            "block_actions": self._pressed,
            "view_submission": self._submitted,
            "view_closed": self._gone,
            "block_suggestion": self._suggest,
        }
        return answers[body["type"]](body) if body.get("type") in answers else None

    def _command(self, body: Json) -> Json | None:
        if body["command"] == "/form":
            self.client.views_open(trigger_id=body["trigger_id"], view=form(body["text"]))
        if body["command"] == "/card":
            self.client.chat_postMessage(channel=body["channel_id"], text="A card", blocks=card(body["text"]))
        if body["command"] == "/whisper":
            return {"response_type": "ephemeral", "text": f"Only for you: {body['text']}"}
        return None

    def _pressed(self, body: Json) -> None:
        action = body["actions"][0]
        if action["action_id"] == "count":
            self.counted.append(body["user"]["id"])
            where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
            self.client.chat_update(**where, text="A card", blocks=card(f"Counted: {len(self.counted)}"))
        if action["action_id"] == "deeper":
            self.pressed_with.append(body["view"]["state"]["values"])
            blocks = [
                {"type": "alert", "text": mrkdwn("Look *closely*."), "level": "warning"},
                field_of("more", "More", "plain_text_input"),
            ]
            view = {"type": "modal", "title": plain("Closer"), "submit": plain("Keep"), "blocks": blocks}
            self.client.views_push(trigger_id=body["trigger_id"], view=view)
        if action.get("type") == "radio_buttons":
            tipped = action["selected_option"]["value"] == "a tip"
            self.client.views_update(view_id=body["view"]["id"], view=form(tipped=tipped))

    def _submitted(self, body: Json) -> Json | None:
        values = body["view"]["state"]["values"]
        if "what" in values and "wrong" in values["what"]["value"]["value"]:
            return {"response_action": "errors", "errors": {"what": "The app finds this wrong."}}
        self.sent.append(values)
        return None

    def _gone(self, body: Json) -> None:
        self.closed.append(body)

    def _suggest(self, body: Json) -> Json:
        return {"options": [option(f"{body['value']} {each}") for each in ("one", "two")]}


class _Handler(BaseHTTPRequestHandler):
    bell: Bell

    def do_POST(self) -> None:
        form_encoded = self.rfile.read(int(self.headers["Content-Length"])).decode()
        body: Json
        if "json" in self.headers["Content-Type"]:
            body = {}
        else:
            fields = {name: found[0] for name, found in parse_qs(form_encoded, keep_blank_values=True).items()}
            body = json.loads(fields["payload"]) if "payload" in fields else fields
        answer = self.bell.hear(body)
        content = json.dumps(answer).encode() if answer else b""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def ringing() -> Iterator[tuple[Simulator, Bell]]:
    """Run the tiny world and its app."""
    with running(WORLD) as simulator:
        bell = Bell(WebClient(token="xoxb-north", base_url=f"{simulator.url}/api/"))
        handler = type("Handler", (_Handler,), {"bell": bell})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            thread = Thread(target=server.serve_forever, daemon=True)
            thread.start()
            simulator.connect(f"http://127.0.0.1:{server.server_address[1]}/slack/events")
            try:
                yield simulator, bell
            finally:
                server.shutdown()
                thread.join()
