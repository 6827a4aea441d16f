"""What people and tests see, and how they hear that it changed."""

import json
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
import yaml

from bot.simulator import Denied
from bot.simulator.declared import read
from tests.simulator.small_world import (
    ANA,
    BOB,
    BOT,
    GRETA,
    GUS,
    LOBBY,
    ROOM,
    TWIN_BOT,
    VAULT,
    ZOE,
    Town,
    entry,
    modal,
    town,
    world,
)


def test_people_stand_by_their_company(here: Town) -> None:
    companies = {each["id"]: each for each in here.slack.people()["workspaces"]}
    assert [each["installed"] for each in companies.values()] == [True, False, True, False, False]
    assert companies["T04GRID"]["enterprise"] == "E04GRID"
    assert companies["T01HOST"]["people"] == [
        {"id": ANA, "name": "Ana Lopez", "title": "Lead", "guest": False},
        {"id": GUS, "name": "Gus Guest", "title": "", "guest": True},
    ]


def test_everybody_sees_their_channels_and_the_copies_that_they_may_write_to(here: Town) -> None:
    def rooms(person: str) -> list[str]:
        return [each["id"] for each in here.slack.state(person)["channels"]]

    assert rooms(ANA) == [ROOM, LOBBY, VAULT, "C04ATTIC", BOT, TWIN_BOT]
    assert rooms(BOB) == [ROOM, BOT, TWIN_BOT]
    assert rooms(ZOE) == []
    opened = here.slack.say(BOB, BOT, "hello")["channel"]
    assert rooms(BOB) == [ROOM, opened, TWIN_BOT]
    shown = here.slack.channel(BOB, BOT)
    assert (shown["id"], shown["kind"], shown["name"], shown["shared"]) == (opened, "im", "bell (Host)", True)


def test_who_may_not_write_where(here: Town) -> None:
    with pytest.raises(Denied):
        here.slack.say(BOB, VAULT, "hello")
    with pytest.raises(Denied):
        here.slack.say(ZOE, BOT, "hello")
    with pytest.raises(Denied):
        here.slack.say(ANA, "C04ATTIC", "hello")
    with pytest.raises(Denied):
        here.slack.say(ANA, ROOM, "")
    with pytest.raises(Denied):
        here.slack.join(ZOE, ROOM)
    with pytest.raises(Denied, match="Say channel"):
        here.slack.ask("say", {"as": ANA})
    with pytest.raises(Denied, match="Nobody here"):
        here.slack.state("U0NONE")


def test_what_people_write_is_seen_with_tokens_and_their_company(here: Town) -> None:
    top = here.slack.say(BOB, ROOM, "see @Greta & https://a.example")["ts"]
    here.slack.say(GRETA, ROOM, "seen", thread_ts=top)
    first, second = here.slack.seen(ANA, ROOM)
    assert first["text"] == f"see <@{GRETA}> &amp; <https://a.example>"
    assert (first["name"], first["workspace"], first["bot"]) == ("Bob Noël", "T02PLAIN", False)
    assert second["thread_ts"] == top


def test_all_that_can_be_read_is_flattened(here: Town) -> None:
    here.open(modal(entry("what", {"type": "plain_text_input", "initial_value": "as it was"})))
    words = here.slack.text(here.slack.view(BOB))
    assert all(each in words for each in ("Form", "Send", "what", "as it was"))
    assert here.slack.text(None) == ""


def test_one_waits_for_a_change_without_asking_again_and_again(here: Town) -> None:
    later = threading.Thread(target=lambda: here.slack.say(BOB, ROOM, "now"))
    later.start()
    assert here.slack.wait(lambda: here.slack.seen(ANA, ROOM))[0]["text"] == "now"
    later.join()
    with pytest.raises(TimeoutError):
        here.slack.wait(lambda: False, seconds=0.05)


def test_the_stream_tells_of_every_change(here: Town) -> None:
    with urllib.request.urlopen(f"{here.simulator.url}/_control/stream?as={ANA}", timeout=10) as stream:
        assert stream.readline() == b"event: changed\n"
        version = json.loads(stream.readline().removeprefix(b"data: "))["version"]
        here.slack.say(BOB, ROOM, "now")
        lines = iter(stream.readline, b"")
        newer = next(line for line in lines if line.startswith(b"data: "))
        assert json.loads(newer.removeprefix(b"data: "))["version"] > version


def test_notices_can_be_dismissed_one_by_one_or_all_with_what_was_only_theirs(here: Town) -> None:
    for _ in range(2):
        with pytest.raises(Denied):
            here.slack.command(BOB, ROOM, "/ring")
    here.client().chat_postEphemeral(channel=ROOM, user=BOB, text="psst")
    here.slack.dismiss(BOB, here.slack.state(BOB)["notices"][0]["id"])
    assert len(here.slack.notices(BOB)) == len(here.slack.seen(BOB, ROOM)) == 1
    here.slack.dismiss(BOB)
    assert here.slack.notices(BOB) == here.slack.seen(BOB, ROOM) == []


def test_the_world_has_its_own_time(here: Town) -> None:
    assert here.slack.state()["clock"].startswith("2018-08-24T16:00:")
    here.slack.advance(3600)
    assert here.slack.state()["clock"].startswith("2018-08-24T17:00:")


def test_a_world_must_hold_together() -> None:
    declared = world()
    declared["channels"][0]["members"].append(ZOE)
    declared["channels"][1]["copies"] = ["T02PLAIN"]
    with pytest.raises(ValueError, match=r"U05ZOE is in C01ROOM.*C02LOBBY has the copy of T02PLAIN"):
        read(declared)


def test_a_world_is_read_from_a_file_with_its_manifest_beside_it(tmp_path: Path) -> None:
    declared = world()
    (tmp_path / "manifest.yml").write_text(yaml.safe_dump(declared["app"]["manifest"]))
    declared["app"]["manifest"] = "manifest.yml"
    (tmp_path / "world.yml").write_text(yaml.safe_dump(declared))
    assert read(tmp_path / "world.yml").app.name == "bell"


def test_it_runs_by_itself_until_it_is_told_to_stop(tmp_path: Path) -> None:
    (tmp_path / "world.yml").write_text(yaml.safe_dump(world()))
    command = [sys.executable, "-m", "bot.simulator", str(tmp_path / "world.yml"), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline()
        url = line.removeprefix("Local Slack ready: ").strip()
        with urllib.request.urlopen(f"{url}/_control/people") as answer:
            assert len(json.load(answer)["workspaces"]) == 5
        process.terminate()
        assert process.wait(20) == 0


def test_without_an_app_people_are_told_so() -> None:
    with town() as here:
        here.slack.connect("http://127.0.0.1:9/slack/events")
        assert here.slack.command(ANA, ROOM, "/ring")["error"] == "connection_failed"
        assert here.slack.notices(ANA) == ['/ring failed with the error "dispatch_failed"']
