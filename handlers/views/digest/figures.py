"""The figures of a digest: against the period before and against the usual, by platform, place and company."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handlers.formats import words
from handlers.views.blocks import Block, context, cut, escape, section, title
from handlers.views.wording import Language
from storage.figures import NOTHING, Breakdown, Cell, Comparison, Few, Number, Sum, Usual, platforms_of
from storage.periods import Span

# So many cells of a breakdown are named; the smaller ones are counted.
_CELLS = 8
_LINE = 500


def figures(compared: Comparison, language: Language) -> list[Block]:
    """Draw the figures of a period; nothing where there are none in it, and where none may be told."""
    now, say = compared.now, language.say
    if now.takedowns in {NOTHING, None}:
        return []
    shown = [
        *_totals(compared, language),
        *_broken_down(say("By platform"), now.by_platform, lambda key: _platform(key, language), language),
        *_broken_down(say("Operated from"), now.by_origin, language.place, language),
        *_broken_down(say("Aimed at"), now.by_target, language.place, language),
    ]
    if now.by_company is not None:
        shown += _broken_down(say("By company"), now.by_company, str, language)
    blocks = [title(say("Figures")), section("\n".join(cut(each, _LINE) for each in shown))]
    if now.stated is not None and now.itemised is not None:
        two = say("Stated and itemised numbers are two sums of their own; neither is part of the other.")
        blocks.append(context(two))
    return blocks


def _totals(compared: Comparison, language: Language) -> Iterator[str]:
    say, now, before, usual = language.say, compared.now, compared.before, compared.usual
    rows: tuple[tuple[str, Number | None, Number | None, Callable[[Usual], Number]], ...] = (
        (say("Takedowns"), now.takedowns, before.takedowns, lambda each: each.takedowns),
        (say("Stated"), now.stated, before.stated, lambda each: each.stated),
        (say("Itemised"), now.itemised, before.itemised, lambda each: each.itemised),
    )
    for label, number, earlier, of_usual in rows:
        if number is None:
            continue
        against = _against(earlier or NOTHING, of_usual(usual) if usual else None, compared, language)
        yield f"*{label}*  {_number(number, language)} {against}"


def _against(earlier: Number, usually: Number | None, compared: Comparison, language: Language) -> str:
    """Set a number against the period before, and against the usual where there is one."""
    say, before = language.say, _number(earlier, language)
    is_week = compared.now.period.span is Span.WEEK
    if usually is None:
        return say("(the week before: {n})", n=before) if is_week else say("(the day before: {n})", n=before)
    numbers = {"n": before, "usual": _number(usually, language)}
    if is_week:
        return say("(the week before: {n}, usually: {usual})", **numbers)
    return say("(the day before: {n}, usually: {usual})", **numbers)


def _broken_down(label: str, breakdown: Breakdown, named: Callable[[str], str], language: Language) -> Iterator[str]:
    """Write a breakdown in a line, the largest first; one that is withheld says so."""
    if breakdown.withheld:
        withheld = language.say("not told, since it would tell a number under {n}", n=Few().below)
        yield f"*{label}*  {withheld}"
    elif breakdown.cells:
        shown = [_cell(cell, named, language) for cell in breakdown.cells[:_CELLS]]
        left = len(breakdown.cells) - _CELLS
        if left > 0:
            shown.append(language.count("{n} other", "{n} others", left))
        yield f"*{label}*  {' · '.join(shown)}"


def _cell(cell: Cell, named: Callable[[str], str], language: Language) -> str:
    name = escape(named(cell.key))
    if cell.number is None:
        return language.say("{name}: not told", name=name)
    return f"{name} {_number(cell.number, language)}"


def _number(number: Number, language: Language) -> str:
    if isinstance(number, Sum):
        return words.write_amount(number.n, number.qualifier, language.code)
    return language.say("fewer than {n}", n=number.below)


def _platform(key: str, language: Language) -> str:
    names = [words.platform_name(each) for each in platforms_of(key) if each is not None]
    return language.list(names) if names else language.say("No platform named")
