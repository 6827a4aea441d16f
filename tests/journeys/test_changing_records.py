"""A record is revised with a reason and taken back with one, by its own company alone; its card follows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from storage import access, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.reports import AdSpend, Count, Found, Metric, Part, PartialDate, Reach, Report, Source
from storage.takedowns import Mark, State, Takedown
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_reading_records import reference_of

RICH = Report(
    summary="Two networks",
    stated=Count(652, (Asset(Kind.PAGE), Asset(Kind.GROUP), Asset(Kind.ACCOUNT))),
    parts=(
        Part(
            name="Liberty Front Press",
            counts=(Count(74, (Asset(Kind.PAGE, Platform.FACEBOOK),)),),
            targets=("US", "GB"),
            reach=(Reach(155_000, Metric.PAGE_FOLLOWERS),),
            ad_spend=AdSpend(6000, currencies=("USD", "AUD")),
            active_since=PartialDate(2015, 1),
            found=(Found(Source.SECURITY_FIRM, "FireEye", date(2018, 7, 1)),),
        ),
        Part(
            name="Network 2",
            counts=(Count(12, (Asset(Kind.PAGE, Platform.FACEBOOK),)),),
            found=(Found(Source.INTERNAL),),
        ),
    ),
    origins=("IR",),
    reach=(Reach(813_000, Metric.PAGE_FOLLOWERS),),
    found=(Found(Source.GOVERNMENT, "FBI", date(2018, 8, 1)),),
)


def speaker(stage: Stage, person: str = "U0FRIDA", team: str = "T0FACEBOOK") -> Speaker:
    """Tell who somebody is, as storage knows them."""
    with stage.database.read() as session:
        return access.recognise(session, team_ids=[team], user_id=person, channel=stage.room)


def rich(stage: Stage) -> Takedown:
    """Log a takedown that says all that a form cannot."""
    with stage.database.begin() as session:
        return takedowns.report(
            session, speaker(stage), RICH, mark=Mark.AMBER_STRICT, form="rich", way=Way.FORM, now=stage.clock.now
        )


def stands(stage: Stage) -> Takedown:
    """Read the only record."""
    with stage.database.read() as session:
        (record,) = takedowns.recent(session, speaker(stage)).takedowns
    return record


def edit(stage: Stage, reference: str, person: str = "U0FRIDA") -> None:
    """Open the form that revises a record."""
    stage.slack.command(person, stage.room, "/takedown", f"edit {reference}")


def send(stage: Stage, person: str = "U0FRIDA", **fields: Any) -> None:
    """Continue and send."""
    stage.slack.submit(person, fields)
    assert stage.field_errors(person) == {}
    stage.slack.submit(person)


def test_a_revision_needs_a_reason_and_the_card_says_both(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "284 Twitter accounts")
    edit(stage, reference_of(stage, card))
    stage.slack.submit("U0FRIDA", {"what": "770 Twitter accounts"})
    assert set(stage.field_errors("U0FRIDA")) == {"reason"}
    send(stage, what="770 Twitter accounts", reason="Found 486 more")
    stage.soon(lambda: "770" in stage.slack.text(stage.card("U0GRETA")))
    revised = stage.card("U0GRETA")
    text = stage.slack.text(revised)
    assert revised["ts"] == card["ts"]
    assert revised["edited"]
    assert "284" not in text
    assert "revised" in text
    assert "Found 486 more" in text


def test_everybody_who_may_see_it_can_read_all_revisions(stage: Stage) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA", "284 Twitter accounts"))
    for number in (500, 770):
        edit(stage, reference, "U0FELIX")
        send(stage, "U0FELIX", what=f"{number} Twitter accounts", reason=f"Now {number}")
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room)
    stage.slack.click("U0GRETA", "takedown_history")
    shown = stage.top("U0GRETA")
    for words in (
        "Revision 3",
        "Revision 2",
        "Revision 1",
        "284 X accounts",
        "Now 500",
        "Now 770",
        "U0FELIX",
        "U0FRIDA",
    ):
        assert words.replace("X accounts", "") in shown


def test_what_nobody_touched_stays_to_the_letter(stage: Stage) -> None:
    record = rich(stage)
    edit(stage, record.reference)
    send(stage, reason="The summary", summary="Two networks, and a third")
    now = stands(stage)
    assert now.revision == 2
    assert now.report.parts == RICH.parts
    assert now.report.reach == RICH.reach
    assert now.report.found == RICH.found
    assert now.report.stated == RICH.stated
    assert now.report.summary == "Two networks, and a third"


def test_a_part_whose_number_changes_keeps_how_it_was_found_and_whom_it_reached(stage: Stage) -> None:
    record = rich(stage)
    edit(stage, record.reference)
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    what = view["values"]["what"]["what"]["value"]
    assert "74" in what
    send(stage, reason="One more", what=what.replace("74", "75"))
    part = stands(stage).report.parts[0]
    assert part.counts[0].n == 75
    assert part.found == RICH.parts[0].found
    assert part.reach == RICH.parts[0].reach
    assert part.ad_spend == RICH.parts[0].ad_spend
    assert part.active_since == RICH.parts[0].active_since
    assert part.targets == RICH.parts[0].targets


def test_of_two_editors_the_second_is_told_and_keeps_their_words(stage: Stage) -> None:
    stage.open_doors()
    reference = reference_of(stage, stage.log("U0FRIDA", "284 Twitter accounts"))
    edit(stage, reference, "U0FRIDA")
    edit(stage, reference, "U0FELIX")
    send(stage, "U0FRIDA", what="500 Twitter accounts", reason="First")
    stage.slack.submit("U0FELIX", {"what": "770 Twitter accounts", "reason": "Second"})
    stage.slack.submit("U0FELIX")
    assert f"{reference} was revised while this form was open" in stage.top("U0FELIX")
    assert stands(stage).revision == 2
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    assert "A revision that you have not sent" in stage.top("U0FELIX")
    stage.slack.click("U0FELIX", "takedown_resume")
    assert "770 Twitter accounts" in stage.top("U0FELIX")
    assert "Second" in stage.top("U0FELIX")


def test_to_look_at_the_form_and_leave_it_is_no_draft(stage: Stage) -> None:
    stage.open_doors()
    reference = reference_of(stage, stage.log("U0FRIDA"))
    edit(stage, reference)
    stage.slack.close("U0FRIDA", all_=True)
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "not sent" not in stage.top("U0FRIDA")


def test_a_record_is_taken_back_with_a_reason_and_can_still_be_read(stage: Stage) -> None:
    card = stage.log("U0FRIDA", "284 Twitter accounts")
    reference = reference_of(stage, card)
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"withdraw {reference}")
    stage.slack.submit("U0FRIDA")
    assert set(stage.field_errors("U0FRIDA")) == {"reason"}
    stage.slack.submit("U0FRIDA", {"reason": "Counted twice"})
    assert stage.slack.view("U0FRIDA") is None
    stage.soon(lambda: "took this record back" in stage.slack.text(stage.card("U0GRETA")))
    shown = stage.slack.text(stage.card("U0GRETA"))
    assert "284" not in shown
    assert "Counted twice" in shown
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "284" in stage.top("U0GRETA")
    assert "took this record back" in stage.top("U0GRETA")


def test_what_was_taken_back_is_neither_revised_nor_taken_back_again(stage: Stage) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA"))
    edit(stage, reference, "U0FELIX")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"withdraw {reference}")
    stage.slack.submit("U0FRIDA", {"reason": "Counted twice"})
    for verb in ("edit", "withdraw", "modifier", "retirer"):
        stage.slack.command("U0FRIDA", stage.room, "/takedown", f"{verb} {reference}")
        assert "taken back already" in stage.top("U0FRIDA")
    stage.slack.submit("U0FELIX", {"what": "3 pages", "reason": "Late"})
    stage.slack.submit("U0FELIX")
    assert "was revised while" in stage.top("U0FELIX")
    record = stands(stage)
    assert (record.state, record.revision) == (State.WITHDRAWN, 2)


def test_taking_back_twice_at_once_is_taking_back_once(stage: Stage) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA"))
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"withdraw {reference}")
    stage.slack.submit("U0FRIDA", {"reason": "Counted twice"})
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    forms = [signed.altered(sent, view__id=f"V{number}") for number in range(4)]
    with ThreadPoolExecutor(4) as hands:
        answers = list(hands.map(lambda form: signed.post(stage.tocsin.url, signed.interaction(form)), forms))
    assert [answer.json for answer in answers] == [{"response_action": "clear"}] * 4
    assert stands(stage).revision == 2


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_another_company_can_change_nothing_by_command(stage: Stage, verb: str) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA"))
    stage.mention("U0GRETA", f"{verb} {reference}")
    assert "Only the company that logged a record can change it" in stage.top("U0GRETA")


@pytest.mark.parametrize("action", ["takedown_edit", "takedown_withdraw", "takedown_try_again"])
def test_another_company_can_change_nothing_by_a_forged_button(stage: Stage, action: str) -> None:
    card = stage.log("U0FRIDA")
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    stage.slack.close("U0GRETA")
    clicked = stage.slack.deliveries("block_actions")[-1]["body"]
    before = len(stage.slack.calls("views.open"))
    # Only the trigger of a true click opens anything, so the answer is read from what the bot then says.
    signed.post(stage.tocsin.url, signed.interaction(signed.altered(clicked, actions__0__action_id=action)))
    said = [each for each in stage.slack.seen("U0GRETA", stage.room) if each["ephemeral"]]
    assert "Only the company that logged a record can change it" in stage.slack.text(said[-1])
    assert len(stage.slack.calls("views.open")) == before + 1


def test_another_company_can_take_nothing_back_by_a_forged_form(stage: Stage) -> None:
    stage.log("U0FRIDA", "284 Twitter accounts")
    record = stands(stage)
    stage.slack.click("U0GRETA", "takedown_log", channel=stage.room)
    stage.slack.submit("U0GRETA", {"what": "pages"})
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    forged = signed.altered(
        sent,
        view__callback_id="takedown_withdrawal",
        view__private_metadata=record.token,
        view__state__values={"reason": {"reason": {"type": "plain_text_input", "value": "Mine now"}}},
    )
    answer = signed.post(stage.tocsin.url, signed.interaction(forged))
    assert "Only the company that logged a record can change it" in answer.text
    assert stands(stage).state is State.STANDING


def test_the_list_leads_to_the_details_to_the_form_to_the_preview(stage: Stage) -> None:
    """Slack holds three forms on top of each other, so none of these may need a fourth."""
    stage.log("U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "list")
    stage.slack.click("U0FRIDA", "takedown_show")
    stage.slack.click("U0FRIDA", "takedown_edit")
    send(stage, what="75 Facebook pages", reason="One more")
    assert stage.slack.view("U0FRIDA") is None
    assert stands(stage).revision == 2


def test_all_of_many_revisions_can_be_read(stage: Stage) -> None:
    record = rich(stage)
    for number in range(2, 42):
        with stage.database.begin() as session:
            takedowns.revise(
                session,
                speaker(stage),
                record.token,
                RICH,
                mark=Mark.AMBER_STRICT,
                reason=f"Reason {number}.",
                base=number - 1,
                form=f"form {number}",
                way=Way.FORM,
                now=stage.clock(),
            )
    stage.slack.command("U0FELIX", stage.room, "/takedown", f"show {record.reference}")
    stage.slack.click("U0FELIX", "takedown_history")
    seen = stage.top("U0FELIX")
    while "takedown_history" in str(stage.slack.view("U0FELIX")):
        stage.slack.click("U0FELIX", "takedown_history")
        seen += stage.top("U0FELIX")
    assert all(f"Reason {number}." in seen for number in range(2, 42))
    assert "Revision 1\n" in seen.replace("*", "\n")
