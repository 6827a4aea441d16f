"""The pictures inside letters: their bytes until they stand, and the files that Slack has of them.

A body names its picture by a digest, in an image block, so that another picture is another body. Each upload is noted
before its bytes leave us: what comes to nothing is left over, and `storage/outbox/left_over.py` has it deleted.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    insert,
    or_,
    select,
    update,
)

from storage.base import Instant, metadata
from storage.database import Session
from storage.outbox.letters import PICTURE, Body, Letter, State, outbox, paces

# So much alternative text a picture takes: https://docs.slack.dev/reference/block-kit/blocks/image-block.
LONGEST_ALT = 2000
# What no picture is named by: the place where the one belongs that a letter has, or is wanted with.
_ANY = PICTURE


class Upload(StrEnum):
    """How far a file is."""

    # Slack named it, and may have it or not.
    BEGUN = "begun"
    # Slack has all of it, and nobody sees it yet.
    READY = "ready"
    # It stands in the letter's message.
    SHOWN = "shown"
    # It is to be deleted.
    LEFT = "left"


# The bytes of what a letter is to show; NULL where it was given up.
pictures = Table(
    "pictures",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey(outbox.c.id), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("name", String(80), nullable=False),
    Column("png", LargeBinary),
    # How often an upload was begun.
    Column("uploads", Integer, nullable=False),
    UniqueConstraint("letter_id", "digest"),
)

picture_files = Table(
    "picture_files",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey(outbox.c.id), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("file_id", String(32), nullable=False),
    # Whose installation uploaded it, which alone may show and delete it: "" is the deployment's own.
    Column("team", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    # Of what is left over: when it is to be deleted, and who is at it.
    Column("next_at", Instant),
    Column("lease_by", String(120)),
    Column("attempts", Integer, nullable=False),
)
Index(
    "ix_picture_files_left",
    picture_files.c.next_at,
    sqlite_where=picture_files.c.next_at.is_not(None),
    postgresql_where=picture_files.c.next_at.is_not(None),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a letter: a neutral file name, the PNG, and the words that tell the same."""

    name: str
    png: bytes
    alt: str

    @property
    def digest(self) -> str:
        """Tell it from every other one."""
        return hashlib.sha256(self.png).hexdigest()

    @property
    def block(self) -> dict[str, Any]:
        """Give the block that shows it; it belongs into the body that the letter is wanted with."""
        return _block(_ANY + self.digest, self.alt)


@dataclass(frozen=True, slots=True)
class Held:
    """How far the picture of a letter is: its file once Slack has it, or the bytes that wait, or neither."""

    file_id: str | None = None
    since: datetime | None = None
    waits: bool = False
    uploads: int = 0


def place_for_picture(alt: str) -> dict[str, Any]:
    """Give the block for the picture that a letter is wanted with, or for the one that it has already."""
    return _block(_ANY, alt)


def words_for_picture(alt: str) -> dict[str, Any]:
    """Give the block that says in words what a picture shows that there is not."""
    words = {"type": "plain_text", "text": alt[:LONGEST_ALT], "emoji": False}
    return {"type": "context", "elements": [words]}


def _block(name: str, alt: str) -> dict[str, Any]:
    return {"type": "image", "slack_file": {"id": name}, "alt_text": alt[:LONGEST_ALT]}


def placed(session: Session, coalition_id: int, key: str, body: Body, picture: Picture | None) -> Body:
    """Name the picture in the body's place for it: the new one, else the one that the letter shows so far.

    ValueError where a picture is given, and the body has no place for it.
    """
    if picture is not None:
        body = _filled(body, picture.digest)
        if body.picture != picture.digest:
            raise ValueError(f"the body of {key} has no place for its picture")
        return body
    if body.picture != "":
        return body
    its = (outbox.c.coalition_id == coalition_id, outbox.c.key == key)
    before: str | None = session.execute(select(outbox.c.body).where(*its)).scalar_one_or_none()
    if before is None:
        return body
    # What it said may be forgotten by now, and the picture stands all the same.
    shown = select(picture_files.c.digest).join(outbox).where(*its, picture_files.c.state == Upload.SHOWN)
    return _filled(body, Body.read(before).picture or session.execute(shown.limit(1)).scalar_one_or_none() or "")


def _filled(body: Body, digest: str) -> Body:
    blocks = [
        {**block, "slack_file": {"id": _ANY + digest}} if block.get("slack_file") == {"id": _ANY} else block
        for block in body.blocks
    ]
    return Body(body.text, blocks)


def keep_bytes(session: Session, letter_id: int, picture: Picture) -> None:
    """Keep the bytes until they stand, in place of any earlier ones."""
    session.execute(delete(pictures).where(pictures.c.letter_id == letter_id))
    row = {"letter_id": letter_id, "digest": picture.digest, "name": picture.name, "png": picture.png, "uploads": 0}
    session.execute(insert(pictures), row)


def held(session: Session, letter_id: int, digest: str, team: str | None) -> Held:
    """Say how far a picture is; a file counts only for the installation that uploaded it."""
    whole = (
        picture_files.c.letter_id == letter_id,
        picture_files.c.digest == digest,
        picture_files.c.team == (team or ""),
        picture_files.c.state.in_([Upload.READY, Upload.SHOWN]),
    )
    newest = select(picture_files.c.file_id, picture_files.c.since).where(*whole).order_by(picture_files.c.id.desc())
    file = session.execute(newest.limit(1)).one_or_none()
    if file is not None:
        return Held(file.file_id, file.since)
    its = select(pictures.c.uploads).where(_is(letter_id, digest), pictures.c.png.is_not(None))
    uploads: int | None = session.execute(its).scalar_one_or_none()
    return Held(waits=uploads is not None, uploads=uploads or 0)


def bytes_of(session: Session, letter: Letter) -> tuple[str, bytes] | None:
    """Give the name and the bytes of a letter's picture; None where they are wanted no more."""
    its = select(pictures.c.name, pictures.c.png).where(_is(letter.id, letter.body.picture or ""))
    row = session.execute(its).one_or_none()
    return (row.name, row.png) if row is not None and row.png is not None else None


def begin_upload(session: Session, letter: Letter, file_id: str, *, until: datetime, now: datetime) -> bool:
    """Note the file that Slack will have, and hold the letter until then; False where the lease is lost.

    Whoever began an upload before has lost that lease: what they have brought so far is left over.
    """
    mine = and_(outbox.c.id == letter.id, outbox.c.lease_by == letter.lease)
    if session.execute(update(outbox).where(mine).values(next_at=until).returning(outbox.c.id)).first() is None:
        return False
    session.execute(update(paces).where(paces.c.held_by == letter.lease).values(free_at=until))
    begun = and_(picture_files.c.letter_id == letter.id, picture_files.c.state == Upload.BEGUN)
    session.execute(_leave(begun, now))
    session.execute(
        insert(picture_files),
        {
            "letter_id": letter.id,
            "digest": letter.body.picture,
            "file_id": file_id,
            "team": letter.address.team or "",
            "state": Upload.BEGUN,
            "since": now,
            "attempts": 0,
        },
    )
    one_more = update(pictures).where(_is(letter.id, letter.body.picture or ""))
    session.execute(one_more.values(uploads=pictures.c.uploads + 1))
    return True


def note_whole(session: Session, letter: Letter, file_id: str, *, now: datetime) -> None:
    """Note that Slack has all of a file."""
    its = and_(picture_files.c.letter_id == letter.id, picture_files.c.file_id == file_id)
    session.execute(update(picture_files).where(its).values(state=Upload.READY, since=now))


def give_up_picture(session: Session, letter: Letter) -> None:
    """Let the letter go without its picture."""
    session.execute(update(pictures).where(_is(letter.id, letter.body.picture or "")).values(png=None))
    # A file that Slack has and will not show is as good as none.
    its = and_(picture_files.c.letter_id == letter.id, picture_files.c.digest == letter.body.picture)
    whole = picture_files.c.state.in_([Upload.READY, Upload.SHOWN])
    session.execute(update(picture_files).where(its, whole).values(state=Upload.BEGUN))


def note_shown(session: Session, letter: Letter, *, now: datetime) -> None:
    """Note what the message shows since the letter's newest words stand in it: all else is left over."""
    # Bytes that newer words brought along meanwhile are theirs.
    newest = exists().where(outbox.c.id == letter.id, outbox.c.version == letter.version)
    done = or_(pictures.c.digest == (letter.body.picture or ""), newest)
    session.execute(delete(pictures).where(pictures.c.letter_id == letter.id, done))
    its, shown = picture_files.c.letter_id == letter.id, picture_files.c.file_id == (letter.file_id or "")
    session.execute(update(picture_files).where(its, shown).values(state=Upload.SHOWN))
    session.execute(_leave(and_(its, ~shown), now))


def note_gone(session: Session, letter: Letter, *, now: datetime) -> None:
    """Note that nothing of a letter is to stay in Slack; bytes for what is wanted since are kept."""
    session.execute(_leave(picture_files.c.letter_id == letter.id, now))


def abandon(session: Session, coalition_id: int, *, now: datetime) -> None:
    """Forget the pictures of letters that are not sent any more; a file that stands in a message stays there."""
    # Asked of each picture, since there are few of them and many letters.
    ended = (outbox.c.coalition_id == coalition_id, outbox.c.state.in_([State.DROPPED, State.RETRACTED]))
    session.execute(delete(pictures).where(exists().where(outbox.c.id == pictures.c.letter_id, *ended)))
    unseen = picture_files.c.state.in_([Upload.BEGUN, Upload.READY])
    is_of_one = exists().where(outbox.c.id == picture_files.c.letter_id, *ended)
    session.execute(_leave(and_(unseen, is_of_one), now))


def _leave(which: ColumnElement[bool], now: datetime) -> Any:
    not_yet = picture_files.c.state != Upload.LEFT
    return update(picture_files).where(which, not_yet).values(state=Upload.LEFT, next_at=now)


def _is(letter_id: int, digest: str) -> ColumnElement[bool]:
    return and_(pictures.c.letter_id == letter_id, pictures.c.digest == digest)
