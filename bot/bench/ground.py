"""What is measured on: a coalition, a person, and forms that are ready to be sent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from handlers.formats.takedown_form import Filled
from handlers.takedown.work import KIND, Work
from handlers.views.takedown import PREVIEW
from handlers.views.takedown.card import card
from handlers.views.wording import language
from storage import access, coalitions, companies, drafts, people
from storage.access import Speaker
from storage.assets import Asset, Kind, Platform
from storage.companies import Seat
from storage.database import Database, Session
from storage.people import Room
from storage.reports import Count, Part, Report
from storage.takedowns import Mark, State, Takedown

CHANNEL, TEAM, USER = "C0BENCH", "T0BENCH", "U0BENCH"
SECRET = "measured"  # noqa: S105  It opens nothing but the servers that are measured here.

_SHOWN = "shown"
_SUMMARY = "Pages that posed as news sites, run from one place and followed in four; " * 4


def lay(database: Database) -> None:
    """Found a coalition of a dozen companies, with a person who may log in the one that is measured."""
    now = datetime.now(UTC)
    with database.begin() as session:
        coalition, _ = coalitions.add(
            session, "Bench", channel=CHANNEL, open_channel=None, host_team=None,
            zone="Europe/Paris", language="en", now=now,
        )  # fmt: skip
        coalitions.learn_address(session, coalition, "https://bench.slack.com/")
        for number in range(11):
            companies.add(session, coalition, f"Company {number}", team_ids=[f"T{number}"], seat=Seat.MEMBER, now=now)
        company, _ = companies.add(session, coalition, "Measured", team_ids=[TEAM], seat=Seat.MEMBER, now=now)
        people.enter(session, people.meet(session, company, USER, guest_account=False, now=now), Room.MEMBERS)


@dataclass(frozen=True, slots=True)
class Form:
    """One form ready to be sent, by the draft that it carries."""

    private: str


def ready(database: Database, how_many: int) -> list[Form]:
    """Keep so many drafts as *Continue* leaves them, each shown in a preview that has not been sent."""
    now = datetime.now(UTC)
    work = Work(Filled(what="652 pages, groups and accounts", summary=_SUMMARY), report=report(), shown=_SHOWN)
    body = work.as_body()
    with database.begin() as session:
        who = speaker(session)
        return [Form(f"{drafts.keep(session, who, KIND, body, now=now)}:{_SHOWN}") for _ in range(how_many)]


def speaker(session: Session) -> Speaker:
    """Recognise the person who sends the forms."""
    return access.recognise(session, team_ids=[TEAM], user_id=USER, channel=CHANNEL)


def report() -> Report:
    """Say what Facebook said on 21 August 2018, in short."""
    assets = tuple(Asset(kind, Platform.FACEBOOK) for kind in (Kind.PAGE, Kind.GROUP, Kind.ACCOUNT))
    return Report(
        summary=_SUMMARY,
        stated=Count(652, assets),
        parts=(Part(counts=(Count(254, assets[:1]),), name="Liberty Front Press", origins=("IR",)),),
        acted_on=date(2018, 8, 21),
        origins=("IR",),
        targets=("US", "GB", "M49:419", "M49:145"),
    )


def requests(forms: list[Form]) -> Iterator[bytes]:
    """Sign each form as Slack does, moments before it is sent."""
    verifier = SignatureVerifier(SECRET)
    blocks = _preview_blocks()
    for number, form in enumerate(forms):
        body = urlencode({"payload": json.dumps(_submission(form, number, blocks))})
        stamp = str(int(time.time()))
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: bench\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {stamp}\r\n"
            f"X-Slack-Signature: {verifier.generate_signature(timestamp=stamp, body=body)}\r\n\r\n"
        )
        yield (head + body).encode()


def _submission(form: Form, number: int, blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Write what Slack sends: the whole view comes along, and is most of it."""
    return {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "measured"},
        "user": {"id": USER, "username": "measured", "name": "measured", "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "legacy",
        "trigger_id": f"{number}.1.abc",
        "view": {
            "id": f"V{number}",
            "team_id": TEAM,
            "type": "modal",
            "callback_id": PREVIEW,
            "private_metadata": form.private,
            "hash": "1534867200.abc",
            "title": {"type": "plain_text", "text": "Log a takedown"},
            "submit": {"type": "plain_text", "text": "Send"},
            "close": {"type": "plain_text", "text": "Back"},
            "blocks": blocks,
            "state": {"values": {}},
            "app_id": "A0BENCH",
            "app_installed_team_id": TEAM,
            "bot_id": "B0BENCH",
        },
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }


def _preview_blocks() -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    shown = Takedown(
        id=0, token="", reference="", company_id=1, company="Measured", logged_by=USER, mark=Mark.AMBER_STRICT,
        state=State.STANDING, revision=1, logged_at=now, changed_at=now, reason="", report=report(),
    )  # fmt: skip
    return list(card(shown, language("en")).blocks)
