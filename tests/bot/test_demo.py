"""`tocsin demo`: what stands when it is ready, what it keeps, and how it ends."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo import scene
from storage.companies import Seat
from storage.people import Role
from storage.story import OPENS_AT
from tests.demo_run import OPEN_ROOM, PROJECT, ROOM, Demo, command, demo

NAMED = {"Amazon", "Apple", "Facebook", "Google", "Microsoft", "Oath", "Snap", "Twitter"}
# What a machine may have in its environment for the real Tocsin, or for everything.
REAL = {
    "SLACK_BOT_TOKEN": "xoxb-real",
    "SLACK_SIGNING_SECRET": "real",
    "SLACK_API_URL": "http://127.0.0.1:1/api/",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
    "TOCSIN_KEY": "none",
    "HTTP_PROXY": "http://127.0.0.1:1",
    "HTTPS_PROXY": "http://127.0.0.1:1",
    "http_proxy": "http://127.0.0.1:1",
}


@pytest.fixture(scope="module")
def ready() -> Iterator[Demo]:
    with demo(**REAL) as running:
        yield running


def test_the_eight_companies_that_the_sources_name_meet_four_that_say_they_are_invented(ready: Demo) -> None:
    companies = [each["name"] for each in ready.slack.people()["workspaces"]]
    assert companies[-1] == "FireEye"
    assert set(companies) > NAMED
    assert len([name for name in companies if name.endswith(" (invented)")]) == 4
    assert len(companies) == 13


def test_people_are_called_by_their_company_and_role(ready: Demo) -> None:
    for company in ready.slack.people()["workspaces"]:
        short = company["name"].removesuffix(" (invented)")
        assert company["people"]
        assert all(person["name"].startswith(f"{short}, ") for person in company["people"])


def test_cards_stand_in_order_under_the_pinned_message_each_at_its_own_time(ready: Demo) -> None:
    slack = ready.slack
    room = next(each for each in slack.state("U0PIGELEAD")["channels"] if each["id"] == ROOM)
    cards = [each for each in room["messages"] if each["bot"]]
    assert room["pins"] == [cards[0]["ts"]]
    titles = [slack.text(each).strip().splitlines()[0] for each in cards[1:]]
    assert [title.partition(":")[0] for title in titles] == ["Microsoft", "Facebook", "Twitter", "Google"]
    days = [datetime.fromtimestamp(float(each["ts"]), UTC) - timedelta(hours=7) for each in cards]
    assert [day.day for day in days] == [20, 21, 21, 21, 23]
    assert {(day.year, day.month) for day in days} == {(2018, 8)}


def test_where_sources_conflict_both_numbers_are_shown(ready: Demo) -> None:
    facebook, google = (
        next(text for text in ready.texts("U0PIGELEAD") if text.strip().startswith(f"{company}:"))
        for company in ("Facebook", "Google")
    )
    assert "652" in facebook
    assert "649" in facebook
    assert "13,466" in google
    assert "about 13,500" in google


def test_the_later_revision_of_twitters_number_has_not_happened_yet(ready: Demo) -> None:
    everything = " ".join(ready.texts("U0PIGELEAD"))
    assert "284" in everything
    assert "770" not in everything


def test_it_is_the_friday_morning_of_the_meeting(ready: Demo) -> None:
    now = datetime.fromisoformat(ready.slack.state("U0FACELEAD")["clock"])
    assert timedelta(0) <= now - OPENS_AT < timedelta(minutes=10)


def test_the_security_firm_sits_in_the_open_channel_only_and_sees_no_record(ready: Demo) -> None:
    channels = {each["id"] for each in ready.slack.state("U0FIRELEAD")["channels"] if each["kind"] == "channel"}
    assert channels == {OPEN_ROOM}
    assert not re.search(r"TD-[0-9A-Z]{5}", " ".join(ready.texts("U0FIRELEAD", OPEN_ROOM)))


def test_a_guest_account_is_told_that_its_company_names_it_first(ready: Demo) -> None:
    ready.slack.click("U0FACEGUES", "takedown_log", channel=ROOM)
    assert "guest account of Facebook" in ready.slack.text(ready.slack.view("U0FACEGUES"))


def test_whoever_logged_something_has_a_receipt_that_tells_nothing_of_it(ready: Demo) -> None:
    direct = next(
        each for each in ready.slack.state("W0GOOGLEAD")["channels"] if each["kind"] == "im" and each["messages"]
    )
    assert "39" not in " ".join(ready.slack.text(each) for each in direct["messages"])


def test_the_bot_asked_slack_for_nothing_that_slack_refuses(ready: Demo) -> None:
    state = ready.slack.state()
    assert state["unknown"] == []
    assert [call for call in state["calls"] if not call["ok"]] == []


def test_what_was_logged_answers_to_people(ready: Demo) -> None:
    slack = ready.slack
    assert slack.command("U0TWITANAL", ROOM, "/takedown", "list Iran")["ok"]
    listed = slack.text(slack.view("U0TWITANAL"))
    assert [word in listed for word in ("652", "284", "39", "6 domains")] == [True, True, True, False]
    slack.close("U0TWITANAL", all_=True)


def test_a_second_demo_runs_beside_the_first(ready: Demo) -> None:
    with demo() as second:
        assert second.url != ready.url
        second.slack.say("U0FACELEAD", ROOM, "Only here")
        assert "Only here" in second.texts("U0TWITLEAD")[-1]
        assert "Only here" not in ready.texts("U0TWITLEAD")[-1]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_ends_cleanly_and_leaves_nothing_behind(how: signal.Signals, tmp_path: Path) -> None:
    with demo(TMPDIR=str(tmp_path)) as running:
        assert list(tmp_path.iterdir())
        assert running.end(how) == 0
        assert running.process.stdout is not None
        assert running.process.stderr is not None
        assert (running.process.stdout.read(), running.process.stderr.read()) == ("", "")
    assert list(tmp_path.iterdir()) == []


def _log(running: Demo, as_: str, words: str) -> str:
    """Log a takedown by the form; its card's ts."""
    slack = running.slack
    before = {each["ts"] for each in slack.seen(as_, ROOM)}
    slack.command(as_, ROOM, "/takedown", words)
    slack.submit(as_)
    slack.submit(as_)
    assert slack.view(as_) is None
    return str(slack.wait(lambda: [each["ts"] for each in slack.seen(as_, ROOM) if each["ts"] not in before])[0])


def test_a_demo_that_is_kept_goes_on_where_it_was(tmp_path: Path) -> None:
    keep = ("--keep", str(tmp_path / "kept"))
    with demo(*keep) as first:
        ts = _log(first, "U0TWITLEAD", "77 accounts from Iran")
        first.slack.say("U0PIGELEAD", ROOM, "Seen")
        before = first.slack.state("U0PIGELEAD")
        assert first.end() == 0
    with demo(*keep, "--language", "fr") as second:
        slack = second.slack
        after = slack.state("U0PIGELEAD")
        assert after["channels"] == before["channels"]
        assert after["clock"] > before["clock"]
        reference = re.search(r"TD-[0-9A-Z]{5}", slack.text(_message(second, ts)))
        assert reference
        slack.command("U0TWITLEAD", ROOM, "/takedown", f"edit {reference[0]}")
        slack.submit("U0TWITLEAD", {"what": "78 accounts", "reason": "One more"})
        slack.submit("U0TWITLEAD")
        slack.wait(lambda: "78" in slack.text(_message(second, ts)))
        assert len(second.texts("U0PIGELEAD")) == len(_channel(after)["messages"])
        second.end()
        assert second.process.stderr is not None
        assert second.process.stderr.read() == "This folder was begun with --language en, and goes on so.\n"


def _channel(state: dict) -> dict:
    return next(each for each in state["channels"] if each["id"] == ROOM)


def _message(running: Demo, ts: str) -> dict:
    return next(each for each in running.slack.seen("U0TWITLEAD", ROOM) if each["ts"] == ts)


def test_a_demo_killed_after_it_was_ready_goes_on_too(tmp_path: Path) -> None:
    keep = ("--keep", str(tmp_path))
    with demo(*keep) as first:
        ts = _log(first, "U0TWITLEAD", "77 accounts from Iran")
        first.slack.wait(lambda: ts in (tmp_path / "slack.json").read_text(encoding="utf-8"))
        first.end(signal.SIGKILL)
    with demo(*keep) as second:
        assert "77" in second.slack.text(_message(second, ts))


def test_a_demo_that_was_stopped_while_it_told_its_past_begins_again(tmp_path: Path) -> None:
    (tmp_path / "demo.sqlite3").write_bytes(b"half a story")
    (tmp_path / "tocsin.sqlite3").write_bytes(b"somebody's real one")
    with demo("--keep", str(tmp_path)) as running:
        assert len([text for text in running.texts("U0TWITLEAD") if "TLP:CLEAR" in text]) == 4
    assert (tmp_path / "tocsin.sqlite3").read_bytes() == b"somebody's real one"


def test_a_folder_is_for_one_demo_at_a_time(tmp_path: Path) -> None:
    with demo("--keep", str(tmp_path)):
        _refused("--keep", str(tmp_path), because="in use by another demo")


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        _refused("--port", port, because=f"--port {port} cannot be listened on")


def test_a_language_that_is_not_spoken_is_said_in_a_sentence() -> None:
    _refused("--language", "de", because="choose one of en, fr")


def _refused(*options: str, because: str) -> None:
    ended = subprocess.run(command(*options), cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert because in ended.stderr
    assert "Traceback" not in ended.stderr


def test_in_french_the_coalition_speaks_french() -> None:
    with demo("--language", "fr") as running:
        names = [person["name"] for each in running.slack.people()["workspaces"] for person in each["people"]]
        assert "Facebook, responsable" in names
        texts = running.texts("U0LANTLEAD")
        google = next(text for text in texts if text.strip().startswith("Google"))
        assert "39 chaînes YouTube" in google
        assert re.search(r"13\s466", google)
        assert re.search(r"près de 13\s500", google)
        assert "Log a takedown" not in " ".join(texts)


@pytest.mark.parametrize("language", scene.LANGUAGES)
def test_the_world_file_holds_together(language: str) -> None:
    said = scene.read(language)
    parties = said.cast(_NoCipher()).parties  # type: ignore[arg-type]
    assert len([party for party in parties if party.seat is Seat.MEMBER]) == 12
    for party in parties:
        assert [player.role for player in party.players].count(Role.LEAD) == 1, party.name
    people = {each["id"]: each for each in said.declared["people"]}
    assert len(people) == len(said.declared["people"])
    assert [each["id"] for each in people.values() if each.get("guest")] == ["U0FACEGUES"]
    assert all(isinstance(each["name"], str) and isinstance(each["title"], str) for each in people.values())
    for line in said.said:
        channel = next(each for each in said.declared["channels"] if each["id"] == line.channel)
        assert line.by in channel["members"]


class _NoCipher:
    def seal(self, token: str) -> str:
        return token
