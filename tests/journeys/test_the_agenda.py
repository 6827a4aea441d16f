"""The agenda: who puts something on it, who supports it, how it is arranged, and what each reader finds."""

from __future__ import annotations

import pytest

from storage import agendas, coalitions, meetings
from storage.access import Way
from storage.agendas import Kind
from storage.audiences import Audience, Mark, Scope
from tests.journeys.agenda_stage import as_, looked, planned, proposed
from tests.journeys.conftest import Stage
from tests.journeys.digest_stage import flat


def add(stage: Stage, who: str, text: str, **fields: str) -> str:
    """Fill the form on top, and send it; what is said then."""
    stage.slack.submit(who, {"agenda_text": text, **{f"agenda_{name}": value for name, value in fields.items()}})
    return flat(stage.top(who))


def test_whoever_is_a_member_puts_something_on_it_and_another_company_supports_it(stage: Stage) -> None:
    planned(stage)
    stage.slack.command("U0FRIDA", stage.room, "/agenda", "add How to share hashes")
    form = stage.slack.view("U0FRIDA")
    assert form is not None
    assert "How to share hashes" in str(form)
    said = add(stage, "U0FRIDA", "How to share hashes", minutes="15")
    assert "It is on the agenda of the meeting on" in said
    assert "How to share hashes Frida" in looked(stage, "U0TESSA")
    assert "Its agenda is posted" in stage.top("U0TESSA")
    stage.slack.click("U0TESSA", "agenda_item")
    assert "supports it" not in stage.top("U0TESSA")
    stage.slack.click("U0TESSA", "agenda_support")
    assert "Support no longer" in stage.top("U0TESSA")
    stage.slack.command("U0FRIDA", stage.room, "/agenda")
    assert "shared by 2 companies" in flat(stage.top("U0FRIDA"))
    stage.slack.click("U0FRIDA", "agenda_item")
    assert "1 other company supports it." in stage.top("U0FRIDA")
    stage.slack.click("U0FRIDA", "agenda_take_off")
    assert "Its company took it off the agenda." in stage.top("U0FRIDA")
    assert "How to share hashes" not in looked(stage, "U0TESSA")


def test_it_is_reached_by_a_button_a_mention_a_direct_message_and_a_message_shortcut(stage: Stage) -> None:
    planned(stage)
    stage.open_doors()
    (door,) = stage.slack.channel(None, stage.room)["pins"]
    stage.slack.click("U0GRETA", "agenda_open", channel=stage.room, ts=door)
    stage.slack.click("U0GRETA", "agenda_add")
    assert "It is on the agenda" in add(stage, "U0GRETA", "By a button")
    stage.mention("U0GRETA", "agenda add By a mention")
    assert "By a mention" in str(stage.slack.view("U0GRETA"))
    stage.slack.close("U0GRETA", all_=True)
    told = stage.slack.say("U0GRETA", stage.room, "Accounts that came back within a day")
    with stage.database.begin() as session:
        coalitions.learn_address(session, stage.coalition, "https://facebook.slack.com/")
    stage.slack.shortcut("U0FRIDA", stage.room, told["ts"], "agenda_add_message")
    form = str(stage.slack.view("U0FRIDA"))
    assert "Accounts that came back within a day" in form
    link = f"https://facebook.slack.com/archives/{stage.room}/p{told['ts'].replace('.', '')}"
    assert link in form
    stage.slack.submit("U0FRIDA")
    assert "Accounts that came back within a day" in looked(stage, "U0TESSA")


def test_without_the_app_there_is_no_shortcut(stage: Stage) -> None:
    told = stage.slack.say("U0GRETA", stage.room, "Something")
    with pytest.raises(Exception, match="no shortcut"):
        stage.slack.shortcut("U0GRETA", stage.room, told["ts"], "agenda_add_message")


def test_what_is_for_chosen_companies_is_on_nobody_else_s_agenda(stage: Stage) -> None:
    planned(stage)
    with stage.database.read() as session:
        tessa = as_(stage, session, "U0TESSA")
    proposed(stage, "U0FRIDA", "Only for Twitter", scope=Scope(Audience.COMPANIES, frozenset({tessa.company.id})))
    proposed(stage, "U0FRIDA", "For Felix", scope=Scope(Audience.PEOPLE), mark=Mark.RED)
    for who, shown in (("U0TESSA", True), ("U0GRETA", False)):
        stage.mention(who, "agenda")
        assert ("Only for Twitter" in stage.top(who)) == shown
        assert "For Felix" not in stage.top(who)


def test_an_observer_proposes_what_is_for_everyone_where_they_come_and_a_stranger_finds_nothing(stage: Stage) -> None:
    planned(stage, with_open=True)
    stage.open_doors()
    (door,) = stage.slack.channel(None, stage.open_room)["pins"]
    stage.slack.click("U0FIRE", "agenda_open", channel=stage.open_room, ts=door)
    stage.slack.click("U0FIRE", "agenda_add")
    assert "agenda_audience" not in str(stage.slack.view("U0FIRE"))
    assert "It is on the agenda" in add(stage, "U0FIRE", "What we saw of APT35")
    proposed(stage, "U0FRIDA", "Among us")
    stage.slack.close("U0FIRE", all_=True)
    stage.slack.click("U0FIRE", "agenda_open", channel=stage.open_room, ts=door)
    assert "What we saw of APT35" in stage.top("U0FIRE")
    assert "Among us" not in stage.top("U0FIRE")
    assert "What we saw of APT35" in looked(stage, "U0TESSA")


def test_an_observer_finds_no_meeting_of_the_members(stage: Stage) -> None:
    planned(stage)
    stage.open_doors()
    (door,) = stage.slack.channel(None, stage.open_room)["pins"]
    stage.slack.click("U0FIRE", "agenda_open", channel=stage.open_room, ts=door)
    assert "No meeting is planned" in stage.top("U0FIRE")
    assert "agenda_add" not in str(stage.slack.view("U0FIRE"))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"text": " "}, "Write what it is about."),
        ({"text": "Hashes", "minutes": "ten"}, "Write a whole number of minutes, from 1 to 480, or nothing."),
        ({"text": "Hashes", "minutes": "0"}, "Write a whole number of minutes, from 1 to 480, or nothing."),
        ({"text": "Hashes", "minutes": "٣"}, "Write a whole number of minutes, from 1 to 480, or nothing."),
        ({"text": "Hashes", "link": "javascript:alert(1)"}, "Write an address that begins with https://, or nothing."),
        ({"text": "Hashes", "link": "https://a b"}, "Write an address that begins with https://, or nothing."),
        ({"text": "Hashes", "mark": "RED"}, "This mark does not go with these readers."),
    ],
)
def test_odd_words_are_asked_for_again_and_nothing_is_lost(stage: Stage, fields: dict[str, str], problem: str) -> None:
    planned(stage)
    stage.slack.command("U0FRIDA", stage.room, "/agenda", "add Hashes")
    fields = dict(fields)
    text = fields.pop("text")
    stage.slack.submit("U0FRIDA", {"agenda_text": text, **{f"agenda_{name}": one for name, one in fields.items()}})
    assert problem in str(stage.field_errors("U0FRIDA"))
    stage.slack.submit(
        "U0FRIDA", {"agenda_text": "Hashes", "agenda_minutes": None, "agenda_link": None, "agenda_mark": "AMBER"}
    )
    assert "It is on the agenda" in stage.top("U0FRIDA")


def test_words_that_were_not_sent_wait_under_for_me(stage: Stage) -> None:
    planned(stage)
    stage.open_doors()
    stage.slack.command("U0FRIDA", stage.room, "/agenda", "ajouter Comment partager")
    stage.slack.close("U0FRIDA")
    (door,) = stage.slack.channel(None, stage.room)["pins"]
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room, ts=door)
    stage.slack.click("U0FRIDA", "agenda_resume")
    assert "Comment partager" in str(stage.slack.view("U0FRIDA"))
    stage.slack.submit("U0FRIDA")
    assert "It is on the agenda" in stage.top("U0FRIDA")


def test_a_coordinator_orders_puts_together_strikes_and_puts_off(stage: Stage) -> None:
    planned(stage)
    for who, text, kind in (
        ("U0FRIDA", "Bots that come back", Kind.PROBLEM),
        ("U0TESSA", "Accounts return", Kind.PROBLEM),
        ("U0GRETA", "Slow answers", Kind.PROBLEM),
        ("U0GRETA", "Who sees hashes?", Kind.QUESTION),
        ("U0TESSA", "A logo", Kind.TOPIC),
        ("U0TESSA", "A dinner", Kind.TOPIC),
    ):
        proposed(stage, who, text, kind)
    stage.slack.command("U0FELIX", stage.room, "/agenda", "arrange")
    listed = flat(stage.top("U0FELIX"))
    assert (
        "1. Bots that come back 2. Accounts return 3. Slow answers 4. Who sees hashes? 5. A logo 6. A dinner" in listed
    )
    stage.slack.submit(
        "U0FELIX",
        {
            "agenda_order": "3, 1",
            "agenda_together": ["1. Bots that come back", "2. Accounts return"],
            "agenda_strike": ["5. A logo"],
            "agenda_postpone": ["6. A dinner"],
        },
    )
    assert stage.slack.view("U0FELIX") is None
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    said = flat(stage.top("U0FELIX"))
    assert "1. Slow answers" in said
    assert "2. Bots that come back + Accounts return Facebook and Twitter · shared by 2 companies" in said
    assert "3. Who sees hashes?" in said
    assert "A logo" not in said
    assert "A dinner" not in said
    assert "Not posted yet: only those who coordinate see this." in said
    # What was put together by mistake stands apart again.
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.command("U0FELIX", stage.room, "/agenda", "arrange")
    stage.slack.submit("U0FELIX", {"agenda_apart": ["2. Bots that come back"]})
    assert stage.slack.view("U0FELIX") is None
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    apart = flat(stage.top("U0FELIX"))
    assert "Accounts return" in apart
    assert "Bots that come back + Accounts return" not in apart
    stage.slack.close("U0FELIX", all_=True)
    stage.slack.command("U0FELIX", stage.room, "/agenda", "arrange")
    assert "Take apart" not in stage.top("U0FELIX")


def test_of_two_coordinators_the_second_is_shown_what_stands_and_loses_nothing(stage: Stage) -> None:
    planned(stage)
    for text in ("First", "Second", "Third"):
        proposed(stage, "U0FRIDA", text)
    stage.slack.command("U0FELIX", stage.room, "/agenda", "arrange")
    with stage.database.begin() as session:
        felix = as_(stage, session, "U0FELIX")
        meeting = meetings.next_of(session, felix.coalition, stage.clock(), reader=felix)
        assert meeting is not None
        tokens = {one.text: one.token for one in agendas.open_items(session, felix.coalition, meeting, felix)}
        wanted = agendas.Arrangement(order=(tokens["Third"],), struck=(tokens["Second"],))
        base = agendas.prepared(session, meeting, now=stage.clock()).version
        agendas.arrange(session, felix, meeting, wanted, base=base, way=Way.FORM, now=stage.clock())
    stage.slack.submit("U0FELIX", {"agenda_order": "2, 1, 3", "agenda_postpone": ["1. First"]})
    view = stage.slack.view("U0FELIX")
    assert view is not None
    assert "Somebody else arranged the agenda meanwhile." in stage.top("U0FELIX")
    assert "1. Third 2. First" in flat(stage.top("U0FELIX"))
    stage.slack.submit("U0FELIX")
    stage.slack.command("U0FELIX", stage.room, "/agenda")
    said = flat(stage.top("U0FELIX"))
    assert "1. Third" in said
    assert "First" not in said
    assert "Second" not in said


@pytest.mark.parametrize("order", ["3, 2, four", "0", "9", "1;;2 x"])
def test_an_order_that_is_none_is_asked_for_again(stage: Stage, order: str) -> None:
    planned(stage)
    proposed(stage, "U0FRIDA", "First")
    stage.slack.command("U0FELIX", stage.room, "/agenda", "arrange")
    stage.slack.submit("U0FELIX", {"agenda_order": order})
    assert "Write the numbers that stand above" in str(stage.field_errors("U0FELIX"))


def test_whoever_does_not_coordinate_arranges_and_posts_nothing(stage: Stage) -> None:
    planned(stage)
    for verb in ("arrange", "post", "statement"):
        stage.slack.command("U0TESSA", stage.room, "/agenda", verb)
        assert stage.slack.view("U0TESSA") is None
        assert "Only those who coordinate" in stage.aside("U0TESSA")
