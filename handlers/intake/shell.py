"""Disclosures at the shell: `tocsin import` reads files as they are published, and says what became of each row."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from handlers.formats import disclosures
from handlers.formats.disclosures import Disclosure, Unreadable
from handlers.shell import Mistyped, Which, house_of
from handlers.views.intake import troubles
from handlers.views.wording import language

IMPORT = "import"
# Enough to see that it is more than may be.
_MOST_BYTES = disclosures.LARGEST + 1


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="The files: CSV, TSV, JSON, Markdown, or a plain list.")],
    *,
    company: Annotated[str, typer.Option(help="The company whose takedowns they become, in its lead's name.")] = "",
    coalition: Which = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only read them, and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object a line and file.")] = False,
) -> None:
    """Keep disclosures as takedowns of a company, each only once; ends with 1 where one was refused, and reads on."""
    if not dry_run:
        _store(context, files, coalition, company)
        return
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


def _store(context: typer.Context, files: list[Path], coalition: str, company: str) -> None:
    if not company:
        raise Mistyped("Say whose takedowns these are with --company, or --dry-run to read them only.")
    from handlers.intake import keeping  # noqa: PLC0415  Nothing else needs Rich.

    house, _ = house_of(context)
    if not keeping.keep(house, files, coalition, company):
        raise typer.Exit(1)


def _show(read: Disclosure) -> None:
    from handlers.intake import summary  # noqa: PLC0415  Nothing else needs Rich.

    summary.show(read)


class NotRead(Exception):  # noqa: N818  It is a refusal, and nobody's error.
    """A file was refused, and why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def content_of(file: Path) -> bytes:
    """Read what stands in a file, and no more than tells that it is too much; NotRead where it cannot be opened."""
    try:
        with file.open("rb") as opened:
            return opened.read(_MOST_BYTES)
    except OSError as error:
        raise NotRead(_not_opened(error)) from None


def read_file(file: Path) -> Disclosure:
    """Read one file; NotRead where nothing of it may be kept."""
    content = content_of(file)
    try:
        format_, items = disclosures.items(file.name, content)
        return disclosures.gather(file.name, format_, items)
    except Unreadable as error:
        raise NotRead(why(error)) from None


def why(refusal: Unreadable) -> str:
    """Say why a file is refused."""
    return troubles.refused(refusal.why, language("en"))


def _not_opened(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "There is no such file. Check its name."
    if isinstance(error, IsADirectoryError):
        return "This is a folder. Name the files in it."
    return f"It cannot be opened: {error.strerror or 'the system refuses it'}."
