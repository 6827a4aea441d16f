"""What is missing on a real installation, and what to do: settings, database, Slack, and what comes round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError

from bot.clients import POSTING_SECONDS, client
from bot.settings import RunSettings, Settings, SettingsProblem
from handlers import JOBS
from storage import installations, schedules, schema, visits
from storage.cipher import Cipher, NoKey, WrongKey
from storage.coalitions import all_of_them as all_coalitions
from storage.database import Database
from storage.schedules import Stands, State
from storage.schema import Standing

# What the manifest asks for; a house test holds the two together.
SCOPES = (
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "pins:write",
    "users:read",
)
# A process at work looks each minute, and notes it now and then.
_SILENT_FOR = timedelta(minutes=5)
_WRONG = frozenset({State.MISSED, State.FAILED})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what it is like, and what to do where it is not well."""

    what: str
    do: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.do


def findings(environ: Mapping[str, str], now: datetime) -> Iterator[Finding]:
    """Look at everything that an installation needs, one after the other."""
    settings: Settings | None
    try:
        settings = RunSettings.read(environ)
    except SettingsProblem as problem:
        yield from (
            Finding(f"Settings: {each}", "Set it in the environment; the README lists every variable.")
            for each in problem.problems
        )
        settings = _what_can_be_read(environ)
    else:
        yield Finding("Settings: all there.")
    if settings is None:
        return
    if isinstance(settings, RunSettings):
        yield from _slack(settings)
    database = Database(settings.database_url.get_secret_value())
    try:
        yield from _database(database, settings, now)
        if isinstance(settings, RunSettings) and _is_current(database):
            yield from _channels(database, settings)
    finally:
        database.dispose()


def _what_can_be_read(environ: Mapping[str, str]) -> Settings | None:
    try:
        return Settings.read(environ)
    except SettingsProblem:
        return None


def _slack(settings: RunSettings) -> Iterator[Finding]:
    slack = client(settings.bot_token.get_secret_value(), settings.slack_api_url, seconds=POSTING_SECONDS)
    try:
        said = slack.auth_test()
    except SlackApiError as error:
        again = "Copy the Bot User OAuth Token again, from the app's page at Slack, under OAuth & Permissions."
        yield Finding(f"Slack: it refuses SLACK_BOT_TOKEN ({error.response.get('error')}).", again)
        return
    except (OSError, HTTPException):
        yield Finding("Slack: out of reach.", f"Let this machine reach {settings.slack_api_url}.")
        return
    yield Finding(f"Slack: the token is one of the workspace {said.get('team_id')}, for the bot {said.get('user_id')}.")
    granted = {scope.strip() for scope in str(said.headers.get("x-oauth-scopes", "")).split(",")}
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        again = "Give the app the scopes of manifest.yml, and install it into the workspace once more."
        yield Finding(f"Slack: scopes are missing: {', '.join(missing)}.", again)
    else:
        yield Finding("Slack: every scope is granted.")


def _is_current(database: Database) -> bool:
    try:
        return schema.standing(database) is Standing.CURRENT
    except DBAPIError:
        return False


def _channels(database: Database, settings: RunSettings) -> Iterator[Finding]:
    """See whether the bot sits in each channel that a coalition has."""
    cipher = Cipher(settings.key.get_secret_value() if settings.key else None)
    with database.read() as session:
        coalitions = all_coalitions(session)
        sealed = {one.team_id: one.sealed_token for one in installations.all_of_them(session)}
    for coalition in coalitions:
        try:
            host = sealed.get(coalition.host_team or "")
            token = cipher.open(host) if host else settings.bot_token.get_secret_value()
        except (NoKey, WrongKey):
            # What to do about the key is said already.
            continue
        slack = client(token, settings.slack_api_url, seconds=POSTING_SECONDS)
        for channel in (coalition.channel, coalition.open_channel):
            if channel is not None:
                yield _channel(coalition.name, channel, slack)


def _channel(coalition: str, channel: str, slack: WebClient) -> Finding:
    """Ask Slack whether the bot is in a channel; a private one that it is not in does not exist for it."""
    what, do = f"{coalition}, channel {channel}", "Invite the bot there, as somebody of the host: /invite @tocsin."
    try:
        is_inside = slack.conversations_info(channel=channel)["channel"].get("is_member", False)
    except SlackApiError as error:
        return Finding(f"{what}: Slack shows it to the bot no more ({error.response.get('error')}).", do)
    except (OSError, HTTPException):
        return Finding(f"{what}: Slack was out of reach.", "Run `tocsin doctor` again.")
    return Finding(f"{what}: the bot is in it.") if is_inside else Finding(f"{what}: the bot is not in it.", do)


def _database(database: Database, settings: Settings, now: datetime) -> Iterator[Finding]:
    try:
        stands = schema.standing(database)
    except DBAPIError as error:
        yield Finding(
            f"Database: out of reach ({type(error.orig).__name__}).",
            "See whether DATABASE_URL names it rightly, and whether it runs.",
        )
        return
    if stands is not Standing.CURRENT:
        yield Finding(f"Database: its tables are {stands}.", _MENDS[stands])
        return
    yield Finding("Database: there, and up to date.")
    with database.read() as session:
        sealed = installations.all_of_them(session)
        asked = {visit.job: visit for visit in visits.all_of_them(session)}
        late = schedules.lateness(session, now=now)
        comes = schedules.standing(session)
    key = settings.key.get_secret_value() if settings.key else None
    yield from _tokens([one.sealed_token for one in sealed], Cipher(key))
    yield from (_job(job.name, asked.get(job.name), now) for job in JOBS)
    yield from (_schedule(each) for each in comes)
    if late > schedules.LATE:
        yield Finding(
            f"Clock: something has been due for {_told(late)}.", "Start `tocsin run`, or see what its log says."
        )


_MENDS = {
    Standing.EMPTY: "Run `tocsin migrate`; `tocsin run` does it too.",
    Standing.OLDER: "Run `tocsin migrate`; `tocsin run` does it too.",
    Standing.NEWER: "Start the newer Tocsin that made them again.",
    Standing.FOREIGN: "Name an empty database in DATABASE_URL; this one is somebody else's.",
}


def _tokens(sealed: list[str], cipher: Cipher) -> Iterator[Finding]:
    """See whether the tokens of further workspaces can be read."""
    for token in sealed:
        try:
            cipher.open(token)
        except (NoKey, WrongKey):
            yield Finding(
                "Tokens: those of further workspaces cannot be read.",
                "Set TOCSIN_KEY to the key that sealed them, or install the app there again.",
            )
            return
    if sealed:
        yield Finding(f"Tokens: those of {len(sealed)} further workspaces can be read.")


def _job(name: str, visit: visits.Visit | None, now: datetime) -> Finding:
    """Tell when a job was asked last, when it will be next, and whether it failed since."""
    if visit is None:
        return Finding(f"Job {name}: never asked yet.", "Start `tocsin run`; each job is asked within a minute.")
    failed = ""
    if visit.failed_at is not None:
        failed = f"; it failed {_told(now - visit.failed_at)} ago, and the log has it under {visit.reference}"
    last = f"Job {name}: asked {_told(now - visit.at)} ago"
    if now - visit.at > _SILENT_FOR:
        return Finding(f"{last}{failed}.", "Start `tocsin run`; each job is asked each minute.")
    if visit.failed_at is not None and visit.failed_at >= visit.at - timedelta(minutes=1):
        return Finding(f"{last}{failed}.", "See what the log says there.")
    return Finding(f"{last}, and next within a minute{failed}.")


def _schedule(stands: Stands) -> Finding:
    """Tell what came last, and what comes next."""
    schedule, last = stands.schedule, stands.last
    comes = f"next {_wall(schedule.next_at, schedule.zone)}" if schedule.next_at else "at its end"
    came, do = "none yet", ""
    if last is not None:
        late = ", late" if last.late and last.state is State.DONE else ""
        came = f"last {_wall(last.due_at, schedule.zone)}, {last.state}{late}"
        if last.state in _WRONG:
            do = f"See what the log says under {last.reference}."
    return Finding(f"{stands.coalition}, {schedule.kind}: {came}; {comes} ({schedule.zone}).", do)


def _wall(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%a %Y-%m-%d %H:%M}"


def _told(span: timedelta) -> str:
    """Say how long, in its largest unit."""
    seconds = max(int(span.total_seconds()), 0)
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min")):
        if seconds >= size:
            return f"{seconds // size} {name}"
    return f"{seconds} s"
