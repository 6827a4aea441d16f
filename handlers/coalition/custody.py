"""Legal holds at the shell: what each keeps, for a holder who cannot read it in Slack, and the end of one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter

from handlers.shell import Mistyped, house_of
from storage import holds
from storage.holds import WrittenOut

HOLD = typer.Typer(no_args_is_help=True, help="List, write out and lift the legal holds of companies.")
Which = Annotated[str, typer.Argument(help="The hold, as “tocsin hold list” names it.", metavar="HOLD")]
_WRITTEN = TypeAdapter(tuple[WrittenOut, ...])


@HOLD.command("list")
def list_holds(context: typer.Context) -> None:
    """List every hold, those of coalitions that are dissolved too."""
    house, _ = house_of(context)
    with house.database.read() as session:
        for one in holds.every(session):
            gone = ", dissolved" if one.is_all_that_is_left else ""
            lifted = f", lifted {_day(one.lifted_at)}" if one.lifted_at else ""
            typer.echo(
                f"{one.token}: {one.company} of {one.coalition}{gone}, set {_day(one.set_at)}{lifted}, "
                f"{one.records} records: {one.matter}"
            )


@HOLD.command("export")
def export(
    context: typer.Context,
    hold: Which,
    to: Annotated[Path, typer.Option("--to", help="The file to write.")],
) -> None:
    """Write what a hold keeps as JSON, for its company alone; the trail notes it as long as there is one."""
    house, now = house_of(context)
    with house.database.begin() as session:
        written = holds.written_out(session, hold, now=now)
    try:
        with to.open("xb") as file:
            file.write(_WRITTEN.dump_json(written, exclude_defaults=True, indent=1))
    except FileExistsError as error:
        raise Mistyped(f"{to} is there already. Name another file with --to.") from error
    except OSError as error:
        raise Mistyped(f"{to} cannot be written: {error.strerror}.") from error
    lost = sum(one.lost for one in written)
    typer.echo(f"{to}: {len(written)} records, {lost} of which the company could not read any more.")


@HOLD.command("lift")
def lift(context: typer.Context, hold: Which) -> None:
    """Lift a hold for its company; what only this one keeps is erased within a day."""
    house, now = house_of(context)
    with house.database.begin() as session:
        holds.lift_by_operator(session, hold, now=now)
    typer.echo(f"{hold} is lifted.")


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d}"
