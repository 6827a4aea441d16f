"""The stage of the journeys: the local Slack with its companies, and the bot beside it, on both databases."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bot.__main__ import main
from bot.running import Running
from bot.running import running as tocsin_running
from bot.settings import RunSettings
from bot.simulator import Simulator, Switchboard, running
from handlers.coalition.doors import open_doors
from storage import access, coalitions, companies, headcounts, installations, people, strays
from storage.access import Way
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Database, Session
from storage.installations import Installation
from storage.people import Role, Room

T = TypeVar("T")
# After so many seconds without what is awaited, the story's time goes on.
_PATIENCE = 0.2
# As long as the world waits for an answer, since a machine that runs much else at once is slower than Slack is.
_ANSWERED = 15

WORLD = Path(__file__).parent / "world.yml"
# In the members' channel, one of them of no company of the coalition.
PEOPLE = 8
BEGIN = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
KEY = "4Vn7Q5lCZcK0kT0cQm1pVh4gYy3F6f0lYQm8r3m9o2A="


@dataclass
class Clock:
    """The bot's clock, in the story's hand."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        """Tell the time."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def advance(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)


@dataclass
class Stage:
    """What a journey plays on."""

    slack: Switchboard
    simulator: Simulator
    database: Database
    clock: Clock
    tocsin: Running
    coalition: Coalition
    room: str = "C0MEMBERS"
    open_room: str = "C0OPEN"

    def later(self, seconds: float) -> None:
        """Let time pass for everybody, and let the bot see what is due."""
        self.clock.advance(seconds=seconds)
        self.slack.advance(seconds)
        self.tocsin.courier.wake()

    def soon(self, predicate: Callable[[], T], seconds: float = 10, *, step: float = 1) -> T:
        """Wait for something while time passes: the bot posts one message a second in a channel."""
        deadline = time.monotonic() + seconds
        while True:
            self.later(step)
            try:
                return self.slack.wait(predicate, seconds=_PATIENCE)
            except TimeoutError:
                if time.monotonic() > deadline:
                    raise

    def open_doors(self) -> None:
        """Let the pinned messages come into the channels."""
        with self.database.begin() as session:
            open_doors(session, self.coalition, self.clock())
        self.soon(lambda: all(self.slack.channel(None, room)["pins"] for room in (self.room, self.open_room)))

    def cards(self, as_: str, holding: str = "") -> list[dict[str, Any]]:
        """List the cards that a person sees in the members' channel: the bot's messages with a *Details* button."""
        return [
            message
            for message in self.slack.seen(as_, self.room)
            if "takedown_show" in str(message["blocks"]) and holding in self.slack.text(message)
        ]

    def card(self, as_: str, holding: str = "") -> dict[str, Any]:
        """Wait for the one card that holds these words."""
        found = self.soon(lambda: self.cards(as_, holding))
        assert len(found) == 1, [self.slack.text(each) for each in found]
        return found[0]

    def top(self, as_: str) -> str:
        """Give the words of the form on top."""
        return self.slack.text(self.slack.view(as_))

    def asides(self, as_: str, room: str = "") -> list[str]:
        """List what the bot told somebody alone in a channel, the members' where none is named."""
        seen = self.slack.seen(as_, room or self.room)
        return [self.slack.text(one) for one in seen if one["ephemeral"]]

    def aside(self, as_: str, room: str = "") -> str:
        """Give what the bot told somebody alone last, whatever came into the channel since; empty if nothing."""
        return (self.asides(as_, room) or [""])[-1]

    def mention(self, as_: str, words: str, room: str = "") -> None:
        """Say something to the bot where a company is without its app, and open what it answers."""
        before = len(self.asides(as_, room))
        self.slack.say(as_, room or self.room, f"<@U0BOTFACEBOOK> {words}")
        self.soon(lambda: self.asides(as_, room)[before:])
        self.slack.click(as_, "open_asked", channel=room or self.room)

    def field_errors(self, as_: str) -> dict[str, str]:
        """Give the sentences that stand at the fields of the form on top."""
        view = self.slack.view(as_)
        assert view is not None
        errors: dict[str, str] = view["errors"]
        return errors

    def log(self, as_: str, what: str = "74 Facebook pages", **fields: Any) -> dict[str, Any]:
        """Fill the open form, continue, send, and wait for the card."""
        if self.slack.view(as_) is None:
            self.slack.command(as_, self.room, "/takedown", "new")
        before = {card["ts"] for card in self.cards(as_)}
        self.slack.submit(as_, {"what": what, **fields})
        assert self.field_errors(as_) == {}
        self.slack.submit(as_)
        assert self.slack.view(as_) is None
        new = self.soon(lambda: [card for card in self.cards(as_) if card["ts"] not in before])
        assert len(new) == 1
        return new[0]


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """The local Slack."""
    with running(WORLD) as simulator:
        yield simulator


@pytest.fixture
def clock() -> Clock:
    """The bot's clock, which begins where the story does."""
    return Clock()


@pytest.fixture
def settings(simulator: Simulator, database: Database) -> RunSettings:
    """What the bot is told by its environment."""
    return RunSettings.read(
        {
            "SLACK_BOT_TOKEN": "xoxb-facebook",
            "SLACK_SIGNING_SECRET": "journey-secret",
            "SLACK_API_URL": f"{simulator.url}/api/",
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "PORT": "0",
            "TOCSIN_KEY": KEY,
            "COURIER_LEASE": "300",
        },
    )


@pytest.fixture
def further() -> tuple[Installation, ...]:
    """Further workspaces whose token the operator added before the bot started."""
    return ()


@pytest.fixture
def language() -> str:
    """What the coalition speaks; a story in French says so by its own parameter."""
    return "en"


def found(database: Database, now: datetime, *, language: str = "en") -> Coalition:
    """Found the coalition of the journeys."""
    with database.begin() as session:
        coalition, _ = coalitions.add(
            session,
            "Coalition",
            channel="C0MEMBERS",
            open_channel="C0OPEN",
            host_team=None,
            zone="America/Los_Angeles",
            language=language,
            now=now,
        )
        seats = {
            "Facebook": ("T0FACEBOOK",),
            "Twitter": ("T0TWITTER",),
            "Google": ("T0GOOGLE",),
            "Microsoft": ("T0MICROSOFT", "E0MICROSOFT"),
            "Snap": ("E0SNAP",),
        }
        for name, teams in seats.items():
            companies.add(session, coalition, name, team_ids=teams, seat=Seat.MEMBER, now=now)
        companies.add(session, coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.OBSERVER, now=now)
        facebook = companies.named(session, coalition, "Facebook")
        people.appoint(session, facebook, "U0FELIX", Role.COORDINATOR, now=now)
        let_in(session, coalition, "U0STRANGER", "T0STRANGER", now)
    return coalition


def let_in(session: Session, coalition: Coalition, user_id: str, team: str, now: datetime) -> None:
    """Let somebody who belongs to nobody read along, by a coordinator's decision: most stories are not theirs."""
    people.meet_outsider(session, coalition, user_id, team=team, is_bot=False, room=Room.MEMBERS)
    strays.notice(session, coalition, now=now)
    felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=coalition.channel)
    for one in strays.waiting(session, felix):
        strays.let_read(session, felix, one.token, way=Way.SHELL, now=now)


def _is_met(database: Database, coalition: Coalition) -> bool:
    """Tell whether the bot has read who is in the members' channel: seven of companies, one outsider."""
    with database.read() as session:
        audience = headcounts.in_members(session, coalition)
    return (audience.people, audience.outsiders) == (7, 1)


def in_the_room(database: Database, coalition: Coalition) -> int:
    """Count those whom the bot knows to be in the members' channel."""
    with database.read() as session:
        there = headcounts.in_members(session, coalition)
    return there.people + there.outsiders


@pytest.fixture
def stage(
    simulator: Simulator,
    settings: RunSettings,
    database: Database,
    clock: Clock,
    language: str,
    further: tuple[Installation, ...],
) -> Iterator[Stage]:
    """Everything at work: the coalition is founded, the bot has been introduced and knows who is in the channels."""
    coalition = found(database, clock(), language=language)
    with database.begin() as session:
        for installation in further:
            installations.add(session, installation, now=clock())
    with tocsin_running(settings, database, clock=clock, direct_seconds=_ANSWERED) as tocsin:
        simulator.connect(f"{tocsin.url}/slack/events")
        slack = simulator.switchboard
        # What Tocsin asks at its beginning is asked by then, and meets no fault that a story has in store for later.
        slack.wait(lambda: _is_met(database, coalition) and not tocsin.clients._introduction.is_alive())
        yield Stage(slack, simulator, database, clock, tocsin, coalition)


@dataclass(frozen=True)
class Told:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """What the person at the shell read, without the frames and breaks that a narrow terminal makes."""
        return " ".join((self.out + self.err).replace("│", " ").split())


Shell = Callable[..., Told]


@pytest.fixture
def shell(
    database: Database,
    simulator: Simulator,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """The command `tocsin`, on a database that is migrated already."""
    for name in [name for name in os.environ if name.startswith(("SLACK_", "TOCSIN_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATABASE_URL", database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SLACK_API_URL", f"{simulator.url}/api/")
    monkeypatch.setenv("TOCSIN_KEY", KEY)

    def run(*arguments: str) -> Told:
        monkeypatch.setattr("sys.argv", ["tocsin", *arguments])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        code = left.value.code
        return Told(code if isinstance(code, int) else 0, said.out, said.err)

    return run
