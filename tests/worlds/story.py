"""What may happen in a world, as plain data that can be drawn, printed, and played again with a part left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zlib import crc32

from tests.worlds.model import Scope

FOR_MEMBERS = Scope()
_PLACES = ("Fiji", "Malta", "Ghana", "Nepal", "Peru", "Togo", "Cuba", "Laos")
_LETTERS = "abcdefgh"
NAMES = tuple(f"record {letter}" for letter in _LETTERS)


@dataclass(frozen=True)
class Words:
    """What a record says that is said nowhere else: each word betrays it."""

    network: str
    number: int
    place: str
    summary: str
    host: str

    @property
    def all(self) -> frozenset[str]:
        """List them as Slack shows them."""
        return frozenset({self.network, f"{self.number:,}", self.place, self.summary, self.host})

    @property
    def telling(self) -> frozenset[str]:
        """List those that tell whose the record is: its own name for it, how many it counted, and a value it found."""
        return frozenset({self.network, f"{self.number:,}", self.host})

    @property
    def fields(self) -> dict[str, str]:
        """Fill the form with them."""
        return {
            "what": f"{self.network}: {self.number} Facebook pages",
            "origins": self.place,
            "summary": self.summary,
        }


def indicator_of(name: str) -> str:
    """Give the domain that a record holds, of which its words know the part that is its own."""
    return f"{words_of(name).host}.com"


def words_of(name: str) -> Words:
    """Give the words of a record."""
    at = NAMES.index(name)
    letter = _LETTERS[at]
    return Words(f"netzq{letter}", 61_007 + 1_111 * at, _PLACES[at], f"sumzq{letter}", f"hostzq{letter}")


def revised(name: str, revision: int) -> str:
    """Give the word that a later revision adds."""
    return f"rev{_LETTERS[revision % 8]}zq{_LETTERS[NAMES.index(name)]}"


@dataclass(frozen=True)
class Act:
    """Something that happens."""


@dataclass(frozen=True)
class Seats(Act):
    """A company takes a seat."""

    coalition: str
    company: str
    kind: str


@dataclass(frozen=True)
class Leaves(Act):
    """A company leaves, or is put out."""

    coalition: str
    company: str


@dataclass(frozen=True)
class Comes(Act):
    """Somebody comes into a channel."""

    person: str
    channel: str


@dataclass(frozen=True)
class Goes(Act):
    """Somebody leaves a channel."""

    person: str
    channel: str


@dataclass(frozen=True)
class Appoints(Act):
    """Somebody is given a role, or loses it."""

    coalition: str
    person: str
    role: str
    gone: bool = False


@dataclass(frozen=True)
class CutsOff(Act):
    """Slack disconnects a company from a channel."""

    company: str
    channel: str


@dataclass(frozen=True)
class GoesOn(Act):
    """Somebody lets the channels go on that wait for a company that left, if it is theirs to decide."""

    coalition: str
    person: str
    company: str


@dataclass(frozen=True)
class Prints(Act):
    """The operator writes what a company may see into a file, at the shell."""

    coalition: str
    company: str


@dataclass(frozen=True)
class Forgets(Act):
    """The days are over for which a coalition keeps what was said so far."""

    coalition: str


@dataclass(frozen=True)
class Dissolves(Act):
    """A coordinator begins to dissolve a coalition, as another one agreed."""

    coalition: str
    person: str


@dataclass(frozen=True)
class Roofs(Act):
    """The organisation around somebody's workspace takes a seat of its own, and names them as one of its people."""

    coalition: str
    person: str
    role: str


@dataclass(frozen=True)
class SharesElse(Act):
    """Things of another kind, which happen to have the numbers of the records, are shared with a company."""

    coalition: str
    company: str


@dataclass(frozen=True)
class Refuses(Act):
    """Slack refuses every call of a method from now on, or takes it again."""

    method: str
    gone: bool = False


@dataclass(frozen=True)
class LetsRead(Act):
    """Somebody lets somebody else read along in the members' channel, if it is theirs to decide."""

    coalition: str
    person: str
    stray: str


@dataclass(frozen=True)
class OfRecord(Act):
    """Something that somebody does with a record."""

    name: str
    person: str


@dataclass(frozen=True)
class Logs(OfRecord):
    """Somebody logs a takedown; `scope.not_before` is in minutes from then on."""

    coalition: str
    scope: Scope = FOR_MEMBERS
    mark: str = "AMBER+STRICT"


@dataclass(frozen=True)
class Revises(OfRecord):
    """Somebody revises a record, and may let others have it than before."""

    scope: Scope | None = None
    mark: str = "AMBER+STRICT"


@dataclass(frozen=True)
class Withdraws(OfRecord):
    """Somebody takes a record back."""


@dataclass(frozen=True)
class Recalls(OfRecord):
    """Somebody takes a record out of everybody else's hands."""


@dataclass(frozen=True)
class Presses(OfRecord):
    """Somebody presses any button at all with a record's token, which they may have got hold of."""

    action: str


@dataclass(frozen=True)
class Begins(Act):
    """Somebody begins a form, and leaves it."""

    person: str
    coalition: str


@dataclass(frozen=True)
class Delivers(Act):
    """The courier delivers so many letters, and the porter what was asked for."""

    letters: int


@dataclass(frozen=True)
class Waits(Act):
    """So many minutes pass, and the clock's jobs are asked."""

    minutes: int


@dataclass(frozen=True)
class Asks(Act):
    """Somebody asks Tocsin everything that one can ask."""

    person: str


@dataclass(frozen=True)
class World:
    """What happens, and which questions are asked of it: each with so many chances in a hundred."""

    acts: tuple[Act, ...]
    seed: int = 0
    share: int = 100
    # Who asks at the end; everybody where nobody is named.
    askers: tuple[str, ...] = ()
    # A record that nobody logs: whoever would have does not send its form, and it is asked for in vain.
    absent: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Name the records that somebody may ask for."""
        return tuple(dict.fromkeys(act.name for act in self.acts if isinstance(act, Logs)))

    def without(self, name: str) -> World:
        """Leave a record out."""
        return replace(self, absent=name)

    def asks(self, *what: str) -> bool:
        """Decide whether a question is asked; the same in each telling of the world."""
        return crc32(":".join([str(self.seed), *what]).encode()) % 100 < self.share
