"""Every question to storage has a speaker whom access.py is asked about, but for a short list with a reason each."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from storage import access, coalitions, companies, drafts, knocks, people, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind
from storage.companies import Seat
from storage.database import Database, Session
from storage.errors import GuestAccount, NotSeated, NotYours, Unknown
from storage.people import Role
from storage.reports import Count, Part, Report
from storage.takedowns import Mark, Takedown

PROJECT = Path(__file__).parents[2]

# What somebody said, and what stands for it. Who there is at all is read by guards.py, before anybody is a speaker.
RECORDS = {
    *("Takedown", "Revision", "Page", "Draft", "Knock", "Entry", "Letter", "Standing", "Body", "Report"),
    *("Question", "Answered", "Changed"),
    *("Export", "Origin", "Bulk", "Hold", "Kept", "WrittenOut"),
    *("Figures", "Usual", "Comparison"),
    *("Commitment", "Decision", "Minutes", "Item"),
    *("Intake", "Published", "Gathered"),
}
GIVES_RECORDS_WITHOUT_A_SPEAKER = {
    "commitments.by_id": "what somebody just changed, or is to be reminded of; the package does not offer it",
    "commitments.take_due": "the clock's: whoever is rung is rung about what is their own company's",
    "decisions.by_id": "what somebody just changed, and the clock's; nothing tells what was chosen in secret",
    "decisions.close_due": "the clock's, and told in the members' channel",
    "decisions.to_close": "the same",
    "minutes.begin": "the clock's, or whoever ends a meeting that is theirs to end",
    "minutes.due": "the clock's",
    "minutes.of_meeting": "how far the minutes of a meeting are, and not what they say",
    "minutes.to_draw": "the clock's",
    "drafts.open_one": "a draft tells whose it is: the ids that Slack signed for must be its owner's",
    "drafts.take": "the same",
    "audit.about": "the trail of one record, which no page shows yet",
    "outbox.claim": "the courier's, who asks storage/sending.py before each letter",
    "outbox.placed": "what `outbox.want` was given, with the picture's name in it; the package does not offer it",
    "outbox.standing": "how far a letter is, never what it says; no page shows it yet",
    "outbox.dead_letters_about": "that letters to a channel died, never what they say; for those who coordinate",
    "outbox.dead_letters_of": "the asker's own letters, and never what they say",
    "outbox.dropped_letters_of": "the same",
    "outbox.held_letters_of": "the same",
    "intakes.claim": "the worker's, who reads a file in its sender's name",
    "intakes.publish": "the same: the record is read for the file's sender, and given to nobody else",
    "exports.claim": "the porter's, who asks for whoever wanted the file when it is drawn and when it is sent",
    "exports.holding": "the copies that a recall reaches, never what they say",
    "exports.one": "a row of its own, for the questions beside it; the package does not offer it",
    "exports.by_operator": "the operator's own, at the shell",
    "exports.origins": "whose copies there are, for the operator who traces one at the shell",
    "holds.as_seen_by": "what a holder could read, for the operator who writes it out at the shell",
    "holds.written_out": "the same, hold by hold; the hold's own trail notes it",
    "takedowns.release": "the clock's: each record with its own author, for whom it is read",
    "story.log": "the demo's past, told before anybody is there",
}
# What the pages that serve people may ask before they know who speaks, or of what is no record.
PAGES_MAY_ASK = {
    "absences.deputy_for": "who stands in for somebody whom the asker may choose and has chosen",
    "access.readers": "for whom to ring, of those whom it asks visible_to about one by one",
    "audiences.choices": "who sits here, for a member who may choose among them",
    "audiences.named": "those whom the asker's own company chose",
    "outbox.replace_what_stands": "it only writes, and the courier asks again",
    "takedowns.release": "the clock's: each record goes to its own author",
    "access.seats_of": "which seat of the asker's own a form that was left belongs to",
    "access.user_of": "whom a dead letter belonged to, to ring for them",
    "acknowledgements.coalition_of": "where to look for the speaker, as for a takedown",
    "acknowledgements.to_tell": "whom to ring about an answer that somebody just gave; who may read the record only",
    "coalitions.by_id": "the coalition of a dead letter",
    "coalitions.by_token": "the one of several that a person was offered",
    "drafts.change": "a draft that its owner opened in the same transaction",
    "drafts.open_one": "it answers nobody but its owner",
    "drafts.take": "it answers nobody but its owner",
    "exports.coalition_of": "where to look for the speaker, as for a takedown",
    "headcounts.of": "how many a card is seen by, for whoever may send one",
    "once.first_time": "an event's id",
    "outbox.dead_letters_of": "the asker's own",
    "outbox.dropped_letters_of": "the asker's own",
    "outbox.held_letters_of": "the asker's own",
    "outbox.retract": "it only takes away",
    "sending.may_change": "whether a card can still be redrawn, for whoever just erased words from it",
    "outbox.want": "it only writes, and the courier asks again",
    "outbox.want_several": "the same",
    "meetings.before": "the meeting before one that the asker may know of, for the hour since when takedowns count",
    "meetings.by_id": "the meeting of an update or a prompt that was found for the asker",
    "meetings.coalition_of": "where to look for the speaker, as for a takedown",
    "updates.coalition_of": "the same",
    "prompts.coalition_of": "the same",
    "updates.was_sent": "it answers nobody but the sender",
    "updates.who_answered": "that companies answered, never what; the page asks before whether somebody coordinates",
    "people.learn_zone": "it only writes, what Slack says of somebody who is rung",
    **dict.fromkeys(
        (
            *("prompts.any_astray", "prompts.any_missing", "prompts.is_due", "prompts.next_due"),
            *("prompts.keep", "prompts.follow", "prompts.claim", "prompts.to_locate"),
        ),
        "the job's: whom to ring, and about which meeting",
    ),
    "takedowns.coalition_of": "where to look for the speaker; guards.py makes another coalition's answer like none",
    "takedowns.was_sent": "it answers nobody but the sender",
    "indicators.how_many": "it counts for records that whoever asks has read, or that a channel is shown",
    "intakes.coalition_of": "where to look for the speaker; guards.py makes another coalition's answer like none",
    "outbox.standing": "how far a card is, never what it says",
    "takedowns.next_stubs": "the job's: who coordinates asked for it, and a stub tells no more than a reference",
    "takedowns.stubbed": "it only writes, what the job did",
    "takedowns.stubbings_due": "the job's, what is left to do",
}
PAGES = (
    *("takedown/*.py", "update/*.py", "kept.py", "whom.py", "inbox.py", "mention.py"),
    *("intake/handing_in.py", "intake/settling.py", "intake/showing.py"),
)


def public(page: ast.Module) -> Iterator[tuple[ast.FunctionDef, set[str]]]:
    """List a page's public functions on a session, with the types of what they take."""
    for node in page.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            given = {
                ast.unparse(each.annotation) for each in (*node.args.args, *node.args.kwonlyargs) if each.annotation
            }
            if "Session" in given:
                yield node, given


def without_a_speaker() -> dict[str, ast.FunctionDef]:
    """Find every public function of storage that is asked nobody knows by whom, or for whom, by its short name."""
    found = {}
    for path in (PROJECT / "storage").rglob("*.py"):
        if "migrations" not in path.parts:
            below = path.relative_to(PROJECT / "storage")
            for function, given in public(ast.parse(path.read_text())):
                if not given & {"Speaker", "Reader"}:
                    found[f"{below.parts[0].removesuffix('.py')}.{function.name}"] = function
    return found


def test_whatever_gives_a_record_asks_for_whom() -> None:
    giving = {
        name
        for name, function in without_a_speaker().items()
        if function.returns and RECORDS & {node.id for node in ast.walk(function.returns) if isinstance(node, ast.Name)}
    }
    assert giving == set(GIVES_RECORDS_WITHOUT_A_SPEAKER)


def asked(page: ast.Module) -> Iterator[str]:
    """List what a page asks of storage, by its short name."""
    for node in ast.walk(page):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield f"{node.func.value.id}.{node.func.attr}"


def test_a_page_that_serves_people_asks_nothing_in_nobody_s_name() -> None:
    paths = [path for pattern in PAGES for path in (PROJECT / "handlers").glob(pattern)]
    questions = {question for path in paths for question in asked(ast.parse(path.read_text()))}
    assert questions & set(without_a_speaker()) == set(PAGES_MAY_ASK)


def test_no_page_asks_the_database_itself() -> None:
    asking = {
        str(path.relative_to(PROJECT))
        for path in (PROJECT / "handlers").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Attribute) and node.attr == "execute" and "session" in ast.unparse(node.value))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"))
    }
    assert asking == set()


REPORT = Report(parts=(Part((Count(74, (Asset(Kind.PAGE),)),)),))


@pytest.fixture
def seats(database: Database, now: datetime) -> dict[str, Speaker]:
    """Speakers of every kind, in two coalitions."""
    with database.begin() as session:
        made = {}
        for name, channel in (("One", "C0ONE"), ("Two", "C0TWO")):
            coalition, _ = coalitions.add(
                session, name, channel=channel, open_channel=None, host_team=None, zone="UTC", language="en", now=now
            )
            for company, seat in (("Facebook", Seat.MEMBER), ("Google", Seat.MEMBER), ("FireEye", Seat.OBSERVER)):
                sits, _ = companies.add(session, coalition, company, team_ids=[f"T0{company}"], seat=seat, now=now)
                met = people.meet(session, sits, "U0ANA", guest_account=False, now=now)
                made[f"{name} {company}"] = Speaker(coalition, sits, met, "U0ANA")
        lent = people.meet(session, made["One Google"].company, "U0LENT", guest_account=True, now=now)
        made["a guest account"] = Speaker(made["One Google"].coalition, made["One Google"].company, lent, "U0LENT")
    return made


def log(session: Session, speaker: Speaker, now: datetime) -> Takedown:
    """Log a takedown."""
    return takedowns.report(session, speaker, REPORT, mark=Mark.AMBER, form="form", way=Way.FORM, now=now)


QUESTIONS: dict[str, Callable[[Session, Speaker, Takedown], object]] = {
    "by_token": lambda session, speaker, record: takedowns.by_token(session, speaker, record.token),
    "by_reference": lambda session, speaker, record: takedowns.by_reference(session, speaker, record.reference),
    "by_id": lambda session, speaker, record: takedowns.by_id(session, speaker, record.id),
    "to_change": lambda session, speaker, record: takedowns.to_change(session, speaker, record.token),
    "history": lambda session, speaker, record: takedowns.history(session, speaker, record.token),
    "remembered": lambda session, speaker, record: takedowns.remembered(session, speaker, record.id),
    "tombstone": lambda session, speaker, record: takedowns.tombstone(session, speaker, token=record.token),
    "recent before": lambda session, speaker, record: takedowns.recent(session, speaker, before=record.token),
}
OUTSIDE = ("One FireEye", "Two Facebook", "Two Google", "Two FireEye", "a guest account")


@pytest.mark.parametrize("who", OUTSIDE)
def test_whoever_may_not_know_of_a_record_finds_none(
    database: Database, now: datetime, seats: dict[str, Speaker], who: str
) -> None:
    with database.begin() as session:
        record = log(session, seats["One Facebook"], now)
        for ask in QUESTIONS.values():
            with pytest.raises(Unknown):
                ask(session, seats[who], record)
        assert takedowns.recent(session, seats[who]).takedowns == ()
        assert takedowns.recent(session, seats[who], words=[["page"]]).takedowns == ()
        assert takedowns.of_person(session, seats[who], limit=5) == ()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        *((who, Unknown) for who in OUTSIDE),
        ("One Google", NotYours),
    ],
)
def test_whoever_may_not_change_a_record_changes_nothing(
    database: Database, now: datetime, seats: dict[str, Speaker], who: str, refusal: type[Exception]
) -> None:
    with database.begin() as session:
        record = log(session, seats["One Facebook"], now)
    with pytest.raises(refusal), database.begin() as session:
        takedowns.revise(
            session,
            seats[who],
            record.token,
            REPORT,
            mark=Mark.CLEAR,
            reason="",
            base=1,
            form="f",
            way=Way.FORM,
            now=now,
        )
    with pytest.raises(refusal), database.begin() as session:
        takedowns.withdraw(session, seats[who], record.token, reason="", form="f", way=Way.FORM, now=now)
    with database.read() as session:
        assert takedowns.by_id(session, seats["One Facebook"], record.id) == record


@pytest.mark.parametrize(("who", "refusal"), [("One FireEye", NotSeated), ("a guest account", GuestAccount)])
def test_whoever_may_not_log_logs_nothing(
    database: Database, now: datetime, seats: dict[str, Speaker], who: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal), database.begin() as session:
        log(session, seats[who], now)


def test_a_company_that_is_an_observer_by_now_reads_what_it_logged_and_changes_it_no_more(
    database: Database, now: datetime, seats: dict[str, Speaker]
) -> None:
    facebook = seats["One Facebook"]
    with database.begin() as session:
        record = log(session, facebook, now)
        log_of_google = takedowns.report(
            session, seats["One Google"], REPORT, mark=Mark.AMBER, form="g", way=Way.FORM, now=now
        )
        observer = replace(facebook, company=replace(facebook.company, seat=Seat.OBSERVER))
        assert takedowns.by_id(session, observer, record.id) == record
        with pytest.raises(NotSeated):
            takedowns.to_change(session, observer, record.token)
        with pytest.raises(Unknown):
            takedowns.by_id(session, observer, log_of_google.id)


def test_drafts_and_knocks_are_for_whom_they_are_for(
    database: Database, now: datetime, seats: dict[str, Speaker]
) -> None:
    with database.begin() as session:
        ana = seats["One Facebook"]
        token = drafts.keep(session, ana, "takedown", {"a": "b"}, now=now)
        knocks.note(session, ana.coalition, "T0KNOCK", "U0KNOCK", day=now.date(), now=now)
        for name, speaker in seats.items():
            mine = name == "One Facebook"
            assert len(drafts.waiting(session, speaker, now=now)) == mine
            assert (drafts.latest(session, speaker, "takedown", now=now) is not None) == mine
            assert knocks.recent(session, speaker, now=now) == ()
        # The same user id, of another company: ids of people are told apart by their companies.
        with pytest.raises(Unknown):
            drafts.open_one(session, token, team_ids=["T0Google"], user_id="U0ANA", now=now)
        people.appoint(session, ana.company, "U0ANA", Role.COORDINATOR, now=now)
        (again,) = [
            seat for seat in access.seats_of(session, ["T0Facebook"], "U0ANA") if seat.coalition == ana.coalition
        ]
        assert len(knocks.recent(session, again, now=now)) == 1


def test_a_workspace_says_more_exactly_than_its_organisation_whose_somebody_is(
    database: Database, now: datetime, seats: dict[str, Speaker]
) -> None:
    """Two companies of one Grid organisation; one of them is known by the organisation as a whole."""
    with database.begin() as session:
        coalition = seats["One Facebook"].coalition
        google, _ = companies.add(session, coalition, "Google", team_ids=["E0GRID"], seat=Seat.MEMBER, now=now)
        people.appoint(session, google, "U0ANA", Role.COORDINATOR, now=now)
        for team_ids in (["T0Facebook", "E0GRID"], ["E0GRID", "T0Facebook"]):
            found = [each for each in access.seats_of(session, team_ids, "U0ANA") if each.coalition == coalition]
            assert [(each.company.name, each.is_coordinator) for each in found] == [("Facebook", False)]
            of_team = companies.of_team(session, coalition, team_ids)
            assert of_team is not None
            assert of_team.name == "Facebook"
