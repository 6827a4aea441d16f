"""Make ids that look like Slack's."""

import secrets
import string

_LETTERS = string.ascii_uppercase + string.digits


def mint(prefix: str, length: int = 9) -> str:
    """Make an id such as V0K3F9XQ2PA."""
    return prefix + "0" + "".join(secrets.choice(_LETTERS) for _ in range(length))


def short() -> str:
    """Make the five letters that Slack gives a block without an id."""
    return "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(5))


def trigger() -> str:
    """Make a trigger_id: two numbers and a hexadecimal tail."""
    return f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
