"""The calls to Slack that bring a letter one step further."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.courier.pictures import blocks_of
from bot.courier.verdicts import CANNOT_LOOK, code_of, judge
from storage.outbox import Letter, Place

# Slack's clock and ours differ, and a call may reach Slack long after it left us.
_BEFORE = timedelta(minutes=15)
_AFTER = timedelta(minutes=5)
_PAGES = 10
_PAGE = 100


class Unseen(Exception):  # noqa: N818  It is an answer.
    """Nobody can tell whether a letter stands in its channel."""


def conversation_of(client: WebClient, letter: Letter) -> str:
    """Say in which conversation the letter is to stand; opens the direct message where it is for a person."""
    if letter.address.place is not Place.PERSON:
        assert letter.address.channel is not None
        return letter.address.channel
    answer = client.conversations_open(users=[letter.address.user_id or ""])
    conversation: str = answer["channel"]["id"]
    return conversation


def post(client: WebClient, letter: Letter, channel: str) -> str:
    """Post the letter; the message's timestamp."""
    body = letter.body
    if letter.address.place is Place.EPHEMERAL:
        user = letter.address.user_id or ""
        answer = client.chat_postEphemeral(channel=channel, user=user, text=body.text, blocks=blocks_of(letter))
        return str(answer["message_ts"])
    answer = client.chat_postMessage(
        channel=channel,
        text=body.text,
        blocks=blocks_of(letter),
        metadata=_metadata(letter),
        thread_ts=letter.thread_ts,
        unfurl_links=False,
        unfurl_media=False,
    )
    return str(answer["ts"])


def update(client: WebClient, letter: Letter) -> None:
    """Let the message that stands in Slack say the letter's newest words."""
    body = letter.body
    client.chat_update(
        channel=letter.sent_channel or "",
        ts=letter.sent_ts or "",
        text=body.text,
        blocks=blocks_of(letter),
        metadata=_metadata(letter),
    )


def delete(client: WebClient, letter: Letter) -> None:
    """Take the message out of Slack; only who posted it may."""
    client.chat_delete(channel=letter.sent_channel or "", ts=letter.sent_ts or "")


def pin(client: WebClient, letter: Letter) -> None:
    """Pin the message to its channel."""
    client.pins_add(channel=letter.sent_channel or "", timestamp=letter.sent_ts or "")


def look(client: WebClient, letter: Letter, channel: str, *, lease: timedelta) -> str | None:
    """Look for a letter in doubt by its token, around the time of the attempt; the message's timestamp if it is there.

    Needs the scope `channels:history` or `groups:history` (`im:history` in direct messages). Raises Unseen.
    """
    if letter.address.place is Place.EPHEMERAL:
        raise Unseen
    cursor = None
    for page in range(_PAGES):
        try:
            answer = _past(
                client,
                letter,
                channel=channel,
                include_all_metadata=True,
                oldest=_ts(letter.tried_at - _BEFORE),
                latest=_ts(letter.tried_at + lease + _AFTER),
                limit=_PAGE,
                cursor=cursor,
            )
        except SlackApiError as error:
            # Some apps may read one page a minute: looking again from the start would never come to an end.
            if code_of(error) in CANNOT_LOOK or (page and judge(error).retry_after):
                raise Unseen from error
            raise
        for message in answer["messages"]:
            if _token(message) == letter.token:
                return str(message["ts"])
        cursor = (answer.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    raise Unseen


def _past(client: WebClient, letter: Letter, **asked: Any) -> SlackResponse:
    """Read a channel, or the thread in which a letter goes: a channel’s past leaves out what is said in threads."""
    if letter.thread_ts is not None:
        return client.conversations_replies(ts=letter.thread_ts, **asked)
    return client.conversations_history(**asked)


def _metadata(letter: Letter) -> dict[str, Any]:
    """Mark a message with its letter's random token, the only thing of ours that Slack is told."""
    return {"event_type": "tocsin_message", "event_payload": {"token": letter.token}}


def _token(message: dict[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("token")


def _ts(moment: datetime) -> str:
    return f"{moment.timestamp():.6f}"
