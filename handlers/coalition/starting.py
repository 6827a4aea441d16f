"""The guided start: three forms, each kept when it is sent, so that whoever breaks off goes on where they stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from slack_sdk.errors import SlackApiError

from handlers import guards
from handlers.answers import Answer, Errors, Replace
from handlers.coalition import inviting
from handlers.coalition.charter import Channel, Sent
from handlers.coalition.doors import open_doors
from handlers.coalition.inviting import CHANNEL
from handlers.coalition.timing import Timing
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.views import answers, refusals
from handlers.views import start as views
from handlers.views.blocks import button
from handlers.views.checking import OPEN as CHECK_OPEN
from handlers.views.inbox import Item
from handlers.views.start import About
from handlers.views.wording import Language, language
from storage import approvals, coalitions, companies, founding, outbox, seating, starts
from storage.access import Speaker, Way
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Conflict, Unknown
from storage.outbox import Address
from storage.people import Person
from storage.starts import Reserved, Start, Workspace

# What is kept beside what was typed: which rhythms were shown back.
_SEEN = "seen"


def waiting(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw for a coordinator that the start is not finished."""
    start = starts.of_coalition(session, who.coalition) if who.is_coordinator else None
    if start is None or start.finished_at is not None:
        return []
    return [views.waiting(start, language(who.coalition.language))]


def go_on(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form at which the start stands."""
    with house.database.read() as session:
        start = starts.by_token(session, heard.value)
        try:
            view = _next(session, heard, start)
        except Reserved:
            view = answers.notice(refusals.refusal(Reserved(), _words(start)), _words(start))
    return answers.form(view, _words(start))


def _next(session: Session, heard: Click | Submission, start: Start) -> dict[str, object]:
    """Draw the form at which a start stands, for whoever may go on with it."""
    words = _words(start)
    if start.coalition_id is None:
        starts.may_found(start, team_ids=heard.identity.team_ids, user_id=heard.identity.user_id)
        if coalitions.of_channel(session, start.channel) is not None:
            # The operator was faster.
            return answers.notice(views.taken(words), words)
        return views.about(_about(session, start, heard.identity.user_id), words)
    return _after_founding(session, guards.speaker(session, heard, coalition_id=start.coalition_id), start)


def _about(session: Session, start: Start, user_id: str) -> About:
    host = next((one.name for one in starts.connected(session, start) if one.is_host), "")
    others = [one for one in starts.left_to(session, user_id) if one.id != start.id]
    channels = [(one.token, f"#{one.channel_name}") for one in others[:100]]
    return About(start, host, channels, start.typed)


def _after_founding(
    session: Session, who: Speaker, start: Start, chosen: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Draw the second or the third form; NotCoordinator for everybody but the coordinators."""
    words = language(who.coalition.language)
    nominees = founding.nominees(session, who)
    if start.finished_at is not None:
        return views.done(words, button(words.say("Ways in"), CHECK_OPEN, who.coalition.token))
    unsettled = starts.unsettled(session, start)
    if unsettled:
        return views.companies(start, unsettled, chosen or start.typed, words)
    return views.leads(start, nominees, chosen or {}, words)


def _words(start: Start) -> Language:
    return language(start.language)


def about(house: House, heard: Submission, now: datetime) -> Answer:
    """Found the coalition: its charter, its host and its first coordinator, in one transaction."""
    with house.database.read() as session:
        start = starts.by_token(session, heard.form.private)
        if start.coalition_id is not None or coalitions.of_channel(session, start.channel) is not None:
            return Replace(_next(session, heard, start))
        starts.may_found(start, team_ids=heard.identity.team_ids, user_id=heard.identity.user_id)
        wanted = _channel_meant(session, heard, start)
    sent = _confirmed(house, heard, start, wanted)
    words = _words(start)
    problems = sent.problems(words, now)
    if not problems:
        timing = sent.timing(words, now)
        if timing.is_news(None) and start.typed.get(_SEEN) != timing.seen:
            return _show_back(house, start, sent, timing, now)
        try:
            with house.database.begin() as session:
                view = _found(session, start, sent, timing, now)
        except Conflict as conflict:
            if conflict.what == "channel":
                # Somebody else was faster.
                with house.database.read() as session:
                    return Replace(_next(session, heard, starts.by_token(session, start.token)))
            problems = {views.OPEN_CHANNEL: views.wrong(views.OPEN_CHANNEL, words)}
        else:
            house.wake_clock()
            return Replace(view)
    with house.database.begin() as session:
        starts.keep(session, start, sent.typed)
    return Errors(problems)


def _show_back(house: House, start: Start, sent: Sent, timing: Timing, now: datetime) -> Replace:
    """Show what was understood of the rhythms, with the next times that they come round; sent again, it goes on."""
    with house.database.begin() as session:
        starts.keep(session, start, {**sent.typed, _SEEN: timing.seen})
        drawn = _about(session, starts.by_token(session, start.token), sent.user_id)
    words = _words(start)
    return Replace(views.about(replace(drawn, shown_back=timing.shown_back(words, now)), words))


def _channel_meant(session: Session, heard: Submission, start: Start) -> str:
    """Read which channel is for observers and guests: one that was offered, or one that was typed."""
    typed = heard.form.values.text(views.OPEN_CHANNEL)
    offered = {one.token: one.channel for one in starts.left_to(session, heard.identity.user_id) if one.id != start.id}
    if typed in offered:
        return offered[typed]
    found = CHANNEL.search(typed)
    return found[1] if found else ""


def _confirmed(house: House, heard: Submission, start: Start, wanted: str) -> Sent:
    """Ask Slack who this is and whether they are in the channels that they speak of; raises Unknown where not."""
    user_id = heard.identity.user_id
    try:
        account = guards.ask_about(house, start.team, user_id)
        if account.is_guest or user_id not in guards.members(house.slack(start.team), start.channel):
            raise Unknown
        opened = _open_channel(house, start, wanted, user_id) if wanted and wanted != start.channel else None
    except (SlackApiError, OSError) as error:
        raise guards.CannotAsk from error
    typed = {field: heard.form.values.text(field) for field in views.FIELDS}
    return Sent(typed, user_id, account.name, account.ids, opened)


def _open_channel(house: House, start: Start, channel: str, user_id: str) -> Channel | None:
    """Confirm a channel in which we sit together with somebody, and which the same company hosts."""
    slack = house.slack(start.team)
    with suppress(SlackApiError):
        room = inviting.look_at(slack, channel)
        if room.is_member and set(room.home) & set(start.home) and user_id in guards.members(slack, channel):
            return Channel(channel, room.connected)
    return None


def _found(session: Session, start: Start, sent: Sent, timing: Timing, now: datetime) -> dict[str, object]:
    start = starts.by_token(session, start.token)
    who = founding.found(
        session,
        start,
        sent.charter(start, timing),
        company=sent.typed[views.COMPANY],
        team_ids=sent.team_ids,
        user_id=sent.user_id,
        person_name=sent.name,
        now=now,
    )
    starts.keep(session, start, {})
    if sent.opened:
        starts.withdraw(session, sent.opened.id)
        starts.connect(session, start, [(team, False) for team in sent.opened.connected], in_members=False)
    return _after_founding(session, who, starts.by_token(session, start.token))


def seat(house: House, heard: Submission, now: datetime) -> Answer:
    """Seat the companies that one form shows; the next form is of those that are left, or of the leads."""
    with house.database.begin() as session:
        start, who = _theirs(session, heard)
        if start.finished_at is not None:
            return Replace(_after_founding(session, who, start))
        shown = [one for one in starts.unsettled(session, start) if _seat_field(one) in heard.form.values]
        wrong = _misseated(session, who, shown, heard.form.values)
        if wrong:
            typed = {
                field: heard.form.values.text(field) for one in shown for field in (_called(one), _seat_field(one))
            }
            starts.keep(session, start, typed)
            return Errors(wrong)
        for workspace in shown:
            _seat(session, who, workspace, heard.form.values, now)
        starts.keep(session, start, {})
        view = _after_founding(session, who, start)
    house.wake_clock()
    return Replace(view)


def _theirs(session: Session, heard: Click | Submission) -> tuple[Start, Speaker]:
    """Find the start that a form or a button is of, for a coordinator of its coalition; Unknown before there is one."""
    start = starts.by_token(session, heard.form.private if isinstance(heard, Submission) else heard.value)
    if start.coalition_id is None:
        raise Unknown
    return start, guards.speaker(session, heard, coalition_id=start.coalition_id)


def _called(workspace: Workspace) -> str:
    return f"{views.CALLED}:{workspace.token}"


def _seat_field(workspace: Workspace) -> str:
    return f"{views.SEAT}:{workspace.token}"


def _misseated(session: Session, who: Speaker, shown: Sequence[Workspace], values: Values) -> dict[str, str]:
    """Say what is wrong: a company without a name, one in two seats at once, a seat that one cannot give alone."""
    words = language(who.coalition.language)
    seats = {one.name.lower(): one.seat.value for one in companies.seated(session, who.coalition)}
    needs_a_second = approvals.needs_a_second(session, who)
    wrong = {}
    for workspace in shown:
        name, seat = values.text(_called(workspace)), values.text(_seat_field(workspace))
        if seat not in set(Seat):
            continue
        if not 0 < len(name) <= views.NAME_LIMIT:
            wrong[_called(workspace)] = views.wrong(views.CALLED, words)
        elif seats.setdefault(name.lower(), seat) != seat:
            wrong[_seat_field(workspace)] = views.wrong(views.SEAT, words)
        elif seat != Seat.MEMBER and needs_a_second:
            wrong[_seat_field(workspace)] = views.not_alone(words)
    return wrong


def _seat(session: Session, who: Speaker, workspace: Workspace, values: Values, now: datetime) -> None:
    seat = values.text(_seat_field(workspace))
    if seat not in set(Seat):
        starts.leave_out(session, workspace)
        return
    name = values.text(_called(workspace))
    founding.seat(session, who, workspace, name=name, seat=Seat(seat), way=Way.FORM, now=now)


def look_again(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Draw the form of the leads again, with the people who were met meanwhile and what was chosen so far."""
    with house.database.read() as session:
        start, who = _theirs(session, heard)
        return Replace(_after_founding(session, who, start, _chosen(heard)))


def _chosen(heard: Click) -> dict[str, str]:
    state = heard.form.values if heard.form else Values()
    return {field: state.text(field) for field in state.state if field.startswith(views.LEAD)}


def name_leads(house: House, heard: Submission, now: datetime) -> Answer:
    """Name the leads that were chosen, and finish: the pinned messages go out, and the channel is told."""
    with house.database.begin() as session:
        start, who = _theirs(session, heard)
        if start.finished_at is not None or starts.unsettled(session, start):
            # It was sent already, or another company was connected while the form was open.
            return Replace(_after_founding(session, who, start))
        founding.name_leads(session, who, _named(session, who, heard.form.values), way=Way.FORM, now=now)
        if starts.finish(session, start, now=now):
            open_doors(session, who.coalition, now)
            _announce(session, who, now)
        view = _after_founding(session, who, starts.by_token(session, start.token))
    # Who is in the members' channel and was seated nowhere is told now.
    house.wake_clock()
    return Replace(view)


def _named(session: Session, who: Speaker, values: Values) -> list[tuple[Company, Person]]:
    """Read the leads; nobody is one but who was offered."""
    found = []
    for company, people in founding.nominees(session, who):
        chosen = values.text(f"{views.LEAD}:{company.token}")
        found += [(company, one) for one in people if one.token == chosen]
    return found


def _announce(session: Session, who: Speaker, now: datetime) -> None:
    coalition = who.coalition
    coordinators = [user_id for user_id, _ in seating.coordinators(session, who)]
    outbox.want(
        session,
        coalition.id,
        "start:announcement",
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=views.announcement(
            coalition, companies.seated(session, coalition), coordinators, language(coalition.language)
        ),
        about="start",
        now=now,
    )
