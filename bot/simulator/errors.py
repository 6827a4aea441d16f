"""Say no, to the app as Slack does, and to a person or a script in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.simulator.limits import Fault


class Refused(Exception):  # noqa: N818 - It is an answer of Slack's, not a failure of ours.
    """Answer a call of the app with one of Slack's error codes."""

    def __init__(
        self, code: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **fields: Any
    ) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.headers = dict(headers or {})
        self.fields = fields

    def body(self) -> dict[str, Any]:
        """Give the JSON that Slack would answer."""
        return {"ok": False, "error": self.code, **self.fields}


def invalid_arguments(*messages: str) -> Refused:
    """Refuse a call whose arguments Slack cannot read, saying which."""
    return Refused("invalid_arguments", response_metadata={"messages": [f"[ERROR] {each}" for each in messages]})


def faulty(faults: Sequence[Fault]) -> Refused:
    """Refuse blocks or a view as Slack does: the first fault's code, and all the paths."""
    sentences = [each.message for each in faults]
    metadata = {"messages": [f"[ERROR] {each}" for each in sentences]}
    return Refused(faults[0].code, errors=sentences, response_metadata=metadata)


class Denied(Exception):  # noqa: N818 - It is an answer, not a failure.
    """Refuse what a person or a script asked of the switchboard."""

    def __init__(self, error: str, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.error = error
        self.message = message
        self.status = status
