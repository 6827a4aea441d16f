"""From a page to Slack: each answer is carried in the way that fits what was heard."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

import structlog
from slack_bolt import Ack, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from handlers.answers import Answer, CloseAll, Done, Errors, Open, Push, Replace, Whisper
from handlers.house import House
from handlers.inputs import Click, Command, Heard, Message, Shortcut, Submission
from storage.errors import Refusal

log = structlog.get_logger(__name__)

# Slack did not answer well or in time, or a workspace's token cannot be read.
_MISSED = (SlackApiError, OSError, HTTPException, Refusal)


def deliver(house: House, answer: Answer, heard: Heard, ack: Ack) -> BoltResponse:
    """Carry an answer to whoever spoke, and tell Slack that they were heard."""
    match heard:
        case Command():
            return _to_command(house, answer, heard, ack)
        case Submission():
            return _to_submission(answer, ack)
        case Click():
            _to_click(house, answer, heard)
        case Shortcut():
            _to_shortcut(house, answer, heard)
        case Message() if isinstance(answer, Whisper):
            _to_message(house, answer, heard)
    return ack()


def _to_command(house: House, answer: Answer, heard: Command, ack: Ack) -> BoltResponse:
    if isinstance(answer, Open):
        answer = _opened(house, answer, heard.trigger, heard.installed_team)
    if isinstance(answer, Whisper):
        return ack(text=answer.text, blocks=list(answer.blocks) or None, response_type="ephemeral")
    return ack()


def _to_submission(answer: Answer, ack: Ack) -> BoltResponse:
    match answer:
        case Errors(fields):
            return ack(response_action="errors", errors=dict(fields))
        case Push(view) | Open(view):
            return ack(response_action="push", view=view)
        case Replace(view):
            return ack(response_action="update", view=view)
        case CloseAll():
            return ack(response_action="clear")
        case _:
            return ack()


def _to_click(house: House, answer: Answer, heard: Click) -> None:
    """Do after a click what Slack does only when it is called."""
    try:
        slack = house.slack(heard.installed_team)
        match answer:
            case Push(view):
                _push(slack, view, heard)
            case Open(view) if heard.form:
                _push(slack, view, heard)
            case Replace(view) if heard.form:
                _show(slack.views_update, view, view_id=heard.form.id, hash=heard.form.hash)
            case Open():
                missed = _opened(house, answer, heard.trigger, heard.installed_team)
                if isinstance(missed, Whisper):
                    _respond(house, missed, heard)
            case Whisper():
                _respond(house, answer, heard)
            case _:
                pass
    except _MISSED as error:
        _log_missed(type(answer).__name__, error)


def _to_shortcut(house: House, answer: Answer, heard: Shortcut) -> None:
    """Open what a shortcut asks for, or say where the message stands why not."""
    if isinstance(answer, Open):
        answer = _opened(house, answer, heard.trigger, heard.installed_team)
    if isinstance(answer, Whisper):
        try:
            _respond(house, answer, heard)
        except _MISSED as error:
            _log_missed("shortcut", error)


def _to_message(house: House, answer: Whisper, heard: Message) -> None:
    """Answer words at once where no coalition could owe the answer."""
    blocks = list(answer.blocks) or None
    try:
        slack = house.slack(heard.installed_team)
        if heard.direct:
            slack.chat_postMessage(channel=heard.channel, text=answer.text, blocks=blocks)
        else:
            user_id = heard.identity.user_id
            slack.chat_postEphemeral(channel=heard.channel, user=user_id, text=answer.text, blocks=blocks)
    except _MISSED as error:
        _log_missed("whisper", error)


def _opened(house: House, answer: Open, trigger: str, team: str | None) -> Answer:
    """Open a form within the three seconds that Slack gives; what to say instead where it does not."""
    try:
        _show(house.slack(team).views_open, answer.view, trigger_id=trigger)
    except _MISSED as error:
        _log_missed("views.open", error)
        return answer.otherwise
    return Done()


def _push(slack: WebClient, view: dict[str, Any], heard: Click) -> None:
    """Lay a page on top; where Slack refuses a further level, or it took too long, it takes the open one's place."""
    try:
        _show(slack.views_push, view, trigger_id=heard.trigger)
    except SlackApiError as error:
        if heard.form is None:
            raise
        _log_missed("views.push", error)
        _show(slack.views_update, view, view_id=heard.form.id, hash=heard.form.hash)


def _show(call: Callable[..., object], view: dict[str, Any], **where: str) -> None:
    """Have Slack show a form; without its field for files where the app was installed before it asked to read any.

    https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
    """
    try:
        call(view=view, **where)
    except SlackApiError as error:
        kept = [block for block in view["blocks"] if block.get("element", {}).get("type") != "file_input"]
        if error.response.get("error") != "missing_scope" or len(kept) == len(view["blocks"]):
            raise
        log.warning("files_not_granted")
        call(view={**view, "blocks": kept}, **where)


def _respond(house: House, answer: Whisper, heard: Click | Shortcut) -> None:
    if heard.response_url:
        seconds = house.slack(heard.installed_team).timeout
        said = WebhookClient(heard.response_url, timeout=seconds, retry_handlers=[]).send(
            text=answer.text,
            blocks=list(answer.blocks) or None,
            response_type="ephemeral",
            replace_original=answer.replace,
        )
        if said.status_code != HTTPStatus.OK:
            # Slack takes five answers within half an hour; its own words may quote ours.
            log.warning("answer_missed", what="response_url", error=said.status_code)


def _log_missed(what: str, error: Exception) -> None:
    """Log that an answer did not reach its person; their words wait as a draft."""
    code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
    log.warning("answer_missed", what=what, error=code)
