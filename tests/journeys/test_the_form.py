"""The form: filled from words, checked field by field, shown as understood, sent once; what was typed is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from tests.journeys import signed
from tests.journeys.conftest import Stage


def values(stage: Stage, person: str = "U0FRIDA") -> dict[str, Any]:
    """Give what stands in the fields of the form on top."""
    view = stage.slack.view(person)
    assert view is not None
    held = {block: next(iter(inner.values())) for block, inner in view["values"].items()}
    keys = ("value", "selected_date", "selected_option", "selected_options")
    return {block: next((one[key] for key in keys if one.get(key)), None) for block, one in held.items()}


def opened(stage: Stage, words: str = "new", person: str = "U0FRIDA") -> dict[str, Any]:
    """Open the form with words, and give what stands in its fields."""
    stage.slack.command(person, stage.room, "/takedown", words)
    return values(stage, person)


def test_words_fill_the_fields_and_what_was_not_read_stays_in_the_summary(stage: Stage) -> None:
    filled = opened(stage, "39 YouTube channels, 6 blogs on Blogger from Iran, yesterday; ask Kent about the banner")
    assert filled["what"] == "39 YouTube channels, 6 blogs on Blogger" or "39 YouTube channels" in filled["what"]
    assert filled["origins"] == "Iran"
    assert filled["acted_on"] == "2018-08-23"
    assert "ask Kent about the banner" in filled["summary"]


@pytest.mark.parametrize("language", ["fr"])
def test_a_french_coalition_reads_and_shows_french(stage: Stage, language: str) -> None:
    filled = opened(stage, "près de 1.200 comptes Facebook liés à l'Iran, visant le Moyen-Orient")
    assert "1" in filled["what"]
    assert filled["origins"] == "Iran"
    stage.slack.submit("U0FRIDA")
    preview = stage.top("U0FRIDA")
    assert "Iran" in preview
    assert "5 entreprises, 7 personnes" in preview
    stage.slack.submit("U0FRIDA")
    assert "comptes Facebook" in stage.slack.text(stage.card("U0GRETA"))


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("what", "pages", "no number"),
        ("what", "10 to 20 pages", "is a range"),
        ("what", "652", "of what?"),
        ("origins", "Irn", "Iran"),
        ("targets", "Mordor", "Mordor"),
        ("acted_on", "2018-08-27", "has not come yet"),
    ],
)
def test_what_cannot_be_taken_is_told_at_its_field(stage: Stage, field: str, typed: str, sentence: str) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages", field: typed})
    errors = stage.field_errors("U0FRIDA")
    assert set(errors) == {field}
    assert sentence in errors[field]


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"found": ["government"], "found_on": "2018-08-20"}, "found_who", "agency"),
        ({"found": ["government"], "found_who": "FBI"}, "found_on", "day"),
        ({"reach": "many people"}, "reach", "many people"),
        ({"ad_spend": "a lot"}, "ad_spend", "a lot"),
        ({"active_since": "once upon a time"}, "active_since", "date"),
        ({"active_since": "2017", "active_until": "2015"}, "active_until", "before"),
    ],
)
def test_what_cannot_be_taken_under_more_is_told_at_its_field(
    stage: Stage, typed: dict[str, Any], field: str, sentence: str
) -> None:
    opened(stage)
    stage.slack.click("U0FRIDA", "takedown_more")
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages", **typed})
    errors = stage.field_errors("U0FRIDA")
    assert set(errors) == {field}
    assert sentence in errors[field]


@pytest.mark.parametrize("link", ["https://[evil", "https://nowhere", "javascript:alert(1)", "https://a b.org"])
def test_an_address_that_slack_let_through_is_looked_at_too(stage: Stage, link: str) -> None:
    opened(stage)
    stage.slack.click("U0FRIDA", "takedown_more")
    stage.slack.submit("U0FRIDA", {"what": "pages"})
    last = stage.slack.deliveries("view_submission")[-1]["body"]
    forged = signed.altered(
        last,
        view__state__values__what__what__value="74 pages",
        view__state__values__link__link__value=link,
    )
    answer = signed.post(stage.tocsin.url, signed.interaction(forged))
    assert set(answer.json["errors"]) == {"link"}


def test_more_keeps_what_was_typed_and_what_it_holds_reaches_the_card(stage: Stage) -> None:
    opened(stage)
    view = stage.slack.view("U0FRIDA")
    assert view is not None
    stage.slack.choose("U0FRIDA", "what", "74 Facebook pages", view_id=view["id"])
    stage.slack.choose("U0FRIDA", "summary", "Kept as it was", view_id=view["id"])
    stage.slack.click("U0FRIDA", "takedown_more")
    assert values(stage)["what"] == "74 Facebook pages"
    assert values(stage)["summary"] == "Kept as it was"
    stage.slack.submit(
        "U0FRIDA",
        {
            "actions": ["removed", "disabled"],
            "policy": "Coordinated inauthentic behaviour",
            "found": ["security_firm", "government"],
            "found_who": "FireEye\nFBI",
            "found_on": "2018-08-20",
            "reach": "155,000 page followers",
            "ad_spend": "about $6,000, paid in US dollars",
            "link": "https://newsroom.fb.com/news/2018/08/more",
            "active_since": "January 2015",
        },
    )
    assert stage.field_errors("U0FRIDA") == {}
    preview = stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    card = stage.slack.text(stage.card("U0GRETA"))
    said = ("Kept as it was", "removed", "Coordinated", "FireEye", "FBI", "August 20, 2018", "155,000", "6,000", "2015")
    for words in said:
        assert words in preview
        assert words in card
    assert "https://newsroom.fb.com/news/2018/08/more" in str(stage.card("U0GRETA")["blocks"])


def test_continue_shows_each_line_as_it_was_understood_and_the_card_and_who_will_see_it(stage: Stage) -> None:
    opened(stage)
    what = "652 pages, groups and accounts\nNetwork 1: 74 Facebook pages, 76 Instagram accounts"
    stage.slack.submit("U0FRIDA", {"what": what, "mark": "GREEN"})
    preview = stage.top("U0FRIDA")
    assert "stated total:" in preview
    assert "Network 1: " in preview
    assert "74 Facebook pages and 76 Instagram accounts" in preview
    assert "*TLP:GREEN* · 5 companies, 7 people" in preview
    assert not stage.cards("U0GRETA")


def test_one_may_go_back_and_change_it(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    stage.slack.close("U0FRIDA")
    assert values(stage)["what"] == "74 Facebook pages"
    card = stage.log("U0FRIDA", "75 Facebook pages")
    assert "75 Facebook pages" in stage.slack.text(card)
    assert len(stage.cards("U0GRETA")) == 1


def test_everybody_sees_the_same_card(stage: Stage) -> None:
    stage.log("U0FRIDA")
    shown = {stage.slack.text(stage.card(person)) for person in ("U0FELIX", "U0TESSA", "U0GRETA", "U0MIRA", "U0SASHA")}
    assert len(shown) == 1


def records(stage: Stage) -> list[str]:
    """Count what the list shows."""
    stage.slack.command("U0FELIX", stage.room, "/takedown", "list")
    shown = stage.top("U0FELIX")
    stage.slack.close("U0FELIX", all_=True)
    return [line for line in shown.splitlines() if line.startswith("Facebook: ")]


def test_a_second_submit_of_the_same_form_makes_no_second_record(stage: Stage) -> None:
    stage.log("U0FRIDA")
    sent = stage.slack.deliveries("view_submission")[-1]["body"]
    again = signed.post(stage.tocsin.url, signed.interaction(sent))
    assert again.json == {"response_action": "clear"}
    assert len(records(stage)) == len(stage.cards("U0GRETA")) == 1


def test_many_clicks_on_send_at_once_make_one_record_and_all_close_the_form(stage: Stage) -> None:
    stage.log("U0FRIDA", "3 blogs")
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    shown = stage.slack.view("U0FRIDA")
    assert shown is not None
    last = stage.slack.deliveries("view_submission")[-1]["body"]
    send = signed.altered(
        last, view__callback_id="takedown_preview", view__private_metadata=shown["private_metadata"], view__state={}
    )
    with ThreadPoolExecutor(6) as hands:
        answers = [
            one.result()
            for one in [hands.submit(signed.post, stage.tocsin.url, signed.interaction(send)) for _ in range(6)]
        ]
    assert [one.json for one in answers] == [{"response_action": "clear"}] * 6
    stage.card("U0GRETA", "74 Facebook pages")
    assert len(records(stage)) == 2


def test_a_form_that_slack_delivers_twice_makes_one_record(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    stage.slack.fault(delivery="view_submission", kind="twice")
    stage.slack.submit("U0FRIDA")
    stage.card("U0GRETA", "74 Facebook pages")
    assert len(records(stage)) == 1


def test_after_a_lost_answer_sending_again_closes_the_form_and_there_is_one_card(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    stage.slack.fault(delivery="view_submission", kind="drop_after")
    stage.slack.submit("U0FRIDA")
    assert "trouble connecting" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    assert stage.slack.view("U0FRIDA") is None
    stage.card("U0GRETA", "74 Facebook pages")
    assert len(records(stage)) == 1


def test_a_draft_that_was_not_sent_is_offered_next_time(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages", "summary": "Nearly done"})
    stage.slack.close("U0FRIDA", all_=True)
    offered = opened(stage, "")
    assert offered["what"] == "74 Facebook pages"
    assert offered["summary"] == "Nearly done"
    assert "You began this" in stage.top("U0FRIDA")


def test_words_of_a_command_whose_form_slack_never_opened_wait_behind_a_button(stage: Stage) -> None:
    slack = stage.slack
    slack.fault(method="views.open", kind="error", error="expired_trigger_id")
    slack.command("U0FRIDA", stage.room, "/takedown", "74 Facebook pages from Iran")
    said = slack.seen("U0FRIDA", stage.room)[-1]
    assert said["ephemeral"]
    assert "is kept" in slack.text(said)
    slack.click("U0FRIDA", "takedown_resume", channel=stage.room)
    assert values(stage)["what"] == "74 Facebook pages"
    assert values(stage)["origins"] == "Iran"


def test_start_afresh_empties_the_form(stage: Stage) -> None:
    opened(stage, "74 Facebook pages from Iran")
    stage.slack.close("U0FRIDA", all_=True)
    opened(stage, "")
    stage.slack.click("U0FRIDA", "takedown_afresh")
    empty = values(stage)
    assert empty["what"] is None
    assert empty["origins"] is None
    stage.slack.close("U0FRIDA", all_=True)
    assert opened(stage, "")["what"] is None


def test_new_words_come_first_and_the_older_draft_is_one_click_away(stage: Stage) -> None:
    opened(stage, "74 Facebook pages")
    stage.slack.close("U0FRIDA", all_=True)
    assert opened(stage, "3 blogs from Iran")["what"] == "3 blogs"
    stage.slack.click("U0FRIDA", "takedown_resume")
    assert values(stage)["what"] == "74 Facebook pages"
    assert values(stage)["origins"] is None
    stage.slack.close("U0FRIDA", all_=True)
    stage.open_doors()
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    view = stage.slack.view("U0FRIDA")
    assert str(view).count("draft_discard") == 2


def test_drafts_wait_in_the_inbox_to_be_gone_on_with_or_thrown_away(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "74 Facebook pages")
    stage.slack.close("U0FRIDA", all_=True)
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "that you have not sent" in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "takedown_resume")
    assert values(stage)["what"] == "74 Facebook pages"
    stage.slack.close("U0FRIDA")
    stage.slack.click("U0FRIDA", "draft_discard")
    assert "Nothing waits for you." in stage.top("U0FRIDA")


def test_a_draft_is_its_owners_alone_and_ends_after_seven_days(stage: Stage) -> None:
    stage.open_doors()
    opened(stage, "74 Facebook pages")
    stage.slack.close("U0FRIDA", all_=True)
    stage.slack.click("U0FELIX", "for_me", channel=stage.room)
    assert "Nothing waits for you." in stage.top("U0FELIX")
    assert opened(stage, "", "U0FELIX")["what"] is None
    stage.clock.advance(days=6, hours=23)
    assert opened(stage, "")["what"] == "74 Facebook pages"
    stage.slack.close("U0FRIDA", all_=True)
    stage.clock.now += timedelta(hours=2)
    assert opened(stage, "")["what"] is None


def test_a_form_that_one_person_opened_is_not_another_persons_to_send(stage: Stage) -> None:
    opened(stage, "74 Facebook pages")
    frida = stage.slack.view("U0FRIDA")
    assert frida is not None
    opened(stage, "new", "U0FELIX")
    stage.slack.submit("U0FELIX", {"what": "3 blogs"})
    felix = stage.slack.deliveries("view_submission")[-1]["body"]
    forged = signed.altered(felix, view__private_metadata=frida["private_metadata"])
    answer = signed.post(stage.tocsin.url, signed.interaction(forged))
    assert answer.status == 200
    assert "74" not in answer.text
    assert "not yours to open" in answer.text
    stage.slack.submit("U0FRIDA")
    assert "74 Facebook pages" in stage.top("U0FRIDA")


def test_a_preview_that_is_out_of_date_is_not_sent(stage: Stage) -> None:
    opened(stage)
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    old = stage.slack.view("U0FRIDA")
    assert old is not None
    stage.slack.close("U0FRIDA")
    stage.slack.submit("U0FRIDA", {"what": "75 Facebook pages"})
    last = stage.slack.deliveries("view_submission")[-1]["body"]
    stale = signed.altered(
        last, view__callback_id="takedown_preview", view__private_metadata=old["private_metadata"], view__state={}
    )
    answer = signed.post(stage.tocsin.url, signed.interaction(stale))
    assert "clear" not in answer.text
    assert not records(stage)
    stage.slack.submit("U0FRIDA")
    assert "75 Facebook pages" in stage.slack.text(stage.card("U0GRETA"))


def test_words_longer_than_a_field_takes_are_kept_whole(stage: Stage) -> None:
    slack = stage.slack
    long = (
        "74 Facebook pages. " + "The operators posed as students of journalism. " * 200 + "The last word is Zanzibar."
    )
    slack.say("U0GRETA", "U0BOTFACEBOOK", long)
    stage.soon(lambda: [each for each in slack.seen("U0GRETA", "U0BOTFACEBOOK") if each["bot"]])
    slack.click("U0GRETA", "open_asked", channel="U0BOTFACEBOOK")
    slack.submit("U0GRETA")
    slack.submit("U0GRETA")
    stage.card("U0GRETA", "74 Facebook pages")
    slack.click("U0GRETA", "takedown_show", channel=stage.room)
    assert "Zanzibar" in stage.top("U0GRETA")
