"""The random names of things."""

from __future__ import annotations

import re

from storage.base import new_token


def test_a_token_may_be_typed_at_the_shell_and_put_into_an_address() -> None:
    # Of a thousand, fifteen would begin with a dash.
    made = {new_token() for _ in range(1000)}
    assert len(made) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{21}", one) for one in made)
