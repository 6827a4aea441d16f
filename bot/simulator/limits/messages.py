"""What Slack refuses in a message: chat.postMessage, chat.postEphemeral, chat.update and response_url."""

from collections.abc import Iterator

from bot.simulator.limits.blocks import ANY_BLOCK
from bot.simulator.limits.rules import Anything, Fault, ListOf, Place, Shape, String, Surface
from bot.simulator.limits.whole import whole_faults

POSTED_TEXT = 40_000
"""https://docs.slack.dev/reference/methods/chat.postMessage: Slack cuts a longer text; here it is refused, since a
text that loses its end without a word is a bug that nobody would see."""

UPDATED_TEXT = 4_000
"""https://docs.slack.dev/reference/methods/chat.update: "The `text` field cannot exceed 4,000 characters"."""

_BLOCKS = ListOf(ANY_BLOCK, most=50, least=0)
"""https://docs.slack.dev/reference/block-kit/blocks: 50 blocks in a message."""

_METADATA = Shape({"event_type": String(), "event_payload": Anything()}, {"entities": ListOf(Anything())})
"""https://docs.slack.dev/messaging/message-metadata; no size is documented, so none is enforced."""


def check_message(text: str | None, blocks: list[object] | None, *, text_limit: int = POSTED_TEXT) -> list[Fault]:
    """Tell what Slack would refuse in a message, the fault that decides the answer first; nothing if it is fine.

    `text_limit` is UPDATED_TEXT for chat.update.
    """
    return [*_text_faults(text, blocks, text_limit), *_block_faults(blocks)]


def check_metadata(metadata: object) -> list[Fault]:
    """Tell what Slack would refuse in a message's metadata."""
    place = Place("/metadata", Surface.MESSAGE, "invalid_metadata_schema")
    if not isinstance(metadata, dict):
        return [place.fault("must provide an object", code="invalid_metadata_format")]
    return list(_METADATA.faults(metadata, place))


def _text_faults(text: object, blocks: object, text_limit: int) -> Iterator[Fault]:
    place = Place("/text", Surface.MESSAGE, "invalid_arguments")
    if text is not None and not isinstance(text, str):
        yield place.fault("must provide a string")
    elif not blocks and not (text or "").strip():
        yield place.fault("no message text provided", code="no_text")
    elif len(text or "") > text_limit:
        yield place.fault(f"must be less than {text_limit + 1} characters", code="msg_too_long")


def _block_faults(blocks: object) -> list[Fault]:
    place = Place("/blocks", Surface.MESSAGE, "invalid_blocks")
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        return [place.fault("must provide an array", code="invalid_blocks_format")]
    return list(_BLOCKS.faults(blocks, place)) or list(whole_faults(blocks, place))
