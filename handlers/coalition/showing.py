"""The register of what guests were shown: read and exported by the company whose records they were; the shell."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from handlers import guards
from handlers.answers import Answer, Block, Push
from handlers.coalition.sending_files import ask_for
from handlers.formats.exported import showings_file
from handlers.house import House
from handlers.inputs import Click
from handlers.shell import Mistyped, Which, coalition_meant, house_of
from handlers.views import answers
from handlers.views.coalition import showings as views
from handlers.views.wording import language
from storage import exports, showings
from storage.access import Speaker, Way
from storage.database import Session

SHOWINGS = typer.Typer(help="Write the register of what guests were shown into a file.")


def ask(session: Session, who: Speaker, _typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the register from a command."""
    return answers.page(_page(session, who), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the register from the coalition's page."""
    with house.database.read() as session:
        return Push(_page(session, guards.speaker_in(session, heard, heard.value)))


def _page(session: Session, who: Speaker) -> Block:
    own, in_all = showings.of_own(session, who), showings.how_many(session, who)
    return views.page(own, in_all, who.coalition, language(who.coalition.language))


def export(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for the register as a file; one that is asked for again within the same page comes once."""
    return ask_for(house, heard, exports.Kind.SHOWINGS, "csv", now)


def look_who_came(house: House, now: datetime) -> None:
    """Note for guests who came into the open channel what stands there."""
    with house.database.read() as session:
        if not showings.has_somebody_come(session):
            return
    with house.database.begin() as session:
        showings.note_who_came(session, now=now)


@SHOWINGS.callback(invoke_without_command=True)
def write(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="The file to write.")],
    coalition: Which = "",
) -> None:
    """Write the register of every company's records as CSV."""
    house, _ = house_of(context)
    with house.database.read() as session:
        shown = showings.all_of_them(session, coalition_meant(session, coalition))
    try:
        with to.open("xb") as file:
            file.write(showings_file.written(shown, ""))
    except FileExistsError as error:
        raise Mistyped(f"{to} is there already. Name another file with --to.") from error
    except OSError as error:
        raise Mistyped(f"{to} cannot be written: {error.strerror}.") from error
    typer.echo(f"{to}: {len(shown)} showings.")
