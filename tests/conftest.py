"""What every test may ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings
from slack_sdk import WebClient

from handlers.house import House
from storage.cipher import Cipher
from storage.database import Database

pytest_plugins = ["tests.fixtures_postgres", "tests.fixtures_database"]

# The machine that runs them is shared, so no example is judged by the clock.
settings.register_profile("short", deadline=None, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=5000)
settings.load_profile("short")

PROJECT = Path(__file__).parent.parent


@pytest.fixture
def now() -> datetime:
    """The afternoon on which the story begins."""
    return datetime(2018, 8, 24, 16, 0, tzinfo=UTC)


@pytest.fixture
def house(sqlite_database: Database, now: datetime) -> House:
    """What pages work with, where nothing is asked of Slack."""
    return House(
        database=sqlite_database,
        clock=lambda: now,
        slack=lambda _: WebClient(),
        slack_with=WebClient,
        wake_courier=lambda: None,
        cipher=Cipher(None),
    )


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real files that lie beside the project, where somebody put them."""
    data = PROJECT.parent / "shared" / "data"
    if not data.is_dir():
        pytest.skip("the real files are not here: ../shared/data")
    return data
