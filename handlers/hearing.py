"""From Slack to a page: one listener a kind of payload, with a table behind it.

Bolt walks its listeners one by one, so a listener for each button would make every answer slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from slack_bolt import Ack, App, BoltResponse

from handlers import answering, audit, errors, guards, inputs, lifecycle, mention
from handlers.answers import Answer, Done
from handlers.coalition import inviting
from handlers.coalition.evidence import Evidence
from handlers.guards import Unmet
from handlers.house import House
from handlers.inputs import Command, Heard, Message
from handlers.views.wording import Language, language
from storage import access, coalitions
from storage.database import TROUBLE
from storage.errors import Refusal, SeveralCoalitions, Stranger, Unknown

log = structlog.get_logger(__name__)

Page = Callable[[House, Any, datetime], Answer]
_ANY = re.compile("")


@dataclass(frozen=True, slots=True)
class Pages:
    """Who answers what: by command, by action id (up to its colon), by callback id of forms and of shortcuts."""

    commands: Mapping[str, Page]
    clicks: Mapping[str, Page]
    forms: Mapping[str, Page]
    words: Page
    shortcuts: Mapping[str, Page] = field(default_factory=dict)


class Hearing:
    """Hears for all pages."""

    def __init__(self, house: House, pages: Pages) -> None:
        self.house = house
        self.pages = pages
        self._evidence = Evidence()

    def attach(self, app: App) -> None:
        """Register the listeners with Bolt, which asks them one by one: the dearest to wait for comes first."""
        app.view(_ANY)(self.submission)
        app.command(_ANY)(self.command)
        app.action(_ANY)(self.click)
        app.view_closed(_ANY)(_nothing)
        app.shortcut(_ANY)(self.shortcut)
        app.event("app_mention")(self.message)
        app.event("message")(self.message)
        app.event(re.compile("^member_(joined|left)_channel$"))(self.movement)
        app.event("channel_id_changed")(self.new_channel_id)
        app.event("channel_shared")(self.connected)
        app.event("channel_unshared")(self.cut_off)
        app.event(re.compile("^(app_uninstalled|tokens_revoked)$"))(self.removal)
        app.event(_ANY)(_nothing)
        app.error(self.failed)

    def command(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a slash command."""
        heard = inputs.command(body)
        return self._reply(self.pages.commands.get(heard.name), heard, ack)

    def click(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a click."""
        heard = inputs.click(body)
        return self._reply(self.pages.clicks.get(heard.action.partition(":")[0]), heard, ack)

    def shortcut(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a message shortcut."""
        heard = inputs.shortcut(body)
        return self._reply(self.pages.shortcuts.get(heard.name), heard, ack)

    def submission(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer a form that was sent."""
        heard = inputs.submission(body)
        return self._reply(self.pages.forms.get(heard.form.callback_id), heard, ack)

    def message(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Answer words said to us, and nothing else."""
        return self._reply(self.pages.words, inputs.message(body), ack) if inputs.is_said_to_us(body) else ack()

    def movement(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Note that somebody joined or left a channel."""
        lifecycle.moved(self.house, inputs.movement(body), self.house.clock())
        return ack()

    def new_channel_id(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Follow a channel to its new id."""
        lifecycle.follow_channel(self.house, inputs.new_channel_id(body))
        return ack()

    def connected(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Note that a further company is connected to a channel."""
        lifecycle.connected(self.house, inputs.connected(body), self.house.clock())
        return ack()

    def cut_off(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Note that a workspace was disconnected from a channel."""
        lifecycle.cut_off(self.house, inputs.cut_off(body), self.house.clock())
        return ack()

    def removal(self, body: dict[str, Any], ack: Ack) -> BoltResponse:
        """Forget the token of a workspace that removed the app."""
        lifecycle.removed(self.house, inputs.removal(body), self.house.clock())
        return ack()

    def failed(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Give whoever waits for an answer the reference of what went wrong; Slack repeats an event that failed.

        Bolt loses what is acked here and takes what is returned.
        """
        heard = inputs.heard(body)
        if heard is None:
            errors.note(error, "event")
            return BoltResponse(status=500)
        ack = Ack()  # type: ignore[no-untyped-call]
        return answering.deliver(self.house, errors.failed(error, heard, self._language(heard)), heard, ack)

    def _reply(self, page: Page | None, heard: Heard, ack: Ack) -> BoltResponse:
        return answering.deliver(self.house, self._answer(page, heard), heard, ack)

    def _answer(self, page: Page | None, heard: Heard) -> Answer:
        """Let the page answer; a refusal becomes a sentence where the person is."""
        if page is None:
            log.warning("nobody_answers", heard=type(heard).__name__)
            return Done()
        now = self.house.clock()
        try:
            answer = self._after_introduction(page, heard, now)
        except Refusal as refusal:
            return self._refused(refusal, heard, now)
        self._evidence.notice(self.house, heard, now)
        self.house.wake_courier()
        return answer

    def _refused(self, refusal: Refusal, heard: Heard, now: datetime) -> Answer:
        """Say why not, tell the coordinators of a stranger, and let the trail keep what matters.

        Where nothing is founded yet, everybody is a stranger, and whoever can begin is offered to.
        """
        if isinstance(refusal, Stranger):
            if isinstance(heard, Command | Message) and (offered := inviting.offered(self.house, heard)):
                return offered
            lifecycle.knocked(self.house, heard, refusal.team, now)
        if refusal.attempt:
            audit.refused(self.house, refusal.attempt, heard, now)
        return errors.refused(refusal, heard, self._language(heard))

    def _after_introduction(self, page: Page, heard: Heard, now: datetime) -> Answer:
        try:
            return self._asked(page, heard, now)
        except Unmet:
            pass
        except Unknown:
            # A draft is found by the ids of its owner's company, of which Slack names now these and now those.
            if not guards.is_nobody_yet(self.house, heard):
                raise
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


def _nothing(ack: Ack) -> BoltResponse:
    return ack()
