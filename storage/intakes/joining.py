"""What a file says joins what the form said: it fills gaps, and never overwrites; two counts stay two facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from storage.intakes.records import Choice, Difference, Gathered
from storage.reports import Count, Found, Part, Qualifier, Report, Source, itemised
from storage.takedowns import together

# So many numbers are kept of one file: nobody reads more of them on a page.
MOST_COUNTS = 200


def joined(report: Report, gathered: Gathered) -> tuple[Report, Difference | None]:
    """Fill what a report leaves open with what a file says; and tell where the two count otherwise.

    Where they do, the report keeps what the form said until its sender has chosen.
    """
    counts = gathered.counts[:MOST_COUNTS]
    filled = _filled(report, gathered)
    said = _said(report)
    if not counts or _list_the_same(said, counts):
        return filled, None
    if not said or (not itemised(report) and _add_up_to(said, counts)):
        return _itemising(filled, counts), None
    if itemised(report) and len(said) == 1 and _add_up_to(said, counts):
        # One number over several kinds is what was stated; the file tells what it is made of.
        return replace(_itemising(filled, counts), stated=report.stated or said[0]), None
    return filled, Difference(said, counts)


def settled(report: Report, difference: Difference, choice: Choice) -> Report:
    """Say what a report says once its sender has chosen between the form and the file, or kept both."""
    if choice is Choice.FORM:
        return report
    stated = (report.stated or _total(difference.stated)) if choice is Choice.BOTH else None
    return replace(_itemising(report, difference.itemised), stated=stated)


def _said(report: Report) -> tuple[Count, ...]:
    """Give what the form counted: what it itemised, or else its headline."""
    return itemised(report) or ((report.stated,) if report.stated else ())


def _filled(report: Report, gathered: Gathered) -> Report:
    said_of: tuple[Report | Part, ...] = (report, *report.parts)
    source = () if gathered.source is Source.UNSTATED else (Found(gathered.source),)
    # A government has to be named, and the file's reader knows no name.
    is_named = gathered.source is not Source.GOVERNMENT
    return replace(
        report,
        summary=report.summary or gathered.title,
        origins=report.origins if any(each.origins for each in said_of) else gathered.origins,
        targets=report.targets if any(each.targets for each in said_of) else gathered.targets,
        reach=report.reach if any(each.reach for each in said_of) else gathered.reach,
        ad_spend=report.ad_spend if any(each.ad_spend for each in said_of) else gathered.ad_spend,
        found=report.found if any(each.found for each in said_of) or not is_named else source,
    )


def _itemising(report: Report, counts: tuple[Count, ...]) -> Report:
    """Give a report these counts and no others; what else its parts say stays with them."""
    match report.parts:
        case ():
            return replace(report, parts=(Part(counts),))
        case (only,):
            return replace(report, parts=(replace(only, counts=counts),))
        case several:
            without = (replace(part, counts=()) for part in several)
            return replace(report, parts=(*(part for part in without if part != Part(())), Part(counts)))


def _list_the_same(said: Iterable[Count], counts: Iterable[Count]) -> bool:
    return _listed(said) == _listed(counts)


def _listed(counts: Iterable[Count]) -> Counter[tuple[object, ...]]:
    return Counter((frozenset(count.assets), count.n, count.qualifier) for count in counts)


def _add_up_to(said: tuple[Count, ...], counts: tuple[Count, ...]) -> bool:
    """Tell whether counts are what one number is made of."""
    (one, *others), total = said, _total(counts)
    return not others and (one.n, one.qualifier) == (total.n, total.qualifier)


def _total(counts: tuple[Count, ...]) -> Count:
    qualifier = Qualifier.EXACT
    for count in counts:
        qualifier = together(qualifier, count.qualifier)
    assets = dict.fromkeys(asset for count in counts for asset in count.assets)
    return Count(sum(count.n for count in counts), tuple(assets), qualifier)
