"""The first form of the guided start, as it was sent: what is wrong with it, and the charter that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.coalition.timing import NotUnderstoodError, Timing, read_digest, read_meetings
from handlers.formats.zones import read_zone
from handlers.views import start as views
from handlers.views.coalition.settings import MARKS
from handlers.views.wording import LANGUAGES, Language
from storage.coalitions import Charter
from storage.starts import Start
from storage.takedowns import Mark


@dataclass(frozen=True, slots=True)
class Channel:
    """The channel for observers and guests, as Slack confirmed it: its id, and the companies connected to it."""

    id: str
    connected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """The first form as it was sent, by whom, and what Slack confirmed of it."""

    typed: Mapping[str, str]
    user_id: str
    name: str
    team_ids: tuple[str, ...]
    opened: Channel | None

    def problems(self, words: Language, now: datetime) -> dict[str, str]:
        """Say at each field with which nothing can be founded why that is so."""
        problems = {field: views.wrong(field, words) for field in self._wrong()}
        zone = self.zone or "UTC"
        for field, read in ((views.DIGEST, read_digest), (views.RHYTHM, read_meetings)):
            try:
                read(self.typed[field], zone, words, now)
            except NotUnderstoodError as problem:
                problems[field] = problem.why
        return problems

    def timing(self, words: Language, now: datetime) -> Timing:
        """Read when the digest comes and when the coalition meets, of a form without a problem."""
        zone = self.zone or "UTC"
        return Timing(
            zone,
            read_digest(self.typed[views.DIGEST], zone, words, now),
            read_meetings(self.typed[views.RHYTHM], zone, words, now),
        )

    def _wrong(self) -> list[str]:
        wrong = [field for field in (views.NAME, views.COMPANY) if not 0 < len(self.typed[field]) <= views.NAME_LIMIT]
        if self.zone is None:
            wrong.append(views.ZONE)
        if self.typed[views.OPEN_CHANNEL] and self.opened is None:
            wrong.append(views.OPEN_CHANNEL)
        return wrong

    @property
    def zone(self) -> str | None:
        """Read the zone, in any case of letters; None if there is none of that name."""
        return read_zone(self.typed[views.ZONE])

    def charter(self, start: Start, timing: Timing) -> Charter:
        """Make of it what the coalition is founded with; a choice that was not offered is as if none was made."""
        typed = self.typed
        return Charter(
            name=" ".join(typed[views.NAME].split()),
            zone=self.zone or "UTC",
            language=typed[views.LANGUAGE] if typed[views.LANGUAGE] in LANGUAGES else start.language,
            default_mark=typed[views.MARK] if typed[views.MARK] in MARKS else Mark.AMBER_STRICT.value,
            open_channel=self.opened.id if self.opened else None,
            digest_rule=timing.digest,
            meeting_rule=timing.meetings,
        )
