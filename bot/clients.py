"""Slack's clients, one an installation: the host's from the settings, further workspaces' from the database."""

from __future__ import annotations

import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from itertools import count

import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.authorize import Authorize
from slack_bolt.context import BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from storage import installations
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import Refusal

# Slack waits three seconds for an answer, and a call on the way to it must leave time for the rest.
DIRECT_SECONDS = 2
POSTING_SECONDS = 10
REMEMBERED_SECONDS = 60
# A token that an operator adds shall work soon, so it is not remembered for long that there was none.
MISSED_SECONDS = 3
# Team ids come from requests that Slack signed, so there are about as many as companies.
_MOST_REMEMBERED = 10_000
_LONGEST_PAUSE = 60.0
# What follows the introduction is done by the clock, too, if it never succeeds here.
_MOST_BEGINNINGS = 5

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a copy of the app is in its workspace."""

    team_id: str | None
    enterprise_id: str | None
    bot_user_id: str | None
    bot_id: str | None


NOBODY_YET = Identity(None, None, None, None)


@dataclass(frozen=True, slots=True)
class Copy:
    """One installed copy of the app: who it is, a client for each purpose, and what Bolt wants to know of it."""

    identity: Identity
    direct: WebClient
    posting: WebClient
    authorized: AuthorizeResult


class Clients:
    """Knows every installation; asks Slack once who the host's copy is, and the database once a minute for others."""

    def __init__(
        self,
        database: Database,
        cipher: Cipher,
        *,
        token: str,
        api_url: str,
        direct_seconds: float = DIRECT_SECONDS,
        posting_seconds: float = POSTING_SECONDS,
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._cipher = cipher
        self._token = token
        self._api_url = api_url
        self._direct_seconds = direct_seconds
        self._posting_seconds = posting_seconds
        self._timer = timer
        # Reading the certificates costs more than a request, so all clients share them.
        self._certificates = ssl.create_default_context() if api_url.startswith("https:") else None
        # Bolt makes a client for each request after this one's likeness, and gives it the token itself.
        self.anonymous = self._client(None, direct_seconds)
        self._host = self._copy(token, NOBODY_YET)
        self._known: dict[str, tuple[float, Copy]] = {}
        self._looking_up = threading.Lock()
        self._stopping = threading.Event()
        self._introduction = threading.Thread(target=self._introduce, name="introduction", daemon=True)
        self._then: Callable[[], bool] = lambda: True
        self.trouble: str | None = "Slack has not been asked yet"

    def start(self, then: Callable[[], bool] = lambda: True) -> None:
        """Ask Slack who the host's copy is, and go on asking, ever more patiently, until it says so; `then` go on.

        What follows is tried again some times, too, until it is done.
        """
        self._then = then
        self._introduction.start()

    def stop(self) -> None:
        """Stop asking."""
        self._stopping.set()
        if self._introduction.ident is not None:
            self._introduction.join()

    @property
    def identity(self) -> Identity | None:
        """Who the host's copy of the app is; None until Slack has said so."""
        return None if self._host.identity is NOBODY_YET else self._host.identity

    def direct(self, team_id: str | None) -> WebClient:
        """Give the client for what a person waits for: a team's own, or the host's where the team has none."""
        return self._of(team_id).direct

    def with_token(self, token: str) -> WebClient:
        """Give a client for a token that is not kept yet."""
        return self._client(token, self._direct_seconds)

    def for_posting(self, team: str | None) -> WebClient:
        """Give the courier's client, which has more time; raises NoKey or WrongKey for a token that cannot be read."""
        return self._of(team).posting

    def authorized(self, team_id: str | None) -> AuthorizeResult:
        """Say in whose name Bolt may answer a request that came through a team's installation."""
        try:
            return self._of(team_id).authorized
        except Refusal as refusal:
            # The speaker is answered all the same, in the host's name; whatever is posted says what is wrong.
            _log.error("installation unreadable", team=team_id, refusal=type(refusal).__name__)
            return self._host.authorized

    def _of(self, team_id: str | None) -> Copy:
        host = self._host
        if team_id is None or team_id == host.identity.team_id:
            return host
        known = self._known.get(team_id)
        if known is None or known[0] <= self._timer():
            with self._looking_up:
                known = self._known.get(team_id)
                if known is None or known[0] <= self._timer():
                    known = self._remember(team_id)
        return known[1]

    def _remember(self, team_id: str) -> tuple[float, Copy]:
        with self._database.read() as session:
            found = installations.by_team(session, team_id)
        copy, seconds = self._host, MISSED_SECONDS
        if found is not None:
            seconds = REMEMBERED_SECONDS
            identity = Identity(found.team_id, found.enterprise_id, found.bot_user_id, found.bot_id)
            copy = self._copy(self._cipher.open(found.sealed_token), identity)
        if len(self._known) >= _MOST_REMEMBERED:
            self._known.clear()
        known = self._known[team_id] = (self._timer() + seconds, copy)
        return known

    def _copy(self, token: str, identity: Identity) -> Copy:
        return Copy(
            identity,
            direct=self._client(token, self._direct_seconds),
            posting=self._client(token, self._posting_seconds),
            authorized=AuthorizeResult(
                enterprise_id=identity.enterprise_id,
                team_id=identity.team_id,
                bot_user_id=identity.bot_user_id,
                bot_id=identity.bot_id,
                bot_token=token,
            ),
        )

    def _client(self, token: str | None, seconds: float) -> WebClient:
        return client(token, self._api_url, seconds=seconds, certificates=self._certificates)

    def _introduce(self) -> None:
        if self._insist(self._ask_who_we_are, count()):
            self._insist(self._then, range(_MOST_BEGINNINGS))

    def _insist(self, step: Callable[[], bool], tries: Iterable[int]) -> bool:
        """Try a step until it is done, ever more patiently; False where it is not done when we stop or give up."""
        pause = 1.0
        for _ in tries:
            if step():
                return True
            if self._stopping.wait(pause):
                return False
            pause = min(pause * 2, _LONGEST_PAUSE)
        return False

    def _ask_who_we_are(self) -> bool:
        try:
            said = self._host.posting.auth_test()
        except SlackApiError as error:
            if error.response.status_code != HTTPStatus.OK:
                return self._out_of_reach(error)
            self.trouble = f"Slack refuses SLACK_BOT_TOKEN: {error.response.get('error')}"
            _log.error("token refused", error=error.response.get("error"))
            return False
        except (OSError, HTTPException) as error:
            return self._out_of_reach(error)
        identity = Identity(said.get("team_id"), said.get("enterprise_id"), said.get("user_id"), said.get("bot_id"))
        self._host = self._copy(self._token, identity)
        # What was remembered before may stand for a team whose installation this is.
        self._known.clear()
        self.trouble = None
        _log.info("introduced", team=identity.team_id, bot=identity.bot_id)
        return True

    def _out_of_reach(self, error: Exception) -> bool:
        self.trouble = "Slack is out of reach"
        _log.warning("slack out of reach", exc_info=error)
        return False


def client(
    token: str | None, api_url: str, *, seconds: float = DIRECT_SECONDS, certificates: ssl.SSLContext | None = None
) -> WebClient:
    """Make a client that gives up after so many seconds and sends nothing twice."""
    return WebClient(
        token=token,
        base_url=api_url,
        timeout=seconds,  # type: ignore[arg-type]  # Parts of seconds work as well.
        ssl=certificates,
        # The default handler sends a post again when the connection breaks after Slack has taken it.
        retry_handlers=[],
        logger=logging.getLogger("slack_sdk.web"),
    )


class Doorkeeper(Authorize):
    """Bolt's way to ask for an installation, without a look-up and without `auth.test` for each request.

    The enterprise that Bolt names may be that of the person who sent a form, so only the team counts.
    """

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def __call__(  # noqa: D102  It is told above.
        self,
        *,
        context: BoltContext,  # noqa: ARG002
        enterprise_id: str | None,  # noqa: ARG002
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002
        actor_enterprise_id: str | None = None,  # noqa: ARG002
        actor_team_id: str | None = None,  # noqa: ARG002
        actor_user_id: str | None = None,  # noqa: ARG002
    ) -> AuthorizeResult:
        return self._clients.authorized(team_id)
