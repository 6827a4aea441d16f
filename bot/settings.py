"""The environment, read once into frozen settings; all that is wrong with it is told in one message.

Plain pydantic, because pydantic-settings reads the process's environment by itself and costs 35 ms at the start.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

FERNET_KEY_BYTES = 32


class LogFormat(StrEnum):
    """How a log line looks."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important thing that Tocsin says; what its libraries say stays at info or above."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class SettingsProblem(Exception):  # noqa: N818  It is told to a person, not raised at a programmer.
    """The environment does not make sense; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(("Tocsin cannot start with these settings.", *problems)))
        self.problems = problems


def _database(url: SecretStr) -> SecretStr:
    """Name the driver; only what is tested is accepted, and no database that forgets."""
    try:
        parsed = make_url(url.get_secret_value())
    except ArgumentError as error:
        raise ValueError from error
    match parsed.drivername:
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            return url
        case "postgresql" | "postgresql+psycopg":
            return SecretStr(parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
    raise ValueError


def _key(key: SecretStr) -> SecretStr:
    try:
        length = len(base64.urlsafe_b64decode(key.get_secret_value().encode()))
    except binascii.Error as error:
        raise ValueError from error
    if length != FERNET_KEY_BYTES:
        raise ValueError
    return key


def _bot_token(token: SecretStr) -> SecretStr:
    if not token.get_secret_value().startswith("xoxb-"):
        raise ValueError
    return token


_Lowered = BeforeValidator(lambda word: word.lower() if isinstance(word, str) else word)


class Settings(BaseModel):
    """What every command needs. A field's description is what the README and a complaint say of it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(
        SecretStr("sqlite:///tocsin.sqlite3"),
        alias="DATABASE_URL",
        description="where Tocsin remembers: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        alias="SLACK_API_URL",
        pattern=r"^https?://.+/api/$",
        description="the address of Slack's Web API; it ends in `/api/`",
    )
    key: Annotated[SecretStr, AfterValidator(_key)] | None = Field(
        None,
        alias="TOCSIN_KEY",
        description="the key that seals the tokens of further workspaces, as `tocsin key` prints one",
    )
    log_level: Annotated[LogLevel, _Lowered] = Field(
        LogLevel.INFO, alias="LOG_LEVEL", description="`debug`, `info`, `warning` or `error`"
    )
    log_format: Annotated[LogFormat, _Lowered] = Field(
        LogFormat.CONSOLE, alias="LOG_FORMAT", description="`console` for people or `json` for machines"
    )

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """Read the settings from an environment, an empty value being none; raises SettingsProblem."""
        names = {field.alias for field in cls.model_fields.values() if field.alias}
        given = {name: value.strip() for name, value in environ.items() if name in names and value.strip()}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise SettingsProblem(cls._problems(error)) from None

    @classmethod
    def _problems(cls, error: ValidationError) -> tuple[str, ...]:
        """Word what is wrong by the variable's name alone: its value may be a secret."""
        meanings = {field.alias: field.description for field in cls.model_fields.values()}
        wrong = {str(fault["loc"][0]): fault["type"] for fault in error.errors(include_input=False)}
        return tuple(
            f"{name} {'is missing' if kind == 'missing' else 'cannot be used as it is'}: {meanings[name]}."
            for name, kind in wrong.items()
        )


class RunSettings(Settings):
    """What `tocsin run` needs besides: Slack, and where to listen."""

    bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] = Field(
        alias="SLACK_BOT_TOKEN",
        description="the Bot User OAuth Token of the host's workspace, which begins with `xoxb-`; "
        "on the app's page at Slack, under OAuth & Permissions",
    )
    signing_secret: SecretStr = Field(
        alias="SLACK_SIGNING_SECRET",
        description="the Signing Secret; on the app's page at Slack, under Basic Information",
    )
    host: str = Field("127.0.0.1", alias="HOST", description="the address to listen on; `0.0.0.0` for all of them")
    port: int = Field(3000, alias="PORT", ge=0, le=65535, description="the port to listen on; `0` for any free one")
    metrics_port: int | None = Field(
        None,
        alias="METRICS_PORT",
        ge=0,
        le=65535,
        description="the port on which Prometheus reads metrics, at HOST; none without it, `0` for any free one",
    )
    courier_lease: int = Field(
        30,
        alias="COURIER_LEASE",
        ge=1,
        le=3600,
        description="for how many seconds a process keeps a message to itself that it began to send; "
        "after that another process, or the same one started anew, takes it over",
    )


def listed() -> tuple[tuple[str, str, str], ...]:
    """List every variable with its default and its meaning, the required ones first; for the README."""
    fields = sorted(RunSettings.model_fields.values(), key=lambda field: not field.is_required())
    return tuple((field.alias or "", _shown(field.default), field.description or "") for field in fields)


def _shown(default: object) -> str:
    match default:
        case SecretStr():
            return default.get_secret_value()
        case str() | int():
            return str(default)
    return ""
