"""Going on in another channel: coordinators move the members' channel or the open one; old cards stay behind."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.errors import SlackApiError

from handlers import guards
from handlers.answers import Answer, Errors, Open, Push, Replace
from handlers.coalition import inviting
from handlers.coalition.doors import open_doors
from handlers.coalition.inviting import CHANNEL
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views import joining as views
from handlers.views.wording import language
from storage import access, audit, coalitions, connections, joiners, outbox, people, starts
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import FAREWELL, Coalition
from storage.database import Session
from storage.errors import Conflict
from storage.joiners import Choice
from storage.outbox import Address
from storage.people import Room


def ask(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Open:
    """Open the form from a command."""
    access.must_coordinate(who)
    words = language(who.coalition.language)
    form = views.move_form(who.coalition, _offered(session, who), Room.MEMBERS, words)
    return answers.form(form, words)


def from_item(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form from what waits of a company on its way in."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, joiners.coalition_of(session, heard.value))
        joiner = joiners.of(session, who, heard.value)
        words = language(who.coalition.language)
        return Push(views.move_form(who.coalition, _offered(session, who), joiner.room, words))


def _offered(session: Session, who: Speaker) -> list[tuple[str, str]]:
    """List the channels into which this very person invited us and that belong to no coalition."""
    return [(one.token, f"#{one.channel_name}") for one in starts.left_to(session, who.user_id)][: views.MOST_CHANNELS]


def move(house: House, heard: Submission, now: datetime) -> Answer:
    """Move, once Slack has confirmed that we sit in the new channel together with whoever moves us."""
    values = heard.form.values
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        access.must_coordinate(who)
        wanted = _channel_meant(session, who, values.text(views.CHANNEL))
    words, coalition = language(who.coalition.language), who.coalition
    room = Room.OPEN if values.text(views.WHICH) == Room.OPEN else Room.MEMBERS
    if not wanted or not _is_there(house, coalition, wanted, who.user_id):
        return Errors({views.CHANNEL: views.no_such_channel(words)})
    try:
        with house.database.begin() as session:
            who = guards.speaker_in(session, heard, heard.form.private)
            access.must_coordinate(who)
            _move(session, who, room, wanted, now)
    except Conflict:
        return Errors({views.CHANNEL: views.no_such_channel(words)})
    house.wake_clock()
    return Replace(answers.notice(views.moved(words), words))


def _channel_meant(session: Session, who: Speaker, typed: str) -> str:
    offered = {one.token: one.channel for one in starts.left_to(session, who.user_id)}
    found = CHANNEL.search(typed)
    return offered.get(typed) or (found[1] if found else "")


def _is_there(house: House, coalition: Coalition, channel: str, user_id: str) -> bool:
    """Ask Slack whether we sit in a channel together with somebody, and whether the same company hosts it."""
    slack = house.slack(coalition.host_team)
    try:
        here, there = inviting.look_at(slack, coalition.channel), inviting.look_at(slack, channel)
        same_host = bool(set(here.home) & set(there.home))
        return there.is_member and same_host and user_id in guards.members(slack, channel)
    except SlackApiError:
        return False
    except OSError as error:
        raise guards.CannotAsk from error


def _move(session: Session, who: Speaker, room: Room, channel: str, now: datetime) -> None:
    """Move, tell the old channel where the coalition goes on, and pin the message with the buttons in the new one."""
    before = who.coalition
    after = coalitions.settle_in(session, before, channel, opened=room is Room.OPEN)
    starts.withdraw(session, channel)
    people.leave_all(session, after, room)
    if who.person is not None:
        # Slack has just said that whoever moves us is there.
        people.enter(session, who.person, room)
    connections.forget(session, after, room)
    for joiner in joiners.waiting(session, who):
        if joiner.room is room:
            joiners.decide(session, who, joiner, Choice.MOVE, way=Way.FORM, now=now)
    audit.note(session, who, Act.MOVED, "coalition", after.id, way=Way.FORM, now=now, detail=room)
    left = before.channel if room is Room.MEMBERS else before.open_channel
    if left is not None:
        outbox.want(
            session,
            after.id,
            f"{FAREWELL}:{room}:{left}",
            address=Address.in_channel(left, team=after.host_team),
            body=views.farewell(channel, language(after.language)),
            about=FAREWELL,
            owner_id=who.person_id,
            now=now,
        )
    open_doors(session, after, now)
