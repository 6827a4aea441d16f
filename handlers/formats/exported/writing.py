"""An export as a file, written batch by batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from handlers.formats.exported import csv_file, json_file
from handlers.formats.exported.csv_file import Indicators, none_of
from handlers.formats.exported.marking import Marking
from storage.takedowns import Takedown


class Format(StrEnum):
    """What an export is written as; the value is the file's ending too."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Origin:
    """What an export says of itself: of which coalition, for which company and Slack user, when, and the trail's seal.

    `person` and `seal` are empty where there is none.
    """

    coalition: str
    company: str
    person: str
    at: datetime
    seal: str


def written(
    format_: Format,
    records: Iterable[Takedown],
    origin: Origin,
    marking: Marking,
    *,
    indicators: Indicators = none_of,
) -> bytes:
    """Write the records, in their order, each with its indicators, as a whole file.

    An indicator stands there as machines look for it, never defanged.
    """
    if format_ is Format.CSV:
        return csv_file.written(records, marking, seal=origin.seal, indicators=indicators)
    head = {
        "coalition": origin.coalition,
        "made_for": {"company": origin.company, "person": origin.person or None},
        "made_at": json_file.moment(origin.at),
        "audit_seal": origin.seal or None,
    }
    return json_file.written(records, marking, head, indicators=indicators)


def name(format_: Format, day: date) -> str:
    """Name the file so that the name tells nothing."""
    return f"tocsin-{day}.{format_}"
