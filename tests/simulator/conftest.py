"""What tests of the local Slack ask for."""

from collections.abc import Iterator

import pytest

from tests.simulator.small_world import Town, town


@pytest.fixture
def here() -> Iterator[Town]:
    """Run the small world without limits of pace."""
    with town() as running:
        yield running
