"""Words that should never have stood in a record are gone from all that is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from sqlalchemy import MetaData, select

from storage import access, audit, drafts, erasing, exports, holds, outbox, people, reports, retention, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Database, Session
from storage.erasing import Eraser, MayNotErase, NotFound, TooShort
from storage.errors import NotYours, Stale, Unknown
from storage.outbox import Address, Body
from storage.people import Role
from storage.reports import Count, Found, Part, Report, Source
from storage.retention import Kind
from storage.takedowns import ABOUT, Change, Mark, Takedown
from tests.storage.seats import NOW, Seats, log, seats

LATER = NOW + timedelta(hours=1)
NAME = "Zoë Ünal-Marsh"
GONE = "[erased]"
SAID = Report(
    summary=f"Run by {NAME}, says the tip. zoë ünal-marsh denies it.",
    parts=(Part((Count(74, ()),), name=f"{NAME}’s pages", found=(Found(Source.RESEARCHER, NAME.upper()),)),),
    policy=f"The {NAME} rule",
    found=(Found(Source.JOURNALIST, "A paper"),),
    link="https://example.com/zo%C3%AB",
)


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ([NAME], "zoë ünal marsh, ZOË ÜNAL-MARSH and zoëünalmarsh99", f"{GONE}, {GONE} and {GONE}99"),
        (["Zoe\u0308"], "Zoë and Zoe\u0308", f"{GONE} and {GONE}"),
        (["Zoë"], "Zoe\u0308", GONE),
        (["Ann Lee"], "ann%20lee, Ann.Lee, Ann-Lee", f"{GONE}, {GONE}, {GONE}"),
        (["Ann"], "Ann planned Anna’s ann’s", f"{GONE} planned Anna’s {GONE}’s"),
        (["Smith"], "Smithson, theRealSmith", f"{GONE}son, theReal{GONE}"),
        (["10.0.0.1"], "10.0.0.1 of 10001 pages", f"{GONE} of 10001 pages"),
        (["@zoe"], "@Zoe and zoe", f"{GONE} and zoe"),
        (["zoe@example.org"], "Zoe@Example.org", GONE),
        (["Zoë", "Zoë Marsh"], "Zoë Marsh, Zoë", f"{GONE}, {GONE}"),
        (["(x) [y]"], "(X)  [y]", GONE),
        (["李明"], "作者李明说", f"作者{GONE}说"),
        (["name"], "no such", "no such"),
    ],
)
def test_each_occurrence_goes_however_it_is_spelled(words: list[str], text: str, expected: str) -> None:
    eraser = Eraser(words, GONE)
    assert eraser(text) == expected
    assert eraser.found == expected.count(GONE)


def test_what_is_put_in_its_place_is_taken_as_it_is() -> None:
    assert Eraser(["name"], r"\1 [gone]")("a name") == r"a \1 [gone]"


def erase(
    session: Session, who: Speaker, record: Takedown, words: Iterable[str] = (NAME,), form: str = "erasure"
) -> Takedown:
    """Erase words from a record."""
    return erasing.erase(
        session,
        who,
        record.token,
        words,
        instead=GONE,
        reason=f"{NAME} is somebody else",
        form=form,
        way=Way.FORM,
        now=LATER,
    )


def everything(session: Session, *without: str) -> str:
    """Read every word that the database holds."""
    tables = MetaData()
    tables.reflect(session)
    return "\n".join(
        repr(tuple(row))
        for table in tables.sorted_tables
        if table.name not in without
        for row in session.execute(select(table))
    )


def keep(session: Session, there: Seats) -> Takedown:
    """Keep the name wherever it may stand: in two revisions, a reason, a draft, and letters."""
    record = log(session, there.facebook, SAID)
    record = takedowns.revise(
        session,
        there.facebook,
        record.token,
        reports.reworded(SAID, lambda text: text.replace("Run by", "Led by")),
        mark=Mark.AMBER,
        reason=f"It was led by {NAME}",
        base=1,
        form="second",
        way=Way.FORM,
        now=NOW,
    )
    filled = {"summary": f"By {NAME}", "found": ["internal"]}
    body = {"filled": filled, "report": reports.dumped(SAID), "record": record.token, "base": 2}
    drafts.keep(session, there.facebook, ABOUT, body, about_id=record.id, now=NOW)
    drafts.keep(session, there.facebook, "asked", {"text": f"74 pages of {NAME}", "way": "mention"}, now=NOW)
    for key, address in (("card", Address.in_channel("C0MEMBERS")), ("bell:1", Address.to_person("U0GRETA"))):
        text = {"type": "section", "text": {"type": "mrkdwn", "text": NAME}, "block_id": "zoe"}
        link = {"type": "link", "url": f"https://example.com/{NAME}", "text": NAME}
        outbox.want(
            session,
            there.coalition.id,
            f"{ABOUT}:{record.id}:{key}",
            address=address,
            body=Body(f"By {NAME}", [text, {"type": "rich_text", "elements": [link]}]),
            about=ABOUT,
            about_id=record.id,
            now=NOW,
        )
    return record


def test_the_words_are_nowhere_any_more(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = keep(session, there)
        assert everything(session).lower().count(NAME.lower()) > 10
        after = erase(session, there.facebook, record)
        left = everything(session).lower()
        assert NAME.lower() not in left
        assert "nal-marsh" not in left
        assert GONE in after.report.summary
        assert after.report.parts[0].name == f"{GONE}’s pages"
        assert (after.revision, after.change, after.reason) == (3, Change.ERASED, "")
        past = takedowns.history(session, there.google, record.token)
        assert [one.change for one in past] == [Change.REVISED, Change.REVISED, Change.ERASED]
        assert past[1].reason == f"It was led by {GONE}"
        assert past[0].report.summary == f"Run by {GONE}, says the tip. {GONE} denies it."
        found = takedowns.recent(session, there.google, words=[["marsh"]]).takedowns
        assert found == ()
        assert len(takedowns.recent(session, there.google, words=[["rule"]]).takedowns) == 1


def test_a_link_that_names_somebody_is_left_out_and_another_stays(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        assert erase(session, there.facebook, record).report.link == SAID.link
        assert erase(session, there.facebook, record, ["example.com"], form="2").report.link == ""


def test_the_trail_keeps_a_hash_that_only_the_coalitions_key_makes(database: Database) -> None:
    with database.begin() as session:
        there, other = seats(session), seats(session, "Second", "C0SECOND")
        record, another = log(session, there.facebook, SAID), log(session, other.facebook, SAID, form="other")
        erase(session, there.facebook, record, [f"  {NAME.upper()} ", NAME, "paper"])
        erase(session, other.facebook, another, form="another")
        key = session.execute(
            select(erasing.keys.c.key).where(erasing.keys.c.coalition_id == there.coalition.id)
        ).scalar_one()
        noted = [one for one in audit.about(session, there.coalition.id, ABOUT, record.id) if one.act is Act.ERASED]
        elsewhere = [
            one for one in audit.about(session, other.coalition.id, ABOUT, another.id) if one.act is Act.ERASED
        ]
    assert {one.detail for one in noted} == {erasing.hashed(NAME, key), erasing.hashed("Paper", key)}
    assert elsewhere[0].detail not in {one.detail for one in noted}
    assert noted[0].detail.startswith("hmac-sha256 ")
    assert len(noted[0].detail) < 200


def test_a_form_that_is_sent_twice_erases_once(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        once = erase(session, there.facebook, record)
        assert erase(session, there.facebook, record) == once
        (erasure,) = erasing.of_record(session, there.facebook, once)
        assert (erasure.user_id, erasure.reason) == ("U0FRIDA", f"{GONE} is somebody else")
        with pytest.raises(NotYours):
            erasing.of_record(session, there.google, takedowns.by_id(session, there.google, record.id))


def test_a_form_that_still_shows_the_words_is_told_that_it_is_old(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        erase(session, there.facebook, record)
    with pytest.raises(Stale), database.begin() as session:
        takedowns.revise(
            session,
            there.facebook,
            record.token,
            SAID,
            mark=Mark.AMBER,
            reason="",
            base=1,
            form="f",
            way=Way.FORM,
            now=LATER,
        )


@pytest.mark.parametrize("how", ["withdraw", "recall"])
def test_what_is_no_longer_revised_keeps_its_revisions(database: Database, how: str) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        change = {"withdraw": takedowns.withdraw, "recall": takedowns.recall}[how]
        before = change(session, there.facebook, record.token, reason=f"Not {NAME}", form="gone", way=Way.FORM, now=NOW)
        after = erase(session, there.facebook, record)
        assert (after.revision, after.reason, after.state) == (before.revision, f"Not {GONE}", before.state)
        assert NAME not in everything(session)


def test_only_its_author_and_who_answers_for_the_company_erase(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        people.meet(session, there.facebook.company, "U0FELIX", guest_account=False, now=NOW)

        def felix() -> Speaker:
            return access.recognise_in(session, there.coalition.id, team_ids=["T0FACEBOOK"], user_id="U0FELIX")

        for role in (None, Role.ANALYST, Role.COORDINATOR):
            if role:
                people.appoint(session, there.facebook.company, "U0FELIX", role, now=NOW)
            with pytest.raises(MayNotErase):
                erase(session, felix(), record)
        for who, refusal in ((there.google, NotYours), (there.fireeye, Unknown)):
            with pytest.raises(refusal):
                erase(session, who, record)
        assert takedowns.by_id(session, there.facebook, record.id) == record
        people.appoint(session, there.facebook.company, "U0FELIX", Role.COUNSEL, now=NOW)
        assert GONE in erase(session, felix(), record).report.summary


@pytest.mark.parametrize(
    ("words", "refusal"),
    [([], TooShort), (["", "  "], TooShort), (["a"], TooShort), (["..."], TooShort), (["nobody"], NotFound)],
)
def test_nothing_or_nearly_everything_is_not_erased(
    database: Database, words: list[str], refusal: type[Exception]
) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
    with pytest.raises(refusal), database.begin() as session:
        erase(session, there.facebook, record, words)
    with database.read() as session:
        assert takedowns.by_id(session, there.facebook, record.id) == record
        assert erasing.of_record(session, there.facebook, record) == ()


def test_letters_that_are_over_are_cleaned_and_not_sent(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = keep(session, there)
        key = f"{ABOUT}:{record.id}:bell:1"
        outbox.retract(session, there.coalition.id, key, now=NOW)
        erase(session, there.facebook, record)
        bell = outbox.standing(session, there.coalition.id, key)
        card = outbox.standing(session, there.coalition.id, f"{ABOUT}:{record.id}:card")
    assert bell is not None
    assert bell.state is outbox.State.RETRACTED
    assert card is not None
    assert (card.state, card.version) == (outbox.State.DUE, 2)


def test_files_that_hold_the_record_are_taken_back_and_one_under_way_is_drawn_anew(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        for form in ("one", "two"):
            exports.request(session, there.google, form=form, format_="csv", way=Way.FORM, now=NOW)
        first = exports.claim(session, lease=timedelta(minutes=1), now=NOW)
        assert first is not None
        exports.about_to_share(
            session, first, conversation="D0", file_id="F0", held=[record.id], until=NOW + timedelta(minutes=1)
        )
        second = exports.claim(session, lease=timedelta(minutes=1), now=NOW)
        assert second is not None
        erase(session, there.facebook, record)
        (held,) = exports.holding(session, record.id)
        assert held.recalled_at == LATER
        assert not exports.hold(session, second, until=LATER)
        assert exports.hold(session, first, until=LATER)


def test_why_words_were_erased_goes_with_the_record(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        record = log(session, there.facebook, SAID)
        erase(session, there.facebook, record)
        people.appoint(session, there.google.company, "U0GRETA", Role.COORDINATOR, now=NOW)
        coordinator = access.recognise_in(session, there.coalition.id, team_ids=["T0GOOGLE"], user_id="U0GRETA")
        retention.change(session, coordinator, {Kind.RECORDS: 30}, shown={}, way=Way.FORM, now=NOW)
        retention.announce(session, there.coalition, now=LATER + timedelta(days=23))
        assert "is somebody else" in everything(session)
        assert retention.erase(session, now=LATER + timedelta(days=30))
        assert "is somebody else" not in everything(session)


def test_what_somebody_holds_is_put_aside_for_them_alone(database: Database) -> None:
    with database.begin() as session:
        there = seats(session)
        people.appoint(session, there.google.company, "U0GRETA", Role.COUNSEL, now=NOW)
        counsel = access.recognise_in(session, there.coalition.id, team_ids=["T0GOOGLE"], user_id="U0GRETA")
        record = log(session, there.facebook, SAID)
        hold = holds.place(session, counsel, matter="A case", form="hold", way=Way.FORM, now=NOW)
        erase(session, there.facebook, record)
        (kept,) = holds.kept(session, counsel, hold)
        assert NAME in kept.revisions[0].report.summary
        assert NAME not in everything(session, "held", "legal_hold_records")
        assert GONE in takedowns.by_id(session, counsel, record.id).report.summary
