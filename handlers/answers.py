"""What a page can answer; handlers/hearing.py carries it to Slack in the way that fits what was heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to say; a form closes one level."""


@dataclass(frozen=True, slots=True)
class Whisper:
    """Words for the speaker alone, where they are."""

    text: str
    blocks: Sequence[Block] = ()
    replace: bool = False


@dataclass(frozen=True, slots=True)
class Open:
    """A form or page to open, on top of the one that is open; `otherwise` is said where Slack does not open it."""

    view: Block
    otherwise: Whisper


@dataclass(frozen=True, slots=True)
class Push:
    """A form or page to lay on top of the open one."""

    view: Block


@dataclass(frozen=True, slots=True)
class Replace:
    """A form or page in place of the open one."""

    view: Block


@dataclass(frozen=True, slots=True)
class Errors:
    """Sentences for the fields of the open form, by block id; the form stays."""

    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CloseAll:
    """Every level of the open form closes."""


Answer: TypeAlias = Done | Whisper | Open | Push | Replace | Errors | CloseAll
