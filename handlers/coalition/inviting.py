"""Invited into a channel of no coalition: find out whose channel it is, and ask the host's inviter to set us up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers import guards
from handlers.answers import Answer, Whisper
from handlers.guards import Account
from handlers.house import House
from handlers.inputs import Heard, Message, Movement
from handlers.views import refusals
from handlers.views import start as views
from handlers.views.wording import LANGUAGES, Language, language
from storage import coalitions, starts
from storage.outbox import Body
from storage.starts import Reserved, Start, Workspace

# A channel's id, alone or inside of a mention or a link.
CHANNEL = re.compile(r"(?:^|[<#/])([CG][A-Z0-9]{4,31})(?=$|[|>/?])")

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """What Slack says of a channel to one of our copies: who hosts it, and which companies it is connected to.

    `home` are the ids of the host's company, empty where this copy of ours is another company's.
    """

    name: str
    is_member: bool
    host: str
    home: tuple[str, ...]
    host_name: str
    connected: tuple[str, ...]
    limited: tuple[str, ...]


def look_at(slack: WebClient, channel: str) -> Room:
    """Ask Slack about a channel; raises SlackApiError.

    In a channel that is shared with nobody yet, Slack names no host: it is the copy's own company.
    https://docs.slack.dev/apis/slack-connect
    """
    said, us = slack.conversations_info(channel=channel)["channel"], slack.auth_test()
    here = [us.get("team_id"), said.get("context_team_id"), *(said.get("internal_team_ids") or ())]
    ours = tuple(dict.fromkeys(team for team in here if team))
    host = said.get("conversation_host_id") or ("" if said.get("is_ext_shared") else ours[0])
    is_ours = host in {*ours, us.get("enterprise_id")}
    return Room(
        name=str(said.get("name") or ""),
        is_member=bool(said.get("is_member")),
        host=host,
        home=tuple(dict.fromkeys((host, *ours))) if is_ours else (),
        host_name=str(us.get("team") or "") if is_ours else "",
        connected=tuple(team for team in said.get("connected_team_ids") or () if team not in {host, *ours}),
        limited=tuple(said.get("connected_limited_team_ids") or ()),
    )


def invited(house: House, movement: Movement, now: datetime) -> None:
    """Note that a copy of ours came into a channel of no coalition, and ask whoever invited it to set it up."""
    # Which installation it is that posts: the deployment's own is asked for by no team.
    is_own = house.slack(movement.installed_team) is house.slack(None)
    with house.database.begin() as session:
        if coalitions.of_channel(session, movement.channel) is not None:
            return
        start = starts.invite(
            session,
            movement.channel,
            team=None if is_own else movement.installed_team,
            inviter=movement.inviter or None,
            now=now,
        )
    if start.coalition_id is None:
        _ask(house, start)


def ask_again(house: House, now: datetime) -> None:
    """Ask those whom Slack did not let us ask so far."""
    with house.database.begin() as session:
        due = starts.due(session, now=now)
    for start in due:
        _ask(house, start)


def _ask(house: House, start: Start) -> None:
    """Find out whose channel it is, and tell whoever invited us what they can do."""
    slack = house.slack(start.team)
    try:
        room = look_at(slack, start.channel)
        account = guards.ask_about(house, start.team, start.inviter) if start.inviter else None
        is_theirs = account is not None and _may_begin(account, room.home)
        known = _known(house, start, room, account if is_theirs else None)
        _tell(slack, known, room, account)
    except (SlackApiError, OSError) as error:
        log.warning("inviter_not_asked", channel=start.channel, error=type(error).__name__)
        return
    with house.database.begin() as session:
        starts.told(session, start)


def _may_begin(account: Account, home: Sequence[str]) -> bool:
    return bool(set(account.ids) & set(home)) and not account.is_guest and not account.is_bot


def _known(house: House, start: Start, room: Room, asked: Account | None) -> Start:
    """Keep what Slack said, so that a click needs no asking."""
    spoken = asked.locale[:2] if asked else ""
    with house.database.begin() as session:
        start = starts.know(
            session,
            start,
            channel_name=room.name,
            home=room.home,
            asked=start.inviter if asked else None,
            language=spoken if spoken in LANGUAGES else "en",
            zone=asked.zone if asked else "",
        )
        if room.home:
            starts.connect(session, start, [(room.home[0], True)], in_members=True)
            starts.connect(session, start, [(team, False) for team in room.connected], in_members=True)
            starts.call(session, start, room.home[0], room.host_name)
    return start


def _tell(slack: WebClient, start: Start, room: Room, account: Account | None) -> None:
    """Ring for whoever is asked; tell somebody who cannot begin who can, and the channel where nobody is named."""
    words = language(start.language)
    if start.asked is not None:
        _ring(slack, start, start.asked, views.doorbell(start, words))
    elif not room.home:
        if start.inviter:
            slack.chat_postEphemeral(channel=start.channel, user=start.inviter, text=views.not_the_hosts(words))
    elif account is not None and not account.is_bot:
        slack.chat_postEphemeral(channel=start.channel, user=start.inviter or "", text=views.who_can(words))
    else:
        slack.chat_postMessage(channel=start.channel, text=views.in_the_channel(words))


def _ring(slack: WebClient, start: Start, user_id: str, body: Body) -> None:
    """Ring where it stays, and say it in the channel too, where it is seen at once and Slack may lose it."""
    conversation = slack.conversations_open(users=[user_id])["channel"]["id"]
    slack.chat_postMessage(channel=conversation, text=body.text, blocks=body.blocks)
    try:
        slack.chat_postEphemeral(channel=start.channel, user=user_id, text=body.text, blocks=body.blocks)
    except SlackApiError as error:
        log.info("inviter_not_told_in_channel", channel=start.channel, error=error.response.get("error"))


def learn_names(house: House, now: datetime) -> None:
    """Ask Slack what the connected companies are called; where it does not say, whoever sets us up types it."""
    with house.database.read() as session:
        nameless = starts.nameless(session)
    for start, workspace in nameless:
        name = _name(house, start, workspace)
        if name is not None:
            with house.database.begin() as session:
                starts.name(session, workspace, name, now=now)


def _name(house: House, start: Start, workspace: Workspace) -> str | None:
    """Ask for one name; empty where Slack does not tell us, None where it could not be asked."""
    try:
        return _asked_name(house.slack(start.team), workspace.team) or workspace.name
    except SlackApiError as error:
        return workspace.name if error.response.get("error") != "ratelimited" else None
    except OSError:
        return None


def name_of(house: House, ours: str | None, team: str) -> str:
    """Ask what a connected company is called; its id where Slack does not tell us."""
    try:
        return _asked_name(house.slack(ours), team) or team
    except (SlackApiError, OSError):
        return team


def _asked_name(slack: WebClient, team: str) -> str:
    said = slack.team_info(team=team)["team"]
    organisation = said.get("enterprise_name") if team.startswith("E") else ""
    return str(organisation or said.get("name") or "")


def left(house: House, movement: Movement) -> None:
    """Forget a start of which nothing was founded: our copy is out of its channel, and was not invited again."""
    with house.database.read() as session:
        start = starts.of_channel(session, movement.channel)
    # Slack repeats an event for hours, so that it may come after we were invited anew.
    if start is not None and not _is_inside(house, start):
        with house.database.begin() as session:
            starts.withdraw(session, movement.channel)


def _is_inside(house: House, start: Start) -> bool:
    try:
        return look_at(house.slack(start.team), start.channel).is_member
    except SlackApiError:
        return False
    except OSError:
        return True


def offered(house: House, heard: Heard) -> Answer | None:
    """Answer somebody who speaks in a channel, or to us, that is not set up yet; None where nothing waits for it.

    Some events name the channel's host instead of the sender's company, so Slack's word about the user is final.
    """
    user_id = heard.identity.user_id
    with house.database.read() as session:
        here = starts.of_channel(session, heard.channel) if heard.channel else None
        theirs = (here,) if here else starts.left_to(session, user_id)
    if not theirs or not theirs[0].is_known:
        return None
    start = theirs[0]
    try:
        account = guards.ask_about(house, start.team, user_id)
        is_there = user_id in guards.members(house.slack(start.team), start.channel)
    except (SlackApiError, OSError) as error:
        log.warning("nobody_offered_a_start", channel=start.channel, error=type(error).__name__)
        return None
    return _offer(start, account, user_id, language(start.language)) if is_there else None


def _offer(start: Start, account: Account, user_id: str, words: Language) -> Whisper:
    if not _may_begin(account, start.home):
        return Whisper(views.who_can(words))
    if start.asked not in (None, user_id):
        return Whisper(refusals.refusal(Reserved(), words))
    return views.offer(start, words)


def in_a_new_channel(house: House, heard: Message) -> Answer | None:
    """Answer a mention in a channel that is not set up yet, also of somebody who sits in a coalition elsewhere."""
    with house.database.read() as session:
        if heard.direct or starts.of_channel(session, heard.channel) is None:
            return None
    return offered(house, heard)
