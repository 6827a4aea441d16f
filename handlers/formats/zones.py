"""Zones as people write them: by name, never as an offset, since an offset knows no summer time."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import available_timezones


def read_zone(typed: str) -> str | None:
    """Read a zone in any case of letters, such as `europe/paris`; None for what is none."""
    return _known().get("_".join(typed.split()).lower())


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """List the zones that are named after a place, and UTC; the files are looked through only once."""
    named = (zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "US/")))
    return {zone.lower(): zone for zone in (*named, "UTC")}
