"""Do what the app's answer asks for, or tell the person that none came."""

from typing import Any

from bot.simulator import modals, posting
from bot.simulator.errors import Refused
from bot.simulator.events import Desk
from bot.simulator.places import Spot
from bot.simulator.postman import Reply
from bot.simulator.things import Channel, Copy, Json, Person, ResponseUrl, View

TROUBLE = "We had some trouble connecting. Try again?"
USES = 5
SECONDS = 30 * 60
_FAILURES = {"timeout": "operation_timeout", "connection_failed": "dispatch_failed"}


def of_command(desk: Desk, copy: Copy, person: Person, channel: Channel, *, name: str, reply: Reply) -> None:
    """Show a command's answer, to the person alone unless it says otherwise; or say that it failed."""
    if reply.error == "lost":
        return
    if not reply.acked:
        failure = _FAILURES.get(reply.error or "", "http_service_error")
        desk.world.notify(person.id, f'{name} failed with the error "{failure}"', channel.id)
        return
    answer = _answer(reply)
    if answer is None:
        return
    ticket = ResponseUrl(copy, person.id, channel.id, desk.world.clock.now())
    try:
        _respond(desk, ticket, answer)
    except Refused as refused:
        complain(desk, reply, refused.code)
        desk.world.notify(person.id, f'{name} failed with the error "{refused.code}"', channel.id)


def _answer(reply: Reply) -> Json | None:
    text = reply.content.decode("utf-8", "replace")
    if not text.strip():
        return None
    # JSON that is not called so is shown as it stands (docs.slack.dev/interactivity/implementing-slash-commands).
    answer: Any = reply.json() if reply.is_json else None
    return answer if isinstance(answer, dict) else {"text": text}


def of_silence(desk: Desk, spot: Spot, reply: Reply) -> None:
    """Show that a click came to nothing."""
    where = spot.channel.id if spot.channel else None
    with desk.world.lock:
        if spot.view is not None:
            spot.view.trouble = TROUBLE
        failure = _FAILURES.get(reply.error or "", "http_service_error")
        desk.world.notify(spot.person.id, f'That did not work: the app failed with the error "{failure}"', where)


def of_submission(desk: Desk, view: View, reply: Reply) -> None:
    """Close the form, or do what the app answered instead; what makes no sense is trouble for the person."""
    if reply.error == "lost":
        return
    try:
        wrong = None if reply.acked else "no_ack"
        if reply.acked:
            wrong = _follow(desk, view, _instruction(reply))
    except Refused as refused:
        wrong = refused.code
    if wrong:
        view.trouble = TROUBLE
        if reply.acked:
            complain(desk, reply, wrong)


def _instruction(reply: Reply) -> Any:
    return reply.json() if reply.content.strip() else {}


def _follow(desk: Desk, view: View, answer: Any) -> str | None:
    """Carry out a response_action; give the reason if it cannot be."""
    world = desk.world
    if not isinstance(answer, dict):
        return "invalid_response"
    action = answer.get("response_action")
    if action is None and not answer:
        modals.closed(world, view)
    elif action == "clear":
        modals.cleared(world, view.owner)
    elif action == "errors":
        return _field_errors(view, answer.get("errors"))
    elif action == "update":
        modals.updated(world, view, modals.checked(world, view.copy, answer.get("view") or {}, but=view))
    elif action == "push":
        modals.pushed(world, view.copy, view.owner, modals.checked(world, view.copy, answer.get("view") or {}))
    else:
        return "invalid_response_action"
    return None


def _field_errors(view: View, errors: Any) -> str | None:
    inputs = {each["block_id"] for each in view.blocks if each["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return "invalid_errors"
    if not all(isinstance(each, str) and each for each in errors.values()):
        return "invalid_errors"
    view.errors = dict(errors)
    return None


def complain(desk: Desk, reply: Reply, code: str) -> None:
    """Note on the delivery that its answer could not be used."""
    for delivery in reversed(desk.world.deliveries):
        if delivery["number"] == reply.number:
            delivery["error"] = f"bad_answer:{code}"
            return


def respond(desk: Desk, ticket: str, answer: Json) -> None:
    """Answer a response_url: five times, within 30 minutes."""
    world = desk.world
    with world.lock:
        url = world.responses.get(ticket)
        if url is None:
            raise Refused("invalid_url", status=404)
        if world.clock.now() - url.born > SECONDS:
            raise Refused("expired_url", status=404)
        if url.uses >= USES:
            raise Refused("used_url", status=404)
        _respond(desk, url, answer)
        url.uses += 1


def _respond(desk: Desk, url: ResponseUrl, answer: Json) -> None:
    channel = desk.world.channels.get(url.channel)
    if channel is None:
        raise Refused("channel_not_found", status=404)
    original = channel.message(url.ts) if url.ts else None
    if answer.get("delete_original"):
        if original:
            posting.delete(desk, channel, original)
        return
    try:
        text, blocks = posting.content(desk.world, url.copy, answer.get("text"), answer.get("blocks"))
    except Refused as refused:
        raise Refused(refused.code, status=400, **refused.fields) from refused
    if answer.get("replace_original") and original:
        posting.replace(desk, channel, original, text, blocks)
        return
    public = answer.get("response_type") == "in_channel" and not url.ephemeral
    thread = answer.get("thread_ts")
    to = None if public else url.person
    posting.post(desk, channel, posting.authored(desk.world, url.copy, text, blocks, thread_ts=thread, to=to))
