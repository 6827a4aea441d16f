"""The operator sets a coalition up at the shell; every command may be repeated, and every refusal is a sentence."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from storage.audit import Act, trail
from storage.database import Database
from tests.journeys.conftest import Shell, Stage

FOUND = (
    "coalition",
    "add",
    "Coalition",
    "--channel",
    "C0MEMBERS",
    "--open-channel",
    "C0OPEN",
    "--zone",
    "Europe/Paris",
)


def test_a_coalition_is_founded_seated_and_listed_and_all_may_be_repeated(shell: Shell) -> None:
    for again in (False, True):
        told = shell(*FOUND)
        assert told.code == 0
        assert ("as you say now" in told.out) is again
        shell("company", "add", "Facebook", "--team", "T0FACEBOOK")
        shell("company", "add", "Microsoft", "--team", "T0MICROSOFT", "--team", "E0MICROSOFT")
        shell("company", "add", "FireEye", "--team", "T0FIREEYE", "--seat", "observer")
        told = shell("person", "add", "U0FELIX", "--company", "facebook", "--role", "coordinator")
        assert ("already" in told.out) is again
    assert shell("coalition", "list").out == "Coalition: C0MEMBERS, open C0OPEN, Europe/Paris, en\n"
    companies = shell("company", "list").out
    assert "Microsoft: member, T0MICROSOFT, E0MICROSOFT" in companies
    assert "FireEye: observer, T0FIREEYE" in companies
    assert "U0FELIX: Facebook, coordinator" in shell("person", "list").out
    assert shell("person", "list", "--company", "Microsoft").out == ""


def test_a_coalition_is_changed_by_founding_it_again(shell: Shell) -> None:
    shell(*FOUND)
    shell("coalition", "add", "coalition", "--channel", "C0OTHER", "--zone", "America/New_York", "--language", "fr")
    assert shell("coalition", "list").out == "Coalition: C0OTHER, America/New_York, fr\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--zone", "Paris"), "Write it like Europe/Paris"),
        (("--zone", "+02:00"), "Write it like Europe/Paris"),
        (("--language", "de"), "en, fr"),
        (("--channel", "coalition"), "begins with C"),
        (("--channel", ""), "begins with C"),
        (("--host", "U0FELIX"), "begins with T"),
    ],
)
def test_what_cannot_be_right_is_refused_with_what_to_write(
    shell: Shell, arguments: tuple[str, ...], sentence: str
) -> None:
    told = shell(*FOUND, *arguments)
    assert told.code == 2
    assert sentence in told.words
    assert "Traceback" not in told.err
    assert shell("coalition", "list").out == ""


def test_whatever_belongs_to_somebody_else_is_refused_by_name(shell: Shell) -> None:
    shell(*FOUND)
    told = shell("coalition", "add", "Second", "--channel", "C0OPEN", "--zone", "Europe/Paris")
    assert told.code == 1
    assert "The channel C0OPEN belongs to the coalition Coalition" in told.words
    shell("company", "add", "Facebook", "--team", "T0FACEBOOK")
    told = shell("company", "add", "Google", "--team", "T0FACEBOOK")
    assert "The workspace T0FACEBOOK belongs to the company Facebook" in told.words


def test_what_is_not_there_is_told_so(shell: Shell) -> None:
    assert shell("company", "add", "Facebook", "--team", "T0FACEBOOK").code == 1
    shell(*FOUND)
    told = shell("person", "add", "U0FELIX", "--company", "Myspace", "--role", "lead")
    assert told.code == 1
    assert "“Myspace”" in told.words
    assert "no person's id" in shell("person", "add", "felix", "--company", "Myspace", "--role", "lead").words
    assert "no workspace's id" in shell("company", "add", "Facebook", "--team", "facebook").words


def test_with_several_coalitions_one_must_say_which(shell: Shell) -> None:
    shell(*FOUND)
    shell("coalition", "add", "Second", "--channel", "C0OTHER", "--zone", "Europe/Paris")
    told = shell("company", "add", "Facebook", "--team", "T0FACEBOOK")
    assert told.code == 2
    assert "--coalition: Coalition, Second" in told.words
    assert shell("company", "add", "Facebook", "--team", "T0FACEBOOK", "--coalition", "second").code == 0
    assert "Facebook" in shell("company", "list", "--coalition", "Second").out
    assert shell("company", "list", "--coalition", "Coalition").out == ""
    assert "“Third”" in shell("company", "list", "--coalition", "Third").words


def test_a_workspaces_token_is_asked_of_slack_kept_sealed_and_never_shown(shell: Shell, database: Database) -> None:
    told = shell("installation", "add", "--token", "xoxb-twitter")
    assert told.code == 0
    assert "Twitter (T0TWITTER) is added" in told.out
    assert "kept with this token now" in shell("installation", "add", "--token", "xoxb-twitter").out
    listed = shell("installation", "list")
    assert "T0TWITTER: bot U0BOTTWITTER" in listed.out
    assert "xoxb" not in told.out + listed.out
    with database.read() as session:
        kept = session.execute(text("SELECT sealed_token FROM installations")).scalar_one()
    assert "xoxb" not in kept
    assert "twitter" not in kept


@pytest.mark.parametrize(
    ("token", "sentence"),
    [("xoxb-of-nobody", "Slack does not take this token: invalid_auth"), ("xoxp-twitter", "begins with xoxb-")],
)
def test_a_token_that_slack_does_not_take_is_not_kept_and_not_repeated(shell: Shell, token: str, sentence: str) -> None:
    told = shell("installation", "add", "--token", token)
    assert told.code == 2
    assert sentence in told.words
    assert token not in told.words
    assert shell("installation", "list").out == ""


def test_without_a_key_no_token_is_kept(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOCSIN_KEY")
    told = shell("installation", "add", "--token", "xoxb-twitter")
    assert told.code == 1
    assert "tocsin key" in told.words


def test_a_coalition_that_is_founded_beside_the_running_bot_gets_its_pinned_messages(
    stage: Stage, shell: Shell
) -> None:
    stage.clock.now = datetime.now(UTC)
    for again in range(2):
        assert shell(*FOUND[:-1], "America/Los_Angeles").code == 0, again
    stage.soon(lambda: all(stage.slack.channel(None, room)["pins"] for room in (stage.room, stage.open_room)))
    assert len(stage.slack.channel(None, stage.room)["pins"]) == 1
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    assert "Log a takedown" in stage.top("U0GRETA")


def test_a_company_that_is_seated_and_a_person_who_is_named_beside_the_running_bot_may_speak_at_once(
    stage: Stage, shell: Shell
) -> None:
    stage.open_doors()
    stage.slack.click("U0STRANGER", "takedown_log", channel=stage.room)
    assert "does not know your company" in stage.top("U0STRANGER")
    stage.slack.close("U0STRANGER")
    shell("company", "add", "Stranger Things", "--team", "T0STRANGER")
    shell("person", "add", "U0LENT", "--company", "Facebook", "--role", "analyst")
    # The shell goes by the clock of this machine, and nothing is shared with a company before it sits.
    stage.clock.now = datetime.now(UTC)
    for person, company in (("U0STRANGER", "Stranger Things"), ("U0LENT", "Facebook")):
        stage.slack.click(person, "takedown_log", channel=stage.room)
        assert f"{company}: 3 blogs" in stage.slack.text(stage.log(person, "3 blogs"))


def test_a_further_workspaces_token_works_without_a_new_start(stage: Stage, shell: Shell) -> None:
    shell("installation", "add", "--token", "xoxb-twitter", "--coalition", "Coalition")

    def typed() -> bool:
        stage.slack.command("U0TESSA", stage.room, "/takedown", "284 Twitter accounts")
        view = stage.slack.view("U0TESSA")
        return view is not None and view["workspace"] == "T0TWITTER"

    stage.soon(typed)


def test_an_installation_is_in_the_trail_of_its_companys_coalition(stage: Stage, shell: Shell) -> None:
    assert shell("installation", "add", "--token", "xoxb-twitter").code == 0
    with stage.database.read() as session:
        noted = session.execute(trail.select().where(trail.c.act == Act.INSTALLED)).one()
    assert (noted.coalition_id, noted.way, noted.detail) == (stage.coalition.id, "shell", "T0TWITTER")
