"""Somebody asks for a file of what was logged: it says before what will be in it, and comes to them alone, once."""

from __future__ import annotations

import csv
import io
import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

from storage import access, audit, exports, people, takedowns
from storage.access import Way
from storage.assets import Asset, Kind, Platform
from storage.people import Role
from storage.reports import Count, Part, Report
from tests.journeys.conftest import Stage
from tests.journeys.test_reading_records import logged, pages_of

GRETA = "U0GRETA"


def carried(stage: Stage, finished: Callable[[], Any]) -> Any:
    """Let time pass, and the porter go, until something is so."""

    def passing() -> Any:
        stage.tocsin.house.wake_porter()
        return finished()

    return stage.soon(passing, 20)


def files_of(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List the files that somebody finds in their direct messages."""
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    return [file for im in ims for message in im["messages"] for file in message["files"]]


def came(stage: Stage, person: str) -> bytes:
    """Wait for the one file, and open it as that person."""
    found = carried(stage, lambda: files_of(stage, person))
    assert len(found) == 1
    with urllib.request.urlopen(f"{stage.simulator.url}{found[0]['url']}?as={person}") as answer:
        return bytes(answer.read())


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def states(stage: Stage) -> list[str]:
    with stage.database.read() as session:
        return list(session.execute(exports.exports.select().with_only_columns(exports.exports.c.state)).scalars())


def asked(stage: Stage, person: str, words: str = "", **fields: Any) -> None:
    """Ask for a file, with a mention, which every company can write, and send the form."""
    stage.mention(person, f"export {words}".strip())
    assert stage.slack.view(person), stage.slack.notices(person)
    stage.slack.submit(person, fields)


def test_a_partner_without_the_app_gets_a_file_of_what_they_can_see(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74, origins=("IR",), summary="=1+1"), pages_of(12))
    account = Count(284, (Asset(Kind.ACCOUNT, Platform.X),))
    logged(stage, "U0TESSA", "T0TWITTER", Report(parts=(Part((account,)),)))
    stage.mention(GRETA, "export")
    told = stage.top(GRETA)
    assert "The file will hold 3 records" in told
    assert "you alone, as a direct message" in told
    assert "kept by Slack and by the company that hosts the channel" in told
    stage.slack.submit(GRETA)
    assert "comes to you as a direct message" in stage.top(GRETA)
    data = came(stage, GRETA)
    assert [(row["company"], row["n"], row["origins"], row["summary"]) for row in rows(data)] == [
        ("Twitter", "284", "", ""),
        ("Facebook", "12", "", ""),
        ("Facebook", "74", "IR", "'=1+1"),
    ]
    (file,) = files_of(stage, GRETA)
    assert file["name"] == "tocsin-2018-08-24.csv"
    stage.slack.wait(lambda: states(stage) == ["sent"])
    for person in ("U0FELIX", "U0TESSA"):
        assert files_of(stage, person) == []
    ims = [channel for channel in stage.slack.state(GRETA)["channels"] if channel["kind"] == "im"]
    said = str([(each["text"], each["blocks"], each["files"]) for im in ims for each in im["messages"]])
    assert not [word for word in ("Google", "Facebook", "Twitter", "TD-", "284", "Coalition") if word in said]


def test_what_was_taken_back_is_marked_and_only_the_newest_revision_is_there(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        token = takedowns.recent(session, who).takedowns[0].token
        takedowns.withdraw(session, who, token, reason="Wrong", form="w", way=Way.FORM, now=stage.clock())
    asked(stage, GRETA, "json")
    whole = json.loads(came(stage, GRETA))
    assert whole["export"]["made_for"] == {"company": "Google", "person": GRETA}
    (record,) = whole["records"]
    assert (record["state"], record["revision"], record["reason"]) == ("withdrawn", 2, "Wrong")


def test_the_list_offers_to_export_what_it_shows(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74, origins=("IR",)), pages_of(12, origins=("RU",)))
    stage.slack.command("U0FELIX", stage.room, "/takedown", "list Iran")
    stage.slack.click("U0FELIX", "takedown_export")
    assert "The file will hold 1 record:" in stage.top("U0FELIX")
    assert "Only those that hold: Iran" in stage.top("U0FELIX")
    stage.slack.submit("U0FELIX", {"format": "json"})
    assert [each["said"]["origins"] for each in json.loads(came(stage, "U0FELIX"))["records"]] == [["IR"]]


@pytest.mark.parametrize("language", ["fr"])
def test_the_verb_has_a_french_name(stage: Stage, language: str) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.command("U0FELIX", stage.room, "/takedown", "exporter json")
    assert "Le fichier contiendra 1 fiche" in stage.top("U0FELIX")


def test_with_nothing_to_export_it_says_so(stage: Stage) -> None:
    stage.slack.command("U0FELIX", stage.room, "/takedown", "export")
    assert "nothing to export" in stage.top("U0FELIX")
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.command("U0FELIX", stage.room, "/takedown", "export Russia csv")
    assert "Nothing that you can see holds these words" in stage.top("U0FELIX")
    # An observer sees nothing of the members', so there is nothing either.
    stage.mention("U0FIRE", "export", stage.open_room)
    assert "nothing to export" in stage.top("U0FIRE")
    assert states(stage) == []


def test_a_stranger_exports_nothing(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.say("U0STRANGER", stage.room, "@tocsin export")
    seen = stage.soon(lambda: [m for m in stage.slack.seen("U0STRANGER", stage.room) if m["ephemeral"]])
    assert "does not know your company" in stage.slack.text(seen[0])
    assert states(stage) == []


def test_who_left_before_it_was_drawn_gets_nothing_and_hears_nothing(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.fault(method="files.getUploadURLExternal", kind="error", error="service_unavailable", times=1)
    asked(stage, GRETA)
    carried(stage, lambda: stage.slack.calls("files.getUploadURLExternal"))
    with stage.database.begin() as session:
        people.leave(session, stage.coalition, GRETA, people.Room.MEMBERS)
    carried(stage, lambda: states(stage) == ["dropped"])
    assert files_of(stage, GRETA) == []


@pytest.mark.parametrize(
    ("fault", "looked"),
    [
        ({"method": "conversations.open", "kind": "http", "status": 503}, 0),
        ({"method": "files.getUploadURLExternal", "kind": "error", "error": "ratelimited"}, 0),
        ({"method": "upload", "kind": "drop_before"}, 0),
        ({"method": "upload", "kind": "drop_after"}, 0),
        ({"method": "files.completeUploadExternal", "kind": "error", "error": "service_unavailable"}, 0),
        ({"method": "files.completeUploadExternal", "kind": "drop_before"}, 1),
        ({"method": "files.completeUploadExternal", "kind": "drop_after"}, 1),
    ],
    ids=str,
)
def test_whatever_goes_wrong_once_one_file_comes(stage: Stage, fault: dict[str, Any], looked: int) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.slack.fault(**fault)
    asked(stage, GRETA)
    assert len(rows(came(stage, GRETA))) == 1
    carried(stage, lambda: states(stage) == ["sent"])
    assert len(files_of(stage, GRETA)) == 1
    shared = [call for call in stage.slack.calls("files.completeUploadExternal") if call["ok"]]
    assert len(shared) == 1
    # Where the answer was lost, it is looked for instead of sent again.
    assert len(stage.slack.calls("conversations.history")) == looked


def test_what_does_not_come_waits_in_the_inbox_and_can_be_tried_again(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.open_doors()
    stage.slack.fault(method="files.getUploadURLExternal", kind="error", error="missing_scope", times=1)
    asked(stage, GRETA)
    carried(stage, lambda: states(stage) == ["failed"])
    ims = stage.soon(lambda: [c for c in stage.slack.state(GRETA)["channels"] if c["kind"] == "im" and c["messages"]])
    assert "did not get through" in stage.slack.text(ims[0]["messages"][-1])
    stage.slack.close(GRETA)
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    assert "grant it files:write" in stage.top(GRETA)
    stage.slack.click(GRETA, "export_again")
    assert len(rows(came(stage, GRETA))) == 1
    carried(stage, lambda: states(stage) == ["sent"])


def test_the_trail_knows_who_asked_and_what_was_sent(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    asked(stage, GRETA)
    came(stage, GRETA)
    carried(stage, lambda: states(stage) == ["sent"])
    with stage.database.read() as session:
        trail = audit.about(session, stage.coalition.id, exports.ABOUT, 1)
    assert [(entry.company, entry.user_id, entry.way, entry.detail) for entry in trail] == [
        ("Google", GRETA, Way.FORM, "asked for csv"),
        ("Google", GRETA, Way.CLOCK, "sent"),
    ]


def inbox_of(stage: Stage, person: str) -> str:
    stage.slack.click(person, "for_me", channel=stage.room)
    told = stage.top(person)
    stage.slack.close(person)
    return told


def test_the_lead_of_the_company_hears_once_a_day_who_exports_and_nobody_else_does(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    stage.open_doors()
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        people.appoint(session, who.company, "U0FRIDA", Role.LEAD, now=stage.clock())
    for _ in range(2):
        stage.slack.command("U0FELIX", stage.room, "/takedown", "export")
        stage.slack.submit("U0FELIX")
        stage.slack.close("U0FELIX", all_=True)
    rung = stage.soon(lambda: doorbells(stage, "U0FRIDA"))
    assert rung == ["Somebody of your company read a lot at once. “For me” says who."]
    assert "exported 1 record" in inbox_of(stage, "U0FRIDA")
    assert "exported" not in inbox_of(stage, GRETA)
    assert "exported" not in inbox_of(stage, "U0FELIX")
    assert doorbells(stage, GRETA) == []


def doorbells(stage: Stage, person: str) -> list[str]:
    ims = [channel for channel in stage.slack.state(person)["channels"] if channel["kind"] == "im"]
    return [message["text"] for im in ims for message in im["messages"] if "read a lot" in message["text"]]


def test_whoever_opens_many_records_within_an_hour_is_told_of_to_their_lead(stage: Stage) -> None:
    logged(stage, "U0GRETA", "T0GOOGLE", *(pages_of(number) for number in range(1, 22)))
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        people.appoint(session, who.company, "U0FRIDA", Role.LEAD, now=stage.clock())
        page = takedowns.recent(session, who, limit=50)
    for record in page.takedowns:
        assert doorbells(stage, "U0FRIDA") == []
        stage.slack.command("U0FELIX", stage.room, "/takedown", f"show {record.reference}")
    assert len(stage.soon(lambda: doorbells(stage, "U0FRIDA"))) == 1
