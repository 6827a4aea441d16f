"""Rich text: the block's own small language of sections, lists, quotes and their pieces.

https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
"""

from bot.simulator.limits.rules import Choice, Flag, ListOf, Number, Rule, Shape, String, kinds, url

_STYLE = Shape(may=dict.fromkeys(("bold", "italic", "strike", "code", "underline"), Flag()))
_MENTION_STYLE = Shape(
    may=dict.fromkeys(("bold", "italic", "strike", "highlight", "client_highlight", "unlink", "underline"), Flag()),
)


def _mention(name: str) -> Shape:
    """Make the shape of a piece that names somebody or something by its id."""
    return Shape({name: String()}, {"style": _MENTION_STYLE})


# https://docs.slack.dev/reference/block-kit/block-elements/rich-text-section-element. Slack lists more pieces
# (canvas, citation, tag and others) without their fields; those are refused here as unknown.
PIECES: dict[str, Shape] = {
    "text": Shape({"text": String()}, {"style": _STYLE}),
    "link": Shape({"url": url(None)}, {"text": String(shortest=0), "unsafe": Flag(), "style": _STYLE}),
    "user": _mention("user_id"),
    "usergroup": _mention("usergroup_id"),
    "channel": _mention("channel_id"),
    "team": _mention("team_id"),
    "broadcast": Shape({"range": Choice(("here", "channel", "everyone"))}, {"style": _STYLE}),
    "color": Shape({"value": String()}, {"style": _STYLE}),
    "emoji": Shape({"name": String()}, {"unicode": String(), "skin_tone": Number(1, 6), "style": _STYLE}),
    "date": Shape(
        {"timestamp": Number(), "format": String()},
        {"url": url(None), "fallback": String(), "style": _STYLE},
    ),
}

_ANY_PIECES = ListOf(kinds(PIECES, PIECES), least=0)
_BORDER = Number(0, 1)

# Indent 0 to 8: https://docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces/RichTextList
PARTS: dict[str, Shape] = {
    "rich_text_section": Shape({"elements": _ANY_PIECES}),
    "rich_text_quote": Shape({"elements": _ANY_PIECES}, {"border": _BORDER}),
    "rich_text_preformatted": Shape(
        {"elements": ListOf(kinds(PIECES, ("text", "link")), least=0)},
        {"border": _BORDER},
    ),
}
PARTS["rich_text_list"] = Shape(
    {"style": Choice(("bullet", "ordered")), "elements": ListOf(kinds(PARTS, ("rich_text_section",)))},
    {"indent": Number(0, 8), "offset": Number(0), "border": _BORDER},
)

CONTENT: dict[str, Rule] = {"elements": ListOf(kinds(PARTS, PARTS))}
"""The field that a rich_text block needs."""
