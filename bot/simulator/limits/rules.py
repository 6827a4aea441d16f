"""The few kinds of rule that the tables of this package are written in.

A rule looks at one JSON value and tells its faults in the words that Slack uses, each with a JSON pointer.
Slack's wording was taken from refusals printed in public issues:
https://github.com/adobe/spacecat-api-service/issues/176 (no more than 25 items allowed),
https://github.com/metabase/metabase/issues/74943 (must be less than 3001 characters),
https://github.com/nicklambourne/slackblocks/issues/36 (invalid additional property),
https://docs.slack.dev/reference/methods/blocks.validate (unsupported type).
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)
MESSAGES = frozenset({Surface.MESSAGE})
MODALS = frozenset({Surface.MODAL})
NOWHERE: frozenset[Surface] = frozenset()


@dataclass(frozen=True)
class Fault:
    """One thing that Slack refuses: its error code, where it stands, and Slack's sentence about it."""

    code: str
    path: str
    message: str


@dataclass(frozen=True)
class Place:
    """Where in a payload a value stands, and the code with which Slack answers a fault there."""

    path: str
    surface: Surface
    code: str

    def at(self, key: str | int) -> "Place":
        """Go one step down."""
        return Place(f"{self.path}/{key}", self.surface, self.code)

    def fault(self, sentence: str, *, code: str | None = None) -> Fault:
        """Tell a fault of this place."""
        return Fault(code or self.code, self.path, f"{sentence} [json-pointer:{self.path}]")


class Rule(Protocol):
    """Whatever can judge a JSON value."""

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Tell all that is wrong with the value."""
        ...


Check = Callable[[Mapping[str, object], Place], Iterator[Fault]]
"""A rule over several fields of one object; asked only when each field is right by itself."""


@dataclass(frozen=True)
class String:
    """A text of so many characters, perhaps of a certain form."""

    longest: int | None = None
    shortest: int = 1
    form: str | None = None
    form_in_words: str = ""

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Measure the text."""
        if not isinstance(value, str):
            yield place.fault("must provide a string")
        elif len(value) < self.shortest:
            yield place.fault(f"must be more than {self.shortest - 1} characters")
        elif self.longest is not None and len(value) > self.longest:
            yield place.fault(f"must be less than {self.longest + 1} characters")
        elif self.form is not None and not re.fullmatch(self.form, value):
            yield place.fault(f"must be {self.form_in_words}")


def url(longest: int | None = 3000, schemes: str = r"[A-Za-z][A-Za-z0-9+.-]*") -> String:
    """Make the rule for an address; `schemes` is a regular expression."""
    return String(longest, form=rf"{schemes}:\S+", form_in_words="a valid URL")


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    words: tuple[str, ...]

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Compare with the words."""
        if not isinstance(value, str):
            yield place.fault("must provide a string")
        elif value not in self.words:
            yield place.fault(f"must be one of: {', '.join(self.words)}")


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Accept nothing but a boolean."""
        if not isinstance(value, bool):
            yield place.fault("must provide a boolean")


@dataclass(frozen=True)
class Number:
    """A number, whole unless said otherwise, both ends included."""

    least: float | None = None
    most: float | None = None
    whole: bool = True

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Compare with both ends."""
        kinds = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds):
            yield place.fault("must provide an integer" if self.whole else "must provide a number")
        elif self.least is not None and value < self.least:
            yield place.fault(f"must be at least {self.least}")
        elif self.most is not None and value > self.most:
            yield place.fault(f"must be at most {self.most}")


@dataclass(frozen=True)
class ListOf:
    """So many items, each of which obeys one rule; null stands for an item only where said."""

    item: Rule
    most: int | None = None
    least: int = 1
    gaps: bool = False

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Count the items, then judge each."""
        if not isinstance(value, list):
            yield place.fault("must provide an array")
            return
        if len(value) < self.least:
            yield place.fault(f"no less than {self.least} items allowed")
        if self.most is not None and len(value) > self.most:
            yield place.fault(f"no more than {self.most} items allowed")
        for position, item in enumerate(value):
            if not (self.gaps and item is None):
                yield from self.item.faults(item, place.at(position))


@dataclass(frozen=True)
class Anything:
    """An object whose inside Slack does not document well enough to be judged."""

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Accept any object."""
        if not isinstance(value, Mapping):
            yield place.fault("must provide an object")


@dataclass(frozen=True)
class Shape:
    """An object: the fields that it needs, those that it may have besides, and rules over several of them."""

    needs: Mapping[str, Rule] = field(default_factory=dict)
    may: Mapping[str, Rule] = field(default_factory=dict)
    also: tuple[Check, ...] = ()
    surfaces: frozenset[Surface] = EVERYWHERE

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Judge every field, then the fields together."""
        if not isinstance(value, Mapping):
            yield place.fault("must provide an object")
            return
        found = list(self._field_faults(value, place))
        yield from found
        if not found:
            for check in self.also:
                yield from check(value, place)

    def _field_faults(self, value: Mapping[str, object], place: Place) -> Iterator[Fault]:
        rules = {**self.needs, **self.may}
        for name in self.needs:
            if name not in value:
                yield place.fault(f"missing required field: {name}")
        for name, inner in value.items():
            if name in rules:
                yield from rules[name].faults(inner, place.at(name))
            else:
                yield place.fault(f"invalid additional property: {name}")


@dataclass(frozen=True)
class OneOf:
    """An object of one of several types, told apart by its `type`; `table` holds every type that is known."""

    table: Mapping[str, Shape]
    names: Collection[str] | None = None

    def faults(self, value: object, place: Place) -> Iterator[Fault]:
        """Judge the object by the shape that its type has in the table."""
        if not isinstance(value, Mapping):
            yield place.fault("must provide an object")
            return
        kind = value.get("type")
        if "type" not in value:
            yield place.fault("missing required field: type")
        elif not isinstance(kind, str):
            yield place.at("type").fault("must provide a string")
        elif kind not in self.table:
            yield place.at("type").fault(f"unsupported type: {kind} (unknown to the local Slack, which does not guess)")
        elif (self.names is not None and kind not in self.names) or place.surface not in self.table[kind].surfaces:
            yield place.at("type").fault(f"unsupported type: {kind}")
        else:
            rest = {name: inner for name, inner in value.items() if name != "type"}
            yield from self.table[kind].faults(rest, place)


def one_of(*names: str) -> Check:
    """Make a check that exactly one of the fields is there."""

    def check(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
        given = [name for name in names if name in value]
        if len(given) != 1:
            wanted = " or ".join(f"`{name}`" for name in names)
            yield place.fault(f"must define {'either' if not given else 'only one of'} {wanted}")

    return check


def some_of(*names: str) -> Check:
    """Make a check that at least one of the fields is there; Slack points at the type of the object."""

    def check(value: Mapping[str, object], place: Place) -> Iterator[Fault]:
        if not any(name in value for name in names):
            wanted = " or ".join(f"`{name}`" for name in names)
            yield place.at("type").fault(f"must define either {wanted}")

    return check


def kinds(table: Mapping[str, Shape], names: Iterable[str]) -> OneOf:
    """Pick some types out of a table, and insist that the table has them."""
    chosen = frozenset(names)
    unknown = chosen - table.keys()
    if unknown:
        raise KeyError(f"not in the table: {sorted(unknown)}")
    return OneOf(table, chosen)
