"""What every page does that posts a message made of records: its thread, its links, and each its own turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime

from handlers.views.digest.links import link
from handlers.views.fitting import MOST_REPLIES
from handlers.views.wording import Language, language
from storage import coalitions, knocks, outbox, takedowns
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address, Body, Letter
from storage.people import Room


def each(turns: list[Callable[[], object]]) -> None:
    """Give each its turn, though one before it fails; what failed is raised then, for the log."""
    with ExitStack() as still:
        for turn in reversed(turns):
            still.callback(turn)


def ring_coordinators(
    session: Session, letter: Letter, draw: Callable[[Coalition, Language], Body], now: datetime
) -> None:
    """Ring for those who coordinate, in the transaction that gives up what a channel was to be told."""
    coalition = coalitions.by_id(session, letter.coalition_id)
    body = draw(coalition, language(coalition.language))
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"notice:{letter.key}:{user_id}"[:120],
            address=Address.to_person(user_id, team=coalition.host_team),
            body=body,
            about="notice",
            now=now,
        )


def links_in(session: Session, coalition: Coalition, room: Room, takedown_ids: Iterable[int]) -> dict[int, str]:
    """Lead to the cards of takedowns that stand in a channel."""
    channel = coalition.channel if room is Room.MEMBERS else coalition.open_channel
    if channel is None:
        return {}
    keys = {takedowns.card_key(one, room): one for one in takedown_ids}
    stand = outbox.where_they_stand(session, coalition.id, channel, about=takedowns.ABOUT, keys=keys)
    return {keys[key]: found for key, ts in stand.items() if (found := link(coalition, channel, ts))}


def owe_thread(
    session: Session,
    coalition: Coalition,
    key: str,
    replies: Sequence[Body],
    *,
    channel: str,
    about: str,
    about_id: int,
    now: datetime,
) -> None:
    """Owe what hangs in the thread of a letter, and take away what hung there before and does not any more."""
    for n in range(MOST_REPLIES):
        reply = f"{key}:{n + 1}"
        if n >= len(replies):
            outbox.retract(session, coalition.id, reply, now=now)
            continue
        outbox.want(
            session,
            coalition.id,
            reply,
            address=Address.in_channel(channel, team=coalition.host_team, thread_of=key),
            body=replies[n],
            about=about,
            about_id=about_id,
            now=now,
        )
