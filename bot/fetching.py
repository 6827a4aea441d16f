"""Fetching a file out of Slack: from Slack's own address alone, to nobody else's, and never more than a file may hold.

https://docs.slack.dev/messaging/working-with-files, https://docs.slack.dev/apis/slack-connect
"""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from enum import StrEnum
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit

from slack_sdk import WebClient

from bot.courier.verdicts import TROUBLE, Verdict, judge
from handlers.formats.disclosures import LARGEST

_PIECE = 64 * 1024
# Slack keeps the files of a workspace on another host than its Web API.
_SLACKS = ("slack.com", "slack-gov.com")
_LONGEST_WAIT = timedelta(hours=1)
_PORTS = {"http": 80, "https": 443}


class Why(StrEnum):
    """Why a file cannot be had, and will not be another time either; the word is kept with its intake."""

    # It was deleted, or never shown to us.
    NOT_THERE = "not_there"
    # The installation may not read files.
    MAY_NOT = "may_not"
    # It is only named at Slack and lies elsewhere, where we do not go.
    ELSEWHERE = "elsewhere"
    TOO_LARGE = "too_large"
    # Slack did not give it in a long time.
    PATIENCE = "patience"


class NotNow(Exception):  # noqa: N818  It is nobody's error.
    """Slack did not give the file this time; `pause` is how long it asked us to wait."""

    def __init__(self, error: str, pause: timedelta | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.pause = pause


class Never(Exception):  # noqa: N818  As above.
    """The file cannot be had."""

    def __init__(self, why: Why, error: str) -> None:
        super().__init__(error)
        self.why = why
        self.error = error


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file, and what it is called."""

    name: str
    content: bytes


def fetch(client: WebClient, file_id: str, *, seconds: float, timer: Callable[[], float] = time.monotonic) -> Fetched:
    """Ask Slack about a file and fetch it, within so many seconds; raises NotNow or Never."""
    told = _about(client, file_id)
    if told.get("mode") == "tombstone":
        raise Never(Why.NOT_THERE, "tombstone")
    if int(told.get("size") or 0) > LARGEST:
        raise Never(Why.TOO_LARGE, "size")
    address = str(told.get("url_private_download") or told.get("url_private") or "")
    if not address:
        raise Never(Why.NOT_THERE, "no_address")
    if told.get("is_external") or not is_slacks(address, str(client.base_url)):
        raise Never(Why.ELSEWHERE, "other_host")
    try:
        content = _content(client, address, str(told.get("mimetype") or ""), timer() + seconds, timer)
    except HTTPError as error:
        with error:
            raise _of_status(error.code, error.headers) from error
    except TROUBLE as error:
        raise NotNow(judge(error).error) from error
    if len(content) < int(told.get("size") or 0):
        raise NotNow("cut_off")
    return Fetched(str(told.get("name") or ""), content)


def _about(client: WebClient, file_id: str) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = client.files_info(file=file_id)["file"]
    except TROUBLE as error:
        judgement = judge(error)
        code = judgement.error
        if code in {"file_not_found", "file_deleted"}:
            raise Never(Why.NOT_THERE, code) from error
        if judgement.verdict is Verdict.INSTALLATION:
            raise Never(Why.MAY_NOT, code) from error
        raise NotNow(code, judgement.retry_after) from error
    return told


def is_slacks(address: str, api: str) -> bool:
    """Tell whether an address is one that our token may be shown to.

    Where the Web API is Slack's own that is any host of Slack's, over TLS; else the very host and port of the API.
    """
    try:
        there, ours = urlsplit(address), urlsplit(api)
        place = (there.scheme, there.hostname or "", there.port or _PORTS.get(there.scheme))
        own = (ours.scheme, ours.hostname or "", ours.port or _PORTS.get(ours.scheme))
    except ValueError:
        return False
    if there.username is not None or there.password is not None:
        return False
    for slack in _SLACKS:
        if _is_of(own[1], slack):
            return place[0] == "https" and place[2] == _PORTS["https"] and _is_of(place[1], slack)
    return place == own


def _is_of(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


class _NoFurther(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: whoever is sent on would take the token along."""

    def redirect_request(self, *_: object) -> None:
        """Follow nobody."""


def _content(client: WebClient, address: str, kind: str, deadline: float, timer: Callable[[], float]) -> bytes:
    request = urllib.request.Request(address)  # noqa: S310  It was looked at above.
    # What is not "unredirected" would go to a proxy's next host too.
    request.add_unredirected_header("Authorization", f"Bearer {client.token}")
    opener = urllib.request.build_opener(_NoFurther, urllib.request.HTTPSHandler(context=client.ssl))
    with opener.open(request, timeout=client.timeout) as answer:
        content = bytearray()
        while piece := answer.read(_PIECE):
            content += piece
            if len(content) > LARGEST:
                raise Never(Why.TOO_LARGE, "stream")
            if timer() > deadline:
                raise NotNow("too_slow")
        announced = str(answer.headers.get("Content-Length") or "")
        if announced.isdecimal() and int(announced) != len(content):
            raise NotNow("cut_off")
        if _is_a_page(answer.headers.get_content_type(), bytes(content[:_PIECE])) and not kind.startswith("text/html"):
            # Whoever may not read files gets a page to sign in, with 200.
            raise Never(Why.MAY_NOT, "sign_in")
        return bytes(content)


def _is_a_page(kind: str, content: bytes) -> bool:
    return kind == "text/html" and content.lstrip()[:9].lower() in {b"<!doctype", b"<html>", b"<html lan"}


def _of_status(status: int, headers: Message) -> NotNow | Never:
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        after = str(headers.get("Retry-After", ""))
        pause = min(timedelta(seconds=int(after[:9])), _LONGEST_WAIT) if after.isdecimal() else None
        return NotNow("ratelimited", pause)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return NotNow(f"http_{status}")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return Never(Why.NOT_THERE, f"http_{status}")
    # Slack sends whoever may not read a file on to its page to sign in.
    return Never(Why.MAY_NOT, f"http_{status}")


__all__ = ["Fetched", "Never", "NotNow", "Why", "fetch", "is_slacks"]
