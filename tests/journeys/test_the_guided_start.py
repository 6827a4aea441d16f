"""The first day: the host's inviter founds the coalition in three forms, breaks off where they like, and goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml

from bot.running import running as tocsin_running
from bot.settings import RunSettings
from bot.simulator import Denied, Simulator, running
from handlers import lifecycle
from handlers.coalition import inviting
from storage import coalitions, companies, installations, people, schedules
from storage.companies import Seat
from storage.database import Database
from storage.installations import Installation
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import WORLD, Clock, Stage, found

ROOM, OPEN = "C0MEMBERS", "C0OPEN"
ABOUT = {
    "name": "Information operations",
    "company": "Facebook",
    "zone": "america/los angeles",
    "language": "en",
    "mark": "AMBER",
    "digest": "",
    "rhythm": "",
}


def world(locale: str) -> dict[str, Any]:
    """Declare the companies of the journeys before anybody invited the bot."""
    declared: dict[str, Any] = yaml.safe_load(WORLD.read_text())
    declared["app"]["manifest"] = yaml.safe_load((WORLD.parent / declared["app"]["manifest"]).read_text())
    for channel in declared["channels"]:
        channel["copies"] = []
    declared["workspaces"][0]["installed"]["optional_scopes"] = ["groups:history", "team:read"]
    declared["people"][0]["locale"] = locale
    return declared


@pytest.fixture
def locale() -> str:
    """What the inviter's Slack speaks."""
    return "en-US"


@pytest.fixture
def simulator(locale: str) -> Iterator[Simulator]:
    """The local Slack, in which no copy of ours is in any channel."""
    with running(world(locale)) as simulator:
        yield simulator


@pytest.fixture
def ground(simulator: Simulator, settings: RunSettings, database: Database, clock: Clock) -> Iterator[Stage]:
    """Everything at work, and no coalition yet."""
    with tocsin_running(settings, database, clock=clock) as tocsin:
        simulator.connect(f"{tocsin.url}/slack/events")
        simulator.switchboard.wait(lambda: tocsin.clients.identity)
        yield Stage(simulator.switchboard, simulator, database, clock, tocsin, None)  # type: ignore[arg-type]


def invite(ground: Stage, person: str = "U0FELIX", channel: str = ROOM, workspace: str = "T0FACEBOOK") -> None:
    """Invite the bot into a channel, and wait until it has dealt with that."""
    before = len(ground.slack.deliveries("member_joined_channel"))
    ground.slack.invite_app(channel, workspace, person)
    ground.slack.wait(
        lambda: [one for one in ground.slack.deliveries("member_joined_channel")[before:] if one["status"] == 200]
    )


def direct(ground: Stage, person: str) -> list[dict[str, Any]]:
    """List what the bot wrote to somebody directly."""
    rooms = [each for each in ground.slack.state(person)["channels"] if each["with"] == "U0BOTFACEBOOK"]
    return [each for each in rooms[0]["messages"] if each["bot"]]


def fill(ground: Stage, person: str, **seats: tuple[str, str]) -> None:
    """Fill the form of the companies: by workspace, what each is called and where it sits."""
    view = ground.slack.view(person)
    assert view is not None
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input" and block["block_id"].startswith("called:"):
            team = block["label"]["text"].rpartition(" ")[2]
            token = block["block_id"].partition(":")[2]
            if team in seats:
                name, seat = seats[team]
                values |= {f"called:{token}": name, f"seat:{token}": seat}
    ground.slack.submit(person, values)


def meet(ground: Stage, person: str) -> None:
    """Let the bot ask Slack who is in the channels, and look again until it has."""

    def knows_everybody() -> bool:
        if "knows nobody" in ground.top(person):
            lifecycle.arrived(ground.tocsin.house, None, ground.clock())
            ground.slack.click(person, "start_look")
        return "knows nobody" not in ground.top(person)

    ground.soon(knows_everybody)


def choose_lead(ground: Stage, person: str, company: str, lead: str) -> dict[str, str]:
    """Give the value of a company's menu on the third form."""
    view = ground.slack.view(person)
    assert view is not None
    for block in view["blocks"]:
        if block["type"] == "input" and block["label"]["text"] == company:
            for option in block["element"]["options"]:
                if option["text"]["text"] == lead:
                    return {block["block_id"]: option["value"]}
    raise AssertionError((company, lead, ground.slack.text(view)))


def founded(ground: Stage, person: str = "U0FELIX", **about: Any) -> None:
    """Invite the bot, press the button and send the first form."""
    invite(ground, person)
    ground.slack.click(person, "start_open")
    ground.slack.submit(person, {**ABOUT, **about})
    assert ground.field_errors(person) == {}


def roles(ground: Stage) -> dict[str, set[str]]:
    """Read who holds which roles."""
    with ground.database.read() as session:
        (coalition,) = coalitions.all_of_them(session)
        everybody = [
            one for company in companies.seated(session, coalition) for one in people.of_company(session, company)
        ]
    return {one.user_id: {role.value for role in one.roles} for one in everybody if one.roles}


def agree_on_rhythms(ground: Stage) -> None:
    """Fill the first form with rhythms, which are shown back before they are kept."""
    slack = ground.slack
    rhythms = {"digest": "Fridays at 16:00", "rhythm": "un jeudi sur deux à 10 h"}
    slack.submit("U0FELIX", {**ABOUT, **rhythms, "open_channel": "#coalition-open", "digest": "Fridays"})
    assert ground.field_errors("U0FELIX") == {"digest": "At what time? Write it like “every Monday at 9:00”."}
    slack.submit("U0FELIX", rhythms)
    # What was understood is shown before it is kept.
    assert all_coalitions(ground) == []
    back = ground.top("U0FELIX")
    for line in ("Every Friday at 16:00", "Friday, August 31, 2018 at 16:00", "Every second Thursday at 10:00, from"):
        assert line in back
    slack.submit("U0FELIX")
    assert ground.field_errors("U0FELIX") == {}


def test_the_hosts_inviter_founds_the_coalition_in_three_forms(ground: Stage) -> None:
    slack = ground.slack
    invite(ground, channel=OPEN)
    invite(ground)
    bell = direct(ground, "U0FELIX")[-1]
    assert "Facebook" not in str(bell["blocks"])
    assert any("Set up" in said for said in ground.asides("U0FELIX"))
    inviting.learn_names(ground.tocsin.house, ground.clock())
    slack.click("U0FELIX", "start_open", channel=ROOM)
    view = slack.view("U0FELIX")
    assert view is not None
    assert view["values"]["zone"]["zone"]["value"] == "America/Los_Angeles"
    assert view["values"]["company"]["company"]["value"] == "Facebook"
    agree_on_rhythms(ground)
    said = ground.top("U0FELIX")
    assert "Microsoft Grid" in said
    assert "T0STRANGER" in said
    # A name that Slack has not told yet is typed.
    fill(
        ground,
        "U0FELIX",
        T0STRANGER=("", "none"),
        E0MICROSOFT=("Microsoft", "member"),
        E0SNAP=("Snap", "member"),
        T0FIREEYE=("FireEye", "observer"),
    )
    assert ground.field_errors("U0FELIX") == {}
    meet(ground, "U0FELIX")
    assert len(direct(ground, "U0FELIX")) == 2
    slack.submit(
        "U0FELIX", choose_lead(ground, "U0FELIX", "Google", "Greta") | choose_lead(ground, "U0FELIX", "FireEye", "Finn")
    )
    assert "Tocsin is set up" in ground.top("U0FELIX")
    ground.soon(lambda: len(slack.channel(None, ROOM)["pins"]) == 1 and len(slack.channel(None, OPEN)["pins"]) == 1)
    told = ground.soon(lambda: [each for each in slack.seen("U0GRETA", ROOM) if "coordinated by" in slack.text(each)])
    assert "<@U0FELIX>" in slack.text(told[0])
    assert "FireEye" in slack.text(told[0])
    assert "Stranger" not in slack.text(told[0])
    assert roles(ground) == {"U0FELIX": {"coordinator"}, "U0GRETA": {"lead"}, "U0FIRE": {"lead"}}
    with ground.database.read() as session:
        (coalition,) = coalitions.all_of_them(session)
        seats = {one.name: one.seat.value for one in companies.seated(session, coalition)}
        digest = schedules.of(session, coalition.id, schedules.DIGEST)
    assert (coalition.zone, coalition.default_mark, coalition.digest_rule) == (
        "America/Los_Angeles",
        "AMBER",
        "RRULE:FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0",
    )
    assert digest is not None
    assert digest.next_at == datetime(2018, 8, 24, 23, tzinfo=UTC)
    assert (coalition.open_channel, coalition.rhythm) == (OPEN, "")
    assert "INTERVAL=2;BYDAY=TH;BYHOUR=10" in (coalition.meeting_rule or "")
    assert seats.pop("FireEye") == "observer"
    assert set(seats) == {"Facebook", "Twitter", "Google", "Microsoft", "Snap"}
    assert set(seats.values()) == {"member"}
    # Somebody of a company that was left out reads along: the cards wait until that is decided.
    slack.close("U0FELIX", all_=True)
    ground.soon(lambda: len(direct(ground, "U0FELIX")) == 3)
    slack.click("U0FELIX", "for_me", channel=ROOM)
    slack.click("U0FELIX", "coalition_let_read")
    # And everybody works from now on, on Grid too.
    slack.click("U0MIRA", "takedown_log", channel=ROOM)
    assert "6 domains" in slack.text(ground.log("U0MIRA", "6 domains"))


def test_whoever_breaks_off_goes_on_where_they_stopped(ground: Stage) -> None:
    slack = ground.slack
    founded(ground)
    slack.close("U0FELIX", all_=True)
    # What is kept waits under For me, and the doorbell’s button leads on, too.
    slack.click("U0FELIX", "start_open")
    assert "2 of 3" in ground.top("U0FELIX")
    slack.close("U0FELIX")
    slack.say("U0FELIX", ROOM, "<@U0BOTFACEBOOK>")
    ground.soon(lambda: [said for said in ground.asides("U0FELIX") if "For me" in said])
    slack.click("U0FELIX", "for_me", channel=ROOM)
    assert "not set up completely" in ground.top("U0FELIX")
    slack.click("U0FELIX", "start_open")
    fill(ground, "U0FELIX", E0MICROSOFT=("Microsoft", "member"), E0SNAP=("Snap", "member"))
    said = ground.field_errors("U0FELIX")
    assert set(said.values()) <= {"Give the company’s name, or choose “not in this coalition”."}


def test_a_form_that_was_refused_is_kept_and_nothing_is_founded(ground: Stage) -> None:
    slack = ground.slack
    invite(ground)
    slack.click("U0FELIX", "start_open")
    slack.submit("U0FELIX", {**ABOUT, "zone": "Atlantis", "open_channel": "C0OTHER", "name": " ", "rhythm": "weekly"})
    assert ground.field_errors("U0FELIX").keys() == {"zone", "open_channel", "name", "rhythm"}
    slack.close("U0FELIX")
    slack.click("U0FELIX", "start_open")
    view = slack.view("U0FELIX")
    assert view is not None
    assert view["values"]["zone"]["zone"]["value"] == "Atlantis"
    assert view["values"]["rhythm"]["rhythm"]["value"] == "weekly"
    assert all_coalitions(ground) == []


def all_coalitions(ground: Stage) -> list[str]:
    """Name every coalition there is."""
    with ground.database.read() as session:
        return [one.name for one in coalitions.all_of_them(session)]


def test_a_partners_inviter_is_told_who_can_and_somebody_of_the_host_begins(ground: Stage) -> None:
    slack = ground.slack
    invite(ground, "U0GRETA")
    assert "set up by somebody of the company that hosts" in ground.asides("U0GRETA")[-1]
    assert direct(ground, "U0GRETA") == []
    slack.say("U0TESSA", ROOM, "<@U0BOTFACEBOOK> hello")
    told = slack.wait(lambda: ground.asides("U0TESSA"))
    assert "Set up" not in told[-1]
    # A guest account of the host's is no more than a partner.
    slack.say("U0LENT", ROOM, "<@U0BOTFACEBOOK> hello")
    assert "Set up" not in slack.wait(lambda: ground.asides("U0LENT"))[-1]
    slack.say("U0FRIDA", ROOM, "<@U0BOTFACEBOOK> hello")
    assert "Set up" in slack.wait(lambda: ground.asides("U0FRIDA"))[-1]
    slack.click("U0FRIDA", "start_open", channel=ROOM)
    slack.submit("U0FRIDA", ABOUT)
    assert roles(ground) == {"U0FRIDA": {"coordinator"}}


def test_of_two_who_press_the_first_founds_and_the_second_becomes_nothing(ground: Stage) -> None:
    slack = ground.slack
    invite(ground, "U0GRETA")
    for person in ("U0FRIDA", "U0FELIX"):
        slack.say(person, ROOM, "<@U0BOTFACEBOOK>")
        slack.wait(lambda who=person: ground.asides(who))
        slack.click(person, "start_open", channel=ROOM)
    slack.submit("U0FRIDA", ABOUT)
    slack.submit("U0FELIX", {**ABOUT, "name": "Mine"})
    assert "Only those who coordinate" in str(ground.field_errors("U0FELIX"))
    assert all_coalitions(ground) == ["Information operations"]
    assert roles(ground) == {"U0FRIDA": {"coordinator"}}


def test_a_guest_account_of_the_host_founds_nothing(ground: Stage) -> None:
    invite(ground, "U0LENT")
    assert "an account that is not a guest’s" in ground.asides("U0LENT")[-1]
    with pytest.raises(Denied):
        ground.slack.click("U0LENT", "start_open")


def test_a_colleague_waits_until_they_invite_the_bot_themselves(ground: Stage) -> None:
    slack = ground.slack
    invite(ground)
    slack.say("U0FRIDA", ROOM, "<@U0BOTFACEBOOK>")
    assert "Somebody else of your company" in slack.wait(lambda: ground.asides("U0FRIDA"))[-1]
    slack.remove_app(ROOM, "T0FACEBOOK")
    slack.wait(lambda: [one for one in slack.deliveries("member_left_channel") if one["status"] == 200])
    invite(ground, "U0FRIDA")
    # What is told late of an earlier leaving changes nothing.
    signed.post(
        ground.tocsin.url,
        signed.event(signed.altered(slack.deliveries("member_left_channel")[0]["body"], event_id="EvAGAIN")),
        "application/json",
    )
    slack.click("U0FRIDA", "start_open")
    slack.submit("U0FRIDA", ABOUT)
    assert roles(ground) == {"U0FRIDA": {"coordinator"}}
    # Who was asked before is a colleague now.
    slack.click("U0FELIX", "start_open")
    assert "no longer here" in ground.top("U0FELIX")


def test_another_companys_copy_sets_nothing_up_in_a_channel_that_it_does_not_host(ground: Stage) -> None:
    with ground.database.begin() as session:
        twitter = Installation(
            "T0TWITTER", None, ground.tocsin.house.cipher.seal("xoxb-twitter"), "U0BOTTWITTER", "B0T"
        )
        installations.add(session, twitter, now=ground.clock())
    invite(ground, "U0TESSA", workspace="T0TWITTER")
    assert "installed by another company" in ground.asides("U0TESSA")[-1]
    assert all_coalitions(ground) == []


def test_nobody_becomes_a_coordinator_of_a_channel_that_has_a_coalition(ground: Stage) -> None:
    slack = ground.slack
    invite(ground)
    slack.click("U0FELIX", "start_open")
    # Meanwhile the operator founds it at the shell.
    found(ground.database, ground.clock())
    slack.submit("U0FELIX", ABOUT)
    assert "belongs to a coalition already" in ground.top("U0FELIX")
    assert all_coalitions(ground) == ["Coalition"]
    slack.remove_app(ROOM, "T0FACEBOOK")
    before = len(direct(ground, "U0FRIDA"))
    invite(ground, "U0FRIDA")
    assert len(direct(ground, "U0FRIDA")) == before


def test_a_coalition_that_others_have_is_neither_told_nor_changed(ground: Stage) -> None:
    """Of the same name, or in a channel that was named as one’s own."""
    with ground.database.begin() as session:
        coalitions.add(
            session,
            "Information operations",
            channel="C0OTHER",
            open_channel=None,
            host_team=None,
            zone="UTC",
            language="en",
            now=ground.clock(),
        )
    invite(ground)
    ground.slack.click("U0FELIX", "start_open")
    # A channel of theirs is refused like one that is not there.
    ground.slack.submit("U0FELIX", {**ABOUT, "open_channel": "C0OTHER"})
    there = ground.field_errors("U0FELIX")
    assert there.keys() == {"open_channel"}
    ground.slack.submit("U0FELIX", {**ABOUT, "open_channel": "C0NOWHERE"})
    assert ground.field_errors("U0FELIX") == there
    ground.slack.submit("U0FELIX", {**ABOUT, "open_channel": None})
    with ground.database.read() as session:
        assert [one.channel for one in coalitions.all_of_them(session)] == ["C0OTHER", ROOM]


def test_an_event_without_an_inviter_asks_the_channel_and_a_failure_of_slacks_is_made_up_for(ground: Stage) -> None:
    slack = ground.slack
    slack.fault(method="conversations.info", kind="error", error="internal_error")
    slack.invite_app(ROOM, "T0FACEBOOK")
    slack.wait(lambda: [one for one in slack.deliveries("member_joined_channel") if one["status"] == 200])
    assert slack.seen("U0FELIX", ROOM) == []
    ground.clock.advance(minutes=2)
    inviting.ask_again(ground.tocsin.house, ground.clock())
    assert "is not set up yet" in slack.text(slack.seen("U0GRETA", ROOM)[-1])
    inviting.ask_again(ground.tocsin.house, ground.clock())
    ground.clock.advance(days=2)
    inviting.ask_again(ground.tocsin.house, ground.clock())
    assert len(slack.seen("U0GRETA", ROOM)) == 1


def test_a_channel_that_is_given_a_new_id_is_followed(ground: Stage) -> None:
    """So it happens when a private channel is shared for the first time."""
    invite(ground)
    ground.slack.click("U0FELIX", "start_open")
    new = ground.slack.rename_id(ROOM)
    ground.slack.wait(lambda: [one for one in ground.slack.deliveries("channel_id_changed") if one["status"] == 200])
    ground.slack.submit("U0FELIX", ABOUT)
    with ground.database.read() as session:
        assert [one.channel for one in coalitions.all_of_them(session)] == [new]


def test_a_process_that_dies_in_the_middle_loses_nothing(
    ground: Stage, settings: RunSettings, database: Database, clock: Clock
) -> None:
    founded(ground)
    ground.tocsin.leave()
    with tocsin_running(settings, database, clock=clock) as other:
        ground.simulator.connect(f"{other.url}/slack/events")
        ground.tocsin = other
        fill(
            ground,
            "U0FELIX",
            T0TWITTER=("Twitter", "member"),
            T0GOOGLE=("Google", "member"),
            E0MICROSOFT=("Microsoft", "member"),
            E0SNAP=("Snap", "member"),
            T0STRANGER=("", "none"),
        )
        assert "3 of 3" in ground.top("U0FELIX")
        ground.slack.submit("U0FELIX")
        # A form that is sent once more finishes nothing twice.
        assert "Tocsin is set up" in ground.top("U0FELIX")
        ground.soon(lambda: ground.slack.channel(None, ROOM)["pins"])
    assert len([one for one in ground.slack.seen("U0GRETA", ROOM) if "coordinated by" in ground.slack.text(one)]) == 1


def test_a_company_sits_in_one_seat_though_it_has_two_workspaces(ground: Stage) -> None:
    founded(ground)
    rest = {"E0MICROSOFT": ("Microsoft", "member"), "E0SNAP": ("Snap", "member"), "T0STRANGER": ("", "none")}
    fill(ground, "U0FELIX", T0TWITTER=("Google", "observer"), T0GOOGLE=("Google", "member"), **rest)
    assert list(ground.field_errors("U0FELIX").values()) == [
        "A company sits in one seat, and this one has another already."
    ]
    fill(ground, "U0FELIX", T0TWITTER=("Google", "member"), T0GOOGLE=("Google", "member"), **rest)
    with ground.database.read() as session:
        (coalition,) = coalitions.all_of_them(session)
        google = companies.named(session, coalition, "Google")
        assert set(companies.team_ids(session, google)) == {"T0TWITTER", "T0GOOGLE"}


def test_a_start_that_is_never_finished_admits_nobody_whom_two_must_admit(ground: Stage) -> None:
    founded(ground)
    rest = {"E0MICROSOFT": ("Microsoft", "member"), "E0SNAP": ("Snap", "member"), "T0STRANGER": ("", "none")}
    fill(ground, "U0FELIX", T0TWITTER=("", "member"), T0GOOGLE=("Google", "member"), **rest)
    with ground.database.begin() as session:
        (coalition,) = coalitions.all_of_them(session)
        now = ground.clock()
        other, _ = companies.add(session, coalition, "Other", team_ids=["T0OTHER"], seat=Seat.MEMBER, now=now)
        people.appoint(session, other, "U0GRETA", Role.COORDINATOR, now=now)
    fill(ground, "U0FELIX", T0TWITTER=("Twitter", "observer"), T0GOOGLE=("Google", "member"), **rest)
    assert "Another company has a coordinator" in str(ground.field_errors("U0FELIX"))
    fill(ground, "U0FELIX", T0TWITTER=("Twitter", "member"), T0GOOGLE=("Google", "member"), **rest)
    assert "3 of 3" in ground.top("U0FELIX")


@pytest.mark.parametrize("person", ["U0GRETA", "U0STRANGER", "U0FRIDA"])
def test_a_form_that_somebody_else_sends_founds_and_seats_nothing(ground: Stage, person: str) -> None:
    """The form's token is Felix's; whoever sends it in their own name is told nothing."""
    invite(ground)
    ground.slack.click("U0FELIX", "start_open")
    view = ground.slack.view("U0FELIX")
    assert view is not None
    team = {"U0GRETA": "T0GOOGLE", "U0STRANGER": "T0STRANGER", "U0FRIDA": "T0FACEBOOK"}[person]
    for callback in ("start_about", "start_companies", "start_leads"):
        values = {name: {name: {"type": "plain_text_input", "value": value}} for name, value in ABOUT.items()}
        payload = {
            "type": "view_submission",
            "user": {"id": person, "team_id": team},
            "team": {"id": team},
            "api_app_id": "A0TOCSIN",
            "view": {
                "id": "V0FORGED",
                "type": "modal",
                "callback_id": callback,
                "private_metadata": view["private_metadata"],
                "app_installed_team_id": "T0FACEBOOK",
                "state": {"values": values},
            },
        }
        said = signed.post(ground.tocsin.url, signed.interaction(payload)).text
        told = ("no longer here", "Somebody else of your company", "does not know your company")
        assert any(words in said for words in told), said
    assert all_coalitions(ground) == []


@pytest.mark.parametrize("locale", ["fr-FR"])
def test_the_start_speaks_french_to_whoever_does(ground: Stage) -> None:
    slack = ground.slack
    invite(ground)
    assert "Mettre en place" in slack.text(direct(ground, "U0FELIX")[-1])
    slack.click("U0FELIX", "start_open")
    slack.submit("U0FELIX", {**ABOUT, "zone": "Atlantide", "language": "fr"})
    assert "Europe/Paris" in ground.field_errors("U0FELIX")["zone"]
    slack.submit("U0FELIX", {**ABOUT, "language": "fr"})
    assert "2 sur 3" in ground.top("U0FELIX")
