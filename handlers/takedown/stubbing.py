"""Old cards become stubs, some at a time, so that whoever is connected later reads no more than a reference."""

from __future__ import annotations

from datetime import datetime

from handlers.house import House
from handlers.views.takedown.card import stub
from handlers.views.wording import Language, language
from storage import coalitions, outbox, takedowns
from storage.database import Session
from storage.sending import STUB
from storage.takedowns import Stub, Stubbing, card_key

# So many cards a transaction, so that no form waits for them.
_BATCH = 50


def carry_on(house: House, now: datetime) -> None:
    """Go on with every stubbing until it is done; whoever dies in between leaves the rest to the next."""
    with house.database.read() as session:
        due = takedowns.stubbings_due(session)
    for stubbing in due:
        while _some(house, stubbing, now):
            house.wake_courier()


def _some(house: House, stubbing: Stubbing, now: datetime) -> bool:
    """Replace the next cards; False when there is none left."""
    with house.database.begin() as session:
        coalition = coalitions.by_id(session, stubbing.coalition_id)
        batch = takedowns.next_stubs(session, stubbing, limit=_BATCH, now=now)
        words = language(coalition.language)
        replaced = [one for one in batch if _replace(session, stubbing, one, words, now)]
        takedowns.stubbed(session, replaced, stubbing.room, now=now)
    return bool(batch)


def _replace(session: Session, stubbing: Stubbing, one: Stub, words: Language, now: datetime) -> bool:
    """Replace a card where it stands; one that waits is asked about when it goes."""
    key = card_key(one.id, stubbing.room)
    letter = outbox.standing(session, stubbing.coalition_id, key)
    stands = letter is not None and letter.sent_ts is not None
    if letter is None or not stands or (letter.about != takedowns.ABOUT and not one.is_withdrawn):
        return False
    body = stub(one.reference, one.token, words)
    return outbox.replace_what_stands(session, stubbing.coalition_id, key, body=body, about=STUB, now=now)
