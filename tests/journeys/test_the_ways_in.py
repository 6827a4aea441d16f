"""/coalition check: company by company, which ways in work, and what to do for those that do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from bot.simulator import Simulator, running
from handlers import lifecycle
from handlers.coalition import trying
from storage import access, companies, trials
from storage.companies import Seat
from tests.journeys import signed
from tests.journeys.conftest import WORLD, Stage


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """The local Slack, in which Google may only post in the members' channel."""
    declared = yaml.safe_load(WORLD.read_text())
    declared["app"]["manifest"] = yaml.safe_load((WORLD.parent / declared["app"]["manifest"]).read_text())
    declared["channels"][0]["limited"] = ["T0GOOGLE"]
    with running(declared) as simulator:
        yield simulator


def check(stage: Stage, person: str = "U0FELIX") -> str:
    """Open the page by the pinned message, and give what stands on it."""
    if stage.slack.view(person) is not None:
        stage.slack.close(person, all_=True)
    stage.slack.click(person, "coalition_open", channel=stage.room)
    stage.slack.click(person, "check_open")
    return stage.top(person)


def direct(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List what the bot wrote to somebody directly."""
    rooms = [each for each in stage.slack.state(person)["channels"] if each["with"] == "U0BOTFACEBOOK"]
    return [each for each in rooms[0]["messages"] if each["bot"]]


def whispers(stage: Stage, person: str, channel: str | None = None) -> list[dict[str, Any]]:
    """List what only this person sees in a channel."""
    return [each for each in stage.slack.seen(person, channel or stage.room) if each["ephemeral"]]


def bring(stage: Stage) -> None:
    """Let the clock's job send the files that are due."""
    trying.bring_files(stage.tocsin.house, stage.clock())


def attempt(stage: Stage, person: str) -> None:
    """Open the form from the message in the channel, and send it."""
    stage.slack.click(person, "check_try", channel=stage.room)
    stage.slack.submit(person)
    bring(stage)


@pytest.mark.parametrize(("person", "company"), [("U0GRETA", "Google"), ("U0MIRA", "Microsoft"), ("U0SASHA", "Snap")])
def test_one_person_proves_every_way_for_a_company_without_the_app(stage: Stage, person: str, company: str) -> None:
    stage.open_doors()
    slack = stage.slack
    assert "Nothing was seen to work yet" in check(stage)
    slack.click("U0FELIX", "check_ask")
    stage.soon(lambda: "check_try" in str(slack.seen(person, stage.room)))
    attempt(stage, person)
    slack.close(person, all_=True)
    stage.soon(lambda: whispers(stage, person))
    slack.click(person, "check_here:ephemeral", channel=stage.room)
    assert "Not seen yet for your company: direct message and file" in slack.text(whispers(stage, person)[-1])
    stage.soon(lambda: [one for one in direct(stage, person) if "check_here" in str(one["blocks"])])
    stage.soon(lambda: [one for one in direct(stage, person) if one["files"]])
    slack.click(person, "check_here:direct", channel="U0BOTFACEBOOK")
    slack.click(person, "check_here:file", channel="U0BOTFACEBOOK")
    stage.soon(lambda: [one for one in direct(stage, person) if "files arrive" in slack.text(one)])
    assert f"Everything works for: {company}" in check(stage).replace("*", "")
    # One file came, under a name that tells nothing.
    files = [name["name"] for one in direct(stage, person) for name in one["files"]]
    assert files == ["tocsin.txt"]


def test_the_page_says_for_each_gap_what_to_do(stage: Stage) -> None:
    stage.open_doors()
    said = check(stage)
    for advice in ("only to post", "press once more", "For me", "share a channel with it", "tocsin export"):
        assert advice in said
    assert "Everything was seen to work for 0 of 5 member companies" in said
    assert "FireEye" in said


def test_what_is_seen_anyway_counts(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    stage.log("U0GRETA")
    stage.slack.say("U0MIRA", stage.room, "<@U0BOTFACEBOOK> hello")
    stage.soon(lambda: whispers(stage, "U0MIRA"))
    stage.slack.click("U0MIRA", "for_me", channel=stage.room)
    stage.slack.command("U0TESSA", stage.room, "/takedown", "list")
    said = check(stage).replace("*", "")
    google, microsoft, twitter = (
        said.partition(f"\n{name}\n")[2].partition("Not seen")[0] for name in ("Google", "Microsoft", "Twitter")
    )
    assert "button" in google
    assert "form" in google
    assert "mention" in microsoft
    assert "answer for one person alone" in microsoft
    assert "command" in twitter


def test_everybody_else_sees_their_own_companys_line_only(stage: Stage) -> None:
    stage.open_doors()
    attempt_from_page(stage, "U0GRETA")
    for person, own in (("U0GRETA", "Google"), ("U0MIRA", "Microsoft"), ("U0FIRE", "FireEye")):
        room = stage.open_room if person == "U0FIRE" else stage.room
        stage.slack.click(person, "coalition_open", channel=room)
        stage.slack.click(person, "check_open")
        said = stage.top(person)
        assert own in said
        assert not [other for other in ("Google", "Microsoft", "Facebook", "FireEye") if other != own and other in said]
        assert "check_ask" not in str(stage.slack.view(person))


def attempt_from_page(stage: Stage, person: str) -> None:
    """Try it from the page, without any message in the channel."""
    stage.slack.click(person, "coalition_open", channel=stage.room)
    stage.slack.click(person, "check_open")
    stage.slack.click(person, "check_try")
    stage.slack.submit(person)
    stage.slack.close(person, all_=True)


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("files.getUploadURLExternal", "slack_connect_file_upload_sharing_blocked", "did not take the file"),
        ("conversations.open", "cannot_dm_bot", "did not take the direct message"),
    ],
)
def test_what_slack_refuses_is_named(stage: Stage, method: str, error: str, said: str) -> None:
    stage.open_doors()
    stage.slack.fault(method=method, kind="error", error=error, times=9)
    attempt_from_page(stage, "U0GRETA")
    bring(stage)
    stage.soon(lambda: f"{said}: {error}" in check(stage))


def test_a_company_that_may_only_post_is_named_so(stage: Stage) -> None:
    stage.open_doors()
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    assert check(stage).count("may only post in the channel") == 1


def test_a_file_whose_sender_died_is_sent_by_the_next_trial(stage: Stage) -> None:
    """No file of a trial is sent twice; whoever tries once more gets another."""
    stage.open_doors()
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel=stage.room)
        trials.begin(session, who, now=stage.clock())
        assert len(trials.take_due(session, now=stage.clock())) == 1
    bring(stage)
    assert not [one for one in direct(stage, "U0GRETA") if one["files"]]
    attempt_from_page(stage, "U0GRETA")
    stage.slack.wait(lambda: bring(stage) or [one for one in direct(stage, "U0GRETA") if one["files"]])
    stage.clock.advance(minutes=5)
    bring(stage)
    assert len([one for one in direct(stage, "U0GRETA") if one["files"]]) == 1


def test_nobody_confirms_for_somebody_else(stage: Stage) -> None:
    stage.open_doors()
    attempt_from_page(stage, "U0GRETA")
    bell = stage.soon(lambda: [one for one in direct(stage, "U0GRETA") if "check_here" in str(one["blocks"])])[0]
    token = next(one["value"] for block in bell["blocks"] for one in block.get("elements", ()) if "value" in one)
    for user, team in (("U0MIRA", "T0MICROSOFT"), ("U0STRANGER", "T0STRANGER"), ("U0OTTO", "T0GOOGLE")):
        body = signed.interaction(
            {
                "type": "block_actions",
                "user": {"id": user, "team_id": team},
                "team": {"id": "T0FACEBOOK"},
                "api_app_id": "A0TOCSIN",
                "trigger_id": "1.2.3",
                "actions": [{"type": "button", "action_id": "check_here:file", "value": token, "action_ts": "1.1"}],
                "channel": {"id": stage.room},
            }
        )
        assert signed.post(stage.tocsin.url, body).status == 200
    assert "file" in check(stage).partition("Google")[2].partition("Not seen yet")[2].partition("\n")[0]


def test_a_guest_is_not_let_to_try(stage: Stage) -> None:
    stage.open_doors()
    with stage.database.begin() as session:
        fireeye = companies.companies.c.name == "FireEye"
        session.execute(companies.companies.update().where(fireeye).values(seat=Seat.GUEST))
    stage.slack.command("U0FELIX", stage.room, "/coalition", "check")
    stage.slack.click("U0FIRE", "coalition_open", channel=stage.open_room)
    assert "check_open" not in str(stage.slack.view("U0FIRE"))


def test_only_those_who_coordinate_ask_the_channel(stage: Stage) -> None:
    stage.open_doors()
    pressed = {"type": "button", "action_id": "check_ask", "value": stage.coalition.token, "action_ts": "1.1"}
    body = signed.interaction(
        {
            "type": "block_actions",
            "user": {"id": "U0GRETA", "team_id": "T0GOOGLE"},
            "team": {"id": "T0FACEBOOK"},
            "api_app_id": "A0TOCSIN",
            "trigger_id": "1.2.3",
            "actions": [pressed],
            "channel": {"id": stage.room},
        }
    )
    signed.post(stage.tocsin.url, body)
    stage.later(5)
    assert "check_try" not in str(stage.slack.seen("U0GRETA", stage.room))


def test_the_command_reaches_it_in_french_too(stage: Stage) -> None:
    stage.slack.command("U0FELIX", stage.room, "/coalition", "vérifier")
    assert "Ways in" in stage.top("U0FELIX")
