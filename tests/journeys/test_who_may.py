"""Who may speak and log: members in their channel; all others are told why not, and what to do."""

from __future__ import annotations

from typing import Any

import pytest

from handlers import lifecycle
from storage import coalitions, companies, people
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import PEOPLE, Stage, in_the_room


def whispers(stage: Stage, person: str) -> list[dict[str, Any]]:
    """List what only this person sees in the members' channel."""
    return [each for each in stage.slack.seen(person, stage.room) if each["ephemeral"]]


def bells(stage: Stage, person: str = "U0FELIX") -> list[dict[str, Any]]:
    """List the doorbells that the bot rang for a person."""
    direct = [each for each in stage.slack.state(person)["channels"] if each["with"] == "U0BOTFACEBOOK"]
    return [each for each in direct[0]["messages"] if each["bot"]]


def test_a_stranger_is_told_so_and_the_coordinator_finds_the_knock_in_the_inbox(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0STRANGER", "takedown_log", channel=stage.room)
    assert "does not know your company" in stage.top("U0STRANGER")
    bell = stage.soon(lambda: bells(stage))[0]
    assert "Stranger" not in str(bell["blocks"])
    assert "T0STRANGER" not in str(bell["blocks"])
    stage.slack.click("U0FELIX", "for_me", channel="U0BOTFACEBOOK")
    assert "T0STRANGER" in stage.top("U0FELIX")
    stage.slack.click("U0FRIDA", "for_me", channel=stage.room)
    assert "T0STRANGER" not in stage.top("U0FRIDA")


def test_the_coordinator_is_rung_for_once_a_company_a_day(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0STRANGER", "takedown_log", channel=stage.room)
    stage.soon(lambda: bells(stage))
    stage.slack.say("U0STRANGER", stage.room, "<@U0BOTFACEBOOK> let me in")
    stage.slack.wait(lambda: whispers(stage, "U0STRANGER"))
    stage.clock.advance(days=1)
    stage.slack.click("U0STRANGER", "for_me", channel=stage.room)
    stage.soon(lambda: len(bells(stage)) == 2)


def test_a_strangers_mention_is_answered_to_them_alone(stage: Stage) -> None:
    stage.slack.say("U0STRANGER", stage.room, "<@U0BOTFACEBOOK> 74 pages")
    said = stage.soon(lambda: whispers(stage, "U0STRANGER"))
    assert "does not know your company" in stage.slack.text(said[0])
    assert not whispers(stage, "U0FRIDA")


def test_an_observer_reads_along_and_may_not_log(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    assert "takedown_log" not in str(slack.seen("U0FIRE", stage.open_room))
    slack.click("U0FIRE", "for_me", channel=stage.open_room)
    assert "takedown_log" not in str(slack.view("U0FIRE"))
    stage.mention("U0FIRE", "74 pages", stage.open_room)
    assert "logged by member companies" in stage.top("U0FIRE")


def test_an_observer_finds_nothing_of_the_members_in_the_list(stage: Stage) -> None:
    card = stage.log("U0FRIDA")
    reference = stage.slack.text(card).partition("TD-")[2][:5]
    for asked in ("list", "list Facebook", f"show TD-{reference}"):
        stage.mention("U0FIRE", asked, stage.open_room)
        assert "74" not in stage.top("U0FIRE")
        stage.slack.close("U0FIRE", all_=True)
        stage.slack.dismiss("U0FIRE")


def test_a_guest_account_is_nobody_until_its_company_names_it(stage: Stage) -> None:
    stage.open_doors()
    stage.slack.click("U0LENT", "takedown_log", channel=stage.room)
    assert "guest account of Facebook" in stage.top("U0LENT")
    stage.slack.close("U0LENT", all_=True)
    with stage.database.begin() as session:
        facebook = companies.named(session, stage.coalition, "Facebook")
        people.appoint(session, facebook, "U0LENT", Role.ANALYST, now=stage.clock())
    stage.slack.click("U0LENT", "takedown_log", channel=stage.room)
    assert "Facebook: 3 accounts" in stage.slack.text(stage.log("U0LENT", "3 accounts"))


def test_somebody_of_a_member_who_is_not_in_the_channel_is_told_who_can_invite_them(stage: Stage) -> None:
    """Otto of Google writes to the bot directly, once he shares any channel with it."""
    slack = stage.slack
    slack.join("U0OUTSIDE", "C0OTHER")
    slack.say("U0OUTSIDE", "U0BOTFACEBOOK", "74 pages")
    answer = stage.soon(lambda: [each for each in slack.seen("U0OUTSIDE", "U0BOTFACEBOOK") if each["bot"]])[0]
    assert "not in the coalition’s channel" in slack.text(answer)
    assert "74" not in slack.text(answer)


def test_somebody_who_came_into_the_channel_may_speak_and_somebody_who_left_may_not(stage: Stage) -> None:
    stage.open_doors()
    slack = stage.slack
    slack.join("U0OUTSIDE", "C0OTHER")
    slack.join("U0OUTSIDE", stage.room)
    slack.click("U0OUTSIDE", "takedown_log", channel=stage.room)
    assert "Google: 3 blogs" in slack.text(stage.log("U0OUTSIDE", "3 blogs"))
    receipt = stage.soon(lambda: [each for each in slack.seen("U0OUTSIDE", "U0BOTFACEBOOK") if each["bot"]])[0]
    slack.leave("U0OUTSIDE", stage.room)
    slack.wait(lambda: slack.deliveries("member_left_channel"))
    slack.click("U0OUTSIDE", "takedown_show", channel="U0BOTFACEBOOK", ts=receipt["ts"])
    assert "not in the coalition’s channel" in stage.top("U0OUTSIDE")


def test_an_event_that_comes_late_brings_nobody_back_who_has_left(stage: Stage) -> None:
    """Slack repeats what it could not deliver for up to a day, in whatever order."""
    slack = stage.slack
    slack.join("U0OUTSIDE", "C0OTHER")
    slack.join("U0OUTSIDE", stage.room)
    slack.wait(lambda: in_the_room(stage.database, stage.coalition) == PEOPLE + 1)
    joined = slack.wait(lambda: slack.deliveries("member_joined_channel")[1:])[-1]["body"]
    slack.leave("U0OUTSIDE", stage.room)
    slack.wait(lambda: in_the_room(stage.database, stage.coalition) == PEOPLE)
    again = signed.altered(joined, event_id="EvAGAIN")
    assert signed.post(stage.tocsin.url, signed.event(again), "application/json").status == 200
    assert in_the_room(stage.database, stage.coalition) == PEOPLE
    slack.say("U0OUTSIDE", "U0BOTFACEBOOK", "74 pages")
    answer = stage.soon(lambda: [each for each in slack.seen("U0OUTSIDE", "U0BOTFACEBOOK") if each["bot"]])[0]
    assert "not in the coalition’s channel" in slack.text(answer)


def test_the_audience_line_counts_who_is_really_in_the_channel(stage: Stage) -> None:
    slack = stage.slack
    slack.command("U0FRIDA", stage.room, "/takedown")
    assert "5 companies, 7 people, and 1 person of no member company" in stage.top("U0FRIDA")
    slack.close("U0FRIDA")
    slack.leave("U0STRANGER", stage.room)
    slack.leave("U0TESSA", stage.room)
    slack.wait(lambda: len([each for each in slack.deliveries("member_left_channel") if each["status"]]) == 2)
    slack.command("U0FRIDA", stage.room, "/takedown")
    assert "*TLP:AMBER+STRICT* · 4 companies, 6 people\n" in stage.top("U0FRIDA")


def test_a_mention_that_names_only_the_hosts_team_makes_nobody_a_person_of_the_host(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0GRETA", stage.room, "<@U0BOTFACEBOOK> hello")
    slack.wait(lambda: slack.deliveries("app_mention"))
    mention = slack.deliveries("app_mention")[-1]["body"]
    forged = signed.altered(
        mention, event_id="EvOTHER", event__team="T0FACEBOOK", event__text="<@U0BOTFACEBOOK> 3 blogs"
    )
    for field in ("user_team", "source_team", "user_profile"):
        forged["event"].pop(field, None)
    assert signed.post(stage.tocsin.url, signed.event(forged), "application/json").status == 200
    stage.soon(lambda: len(whispers(stage, "U0GRETA")) == 2)
    slack.click("U0GRETA", "open_asked", channel=stage.room)
    assert "Google: 3 blogs" in slack.text(stage.log("U0GRETA", "3 blogs"))


def test_a_stranger_whose_mention_names_only_the_hosts_team_knocks_under_their_own(stage: Stage) -> None:
    slack = stage.slack
    slack.say("U0STRANGER", stage.room, "<@U0BOTFACEBOOK> hello")
    slack.wait(lambda: slack.deliveries("app_mention"))
    mention = slack.deliveries("app_mention")[-1]["body"]
    forged = signed.altered(mention, event_id="EvOTHER", event__team="T0FACEBOOK")
    for field in ("user_team", "source_team", "user_profile"):
        forged["event"].pop(field, None)
    signed.post(stage.tocsin.url, signed.event(forged), "application/json")
    stage.soon(lambda: bells(stage))
    stage.slack.click("U0FELIX", "for_me", channel="U0BOTFACEBOOK")
    assert "T0STRANGER" in stage.top("U0FELIX")
    assert "T0FACEBOOK" not in stage.top("U0FELIX")


def test_a_grid_company_is_known_by_its_organisation_whichever_workspace_its_people_come_from(stage: Stage) -> None:
    """Only the organisation of Microsoft is registered; clicks name the workspace, so Slack is asked."""
    stage.open_doors()
    with stage.database.begin() as session:
        session.execute(companies.teams.delete().where(companies.teams.c.team == "T0MICROSOFT"))
    stage.slack.click("U0MIRA", "takedown_log", channel=stage.room)
    stage.slack.submit("U0MIRA", {"what": "6 domains"})
    stage.slack.close("U0MIRA")
    stage.slack.click("U0MIRA", "takedown_more")
    assert "Public link" in stage.top("U0MIRA")
    assert "Microsoft: 6 domains" in stage.slack.text(stage.log("U0MIRA", "6 domains"))


@pytest.fixture
def second(stage: Stage) -> Coalition:
    """A second coalition, in which Google sits too, and Greta but not Otto."""
    with stage.database.begin() as session:
        second, _ = coalitions.add(
            session,
            "Second",
            channel="C0OTHER",
            open_channel=None,
            host_team=None,
            zone="Europe/Paris",
            language="en",
            now=stage.clock(),
        )
        for name, team in (("Facebook", "T0FACEBOOK"), ("Google", "T0GOOGLE"), ("Twitter", "T0TWITTER")):
            companies.add(session, second, name, team_ids=[team], seat=Seat.MEMBER, now=stage.clock())
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    return second


def test_somebody_in_two_coalitions_is_asked_which_where_the_channel_does_not_tell(
    stage: Stage, second: Coalition
) -> None:
    slack = stage.slack
    slack.say("U0GRETA", "U0BOTFACEBOOK", "39 YouTube channels")
    question = stage.soon(lambda: [each for each in slack.seen("U0GRETA", "U0BOTFACEBOOK") if each["bot"]])[0]
    assert "Which coalition" in slack.text(question)
    assert "39" not in slack.text(question)
    slack.click("U0GRETA", "choose_coalition:1", channel="U0BOTFACEBOOK")
    slack.submit("U0GRETA")
    assert "2 companies, 2 people" in stage.top("U0GRETA")
    slack.submit("U0GRETA")
    stage.soon(lambda: "39 YouTube channels" in str(slack.seen("U0FELIX", "C0OTHER")))
    assert not stage.cards("U0FELIX")


def test_a_command_outside_of_the_channels_asks_which_coalition_too(stage: Stage, second: Coalition) -> None:
    slack = stage.slack
    slack.say("U0FELIX", "U0BOTFACEBOOK", "hello")
    slack.command("U0FELIX", "U0BOTFACEBOOK", "/takedown", "74 Facebook pages")
    asked = [each for each in slack.seen("U0FELIX", "U0BOTFACEBOOK") if each["ephemeral"]]
    assert "Which coalition" in slack.text(asked[-1])
    slack.click("U0FELIX", "choose_coalition:0", channel="U0BOTFACEBOOK", ts=asked[-1]["ts"])
    view = slack.view("U0FELIX")
    assert view is not None
    assert view["values"]["what"]["what"]["value"] == "74 Facebook pages"
    assert "5 companies" in stage.top("U0FELIX")


def test_in_a_coalitions_channel_nobody_is_asked(stage: Stage, second: Coalition) -> None:
    stage.slack.command("U0FELIX", "C0OTHER", "/takedown", "74 Facebook pages")
    assert "2 companies, 2 people" in stage.top("U0FELIX")


def test_nobody_learns_of_a_coalition_that_only_others_of_their_company_sit_in(stage: Stage, second: Coalition) -> None:
    """Frida's company sits in both coalitions; she sits in the first one's channel alone."""
    slack = stage.slack
    slack.say("U0FRIDA", "U0BOTFACEBOOK", "74 Facebook pages")
    answer = stage.soon(lambda: [each for each in slack.seen("U0FRIDA", "U0BOTFACEBOOK") if each["bot"]])[0]
    assert "Second" not in str(answer)
    slack.click("U0FRIDA", "open_asked", channel="U0BOTFACEBOOK")
    assert "5 companies" in stage.top("U0FRIDA")


def test_records_of_one_coalition_are_nothing_in_the_other(stage: Stage, second: Coalition) -> None:
    reference = stage.slack.text(stage.log("U0FRIDA")).partition("TD-")[2][:5]
    slack = stage.slack
    slack.command("U0FELIX", "C0OTHER", "/takedown", f"show TD-{reference}")
    assert f"TD-{reference}” that you can see" in slack.text(slack.seen("U0FELIX", "C0OTHER")[-1])
    slack.command("U0FELIX", "C0OTHER", "/takedown", "list")
    assert "Nothing has been logged yet." in stage.top("U0FELIX")
    slack.submit("U0FELIX", {"query": "Facebook"})
    assert "Nothing that you can see holds these words." in stage.top("U0FELIX")


def test_what_an_operator_calls_a_company_is_shown_as_it_was_typed(stage: Stage) -> None:
    with stage.database.begin() as session:
        facebook = companies.named(session, stage.coalition, "Facebook")
        session.execute(
            companies.companies.update().where(companies.companies.c.id == facebook.id).values(name="<!channel> & *co*")
        )
    stage.slack.command("U0LENT", stage.room, "/takedown")
    said = whispers(stage, "U0LENT")[-1]
    assert "guest account of &lt;!channel&gt; &amp; *co*." in said["text"]
    stage.log("U0FRIDA")
    card = stage.cards("U0GRETA")[-1]
    assert "<!channel>" not in card["text"]
    assert "<!channel> & *co*: 74 Facebook pages" in str(card["blocks"][0])
