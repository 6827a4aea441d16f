"""The porter: has a file drawn that somebody asked for, and brings it to their direct message. Knows no feature."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.courier import Clients
from bot.courier.outcomes import back_off
from bot.courier.verdicts import CANNOT_LOOK, TROUBLE, Judgement, Verdict, code_of, judge
from bot.worker import Guard, Runner
from handlers.export import Parcel
from handlers.house import House
from storage import coalitions, exports
from storage.database import Session
from storage.errors import Refusal
from storage.exports import Export, Fault, State

Settle = Callable[[Session, datetime], object]

# With the pauses between them, about half an hour.
_MOST_ATTEMPTS = 12
# Slack shares a file some time after it said OK.
_BEFORE_A_LOOK = timedelta(seconds=5)
_LOOKED_THROUGH = 100

_log = structlog.get_logger(__name__)


class Parcels(Protocol):
    """What a feature says of the files that are carried for it."""

    def draw(self, house: House, export: Export, now: datetime, hold: Callable[[], None]) -> Parcel | State:
        """Draw the file, or say why there is none to send; `hold` is called now and then while it takes long."""

    def may_go(self, session: Session, export: Export, parcel: Parcel) -> bool | State:
        """Tell whether whoever asked may still have all of it, asked at the last moment; False to draw it anew."""

    def arrived(self, session: Session, export: Export, now: datetime) -> None:
        """Do what is to be done when the file is with them, in the transaction that notes it."""

    def ended(self, session: Session, export: Export, state: State, now: datetime) -> None:
        """Do what is to be done when it will not come, in the transaction that notes it."""


class Lost(Refusal):
    """The lease ran out, and somebody else carries the file."""


class Porter(Runner):
    """Carries what is due, one file after the other; any number of porters, in any number of processes, may.

    The lease must be more than twice as long as a call to Slack may take.
    """

    def __init__(self, house: House, clients: Clients, parcels: Parcels, *, guard: Guard, lease: timedelta) -> None:
        super().__init__("porter", "files", house, guard)
        self._clients = clients
        self._parcels = parcels
        self._lease = lease

    def _run_one(self) -> bool:
        return self.carry_one()

    def carry_one(self) -> bool:
        """Carry the oldest that is due as far as it goes; False if there was none."""
        # Asking first takes no lock, and mostly there is nothing.
        with self._house.database.read() as session:
            if not exports.any_due(session, now=self._house.clock()):
                return False
        with self._house.database.begin() as session:
            export = exports.claim(session, lease=self._lease, now=self._house.clock())
        if export is None:
            return False
        try:
            settle = self._carry(export)
        except Lost:
            _log.warning("export lost", **_names(export))
            return True
        with self._house.database.begin() as session:
            settle(session, self._house.clock())
        self._house.wake_courier()
        return True

    def _carry(self, export: Export) -> Settle:
        if export.attempts > _MOST_ATTEMPTS and export.recalled_at is None:
            return self._ended(export, State.FAILED, Fault.PATIENCE, export.error or "too_many_attempts")
        with self._house.database.read() as session:
            team = coalitions.by_id(session, export.coalition_id).host_team
        try:
            client = self._clients.for_posting(team)
        except Refusal as refusal:
            return self._ended(export, State.FAILED, Fault.INSTALLATION, type(refusal).__name__)
        if export.recalled_at is not None:
            return self._back(client, export)
        if export.in_doubt:
            try:
                if self._is_there(client, export):
                    return self._arrived(export)
                self._take_away(client, export)
            except TROUBLE as error:
                return self._failed(export, judge(error), in_doubt=True)
        return self._anew(client, export)

    def _anew(self, client: WebClient, export: Export) -> Settle:
        try:
            parcel = self._parcels.draw(self._house, export, self._house.clock(), lambda: self._hold(export))
        except Lost:
            raise
        except Refusal as refusal:
            # A record that it was to go on from fell away meanwhile.
            return self._failed(export, Judgement(Verdict.LATER, type(refusal).__name__))
        if isinstance(parcel, State):
            return self._ended(export, parcel)
        try:
            conversation = client.conversations_open(users=[parcel.user_id])["channel"]["id"]
            self._hold(export)
            file_id = self._upload(client, export, parcel)
        except TROUBLE as error:
            return self._failed(export, judge(error))
        with self._house.database.begin() as session:
            may_go = self._parcels.may_go(session, export, parcel)
            if isinstance(may_go, State):
                return self._ended(export, may_go)
            if not may_go:
                return self._failed(export, Judgement(Verdict.LATER, "changed_meanwhile"))
            until = self._house.clock() + self._lease
            shared = {"conversation": conversation, "file_id": file_id, "held": parcel.held}
            if not exports.about_to_share(session, export, **shared, until=until):
                raise Lost
        return self._shared(client, export, parcel, conversation, file_id)

    def _upload(self, client: WebClient, export: Export, parcel: Parcel) -> str:
        """Bring the bytes to Slack, where nobody sees them yet; https://docs.slack.dev/messaging/working-with-files."""
        ticket = client.files_getUploadURLExternal(filename=parcel.name, length=len(parcel.data))
        address: str = ticket["upload_url"]
        request = urllib.request.Request(address, data=parcel.data, method="POST")  # noqa: S310  Slack named it.
        request.add_header("Content-Type", "application/octet-stream")
        with urllib.request.urlopen(request, timeout=client.timeout, context=client.ssl):  # noqa: S310  As above.
            self._hold(export)
        file_id: str = ticket["file_id"]
        return file_id

    def _shared(self, client: WebClient, export: Export, parcel: Parcel, conversation: str, file_id: str) -> Settle:
        try:
            client.files_completeUploadExternal(
                files=[{"id": file_id, "title": parcel.name}],
                channel_id=conversation,
                initial_comment=parcel.comment,
            )
        except TROUBLE as error:
            judgement = judge(error)
            return self._failed(export, judgement, in_doubt=judgement.verdict is Verdict.UNSURE)
        return self._arrived(export)

    def _is_there(self, client: WebClient, export: Export) -> bool:
        """Look into the direct message, which needs no scope but the `im:history` that we have."""
        try:
            answer = client.conversations_history(channel=export.conversation or "", limit=_LOOKED_THROUGH)
        except SlackApiError as error:
            if code_of(error) not in CANNOT_LOOK:
                raise
            return False
        return any(
            each.get("id") == export.file_id for message in answer["messages"] for each in message.get("files") or ()
        )

    def _take_away(self, client: WebClient, export: Export) -> None:
        """Delete the file that may be shared yet, so that the next one is the only one."""
        try:
            client.files_delete(file=export.file_id or "")
        except SlackApiError as error:
            if code_of(error) not in {"file_not_found", "file_deleted", "cant_delete_file"}:
                raise

    def _back(self, client: WebClient, export: Export) -> Settle:
        """Take a file out of Slack that holds something that was recalled; once it is gone, it is as if it never was.

        https://docs.slack.dev/reference/methods/files.delete
        """
        try:
            client.files_delete(file=export.file_id or "")
        except TROUBLE as error:
            judgement = judge(error)
            if judgement.error not in {"file_not_found", "file_deleted"}:
                if judgement.verdict in {Verdict.LATER, Verdict.UNSURE} and export.attempts < _MOST_ATTEMPTS:
                    return self._failed(export, judgement, in_doubt=export.in_doubt)
                return self._ended(export, State.SENT, Fault.MESSAGE, judgement.error)
        return self._ended(export, State.TAKEN_BACK)

    def _hold(self, export: Export) -> None:
        with self._house.database.begin() as session:
            if not exports.hold(session, export, until=self._house.clock() + self._lease):
                raise Lost

    def _arrived(self, export: Export) -> Settle:
        def settle(session: Session, now: datetime) -> None:
            if exports.sent(session, export, now=now):
                self._parcels.arrived(session, export, now)

        return settle

    def _ended(self, export: Export, state: State, fault: Fault | None = None, error: str = "") -> Settle:
        _log.warning("export ended", **_names(export), state=state, error=error)

        def settle(session: Session, now: datetime) -> None:
            if exports.end(session, export, state, fault=fault, error=error, now=now):
                self._parcels.ended(session, export, state, now)

        return settle

    def _failed(self, export: Export, judgement: Judgement, *, in_doubt: bool = False) -> Settle:
        if judgement.verdict not in {Verdict.LATER, Verdict.UNSURE}:
            faults = {Verdict.INSTALLATION: Fault.INSTALLATION, Verdict.CHANNEL: Fault.CHANNEL}
            fault = faults.get(judgement.verdict, Fault.MESSAGE)
            return self._ended(export, State.FAILED, fault, judgement.error)
        if export.attempts >= _MOST_ATTEMPTS:
            return self._ended(export, State.FAILED, Fault.PATIENCE, judgement.error)
        _log.info("export postponed", **_names(export), error=judgement.error)
        pause = judgement.retry_after or back_off(export.attempts)
        pause = max(_BEFORE_A_LOOK, pause) if in_doubt else pause
        error = judgement.error
        return lambda session, now: exports.postpone(
            session, export, until=now + pause, error=error, in_doubt=in_doubt, now=now
        )


def _names(export: Export) -> dict[str, str]:
    """Name an export in the log, by its id only."""
    return {"export": export.export_id}
