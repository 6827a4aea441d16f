"""Erasing words that should never have stood in a record, such as the name of somebody wrongly accused: at once.

They go from everything that is kept of the record but what a company holds for a legal duty, which storage/holds puts
aside before. The trail keeps who erased when, and of each word a hash with a key of the coalition's own: enough to tell
later whether it was this word, and for nobody without the key to guess it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, select

from storage import (
    absences,
    access,
    agendas,
    audit,
    commitments,
    decisions,
    digests,
    drafts,
    exports,
    holds,
    intakes,
    minutes,
    outbox,
    reports,
    takedowns,
    updates,
)
from storage.access import Speaker, Way
from storage.audit import Act
from storage.base import Instant, metadata
from storage.database import Session
from storage.errors import Refusal
from storage.once import insert_once
from storage.people import Role, people
from storage.takedowns import ABOUT, Takedown

# Shorter than this, a word is too likely to stand in what nobody meant.
SHORTEST = 2
# A name as short as this counts where it stands alone; a longer one also inside of other words.
_ALONE = 3
MOST = 50
_NAME = re.compile(r"[^\W\d_]+(?:[\s.'’_-]+[^\W\d_]+)*")

erasures = Table(
    "erasures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("takedown_id", ForeignKey("takedowns.id"), nullable=False, index=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("form", String(32), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

# The key never leaves the database, and is made when it is needed first.
keys = Table(
    "erasing_keys",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("coalition_id", ForeignKey("coalitions.id"), nullable=False, unique=True),
    Column("key", String(64), nullable=False),
)


class MayNotErase(Refusal):
    """Only who logged a record, and the lead and counsel of their company, erase words from it."""


class TooShort(Refusal):
    """Nothing, or too little, was named to be erased; `word` is what was."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class NotFound(Refusal):
    """None of these words stands in the record."""


@dataclass(frozen=True, slots=True)
class Erasure:
    """That words were erased from a record: when, by whom, and why; never which."""

    at: datetime
    user_id: str
    reason: str


class Eraser:
    """Replaces words by one neutral word, and counts how often; in any case of letters, composed or not."""

    def __init__(self, words: Iterable[str], instead: str) -> None:
        patterns = (_pattern(word) for word in sorted(words, key=len, reverse=True))
        self._words = re.compile("|".join(patterns), re.IGNORECASE)
        self._instead = instead
        self.found = 0

    def __call__(self, text: str) -> str:
        """Give a text without the words."""
        new, found = self._words.subn(lambda _: self._instead, text)
        self.found += found
        return new


def _pattern(word: str) -> str:
    """Say what counts as a word: a name also where its parts stand close, or apart by a dash, a dot or the like."""
    word = unicodedata.normalize("NFC", word)
    if not _NAME.fullmatch(word):
        return r"\s+".join(_spelled(part) for part in word.split())
    parts = re.findall(r"[^\W\d_]+", word)
    name = r"(?:[\W_]|%[0-9a-f]{2})*".join(_spelled(part) for part in parts)
    if sum(map(len, parts)) <= _ALONE and word.isascii():
        return rf"(?<![^\W\d_]){name}(?![^\W\d_])"
    return name


def _spelled(word: str) -> str:
    """Write a word so that each letter is found with its accent in it or behind it."""
    return "".join(
        re.escape(letter) if (apart := unicodedata.normalize("NFD", letter)) == letter else f"(?:{letter}|{apart})"
        for letter in word
    )


def may_erase(session: Session, speaker: Speaker, record: Takedown, *, now: datetime) -> bool:
    """Tell whether this person may erase words from a record: its author, or who answers for the author's company."""
    if speaker.company.id != record.company_id or speaker.person is None:
        return False
    stands_in = {one.id for one in absences.stand_ins(session, speaker.company, now=now)}
    answers_for_it = speaker.person.roles & {Role.LEAD, Role.COUNSEL} or speaker.person.id in stands_in
    return speaker.user_id == record.logged_by or bool(answers_for_it)


def erase(
    session: Session,
    speaker: Speaker,
    token: str,
    lines: Iterable[str],
    *,
    instead: str,
    reason: str,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Erase words, one a line, from a record and from all that was made of it; one form does so once.

    Raises MayNotErase, TooShort, or NotFound where none of the words stands in it.
    """
    takedowns.hold(session, token)
    before = takedowns.to_change(session, speaker, token)
    if not may_erase(session, speaker, before, now=now):
        raise MayNotErase
    meant = _meant(lines)
    eraser = Eraser(meant, instead)
    values = {"takedown_id": before.id, "person_id": speaker.person_id, "form": form, "at": now}
    if insert_once(session, erasures, {**values, "reason": Eraser(meant, instead)(reason)}) is None:
        return before
    holds.preserve(session, before.id)
    after = takedowns.rewrite(session, speaker, before, eraser, form=form, now=now)
    intakes.reword(session, before.id, eraser, now=now)
    drafts.reword(session, speaker, ABOUT, lambda body: _reworded(body, eraser))
    outbox.reword(session, speaker.coalition.id, f"{ABOUT}:{before.id}:", eraser, now=now)
    # A name that stood in a record may stand in what the company said of it before a meeting.
    updates.reword(session, speaker, eraser, now=now)
    agendas.reword(session, speaker, eraser, now=now)
    drafts.reword(session, speaker, updates.ABOUT, lambda body: _reworded(body, eraser))
    commitments.reword(session, speaker, eraser, now=now)
    decisions.reword(session, speaker, eraser, now=now)
    minutes.reword(session, speaker, eraser)
    for kind in (commitments.ABOUT, decisions.ABOUT, minutes.ABOUT):
        drafts.reword(session, speaker, kind, lambda body: _reworded(body, eraser))
    if not eraser.found:
        raise NotFound
    for there, _ in digests.holding(session, before.id):
        outbox.reword(session, speaker.coalition.id, there.key, eraser, now=now)
    _take_back_files(session, before, now=now)
    key = _key(session, speaker)
    for word in meant:
        audit.note(session, speaker, Act.ERASED, ABOUT, before.id, way=way, now=now, detail=hashed(word, key))
    return after


def _meant(lines: Iterable[str]) -> tuple[str, ...]:
    """Clean what was typed, a word a line; TooShort where it would match nearly anything."""
    meant = tuple(dict.fromkeys(word for line in lines if (word := " ".join(line.split()))))[:MOST]
    short = [word for word in meant if sum(letter.isalnum() for letter in word) < SHORTEST]
    if short or not meant:
        raise TooShort(short[0] if short else "")
    return meant


def hashed(word: str, key: str) -> str:
    """Hash an erased word with the key of its coalition: HMAC-SHA-256 over its letters, small and composed."""
    letters = unicodedata.normalize("NFC", " ".join(word.split())).casefold()
    return f"hmac-sha256 {hmac.new(key.encode(), letters.encode(), hashlib.sha256).hexdigest()}"


def _key(session: Session, speaker: Speaker) -> str:
    insert_once(session, keys, {"coalition_id": speaker.coalition.id, "key": secrets.token_hex(32)})
    found: str = session.execute(select(keys.c.key).where(keys.c.coalition_id == speaker.coalition.id)).scalar_one()
    return found


def _reworded(body: dict[str, Any], eraser: Eraser) -> dict[str, Any]:
    """Write a draft anew; the report that it was last understood as lies in it as JSON."""
    new: dict[str, Any] = {}
    for name, value in body.items():
        if name == "report" and isinstance(value, str):
            new[name] = reports.dumped(reports.reworded(reports.loaded(value), eraser))
        elif name in {"filled", "text", "said", "options", "looks", "files"}:
            new[name] = _each(value, eraser)
        else:
            new[name] = value
    return new


def _each(value: Any, eraser: Eraser) -> Any:
    if isinstance(value, str):
        return eraser(value)
    if isinstance(value, dict):
        return {name: _each(one, eraser) for name, one in value.items()}
    return [_each(one, eraser) for one in value] if isinstance(value, list | tuple) else value


def _take_back_files(session: Session, record: Takedown, *, now: datetime) -> None:
    """Let the files be deleted that hold the words; one that is being drawn at this moment is drawn anew."""
    for one in exports.holding(session, record.id):
        exports.take_back(session, one.export_id, now=now)
    exports.draw_anew(session, record.id, now=now)


def of_record(session: Session, speaker: Speaker, record: Takedown) -> tuple[Erasure, ...]:
    """List the erasures from a record of the speaker's own company, newest first; NotYours for another's."""
    access.may_change(speaker, record.company_id, record.reference)
    rows = session.execute(
        select(erasures.c.at, people.c.user_id, erasures.c.reason)
        .join(people, people.c.id == erasures.c.person_id)
        .where(erasures.c.takedown_id == record.id)
        .order_by(erasures.c.at.desc(), erasures.c.id.desc()),
    )
    return tuple(Erasure(*row) for row in rows)
