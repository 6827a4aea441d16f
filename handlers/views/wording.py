"""Every text in the language of whoever reads it: gettext catalogues, numbers, days and places by Babel."""

from __future__ import annotations

import gettext
import io
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, get_day_names
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from handlers.formats import words
from storage.reports import PartialDate

LANGUAGES = ("en", "fr")
_LOCALES = Path(__file__).parent.parent / "locales"


class Language:
    """Says things in one language; English is the source of every text."""

    def __init__(self, code: str, catalogue: gettext.NullTranslations) -> None:
        self.code = code
        self._catalogue = catalogue
        self._locale = Locale.parse(code)

    def say(self, text: str, **values: object) -> str:
        """Say a sentence, with `{names}` filled in."""
        said = self._catalogue.gettext(text)
        return said.format(**values) if values else said

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        """Say how many, in the right plural; `{n}` is the number as it is written here."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **values)

    def number(self, n: int) -> str:
        """Write a whole number."""
        return words.write_number(n, self.code)

    def list(self, items: Sequence[str]) -> str:
        """Join things as this language lists them."""
        return format_list(items, locale=self._locale)

    def either(self, items: Sequence[str]) -> str:
        """Join things of which one is meant."""
        return format_list(items, style="or", locale=self._locale)

    def day(self, day: date) -> str:
        """Write a day in full."""
        return format_date(day, format="long", locale=self._locale)

    def short_day(self, day: date) -> str:
        """Write a day without its year, as short as this language has it."""
        return str(format_skeleton("MMMd", day, locale=self._locale))

    def days(self, first: date, last: date) -> str:
        """Write several days in a row, or one with its weekday."""
        if first == last:
            return format_date(first, format="full", locale=self._locale)
        return str(format_interval(first, last, "yMMMd", locale=self._locale))

    def weekday(self, day: int) -> str:
        """Name a day of the week, counted from Monday, 0."""
        return str(get_day_names("wide", "stand-alone", self._locale)[day])

    def spoken(self, code: str) -> str:
        """Name a language."""
        return str(Locale.parse(code).get_language_name(self._locale))

    def partial_date(self, when: PartialDate) -> str:
        """Write a day, a month or a year, as exactly as it was said."""
        if when.month is None:
            return str(when.year)
        if when.day is None:
            return format_date(date(when.year, when.month, 1), format="LLLL y", locale=self._locale)
        return self.day(date(when.year, when.month, when.day))

    def place(self, code: str) -> str:
        """Name a country (ISO 3166) or a region (`M49:145`)."""
        return words.place_name(code, self.code)

    def places(self, codes: Sequence[str]) -> str:
        """Name several places."""
        return self.list([self.place(code) for code in codes])


def moment(when: datetime, shape: str = "{date_short_pretty} {time}") -> str:
    """Write a moment so that Slack shows it in each reader's own zone; mrkdwn only.

    https://docs.slack.dev/messaging/formatting-message-text
    """
    return f"<!date^{int(when.timestamp())}^{shape}|{when:%Y-%m-%d %H:%M} UTC>"


@lru_cache(maxsize=len(LANGUAGES))
def language(code: str) -> Language:
    """Open a language by its code; English for any that we do not speak."""
    if code not in LANGUAGES or code == "en":
        return Language("en", gettext.NullTranslations())
    return Language(code, _catalogue(code))


def _catalogue(code: str) -> gettext.NullTranslations:
    """Compile a catalogue in memory: the file that translators edit is the only copy."""
    compiled = io.BytesIO()
    with (_LOCALES / code / "LC_MESSAGES" / "tocsin.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
