"""The first form of the guided start, as it was sent: what is wrong with it, and the charter that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.formats.zones import read_zone
from handlers.views import start as views
from handlers.views.coalition.settings import DAYS, HOURS, MARKS
from handlers.views.wording import LANGUAGES
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

    @property
    def wrong(self) -> list[str]:
        """List the fields that nothing can be founded with."""
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

    def charter(self, start: Start) -> Charter:
        """Make of it what the coalition is founded with; a choice that was not offered is as if none was made."""
        typed = self.typed
        has_digest = typed[views.DAY] in DAYS and typed[views.HOUR] in HOURS
        return Charter(
            name=" ".join(typed[views.NAME].split()),
            zone=self.zone or "UTC",
            language=typed[views.LANGUAGE] if typed[views.LANGUAGE] in LANGUAGES else start.language,
            default_mark=typed[views.MARK] if typed[views.MARK] in MARKS else Mark.AMBER_STRICT.value,
            open_channel=self.opened.id if self.opened else None,
            digest_day=int(typed[views.DAY]) if has_digest else None,
            digest_hour=int(typed[views.HOUR]) if has_digest else None,
            rhythm=" ".join(typed[views.RHYTHM].split())[: views.RHYTHM_LIMIT],
        )
