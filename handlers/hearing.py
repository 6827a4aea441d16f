"""From Slack to a page and back: one listener a kind of payload, with a table behind it.

Bolt walks its listeners one by one, so a listener for each button would make every answer slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from handlers import errors, guards, inputs, lifecycle, mention
from handlers.answers import Answer, CloseAll, Done, Errors, Open, Push, Replace, Whisper
from handlers.guards import Unmet
from handlers.house import House
from handlers.inputs import Click, Command, Heard, Message
from handlers.views.wording import Language, language
from storage import access, coalitions
from storage.database import TROUBLE
from storage.errors import Refusal, SeveralCoalitions, Stranger

log = structlog.get_logger(__name__)

Page = Callable[[House, Any, datetime], Answer]
_ANY = re.compile("")
# Slack did not answer well or in time, or a workspace's token cannot be read.
_MISSED = (SlackApiError, OSError, HTTPException, Refusal)


@dataclass(frozen=True, slots=True)
class Pages:
    """Who answers what: by command, by action id (up to its colon), by callback id."""

    commands: Mapping[str, Page]
    clicks: Mapping[str, Page]
    forms: Mapping[str, Page]
    words: Page


class Hearing:
    """Hears for all pages."""

    def __init__(self, house: House, pages: Pages) -> None:
        self.house = house
        self.pages = pages

    def attach(self, app: App) -> None:
        """Register the listeners with Bolt."""
        app.command(_ANY)(self.command)
        app.action(_ANY)(self.click)
        app.view(_ANY)(self.submission)
        app.view_closed(_ANY)(_nothing)
        app.event("app_mention")(self.message)
        app.event("message")(self.message)
        app.event(re.compile("^member_(joined|left)_channel$"))(self.movement)
        app.event("channel_id_changed")(self.new_channel_id)
        app.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(self.removal)
        app.event(_ANY)(_nothing)

    def command(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a slash command."""
        heard = inputs.command(body)
        answer = self._answer(self.pages.commands.get(heard.name), heard)
        if isinstance(answer, Open):
            answer = self._opened(answer, heard.trigger, heard.installed_team)
        if isinstance(answer, Whisper):
            return ack(text=answer.text, blocks=list(answer.blocks) or None, response_type="ephemeral")
        return ack()

    def click(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a click."""
        heard = inputs.click(body)
        answer = self._answer(self.pages.clicks.get(heard.action.partition(":")[0]), heard)
        self._carry_out(answer, heard)
        return ack()

    def submission(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a form that was sent."""
        heard = inputs.submission(body)
        answer = self._answer(self.pages.forms.get(heard.form.callback_id), heard)
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

    def message(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer words said to us; what bots write is not heard, or copies of the app would talk to each other."""
        if inputs.is_from_a_bot(body) or not inputs.is_plain_message(body):
            return ack()
        if body["event"]["type"] == "message" and body["event"].get("channel_type") != "im":
            return ack()
        heard = inputs.message(body)
        answer = self._answer(self.pages.words, heard)
        if isinstance(answer, Whisper):
            self._whisper_to(answer, heard)
        return ack()

    def movement(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Note that somebody joined or left a channel."""
        lifecycle.moved(self.house, inputs.movement(body), self.house.clock())
        return ack()

    def new_channel_id(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Follow a channel to its new id."""
        lifecycle.follow_channel(self.house, inputs.new_channel_id(body))
        return ack()

    def removal(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Forget the token of a workspace that removed the app."""
        lifecycle.removed(self.house, inputs.removal(body))
        return ack()

    def _answer(self, page: Page | None, heard: Heard) -> Answer:
        """Let the page answer; a refusal or a failure becomes a sentence where the person is."""
        if page is None:
            log.warning("nobody_answers", heard=type(heard).__name__)
            return Done()
        now = self.house.clock()
        try:
            try:
                answer = self._after_introduction(page, heard, now)
            except Refusal as refusal:
                return self._refused(refusal, heard, now)
        except Exception as error:  # noqa: BLE001  Here every failure becomes an answer with a reference.
            return errors.failed(error, heard, self._language(heard))
        self.house.wake_courier()
        return answer

    def _refused(self, refusal: Refusal, heard: Heard, now: datetime) -> Answer:
        """Say why not, and tell the coordinators of a stranger."""
        if isinstance(refusal, Stranger):
            lifecycle.knocked(self.house, heard, refusal.team, now)
        return errors.refused(refusal, heard, self._language(heard))

    def _after_introduction(self, page: Page, heard: Heard, now: datetime) -> Answer:
        try:
            return self._asked(page, heard, now)
        except Unmet:
            return self._asked(page, guards.introduce(self.house, heard, now), now)

    def _asked(self, page: Page, heard: Heard, now: datetime) -> Answer:
        """Ask the page, and ask the speaker back where a command could be for several coalitions."""
        try:
            return page(self.house, heard, now)
        except SeveralCoalitions as several:
            if not isinstance(heard, Command):
                raise
            return mention.ask_which(self.house, heard, several, now)

    def _language(self, heard: Heard) -> Language:
        """Give the language of the channel, or else of the coalition that the speaker sits in."""
        identity = heard.identity
        try:
            with self.house.database.read() as session:
                here = coalitions.of_channel(session, heard.channel) if heard.channel else None
                seats = () if here else access.seats_of(session, identity.team_ids, identity.user_id)
        except TROUBLE:
            return language("en")
        spoken = {here.language} if here else {seat.coalition.language for seat in seats}
        return language(spoken.pop() if len(spoken) == 1 else "en")

    def _opened(self, answer: Open, trigger: str, team: str | None) -> Answer:
        """Open a form within the three seconds that Slack gives; what to say instead where it does not."""
        try:
            self.house.slack(team).views_open(trigger_id=trigger, view=answer.view)
        except _MISSED as error:
            _log_missed("views.open", error)
            return answer.otherwise
        return Done()

    def _carry_out(self, answer: Answer, heard: Click) -> None:
        """Do after a click what Slack does only when it is called."""
        try:
            slack = self.house.slack(heard.installed_team)
            match answer:
                case Push(view):
                    _push(slack, view, heard)
                case Replace(view) if heard.form:
                    slack.views_update(view_id=heard.form.id, hash=heard.form.hash, view=view)
                case Open():
                    missed = self._opened(answer, heard.trigger, heard.installed_team)
                    if isinstance(missed, Whisper):
                        _respond(missed, heard)
                case Whisper():
                    _respond(answer, heard)
                case _:
                    pass
        except _MISSED as error:
            _log_missed(type(answer).__name__, error)

    def _whisper_to(self, answer: Whisper, heard: Message) -> None:
        """Answer words at once where no coalition could owe the answer."""
        blocks = list(answer.blocks) or None
        try:
            slack = self.house.slack(heard.installed_team)
            if heard.direct:
                slack.chat_postMessage(channel=heard.channel, text=answer.text, blocks=blocks)
            else:
                user_id = heard.identity.user_id
                slack.chat_postEphemeral(channel=heard.channel, user=user_id, text=answer.text, blocks=blocks)
        except _MISSED as error:
            _log_missed("whisper", error)


def _push(slack: WebClient, view: dict[str, Any], heard: Click) -> None:
    """Lay a page on top; where Slack refuses a further level, or it took too long, it takes the open one's place."""
    try:
        slack.views_push(trigger_id=heard.trigger, view=view)
    except SlackApiError as error:
        if heard.form is None:
            raise
        _log_missed("views.push", error)
        slack.views_update(view_id=heard.form.id, hash=heard.form.hash, view=view)


def _respond(answer: Whisper, heard: Click) -> None:
    if heard.response_url:
        WebhookClient(heard.response_url, timeout=2).send(
            text=answer.text,
            blocks=list(answer.blocks) or None,
            response_type="ephemeral",
            replace_original=answer.replace,
        )


def _log_missed(what: str, error: Exception) -> None:
    """Log that an answer did not reach its person; their words wait as a draft."""
    code = error.response.get("error") if isinstance(error, SlackApiError) else type(error).__name__
    log.warning("answer_missed", what=what, error=code)


def _nothing(ack: Ack) -> BoltResponse:
    return ack()
