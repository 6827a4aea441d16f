"""What a takedown owes to Slack: its card to the channel, its receipt to whoever sent it."""

from __future__ import annotations

from datetime import datetime

from handlers.views.takedown.card import card
from handlers.views.takedown.pages import receipt
from handlers.views.wording import language
from storage import outbox
from storage.access import Speaker
from storage.database import Session
from storage.outbox import Address
from storage.takedowns import ABOUT, Takedown


def publish(session: Session, takedown: Takedown, who: Speaker, now: datetime) -> None:
    """Owe the card to the channel, and the receipt to whoever sent it; the newest state wins."""
    words, coalition = language(who.coalition.language), who.coalition
    outbox.want(
        session,
        coalition.id,
        f"{ABOUT}:{takedown.id}:card",
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=card(takedown, words),
        about=ABOUT,
        about_id=takedown.id,
        owner_id=who.person_id,
        now=now,
    )
    outbox.want(
        session,
        coalition.id,
        f"{ABOUT}:{takedown.id}:receipt:{who.person_id}",
        address=Address.to_person(who.user_id, team=coalition.host_team),
        body=receipt(takedown, words),
        about=ABOUT,
        about_id=takedown.id,
        owner_id=who.person_id,
        now=now,
    )
