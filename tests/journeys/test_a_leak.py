"""Something leaked: who could see it is frozen, each company reads of its own, and whoever asked learns nothing."""

from __future__ import annotations

from storage import access, audit, exports, exposures, falling_away, people, takedowns
from storage.access import Way
from storage.audiences import Audience, Mark, Scope
from storage.audit import Act
from storage.people import Role
from storage.takedowns import Takedown
from tests.journeys.conftest import Stage
from tests.journeys.test_a_company_leaves import bells, inbox, named, put_out
from tests.journeys.test_every_listener import answers, click, form
from tests.journeys.test_reading_records import pages_of

BELL = "Who could see records of your company was written down. “For me” has the list."


def log(stage: Stage, user_id: str, team: str, n: int, scope: Scope | None = None, mark: Mark = Mark.AMBER) -> Takedown:
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=[team], user_id=user_id, channel=stage.room)
        return takedowns.report(
            session, who, pages_of(n), mark=mark, scope=scope or Scope(), form=f"f{n}", way=Way.FORM, now=stage.clock()
        )


def leaked(stage: Stage, *references: str) -> str:
    """Let Felix write down what leaked, and give what he is told."""
    stage.slack.command("U0FELIX", stage.room, "/coalition", "leak")
    stage.slack.submit("U0FELIX", {"references": "\n".join(references)})
    told = stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)
    return told


def report(stage: Stage, person: str) -> str:
    """Open the newest report from the inbox."""
    stage.slack.click(person, "for_me", channel=stage.room)
    stage.slack.click(person, "coalition_exposed")
    told = stage.top(person)
    stage.slack.close(person, all_=True)
    return told


def person_of(stage: Stage, user_id: str, team: str) -> int:
    with stage.database.read() as session:
        return access.recognise(session, team_ids=[team], user_id=user_id, channel=stage.room).person_id


def company_of(stage: Stage, user_id: str, team: str) -> int:
    with stage.database.read() as session:
        return access.recognise(session, team_ids=[team], user_id=user_id, channel=stage.room).company.id


def test_two_companies_items_leak_and_each_reads_of_its_own(stage: Stage) -> None:
    stage.open_doors()
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    named(stage, "Google", "U0GRETA", Role.COUNSEL)
    named(stage, "Twitter", "U0TESSA", Role.LEAD)
    ours = log(stage, "U0FRIDA", "T0FACEBOOK", 74)
    chosen = Scope(Audience.COMPANIES, companies=frozenset({company_of(stage, "U0MIRA", "T0MICROSOFT")}))
    theirs = log(stage, "U0GRETA", "T0GOOGLE", 12, chosen)
    log(stage, "U0TESSA", "T0TWITTER", 33)
    with stage.database.begin() as session:
        mira = access.recognise(session, team_ids=["T0MICROSOFT"], user_id="U0MIRA", channel=stage.room)
        audit.note(session, mira, Act.OPENED, takedowns.ABOUT, theirs.id, way=Way.BUTTON, now=stage.clock())
    told = leaked(stage, ours.reference, theirs.reference.lower(), "TD-ZZZZZ", "hello", ours.reference)
    assert "Taken down: 3 lines understood as references." in told
    for person in ("U0FRIDA", "U0GRETA"):
        stage.soon(lambda person=person: BELL in bells(stage, person))
        assert "Google" not in bells(stage, person)[0]
    assert BELL not in bells(stage, "U0TESSA")
    assert "leaked" not in inbox(stage, "U0TESSA")
    # Google's record is for two companies, and Facebook learns nothing of it; nor does the coordinator who asked.
    for person in ("U0FELIX", "U0FRIDA"):
        assert theirs.reference not in inbox(stage, person)
    shown = report(stage, "U0FRIDA")
    assert f"*{ours.reference}*" in shown
    assert theirs.reference not in shown
    assert all(f"<@{user}>" in shown for user in ("U0FELIX", "U0GRETA", "U0MIRA", "U0TESSA", "U0SASHA"))
    assert "<@U0FIRE>" not in shown
    shown = report(stage, "U0GRETA")
    assert f"*{theirs.reference}*" in shown
    assert "<@U0MIRA> · Microsoft · could see it since" in shown
    assert "opened it" in shown.partition("<@U0MIRA>")[2].partition("•")[0]
    assert "<@U0TESSA>" not in shown


def test_what_is_there_and_what_is_not_look_alike_to_who_asks(stage: Stage) -> None:
    hidden = Scope(Audience.PEOPLE, people=frozenset({person_of(stage, "U0MIRA", "T0MICROSOFT")}))
    record = log(stage, "U0GRETA", "T0GOOGLE", 12, hidden, Mark.RED)
    assert leaked(stage, record.reference) == leaked(stage, "TD-ZZZZZ")
    stage.slack.command("U0FELIX", stage.room, "/coalition", "fuite")
    stage.slack.submit("U0FELIX", {"references": "something"})
    assert "No reference stands there" in str(stage.field_errors("U0FELIX"))


def test_a_record_for_named_people_is_told_to_whoever_logged_it_alone(stage: Stage) -> None:
    stage.open_doors()
    named(stage, "Facebook", "U0FELIX", Role.LEAD)
    hidden = Scope(Audience.PEOPLE, people=frozenset({person_of(stage, "U0MIRA", "T0MICROSOFT")}))
    record = log(stage, "U0FRIDA", "T0FACEBOOK", 12, hidden, Mark.RED)
    leaked(stage, record.reference)
    stage.soon(lambda: BELL in bells(stage, "U0FRIDA"))
    assert BELL not in bells(stage, "U0FELIX")
    assert "leaked" not in inbox(stage, "U0FELIX").replace("Something leaked", "")
    shown = report(stage, "U0FRIDA")
    assert "<@U0MIRA>" in shown
    assert "<@U0TESSA>" not in shown


def test_it_tells_who_knew_it_once_who_has_a_file_and_who_is_gone(stage: Stage) -> None:
    stage.open_doors()
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    record = log(stage, "U0FRIDA", "T0FACEBOOK", 74)
    with stage.database.begin() as session:
        greta = access.recognise(session, team_ids=["T0GOOGLE"], user_id="U0GRETA", channel=stage.room)
        exports.request(session, greta, form="form", format_="csv", way=Way.FORM, now=stage.clock())
    stage.tocsin.house.wake_porter()
    stage.soon(lambda: [one for one in held(stage, record) if one.state is exports.State.SENT])
    put_out(stage, "Microsoft")
    with stage.database.begin() as session:
        mira = session.execute(people.people.select().where(people.people.c.user_id == "U0MIRA")).one()
        frida = access.recognise(session, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", channel=stage.room)
        falling_away.recall(session, frida, record.token, reason="r", form="x", way=Way.FORM, now=stage.clock())
        # She had opened it before her company left.
        session.execute(
            audit.trail.insert().values(
                coalition_id=stage.coalition.id,
                at=stage.clock(),
                company_id=mira.company_id,
                person_id=mira.id,
                way=Way.BUTTON,
                act=Act.OPENED,
                about=takedowns.ABOUT,
                about_id=record.id,
                detail="",
            )
        )
    leaked(stage, record.reference)
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    with stage.database.read() as session:
        reports = exposures.waiting(session, frida, now=stage.clock())
    stage.slack.click("U0FRIDA", "coalition_exposed", value=reports[0].token)
    shown = stage.top("U0FRIDA")
    of_greta = shown.partition("<@U0GRETA>")[2].partition("•")[0]
    assert "until" in of_greta
    assert "has it in a file of" in of_greta
    of_mira = shown.partition("<@U0MIRA>")[2].partition("•")[0]
    assert "Microsoft" in of_mira
    assert "opened it" in of_mira
    assert "could see it since" not in of_mira


def held(stage: Stage, record: Takedown) -> tuple[exports.Export, ...]:
    with stage.database.read() as session:
        return exports.holding(session, record.id)


def test_a_long_report_turns_its_pages(stage: Stage) -> None:
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    references = [log(stage, "U0FRIDA", "T0FACEBOOK", n).reference for n in range(1, 12)]
    leaked(stage, *references)
    stage.open_doors()
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    stage.slack.click("U0FRIDA", "coalition_exposed")
    first = stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "coalition_exposed:after")
    second = stage.top("U0FRIDA")
    shown = [line for page in (first, second) for line in page.splitlines() if line.startswith("•")]
    assert first.count("•") == exposures.records.PAGE
    assert len(set(shown)) <= len(shown)
    stage.slack.click("U0FRIDA", "coalition_exposed:before")
    assert stage.top("U0FRIDA") == first


def test_nobody_but_a_coordinator_asks_and_nobody_but_the_owner_reads(stage: Stage) -> None:
    named(stage, "Facebook", "U0FRIDA", Role.LEAD)
    record = log(stage, "U0FRIDA", "T0FACEBOOK", 74)
    leaked(stage, record.reference)
    with stage.database.read() as session:
        token = session.execute(exposures.exposure_reports.select()).one().token
    for person, team in (("U0GRETA", "T0GOOGLE"), ("U0FIRE", "T0FIREEYE"), ("U0STRANGER", "T0STRANGER")):
        said = [answers(stage, click("coalition_exposed", each, person, team)) for each in (token, "A" * 22)]
        assert not any(record.reference in each for each in said)
        answers(stage, form("coalition_leak_form", stage.coalition.token, person, team))
    with stage.database.read() as session:
        assert len(session.execute(exposures.exposures.select()).all()) == 1
    stage.slack.command("U0FRIDA", stage.room, "/coalition", "leak")
    assert "Only those who coordinate" in stage.aside("U0FRIDA") + stage.top("U0FRIDA")


def test_the_trail_of_a_record_tells_its_owner_that_somebody_asked(stage: Stage) -> None:
    record = log(stage, "U0FRIDA", "T0FACEBOOK", 74)
    leaked(stage, record.reference, "TD-ZZZZZ")
    with stage.database.read() as session:
        acts = [entry.act for entry in audit.about(session, stage.coalition.id, takedowns.ABOUT, record.id)]
        rows = session.execute(audit.trail.select().where(audit.trail.c.act == Act.LEAKED)).all()
    assert acts == [Act.LOGGED, Act.LEAKED]
    assert len(rows) == 2
