"""All that the rows of a file say, gathered to what the file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handlers.formats.disclosures.facts import (
    Blank,
    Counted,
    Described,
    Disclosure,
    Format,
    Found,
    Item,
    Note,
    Problem,
    Reached,
    Spent,
)
from storage.intakes import Rows
from storage.reports import AdSpend, Count, Qualifier, Reach, Source


def gather(file: str, format: Format, items: Iterable[Item]) -> Disclosure:  # noqa: A002  It is what it is.
    """Gather a whole file; a combined count that stands in two rows counts once, and so does a reach."""
    gathered = Gathering()
    found = tuple(item for item in gathered.watch(items) if isinstance(item, Found))
    return gathered.disclosure(file, format, found)


@dataclass(slots=True)
class Gathering:
    """What was gathered so far, apart from the indicators, which may be too many to keep."""

    title: str = ""
    origins: dict[str, None] = field(default_factory=dict)
    targets: dict[str, None] = field(default_factory=dict)
    counts: list[Count] = field(default_factory=list)
    reach: dict[Reach, None] = field(default_factory=dict)
    spent: dict[AdSpend, None] = field(default_factory=dict)
    source: Source = Source.UNSTATED
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: Rows = field(default_factory=Rows)

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """Let items pass, and gather what they say."""
        row, best = 0, _NOTHING
        tally = [0, 0, 0, 0]
        for item in items:
            rank = _RANKS[type(item)]
            if item.row != row:
                if row:
                    tally[best] += 1
                row, best = item.row, rank
            elif rank < best:
                best = rank
            if rank or not isinstance(item, Found):
                self._keep(item)
            yield item
        if row:
            tally[best] += 1
        used, problems, notes, blank = tally
        self.rows = Rows(used, notes, problems, blank)

    def disclosure(self, file: str, format: Format, found: tuple[Found, ...]) -> Disclosure:  # noqa: A002
        """Say what the whole file says."""
        return Disclosure(
            file=file,
            format=format,
            title=self.title,
            origins=tuple(self.origins),
            targets=tuple(self.targets),
            counts=tuple(self.counts),
            reach=tuple(self.reach),
            ad_spend=_together(tuple(self.spent)),
            source=self.source,
            indicators=found,
            notes=tuple(self.notes),
            problems=tuple(self.problems),
            rows=self.rows,
        )

    def _keep(self, item: Item) -> None:
        match item:
            case Counted(again=True):
                pass
            case Counted():
                if len(item.count.assets) == 1 or not any(_same(item.count, one) for one in self.counts):
                    self.counts.append(item.count)
            case Reached():
                self.reach[item.reach] = None
            case Spent():
                self.spent[item.spend] = None
            case Described():
                self._describe(item)
            case Note():
                self.notes.append(item)
            case Problem():
                self.problems.append(item)
            case Found() | Blank():
                pass

    def _describe(self, item: Described) -> None:
        self.title = self.title or item.title
        self.origins |= dict.fromkeys(item.origins)
        self.targets |= dict.fromkeys(item.targets)
        self.source = item.source if self.source is Source.UNSTATED else self.source


_USED, _PROBLEM, _NOTE, _BLANK, _NOTHING = range(5)
_RANKS: dict[type, int] = {
    Found: _USED, Counted: _USED, Reached: _USED, Spent: _USED, Described: _USED,
    Problem: _PROBLEM, Note: _NOTE, Blank: _BLANK,
}  # fmt: skip


def _same(one: Count, other: Count) -> bool:
    """Tell whether two counts are one number over the same assets, in whatever order they are named."""
    return (one.n, one.qualifier, set(one.assets)) == (other.n, other.qualifier, set(other.assets))


def _together(spends: tuple[AdSpend, ...]) -> AdSpend | None:
    """Add up what was spent; the same words in two rows speak of the same money."""
    if len(spends) < 2:  # noqa: PLR2004
        return spends[0] if spends else None
    paid = [spend for spend in spends if spend.usd]
    qualifiers = {spend.qualifier for spend in paid}
    return AdSpend(
        sum(spend.usd for spend in spends),
        qualifiers.pop() if len(qualifiers) == 1 else Qualifier.ABOUT,
        tuple(dict.fromkeys(code for spend in spends for code in spend.currencies)),
    )
