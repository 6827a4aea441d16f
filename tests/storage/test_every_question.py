"""Every question to storage is called by those who may know nothing: it tells them nothing, and changes nothing.

A new question is found by itself; one that takes something that is not known here fails until it is given.
"""

from __future__ import annotations

import ast
import importlib
import itertools
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import (
    access,
    agendas,
    commitments,
    companies,
    departures,
    drafts,
    exports,
    exposures,
    falling_away,
    holds,
    indicators,
    intakes,
    meetings,
    minutes,
    people,
    prompts,
    retention,
    strays,
    takedowns,
    updates,
)
from storage.access import Speaker, Way
from storage.acknowledgements import Reply, acknowledgements
from storage.agendas.records import items as agenda_items
from storage.agendas.records import supports as agenda_supports
from storage.approvals import Deed
from storage.assets import Asset, Kind
from storage.audiences import Audience, Mark, Scope, grants
from storage.audit import Act
from storage.bulk import What
from storage.companies import Seat
from storage.database import Database, Session
from storage.decisions import Option
from storage.digests import Wish
from storage.errors import Refusal
from storage.indicators import Indicator, IndicatorType, Listed
from storage.meetings import Plan
from storage.minutes import Presence, Written
from storage.people import Role, Room
from storage.periods import Period
from storage.proofs import Means
from storage.reports import Count, Part, Report
from storage.updates import Content
from tests.storage.seats import NOW, coalition, seat

STORAGE = Path(__file__).parents[2] / "storage"
SECRET = "umbrella"
LATER = NOW + timedelta(hours=1)
HELD = Listed(Indicator(IndicatorType.DOMAIN, f"{SECRET}.example"), SECRET, comment=SECRET)

# Who calls one of these was given what it takes: a record that was read for them, a question that was shown to them.
TAKES_WHAT_WAS_READ = {
    "Takedown",
    "Update",
    "Minutes",
    "Iterable[Takedown]",
    "Question",
    "Hold",
    "Company",
    "Agreed",
    "Workspace",
    "Joiner",
    "Meeting",
    "Iterable[tuple[Company, Person]]",
    "Contents",
    "Sequence[Item]",
}
WRITES_ONLY = {
    "updates.tap": "the speaker's own company's answer; tests/storage/test_updates.py says who may",
    "prompts.hand_on": "for the speaker's own company; tests/storage/test_updates.py says who may",
    "figures.agree": "the speaker's own company's word; tests/storage/test_figures_compared.py says who may give it",
    "audit.note": "the trail of whoever speaks, which it does not read",
    "leaving.leave": "what it ends is the speaker's own company's; tests/storage/test_leaving.py says who may",
}

# Who asks, or for whom it is asked.
ASKING = {"speaker": "Speaker", "reader": "Reader"}


def by(who: str, ask: Callable[..., object]) -> Callable[..., object]:
    """Let whoever asks come second, whatever the question calls them."""
    return lambda session, speaker, **given: ask(session, **{who: speaker}, **given)


def questions() -> Iterator[tuple[str, Callable[..., object], dict[str, str]]]:
    """Find every public function of storage that is asked by a speaker, or for a reader, with what else it takes."""
    for path in sorted(STORAGE.rglob("*.py")):
        below = path.relative_to(STORAGE)
        if "migrations" in below.parts:
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                takes = {
                    each.arg: ast.unparse(each.annotation)
                    for each in (*node.args.args, *node.args.kwonlyargs)
                    if each.annotation
                }
                who = [each for each in ASKING if takes.get(each) == ASKING[each]]
                if takes.get("session") == "Session" and who:
                    module = importlib.import_module(".".join(("storage", *below.with_suffix("").parts)))
                    name = f"{below.parts[0].removesuffix('.py')}.{node.name}"
                    yield (
                        name,
                        by(who[0], getattr(module, node.name)),
                        {k: takes[k] for k in takes if k not in {"session", *who}},
                    )


ASKED = {
    name: (ask, takes)
    for name, ask, takes in questions()
    if name not in WRITES_ONLY and not set(takes.values()) & TAKES_WHAT_WAS_READ
}


class Ground:
    """A coalition in which Facebook keeps what nobody else may know, and those who ask for it."""

    def __init__(self, session: Session) -> None:
        one, two = coalition(session, "One", "C0ONE"), coalition(session, "Two", "C0TWO")
        frida = self._as(session, seat(session, one, "Facebook"), Role.LEAD)
        google = seat(session, one, "Google")
        observer = seat(session, one, "FireEye", Seat.OBSERVER)
        elsewhere = self._as(session, seat(session, two, "Google"), Role.LEAD, Role.COORDINATOR)
        lent = people.meet(session, google.company, "U0LENT", guest_account=True, now=NOW)
        self.secrets: list[str] = []
        self.tokens = self._keep(session, frida)
        self.outsiders = {
            "a member who is not among those chosen": self._as(session, google, Role.LEAD),
            "an observer": observer,
            "a guest": replace(observer, company=replace(observer.company, seat=Seat.GUEST)),
            "another coalition's member": elsewhere,
            "an account that is lent": Speaker(one, google.company, lent, "U0LENT"),
        }
        self.values: dict[str, list[Any]] = {
            "coalition": [one],
            "period": [Period.of("2018-W34")],
            "agrees": [True, False],
            "n": [3],
            "by_company": [True, False],
            "periods": [[Period.of("2018-W34")]],
            "token": [*self.tokens, "", "AAAAAAAAAAAAAAAAAAAAAA"],
            "reference": self.references,
            "references": [self.references[:1], ()],
            "takedown_id": self.ids,
            "record_id": self.ids,
            "about_id": self.ids,
            "question_id": [*range(1, 4)],
            "held": [self.ids],
            "takedown_ids": [self.ids],
            "draft": self.tokens,
            "before": ["", *self.tokens[:1]],
            "words": [[], [[SECRET[:4]]], [["facebook"]]],
            "form": ["a form"],
            "matter": ["theirs"],
            "reason": ["none"],
            "start": [0, 30],
            "said": [Report(parts=(Part((Count(3, (Asset(Kind.PAGE),)),)),))],
            "mark": [Mark.AMBER],
            "scope": [Scope()],
            "correction": [False],
            "forced": [True, False],
            "how_often": [Wish.WEEKLY],
            "absent": [None],
            "recalled": [True, False],
            "lines": [[SECRET]],
            "instead": ["…"],
            "indicator": [HELD.indicator],
            "search": ["", SECRET],
            "choice": list(intakes.Choice),
            "sha256": ["a" * 64],
            "size": [3],
            "lease": [timedelta(minutes=1)],
            "rewrite": [lambda body: body],
            "base": [1],
            "limit": [50],
            "name": ["Facebook"],
            "seat": [Seat.GUEST],
            "team_ids": [("T0FACEBOOK",)],
            "deed": list(Deed),
            "payload": [{}],
            "means": [list(Means)],
            "kind": ["takedown"],
            "body": [{}],
            "has_words": [True],
            "format_": ["csv"],
            "file": list(exports.Kind),
            "leaving": [True, False],
            "shown": [{}],
            "wanted": [{retention.Kind.RECORDS: 30}],
            "role": [Role.ANALYST],
            "reply": [next(iter(Reply))],
            "meant": [Plan("UTC", starts_at=LATER + timedelta(days=1))],
            "coming": list(meetings.Reply),
            "deputy_id": [None],
            "text": ["something else"],
            "audience": [Audience.MEMBERS],
            "meeting_id": [self.meeting.id],
            "meeting": [self.meeting],
            "content": [Content(work="nothing of theirs")],
            "answer": list(updates.Kind),
            "proposal": [agendas.Said("theirs")],
            "tokens": [self.tokens],
            "kept": [self.ids],
            "prompt_id": [*range(1, 4)],
            "commitment_id": self.ids,
            "decision_id": self.ids,
            "minutes_id": self.ids,
            "option": [0, 1],
            "options": [(Option("For"), Option("Against"))],
            "secret": [True, False],
            "closes_at": [LATER + timedelta(days=1)],
            "rule": [""],
            "presence": [Presence.PRESENT],
            "remark": ["nothing"],
            "days": [3],
            "room": [Room.MEMBERS],
            "record": [takedowns.takedowns],
            "what": [What.OPENED, takedowns.ABOUT],
            "records": [3],
            "owner_id": [frida.company.id],
            "day": [NOW.date()],
            "until": [LATER],
            "since": [NOW - timedelta(days=9)],
            "act": [Act.OPENED],
            "about": [takedowns.ABOUT],
            "detail": [""],
            "way": [Way.BUTTON],
            "now": [LATER],
        }

    @staticmethod
    def _as(session: Session, speaker: Speaker, *roles: Role) -> Speaker:
        for role in roles:
            people.appoint(session, speaker.company, speaker.user_id, role, now=NOW)
        found = access.seat_of(session, speaker.person_id)
        assert found is not None
        return found

    def _keep(self, session: Session, frida: Speaker) -> list[str]:
        """Let Facebook keep one of each; nobody but Frida has ever read any of them."""
        said = Report(summary=SECRET, parts=(Part((Count(74, (Asset(Kind.PAGE),)),)),))
        scopes = (
            Scope(Audience.PEOPLE),
            Scope(Audience.COMPANIES),
            Scope(not_before=NOW + timedelta(days=1)),
        )
        mine = [
            takedowns.report(
                session, frida, said, mark=Mark.AMBER, scope=scope, form=f"form {n}", way=Way.FORM, now=NOW
            )
            for n, scope in enumerate(scopes)
        ]
        brought = [self._bring(session, frida, one) for one in mine]
        recalled = falling_away.recall(
            session, frida, mine[1].token, reason=SECRET, form="recall", way=Way.FORM, now=NOW
        ).record
        draft = drafts.keep(session, frida, "takedown", {"text": SECRET}, now=NOW)
        export = exports.request(session, frida, form="export", format_="csv", way=Way.FORM, now=NOW)
        hold = holds.place(session, frida, matter=SECRET, form="hold", way=Way.FORM, now=NOW)
        assert export is not None
        people.meet_outsider(session, frida.coalition, "U0STRAY", team="T0STRAY", is_bot=False, room=Room.MEMBERS)
        (stray,) = strays.notice(session, frida.coalition, now=NOW).new
        promised = commitments.note_for(
            session, frida, frida.company, SECRET, LATER.date(), form="promise", way=Way.FORM, now=NOW
        )
        gone = departures.begin(session, frida.coalition, frida.company, by=frida, reason=SECRET, now=NOW)
        assert frida.person is not None
        felix = replace(frida, person=replace(frida.person, roles=frida.person.roles | {Role.COORDINATOR}))
        exposures.of_leak(session, felix, [one.reference for one in mine], way=Way.FORM, now=NOW)
        soon = Plan("UTC", starts_at=LATER + timedelta(days=2))
        self.meeting = meetings.plan(session, felix, soon, way=Way.FORM, now=NOW)
        prompts.keep(session, limit=9, now=NOW)
        word = Content(work=SECRET, problems=(SECRET,), takedowns=tuple(one.id for one in mine))
        item = agendas.propose(
            session,
            frida,
            self.meeting,
            agendas.Said(SECRET),
            mark=Mark.RED,
            scope=Scope(Audience.PEOPLE),
            form="item",
            way=Way.FORM,
            now=NOW,
        )
        before = updates.save(
            session,
            frida,
            self.meeting,
            word,
            mark=Mark.AMBER,
            scope=Scope(Audience.COMPANIES),
            base=0,
            form="update",
            way=Way.FORM,
            now=NOW,
        )
        self.minutes = minutes.begin(session, frida.coalition, self.meeting, now=NOW)
        points = Written(among_members=(SECRET,))
        minutes.write(session, felix, self.minutes.token, points, shown=Written(), way=Way.FORM, now=NOW)
        report = exposures.waiting(session, frida, now=NOW)[0]
        self.ids = [one.id for one in mine]
        self.references = [one.reference for one in mine]
        # So many pages.
        secrets = [SECRET, "n=74,"]
        self.secrets = [*secrets, *self.references, *(one.token for one in mine), draft, export.token, hold.token]
        self.secrets += [stray.token, gone.token, report.token]
        more = [promised.token, before.token, self.minutes.token, item.token, *brought]
        self.secrets += more
        told = [stray.token, gone.token, report.token, *more]
        return [*(one.token for one in mine), recalled.token, draft, export.token, hold.token, *told]

    @staticmethod
    def _bring(session: Session, frida: Speaker, record: takedowns.Takedown) -> str:
        """Let a file be read into a record, which counts otherwise than its form."""
        sent = intakes.note(session, frida, record, file_id="F0FILE", name=SECRET, way=Way.FORM, now=NOW)
        claimed = intakes.claim(session, lease=timedelta(minutes=1), now=NOW)
        assert claimed is not None
        intakes.stage(session, claimed, [HELD], until=LATER)
        counts = (Count(3, (Asset(Kind.PAGE),)),)
        intakes.publish(session, claimed, intakes.Gathered(counts=counts), now=NOW)
        return sent.token

    def calls(self, takes: dict[str, str]) -> Iterator[dict[str, Any]]:
        """Give everything that a question may be called with."""
        unknown = set(takes) - set(self.values)
        assert not unknown, f"nobody has said here what to give as {sorted(unknown)}"
        for values in itertools.product(*(self.values[name] for name in takes)):
            yield dict(zip(takes, values, strict=True))


KEPT = (
    *(takedowns.takedowns, takedowns.revisions, grants, drafts.drafts, exports.exports),
    *(
        acknowledgements,
        commitments.commitments,
        *(updates.updates, updates.revisions),
        meetings.records.meetings,
        *(minutes.minutes, minutes.records.points, minutes.records.presences),
        *(agenda_items, agenda_supports),
        holds.holds,
        people.roles,
        companies.companies,
    ),
    *(intakes.intakes, indicators.indicators),
    *(strays.strays, departures.departures, exposures.exposures, exposures.exposure_reports, exposures.exposed),
)


def rows(session: Session) -> set[str]:
    """Read all that is kept."""
    return {repr((table.name, *row)) for table in KEPT for row in session.execute(select(table))}


class UndoneError(Exception):
    """Ends a transaction that was only a try."""


@pytest.mark.parametrize("name", sorted(ASKED))
def test_a_question_tells_those_outside_nothing_and_lets_them_change_nothing(database: Database, name: str) -> None:
    ask, takes = ASKED[name]
    with database.begin() as session:
        ground = Ground(session)
        before = rows(session)
    for who, speaker in ground.outsiders.items():
        for given in ground.calls(takes):
            with suppress(UndoneError, Refusal), database.begin() as session:
                told = repr(ask(session, speaker, **given))
                assert [secret for secret in ground.secrets if secret in told] == [], (who, given)
                assert before <= rows(session), (who, given)
                raise UndoneError


def test_whoever_it_is_for_is_told(database: Database) -> None:
    """The ground is worth something: Frida finds what nobody else does."""
    with database.begin() as session:
        ground = Ground(session)
        (frida,) = [one for one in access.seats_of(session, ["T0FACEBOOK"], "U0FRIDA") if one.coalition.name == "One"]
        told = [
            takedowns.recent(session, frida, words=[[SECRET]]),
            takedowns.by_reference(session, frida, ground.references[2]),
            drafts.waiting(session, frida, now=LATER),
            holds.of_speaker(session, frida),
            indicators.of_takedown(session, frida, ground.tokens[0]),
            indicators.find(session, frida, HELD.indicator),
            intakes.waiting(session, frida, now=LATER),
        ]
    assert all(SECRET in repr(each) for each in told)
