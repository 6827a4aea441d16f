"""Settings: read once, told in words, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import LogFormat, LogLevel, RunSettings, Settings, SettingsProblem, listed

ENOUGH = {"SLACK_BOT_TOKEN": "xoxb-1-plainly-a-secret", "SLACK_SIGNING_SECRET": "5ecre7"}


def problems(environ: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsProblem) as told:
        RunSettings.read(environ)
    return told.value.problems


def test_two_variables_are_enough() -> None:
    settings = RunSettings.read(ENOUGH)
    assert settings.bot_token.get_secret_value() == "xoxb-1-plainly-a-secret"
    assert settings.signing_secret.get_secret_value() == "5ecre7"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url.get_secret_value() == "sqlite:///tocsin.sqlite3"
    assert (settings.log_level, settings.log_format, settings.courier_lease) == (LogLevel.INFO, LogFormat.CONSOLE, 30)


def test_the_shell_needs_no_slack() -> None:
    assert Settings.read({}).key is None


def test_all_problems_are_told_at_once_each_with_what_to_do() -> None:
    told = problems({"PORT": "http", "DATABASE_URL": "mysql://db", "LOG_LEVEL": "loud", "TOCSIN_KEY": "short"})
    assert [sentence.split()[0] for sentence in told] == [
        "DATABASE_URL",
        "TOCSIN_KEY",
        "LOG_LEVEL",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "PORT",
    ]
    assert "SLACK_SIGNING_SECRET is missing: the Signing Secret; on the app's page at Slack" in told[4]


def test_an_empty_variable_is_a_missing_one() -> None:
    assert problems(ENOUGH | {"SLACK_BOT_TOKEN": "  "})[0].startswith("SLACK_BOT_TOKEN is missing")
    assert RunSettings.read(ENOUGH | {"PORT": ""}).port == 3000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-a-persons-token"),
        ("SLACK_BOT_TOKEN", "xapp-an-app-level-token"),
        ("SLACK_API_URL", "https://slack.com/api"),
        ("SLACK_API_URL", "slack.com/api/"),
        ("DATABASE_URL", "not a url, but perhaps a password"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("DATABASE_URL", "postgresql+psycopg2://me:opensesame@db/tocsin"),
        ("TOCSIN_KEY", "bm90IDMyIGJ5dGVz"),
        ("PORT", "65536"),
        ("COURIER_LEASE", "-7"),
        ("LOG_FORMAT", "xml"),
    ],
)
def test_a_value_that_cannot_work_is_named_but_never_shown(name: str, value: str) -> None:
    (sentence,) = problems(ENOUGH | {name: value})
    assert sentence.startswith(f"{name} cannot be used as it is: ")
    assert value not in sentence


def test_a_database_that_forgets_is_none() -> None:
    assert problems(ENOUGH | {"DATABASE_URL": "sqlite://"})[0].startswith("DATABASE_URL cannot be used as it is")


@pytest.mark.parametrize("url", ["postgresql://me:pass@db/tocsin", "postgresql+psycopg://me:pass@db/tocsin"])
def test_postgresql_means_psycopg(url: str) -> None:
    settings = Settings.read({"DATABASE_URL": url})
    assert settings.database_url.get_secret_value() == "postgresql+psycopg://me:pass@db/tocsin"


def test_no_secret_is_shown_by_the_settings_themselves() -> None:
    key = Fernet.generate_key().decode()
    settings = RunSettings.read(ENOUGH | {"TOCSIN_KEY": key, "DATABASE_URL": "postgresql://me:opensesame@db/tocsin"})
    for secret in ("plainly-a-secret", "5ecre7", key, "opensesame"):
        assert secret not in repr(settings)
        assert secret not in str(settings)


def test_settings_cannot_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        RunSettings.read(ENOUGH).port = 1


def test_the_readme_lists_every_setting() -> None:
    rows = [f"| `{name}` | {f'`{default}`' if default else ''} | {meaning} |" for name, default, meaning in listed()]
    table = "\n".join(["| variable | default | what it is |", "| --- | --- | --- |", *rows])
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    assert table in readme, f"the README's table should be\n{table}"
