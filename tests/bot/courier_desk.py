"""A courier between a real database and the local Slack, with the world's clock in the story's hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk import WebClient

from bot.courier import Courier
from bot.simulator import Simulator, Switchboard, running
from storage import coalitions, outbox
from storage.database import Database, Session
from storage.outbox import Address, Body, Letter, Standing
from storage.sending import Passage

ROOM, OPEN, ANA, BOT, HOST = "C01ROOM", "C02OPEN", "U01ANA", "U0BOT", "T01HOST"
IN_ROOM = Address.in_channel(ROOM)
TO_ANA = Address.to_person(ANA)
LEASE = timedelta(seconds=60)
SECRET_WORDS = "the words that somebody typed"
# In seconds; nobody waits for so long unless a test orders a slow answer, and then not for long.
PATIENT, IMPATIENT = 10.0, 0.4

SCOPES = ["chat:write", "im:write", "im:history", "pins:write", "groups:read", "channels:read", "files:write"]


def world(*, history: bool = True, rate_limits: str = "off", file_seconds: float = 1) -> dict[str, Any]:
    granted = ["groups:history", "channels:history"]
    return {
        "clock": "2018-08-24T09:00:00-07:00",
        "rate_limits": rate_limits,
        "file_seconds": file_seconds,
        "app": {
            "id": "A0BELL",
            "signing_secret": "shhh",
            "manifest": {
                "display_information": {"name": "bell"},
                "features": {"bot_user": {"display_name": "bell"}, "app_home": {"messages_tab_enabled": True}},
                "oauth_config": {"scopes": {"bot": SCOPES, "bot_optional": granted}},
            },
        },
        "workspaces": [
            {
                "id": HOST,
                "name": "Host",
                "installed": {
                    "token": "xoxb-host",
                    "bot_user": BOT,
                    "bot": "B0BOT",
                    "optional_scopes": granted if history else [],
                },
            },
        ],
        "people": [
            {"id": ANA, "workspace": HOST, "name": "Ana"},
            {"id": "U02BEN", "workspace": HOST, "name": "Ben"},
        ],
        "channels": [
            {
                "id": name,
                "name": name.lower(),
                "host": HOST,
                "private": True,
                "members": [ANA, "U02BEN"],
                "copies": [HOST],
            }
            for name in (ROOM, OPEN)
        ],
    }


class Slack:
    """Gives the courier its client; `url` may be changed to one where nobody listens."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seconds = PATIENT

    def for_posting(self, _team: str | None) -> WebClient:
        return WebClient("xoxb-host", base_url=f"{self.url}/api/", timeout=self.seconds, retry_handlers=[])  # type: ignore[arg-type]


class Desk:
    """What a story of the courier needs at hand."""

    def __init__(self, database: Database, simulator: Simulator, *, lease: timedelta = LEASE) -> None:
        self.database = database
        self.simulator = simulator
        self.board: Switchboard = simulator.switchboard
        self.client = WebClient("xoxb-host", base_url=f"{simulator.url}/api/", retry_handlers=[])
        self.clients = Slack(simulator.url)
        self.told: list[str] = []
        self.forbidden: set[str] = set()
        self.paused: set[str] = set()
        self.lease = lease
        with database.begin() as session:
            coalition, _ = coalitions.add(
                session,
                "Coalition",
                channel=ROOM,
                open_channel=OPEN,
                host_team=None,
                zone="Europe/Paris",
                language="en",
                now=self.now(),
            )
        self.coalition_id = coalition.id
        self.courier = self.another()

    def another(self, **more: Any) -> Courier:
        return Courier(
            self.database,
            self.clients,
            may_go=self.may_go,
            on_dead=self.on_dead,
            lease=self.lease,
            clock=self.now,
            **more,
        )

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.simulator.world.clock.now(), UTC)

    def may_go(self, _session: Session, letter: Letter) -> Passage:
        if letter.key in self.forbidden:
            return Passage.NEVER
        return Passage.WAIT if letter.key in self.paused else Passage.GO

    def on_dead(self, _session: Session, letter: Letter, _now: datetime) -> None:
        self.told.append(letter.key)

    def want(self, key: str = "card", text: str = SECRET_WORDS, *, address: Address = IN_ROOM, **more: Any) -> str:
        blocks = more.pop("blocks", [{"type": "section", "text": {"type": "plain_text", "text": text}}])
        with self.database.begin() as session:
            return outbox.want(
                session,
                self.coalition_id,
                key,
                address=address,
                body=Body(text, blocks),
                about="takedown",
                now=self.now(),
                **more,
            )

    def retract(self, key: str = "card") -> bool:
        with self.database.begin() as session:
            return outbox.retract(session, self.coalition_id, key, now=self.now())

    def fault(self, method: str, **what: Any) -> None:
        """Let the next call of a method fail."""
        self.board.fault(method=method, **what)
        if what["kind"] == "slow":
            self.clients.seconds = IMPATIENT

    def step(self) -> bool:
        done = self.courier.deliver_one(self.now())
        if not self.simulator.world.faults:
            self.clients.seconds = PATIENT
        return done

    def deliver(self, within: timedelta = timedelta(minutes=10)) -> None:
        """Deliver all that is due, letting the world's clock run to each next moment within so long."""
        end = self.now() + within
        while True:
            with self.database.read() as session:
                due = outbox.next_due(session, now=self.now())
            if due is None or due > end:
                return
            self.board.advance(max(0.0, (due - self.now()).total_seconds()))
            self.step()

    def standing(self, key: str = "card") -> Standing:
        with self.database.read() as session:
            standing = outbox.standing(session, self.coalition_id, key)
        assert standing is not None
        return standing

    def channel(self, channel: str) -> dict[str, Any]:
        (found,) = [each for each in self.board.state()["channels"] if each["id"] == channel]
        return found

    def messages(self, channel: str = ROOM) -> list[dict[str, Any]]:
        return [message for message in self.channel(channel)["messages"] if not message.get("deleted")]

    def texts(self, channel: str = ROOM) -> list[str]:
        return [message["text"] for message in self.messages(channel)]

    def with_ana(self) -> list[str]:
        """Say what stands in the bot's conversation with Ana."""
        ims = [each["id"] for each in self.board.state()["channels"] if each["kind"] == "im"]
        return [text for im in ims for text in self.texts(im)]

    def calls(self) -> list[str]:
        return [call["method"] for call in self.board.calls()]


@contextmanager
def desk(database: Database, *, lease: timedelta = LEASE, **how: Any) -> Iterator[Desk]:
    with running(world(**how)) as simulator:
        yield Desk(database, simulator, lease=lease)
