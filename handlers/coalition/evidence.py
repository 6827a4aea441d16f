"""What is seen anyway: whoever uses a way in shows that it works for their company."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.house import House
from handlers.inputs import Click, Command, Heard, Message, Shortcut, Submission
from storage import proofs
from storage.errors import Refusal, SeveralCoalitions
from storage.proofs import Means

# Far more than there are people; what is forgotten is asked for once more.
_MOST_REMEMBERED = 10_000
_DIRECT = "D"


class Evidence:
    """Notes what a request shows, and remembers for this process what needs no noting any more."""

    def __init__(self) -> None:
        self._known: set[tuple[str, tuple[str, ...], str, Means]] = set()

    def notice(self, house: House, heard: Heard, now: datetime) -> None:
        """Note that a way in works for whoever used it; called when their request was answered."""
        who, channel = heard.identity, heard.channel or ""
        shown = {(who.user_id, who.team_ids, channel, means) for means in _shown_by(heard)}
        if shown <= self._known:
            return
        try:
            _note(house, heard, frozenset(means for *_, means in shown), now)
        except SeveralCoalitions:
            # Nothing tells for which of them it is evidence.
            pass
        except Refusal:
            return
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        self._known |= shown


def _note(house: House, heard: Heard, shown: frozenset[Means], now: datetime) -> None:
    # Asking first takes no writer's place, and mostly it is known.
    with house.database.read() as session:
        unseen = proofs.unseen(session, guards.speaker(session, heard), shown)
    if unseen:
        with house.database.begin() as session:
            proofs.note(session, guards.speaker(session, heard), unseen, now=now)


def _shown_by(heard: Heard) -> set[Means]:
    match heard:
        case Command():
            return {Means.COMMAND}
        case Submission():
            return {Means.FORM}
        case Click(channel=channel, ephemeral=ephemeral):
            shown = {Means.BUTTON}
            if ephemeral:
                shown.add(Means.EPHEMERAL)
            elif (channel or "").startswith(_DIRECT):
                # A button that we sent to this person alone.
                shown.add(Means.DIRECT)
            return shown
        case Shortcut():
            # It is no way in that a company is told to try.
            return set()
        case Message(direct=direct):
            return set() if direct else {Means.MENTION}
