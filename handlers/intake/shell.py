"""Disclosures at the shell: `tocsin import` reads files as they are published, and says what became of each row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from handlers.formats import disclosures
from handlers.formats.disclosures import Disclosure, Unreadable
from handlers.shell import Mistyped
from handlers.views.intake import troubles
from handlers.views.wording import language

IMPORT = "import"
# Enough to see that it is more than may be.
_MOST_BYTES = disclosures.LARGEST + 1


def import_files(
    files: Annotated[list[Path], typer.Argument(help="The files: CSV, TSV, JSON, Markdown, or a plain list.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read them, and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line and file.")] = False,
) -> None:
    """Read disclosures as companies publish them; ends with 1 where a file was refused, the others are still read."""
    if not dry_run:
        raise Mistyped("Say --dry-run: so far files are only read here, and not kept.")
    refused = False
    for file in files:
        try:
            read = read_file(file)
        except NotRead as error:
            refused = True
            typer.echo(f"{file.name}: {error.sentence}", err=True)
            if as_json:
                typer.echo(disclosures.refused_in_json(file.name, error.sentence))
            continue
        if as_json:
            typer.echo(disclosures.in_json(read))
        else:
            _show(read)
    if refused:
        raise typer.Exit(1)


def _show(read: Disclosure) -> None:
    from handlers.intake import summary  # noqa: PLC0415  Nothing else needs Rich.

    summary.show(read)


class NotRead(Exception):  # noqa: N818  It is a refusal, and nobody's error.
    """A file was refused, and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_file(file: Path) -> Disclosure:
    """Read one file; NotRead where nothing of it may be kept."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_MOST_BYTES)
    except OSError as error:
        raise NotRead(_not_opened(error)) from None
    try:
        format_, items = disclosures.items(file.name, content)
        return disclosures.gather(file.name, format_, items)
    except Unreadable as error:
        raise NotRead(troubles.refused(error.why, language("en"))) from None


def _not_opened(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file. Check its name."
    if isinstance(error, IsADirectoryError):
        return "This is a folder. Name the files in it."
    return f"It cannot be opened: {error.strerror or 'the system refuses it'}."
