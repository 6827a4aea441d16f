"""Reads what Tocsin said, as bytes, and tells what it betrays to somebody who may not know it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from tests.worlds.model import Chronicle, Knows

# Tokens, references, ids (of exports, of forms, in the log), addresses of messages: random, so that two worlds differ.
# in them.
_RANDOM = re.compile(
    r"(?:TD|EX)-[0-9A-Z]{5,8}\b|\b[DFV]0[0-9A-Z]{9}\b|(?<![\w-])[\w-]{22}(?![\w-])"
    r"|(?<=[\w-]:)[\w-]{8}(?![\w-])|(?<=\w:)[0-9a-f]{4}\b"
    r"|(?<=under )[0-9a-f]{8}\b|(?<=/p)\d{16}\b|\b[0-9a-f]{64}\b"
    # The time of a message, which other letters may have gone before.
    r"|\b\d{10}\.\d{6}\b"
)
# A list in an export stands in an order of its own, which is the export's mark.
_LIST = re.compile(r"[\w:+-]+(?:; [\w:+-]+)+")


# How much of a difference is shown.
_BEFORE, _AFTER = 60, 400
# What was said, in the pieces in which it is seen: the blocks of a page, the lines of a file.
Told = Sequence[str]


class Leak(AssertionError):  # noqa: N818  It is what was found.
    """Somebody learned what they may not know."""


@dataclass(frozen=True)
class Names:
    """How Slack knows a record."""

    reference: str
    token: str


@dataclass
class Judge:
    """Judges by the chronicle alone."""

    chronicle: Chronicle
    names: dict[str, Names]

    def hears(self, person: str, said: Told, *, typed: Iterable[str] = (), what: str = "") -> None:
        """Raise Leak where a person is told of a record that they may not know of, or of more than they may know."""
        for name in self.chronicle.records:
            found = self._found(name, said) - frozenset(typed)
            whole = self.chronicle.learns_whose(person, name)
            if self.chronicle.is_told_of_the_end(person, name):
                found -= {self.names[name].reference}
            if not found <= self._granted(name, self.chronicle.knows(person, name), whole=whole):
                raise Leak(f"{person} learned of {name} by {what}: {sorted(found)} in {said}")
            if found and not whole:
                self._attributes(name, said, what)
        self._drafts(person, said, what)

    def prompts(self, person: str, said: Told) -> None:
        """Raise Leak where somebody is written to who is never to be: the people of a guest, and of nobody here."""
        if not any(self.chronicle.may_be_prompted(coalition, person) for coalition in self.chronicle.places):
            raise Leak(f"{person} is prompted: {said}")

    def rings(self, person: str, said: Told) -> None:
        """Raise Leak where a direct message carries anything of a record but a button to what its reader may open."""
        for name in self.chronicle.records:
            found = self._found(name, said)
            may = {self.names[name].token} if self.chronicle.may_be_rung(person, name) else set()
            if not found <= may:
                raise Leak(f"{person} is written of {name}: {sorted(found)} in {said}")
        self._drafts(person, said, "a direct message")

    def reads(self, channel: str, said: Told) -> set[str]:
        """Raise Leak where a channel is told of what may not be posted there; give the records that it speaks of."""
        told = set()
        for name in self.chronicle.records:
            found = self._found(name, said)
            record, degree = self.chronicle.records[name], self.chronicle.channel_knows(channel, name)
            granted = self._granted(name, degree, whole=not record.scope.chatham)
            if not found <= granted | (record.farewell if degree else frozenset()):
                raise Leak(f"{channel} is told of {name}: {sorted(found)} in {said}")
            if found and record.scope.chatham:
                self._attributes(name, said, channel)
            told |= {name} if found else set()
        self._drafts("", said, channel)
        return told

    def _found(self, name: str, said: Told) -> frozenset[str]:
        known = self.names[name]
        words = self.chronicle.records[name].words | {known.reference, known.token}
        return frozenset(word for word in words if any(word in piece for piece in said))

    def _granted(self, name: str, degree: Knows, *, whole: bool) -> frozenset[str]:
        known, record = self.names[name], self.chronicle.records[name]
        handles = frozenset({known.reference, known.token})
        content = record.words if whole else record.words - record.telling
        return {Knows.NOTHING: frozenset[str](), Knows.TOMBSTONE: handles, Knows.CONTENT: handles | content}[degree]

    def _attributes(self, name: str, said: Told, what: str) -> None:
        """Raise Leak where whoever reads of a record reads beside it whose it is, though that is not told."""
        record = self.chronicle.records[name]
        for piece in said:
            beside = [word for word in (record.company, record.person) if word in piece]
            if self._found(name, [piece]) and beside:
                raise Leak(f"{what} tells that {name} is of {beside}: {piece}")

    def _drafts(self, person: str, said: Told, what: str) -> None:
        for other, words in self.chronicle.drafts.items():
            if other != person and any(word in piece for word in words for piece in said):
                raise Leak(f"{person or what} learned what {other} typed and did not send: {said}")


def alike(said: str) -> str:
    """Write what was said so that it equals what was said in another world but for what is random."""
    names: dict[str, str] = {}
    sorted_lists = _LIST.sub(lambda found: "; ".join(sorted(found[0].split("; "))), said)
    return _RANDOM.sub(lambda found: names.setdefault(found[0], f"…{len(names)}"), sorted_lists)


def difference(told: Iterable[str], without: Iterable[str]) -> str:
    """Say where what somebody was told in two worlds differs by more than chance; empty if nowhere."""
    for one, other in zip_longest(map(alike, told), map(alike, without), fillvalue=""):
        if one != other:
            at = max(0, next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0) - _BEFORE)
            return f"with it: {one[:_BEFORE]} … {one[at : at + _AFTER]}\nwithout it: {other[at : at + _AFTER]}"
    return ""
