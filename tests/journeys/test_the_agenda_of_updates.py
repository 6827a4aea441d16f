"""What companies say before a meeting makes its agenda, for whoever may know it, and it follows what they say later."""

from __future__ import annotations

from storage import updates
from storage.access import Way
from storage.agendas import Kind
from storage.audiences import Audience, Mark, Scope
from storage.meetings import Meeting
from storage.updates import Content, Update
from tests.journeys.agenda_stage import as_, looked, planned, proposed, the_agenda, to_the_eve, visited
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import logged, settled


def said(
    stage: Stage, user_id: str, meeting: Meeting, *, scope: Scope | None = None, base: int = 0, **what: object
) -> Update:
    """Say something before a meeting."""
    with stage.database.begin() as session:
        return updates.save(
            session,
            as_(stage, session, user_id),
            meeting,
            Content(**what),  # type: ignore[arg-type]
            mark=Mark.AMBER,
            scope=scope or Scope(),
            base=base,
            form=f"{user_id} {base}",
            way=Way.FORM,
            now=stage.clock(),
        )


def test_updates_are_the_round_table_the_discussion_the_questions_and_the_decision(stage: Stage) -> None:
    meeting = planned(stage)
    kept, struck = logged(stage, "U0FRIDA", 74), logged(stage, "U0FRIDA", 39)
    monthly = {"how_often": "Every third Thursday", "rule": "FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"}
    said(stage, "U0FRIDA", meeting, work="We took down two networks.", takedowns=(kept.id,),
         problems=("Accounts come back", "Slow answers"), **monthly)  # fmt: skip
    said(stage, "U0TESSA", meeting, problems=("accounts come back!",), questions=("Who sees hashes?",),
         how_often="Every two weeks")  # fmt: skip
    proposed(stage, "U0GRETA", "ACCOUNTS COME BACK", Kind.PROBLEM)
    with stage.database.begin() as session:
        updates.tap(
            session, as_(stage, session, "U0GRETA"), meeting, updates.Kind.ABSENT, way=Way.BUTTON, now=stage.clock()
        )
    to_the_eve(stage, meeting)
    text = the_agenda(stage)
    assert "We took down two networks." in text
    assert kept.reference in text
    assert struck.reference not in text
    assert "Google" in text
    assert "Does not come" in text
    assert "shared by 3 companies" in text
    assert text.index("1 ACCOUNTS COME BACK") < text.index("2 Slow answers")
    assert "*Questions still open* 3 Who sees hashes?" in text
    assert "Decision: how often to meet" in text
    assert "Facebook: Every third Thursday" in text
    assert "Twitter: Every two weeks" in text


def test_where_all_would_meet_alike_there_is_nothing_to_decide(stage: Stage) -> None:
    meeting = planned(stage)
    for who in ("U0FRIDA", "U0TESSA"):
        said(stage, who, meeting, how_often="Once a month", rule="FREQ=MONTHLY;BYMONTHDAY=1;BYHOUR=9;BYMINUTE=0")
    to_the_eve(stage, meeting)
    assert "Decision" not in the_agenda(stage)


def test_a_late_update_is_folded_into_the_agenda_that_stands_and_what_is_said_no_more_is_gone(stage: Stage) -> None:
    meeting = planned(stage)
    said(stage, "U0FRIDA", meeting, problems=("Accounts come back", "Slow answers"))
    to_the_eve(stage, meeting)
    the_agenda(stage, "Slow answers")
    said(stage, "U0TESSA", meeting, work="Late but here.", problems=("Slow answers",))
    said(stage, "U0FRIDA", meeting, base=1, problems=("Slow answers",))
    visited(stage)
    text = the_agenda(stage, "Late but here.")
    assert "Updated" in text
    assert "1 Slow answers Facebook and Twitter · shared by 2 companies" in text
    assert "Accounts come back" not in text
    said(stage, "U0FRIDA", meeting, base=2, problems=("Slow answers", "Accounts come back"))
    visited(stage)
    the_agenda(stage, "Accounts come back")


def test_what_is_said_to_chosen_companies_is_on_nobody_else_s_agenda_nor_counted(stage: Stage) -> None:
    meeting = planned(stage)
    with stage.database.read() as session:
        twitter = as_(stage, session, "U0TESSA").company.id
    only = Scope(Audience.COMPANIES, frozenset({twitter}))
    proposed(stage, "U0GRETA", "Bots", Kind.PROBLEM)
    to_the_eve(stage, meeting)
    before = the_agenda(stage)
    said(stage, "U0FRIDA", meeting, scope=only, work="Secretly", problems=("Bots",), how_often="Never")
    said(stage, "U0TESSA", meeting, scope=only, how_often="Always")
    visited(stage)
    stage.soon(lambda: settled(stage))
    assert the_agenda(stage) == before
    mine = looked(stage, "U0GRETA")
    assert "Secretly" not in mine
    assert "shared" not in mine
    assert "Decision" not in mine
    theirs = looked(stage, "U0TESSA")
    assert "Secretly" in theirs
    assert "Bots Google and Facebook · shared by 2 companies" in theirs


def test_what_is_said_to_fewer_than_before_is_gone_from_the_channel(stage: Stage) -> None:
    meeting = planned(stage)
    with stage.database.read() as session:
        twitter = as_(stage, session, "U0TESSA").company.id
    said(stage, "U0FRIDA", meeting, work="For all", problems=("Bots",), questions=("Who?",))
    to_the_eve(stage, meeting)
    the_agenda(stage, "For all")
    only = Scope(Audience.COMPANIES, frozenset({twitter}))
    said(stage, "U0FRIDA", meeting, base=1, scope=only, work="For all", problems=("Bots",), questions=("Who?",))
    visited(stage)
    text = the_agenda(stage, "Updated")
    assert not [each for each in ("For all", "Bots", "Who?") if each in text]
    assert "Bots" in looked(stage, "U0TESSA")
    assert "Bots" not in looked(stage, "U0GRETA")
