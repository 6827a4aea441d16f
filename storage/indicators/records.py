"""What an indicator is: a value in its canonical form."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class IndicatorType(StrEnum):
    """What sort of value it is; the value is the word that stands in exports."""

    DOMAIN = "domain"
    URL = "url"
    IP = "ip"
    EMAIL = "email"
    HANDLE = "handle"
    POST = "post"
    APP = "app"
    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, order=True)
class Indicator:
    """A value in the one form that all of its spellings share: never defanged, without scheme, `www.` or tracking."""

    type: IndicatorType
    value: str
