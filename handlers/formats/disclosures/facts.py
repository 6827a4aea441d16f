"""What the rows of a disclosure can say, and what all of them say together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.indicators import Indicator
from storage.intakes import Rows
from storage.reports import AdSpend, Count, Reach, Source

# What a file may hold at most.
MOST_ROWS = 200_000


class Format(StrEnum):
    """What sort of file it is; the value is the word that `tocsin import --json` prints."""

    KILL_CHAIN = "kill_chain"
    FLAT = "flat"
    JSON = "json"
    MARKDOWN = "markdown"
    LIST = "list"


class Trouble(StrEnum):
    """Why one row could not be used, though it seems to be meant as something; the views word it."""

    NO_VALUE = "no_value"
    BROKEN_VALUE = "broken_value"
    UNKNOWN_TYPE = "unknown_type"
    TYPE_DIFFERS = "type_differs"
    UNKNOWN_ASSET = "unknown_asset"
    NUMBER_TOO_LARGE = "number_too_large"
    ROW_TOO_LONG = "row_too_long"


class Unusable(StrEnum):
    """Why a whole file is refused, and nothing of it is kept; the views word it."""

    NOT_TEXT = "not_text"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    NO_KNOWN_COLUMN = "no_known_column"
    NOT_JSON = "not_json"
    STIX_1 = "stix_1"
    ARCHIVE = "archive"
    PICTURE = "picture"
    PDF = "pdf"


class Unreadable(Exception):  # noqa: N818  It is a refusal, and nobody's error.
    """The file is refused as a whole; the one thing that reading raises."""

    def __init__(self, why: Unusable) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Found:
    """An indicator, as it was written, and by which procedure of the kill chain (`0.6.2`), where the row says so."""

    row: int
    indicator: Indicator
    raw: str
    procedure: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of assets; `again` where the same file told it above, or the whole of which it is a part."""

    row: int
    count: Count
    raw: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """How many people saw, followed or joined."""

    row: int
    reach: Reach
    raw: str


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on advertisements; nothing, where the file says that there was none."""

    row: int
    spend: AdSpend
    raw: str


@dataclass(frozen=True, slots=True)
class Described:
    """What a report says of the whole: its title, where it was operated from and aimed at, and how it was found."""

    row: int
    title: str = ""
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    source: Source = Source.UNSTATED


@dataclass(frozen=True, slots=True)
class Note:
    """A row of prose: context, and nothing to count or to look for."""

    row: int
    raw: str
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was meant as something and could not be used."""

    row: int
    raw: str
    why: Trouble


@dataclass(frozen=True, slots=True)
class Blank:
    """A row with nothing in it."""

    row: int


# A row may give several items of the first four; `Rows` counts it once, as the first of used, problem, note, blank.
Item = Found | Counted | Reached | Spent | Described | Note | Problem | Blank


@dataclass(frozen=True, slots=True)
class Disclosure:
    """A whole file, gathered; a combined count that stands in two rows counts once.

    `ad_spend` is None where the file says nothing of it, and of 0 dollars where it says that there was none.
    """

    file: str
    format: Format
    title: str
    origins: tuple[str, ...]
    targets: tuple[str, ...]
    counts: tuple[Count, ...]
    reach: tuple[Reach, ...]
    ad_spend: AdSpend | None
    source: Source
    indicators: tuple[Found, ...]
    notes: tuple[Note, ...]
    problems: tuple[Problem, ...]
    rows: Rows
