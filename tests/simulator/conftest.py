"""What tests of the local Slack ask for."""

from collections.abc import Iterator

import pytest

from tests.simulator.small_world import Town, town, world


@pytest.fixture
def here() -> Iterator[Town]:
    """Run the small world without limits of pace."""
    with town() as running:
        yield running


@pytest.fixture
def patient() -> Iterator[Town]:
    """Run the small world with a Slack that waits longer than any crowd on a slow machine takes."""
    with town(world(ack_seconds=60)) as running:
        yield running
