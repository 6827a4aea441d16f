"""Buttons and forms pressed at the same moment, in two windows or by two people: one is first, the other is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from storage import drafts, takedowns
from storage.takedowns import State
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import edit, stands
from tests.journeys.test_not_there_and_not_yours import preview
from tests.journeys.test_reading_records import reference_of


def together(stage: Stage, *payloads: Any) -> list[str]:
    """Send requests at the same moment, and give the answers in their order."""
    with ThreadPoolExecutor(len(payloads)) as hands:
        sent = [hands.submit(signed.post, stage.tocsin.url, signed.interaction(each)) for each in payloads]
        answers = [each.result() for each in sent]
    assert {answer.status for answer in answers} == {200}
    assert "Something went wrong" not in str(answers)
    return [answer.text for answer in answers]


def counted(stage: Stage) -> tuple[int, int]:
    """Count the records, and the drafts that hold words."""
    with stage.database.read() as session:
        records = session.execute(select(func.count()).select_from(takedowns.takedowns)).scalar_one()
        waiting = session.execute(select(func.count()).where(drafts.drafts.c.has_words)).scalar_one()
    return records, waiting


def pressed(stage: Stage, form: Any, action: str) -> Any:
    """Write a press of a button in a form, with the form's own token."""
    token = form["view"]["private_metadata"].partition(":")[0]
    return {
        "type": "block_actions",
        "user": form["user"],
        "team": {"id": "T0FACEBOOK"},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "view": form["view"],
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": token, "action_ts": "1.1"}],
    }


def test_send_start_afresh_and_throw_away_at_once_are_one_of_them(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    send = preview(stage, "74 Facebook pages")
    others = [pressed(stage, send, action) for action in ("takedown_afresh", "draft_discard")]
    sent, *_ = together(stage, send, *others)
    records, waiting = counted(stage)
    assert waiting == 0
    assert records == ("clear" in sent)


def test_send_and_continue_at_once_lose_no_words(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    send = preview(stage, "74 Facebook pages")
    form = stage.slack.deliveries("view_submission")[-1]["body"]
    again = signed.altered(form, view__state__values__what__what__value="75 Facebook pages")
    sent, continued = together(stage, send, again)
    # Either the words of the preview are sent and the other window's wait by themselves, or these take their place.
    assert ("clear" in sent, "push" in continued) in {(True, False), (False, True)}
    assert counted(stage) == ((1, 1) if "clear" in sent else (0, 1))


def test_a_revision_and_taking_back_at_once_are_one_after_the_other_or_one_of_them(stage: Stage) -> None:
    reference = reference_of(stage, stage.log("U0FRIDA"))
    edit(stage, reference)
    stage.slack.submit("U0FRIDA", {"what": "75 Facebook pages", "reason": "One more"})
    shown = stage.slack.view("U0FRIDA")
    assert shown is not None
    last = stage.slack.deliveries("view_submission")[-1]["body"]
    send = signed.altered(
        last, view__callback_id="takedown_preview", view__private_metadata=shown["private_metadata"], view__state={}
    )
    back = signed.altered(
        last,
        user__id="U0FELIX",
        view__id="VBACK",
        view__callback_id="takedown_withdrawal",
        view__private_metadata=stands(stage).token,
        view__state={"values": {"reason": {"reason": {"value": "Counted twice"}}}},
    )
    sent, taken = together(stage, send, back)
    assert "clear" in taken
    record = stands(stage)
    assert record.state is State.WITHDRAWN
    assert record.revision == (3 if "clear" in sent else 2)
    assert record.report.parts[0].counts[0].n == (75 if "clear" in sent else 74)
    stage.soon(lambda: "took this record back" in stage.slack.text(stage.card("U0GRETA")))


def test_two_first_words_of_the_same_stranger_are_one_knock(stage: Stage) -> None:
    click = {
        "type": "block_actions",
        "user": {"id": "U0STRANGER", "team_id": "T0STRANGER"},
        "team": {"id": "T0FACEBOOK"},
        "channel": {"id": stage.room},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "actions": [{"type": "button", "action_id": "for_me", "block_id": "b", "value": "", "action_ts": "1.1"}],
    }
    together(stage, *[click] * 5)

    def bells() -> list[Any]:
        posted = stage.slack.calls("chat.postMessage")
        return [each for each in posted if "of no company here" in str(each["arguments"])]

    stage.soon(bells)
    stage.log("U0FRIDA")
    assert len(bells()) == 1


def test_what_is_sent_is_what_was_looked_at_though_another_window_changed_the_mark(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    send = preview(stage, "74 Facebook pages")
    form = stage.slack.deliveries("view_submission")[-1]["body"]
    clear = {
        "type": "static_select",
        "selected_option": {"value": "CLEAR", "text": {"type": "plain_text", "text": "."}},
    }
    more = signed.altered(pressed(stage, form, "takedown_more"), view__state__values__mark__mark=clear)
    together(stage, more)
    (sent,) = together(stage, send)
    assert "clear" not in sent
    assert "The form changed since this was shown" in sent
    assert counted(stage) == (0, 1)
