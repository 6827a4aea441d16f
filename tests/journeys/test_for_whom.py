"""For whom a record is: chosen companies, named people, everyone; from an hour on; unattributed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from handlers.takedown import release
from storage import absences, access, companies, people
from storage.access import Way
from storage.companies import Seat
from storage.people import Role, Room
from tests.journeys.conftest import Stage

SECRET = "umbrella"


def option(stage: Stage, person: str, block_id: str, text: str) -> str:
    """Find the value of a menu's option by what it says."""
    view = stage.slack.view(person)
    assert view is not None
    element = next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)
    offered = element.get("options") or [one for group in element["option_groups"] for one in group["options"]]
    return str(next(one["value"] for one in offered if text in one["text"]["text"]))


def opened(stage: Stage, audience: str, *, by: str = "U0FRIDA", mark: str = "AMBER", **fields: Any) -> None:
    """Open the form and choose for whom it is."""
    stage.slack.command(by, stage.room, "/takedown", "new")
    what = {"what": "74 Facebook pages", "summary": SECRET, "mark": mark, **fields}
    stage.slack.choose(by, "audience", audience, values=what)


def chosen(stage: Stage, field: str, *names: str, by: str = "U0FRIDA") -> None:
    """Choose by name."""
    stage.slack.choose(by, field, [option(stage, by, field, name) for name in names])


def sent(stage: Stage, by: str = "U0FRIDA", **fields: Any) -> str:
    """Continue, send, and give what the preview said."""
    stage.slack.submit(by, fields)
    assert stage.field_errors(by) == {}
    preview = stage.top(by)
    stage.slack.submit(by)
    assert stage.slack.view(by) is None
    return preview


def reference(stage: Stage, by: str = "U0FRIDA") -> str:
    """Read the reference of what somebody logged last."""
    return next(word for word in inbox(stage, by).split() if word.startswith("TD-"))


def inbox(stage: Stage, person: str) -> str:
    """Open *For me* by writing to the bot, which works for everybody, and read it."""
    stage.slack.click(person, "for_me", channel=stage.room)
    said = stage.top(person)
    stage.slack.close(person, all_=True)
    return said


def bells(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List what the bot wrote to somebody directly."""
    return [message for message in stage.slack.seen(person, "U0BOTFACEBOOK") if message["bot"]]


def shown(stage: Stage, person: str, words: str) -> str:
    """Ask the bot directly, which works for everybody; what it opens, or says."""
    before = len(bells(stage, person))
    stage.slack.say(person, "U0BOTFACEBOOK", words)
    stage.soon(lambda: "open_asked" in str(bells(stage, person)[before:]))
    stage.slack.click(person, "open_asked", channel="U0BOTFACEBOOK")
    said = stage.top(person)
    stage.slack.close(person, all_=True)
    return said


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The stage, with the pinned messages in their places."""
    stage.open_doors()
    return stage


def test_a_takedown_for_two_companies_is_told_to_them_alone(stage: Stage) -> None:
    opened(stage, "companies")
    assert "1 company, 2 people" in stage.top("U0FRIDA")
    chosen(stage, "companies", "Twitter", "Google")
    assert "TLP:AMBER* · 3 companies, 4 people" in stage.top("U0FRIDA")
    preview = sent(stage)
    assert "Chosen companies: Google and Twitter" in preview
    for person in ("U0TESSA", "U0GRETA"):
        (bell,) = stage.soon(lambda person=person: bells(stage, person))
        assert stage.slack.text(bell).split("\n")[1] == "Something was shared with you."
        assert "74" not in stage.slack.text(bell)
        assert SECRET in shown(stage, person, f"show {reference(stage)}")
        assert "Shared with you" in inbox(stage, person)
    assert stage.cards("U0TESSA") == []
    assert bells(stage, "U0MIRA") == []
    for person in ("U0MIRA", "U0SASHA"):
        never = shown(stage, person, "show TD-00000")
        assert shown(stage, person, f"show {reference(stage)}") == never.replace("TD-00000", reference(stage))
        assert SECRET not in shown(stage, person, "list")


def test_red_is_for_named_people_and_not_even_for_their_colleagues(stage: Stage) -> None:
    opened(stage, "members", mark="RED")
    stage.slack.submit("U0FRIDA")
    assert stage.field_errors("U0FRIDA") == {
        "audience": "TLP:RED is for named people. Choose “Named people”, or another mark."
    }
    stage.slack.choose("U0FRIDA", "audience", "people")
    chosen(stage, "people", "Tessa")
    assert "TLP:RED* · 2 companies, 2 people" in stage.top("U0FRIDA")
    sent(stage)
    stage.soon(lambda: bells(stage, "U0TESSA"))
    td = reference(stage)
    assert SECRET in shown(stage, "U0TESSA", f"show {td}")
    assert SECRET in shown(stage, "U0FRIDA", f"show {td}")
    for person in ("U0FELIX", "U0GRETA"):
        assert "There is nothing by" in shown(stage, person, f"show {td}")
    assert stage.cards("U0FELIX") == []


def test_observers_get_what_is_green_in_the_open_channel(stage: Stage) -> None:
    opened(stage, "everyone", mark="AMBER")
    stage.slack.submit("U0FRIDA")
    assert "TLP:CLEAR or TLP:GREEN" in stage.field_errors("U0FRIDA")["audience"]
    stage.slack.choose("U0FRIDA", "mark", "GREEN")
    assert "6 companies, 8 people" in stage.top("U0FRIDA")
    sent(stage)
    stage.card("U0GRETA", "74 Facebook pages")

    def in_the_open() -> list[dict[str, Any]]:
        return [each for each in stage.slack.seen("U0FIRE", stage.open_room) if "74 Facebook" in str(each)]

    (card,) = stage.soon(in_the_open)
    stage.slack.click("U0FIRE", "takedown_show", channel=stage.open_room, ts=card["ts"])
    assert SECRET in stage.top("U0FIRE")
    assert "Edit" not in stage.top("U0FIRE")


def test_before_its_hour_only_its_company_knows_and_then_it_is_told_by_itself(stage: Stage) -> None:
    opened(stage, "members")
    stage.slack.click("U0FRIDA", "takedown_more")
    passed, hour = int(stage.clock.now.timestamp()) - 60, int(stage.clock.now.timestamp()) + 7200
    stage.slack.submit("U0FRIDA", {"not_before": passed})
    assert stage.field_errors("U0FRIDA") == {"not_before": "This hour has passed. Choose a later one, or none."}
    assert "not before" in sent(stage, not_before=hour)
    td = reference(stage)
    assert SECRET in shown(stage, "U0FELIX", f"show {td}")
    assert "There is nothing by" in shown(stage, "U0GRETA", f"show {td}")
    stage.later(3600)
    release(stage.tocsin.house, stage.clock())
    assert stage.cards("U0GRETA") == []
    stage.later(3700)
    release(stage.tocsin.house, stage.clock())
    stage.card("U0GRETA", "74 Facebook pages")
    assert SECRET in shown(stage, "U0GRETA", f"show {td}")


def test_under_the_chatham_house_rule_others_do_not_learn_whose_it_is(stage: Stage) -> None:
    opened(stage, "members", summary="as on Facebook before")
    stage.slack.click("U0FRIDA", "takedown_more")
    stage.slack.submit("U0FRIDA", {"chatham": ["chatham"]})
    assert "“Facebook” tells whose this is" in stage.field_errors("U0FRIDA")["summary"]
    preview = sent(stage, summary=SECRET)
    assert "A member: about 70 assets" in preview
    card = stage.slack.text(stage.card("U0GRETA", "A member: about 70 assets"))
    td = reference(stage)
    for said in (card, shown(stage, "U0GRETA", f"show {td}"), shown(stage, "U0GRETA", "list")):
        assert "Facebook" not in said
        assert "U0FRIDA" not in said
        assert "74" not in said
    assert SECRET not in shown(stage, "U0GRETA", "list Facebook")
    assert "Facebook: 74 Facebook pages" in shown(stage, "U0FELIX", f"show {td}")


def test_to_narrow_a_record_takes_its_card_out_of_the_channel(stage: Stage) -> None:
    stage.log("U0FRIDA", summary=SECRET)
    td = reference(stage)
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"edit {td}")
    stage.slack.choose("U0FRIDA", "audience", "companies", values={"reason": "Fewer need it"})
    chosen(stage, "companies", "Twitter")
    sent(stage)
    stage.soon(lambda: any(f"Facebook recalled {td}" in str(each) for each in stage.slack.seen("U0MIRA", stage.room)))
    assert stage.cards("U0MIRA") == []
    assert SECRET not in str(stage.slack.seen("U0MIRA", stage.room))
    assert SECRET in shown(stage, "U0TESSA", f"show {td}")
    assert SECRET not in shown(stage, "U0MIRA", f"show {td}")


def test_who_comes_later_finds_only_what_is_shared_anew(stage: Stage) -> None:
    stage.log("U0FRIDA", summary=SECRET)
    td = reference(stage)
    with stage.database.begin() as session:
        later = stage.clock()
        companies.add(session, stage.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.MEMBER, now=later)
    stage.slack.share(stage.room, "T0FIREEYE")
    stage.slack.join("U0FIRE", stage.room)
    assert "There is nothing by" in shown(stage, "U0FIRE", f"show {td}")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", f"edit {td}")
    assert "Since it was shared last, FireEye came; they will read it too." in stage.top("U0FRIDA")
    sent(stage, reason="For all of us")
    assert SECRET in shown(stage, "U0FIRE", f"show {td}")


def test_a_card_that_waits_while_a_company_comes_is_not_posted_and_its_owner_is_told(stage: Stage) -> None:
    # The card and the receipt.
    stage.slack.fault(method="chat.postMessage", kind="http", status=429, retry_after=600, times=2)
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages"})
    stage.slack.submit("U0FRIDA")
    stage.slack.wait(lambda: len([call for call in stage.slack.calls() if call["error"] == "ratelimited"]) == 2)
    with stage.database.begin() as session:
        later = stage.clock()
        companies.add(session, stage.coalition, "FireEye", team_ids=["T0FIREEYE"], seat=Seat.MEMBER, now=later)
    stage.later(700)
    stage.soon(lambda: "a company came since you sent it" in inbox(stage, "U0FRIDA"), 60)
    assert stage.cards("U0GRETA") == []
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    stage.slack.click("U0FRIDA", "takedown_edit")
    sent(stage, reason="For all of us")
    stage.card("U0GRETA", "74 Facebook pages")
    assert "a company came" not in inbox(stage, "U0FRIDA")


def test_whoever_names_somebody_who_is_away_is_offered_the_deputy(stage: Stage) -> None:
    with stage.database.begin() as session:
        twitter = companies.named(session, stage.coalition, "Twitter")
        deputy, _ = people.appoint(session, twitter, "U0TOM", Role.DEPUTY, now=stage.clock())
        people.enter(session, deputy, Room.MEMBERS)
        tessa = people.named(session, stage.coalition, twitter, "U0TESSA")
        assert tessa is not None
        who = access.seat_of(session, tessa.id)
        assert who is not None
        absences.go(session, who, stage.clock() + timedelta(days=3), way=Way.FORM, now=stage.clock())
    opened(stage, "people")
    chosen(stage, "people", "Tessa")
    assert "<@U0TOM> stands in, and can be chosen above." in str(stage.slack.view("U0FRIDA"))


def test_the_form_begins_with_the_mark_that_the_coalition_agreed_on(stage: Stage) -> None:
    stage.slack.command("U0FELIX", stage.room, "/coalition", "settings")
    stage.slack.submit("U0FELIX", {"mark": "GREEN"})
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new")
    assert "TLP:GREEN* · 5 companies, 7 people" in stage.top("U0FRIDA")
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "new 74 Facebook pages")
    assert "TLP:GREEN" in stage.top("U0FRIDA")


def test_what_goes_further_than_ones_habit_is_said_so(stage: Stage) -> None:
    for _ in range(3):
        opened(stage, "companies")
        chosen(stage, "companies", "Twitter")
        sent(stage)
    opened(stage, "companies")
    assert "further than what you usually choose" not in stage.top("U0FRIDA")
    stage.slack.choose("U0FRIDA", "audience", "members")
    assert "This goes further than what you usually choose." in stage.top("U0FRIDA")
