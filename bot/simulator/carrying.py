"""Carry one request to the app and bring its answer back, within so many seconds whatever the app does."""

import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

LARGEST_ANSWER = 1_000_000
"""Bytes. A view may weigh 250 kB, so that nothing sensible is longer."""


class NoAnswer(Exception):  # noqa: N818 - It is an outcome of a delivery, not a failure of ours.
    """Tell why there was no answer: timeout, connection_failed or too_large."""


@dataclass(frozen=True)
class Address:
    """Where the app listens."""

    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Answered:
    """What the app answered."""

    status: int
    content: bytes
    headers: Mapping[str, str]


def address(url: str) -> Address:
    """Read an address; only plain http is spoken here. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"The app is reached at an address such as http://127.0.0.1:3000/slack/events, not {url!r}.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.hostname, parts.port or 80, path)


class _Hasty(socket.socket):
    """A socket that is read until a given moment and no longer, however slowly the other side writes."""

    def __init__(self, opened: socket.socket, deadline: float) -> None:
        super().__init__(opened.family, opened.type, opened.proto, opened.detach())
        self._deadline = deadline

    def recv_into(self, buffer: bytearray | memoryview, nbytes: int = 0, flags: int = 0) -> int:  # type: ignore[override]
        """Read what there is, unless it is too late."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.settimeout(left)
        return super().recv_into(buffer, nbytes, flags)


class _Connection(http.client.HTTPConnection):
    """A connection for one request, over at a given moment."""

    def __init__(self, to: Address, seconds: float) -> None:
        super().__init__(to.host, to.port, timeout=seconds)
        self._deadline = time.monotonic() + seconds

    def connect(self) -> None:
        """Connect, and hurry from then on."""
        super().connect()
        self.sock = _Hasty(self.sock, self._deadline)

    @property
    def late(self) -> bool:
        """Tell whether its time is over."""
        return time.monotonic() > self._deadline


def carry(to: Address, body: bytes, headers: Mapping[str, str], seconds: float) -> Answered:
    """Send one POST and read its answer. Raises NoAnswer."""
    connection = _Connection(to, seconds)
    try:
        connection.request("POST", to.path, body, dict(headers))
        answer = connection.getresponse()
        content = answer.read(LARGEST_ANSWER + 1)
    except TimeoutError as late:
        raise NoAnswer("timeout") from late
    except (OSError, http.client.HTTPException) as broken:
        raise NoAnswer("connection_failed") from broken
    finally:
        connection.close()
    if connection.late:
        raise NoAnswer("timeout")
    if len(content) > LARGEST_ANSWER:
        raise NoAnswer("too_large")
    return Answered(answer.status, content, dict(answer.getheaders()))
