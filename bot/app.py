"""Builds what listens: Bolt's App with its way to authorize, and the house that every page works in."""

from __future__ import annotations

import logging
from concurrent.futures import Executor

from slack_bolt import App

import handlers
from bot.clients import Clients, Doorkeeper
from handlers.house import House


def listening(house: House, clients: Clients, *, signing_secret: str, lazily: Executor) -> App:
    """Build the App and let every page register what it hears; whoever calls `dispatch` has checked the signature."""
    app = App(
        name="tocsin",
        logger=logging.getLogger("slack_bolt"),
        client=clients.anonymous,
        authorize=Doorkeeper(clients),
        signing_secret=signing_secret,
        # A listener commits one transaction and acks; otherwise Bolt waits for the ack in sleeps of ten milliseconds.
        process_before_response=True,
        listener_executor=lazily,
        # bot/web.py checks the signature before it parses anything, and answers Slack's own checks.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        # Bolt knows one copy of the app only and would take the others for people; handlers know them all.
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    handlers.register(app, house)
    return app
