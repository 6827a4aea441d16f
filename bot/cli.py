"""The shell: `tocsin run`, `migrate`, `doctor`, `key`, `demo`, and whatever commands the features list."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated

import typer
from slack_sdk import WebClient

from bot import clock
from bot.clients import POSTING_SECONDS, client
from bot.settings import RunSettings, Settings
from handlers import SHELL, SHELL_COMMANDS
from handlers.house import House
from storage import schema
from storage.cipher import Cipher
from storage.database import Database
from storage.errors import Refusal

# What a feature's command finds in its context; made when it is called, so that `--help` opens no database.
HouseMaker = Callable[[], House]


class NoSlack(Refusal):
    """A command wants to ask Slack something, and the shell has no connection to it."""


shell = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tocsin: the Slack assistant of a coalition.",
)
for name, commands in SHELL.items():
    shell.add_typer(commands, name=name)
for name, command in SHELL_COMMANDS.items():
    shell.command(name)(command)


@shell.callback()
def _begin(context: typer.Context) -> None:
    @cache
    def made() -> House:
        built = house()
        context.call_on_close(built.database.dispose)
        return built

    context.obj = made


@shell.command()
def run() -> None:
    """Run Tocsin until SIGTERM; the README lists the environment variables that it reads."""
    settings = RunSettings.read(os.environ)
    # Bolt would read Slack's variables by itself, and understand them differently.
    for variable in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[variable]
    from bot import logs, running  # noqa: PLC0415  No other command needs a web server.

    secrets = (settings.bot_token, settings.signing_secret, settings.key)
    hidden = [secret.get_secret_value() for secret in secrets if secret]
    logs.configure(settings.log_level, settings.log_format, secrets=hidden)
    running.serve(settings)


@shell.command()
def migrate() -> None:
    """Bring the database up to date; `run` does it too."""
    database = Database(Settings.read(os.environ).database_url.get_secret_value())
    try:
        done = schema.bring_up_to_date(database)
    finally:
        database.dispose()
    typer.echo("The database is up to date now." if done else "The database was up to date.")


@shell.command()
def doctor() -> None:
    """Look at what an installation needs, and say what is missing and what to do; ends with 1 where something is."""
    from bot.doctor import findings  # noqa: PLC0415  No other command asks all this.

    found = []
    for each in findings(os.environ, clock.system()):
        found.append(each)
        typer.echo(f"ok       {each.what}" if each.is_well else f"TO MEND  {each.what}\n         {each.do}")
    raise typer.Exit(0 if all(each.is_well for each in found) else 1)


@shell.command()
def key() -> None:
    """Print a new TOCSIN_KEY, which seals the tokens of further workspaces."""
    from cryptography.fernet import Fernet  # noqa: PLC0415  No other command needs it.

    typer.echo(Fernet.generate_key().decode())


@shell.command()
def demo(
    *,
    port: Annotated[int | None, typer.Option(help="The page's port; without it 8018 if that is free.")] = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    keep: Annotated[Path | None, typer.Option(help="Keep what happens in this folder, and go on from there.")] = None,
    language: Annotated[str, typer.Option(help="The coalition's language: en or fr.")] = "en",
) -> None:
    """Try Tocsin in the browser, with a local Slack and a coalition of August 2018."""
    from bot.demo import demo as play  # noqa: PLC0415  No other command needs a local Slack.

    play(port=port, browser=browser, keep=keep, language=language)


def house() -> House:
    """Make the house that a feature's command works in: no courier and no Slack; `run` delivers what it queues."""
    settings = Settings.read(os.environ)
    database = Database(settings.database_url.get_secret_value())
    schema.bring_up_to_date(database)
    cipher = Cipher(settings.key.get_secret_value() if settings.key else None)
    return House(
        database=database,
        clock=clock.system,
        slack=_no_slack,
        slack_with=lambda token: client(token, settings.slack_api_url, seconds=POSTING_SECONDS),
        wake_courier=lambda: None,
        cipher=cipher,
    )


def _no_slack(_team: str | None) -> WebClient:
    raise NoSlack
