"""The steps of the kill chain, known by their numbers alone: their texts are spelled in many ways.

The numbers are those of the Online Operations Kill Chain, as its authors publish it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from handlers.formats.words.asset_names import has
from storage.assets import Asset, Kind, Platform
from storage.indicators import IndicatorType
from storage.reports import Metric

_NUMBER = re.compile(r"\W*([0-9oO]{1,2}(?:\s*[.,]\s*[0-9oO]{1,2}(?![0-9])){1,4})")
# On which platform an account, a Page, a channel or a post stands, that is counted or named without it.
_PLATFORMS = {
    "0.9.1": Platform.FACEBOOK, "0.9.2": Platform.INSTAGRAM, "0.9.3": Platform.THREADS, "0.9.4": Platform.X,
    "0.9.5": Platform.YOUTUBE, "0.9.6": Platform.TIKTOK, "0.9.7": Platform.TELEGRAM, "3.2.1": Platform.TELEGRAM,
    "3.2.2": Platform.X, "3.6.3": Platform.DISCORD, "3.6.4": Platform.WHATSAPP, "3.6.5": Platform.SIGNAL,
    "3.6.6": Platform.TELEGRAM, "6.2.1": Platform.FACEBOOK, "6.2.2": Platform.INSTAGRAM, "6.2.3": Platform.THREADS,
    "6.2.4": Platform.X, "6.2.5": Platform.YOUTUBE, "6.2.6": Platform.TIKTOK, "6.2.7": Platform.TELEGRAM,
    "7.2.2": Platform.FACEBOOK, "7.2.3": Platform.FACEBOOK, "7.2.4": Platform.INSTAGRAM, "7.2.5": Platform.X,
}  # fmt: skip
_METRICS = {
    "7.2.2": Metric.PAGE_FOLLOWERS,
    "7.2.3": Metric.GROUP_MEMBERS,
    "7.2.4": Metric.INSTAGRAM_FOLLOWERS,
    "7.2.5": Metric.FOLLOWERS,
}
_ADS = "7.1"
_ACCOUNTS = "0.9"
_HINTS = {"0.3": IndicatorType.PHONE, "0.8": IndicatorType.APP}
# Under these, a word that stands alone is meant as a value and not as a name or a remark.
_VALUES = frozenset({"0.1", "0.2", "0.3", "0.6", "0.8", "3.4", "7.9", "9.5"})


@lru_cache(maxsize=4096)
def procedure_of(text: str) -> str:
    """Give the number that a procedure begins with (`0.9.1`), however it was spelled; nothing where it has none."""
    match = _NUMBER.match(unicodedata.normalize("NFKC", text))
    if match is None:
        return ""
    parts = re.split(r"\s*[.,]\s*", match[1].lower().replace("o", "0"))
    return ".".join(str(int(part)) for part in parts)


def _step(procedure: str) -> str:
    """Give the first three parts of a number, which say the step."""
    return ".".join(procedure.split(".")[:3])


def _technique(procedure: str) -> str:
    return ".".join(procedure.split(".")[:2])


def platform_of(procedure: str) -> Platform | None:
    """Tell which platform a step speaks of."""
    return _PLATFORMS.get(_step(procedure))


def metric_of(procedure: str) -> Metric | None:
    """Tell which reach a step speaks of."""
    return _METRICS.get(_step(procedure))


def is_of_ads(procedure: str) -> bool:
    """Tell whether a step speaks of advertisements."""
    return _technique(procedure) == _ADS


def is_of_assets(procedure: str) -> bool:
    """Tell whether a step says what the operation had."""
    return procedure.startswith("0.")


def hint_of(procedure: str) -> IndicatorType | None:
    """Tell what sort of value a step brings, where a value may be read in two ways."""
    return _HINTS.get(_technique(procedure))


def brings_values(procedure: str) -> bool:
    """Tell whether a word that stands alone under a step is meant as a value."""
    return _technique(procedure) in _VALUES


def placed(asset: Asset, procedure: str) -> Asset:
    """Put an asset that was counted without its platform onto the one that the step speaks of."""
    platform = platform_of(procedure)
    if platform is None and asset.kind is Kind.PAGE and _technique(procedure) == _ACCOUNTS:
        # Of all that this technique knows, only one has Pages; some rows leave the step's number out.
        platform = Platform.FACEBOOK
    if asset.platform or platform is None or not has(platform, asset.kind) or asset.kind is Kind.ASSET:
        return asset
    return Asset(asset.kind, platform)
