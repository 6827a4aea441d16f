"""What happens to the channels and to the app: people come and go, ids change, strangers knock."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from handlers import guards
from handlers.coalition import connecting, inviting, pausing, strays
from handlers.house import House
from handlers.inputs import Connected, CutOff, Heard, Movement, NewChannelId, Removal
from handlers.views import inbox as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import (
    audit,
    coalitions,
    companies,
    departures,
    drafts,
    installations,
    knocks,
    once,
    outbox,
    people,
    starts,
)
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address
from storage.people import Room

_ROSTER_LASTS = timedelta(minutes=15)

log = structlog.get_logger(__name__)


def moved(house: House, movement: Movement, now: datetime) -> None:
    """Note who is in a channel now; where a copy of ours came, what waited is due again, or a start begins."""
    if movement.is_us:
        with house.database.begin() as session:
            outbox.revive_channel(session, movement.channel, now=now)
        house.wake_courier()
        if movement.joined:
            inviting.invited(house, movement, now)
        else:
            inviting.left(house, movement)
        return
    with house.database.begin() as session:
        coalition = coalitions.of_channel(session, movement.channel)
        if coalition is None:
            return
        room = Room.MEMBERS if movement.channel == coalition.channel else Room.OPEN
        if not movement.joined:
            people.leave(session, coalition, movement.identity.user_id, room)
            strays.look(session, coalition, now)
    # Slack repeats an event for hours, and whoever came may have left meanwhile.
    slack = house.slack(coalition.host_team)
    if movement.joined and movement.identity.user_id in guards.members(slack, movement.channel):
        guards.meet_in(house, coalition, room, movement.identity.user_id, now)
        with house.database.begin() as session:
            strays.look(session, coalition, now)
    house.wake_courier()


def follow_channel(house: House, changed: NewChannelId) -> None:
    """Follow Slack when it gives a channel a new id: what waits for it goes there."""
    with house.database.begin() as session:
        starts.move_channel(session, changed.old, changed.new)
        if coalitions.move_channel(session, changed.old, changed.new):
            outbox.move_channel(session, changed.old, changed.new)
    house.wake_courier()


def connected(house: House, heard: Connected, now: datetime) -> None:
    """Tell the coordinators of a further company; one that comes while a coalition is set up stands in its forms."""
    with house.database.begin() as session:
        coalition = coalitions.of_channel(session, heard.channel)
        start = starts.of_channel(session, heard.channel)
        if start is not None and start.is_known:
            starts.connect(session, start, [(heard.team, False)], in_members=True)
    if coalition is not None:
        connecting.look(house, coalition, now, also=heard)
        house.wake_courier()


def cut_off(house: House, cut: CutOff, now: datetime) -> None:
    """Let the cards go that waited for a company to be disconnected, and see who is left in the channel."""
    with house.database.begin() as session:
        coalition = coalitions.of_channel(session, cut.channel)
        if coalition is None:
            return
        room = Room.MEMBERS if cut.channel == coalition.channel else Room.OPEN
        departures.unshared(session, coalition, room, cut.team, now=now)
    guards.read_room(house, coalition, room, cut.channel, now)
    with house.database.begin() as session:
        strays.look(session, coalition, now)
        pausing.go_on(session, coalition, now)
    house.wake_courier()


def removed(house: House, removal: Removal, now: datetime) -> None:
    """Forget the token of a workspace that removed the app; what its people said stays theirs and ours."""
    if not removal.team:
        return
    with house.database.begin() as session:
        if installations.forget(session, removal.team):
            for company in companies.known_by(session, removal.team):
                audit.note_company(session, company, Act.UNINSTALLED, "installation", None, way=Way.EVENT, now=now)
    log.warning("app_removed", team=removal.team)


def knocked(house: House, heard: Heard, team: str, now: datetime) -> None:
    """Tell the coordinators who knocked at their channel, once a company a day."""
    if heard.channel is None:
        return
    with house.database.begin() as session:
        coalition = coalitions.of_channel(session, heard.channel)
        if coalition is None:
            return
        day = coalition.day_of(now)
        if knocks.note(session, coalition, team, heard.identity.user_id, day=day, now=now):
            _ring(session, coalition, f"knock:{team}:{day}", now)
    house.wake_courier()


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw for a coordinator who knocked lately."""
    words = language(who.coalition.language)
    return [views.knock(one, words) for one in knocks.recent(session, who, now=now)]


def _ring(session: Session, coalition: Coalition, key: str, now: datetime) -> None:
    body = views.somebody_knocked(language(coalition.language), coalition)
    for user_id in knocks.doorkeepers(session, coalition):
        outbox.want(
            session,
            coalition.id,
            f"{key}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=body,
            about="knock",
            now=now,
        )


def arrived(house: House, team: str | None, now: datetime) -> None:
    """Begin where a process of ours left: what failed for want of a token is due again, and the rosters are read.

    `team` is the workspace of the deployment's own token, by which a coalition may have named it too.
    """
    with house.database.begin() as session:
        for named in {None, team}:
            outbox.revive_installation(session, named, now=now)
    house.wake_courier()
    _read_rosters(house, now, older_than=now)


def read_rosters(house: House, now: datetime) -> None:
    """Bring the lists of who is in the channels up to what Slack says: of new coalitions, and of all now and then.

    An event that Slack did not deliver is made up for in this way.
    """
    _read_rosters(house, now, older_than=now - _ROSTER_LASTS)


def _read_rosters(house: House, now: datetime, *, older_than: datetime) -> None:
    with house.database.begin() as session:
        old = coalitions.with_old_rosters(session, older_than=older_than, now=now)
    for coalition in old:
        for room, channel in ((Room.MEMBERS, coalition.channel), (Room.OPEN, coalition.open_channel)):
            if channel:
                guards.read_room(house, coalition, room, channel, now)
        if coalition.address is None:
            guards.learn_address(house, coalition)
        connecting.look(house, coalition, now)
        with house.database.begin() as session:
            strays.look(session, coalition, now)
        house.wake_courier()


def forget(house: House, now: datetime) -> None:
    """Forget what was kept for its days: drafts, knocks, events that Slack repeats no more."""
    with house.database.begin() as session:
        forgotten = drafts.forget_old(session, now=now)
        knocks.forget_old(session, now=now)
        once.forget_old(session, now=now)
    if forgotten:
        log.info("drafts_forgotten", count=forgotten)
