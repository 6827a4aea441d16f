"""What a takedown says: the typed content of one revision, as the company stated it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import TypeAdapter

from storage.assets import Asset, Kind

# Places are written as ISO 3166-1 alpha-2 (`IR`), as a UN M49 region (`M49:145`), or as one of these two words.
# https://unstats.un.org/unsd/methodology/m49/
UNKNOWN_PLACE = "unknown"
VARIOUS_PLACES = "various"


class Qualifier(StrEnum):
    """How exactly a number was meant."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"


class Metric(StrEnum):
    """What a reach counts."""

    FOLLOWERS = "followers"
    PAGE_FOLLOWERS = "page_followers"
    INSTAGRAM_FOLLOWERS = "instagram_followers"
    GROUP_MEMBERS = "group_members"
    SUBSCRIBERS = "subscribers"
    VIEWS = "views"
    IMPRESSIONS = "impressions"
    LIKES = "likes"
    INTERESTED = "interested"


class Action(StrEnum):
    """What the company did."""

    REMOVED = "removed"
    DISABLED = "disabled"
    SUSPENDED = "suspended"
    LABELLED = "labelled"
    DEMOTED = "demoted"
    RESTRICTED = "restricted"
    DOMAINS_SEIZED = "domains_seized"
    DOMAINS_BLOCKED = "domains_blocked"
    ADS_REFUSED = "ads_refused"


class Source(StrEnum):
    """Who set the company on the track."""

    INTERNAL = "internal"
    INDUSTRY_PEER = "industry_peer"
    SECURITY_FIRM = "security_firm"
    RESEARCHER = "researcher"
    JOURNALIST = "journalist"
    GOVERNMENT = "government"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year, as exactly as it was said: `2018-08-21`, `2015-01`, `2016`."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        return "-".join(
            [f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part is not None)],
        )

    @classmethod
    def of(cls, words: str) -> Self:
        """Read back what `str()` wrote; ValueError for anything else."""
        return cls(*(int(part) for part in words.split("-", 2)))


@dataclass(frozen=True, slots=True)
class Count:
    """A number of assets; several assets mean one number over all of them together."""

    n: int
    assets: tuple[Asset, ...]
    qualifier: Qualifier = Qualifier.EXACT


@dataclass(frozen=True, slots=True)
class Reach:
    """How many people saw, followed or joined; `place` where the number speaks of one place only."""

    n: int
    metric: Metric
    qualifier: Qualifier = Qualifier.EXACT
    place: str | None = None


@dataclass(frozen=True, slots=True)
class AdSpend:
    """Whole US dollars spent on advertisements, and the ISO 4217 currencies that they were paid in."""

    usd: int
    qualifier: Qualifier = Qualifier.EXACT
    currencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """How it was found; `who` and `on` are required where the source is a government."""

    source: Source
    who: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One network of a takedown."""

    counts: tuple[Count, ...]
    name: str = ""
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    ad_spend: AdSpend | None = None
    active_since: PartialDate | None = None
    active_until: PartialDate | None = None
    found: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All that one revision of a takedown says; what stands here is said of the whole, what stands in a part of it.

    `stated` is the headline and is never corrected to match the itemised counts of the parts.
    """

    summary: str = ""
    stated: Count | None = None
    parts: tuple[Part, ...] = ()
    acted_on: date | None = None
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    reach: tuple[Reach, ...] = ()
    ad_spend: AdSpend | None = None
    active_since: PartialDate | None = None
    active_until: PartialDate | None = None
    actions: tuple[Action, ...] = ()
    policy: str = ""
    found: tuple[Found, ...] = ()
    link: str = ""
    # When its owner means to make it public, which others may like to know and nobody has to heed.
    public_on: date | None = None


_REPORTS = TypeAdapter(Report)


def dumped(report: Report) -> str:
    """Write a report as it lies in the record: JSON without what was not said."""
    return _REPORTS.dump_json(report, exclude_defaults=True).decode()


def loaded(text: str) -> Report:
    """Read back what `dumped` wrote."""
    return _REPORTS.validate_json(text)


def unattributed(report: Report) -> Report:
    """Say what a report says without what gives its company away: platforms, kinds, exact numbers, names, links."""
    parts = tuple(replace(part, counts=_total(part.counts), name="", reach=(), ad_spend=None) for part in report.parts)
    return replace(
        report,
        stated=_total((report.stated,))[0] if report.stated else None,
        parts=tuple(replace(part, found=_anonymous(part.found)) for part in parts),
        reach=(),
        ad_spend=None,
        policy="",
        found=_anonymous(report.found),
        link="",
        public_on=None,
    )


def reworded(report: Report, text: Callable[[str], str]) -> Report:
    """Say what a report says with other words in it; an address that would lead elsewhere by that is left out."""

    def found(several: tuple[Found, ...]) -> tuple[Found, ...]:
        return tuple(replace(one, who=text(one.who)) for one in several)

    parts = tuple(replace(part, name=text(part.name), found=found(part.found)) for part in report.parts)
    return replace(
        report,
        summary=text(report.summary),
        parts=parts,
        policy=text(report.policy),
        found=found(report.found),
        link=report.link if text(report.link) == report.link else "",
    )


def _total(counts: tuple[Count, ...]) -> tuple[Count, ...]:
    """Add the kinds up, to one digit: a number that was published elsewhere would tell whose it is."""
    total = sum(count.n for count in counts)
    blurred = round(total, 1 - len(str(total)))
    return (Count(blurred, (Asset(Kind.ASSET),), Qualifier.ABOUT),) if counts else ()


def _anonymous(found: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(Found(source) for source in dict.fromkeys(one.source for one in found))


def itemised(report: Report) -> tuple[Count, ...]:
    """List the counts of all parts, in their order."""
    return tuple(count for part in report.parts for count in part.counts)


def places_of(report: Report) -> frozenset[str]:
    """Collect the places that a report names, of the whole and of its parts."""
    said_of: tuple[Report | Part, ...] = (report, *report.parts)
    return frozenset(code for said in said_of for code in (*said.origins, *said.targets))


def words_of(report: Report) -> list[str]:
    """Collect the words that people may look a report up by."""
    counts = (*((report.stated,) if report.stated else ()), *itemised(report))
    assets = [str(asset).replace("_", " ") for count in counts for asset in count.assets]
    said_of: tuple[Report | Part, ...] = (report, *report.parts)
    finders = [found.who for said in said_of for found in said.found if found.who]
    names = [part.name for part in report.parts if part.name]
    return [report.summary, report.policy, *names, *finders, *dict.fromkeys(assets)]
