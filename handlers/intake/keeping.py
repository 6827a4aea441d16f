"""Storing files at the shell, with a bar that tells how far it is; one sentence a file says what became of it."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from handlers.formats.disclosures import Unreadable
from handlers.house import House
from handlers.intake.shell import NotRead, content_of, why
from handlers.intake.storing import Became, author, store
from handlers.intake.summary import plain, show
from storage.access import Speaker

# What cannot be known before it is read: a row a line, but for cells with lines in them.
_LINE = b"\n"


def keep(house: House, files: list[Path], coalition: str, company: str) -> bool:
    """Store files one after another; True where none was refused."""
    sender = author(house, coalition, company)
    console, complaints = Console(), Console(stderr=True)
    all_kept = True
    for file in files:
        try:
            console.print(_keep(house, sender, file, complaints))
        except NotRead as error:
            complaints.print(Text(f"{plain(file.name)}: {error.sentence}"))
            all_kept = False
    return all_kept


def _keep(house: House, sender: Speaker, file: Path, complaints: Console) -> Text:
    content = content_of(file)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=complaints, transient=True) as progress:
        task = progress.add_task(plain(file.name), total=len(content.split(_LINE)))
        try:
            kept = store(house, sender, file.name, content, lambda rows: progress.advance(task, rows))
        except Unreadable as refusal:
            raise NotRead(why(refusal)) from None
    name = plain(file.name)
    if kept.became is Became.BEING_READ:
        raise NotRead("Another process reads it at this moment. Try again in half a minute.")
    if kept.became is Became.WAS_THERE or kept.read is None:
        return Text(f"{name}: it was kept before; nothing was changed.")
    show(kept.read, kept.kinds)
    return Text(f"{name}: kept as {kept.reference} of {sender.company.name}.")
