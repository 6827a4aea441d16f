"""The calls to Slack for the picture inside a letter, and the block that it stands in.

https://docs.slack.dev/messaging/working-with-files: an address, the bytes, and Slack's OK; without a channel nobody
sees the file until a message shows it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.request import Request, urlopen

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.courier.verdicts import Judgement, Verdict, code_of
from storage.outbox import LeftOver, Letter, words_for_picture

# Slack works through a file for a moment after it said OK: https://github.com/slackapi/java-slack-sdk/issues/1349.
UNTIL_READY = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(seconds=30)
# So long a file that Slack has may be refused until the letter goes without it.
PATIENCE = timedelta(minutes=2)
# So often bytes are brought there in vain: with the pauses between them, about a quarter of an hour.
MOST_UPLOADS = 10

# What these refuse is files alone, so that the words can go.
_FOR_FILES = frozenset({"missing_scope", "not_allowed_token_type", "access_denied", "is_bot"})
_DELETED = frozenset({"file_not_found", "file_deleted"})


def blocks_of(letter: Letter) -> list[dict[str, Any]]:
    """Give the letter's blocks as Slack takes them: with the picture's file, or with its words where there is none."""
    digest = letter.body.picture
    if digest is None:
        return letter.body.blocks
    return [_shown(block, letter.file_id) if "slack_file" in block else block for block in letter.body.blocks]


def _shown(block: dict[str, Any], file_id: str | None) -> dict[str, Any]:
    if file_id is not None:
        return {**block, "slack_file": {"id": file_id}}
    return words_for_picture(block["alt_text"])


def ask_for_address(client: WebClient, name: str, png: bytes) -> tuple[str, str]:
    """Announce the bytes; the file's id, and the address that takes them."""
    ticket = client.files_getUploadURLExternal(filename=name, length=len(png))
    return str(ticket["file_id"]), str(ticket["upload_url"])


def bring(client: WebClient, address: str, png: bytes) -> None:
    """Bring the bytes."""
    request = Request(address, data=png, method="POST")  # noqa: S310  Slack named it.
    request.add_header("Content-Type", "application/octet-stream")
    with urlopen(request, timeout=client.timeout, context=client.ssl):  # noqa: S310  As above.
        pass


def complete(client: WebClient, file_id: str, name: str) -> None:
    """Say that this is all of it; without a channel, so that it is seen by nobody yet."""
    client.files_completeUploadExternal(files=[{"id": file_id, "title": name}])


def take_away(client: WebClient, left: LeftOver) -> None:
    """Delete a file; one that is not there any more is as good as deleted."""
    try:
        client.files_delete(file=left.file_id)
    except SlackApiError as error:
        if code_of(error) not in _DELETED:
            raise


def is_hopeless(judgement: Judgement, uploads: int) -> bool:
    """Tell whether a picture cannot be had for good; what would stop the letter as well is told by the letter."""
    if judgement.error in _DELETED:
        # Slack lost the bytes on their way.
        return uploads >= MOST_UPLOADS
    match judgement.verdict:
        case Verdict.LATER | Verdict.UNSURE:
            return uploads >= MOST_UPLOADS
        case Verdict.INSTALLATION:
            return judgement.error in _FOR_FILES
    return True
