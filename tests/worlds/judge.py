"""Reads what Tocsin said, as bytes, and tells what it betrays to somebody who may not know it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from tests.worlds.model import Chronicle, Knows

# Tokens, references, ids of exports and forms: random, so that two worlds differ in them.
_RANDOM = re.compile(
    r"(?:TD|EX)-[0-9A-Z]{5,8}\b|\b[DFV]0[0-9A-Z]{9}\b|(?<![\w-])[\w-]{22}(?![\w-])|(?<=[\w-]:)[\w-]{8}(?![\w-])|(?<=\w:)[0-9a-f]{4}\b"
)
# A list in an export stands in an order of its own, which is the export's mark.
_LIST = re.compile(r"[\w:+-]+(?:; [\w:+-]+)+")


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

    def hears(self, person: str, said: str, *, typed: Iterable[str] = (), what: str = "") -> None:
        """Raise Leak where a person is told of a record that they may not know of, or of more than they may know."""
        for name in self.chronicle.records:
            found = self._found(name, said) - frozenset(typed)
            if not found <= self._granted(name, self.chronicle.knows(person, name)):
                raise Leak(f"{person} learned of {name} by {what}: {sorted(found)} in {said}")
        self._drafts(person, said, what)

    def rings(self, person: str, said: str) -> None:
        """Raise Leak where a direct message carries anything of a record but a button to what its reader may open."""
        for name in self.chronicle.records:
            found = self._found(name, said)
            may = {self.names[name].token} if self.chronicle.may_be_rung(person, name) else set()
            if not found <= may:
                raise Leak(f"{person} is written of {name}: {sorted(found)} in {said}")
        self._drafts(person, said, "a direct message")

    def reads(self, channel: str, said: str) -> set[str]:
        """Raise Leak where a channel is told of what may not be posted there; give the records that it speaks of."""
        told = set()
        for name in self.chronicle.records:
            found = self._found(name, said)
            if not found <= self._granted(name, self.chronicle.channel_knows(channel, name)):
                raise Leak(f"{channel} is told of {name}: {sorted(found)} in {said}")
            told |= {name} if found else set()
        self._drafts("", said, channel)
        return told

    def _found(self, name: str, said: str) -> frozenset[str]:
        known = self.names[name]
        words = self.chronicle.records[name].words | {known.reference, known.token}
        return frozenset(word for word in words if word in said)

    def _granted(self, name: str, degree: Knows) -> frozenset[str]:
        known = self.names[name]
        handles = frozenset({known.reference, known.token})
        return handles | self.chronicle.records[name].words if degree is Knows.CONTENT else frozenset()

    def _drafts(self, person: str, said: str, what: str) -> None:
        for other, words in self.chronicle.drafts.items():
            if other != person and any(word in said for word in words):
                raise Leak(f"{person or what} learned what {other} typed and did not send: {said}")


def alike(said: str) -> str:
    """Write what was said so that it equals what was said in another world but for what is random."""
    names: dict[str, str] = {}
    sorted_lists = _LIST.sub(lambda found: "; ".join(sorted(found[0].split("; "))), said)
    return _RANDOM.sub(lambda found: names.setdefault(found[0], f"…{len(names)}"), sorted_lists)


def difference(told: Iterable[str], without: Iterable[str]) -> str:
    """Set what somebody was told in two worlds side by side where it differs by more than chance; empty if nowhere."""
    one, other = [alike(each) for each in told], [alike(each) for each in without]
    return "\n".join(difflib.unified_diff(one, other, "with it", "without it", lineterm="", n=0))
