"""Where worlds are played: Tocsin and the local Slack as they are, driven by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import delete, select
from typer.testing import CliRunner

import handlers
from bot.running import Running
from bot.settings import RunSettings
from bot.simulator import acting, modals, outcomes, payloads, posting, rooms
from bot.simulator.clock import Clock
from bot.simulator.declared import read
from bot.simulator.events import Desk
from bot.simulator.places import Spot
from bot.simulator.postman import Parcel, Reply
from bot.simulator.things import Channel, Copy, Message, View
from handlers.coalition import departing
from storage import (
    access,
    audiences,
    coalitions,
    companies,
    dissolving,
    intakes,
    leaving,
    meetings,
    outbox,
    people,
    retention,
    schedules,
    takedowns,
)
from storage.audiences import Audience, Scope
from storage.base import metadata
from storage.companies import Seat
from storage.database import Database, Session
from storage.people import Role
from storage.rhythms import Every, Rhythm
from tests.worlds import cast
from tests.worlds.slack import SECRET, Call, Hand, Json, Wire, pieces_of

_LANGUAGE = "en"
# Each day an hour after that at which every world begins, so that a day's wait brings a digest.
_DIGEST = Rhythm(Every.DAILY, time(10))
# A day's wait brings its agenda into the channel, and another one is over before its minutes are.
_UNTIL_THE_MEETING = timedelta(hours=46)
# So many days after the first one.
_LATER = 21
_ZONE = "America/Los_Angeles"


class Still(Clock):
    """The clock of Slack and of Tocsin, which stands where the story put it."""

    def __init__(self, at: datetime) -> None:
        super().__init__(at)
        self.at = at

    def now(self) -> float:
        return self.at.timestamp()


@dataclass(frozen=True)
class Said:
    """All that Tocsin said when it was asked something: its answer, and what it had Slack show."""

    answer: str
    calls: tuple[Call, ...]

    @property
    def pieces(self) -> list[str]:
        """What somebody is shown of it, piece by piece."""
        shown = [piece for call in self.calls if call.is_shown for piece in call.pieces]
        return [*pieces_of(self.answer), *shown]

    def __str__(self) -> str:
        """Give what somebody is shown of it."""
        return "\n".join([self.answer, *(str(call) for call in self.calls if call.is_shown)])


@dataclass
class Stage:
    """A world being played."""

    wire: Wire
    tocsin: Running
    database: Database
    clock: Still
    tokens: dict[str, str] = field(default_factory=dict)
    hand: Hand = field(init=False)
    desk: Desk = field(init=False)
    copy: Copy = field(init=False)

    @property
    def at(self) -> datetime:
        """The time that it is; it passes when the story says so."""
        return self.clock.at

    def raise_curtain(self) -> None:
        """Begin a world: everything is as the cast says, and nothing has been said."""
        self.clock.at = cast.BEGIN
        self.wire.refused.clear()
        self.hand = Hand(self.wire)
        world = read(cast.slack(SECRET))
        world.clock, world.address = self.clock, self.wire.url
        self.desk = self.wire.desk = Desk(world, self.hand)  # type: ignore[arg-type]
        self.copy = world.copies[cast.TEAMS["Alder"]]
        self.tocsin.clients._known.clear()
        with self.database.begin() as session:
            for table in reversed(metadata.sorted_tables):
                session.execute(delete(table))
        assert self.tocsin.clients._ask_who_we_are()
        self._found()
        self.run_jobs()
        self.take()

    def _found(self) -> None:
        with self.database.begin() as session:
            for name, place in cast.PLACES.items():
                where, _ = coalitions.add(
                    session,
                    name,
                    channel=place.members,
                    open_channel=place.open,
                    host_team=None,
                    zone=_ZONE,
                    language=_LANGUAGE,
                    now=self.at,
                )
                schedules.keep(session, where, schedules.DIGEST, _DIGEST, now=self.at)
            for (coalition, company), kind in cast.SEATS.items():
                self._seat(session, coalition, company, kind)
        for (coalition, person), role in cast.ROLES.items():
            self.appoint(coalition, person, role, gone=False)
        for name, place in cast.PLACES.items():
            self._plan(name, with_open=False, days=_LATER)
            if place.open is not None:
                self._plan(name, with_open=True)
        with self.database.read() as session:
            for coalition in coalitions.all_of_them(session):
                self.tokens[coalition.name] = coalition.token

    def _plan(self, coalition: str, *, with_open: bool, days: int = 0) -> None:
        """Plan a meeting, before which everybody is asked and its agenda is posted."""
        with self.database.begin() as session:
            who = self._speaker(session, coalition, cast.COORDINATOR)
            plan = meetings.Plan(
                zone=_ZONE, starts_at=self.at + _UNTIL_THE_MEETING + timedelta(days=days), with_open=with_open
            )
            meetings.plan(session, who, plan, now=self.at)

    # What the operator does.

    def seat(self, coalition: str, company: str, kind: str) -> None:
        """Seat a company."""
        with self.database.begin() as session:
            self._seat(session, coalition, company, kind)
        self.read_rooms()

    def _seat(self, session: Session, coalition: str, company: str, kind: str) -> None:
        where = coalitions.named(session, coalition)
        team = cast.KNOWN_BY[company]
        companies.add(session, where, company, team_ids=[team], seat=Seat(kind), now=self.at)

    def put_out(self, coalition: str, company: str) -> None:
        """Let a company leave."""
        with self.database.begin() as session:
            where = coalitions.named(session, coalition)
            there = companies.named(session, where, company)
            left = leaving.by_operator(session, where, there, reason="It went", now=self.at)
            departing.tell(session, where, left, self.at)

    def cut_off(self, company: str, channel: str) -> None:
        """Disconnect a company from a channel, as Slack does."""
        if cast.TEAMS[company] in self.desk.world.channel(channel).connected:
            rooms.unshare(self.desk, {"channel": channel, "workspace": cast.TEAMS[company]})
            self.hand.settle()

    def appoint(self, coalition: str, person: str, role: str, *, gone: bool) -> None:
        """Give somebody a role, or take it."""
        with self.database.begin() as session:
            where = coalitions.named(session, coalition)
            company = companies.named(session, where, cast.PEOPLE[person])
            # Nobody is named of whom Slack did not tell what their account is.
            people.meet(session, company, person, guest_account=person == cast.LENT, now=self.at)
            met, _ = people.appoint(session, company, person, Role(role), now=self.at)
            if gone:
                people.dismiss(session, met, Role(role))

    def roof(self, coalition: str, person: str, role: str) -> None:
        """Seat the organisation around somebody's workspace, and let it name them as one of its people."""
        with self.database.begin() as session:
            where, grid = coalitions.named(session, coalition), cast.GRIDS[cast.PEOPLE[person]]
            roof, _ = companies.add(session, where, cast.ROOF, team_ids=[grid], seat=Seat.OBSERVER, now=self.at)
            people.appoint(session, roof, person, Role(role), now=self.at)

    def share_else(self, coalition: str, company: str) -> None:
        """Share with a company what is of another kind and has the numbers of the records."""
        with self.database.begin() as session:
            there = companies.named(session, coalitions.named(session, coalition), company)
            scope = Scope(Audience.COMPANIES, companies=frozenset({there.id}))
            for row in session.execute(select(takedowns.takedowns.c.id)).scalars():
                audiences.grant(session, "another", row, scope, now=self.at)

    def hand_in(self, coalition: str, person: str, token: str, text: str) -> None:
        """Hand in what a record found, and have it read."""
        with self.database.begin() as session:
            who = self._speaker(session, coalition, person)
            record = takedowns.by_token(session, who, token)
            intakes.note(session, who, record, name="", text=text, way=access.Way.FORM, now=self.at)
        while self.tocsin.collector.read_one():
            pass

    def dissolve(self, coalition: str, person: str) -> None:
        """Begin to dissolve a coalition."""
        with self.database.begin() as session:
            dissolving.begin(session, self._speaker(session, coalition, person), way=access.Way.FORM, now=self.at)

    def print_file(self, coalition: str, company: str) -> str:
        """Write what a company may see into a file, at the shell; what it holds."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file.csv"
            asked = ["--company", company, "--coalition", coalition, "--to", str(path)]
            done = CliRunner().invoke(handlers.SHELL["export"], asked, obj=lambda: self.tocsin.house)
            return path.read_text("utf-8-sig") if done.exit_code == 0 else ""

    def forget(self, coalition: str, person: str) -> None:
        """Let a coordinator set the shortest time for which records are kept, and let it pass."""
        with self.database.begin() as session:
            who = self._speaker(session, coalition, person)
            rule = {retention.Kind.RECORDS: retention.SHORTEST}
            retention.change(session, who, rule, shown={}, way=access.Way.FORM, now=self.at)
        for _ in range(retention.SHORTEST + 1):
            self.wait(days=1)
            self.run_jobs()

    def _speaker(self, session: Session, coalition: str, person: str) -> access.Speaker:
        where = coalitions.named(session, coalition)
        return access.recognise_in(session, where.id, team_ids=[cast.KNOWN_BY[cast.PEOPLE[person]]], user_id=person)

    def read_rooms(self) -> None:
        """Let Tocsin read anew who is in the channels, as its clock's job does every quarter of an hour."""
        handlers.on_introduced(self.tocsin.house, None, self.at)

    def run_jobs(self) -> None:
        """Ask every job of the clock what is due."""
        for job in handlers.JOBS:
            job.run(self.tocsin.house, self.at)

    # What time does.

    def until(self, minute: int) -> None:
        """Let time pass until so many minutes after the beginning; it never runs backwards."""
        self.wait(seconds=max(0.0, (cast.BEGIN + timedelta(minutes=minute) - self.at).total_seconds()))

    def wait(self, **by: float) -> None:
        """Let time pass."""
        self.clock.at += timedelta(**by)

    def deliver(self, letters: int = 1000) -> list[Call]:
        """Let the courier and the porter go, each second that something is due, for so many steps; what they said."""
        said: list[Call] = []
        for _ in range(letters):
            if self.tocsin.courier.deliver_one(self.at) or self.tocsin.porter.carry_one():
                said += self.take()
                continue
            with self.database.read() as session:
                due = outbox.next_due(session, now=self.at)
            if due is None or due > self.at + timedelta(seconds=20):
                break
            self.wait(seconds=max(0.0, (due - self.at).total_seconds()))
        return said

    def take(self) -> list[Call]:
        """Take what Tocsin said since."""
        said, self.wire.calls = self.wire.calls, []
        return said

    # What people do.

    def come(self, person: str, channel: str) -> None:
        """Let somebody into a channel, and their company with them."""
        rooms.share(self.desk, {"channel": channel, "workspace": self.desk.world.people[person].workspace})
        rooms.join(self.desk, {"as": person, "channel": channel})
        self.hand.settle()

    def go(self, person: str, channel: str) -> None:
        """Let somebody out of a channel."""
        if person in self.desk.world.channel(channel).members:
            rooms.leave(self.desk, {"as": person, "channel": channel})
            self.hand.settle()

    def command(self, person: str, text: str, channel: str | None = None, *, name: str = "/takedown") -> Said:
        """Type a command, in a channel or directly to Tocsin."""
        world, who = self.desk.world, self.desk.world.people[person]
        where = self._room(person, channel)
        payload = payloads.command(world, self.copy, who, where, name=name, text=text)
        reply = self.hand.send(Parcel("command", self.copy.workspace, payload))
        outcomes.of_command(self.desk, self.copy, who, where, name=name, reply=reply)
        return self._said(reply)

    def press(self, person: str, action: str, value: str, channel: str | None = None) -> Said:
        """Press a button, whether or not anything shows it: in the form that is open, or else in a message."""
        who = self.desk.world.people[person]
        element = {"type": "button", "action_id": action, "value": value}
        block = {"block_id": "pressed"}
        if view := self.view(person):
            spot = Spot(who, block, element, self.copy, view=view)
        else:
            message = Message(self.desk.world.clock.stamp(), cast.BOT, "", copy=self.copy)
            spot = Spot(who, block, element, self.copy, channel=self._room(person, channel), message=message)
        payload = payloads.actions(self.desk.world, spot, element)
        return self._said(self.hand.send(Parcel("block_actions", self.copy.workspace, payload)))

    def submit(self, person: str, values: Json | None = None) -> Said:
        """Fill the form on top and send it; a form that the client itself does not let go says nothing."""
        self.hand.replies.clear()
        acting.submit(self.desk, {"as": person, "values": values or {}})
        return self._said(*self.hand.replies)

    def use(self, person: str, act: Callable[[Desk, Json], Json], **what: Any) -> Said:
        """Use an element of the form on top, as the client does."""
        view = self.view(person)
        assert view is not None
        self.hand.replies.clear()
        act(self.desk, {"as": person, "view_id": view.id, **what})
        return self._said(*self.hand.replies)

    def say(self, person: str, text: str, channel: str | None = None) -> Said:
        """Write to Tocsin directly, or mention it in a channel."""
        words = text if channel is None else f"<@{cast.BOT}> {text}"
        acting.say(self.desk, {"as": person, "channel": channel or cast.BOT, "text": words})
        return self._said(*self.hand.settle())

    def lay_page(self, person: str, private: str) -> None:
        """Let somebody have a page of Tocsin's open, as one that was left open for long."""
        text = {"type": "plain_text", "text": "A page"}
        page = {"type": "modal", "title": text, "blocks": [{"type": "section", "text": text}]}
        modals.opened(self.desk.world, self.copy, person, {**page, "private_metadata": private})

    def close(self, person: str) -> None:
        """Close every form that somebody has open."""
        self.desk.world.views.pop(person, None)

    def view(self, person: str) -> View | None:
        """Give the form that somebody has on top."""
        stack = self.desk.world.views.get(person)
        return stack[-1] if stack else None

    def form(self, person: str) -> str:
        """Say which form somebody has on top, by its callback id; empty if none that can be sent."""
        view = self.view(person)
        return view.body.get("callback_id", "") if view else ""

    def _said(self, *replies: Reply) -> Said:
        assert all(reply.acked for reply in replies), replies
        return Said("".join(reply.content.decode() for reply in replies), tuple(self.take()))

    def _room(self, person: str, channel: str | None) -> Channel:
        """Find the channel, or the direct message where somebody is in no channel."""
        world = self.desk.world
        if channel is not None and person in world.channel(channel).members:
            return world.channel(channel)
        return posting.direct(world, self.copy, world.people[person])


@contextmanager
def staged(database: Database) -> Iterator[Stage]:
    """Build a stage on a database."""
    wire = Wire()
    settings = RunSettings.read(
        {
            "SLACK_BOT_TOKEN": "xoxb-bell",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": f"{wire.url}/api/",
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "PORT": "0",
            "COURIER_LEASE": "300",
        },
    )
    clock = Still(cast.BEGIN)
    tocsin = Running(settings, database, clock=clock.moment)
    wire.face = tocsin._server.config.app  # type: ignore[assignment]
    stage = Stage(wire, tocsin, database, clock)
    try:
        yield stage
    finally:
        tocsin.clients.stop()
        tocsin.porter.stop()
        tocsin.courier.stop()
        tocsin._lazily.shutdown()
        tocsin._socket.close()
        wire.close()
