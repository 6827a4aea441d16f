"""What every command at the shell begins with: the house, and the coalition that is meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from handlers.house import House
from storage import coalitions
from storage.coalitions import Coalition
from storage.database import Session
from storage.errors import Unknown

Which = Annotated[str, typer.Option("--coalition", help="The coalition's name; needed where there are several.")]


class Mistyped(typer.BadParameter):
    """An argument that cannot be right, and what to write instead."""


def house_of(context: typer.Context) -> tuple[House, datetime]:
    """Make the house to work in, and tell the time."""
    make: Callable[[], House] = context.obj
    house = make()
    return house, house.clock()


def coalition_meant(session: Session, name: str) -> Coalition:
    """Find the coalition that is meant: the named one, or the only one."""
    if name:
        return coalitions.named(session, name)
    there = coalitions.all_of_them(session)
    if len(there) == 1:
        return there[0]
    if not there:
        raise Unknown("coalition")
    raise Mistyped(f"There are several coalitions. Say which with --coalition: {', '.join(one.name for one in there)}.")
