"""`tocsin doctor`: what is missing on an installation, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
import yaml
from cryptography.fernet import Fernet

from bot.doctor import Finding, findings
from bot.simulator import Simulator
from bot.simulator import running as running_slack
from handlers import JOBS
from storage import coalitions, installations, schedules, visits
from storage.cipher import Cipher
from storage.coalitions import Coalition
from storage.database import Database, Session
from storage.installations import Installation
from storage.rhythms import Every, Rhythm
from tests.bot.test_running import PROJECT, ROOM, SECRET, TOKEN, WORLD
from tests.fixtures_database import opened

DAILY = Rhythm(Every.DAILY, time(9))


@pytest.fixture
def slack() -> Iterator[Simulator]:
    with running_slack(WORLD) as simulator:
        yield simulator


@pytest.fixture
def environ(slack: Simulator, database: Database) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
    }


def founded(session: Session, now: datetime, zone: str = "UTC") -> Coalition:
    """Found a coalition."""
    made, _ = coalitions.add(
        session, "Here", channel=ROOM, open_channel=None, host_team=None, zone=zone, language="en", now=now
    )
    return made


def looked(environ: dict[str, str], now: datetime) -> list[Finding]:
    return list(findings(environ, now))


def to_mend(environ: dict[str, str], now: datetime) -> dict[str, str]:
    """Give what is not well, with what to do."""
    return {each.what: each.do for each in findings(environ, now) if not each.is_well}


def test_an_installation_at_work_has_nothing_to_mend(
    environ: dict[str, str], database: Database, now: datetime
) -> None:
    with database.begin() as session:
        visits.note(session, dict.fromkeys(job.name for job in JOBS), now=now)
        here, _ = coalitions.add(
            session,
            "Here",
            channel=ROOM,
            open_channel=None,
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=now,
        )
        schedules.keep(session, here, schedules.DIGEST, DAILY, now=now)
    found = looked(environ, now + timedelta(seconds=40))
    assert [each for each in found if not each.is_well] == []
    said = [each.what for each in found]
    assert "Settings: all there." in said
    assert "Slack: every scope is granted." in said
    assert "Database: there, and up to date." in said
    assert "Job schedules: asked 40 s ago, and next within a minute." in said
    assert "Here, digest: none yet; next Sat 2018-08-25 09:00 (Europe/Paris)." in said
    assert f"Here, channel {ROOM}: the bot is in it." in said
    assert TOKEN not in str(found)
    assert SECRET not in str(found)


def test_a_channel_that_the_bot_is_not_in_is_told(
    environ: dict[str, str], database: Database, slack: Simulator, now: datetime
) -> None:
    with database.begin() as session:
        founded(session, now)
    invite = "Invite the bot there, as somebody of the host: /invite @tocsin."
    slack.switchboard.remove_app(ROOM, "T0HOST")
    gone = f"Here, channel {ROOM}: Slack shows it to the bot no more (channel_not_found)."
    assert to_mend(environ, now)[gone] == invite
    environ["SLACK_API_URL"] = "http://127.0.0.1:9/api/"
    assert to_mend(environ, now)[f"Here, channel {ROOM}: Slack was out of reach."] == "Run `tocsin doctor` again."


def test_what_came_last_is_told_and_what_did_not_come_is_to_be_mended(
    environ: dict[str, str], database: Database, now: datetime
) -> None:
    with database.begin() as session:
        here = founded(session, now)
        schedules.keep(session, here, schedules.DIGEST, DAILY, now=now)
        due = now.replace(day=25, hour=9)
        schedules.come_round(session, now=due, limit=10)
        taken = schedules.claim(session, schedules.DIGEST, lease=timedelta(minutes=1), now=due)
        assert taken is not None
        schedules.failed(session, taken, reference="0badcafe", until=None, now=due)
        visits.note(session, {"schedules": "facade00"}, now=due)
    wrong = to_mend(environ, due)
    last = "Here, digest: last Sat 2018-08-25 09:00, failed; next Sun 2018-08-26 09:00 (UTC)."
    assert wrong[last] == "See what the log says under 0badcafe."
    failed = "Job schedules: asked 0 s ago; it failed 0 s ago, and the log has it under facade00."
    assert wrong[failed] == "See what the log says there."
    assert wrong["Job forget: never asked yet."] == "Start `tocsin run`; each job is asked within a minute."
    late = to_mend(environ, due + timedelta(days=1, hours=2))
    assert late["Clock: something has been due for 2 h."] == "Start `tocsin run`, or see what its log says."


def test_settings_that_are_missing_are_told_and_the_rest_is_looked_at(environ: dict[str, str], now: datetime) -> None:
    del environ["SLACK_SIGNING_SECRET"]
    said = [each.what for each in looked(environ, now)]
    assert said[0].startswith("Settings: SLACK_SIGNING_SECRET is missing")
    assert "Database: there, and up to date." in said
    assert [each.what.split()[1] for each in looked({"DATABASE_URL": "mysql://db"}, now)] == [
        "DATABASE_URL",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
    ]


def test_a_token_that_slack_refuses_or_that_may_too_little_is_told(
    environ: dict[str, str], slack: Simulator, now: datetime
) -> None:
    wrong = to_mend(environ | {"SLACK_BOT_TOKEN": "xoxb-nobody"}, now)
    assert "Slack: it refuses SLACK_BOT_TOKEN (invalid_auth)." in wrong
    wrong = to_mend(environ | {"SLACK_API_URL": "http://127.0.0.1:9/api/"}, now)
    assert wrong["Slack: out of reach."] == "Let this machine reach http://127.0.0.1:9/api/."


def test_a_workspace_with_fewer_scopes_is_told_which_are_missing(environ: dict[str, str], now: datetime) -> None:
    manifest = yaml.safe_load((PROJECT / "manifest.yml").read_text())
    manifest["oauth_config"]["scopes"]["bot"] = ["commands", "chat:write", "users:read"]
    with running_slack({**WORLD, "app": {"id": "A0TOCSIN", "signing_secret": SECRET, "manifest": manifest}}) as poor:
        wrong = to_mend(environ | {"SLACK_API_URL": f"{poor.url}/api/"}, now)
    (missing,) = [what for what in wrong if what.startswith("Slack: scopes are missing")]
    assert "im:write" in missing
    assert "chat:write" not in missing


def test_a_database_that_is_empty_or_out_of_reach_is_told(
    environ: dict[str, str], empty_database: Database, now: datetime
) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    wrong = to_mend(environ | {"DATABASE_URL": url}, now)
    assert wrong["Database: its tables are empty."].startswith("Run `tocsin migrate`")
    gone = to_mend(environ | {"DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:9/none"}, now)
    (told,) = [what for what in gone if what.startswith("Database: out of reach")]
    assert "secret" not in told


def test_tokens_that_no_key_opens_are_told(environ: dict[str, str], database: Database, now: datetime) -> None:
    key = Fernet.generate_key().decode()
    sealed = Cipher(key).seal("xoxb-guest")
    with database.begin() as session:
        installations.add(session, Installation("T0GUEST", None, sealed, "U1", "B1"), now=now)
    assert "Tokens: those of further workspaces cannot be read." in to_mend(environ, now)
    said = [each.what for each in looked(environ | {"TOCSIN_KEY": key}, now)]
    assert "Tokens: those of 1 further workspaces can be read." in said


def test_a_sqlite_file_that_is_not_there_yet_is_empty(environ: dict[str, str], now: datetime, tmp_path: object) -> None:
    url = f"sqlite:///{tmp_path}/new.sqlite3"
    assert "Database: its tables are empty." in to_mend(environ | {"DATABASE_URL": url}, now)
    with opened(url) as database, database.read():
        pass
