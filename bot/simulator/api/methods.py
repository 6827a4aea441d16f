"""The table of methods, and the way of every call: token, scope, pace, faults, answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.simulator.api import chat, conversations, files, people, pins, views
from bot.simulator.api.call import Call
from bot.simulator.arguments import Sent
from bot.simulator.errors import Refused
from bot.simulator.events import Desk
from bot.simulator.rates import TIERS, call_allowed
from bot.simulator.things import Copy, Json

POSTS_A_MINUTE = 300
"""Of one workspace; Slack says "several hundred messages per minute" (docs.slack.dev/apis/web-api/rate-limits)."""


@dataclass(frozen=True)
class Method:
    """One method: what it does, the scope it needs, how many calls a minute a workspace has, whether it reads JSON.

    Most methods that write take a JSON body; what only reads takes a form or a query (docs.slack.dev/apis/web-api).
    """

    run: Callable[[Call], Json]
    scope: str | None = None
    most: int | None = None
    json: bool = True


METHODS: Mapping[str, Method] = {
    "auth.test": Method(people.auth_test, most=POSTS_A_MINUTE),
    "chat.postMessage": Method(chat.post_message, "chat:write", POSTS_A_MINUTE),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write", TIERS[4]),
    "chat.update": Method(chat.update, "chat:write", TIERS[3]),
    "chat.delete": Method(chat.delete, "chat:write", TIERS[3]),
    "chat.getPermalink": Method(chat.permalink, json=False),
    "views.open": Method(views.open_view, most=TIERS[4]),
    "views.push": Method(views.push, most=TIERS[4]),
    "views.update": Method(views.update, most=TIERS[4]),
    "conversations.open": Method(conversations.open_direct, most=TIERS[3]),
    "conversations.info": Method(conversations.info, most=TIERS[3], json=False),
    "conversations.members": Method(conversations.members, most=TIERS[4], json=False),
    "conversations.history": Method(conversations.history, most=TIERS[3]),
    "conversations.replies": Method(conversations.replies, most=TIERS[3]),
    "users.info": Method(people.user_info, "users:read", TIERS[4], json=False),
    "team.info": Method(people.team_info, "team:read", TIERS[3], json=False),
    "pins.add": Method(pins.add, "pins:write", TIERS[2]),
    "files.getUploadURLExternal": Method(files.upload_url, "files:write", TIERS[4], json=False),
    "files.completeUploadExternal": Method(files.complete, "files:write", TIERS[4]),
    "files.info": Method(files.info, "files:read", TIERS[4], json=False),
    "files.delete": Method(files.delete, "files:write", TIERS[3]),
}


@dataclass(frozen=True)
class Answer:
    """What goes back to the app."""

    body: Json
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(desk: Desk, name: str, sent: Sent) -> Answer:
    """Do what a call asks, or refuse it as Slack does; either way it is noted."""
    world = desk.world
    with world.lock:
        copy = next((each for each in world.copies.values() if each.token == sent.token), None)
        scopes = _scopes(name, copy)
        try:
            done = Answer({"ok": True, **_run(desk, name, copy, sent)}, headers=scopes)
        except Refused as refused:
            done = Answer(refused.body(), refused.status, {**scopes, **refused.headers})
        note(desk, name, copy, sent, done)
    return done


def _scopes(name: str, copy: Copy | None) -> dict[str, str]:
    """Tell in headers what the token may do, and what the method asks for."""
    if copy is None:
        return {}
    method = METHODS.get(name)
    asked = {"X-Accepted-OAuth-Scopes": method.scope} if method and method.scope else {}
    return {"X-OAuth-Scopes": ",".join(copy.scopes), **asked}


def note(desk: Desk, name: str, copy: Copy | None, sent: Sent, done: Answer) -> None:
    """Remember a call of the app, without its token."""
    calls = desk.world.calls
    calls.append(
        {
            "number": calls[-1]["number"] + 1 if calls else 1,
            "method": name,
            "workspace": copy.workspace if copy else None,
            "arguments": {key: value for key, value in sent.all.items() if key != "token"},
            "ok": bool(done.body.get("ok")),
            "error": done.body.get("error"),
            "status": done.status,
        }
    )
    desk.world.changed()


def _run(desk: Desk, name: str, copy: Copy | None, sent: Sent) -> Json:
    method = METHODS.get(name)
    if method is None:
        desk.world.unknown.append(name)
        raise Refused("unknown_method", req_method=name)
    call = Call(desk, _authorised(desk, sent.token, copy), name, sent.all if method.json else sent.arguments)
    if method.scope:
        call.require(method.scope)
    call_allowed(desk.world, name, call.copy.workspace, method.most)
    return method.run(call)


def _authorised(desk: Desk, token: str | None, copy: Copy | None) -> Copy:
    if not token:
        raise Refused("not_authed")
    if copy is None:
        raise Refused("invalid_auth")
    if copy.token in desk.world.gone:
        raise Refused(desk.world.gone[copy.token])
    return copy
