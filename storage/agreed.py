"""What a coalition has agreed on for its own running: name, zone, language, mark, digest, holidays, and so on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from sqlalchemy import update

from storage import access, audit, schedules
from storage import coalitions as coalition_page
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition, coalitions
from storage.database import Session
from storage.errors import Refusal

ABOUT = "coalition"


class Setting(StrEnum):
    """One thing that is agreed on."""

    NAME = "name"
    ZONE = "zone"
    LANGUAGE = "language"
    MARK = "mark"
    DIGEST = "digest"
    HOLIDAYS = "holidays"
    CATCH_UP = "catch_up"
    MEETINGS = "meetings"
    FIGURES = "figures"


_COLUMNS: dict[Setting, tuple[str, ...]] = {
    Setting.NAME: ("name",),
    Setting.ZONE: ("zone",),
    Setting.LANGUAGE: ("language",),
    Setting.MARK: ("default_mark",),
    Setting.DIGEST: ("digest_rule",),
    Setting.HOLIDAYS: ("country",),
    Setting.CATCH_UP: ("catch_up",),
    Setting.MEETINGS: ("rhythm", "meeting_rule"),
    Setting.FIGURES: ("suppresses",),
}
# What people wrote stays out of the trail.
_IN_PEOPLES_WORDS = frozenset({Setting.NAME, Setting.MEETINGS})


class Overtaken(Refusal):
    """Somebody else changed the same `setting` since the form was opened."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting)
        self.setting = setting


@dataclass(frozen=True, slots=True)
class Agreed:
    """All that is agreed on, as a form shows it and as it comes back."""

    name: str
    zone: str
    language: str
    default_mark: str
    digest_rule: str | None
    country: str | None
    catch_up: int
    rhythm: str
    meeting_rule: str | None
    suppresses: bool = False

    @classmethod
    def of(cls, coalition: Coalition) -> Self:
        """Read what stands now."""
        return cls(**{field: getattr(coalition, field) for field in cls.__dataclass_fields__})

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Self:
        """Read back what `as_body` wrote."""
        return cls(**{field: body[field] for field in cls.__dataclass_fields__ if field in body})

    def as_body(self) -> dict[str, Any]:
        """Write it as a draft holds it."""
        return asdict(self)

    def part(self, setting: Setting) -> tuple[Any, ...]:
        """Give the values of one setting."""
        return tuple(getattr(self, column) for column in _COLUMNS[setting])


def differing(one: Agreed, other: Agreed) -> tuple[Setting, ...]:
    """List in what two differ."""
    return tuple(setting for setting in Setting if one.part(setting) != other.part(setting))


def change(
    session: Session,
    speaker: Speaker,
    wanted: Agreed,
    *,
    shown: Agreed,
    way: Way,
    now: datetime,
) -> tuple[Coalition, Coalition]:
    """Change what a form changed of what it had `shown`; how the coalition stood before, and how it stands now.

    What somebody else changed meanwhile stays, and Overtaken is raised where both changed the same thing. Twice is
    once. NotCoordinator for all but coordinators.
    """
    access.must_coordinate(speaker)
    before = coalition_page.hold(session, speaker.coalition.id)
    stands = Agreed.of(before)
    changed = [setting for setting in differing(shown, wanted) if wanted.part(setting) != stands.part(setting)]
    for setting in changed:
        if stands.part(setting) != shown.part(setting):
            raise Overtaken(setting)
    if not changed:
        return before, before
    values = {column: getattr(wanted, column) for setting in changed for column in _COLUMNS[setting]}
    session.execute(update(coalitions).where(coalitions.c.id == before.id).values(values))
    after = coalition_page.by_id(session, before.id)
    schedules.follow(session, after, now=now)
    for setting in changed:
        detail = _detail(setting, stands, Agreed.of(after))
        audit.note(session, speaker, Act.CHANGED, ABOUT, before.id, way=way, now=now, detail=detail)
    return before, after


def _detail(setting: Setting, before: Agreed, after: Agreed) -> str:
    if setting in _IN_PEOPLES_WORDS:
        return setting
    old, new = (" ".join(str(each.part(setting)[0]).split()) for each in (before, after))
    return f"{setting}: {old} -> {new}"
