"""The text of a file that somebody opened and saved again: other encodings, CSV of any kind, JSON, .xlsx and .ods."""

from __future__ import annotations

import codecs
import html
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from handlers.formats.exported.marking import SEPARATOR

_ZIP = b"PK\x03\x04"
_TAG = re.compile(r"<[^>]*>")
# What a small archive unpacks to must not fill the machine's memory.
_MOST_BYTES = 200_000_000


class Unreadable(ValueError):  # noqa: N818  It is an answer to the operator.
    """A file that holds no text we could read; the message says why."""


def text_of(data: bytes) -> str:
    """Read the text of a file; raises Unreadable."""
    if data.startswith(_ZIP):
        return _unpacked(data)
    text = _decoded(data)
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return "\n".join(_lines(whole))


def _decoded(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:200]:
        # UTF-16 without its mark: which half of the first characters is empty tells its order.
        return data.decode("utf-16-be" if data[:1] == b"\0" else "utf-16-le", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _lines(value: Any) -> Iterator[str]:
    """Give each text of a JSON file a line, and each list of texts one as a cell has it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _lines(inner)
    elif isinstance(value, list):
        if value and all(isinstance(inner, str) for inner in value):
            yield SEPARATOR.join(value)
        else:
            for inner in value:
                yield from _lines(inner)


def _unpacked(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith(".xml")]
            if sum(part.file_size for part in parts) > _MOST_BYTES:
                raise Unreadable("what is packed in it is too large")
            texts = [archive.read(part).decode(errors="replace") for part in parts]
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Unreadable("it is packed in a way that cannot be read") from error
    return html.unescape("\n".join(_TAG.sub("\n", text) for text in texts))
