"""What an indicator is: a value in its canonical form; and the table of them, each as one file had it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint

from storage.base import metadata

ABOUT = "indicator"
# A page of Slack's holds a hundred blocks, and a block some of these.
PAGE = 50


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


# What a file brought, told from the moment on at which its intake is read, and not before. Which record it belongs to
# stands with the intake; a value that an older file of the same record brought is not laid down again.
indicators = Table(
    "indicators",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("intake_id", ForeignKey("intakes.id"), nullable=False),
    Column("type", String(8), nullable=False),
    Column("value", Text, nullable=False),
    # Stands for type and value: a value may be longer than what PostgreSQL lets into an index.
    Column("digest", LargeBinary(16), nullable=False),
    Column("raw", Text, nullable=False),
    Column("procedure", String(32), nullable=False),
    Column("comment", Text, nullable=False),
    # One index finds a value and keeps it from standing twice; a second one over values would double what is written.
    UniqueConstraint("digest", "intake_id"),
    Index("ix_indicators_intake_id", "intake_id"),
)


def digest_of(indicator: Indicator) -> bytes:
    """Give the key under which an indicator is found: the same for each spelling of it, as they share one value."""
    written = f"{indicator.type} {indicator.value}".encode("utf-8", "replace")
    return hashlib.blake2b(written, digest_size=16).digest()


class Finding(Protocol):
    """An indicator as a file had it."""

    @property
    def indicator(self) -> Indicator:
        """The value."""

    @property
    def raw(self) -> str:
        """As it was written."""

    @property
    def procedure(self) -> str:
        """By which procedure of the kill chain; empty where the file says nothing of that."""

    @property
    def comment(self) -> str:
        """What the file says of it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator of one takedown, with what its company says of it."""

    indicator: Indicator
    raw: str
    procedure: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a takedown's indicators, those of one type together; how many there are of each type that was asked for.

    `first` is the place of the first one shown among all that were found, from 0 on.
    """

    listed: tuple[Listed, ...]
    counts: tuple[tuple[IndicatorType, int], ...]
    first: int

    @property
    def total(self) -> int:
        """How many were found, on all pages."""
        return sum(n for _, n in self.counts)

    @property
    def more(self) -> bool:
        """Whether there is a page after this one."""
        return self.first + len(self.listed) < self.total
