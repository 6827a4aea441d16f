"""When the digest comes and when the coalition meets: read from a form, and shown back before it is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.formats.rhythm import Problem, read_rhythm
from handlers.formats.words import read_places
from handlers.views import rhythm as views
from handlers.views.blocks import Block
from handlers.views.wording import Language
from storage import free_days, schedules
from storage.rhythms import Every, Rhythm
from storage.schedules import Course

# So many of the next times that something comes round are shown.
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Timing:
    """What was understood: two rules, the zone that they are counted in, whose holidays move the digest."""

    zone: str
    digest: str | None = None
    meetings: str | None = None
    country: str | None = None

    @property
    def seen(self) -> str:
        """Name what is shown back, so that the same form sent once more keeps it."""
        return json.dumps([self.zone, self.digest, self.meetings, self.country if self.digest else None])

    def is_news(self, before: Timing | None) -> bool:
        """Tell whether there is anything to show back that did not stand before."""
        has_rhythm = self.digest is not None or self.meetings is not None
        return has_rhythm and (before is None or self.seen != before.seen)

    def shown_back(self, language: Language, now: datetime) -> list[Block]:
        """Draw what was understood, with the next times that it comes round."""
        found = []
        for label, rule, country in (
            (language.say("Digest"), self.digest, self.country),
            (language.say("Meetings"), self.meetings, None),
        ):
            if rule is not None:
                comes = schedules.coming(Course(rule, self.zone, country), now, _SHOWN)
                found.append((label, Rhythm.of_rule(rule), comes))
        return views.shown_back(found, self.zone, language)


class NotUnderstoodError(ValueError):
    """A field that cannot be kept; `why` says so at it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def read_digest(typed: str, zone: str, language: Language, now: datetime) -> str | None:
    """Read the digest's rhythm as a rule; None where the field is empty. Raises NotUnderstoodError."""
    rule = read_meetings(typed, zone, language, now)
    if rule is None:
        return None
    rhythm = Rhythm.of_rule(rule)
    is_daily = rhythm.every is Every.DAILY
    is_weekly = rhythm.every is Every.WEEKLY and len(rhythm.weekdays) == 1
    if rhythm.interval > 1 or not (is_daily or is_weekly):
        raise NotUnderstoodError(views.not_for_a_digest(language))
    return rule


def read_meetings(typed: str, zone: str, language: Language, now: datetime) -> str | None:
    """Read any rhythm as a rule; None where the field is empty. Raises NotUnderstoodError."""
    if not typed.strip():
        return None
    found = read_rhythm(typed, today=now.astimezone(ZoneInfo(zone)).date())
    if isinstance(found, Problem):
        raise NotUnderstoodError(views.trouble(found, language))
    return found.as_rule()


def read_country(typed: str, language: Language) -> str | None:
    """Read whose holidays count, as two letters; None where the field is empty. Raises NotUnderstoodError."""
    if not typed.strip():
        return None
    codes = read_places(typed).codes
    if len(codes) != 1 or not free_days.is_known(codes[0]):
        raise NotUnderstoodError(views.no_country(language))
    return codes[0]
