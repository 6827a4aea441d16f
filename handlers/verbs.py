"""The first word of a command: a verb in English or in French, or else the first of what somebody says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TypeAlias

from handlers.answers import Answer
from storage.access import Speaker, Way
from storage.database import Session

# What a verb does with the words behind it, in the transaction that the command opened.
Verb: TypeAlias = Callable[[Session, Speaker, str, Way, datetime], Answer]


def parted(text: str, verbs: Mapping[str, str]) -> tuple[str, str]:
    """Part a verb, by its English word, from the words behind it; empty where the first word is none."""
    first, _, rest = text.partition(" ")
    return verbs.get(first.lower(), ""), rest.strip()
