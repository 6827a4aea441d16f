"""Bytes to text, whatever wrote them; what is no text is refused by what it is.

A mark at the beginning decides; without one UTF-16 shows by where its zero bytes stand, and what is not UTF-8 is
Windows-1252, as Excel still writes it.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.formats.disclosures.facts import Unreadable, Unusable

LARGEST = 10 * 1024 * 1024

# https://www.garykessler.net/library/file_sigs.html
_BEGINNINGS: tuple[tuple[Unusable, re.Pattern[bytes]], ...] = (
    (
        Unusable.ARCHIVE,
        re.compile(
            rb"PK\x03\x04|PK\x05\x06|PK\x07\x08|\x1f\x8b[\x00-\x08]|7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\xfd7zXZ\x00|"
            rb"BZh[1-9](?:1AY&SY|\x17rE8P)|\x28\xb5\x2f\xfd|\x04\x22\x4d\x18|MSCF\x00|\x1f[\x9d\xa0]|"
            rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        ),
    ),
    (
        Unusable.PICTURE,
        re.compile(
            rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\x00|MM\x00\*|II\+\x00|MM\x00\+|\x00\x00\x01\x00|"
            rb".{4}ftyp(?:heic|heix|heif|mif1|msf1|avif)|BM.{4}\x00\x00\x00\x00|8BPS\x00",
            re.DOTALL,
        ),
    ),
)
_TAR = (257, b"ustar")
_PDF = re.compile(rb"\s*%PDF-")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STIX_1 = re.compile(r"<(?:\w+:)?STIX_Package\b|https?://stix\.mitre\.org/", re.IGNORECASE)
_DRAWING = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?(?:<!DOCTYPE svg[^>]*>\s*)?<svg\b", re.IGNORECASE)
# What no text holds, apart from tab, the ends of lines and pages, and escape; a zero is judged by itself.
_CONTROLS = bytes(one for one in (*range(1, 32), 127) if one not in b"\t\n\r\v\f\x1a\x1b")
_SAMPLE = 1 << 16
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Text:
    """A file as text, decoded as often as somebody walks through it and never held twice."""

    content: bytes
    encoding: str

    def lines(self) -> Iterator[str]:
        """Walk through the lines, each with one line feed behind it, whatever the file ends its lines with."""
        with self._opened() as opened:
            if 0 not in self.content:
                yield from opened
            else:
                yield from (line.replace("\0", "") for line in opened)

    def whole(self) -> str:
        """Give everything at once."""
        with self._opened() as opened:
            return opened.read().replace("\0", "")

    def head(self) -> str:
        """Give the beginning."""
        with self._opened() as opened:
            return opened.read(_SAMPLE).replace("\0", "")

    def _opened(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(io.BytesIO(self.content), self.encoding, errors="replace")


def decoded(content: bytes) -> Text:
    """Take a file for the text that it is; Unreadable for anything else."""
    if len(content) > LARGEST:
        raise Unreadable(Unusable.TOO_LARGE)
    if why := _recognised(content):
        raise Unreadable(why)
    text = Text(content, _encoding(content))
    if not any(not line.isspace() and line.strip("\ufeff \t\r\n") for line in text.lines()):
        raise Unreadable(Unusable.EMPTY)
    head = text.head().lstrip("\ufeff")
    if head.lstrip().startswith("<"):
        if _STIX_1.search(head):
            raise Unreadable(Unusable.STIX_1)
        if _DRAWING.match(head):
            raise Unreadable(Unusable.PICTURE)
    return text


def _recognised(content: bytes) -> Unusable | None:
    """Tell which sort of binary file begins like this."""
    for why, beginning in _BEGINNINGS:
        if beginning.match(content):
            return why
    if _PDF.match(content.removeprefix(codecs.BOM_UTF8)[:1024]):
        return Unusable.PDF
    at, sign = _TAR
    return Unusable.ARCHIVE if content[at : at + len(sign)] == sign else None


def _encoding(content: bytes) -> str:
    for mark, marked in _MARKS:
        if content.startswith(mark):
            if marked == "utf-8-sig":
                return marked if _is_utf_8(content) else _likelier(content, marked)
            return marked
    wide = _wide(content)
    if wide:
        return wide
    _refuse_binary(content)
    return "utf-8" if _is_utf_8(content) else _likelier(content, "utf-8")


def _wide(content: bytes) -> str | None:
    """Find UTF-16 without a mark: nearly every second byte of its blanks, digits and commas is zero."""
    sample = content[:_SAMPLE]
    pairs = len(sample) // 2
    if not pairs:
        return None
    high, low = sample[1 : 2 * pairs : 2].count(0), sample[: 2 * pairs : 2].count(0)
    few = pairs // 100
    for zeros, others, name in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        if zeros > pairs // 20 and others <= few and _is_plain(sample[: 2 * pairs].decode(name, errors="replace")):
            return name
    return None


def _is_plain(text: str) -> bool:
    strange = sum(character == "\ufffd" or (character < " " and character not in "\t\n\r\v\f") for character in text)
    return strange * 20 <= len(text)


def _refuse_binary(content: bytes) -> None:
    """Refuse what holds more controls than a text that somebody damaged."""
    sample = content[: 4 * _SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    zeros = sample.count(0)
    if (controls > 2 and controls * 20 > len(sample)) or zeros * 4 > len(sample):  # noqa: PLR2004
        raise Unreadable(Unusable.EMPTY if zeros == len(content) else Unusable.NOT_TEXT)


def _is_utf_8(content: bytes) -> bool:
    if content.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _likelier(content: bytes, utf_8: str) -> str:
    """Choose for what is not quite UTF-8: itself where most of it is, as in a file that was cut, else Windows-1252."""
    broken = written = 0
    for start in range(0, len(content), _CHUNK):
        piece = content[start : start + _CHUNK]
        if piece.isascii():
            continue
        text = piece.decode("utf-8", errors="replace")
        broken += text.count("\ufffd")
        written += len(text) - len(text.encode("ascii", errors="ignore"))
    return utf_8 if written > 2 * broken else "cp1252"
