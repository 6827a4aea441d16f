"""Where the command `tocsin` begins, and where what it refuses becomes a sentence."""

from __future__ import annotations

import sys

from sqlalchemy.exc import DatabaseError, OperationalError

from bot.cli import NoSlack, shell
from bot.settings import SettingsProblem
from handlers.views import refusals
from handlers.views.wording import language
from storage.errors import Refusal
from storage.schema import BrokenLinks, Foreign, Newer

REFUSED = 1
MISUSED = 2


def main() -> None:
    """Run a command; what was to be expected ends it with a sentence on stderr, never with a trace."""
    try:
        shell()
    except SettingsProblem as problem:
        _leave(str(problem), MISUSED)
    except Refusal as refusal:
        _leave(sentence(refusal), REFUSED)
    except DatabaseError as error:
        if type(error) not in {DatabaseError, OperationalError}:
            raise
        _leave(f"The database is out of reach: {error.orig}", REFUSED)


def sentence(refusal: Refusal) -> str:
    """Word a refusal for whoever typed the command."""
    match refusal:
        case Newer():
            return (
                "A newer Tocsin made this database, and this one might harm it. "
                "Start that version again, or name another database in DATABASE_URL."
            )
        case Foreign():
            return (
                "DATABASE_URL names a database that holds somebody else's tables. Name an empty one; "
                "Tocsin makes its tables by itself."
            )
        case BrokenLinks(tables=tables):
            return (
                f"The migration was undone, because rows of {', '.join(tables)} would have pointed at nothing. "
                "Nothing was changed. Please report this, with both versions."
            )
        case NoSlack():
            return "This command cannot ask Slack from here."
    return refusals.shell_refusal(refusal, language("en"))


def _leave(why: str, code: int) -> None:
    print(why, file=sys.stderr)  # noqa: T201  A shell's answer.
    sys.exit(code)


if __name__ == "__main__":
    main()
