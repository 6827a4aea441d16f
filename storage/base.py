"""The shapes that all tables share: names of constraints, instants, tokens, references."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.types import TypeDecorator

# Every constraint has a name, so that a migration can find it on both databases.
# https://alembic.sqlalchemy.org/en/latest/naming.html
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    },
)

# Crockford's alphabet without I, L, O, U: nobody misreads a reference on the telephone. https://www.crockford.com/base32.html
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE_LENGTH = 5


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; refuses a naive datetime instead of guessing its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Bring the moment to UTC on its way in; ValueError if it has no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the zone back that SQLite does not keep."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def new_token() -> str:
    """Make the random name under which Slack knows a row: 128 bits but a hair, nothing to guess or to count.

    It begins with no dash, since some are typed at the shell, where that would be an option.
    """
    while (token := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return token


def new_reference(prefix: str, letters: int = _REFERENCE_LENGTH) -> str:
    """Make a reference such as `TD-7KQ4M`: random, because a gap in a sequence betrays a hidden record."""
    return f"{prefix}-{''.join(secrets.choice(_ALPHABET) for _ in range(letters))}"
