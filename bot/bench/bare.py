"""What Tocsin is measured against: one Bolt listener that reads and writes as much, with nothing around it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk import WebClient
from sqlalchemy import Table, insert, select
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.bench.ground import CHANNEL, SECRET
from handlers.views.takedown import PREVIEW
from storage.audit import trail
from storage.coalitions import coalitions
from storage.companies import companies, teams
from storage.database import Database
from storage.outbox.letters import outbox
from storage.people import people
from storage.takedowns import revisions, takedowns, tallies, tally_places


def face(database: Database, *, token: str, api_url: str) -> Starlette:
    """Make the bare listener's web face: Bolt in a thread pool, as its own adapter would if it could."""
    app = App(
        client=WebClient(token=token, base_url=api_url),
        signing_secret=SECRET,
        process_before_response=True,
    )
    # Rows that Tocsin itself has written: what is written here has their shape and size.
    shapes = {table.name: _shape(database, table) for table in (takedowns, revisions, trail)}
    sums = {table: _rows(database, table) for table in (tallies, tally_places)}
    letters = _letters(database)
    unsealed = {"sequence": None, "sealed_as": None, "hash": None}

    @app.view(PREVIEW)
    def _send(ack: Ack, body: dict[str, Any]) -> None:
        now, form = datetime.now(UTC), body["view"]["private_metadata"][:32]
        with database.begin() as session:
            coalition = session.execute(select(coalitions).where(coalitions.c.channel == CHANNEL)).one()
            company = session.execute(
                select(companies)
                .join(teams, teams.c.company_id == companies.c.id)
                .where(teams.c.team == body["user"]["team_id"], companies.c.coalition_id == coalition.id),
            ).one()
            person = session.execute(
                select(people).where(people.c.company_id == company.id, people.c.user_id == body["user"]["id"]),
            ).one()
            who = {"coalition_id": coalition.id, "company_id": company.id, "person_id": person.id}
            takedown = {"reference": secrets.token_hex(8), "token": secrets.token_urlsafe(16), "logged_at": now}
            made = session.execute(insert(takedowns), shapes["takedowns"] | who | takedown).inserted_primary_key
            takedown_id = made[0] if made else None
            session.execute(
                insert(revisions),
                shapes["takedown_revisions"]
                | {"takedown_id": takedown_id, "person_id": person.id, "form": form, "at": now},
            )
            for table, rows in sums.items():
                session.execute(insert(table), [row | {"takedown_id": takedown_id} for row in rows])
            session.execute(insert(trail), shapes["audit"] | who | unsealed | {"about_id": takedown_id, "at": now})
            for letter in letters:
                session.execute(
                    insert(outbox),
                    letter
                    | {"key": f"{letter['about']}:{takedown_id}:{letter['place']}", "token": secrets.token_urlsafe(16)},
                )
        ack(response_action="clear")

    async def hear(request: Request) -> Response:
        body = await request.body()
        return to_starlette_response(await run_in_threadpool(app.dispatch, to_bolt_request(request, body)))

    return Starlette(routes=[Route("/slack/events", hear, methods=["POST"])])


def _shape(database: Database, table: Table) -> dict[str, Any]:
    with database.read() as session:
        row = session.execute(select(table).limit(1)).one()
    return {name: value for name, value in row._mapping.items() if name != "id"}  # noqa: SLF001  Its public name.


def _rows(database: Database, table: Table) -> list[dict[str, Any]]:
    """Read all that Tocsin wrote into a table with its one takedown."""
    with database.read() as session:
        rows = session.execute(select(table)).all()
    return [{name: value for name, value in row._mapping.items() if name != "id"} for row in rows]  # noqa: SLF001  Its public name.


def _letters(database: Database) -> list[dict[str, Any]]:
    with database.read() as session:
        rows = session.execute(select(outbox).order_by(outbox.c.id).limit(2)).all()
    return [{name: value for name, value in row._mapping.items() if name != "id"} for row in rows]  # noqa: SLF001
