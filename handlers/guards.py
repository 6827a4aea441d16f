"""Who is speaking: recognised in the acting transaction, introduced once by asking Slack."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from handlers.formats.zones import read_zone
from handlers.house import House
from handlers.inputs import Click, Heard, Identity, Submission, introduced
from handlers.views import (
    agenda,
    coalition,
    commitment,
    decision,
    digest,
    door,
    inbox,
    intake,
    meeting,
    minutes,
    takedown,
)
from storage import access, coalitions, companies, people
from storage.access import Speaker
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.errors import GuestAccount, NotInChannel, ReadsOnly, Refusal, SeveralCoalitions, Stranger, Unknown
from storage.people import Person, Room

log = structlog.get_logger(__name__)

# A coalition is dozens to hundreds of people; a page holds up to 1,000.
# https://docs.slack.dev/reference/methods/conversations.members
_MEMBERS_PAGE = 1000


class Unmet(Refusal):
    """Slack must be asked about this person first; handlers/hearing.py does so and listens again."""


class CannotAsk(Refusal):
    """Slack could not be asked who this is; trying again is all one can do."""


def speaker(session: Session, heard: Heard, *, coalition_id: int | None = None) -> Speaker:
    """Tell who speaks; raises Stranger, SeveralCoalitions, GuestAccount, NotInChannel, or Unmet at first."""
    try:
        who = _recognised(session, heard, coalition_id)
    except Stranger as stranger:
        # A payload may name a workspace that we know only by its organisation, so Slack is asked first.
        raise (stranger if heard.introduced else Unmet) from stranger
    if not is_somebody(who) and not heard.introduced:
        raise Unmet
    access.may_speak(who)
    if not _is_present(who):
        raise NotInChannel(who.coalition.channel)
    if not _is_reading(heard):
        # Whatever is not known to be reading, a button that is new among it, is refused to a guest here.
        access.must_act(who)
    return who


def _is_reading(heard: Heard) -> bool:
    """Tell whether somebody asks for something to read; the verbs of commands and of words are told apart later."""
    match heard:
        case Click(action=action):
            return action.partition(":")[0] in _READ_BY
        case Submission(form=form):
            return form.callback_id in {takedown.LIST, intake.LISTED}
    return True


_READ_BY = frozenset(
    {
        *(takedown.SHOW, takedown.HISTORY, takedown.OLDER, takedown.SEARCH, takedown.LIST),
        *(intake.SHOW, intake.TURN, intake.SEARCH),
        *(door.FOR_ME, door.HELP, door.OPEN, door.CHOOSE, coalition.OPEN, inbox.DISCARD),
        *(digest.OPEN, digest.TURN),
        *(meeting.OVERVIEW, meeting.OPEN),
        *(agenda.OPEN, agenda.SHOW_ITEM),
        *(minutes.OPEN, decision.SHOW, commitment.OPEN),
    },
)


def speaker_in(session: Session, heard: Heard, token: str) -> Speaker:
    """Tell who speaks in the coalition that a token names; where that is none of theirs, as if it named none."""
    named = coalitions.by_token(session, token)
    if named is not None:
        with suppress(*_OUTSIDE):
            return speaker(session, heard, coalition_id=named.id)
    return speaker(session, heard)


def speaker_about(session: Session, heard: Heard, coalition_id: int | None) -> Speaker:
    """Tell who speaks of a record of a coalition; raises for one of another coalition what it does for none at all."""
    found = _speaker_of(session, heard, coalition_id) if coalition_id is not None else None
    if found is not None:
        return found
    if _speaks_somewhere(session, heard):
        raise Unknown
    with suppress(SeveralCoalitions):
        speaker(session, heard)
    raise Unknown


_OUTSIDE = (Stranger, NotInChannel, GuestAccount)


def _speaker_of(session: Session, heard: Heard, coalition_id: int) -> Speaker | None:
    # That a guest only reads would tell, too, in which of their coalitions there is such a record.
    with suppress(*_OUTSIDE, ReadsOnly):
        return speaker(session, heard, coalition_id=coalition_id)
    return None


def _speaks_somewhere(session: Session, heard: Heard) -> bool:
    """Tell whether somebody may do this in any coalition: there, what is not theirs is not told from what is not."""
    seats = access.seats_of(session, heard.identity.team_ids, heard.identity.user_id)
    return any(_speaker_of(session, heard, seat.coalition.id) for seat in seats)


def _recognised(session: Session, heard: Heard, coalition_id: int | None) -> Speaker:
    identity = heard.identity
    ids: _Ids = {"team_ids": identity.team_ids, "user_id": identity.user_id}
    if coalition_id is not None:
        return access.recognise_in(session, coalition_id, **ids)
    try:
        return access.recognise(session, channel=heard.channel, **ids)
    except SeveralCoalitions:
        # Nobody is told of a coalition in which only others of their company sit.
        there = [seat for seat in access.seats_of(session, **ids) if _is_present(seat)]
        if not there:
            raise NotInChannel("") if heard.introduced else Unmet from None
        if len(there) == 1:
            return there[0]
        raise SeveralCoalitions(tuple((seat.coalition.name, seat.coalition.token) for seat in there)) from None


class _Ids(TypedDict):
    team_ids: tuple[str, ...]
    user_id: str


def is_nobody_yet(house: House, heard: Heard) -> bool:
    """Tell whether no company here is known by what a payload says of its sender, and Slack was not asked yet."""
    if heard.introduced:
        return False
    with house.database.read() as session:
        return not access.seats_of(session, heard.identity.team_ids, heard.identity.user_id)


def is_somebody(who: Speaker) -> bool:
    """Tell whether what we know of a person suffices; what forbids them to speak is asked of Slack anew each time."""
    return _is_present(who) and who.person is not None and not (who.person.guest_account and not who.person.roles)


def _is_present(who: Speaker) -> bool:
    """Tell whether a person is in a channel of the coalition; a member's people sit in the members' channel."""
    if who.person is None:
        return False
    return who.person.in_members or (who.company.seat is not Seat.MEMBER and who.person.in_open)


def introduce(house: House, heard: Heard, now: datetime) -> Heard:
    """Ask Slack who somebody is and where they are, and remember it; CannotAsk where Slack does not answer.

    Some events name the channel's host instead of the sender's company, so Slack's word about the user is final.
    """
    try:
        account = ask_about(house, None, heard.identity.user_id)
        identity = _of_the_user(heard.identity, account)
        present = _ask_where(house, heard, identity)
    except (SlackApiError, OSError) as error:
        raise CannotAsk from error
    with house.database.begin() as session:
        for who in access.seats_of(session, identity.team_ids, identity.user_id):
            companies.learn(session, who.company, account.ids)
            person = people.meet(
                session,
                who.company,
                identity.user_id,
                guest_account=account.is_guest,
                name=account.name,
                zone=account.zone,
                now=now,
            )
            _note_presence(session, who, person, present)
    return introduced(replace(heard, identity=identity))


def _of_the_user(said: Identity, account: Account) -> Identity:
    """Take the payload's ids only where they are the user's own: a company may be known by any of them."""
    ids = account.ids
    if set(ids) & set(said.team_ids):
        ids = tuple(dict.fromkeys((*said.team_ids, *ids)))
    return Identity(said.user_id, ids)


@dataclass(frozen=True, slots=True)
class Account:
    """What Slack says of a user: every id of their own company, and what kind of account it is, where it says so.

    Of other companies' people Slack tells no locale; a zone that is none of ours is as if it were not told.
    """

    ids: tuple[str, ...]
    name: str
    is_guest: bool | None
    is_bot: bool
    locale: str
    zone: str


def ask_about(house: House, team: str | None, user_id: str) -> Account:
    """Ask an installation about a user, and the user's own where there is one: others are not told who is a guest."""
    account = _read_account(house.slack(team), user_id)
    own = account.ids[0] if account.ids else team
    if account.is_guest is None and house.slack(own) is not house.slack(team):
        return _read_account(house.slack(own), user_id)
    return account


def _read_account(slack: WebClient, user_id: str) -> Account:
    user = slack.users_info(user=user_id, include_locale=True)["user"]
    enterprise = (user.get("enterprise_user") or {}).get("enterprise_id") or user.get("enterprise_id")
    marks = [user[mark] for mark in ("is_restricted", "is_ultra_restricted") if mark in user]
    return Account(
        name=_name(user),
        ids=tuple(id_ for id_ in (user.get("team_id"), enterprise) if id_),
        is_guest=any(marks) if marks else None,
        is_bot=bool(user.get("is_bot")),
        locale=str(user.get("locale") or ""),
        zone=read_zone(str(user.get("tz") or "")) or "",
    )


def _name(user: Mapping[str, Any]) -> str:
    """Read a user's full name, or else what they call themselves."""
    profile = user.get("profile") or {}
    return str(user.get("real_name") or profile.get("real_name") or profile.get("display_name") or "")


def _ask_where(house: House, heard: Heard, identity: Identity) -> frozenset[str]:
    """Ask which of the coalitions' channels the user is in; the channel that somebody speaks in needs no asking."""
    with house.database.read() as session:
        seats = access.seats_of(session, identity.team_ids, identity.user_id)
    if not seats:
        raise Stranger(identity.team_ids[0] if identity.team_ids else "")
    rooms = {
        (room, seat.coalition.host_team)
        for seat in seats
        for room in (seat.coalition.channel, seat.coalition.open_channel)
        if room
    }
    return frozenset(
        room for room, team in rooms if room == heard.channel or identity.user_id in members(house.slack(team), room)
    )


def members(slack: WebClient, channel: str) -> frozenset[str]:
    """Ask Slack who is in a channel; raises SlackApiError."""
    found: set[str] = set()
    cursor = ""
    while True:
        page = slack.conversations_members(channel=channel, limit=_MEMBERS_PAGE, cursor=cursor)
        found.update(page["members"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return frozenset(found)


def _note_presence(session: Session, who: Speaker, person: Person, present: frozenset[str]) -> None:
    for room, channel in ((Room.MEMBERS, who.coalition.channel), (Room.OPEN, who.coalition.open_channel)):
        if channel in present:
            people.enter(session, person, room)


def meet_in(house: House, coalition: Coalition, room: Room, user_id: str, now: datetime) -> None:
    """Ask Slack about somebody who is in a channel, and note them there: as a company's, or as an outsider."""
    account = ask_about(house, coalition.host_team, user_id)
    with house.database.begin() as session:
        company = companies.of_team(session, coalition, account.ids)
        if company is None or account.is_bot:
            team = account.ids[0] if account.ids else ""
            around = account.ids[1] if len(account.ids) > 1 else None
            people.meet_outsider(
                session, coalition, user_id, team=team, organisation=around, is_bot=account.is_bot, room=room
            )
        else:
            person = people.meet(
                session,
                company,
                user_id,
                guest_account=account.is_guest,
                name=account.name,
                zone=account.zone,
                now=now,
            )
            people.enter(session, person, room)


def learn_address(house: House, coalition: Coalition) -> None:
    """Ask Slack where the host's workspace is found in a browser; where Slack does not say, it is asked again."""
    try:
        address = str(house.slack(coalition.host_team).auth_test().get("url") or "")
        with house.database.begin() as session:
            coalitions.learn_address(session, coalition, address)
    except (SlackApiError, OSError) as error:
        log.warning("address_not_learned", error=type(error).__name__)


def read_room(house: House, coalition: Coalition, room: Room, channel: str, now: datetime) -> None:
    """Bring the list of who is in a channel up to what Slack says; where Slack does not say, it stays as it was."""
    try:
        there = members(house.slack(coalition.host_team), channel)
        with house.database.begin() as session:
            people.keep_only(session, coalition, room, there)
            unknown = there - (people.known_users(session, coalition) - people.nameless(session, coalition))
        for user_id in sorted(unknown):
            meet_in(house, coalition, room, user_id, now)
    except (SlackApiError, OSError) as error:
        log.warning("roster_not_read", channel=channel, error=type(error).__name__)
