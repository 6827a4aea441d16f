"""One letter, one step: ask once more whether it may go, call Slack, settle."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock
from bot.courier import calls
from bot.courier.outcomes import Settle, back_off, names, postponed
from bot.courier.uploading import Clients, Uploads
from bot.courier.verdicts import TROUBLE, Judgement, Verdict, code_of, judge
from storage import outbox
from storage.database import Database, Session
from storage.errors import Busy, Refusal
from storage.outbox import Fault, LeftOver, Letter, Place, Step
from storage.sending import Passage

MayGo = Callable[[Session, Letter], Passage]
OnDead = Callable[[Session, Letter, datetime], None]
OnSent = Callable[[Session, Letter, datetime], None]

# A notice tells of a letter that died; one that dies itself is told to nobody.
NOTICE = "notice:"

# Slack may still be at work on a call that we gave up waiting for.
_BEFORE_A_LOOK = timedelta(seconds=5)
# Somebody decides about a paused channel sooner or later, and lets it all go at once then.
_WHILE_PAUSED = timedelta(minutes=1)
# A pin that was refused is tried again at leisure: somebody may make room, or grant the scope.
_BEFORE_A_REFUSED_PIN = timedelta(hours=1)
_SETTLE_TRIES = 3
# The steps that show a picture, so that it may be to blame where Slack refuses them.
_SAYING = frozenset({Step.POST, Step.UPDATE})

_log = structlog.get_logger(__name__)


def unnoticed(_session: Session, _letter: Letter, _now: datetime) -> None:
    """Do nothing when a letter was sent."""


class Delivery:
    """Brings a claimed letter one step further, and settles it whatever happens.

    The lease must be more than twice as long as a call to Slack may take. Every commit is followed by at most one call
    that Slack would do twice, so a process that dies leaves at most one letter in doubt for each that it carried.
    """

    def __init__(
        self,
        database: Database,
        clients: Clients,
        *,
        may_go: MayGo,
        on_dead: OnDead,
        on_sent: OnSent = unnoticed,
        lease: timedelta,
        clock: Clock,
    ) -> None:
        self._database = database
        self._clients = clients
        self._may_go = may_go
        self._on_dead = on_dead
        self._on_sent = on_sent
        self._lease = lease
        self._clock = clock
        self._uploads = Uploads(database, lease=lease, clock=clock)

    def carry(self, letter: Letter) -> None:
        """Deliver a letter that this process claimed; an error of ours is logged and the letter tried again later."""
        try:
            self._settle(self._deliver(letter))
        except Exception as error:  # noqa: BLE001  One letter's trouble must not stop the others.
            reference = secrets.token_hex(4)
            _log.error("delivery failed", **names(letter), reference=reference, exc_info=True)
            try:
                self._settle(self._after_an_error(letter, type(error).__name__))
            except (Busy, SQLAlchemyError):
                # The lease runs out, and whoever claims the letter then looks before posting.
                _log.warning("settling failed", **names(letter), reference=reference)

    def take_away(self, left: LeftOver) -> None:
        """Delete a file that no letter shows."""
        try:
            self._settle(self._uploads.take_away(self._clients, left))
        except Exception:  # noqa: BLE001  One file's trouble must not stop the others.
            # The lease runs out, and somebody tries again.
            _log.error("taking away failed", file=left.file_id, reference=secrets.token_hex(4), exc_info=True)

    def _deliver(self, letter: Letter) -> Settle:
        match self._passage(letter):
            case Passage.NEVER:
                _log.info("letter dropped", **names(letter))
                return lambda session, now: outbox.drop(session, letter, now=now)
            case Passage.WAIT:
                _log.info("letter waits", **names(letter))
                return lambda session, now: outbox.hold(session, letter, until=now + _WHILE_PAUSED, now=now)
        try:
            client = self._clients.for_posting(letter.team)
        except Refusal as refusal:
            return self._failed(letter, Judgement(Verdict.INSTALLATION, type(refusal).__name__))
        try:
            return self._step(client, letter)
        except TROUBLE as error:
            judgement = judge(error)
            if judgement.verdict is Verdict.UNSURE:
                judgement = Judgement(Verdict.LATER, judgement.error)
            return self._failed(letter, judgement)

    def _passage(self, letter: Letter) -> Passage:
        """Ask whether it may go; taking something out of Slack is always allowed."""
        if letter.is_retracted:
            return Passage.GO
        with self._database.read() as session:
            return self._may_go(session, letter)

    def _step(self, client: WebClient, letter: Letter) -> Settle:
        """Make the call; raises TROUBLE where repeating it would do no harm."""
        ways = {
            Step.LOOK: self._look,
            Step.UPLOAD: self._upload,
            Step.POST: self._post,
            Step.UPDATE: self._update,
            Step.PIN: self._pin,
            Step.DELETE: self._delete,
        }
        if letter.step is not None:
            return ways[letter.step](client, letter)
        return self._stands(letter, letter.sent_channel or "", letter.sent_ts or "")

    def _upload(self, client: WebClient, letter: Letter) -> Settle:
        try:
            return self._uploads.bring(client, letter)
        except TROUBLE as error:
            judgement = judge(error)
            return self._uploads.failed(letter, judgement) or self._failed(letter, judgement)

    def _post(self, client: WebClient, letter: Letter) -> Settle:
        channel = calls.conversation_of(client, letter)
        if self._is_too_late(letter):
            return postponed(letter, "too_late", timedelta())
        try:
            ts = calls.post(client, letter, channel)
        except TROUBLE as error:
            return self._failed(letter, judge(error))
        return self._stands(letter, channel, ts)

    def _update(self, client: WebClient, letter: Letter) -> Settle:
        if self._is_too_late(letter):
            return postponed(letter, "too_late", timedelta())
        calls.update(client, letter)
        return self._stands(letter, letter.sent_channel or "", letter.sent_ts or "")

    def _is_too_late(self, letter: Letter) -> bool:
        """Refuse a call that may be under way when the lease runs out.

        A post would be looked for in vain and repeated; an update would put older words over newer ones.
        """
        is_late = self._clock() >= letter.lease_until - self._lease / 2
        if is_late:
            _log.warning("too late to send", **names(letter))
        return is_late

    def _look(self, client: WebClient, letter: Letter) -> Settle:
        """Close the one gap that Slack leaves: see whether it was posted before we lost track of it."""
        channel = calls.conversation_of(client, letter)
        try:
            ts = calls.look(client, letter, channel, lease=self._lease)
        except calls.Unseen:
            _log.warning("letter posted again unseen", **names(letter))
            ts = None
        if ts is None:
            return lambda session, now: outbox.missing(session, letter, now=now)
        _log.info("letter found", **names(letter))
        return self._stands(letter, channel, ts)

    def _pin(self, client: WebClient, letter: Letter) -> Settle:
        try:
            calls.pin(client, letter)
        except SlackApiError as error:
            judgement = judge(error)
            if judgement.error != "already_pinned":
                if judgement.verdict in {Verdict.LATER, Verdict.UNSURE}:
                    raise
                _log.warning("pin refused", **names(letter), error=judgement.error)
                return postponed(letter, judgement.error, _BEFORE_A_REFUSED_PIN)
        return lambda session, now: outbox.pinned(session, letter, now=now)

    def _delete(self, client: WebClient, letter: Letter) -> Settle:
        """Take it out of Slack; what is not there any more is as good as deleted, so a repetition does no harm."""
        if letter.sent_ts is not None and letter.address.place is not Place.EPHEMERAL:
            try:
                calls.delete(client, letter)
            except SlackApiError as error:
                if code_of(error) != "message_not_found":
                    raise
        _log.info("letter retracted", **names(letter))
        return lambda session, now: outbox.retracted(session, letter, now=now)

    def _stands(self, letter: Letter, channel: str, ts: str) -> Settle:
        def settle(session: Session, now: datetime) -> None:
            if outbox.sent(session, letter, channel=channel, ts=ts, now=now):
                self._on_sent(session, letter, now)

        return settle

    def _failed(self, letter: Letter, judgement: Judgement) -> Settle:
        error = judgement.error
        if judgement.verdict is Verdict.MESSAGE and letter.file_id is not None and letter.step in _SAYING:
            return self._uploads.refused(letter, judgement)
        match judgement.verdict:
            case Verdict.LATER:
                _log.info("letter postponed", **names(letter), error=error)
                pause = judgement.retry_after or back_off(letter.attempts)
                return postponed(letter, error, pause, whole_lane=judgement.retry_after is not None)
            case Verdict.UNSURE:
                _log.warning("letter in doubt", **names(letter), error=error)
                pause = max(_BEFORE_A_LOOK, back_off(letter.attempts))
                return lambda session, now: outbox.doubt(session, letter, until=now + pause, error=error, now=now)
            case Verdict.GONE:
                _log.warning("message gone", **names(letter), error=error)
                return lambda session, now: outbox.gone(session, letter, now=now)
            case Verdict.INSTALLATION | Verdict.CHANNEL | Verdict.MESSAGE as verdict:
                return self._dead(letter, Fault(verdict), error)

    def _dead(self, letter: Letter, fault: Fault, error: str) -> Settle:
        log = _log.error if fault is Fault.MESSAGE else _log.warning
        log("letter dead", **names(letter), fault=fault, error=error, reference=secrets.token_hex(4))

        def settle(session: Session, now: datetime) -> None:
            is_dead = outbox.die(session, letter, fault=fault, error=error, now=now)
            if is_dead and not letter.key.startswith(NOTICE):
                self._on_dead(session, letter, now)

        return settle

    def _after_an_error(self, letter: Letter, error: str) -> Settle:
        pause = max(_BEFORE_A_LOOK, back_off(letter.attempts))
        if letter.step is not Step.POST:
            return postponed(letter, error, pause)
        # The error may have come after Slack's OK.
        return lambda session, now: outbox.doubt(session, letter, until=now + pause, error=error, now=now)

    def _settle(self, settle: Settle) -> None:
        """Write the outcome down; it is worth a few tries, since forgetting it costs a look or a repetition."""
        for tries_left in reversed(range(_SETTLE_TRIES)):
            try:
                with self._database.begin() as session:
                    settle(session, self._clock())
            except (Busy, SQLAlchemyError):
                if not tries_left:
                    raise
            else:
                return
