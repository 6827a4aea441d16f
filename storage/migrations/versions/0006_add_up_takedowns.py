"""Add up takedowns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this version."""
    op.create_table(
        "tallies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takedown_id", sa.Integer(), nullable=False),
        sa.Column("stated", sa.Boolean(), nullable=False),
        sa.Column("platforms", sa.String(length=1000), nullable=False),
        sa.Column("by_platform", sa.Boolean(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("qualifier", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["takedown_id"], ["takedowns.id"], name=op.f("fk_tallies_takedown_id_takedowns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tallies")),
        sa.UniqueConstraint("takedown_id", "stated", "platforms", name=op.f("uq_tallies_takedown_id_stated_platforms")),
    )
    op.create_table(
        "tally_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("takedown_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["takedown_id"], ["takedowns.id"], name=op.f("fk_tally_places_takedown_id_takedowns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally_places")),
        sa.UniqueConstraint("takedown_id", "role", "code", name=op.f("uq_tally_places_takedown_id_role_code")),
    )
    with op.batch_alter_table("takedowns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("acted_on", sa.Date(), nullable=True))
        batch_op.create_index("ix_takedowns_coalition_id_acted_on", ["coalition_id", "acted_on"], unique=False)

    _add_up(op.get_bind())


# So many takedowns at a time.
_BATCH = 1000
_LARGEST = 10**12


def _add_up(connection: sa.Connection) -> None:
    """Write down what the takedowns that are there add to the figures, from what each says now."""
    newest = sa.text(
        "SELECT t.id, t.chatham, t.logged_at, c.zone, r.content FROM takedowns t "
        "JOIN coalitions c ON c.id = t.coalition_id "
        "JOIN takedown_revisions r ON r.takedown_id = t.id AND r.number = t.revision "
        "WHERE t.id > :after AND r.content <> '' ORDER BY t.id LIMIT :some"
    ).columns(chatham=sa.Boolean(), logged_at=sa.DateTime(timezone=True))
    after = 0
    while rows := connection.execute(newest, {"after": after, "some": _BATCH}).all():
        after = rows[-1].id
        said = [(row, json.loads(row.content)) for row in rows]
        days = [{"row": row.id, "day": _day(row, each)} for row, each in said]
        connection.execute(
            sa.update(_takedowns).where(_takedowns.c.id == sa.bindparam("row")).values(acted_on=sa.bindparam("day")),
            days,
        )
        for table, found in (
            (_tallies, [line for row, each in said for line in _tallied(row.id, each, chatham=row.chatham)]),
            (_places, [line for row, each in said if not row.chatham for line in _placed(row.id, each)]),
        ):
            if found:
                connection.execute(sa.insert(table), found)


_takedowns = sa.table("takedowns", sa.column("id", sa.Integer()), sa.column("acted_on", sa.Date()))
_tallies = sa.table(
    "tallies",
    sa.column("takedown_id", sa.Integer()),
    sa.column("stated", sa.Boolean()),
    sa.column("platforms", sa.String()),
    sa.column("by_platform", sa.Boolean()),
    sa.column("n", sa.BigInteger()),
    sa.column("qualifier", sa.String()),
)
_places = sa.table(
    "tally_places",
    sa.column("takedown_id", sa.Integer()),
    sa.column("role", sa.String()),
    sa.column("code", sa.String()),
)


def _day(row: Any, said: dict[str, Any]) -> date:
    if said.get("acted_on"):
        return date.fromisoformat(said["acted_on"])
    at: datetime = row.logged_at
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(ZoneInfo(row.zone)).date()


def _tallied(takedown_id: int, said: dict[str, Any], *, chatham: bool) -> Iterator[dict[str, Any]]:
    parts = [part.get("counts", []) for part in said.get("parts", [])]
    stated = [said["stated"]] if said.get("stated") else []
    if chatham:
        parts, stated = [_blurred(counts) for counts in parts], _blurred(stated)
    itemised = _sums([count for counts in parts for count in counts])
    for is_stated, sums in ((True, _sums(stated)), (False, itemised)):
        for platforms, (n, qualifier) in sums.items():
            yield {
                "takedown_id": takedown_id,
                "stated": is_stated,
                "platforms": platforms,
                "by_platform": not chatham and not (is_stated and itemised),
                "n": n,
                "qualifier": qualifier,
            }


def _blurred(counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say no more than others read under the Chatham House Rule."""
    total = sum(count["n"] for count in counts)
    return [{"n": round(total, 1 - len(str(total))), "assets": [{}], "qualifier": "about"}] if counts else []


def _sums(counts: list[dict[str, Any]]) -> dict[str, tuple[int, str]]:
    sums: dict[str, tuple[int, str]] = {}
    for count in counts:
        key = "+".join(sorted({asset.get("platform") or "" for asset in count["assets"]}))
        n, qualifier = sums.get(key, (0, "exact"))
        sums[key] = _bounded(n + count["n"], _together(qualifier, count.get("qualifier", "exact")))
    return sums


def _together(one: str, other: str) -> str:
    if "exact" in {one, other}:
        return other if one == "exact" else one
    return one if one == other else "about"


def _bounded(n: int, qualifier: str) -> tuple[int, str]:
    if n <= _LARGEST:
        return n, qualifier
    return _LARGEST, {"exact": "at_least", "less_than": "about"}.get(qualifier, qualifier)


def _placed(takedown_id: int, said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for role in ("origin", "target"):
        codes = {code for each in (said, *said.get("parts", [])) for code in each.get(f"{role}s", [])}
        for code in sorted(codes):
            yield {"takedown_id": takedown_id, "role": role, "code": code}
