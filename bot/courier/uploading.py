"""The picture of a letter: brought to Slack before the letter is posted, and taken away when nothing shows it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from slack_sdk import WebClient

from bot.clock import Clock
from bot.courier import pictures
from bot.courier.outcomes import Settle, back_off, names, postponed
from bot.courier.verdicts import TROUBLE, Judgement, Verdict, judge
from storage import outbox
from storage.database import Database, Session
from storage.errors import Refusal
from storage.outbox import LeftOver, Letter

# What cannot be deleted now may be once somebody repaired the installation; then it is let lie, where nobody sees it.
_BEFORE_A_REFUSED_DELETION = timedelta(hours=1)
_MOST_DELETIONS = 100

_log = structlog.get_logger(__name__)


class Clients(Protocol):
    """Where the courier gets its Slack clients from."""

    def for_posting(self, team: str | None) -> WebClient:
        """Give the client of a workspace's installation, without retry handlers; None is the deployment's own."""


class Uploads:
    """Brings pictures to Slack and takes them away; every upload is noted before its bytes leave us."""

    def __init__(self, database: Database, *, lease: timedelta, clock: Clock) -> None:
        self._database = database
        self._lease = lease
        self._clock = clock

    def bring(self, client: WebClient, letter: Letter) -> Settle:
        """Bring the bytes to Slack, where nobody sees them yet; raises TROUBLE, and what there is is left over then."""
        with self._database.read() as session:
            found = outbox.bytes_of(session, letter)
        if found is None:
            return postponed(letter, "no_picture", timedelta())
        name, png = found
        file_id, address = pictures.ask_for_address(client, name, png)
        now = self._clock()
        with self._database.begin() as session:
            until = now + self._lease
            if not outbox.begin_upload(session, letter, file_id, until=until, now=now):
                _log.warning("upload lost", **names(letter))
                return _nothing
        pictures.bring(client, address, png)
        if self._clock() >= until - self._lease / 2:
            # Whoever takes the letter next has this file deleted, and it must not come to be after that.
            _log.warning("too late to upload", **names(letter))
            return postponed(letter, "too_late", timedelta())
        pictures.complete(client, file_id, name)

        def settle(session: Session, now: datetime) -> None:
            outbox.uploaded(session, letter, file_id=file_id, until=now + pictures.UNTIL_READY, now=now)

        return settle

    def failed(self, letter: Letter, judgement: Judgement) -> Settle | None:
        """Say what becomes of a letter whose picture was not brought there; None where any letter would fail so."""
        if pictures.is_hopeless(judgement, letter.uploads + 1):
            return self._without(letter, judgement.error)
        if judgement.verdict in {Verdict.UNSURE, Verdict.MESSAGE}:
            return postponed(letter, judgement.error, back_off(letter.attempts))
        return None

    def refused(self, letter: Letter, judgement: Judgement) -> Settle:
        """Say what becomes of a letter that Slack refuses with its picture: it waits for a moment, or goes without."""
        age = self._clock() - (letter.file_since or self._clock())
        if judgement.is_about_a_file and age < pictures.PATIENCE:
            _log.info("picture not ready", **names(letter))
            pause = min(max(age, pictures.UNTIL_READY), pictures.LONGEST_PAUSE)
            return postponed(letter, judgement.error, pause)
        return self._without(letter, judgement.error)

    def take_away(self, clients: Clients, left: LeftOver) -> Settle:
        """Delete a file that nothing shows; however often that is done, it does no harm."""
        try:
            pictures.take_away(clients.for_posting(left.team), left)
        except Refusal as refusal:
            return self._still_there(left, Judgement(Verdict.INSTALLATION, type(refusal).__name__))
        except TROUBLE as error:
            return self._still_there(left, judge(error))
        _log.info("picture deleted", file=left.file_id)
        return lambda session, _now: outbox.left_over_deleted(session, left)

    def _without(self, letter: Letter, error: str) -> Settle:
        _log.warning("picture given up", **names(letter), error=error, reference=secrets.token_hex(4))
        return lambda session, now: outbox.without_picture(session, letter, error=error, now=now)

    def _still_there(self, left: LeftOver, judgement: Judgement) -> Settle:
        is_passing = judgement.verdict in {Verdict.LATER, Verdict.UNSURE}
        if not is_passing and left.attempts >= _MOST_DELETIONS:
            _log.error("picture left behind", file=left.file_id, error=judgement.error)
            return lambda session, _now: outbox.left_over_deleted(session, left)
        _log.info("picture not deleted", file=left.file_id, error=judgement.error)
        pause = judgement.retry_after or back_off(left.attempts) if is_passing else _BEFORE_A_REFUSED_DELETION
        return lambda session, now: outbox.postpone_left_over(session, left, until=now + pause)


def _nothing(_session: Session, _now: datetime) -> None:
    """Settle nothing: somebody else holds the letter."""
