"""Links to messages in Slack, as `chat.getPermalink` writes them."""

from __future__ import annotations

from storage.coalitions import Coalition


def link(coalition: Coalition, channel: str, ts: str) -> str:
    """Lead to a message in a channel; empty while nobody knows where the host's workspace is found.

    https://docs.slack.dev/reference/methods/chat.getPermalink
    """
    if coalition.address is None:
        return ""
    return f"{coalition.address}archives/{channel}/p{ts.replace('.', '')}"
