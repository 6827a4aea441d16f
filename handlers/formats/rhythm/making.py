"""Make a rhythm of the pieces that were heard, or say what is missing, too much or to be asked back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time

from handlers.formats.rhythm.facts import (
    Hour,
    Language,
    Mark,
    MonthDays,
    Ordinals,
    Piece,
    Problem,
    Since,
    Trouble,
    Turn,
    Weekdays,
    YearDay,
)
from handlers.formats.rhythm.remarks import REMARKS, remark
from storage.rhythms import LAST, LONGEST_INTERVAL, Every, Rhythm, RhythmError


@dataclass(slots=True)
class Heard:
    """The pieces of a text by their kinds, each with the words that said it."""

    today: date
    hours: dict[time, str] = field(default_factory=dict)
    turns: dict[Turn, str] = field(default_factory=dict)
    weekdays: dict[int, str] = field(default_factory=dict)
    ordinals: dict[Ordinals, str] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)
    year_days: dict[YearDay, str] = field(default_factory=dict)
    since: dict[date, str] = field(default_factory=dict)
    marks: dict[Mark, str] = field(default_factory=dict)
    unsure_day: str = ""
    each_weekday: str = ""
    span: bool = False
    trouble: Problem | None = None

    def take(self, piece: Piece, said: str) -> None:
        """Keep a piece."""
        match piece:
            case Mark():
                self.marks[piece] = said
            case Trouble():
                self.trouble = self.trouble or Problem(piece, said)
            case Hour():
                self.hours[piece.at] = said
            case Turn():
                self.turns[piece] = said
            case Weekdays():
                self.weekdays |= dict.fromkeys(piece.days, said)
                self.each_weekday = said if piece.each else self.each_weekday
                self.span = self.span or piece.span
            case Ordinals():
                self.ordinals[piece] = said
            case MonthDays():
                self.days |= dict.fromkeys(piece.days, said)
                self.unsure_day = self.unsure_day if piece.sure else said
            case YearDay():
                self.year_days[piece] = said
            case Since():
                self.since[piece.day] = said

    def rhythm(self, at: time | None) -> Rhythm | Problem:
        """Put the pieces together; `at` is the hour where none was said."""
        trouble = self.trouble or self._every_second() or self._several()
        if trouble:
            return trouble
        plain = self._plain(next(iter(self.hours), at or time()))
        if isinstance(plain, Problem):
            return plain
        if not self.hours and at is None:
            return Problem(Trouble.NO_TIME)
        return self._spaced(plain)

    def _every_second(self) -> Problem | None:
        """Take an English `every second Tuesday` for every two weeks, and ask back what has two meanings."""
        if Mark.OF_MONTH in self.marks or any(turn.every is Every.MONTHLY for turn in self.turns):
            return None
        for piece, said in list(self.ordinals.items()):
            if piece.each is None or len(piece.ordinals) > 1 or piece.ordinals[0] in {1, LAST}:
                continue
            if piece.each is not Language.EN or piece.ordinals[0] > 2:  # noqa: PLR2004
                return Problem(Trouble.TWO_MEANINGS, said)
            del self.ordinals[piece]
            self.turns[Turn(Every.WEEKLY, 2)] = said
            self.weekdays[piece.weekday] = said
        return None

    def _several(self) -> Problem | None:
        """Refuse several rhythms in one; the words that came last are told."""
        kinds = [kind for kind in (self.weekdays, self.ordinals, self.days, self.year_days) if kind]
        if self.year_days and not self.turns:
            return Problem(Trouble.ONCE, _last(self.year_days.values()))
        if len(kinds) > 1:
            return Problem(Trouble.SEVERAL, _last(kinds[-1].values()))
        for several in (self.turns, self.year_days, self.since):
            if len(several) > 1:
                return Problem(Trouble.SEVERAL, _last(several.values()))
        if len({piece.weekday for piece in self.ordinals}) > 1:
            return Problem(Trouble.SEVERAL, _last(self.ordinals.values()))
        return Problem(Trouble.TWO_TIMES, _last(self.hours.values())) if len(self.hours) > 1 else None

    def _plain(self, at: time) -> Rhythm | Problem:
        """Make the rhythm without its interval."""
        made = self._of_days(at)
        if isinstance(made, Problem):
            return made
        turn = next(iter(self.turns), None)
        trouble = self._contradiction(turn, made) if turn else None
        if trouble:
            return trouble
        if Mark.OF_MONTH in self.marks and made.every is not Every.MONTHLY:
            return Problem(Trouble.SEVERAL, self.marks[Mark.OF_MONTH])
        for mark in self.marks.keys() & REMARKS - {remark(made)}:
            return Problem(Trouble.UNKNOWN, self.marks[mark])
        return made

    def _contradiction(self, turn: Turn, made: Rhythm) -> Problem | None:
        """Refuse what comes round so often and on days that are counted otherwise."""
        if turn.every is not made.every and not self._is_daily_within_a_span(turn):
            return Problem(Trouble.SEVERAL, self.turns[turn])
        if turn.weekday is not None and made.weekdays != (turn.weekday,):
            return Problem(Trouble.SEVERAL, _last(self.weekdays.values()))
        if turn.interval > 1 and self.each_weekday:
            return Problem(Trouble.SEVERAL, self.each_weekday)
        return None

    def _is_daily_within_a_span(self, turn: Turn) -> bool:
        """Tell whether this is a `daily, Monday to Friday`."""
        return turn == Turn(Every.DAILY) and self.span and not self.each_weekday

    def _of_days(self, at: time) -> Rhythm | Problem:
        """Make a rhythm of the days that were said, whatever was said beside them."""
        monthly = Mark.OF_MONTH in self.marks or any(turn.every is Every.MONTHLY for turn in self.turns)
        if self.ordinals:
            ordinals = tuple(ordinal for piece in self.ordinals for ordinal in piece.ordinals)
            return Rhythm(Every.MONTHLY, at, ordinals=ordinals, weekdays=(next(iter(self.ordinals)).weekday,))
        if self.days and self.unsure_day and not monthly:
            return Problem(Trouble.UNKNOWN, self.unsure_day)
        if self.days:
            return Rhythm(Every.MONTHLY, at, days=tuple(self.days))
        if self.weekdays:
            which = Problem(Trouble.WHICH_WEEK, _last(self.weekdays.values()))
            return which if monthly else Rhythm(Every.WEEKLY, at, weekdays=tuple(self.weekdays))
        if self.year_days:
            day = next(iter(self.year_days))
            return Rhythm(Every.YEARLY, at, days=(day.day,), month=day.month)
        daily = any(turn.every is Every.DAILY for turn in self.turns)
        return Rhythm(Every.DAILY, at) if daily else Problem(Trouble.NO_DAY)

    def _spaced(self, plain: Rhythm) -> Rhythm | Problem:
        """Add the interval and the day from which on it counts."""
        turn, said = next(iter(self.turns.items()), (Turn(plain.every), ""))
        since = next(iter(self.since), None)
        if turn.interval > LONGEST_INTERVAL[turn.every]:
            return Problem(Trouble.TOO_FAR_APART, said)
        if turn.interval == 1 and since is None:
            return plain
        try:
            return plain.spaced(turn.interval, since or self.today)
        except RhythmError:
            return Problem(Trouble.BAD_DAY, _last(self.since.values()))


def _last(said: Collection[str]) -> str:
    """Give the words that came last."""
    return list(said)[-1] if said else ""
