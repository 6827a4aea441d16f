"""What is not there and what is not yours answer alike, whoever asks and whatever token they got hold of."""

from __future__ import annotations

import re
from typing import Any

import pytest

import handlers
from handlers import lifecycle
from storage import coalitions, companies, drafts
from storage.companies import Seat
from storage.errors import Unknown
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_changing_records import edit, speaker, stands
from tests.journeys.test_every_listener import answers, click, form, hidden, quiet

# Every button and every form of the house, one after the other.
pytestmark = pytest.mark.timeout(600)

FORGED = "AAAAAAAAAAAAAAAAAAAAAA"
GRETA = ("U0GRETA", "T0GOOGLE")


# A draft that opens with the form has a token of its own.
_TOKEN = re.compile(r"[\w-]{22}")


def alike(stage: Stage, token: str, *who: str) -> None:
    """Press every button and send every form with a token and with one of nothing, and compare the answers."""
    # The databases differ in their SQL, and not in what a token may look like.
    shapes = (token, f"{token}:1", f"{FORGED}:{token}") if stage.database.is_sqlite else (token,)
    for one in shapes:
        nothing = one.replace(token, FORGED)
        for action in sorted(handlers.PAGES.clicks):
            there, not_there = (answers(stage, click(action, each, *who), "views.") for each in (one, nothing))
            assert _TOKEN.sub("…", there) == _TOKEN.sub("…", not_there), action
        for callback_id in sorted(handlers.PAGES.forms):
            there, not_there = (answers(stage, form(callback_id, each, *who), "views.") for each in (one, nothing))
            assert _TOKEN.sub("…", there) == _TOKEN.sub("…", not_there), callback_id


def other(stage: Stage, *, with_google: bool) -> str:
    """Found a second coalition, in which Google may sit but nobody whom we ask about; the token of a record of it."""
    with stage.database.begin() as session:
        token = hidden(session, stage)
        if with_google:
            second = coalitions.of_channel(session, "C0OTHER")
            assert second is not None
            companies.add(session, second, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=stage.clock())
    stage.slack.leave("U0GRETA", "C0OTHER")
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    return token


@pytest.mark.parametrize("with_google", [False, True], ids=["nobody of theirs", "others of theirs"])
def test_a_record_of_a_coalition_that_one_does_not_sit_in_answers_as_nothing_does(
    stage: Stage,
    with_google: bool,  # noqa: FBT001
) -> None:
    alike(stage, other(stage, with_google=with_google), *GRETA)


@pytest.mark.parametrize("with_google", [False, True], ids=["nobody of theirs", "others of theirs"])
def test_the_token_of_a_coalition_that_one_does_not_sit_in_answers_as_none_does(
    stage: Stage,
    with_google: bool,  # noqa: FBT001
) -> None:
    other(stage, with_google=with_google)
    with stage.database.read() as session:
        second = coalitions.of_channel(session, "C0OTHER")
    assert second is not None
    alike(stage, second.token, *GRETA)


def test_somebody_who_left_the_channel_learns_nothing_of_what_is_there(stage: Stage) -> None:
    stage.log("U0FRIDA")
    token = stands(stage).token
    stage.slack.leave("U0GRETA", stage.room)
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    alike(stage, token, *GRETA)
    assert "not in the coalition’s channel" in answers(stage, click("takedown_show", token, *GRETA))


def preview(stage: Stage, what: str, person: str = "U0FRIDA") -> dict[str, Any]:
    """Continue with the open form, and give the preview as it would be sent."""
    stage.slack.submit(person, {"what": what})
    shown = stage.slack.view(person)
    assert shown is not None
    last = stage.slack.deliveries("view_submission")[-1]["body"]
    return signed.altered(
        last, view__callback_id="takedown_preview", view__private_metadata=shown["private_metadata"], view__state={}
    )


def test_nobody_learns_whether_another_persons_form_was_sent(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    send = preview(stage, "74 Facebook pages")
    as_greta = signed.altered(send, user__id="U0GRETA", user__team_id="T0GOOGLE", team__id="T0GOOGLE")
    before = answers(stage, signed.interaction(as_greta))
    stage.slack.submit("U0FRIDA")
    assert answers(stage, signed.interaction(as_greta)) == before
    assert "not yours to open" in before


def test_a_second_window_with_other_words_does_not_close_as_if_they_were_sent(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    first = preview(stage, "74 Facebook pages")
    stage.slack.close("U0FRIDA")
    second = preview(stage, "75 Facebook pages")
    assert signed.post(stage.tocsin.url, signed.interaction(second)).json == {"response_action": "clear"}
    again = signed.post(stage.tocsin.url, signed.interaction(first))
    assert "clear" not in again.text
    assert signed.post(stage.tocsin.url, signed.interaction(second)).json == {"response_action": "clear"}
    assert stands(stage).report.parts[0].counts[0].n == 75


def test_words_for_a_draft_that_was_sent_meanwhile_are_refused_rather_than_lost(stage: Stage) -> None:
    stage.log("U0FRIDA")
    edit(stage, stands(stage).reference)
    who = speaker(stage)
    now = stage.clock()
    with stage.database.begin() as session:
        token = drafts.keep(session, who, "takedown", {"filled": {"what": "1 page"}}, now=now)
        draft = drafts.open_one(session, token, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", now=now)
        drafts.take(session, token, team_ids=["T0FACEBOOK"], user_id="U0FRIDA", now=now)
        with pytest.raises(Unknown):
            drafts.change(session, draft, {"filled": {"what": "2 pages"}}, now=now)


def test_what_was_said_to_the_bot_opens_from_the_inbox_as_it_was_said(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> 39 YouTube channels from Iran")
    stage.soon(lambda: [each for each in slack.seen("U0GRETA", stage.room) if each["ephemeral"]])
    slack.click("U0GRETA", "for_me", channel=stage.room)
    slack.click("U0GRETA", "open_asked")
    view = slack.view("U0GRETA")
    assert view is not None
    assert view["values"]["what"]["what"]["value"] == "39 YouTube channels"
    slack.close("U0GRETA", all_=True)
    slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> help")
    stage.soon(lambda: len([each for each in slack.seen("U0GRETA", stage.room) if each["ephemeral"]]) == 2)
    slack.click("U0GRETA", "for_me", channel=stage.room)
    slack.click("U0GRETA", "open_asked")
    assert "/takedown list" in stage.top("U0GRETA")
    quiet(stage.top("U0GRETA").replace("TD-7KQ4M", "").replace("652 pages", "").replace("Iran", ""))


def test_words_in_a_window_whose_form_was_sent_from_another_wait_in_the_inbox(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    send = preview(stage, "74 Facebook pages")
    stage.slack.close("U0FRIDA")
    assert signed.post(stage.tocsin.url, signed.interaction(send)).json == {"response_action": "clear"}
    for _ in range(2):
        stage.slack.submit("U0FRIDA", {"what": "75 Facebook pages", "summary": "One more"})
        assert "kept under “For me”" in stage.field_errors("U0FRIDA")["what"]
    stage.slack.close("U0FRIDA", all_=True)
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert str(stage.slack.view("U0FRIDA")).count("draft_discard") == 1
    stage.slack.click("U0FRIDA", "takedown_resume")
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    assert view["values"]["what"]["what"]["value"] == "75 Facebook pages"
    assert view["values"]["summary"]["summary"]["value"] == "One more"
