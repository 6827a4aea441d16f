"""The house's rule: whatever listens refuses strangers, other companies and forged tokens, and tells them nothing.

The tables of the house are the list, so that a new button or form is held to this by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

import handlers
from storage import (
    access,
    acknowledgements,
    agendas,
    audit,
    coalitions,
    commitments,
    companies,
    drafts,
    falling_away,
    intakes,
    meetings,
    minutes,
    outbox,
    people,
    takedowns,
)
from storage.access import Way
from storage.acknowledgements import Reply
from storage.agendas.records import items
from storage.audiences import Audience, Scope
from storage.audit import Act
from storage.companies import Seat
from storage.database import Session
from storage.intakes import Choice
from storage.meetings import Plan
from storage.takedowns import Mark
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import RICH

# Some say behind a colon what was chosen.
CLICKS = sorted(
    [
        *handlers.PAGES.clicks,
        *(f"takedown_reply:{reply}" for reply in Reply),
        *(f"intake_choose:{choice}" for choice in Choice),
    ]
)
FORMS = sorted(handlers.PAGES.forms)
COMMANDS = sorted(handlers.PAGES.commands)
SHORTCUTS = sorted(handlers.PAGES.shortcuts)
# FireEye sits here, and finds itself on the coalition’s page.
SECRETS = ("652 pages", "74 Facebook", "Liberty", "FBI", "Iran", "Two networks", "Zanzibar", "third Thursday", "TD-")


# What a meeting is, and not who was told of it.
_PLANNED = select(*(column for column in meetings.records.meetings.c if column.name != "invite_at"))


class Kept:
    """What Facebook's Frida keeps that nobody else may reach: records, a question to others, drafts."""

    def __init__(self, session: Session, stage: Stage) -> None:
        who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        now = stage.clock()
        record = takedowns.report(session, who, RICH, mark=Mark.AMBER_STRICT, form="rich", way=Way.FORM, now=now)
        body = {"filled": {"what": "74 pages", "summary": "Zanzibar"}, "text": "74 pages in Zanzibar"}
        gone = takedowns.report(session, who, RICH, mark=Mark.AMBER_STRICT, form="gone", way=Way.FORM, now=now)
        tessa = access.recognise(session, team_ids=["T0TWITTER"], user_id="U0TESSA", channel=stage.room)
        audit.note(session, tessa, Act.OPENED, takedowns.ABOUT, gone.id, way=Way.BUTTON, now=now)
        (asked,) = falling_away.recall(
            session, who, gone.token, reason="Zanzibar", form="recall", way=Way.FORM, now=now
        ).questions
        item = agendas.propose(
            session,
            who,
            None,
            agendas.Said("74 pages in Zanzibar"),
            mark=Mark.RED,
            scope=Scope(Audience.PEOPLE),
            form="item",
            way=Way.FORM,
            now=now,
        )
        # So far from now that nobody reads it meanwhile.
        far = now + timedelta(days=900)
        file = intakes.note(session, who, record, file_id="F0FILE", name="Zanzibar.csv", way=Way.FORM, now=far)
        sent = {"files": ["F0SENT Zanzibar.csv"], "text": "74 pages in Zanzibar"}
        draft = drafts.keep(session, who, "takedown", body, now=now)
        words = drafts.keep(session, who, "asked", {"text": "74 pages in Zanzibar"}, now=now)
        felix = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel=stage.room)
        monthly = Plan("UTC", rule="RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0")
        meeting = meetings.plan(session, felix, monthly, now=now)
        (series,) = meetings.series_of(session, felix.coalition)
        held = replace(meeting, starts_at=now)
        begun = minutes.end(session, felix, held, way=Way.FORM, now=now)
        points = minutes.Written(among_members=("Zanzibar",))
        minutes.write(session, felix, begun.token, points, shown=minutes.Written(), way=Way.FORM, now=now)
        day = (now + timedelta(days=5)).date()
        said = commitments.note_for(session, felix, who.company, "Zanzibar", day, form="c", way=Way.FORM, now=now)
        form = {"minutes": begun.token, "shown": {}, "filled": {"among": "Zanzibar"}}
        self.tokens = {
            "minutes": begun.token,
            "commitment": said.token,
            "commitment draft": drafts.keep(session, who, "commitment", {"said": "Zanzibar"}, now=now),
            "decision draft": drafts.keep(session, who, "decision", {"text": "Zanzibar"}, now=now),
            "minutes draft": drafts.keep(session, felix, "minutes", form, now=now),
            "record": record.token,
            "recalled record": gone.token,
            "question to Twitter": asked.token,
            "draft": draft,
            "file": file.token,
            "file sent directly": drafts.keep(session, who, "files", sent, now=now),
            "words": words,
            "agenda item": item.token,
            "meeting": meeting.token,
            "series": series.token,
            "words for a coalition": f"{words}:{stage.coalition.token}",
            "preview": f"{draft}:shown",
            "list": f"{stage.coalition.token}:umbrella",
            "coalition": stage.coalition.token,
            "nothing": "",
            "forged": "AAAAAAAAAAAAAAAAAAAAAA",
        }


@pytest.fixture
def kept(stage: Stage) -> dict[str, str]:
    """The tokens of all that Frida keeps."""
    with stage.database.begin() as session:
        return Kept(session, stage).tokens


def rows(stage: Stage) -> tuple[Any, ...]:
    """Read all that could have been changed."""
    with stage.database.read() as session:
        record = session.execute(takedowns.takedowns.select()).all()
        kept = session.execute(drafts.drafts.select().where(drafts.drafts.c.has_words)).all()
        asked = session.execute(acknowledgements.acknowledgements.select()).all()
        said = session.execute(commitments.commitments.select()).all()
        written = session.execute(minutes.records.points.select()).all()
        # On whose agenda it is follows the meetings that are planned.
        files = session.execute(intakes.intakes.select()).all()
        proposed = session.execute(select(items.c.token, items.c.text, items.c.state, items.c.audience)).all()
        return [*record, *asked, *said, *written, *files, *proposed], kept


def click(action: str, value: str, person: str, team: str, *, channel: str | None = None) -> bytes:
    """Write a click on a button, as Slack signs it."""
    payload: dict[str, Any] = {
        "type": "block_actions",
        "user": {"id": person, "team_id": team},
        "team": {"id": "T0FACEBOOK"},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value, "action_ts": "1.1"}],
        "view": view("", value),
    }
    return signed.interaction(payload | ({"channel": {"id": channel}} if channel else {}))


def view(callback_id: str, private: str) -> dict[str, Any]:
    """Write an open form with some words in it."""
    typed = {"type": "plain_text_input", "value": "Nothing of yours"}
    return {
        "id": "V0FORGED",
        "type": "modal",
        "callback_id": callback_id,
        "hash": "1.a",
        "private_metadata": private,
        "app_installed_team_id": "T0FACEBOOK",
        "state": {"values": {name: {name: typed} for name in ("reason", "summary", "query", "what")}},
    }


def form(callback_id: str, private: str, person: str, team: str) -> bytes:
    """Write a form that is sent, as Slack signs it."""
    payload = {
        "type": "view_submission",
        "user": {"id": person, "team_id": team},
        "team": {"id": team},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "view": view(callback_id, private),
    }
    return signed.interaction(payload)


def answers(stage: Stage, body: bytes, *methods: str) -> str:
    """Send a request, and collect all that the bot said to it: its answer, and what it asked Slack to show.

    What the courier says meanwhile, of this or an earlier request, is among it; `methods` leaves that out.
    """
    before = stage.slack.last_call()
    answer = signed.post(stage.tocsin.url, body)
    assert answer.status == 200
    made = [
        call
        for call in stage.slack.calls(since=before)
        if call["method"].startswith(methods or ("views.", "chat.postE"))
    ]
    return answer.text + str([(call["method"], call["arguments"]) for call in made])


def quiet(said: str) -> None:
    """Check that an answer holds nothing of what Frida keeps, and no failure of ours."""
    leaked = [secret for secret in SECRETS if secret in said]
    assert not leaked, said
    assert "Something went wrong" not in said


STRANGER = ("U0STRANGER", "T0STRANGER")
GOOGLE = ("U0GRETA", "T0GOOGLE")
OBSERVER = ("U0FIRE", "T0FIREEYE")


# So many requests take long: each of these parts has some of the tokens.
PARTS = pytest.mark.parametrize("part", range(3), ids=lambda part: f"part {part + 1}")


def everything(stage: Stage, kept: dict[str, str], part: int, who: tuple[str, str]) -> Iterator[tuple[str, bytes]]:
    """Press and send everything with each of a part's tokens, and name what the token is of.

    Each is tried once, on either kind of database in turn: every listener meets both, and every token does.
    """
    turn = 0 if stage.database.is_sqlite else 1
    for at, (name, value) in enumerate(list(kept.items())[part::3]):
        pressed = [click(action, value, *who) for action in CLICKS]
        sent = [form(callback_id, value, *who) for callback_id in FORMS]
        for body in [*pressed, *sent][(at + turn) % 2 :: 2]:
            yield name, body


@PARTS
@pytest.mark.parametrize("who", [STRANGER, OBSERVER], ids=["a stranger", "an observer"])
def test_every_listener_tells_those_outside_nothing_and_lets_them_change_nothing(
    stage: Stage, kept: dict[str, str], who: tuple[str, str], part: int
) -> None:
    before = rows(stage)
    for _, body in everything(stage, kept, part, who):
        quiet(answers(stage, body))
    assert rows(stage) == before


@PARTS
def test_no_listener_lets_another_company_change_what_is_not_theirs_or_read_what_was_not_sent(
    stage: Stage, kept: dict[str, str], part: int
) -> None:
    """A record is every member's to read; a draft is nobody's but its owner's."""
    before = rows(stage)
    for name, body in everything(stage, kept, part, GOOGLE):
        said = answers(stage, body)
        assert "Zanzibar" not in said, name
        assert "Something went wrong" not in said, (name, body)
    records, waiting = rows(stage)
    assert records == before[0]
    assert [one for one in waiting if one in before[1]] == before[1]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_a_stranger_that_their_company_is_unknown(
    stage: Stage, kept: dict[str, str], command: str
) -> None:
    before = rows(stage)
    for words in (
        "",
        "list",
        "list Iran",
        "show TD-00000",
        "edit TD-00000",
        "withdraw TD-00000",
        "recall TD-00000",
        "help",
        "74 pages",
    ):
        payload = {
            "command": command,
            "text": words,
            "user_id": "U0STRANGER",
            "team_id": "T0STRANGER",
            "channel_id": stage.room,
            "trigger_id": "1.2.3",
            "api_app_id": "A0TOCSIN",
        }
        answer = signed.post(stage.tocsin.url, urlencode(payload).encode())
        assert "does not know your company" in answer.text
    assert rows(stage) == before


@pytest.mark.parametrize("shortcut", SHORTCUTS)
def test_every_shortcut_tells_a_stranger_that_their_company_is_unknown(
    stage: Stage, kept: dict[str, str], shortcut: str
) -> None:
    before = rows(stage)
    payload = {
        "type": "message_action",
        "callback_id": shortcut,
        "user": {"id": "U0STRANGER", "team_id": "T0STRANGER"},
        "team": {"id": "T0STRANGER"},
        "channel": {"id": stage.room},
        "message": {"ts": "1.1", "text": "74 pages"},
        "trigger_id": "1.2.3",
        "api_app_id": "A0TOCSIN",
    }
    said = answers(stage, signed.interaction(payload))
    assert "does not know your company" in said
    quiet(said.replace("74 pages", ""))
    assert rows(stage) == before


@pytest.mark.parametrize("job", handlers.JOBS, ids=lambda job: job.name)
def test_no_job_tells_those_outside_anything(stage: Stage, kept: dict[str, str], job: handlers.Job) -> None:
    """What a job owes to anybody but Facebook, which keeps it all, holds nothing of it."""
    theirs = ("U0FELIX", "U0FRIDA")
    for days in (0, 1, 8, 40, 400):
        job.run(stage.tocsin.house, stage.clock() + timedelta(days=days))
    with stage.database.read() as session:
        sent = outbox.outbox.c
        letters = session.execute(select(sent.user_id, sent.channel, sent.body, sent.about)).all()
    for user_id, channel, body, about in letters:
        # What somebody wrote down of a meeting is for all members in the end.
        is_posted = about == minutes.ABOUT and channel == stage.room
        if user_id not in theirs and not is_posted:
            quiet(f"{channel} {body}")


def test_an_unknown_record_and_one_of_a_coalition_that_is_not_theirs_answer_alike(stage: Stage) -> None:
    with stage.database.begin() as session:
        record = hidden(session, stage)
    said = [
        re.sub(r"[\w-]{22}", "…", answers(stage, click(action, token, *GOOGLE)))
        for action in CLICKS
        for token in (record, "AAAAAAAAAAAAAAAAAAAAAA")
    ]
    assert said[::2] == said[1::2]
    assert not [words for words in ("Liberty", "Two networks", "FBI") if words in "".join(said)]


def hidden(session: Session, stage: Stage) -> str:
    """Log a takedown in a coalition that Google is not in."""
    now = stage.clock()
    second, _ = coalitions.add(
        session,
        "Second",
        channel="C0OTHER",
        open_channel=None,
        host_team=None,
        zone="Europe/Paris",
        language="en",
        now=now,
    )
    facebook, _ = companies.add(session, second, "Facebook", team_ids=["T0FACEBOOK"], seat=Seat.MEMBER, now=now)
    people.meet(session, facebook, "U0FELIX", guest_account=False, now=now)
    who = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FELIX", channel="C0OTHER")
    return takedowns.report(session, who, RICH, mark=Mark.AMBER_STRICT, form="hidden", way=Way.FORM, now=now).token
