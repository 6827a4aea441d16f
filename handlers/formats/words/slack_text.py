"""Undo what Slack does to typed text: `<https://…|label>`, `<@U…>`, `<#C…|name>`, `&amp;`."""

from __future__ import annotations

import re

# https://docs.slack.dev/messaging/formatting-message-text#escaping
_ESCAPE = re.compile(r"<([@#!]?)([^<>|\n]{1,3000})(?:\|([^<>|\n]{0,3000}))?>|&(amp|lt|gt);")
_ENTITY = re.compile(r"&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_ADDRESS = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_WEB = re.compile(r"https?://", re.IGNORECASE)


def unwrap(text: str) -> str:
    """Give the words as they were typed; what only looks like an escape stays."""
    return _ESCAPE.sub(_typed, text)


def _typed(match: re.Match[str]) -> str:
    sign, body, label, entity = match.groups()
    if entity:
        return _SIGNS[entity]
    # The address in such brackets is escaped once more.
    return _ENTITY.sub(lambda found: _SIGNS[found[1]], _unbracketed(match, sign, body, label))


def _unbracketed(match: re.Match[str], sign: str, body: str, label: str | None) -> str:
    if sign in {"@", "#"}:
        return sign + (label or body)
    if sign == "!":
        return label or "@" + body
    if not _ADDRESS.match(body):
        return match.group()
    if body.startswith(("mailto:", "tel:")):
        return label or body.split(":", 1)[1]
    # Slack puts a scheme before a bare name, which nobody typed.
    if label and _WEB.sub("", body, count=1) in {label, f"{label}/"}:
        return label
    return f"{label} ({body})" if label and label not in body else body
