"""A record leaves everybody's hands but its owner's: what is left of it, who is asked, and what they answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.running import running as tocsin_running
from bot.settings import RunSettings
from storage import acknowledgements, audit, companies, people, takedowns
from storage.access import Way
from storage.acknowledgements import Reply
from storage.audit import Act
from storage.people import Role
from tests.journeys import signed
from tests.journeys.conftest import Stage
from tests.journeys.test_at_the_same_time import together
from tests.journeys.test_changing_records import speaker
from tests.journeys.test_every_listener import answers, click
from tests.journeys.test_export import asked, came, carried, files_of, states
from tests.journeys.test_for_whom import SECRET, bells, chosen, inbox, opened, reference, sent, shown
from tests.journeys.test_reading_records import logged, pages_of

FRIDA, FELIX, GRETA, OTTO, TESSA, MIRA, SASHA = (
    *("U0FRIDA", "U0FELIX", "U0GRETA", "U0OUTSIDE", "U0TESSA", "U0MIRA", "U0SASHA"),
)
WHY = "It was a charity"
BELL = "Something that your company opened was recalled."


@pytest.fixture
def stage(stage: Stage) -> Stage:
    """The stage, with the pinned messages in their places, and a second person of Google in the channel."""
    stage.slack.join(OTTO, "C0OTHER")
    stage.slack.join(OTTO, stage.room)
    stage.open_doors()
    return stage


@pytest.fixture
def card(stage: Stage) -> dict[str, Any]:
    """A record of Facebook's, which Greta of Google and Tessa of Twitter opened."""
    card = stage.log(FRIDA, "74 Facebook pages", summary=SECRET)
    for person in (GRETA, TESSA):
        reads(stage, person, card)
        stage.slack.close(person, all_=True)
    return card


def reads(stage: Stage, person: str, card: dict[str, Any]) -> str:
    """Press the button that the card has, or had, and read what opens."""
    stage.slack.click(person, "takedown_show", channel=stage.room, ts=card["ts"])
    assert SECRET in stage.top(person)
    return stage.top(person)


def press(stage: Stage, action: str, value: str, *who: str) -> str:
    """Press a button that may no longer be there; what the bot said, and asked Slack to show."""
    return answers(stage, click(action, value, *who, channel=stage.room))


def token(stage: Stage) -> str:
    """Give the token of the newest record."""
    with stage.database.read() as session:
        return str(takedowns.recent(session, speaker(stage)).takedowns[0].token)


def recall(stage: Stage, person: str = FRIDA, why: str = WHY) -> None:
    """Recall the record whose form is open."""
    stage.slack.submit(person, {"reason": why})
    assert stage.slack.view(person) is None


def recalled(stage: Stage) -> str:
    """Recall the one record with a command, and wait until its card says so; its reference."""
    td = reference(stage)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"recall {td}")
    recall(stage)
    stage.soon(lambda: stage.cards(MIRA) == [])
    return td


def rung(stage: Stage, person: str, words: str = BELL) -> bool:
    """Tell whether a doorbell rang for somebody."""
    return any(words in message["text"] for message in bells(stage, person))


def question(stage: Stage, company: str) -> str:
    """Give the token of what a company is asked."""
    with stage.database.read() as session:
        (one,) = (each for each in acknowledgements.of_record(session, *owned(stage)) if each.company == company)
        return one.token


def owned(stage: Stage) -> tuple[Any, Any]:
    """Give the owner, and their newest record."""
    with stage.database.read() as session:
        who = speaker(stage)
        return who, takedowns.recent(session, who).takedowns[0]


def acts(stage: Stage) -> list[tuple[str, str]]:
    """List what the trail says of the newest record."""
    who, record = owned(stage)
    with stage.database.read() as session:
        return [(one.act, one.company) for one in audit.about(session, who.coalition.id, "takedown", record.id)]


def test_a_recall_with_its_answers(stage: Stage, card: dict[str, Any]) -> None:
    td = reference(stage)
    reads(stage, FRIDA, card)
    stage.slack.click(FRIDA, "takedown_recall")
    form = stage.top(FRIDA)
    for words in ("*Edit*: it says something else", "*Take back*: it no longer stands", "*Recall*: it leaves"):
        assert words.replace("*", "") in form.replace("*", "")
    stage.slack.submit(FRIDA)
    assert set(stage.field_errors(FRIDA)) == {"reason"}
    recall(stage)
    stage.soon(lambda: any(f"Facebook recalled {td}" in str(each) for each in stage.slack.seen(MIRA, stage.room)))
    stage.soon(lambda: rung(stage, GRETA) and rung(stage, TESSA))
    assert not rung(stage, MIRA)
    assert not rung(stage, OTTO)

    assert "Does your company still use it?" in inbox(stage, GRETA)
    assert "Does your company still use it?" in inbox(stage, OTTO)
    assert "Nothing waits for you." in inbox(stage, MIRA)
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    stage.slack.click(GRETA, "takedown_reply:out_of_use")
    assert "Your company’s answer is kept: No longer in use." in stage.top(GRETA)
    stage.slack.close(GRETA, all_=True)
    assert "Nothing waits for you." in inbox(stage, OTTO)
    stage.soon(lambda: rung(stage, FRIDA, "A first answer came to what you asked."))
    assert f"{td}: 1 of 2 have answered." in inbox(stage, FRIDA)

    stage.slack.click(TESSA, "for_me", channel=stage.room)
    stage.slack.click(TESSA, "takedown_reply:kept")
    stage.soon(lambda: rung(stage, FRIDA, "All whom you asked have answered."))
    stage.slack.click(FRIDA, "for_me", channel=stage.room)
    stage.slack.click(FRIDA, "takedown_answers")
    page = stage.top(FRIDA)
    assert "No longer in use, <!date^" in page
    assert "Kept under a legal duty, <!date^" in page
    assert "Out of reach: files that somebody saved" in page
    assert WHY in page
    assert "Microsoft" not in page
    assert "<@" not in str(stage.slack.view(FRIDA)).replace("<@U0FRIDA>", "")
    assert acts(stage)[-4:] == [
        (Act.RECALLED, "Facebook"),
        (Act.ASKED, "Facebook"),
        (Act.ANSWERED, "Google"),
        (Act.ANSWERED, "Twitter"),
    ]


def test_what_is_left_says_who_which_and_when_and_nothing_else(stage: Stage, card: dict[str, Any]) -> None:
    gone = token(stage)
    td = recalled(stage)
    stone = f"Facebook recalled {td}, <!date^"
    everything = str(stage.slack.seen(MIRA, stage.room))
    for person, team in ((GRETA, "T0GOOGLE"), (MIRA, "T0MICROSOFT")):
        assert stone in shown(stage, person, f"show {td}")
        for action in ("takedown_show", "takedown_history"):
            said = press(stage, action, gone, person, team)
            assert stone in said
            everything += said
        never = press(stage, "takedown_edit", "A" * 22, person, team)
        for action in ("takedown_edit", "takedown_withdraw", "takedown_recall", "takedown_answers", "audit_opened_by"):
            assert press(stage, action, gone, person, team) == never
        everything += shown(stage, person, f"show {td}") + inbox(stage, person) + str(bells(stage, person))
        for words in ("list", f"list {SECRET}", "list Facebook"):
            listed = shown(stage, person, words)
            assert "Nothing" in listed
            assert td not in listed
    for secret in (SECRET, WHY, "74 Facebook", "AMBER"):
        assert secret not in everything, secret


def test_its_own_company_still_reads_it_and_finds_it_by_no_word(stage: Stage, card: dict[str, Any]) -> None:
    td = recalled(stage)
    page = shown(stage, FELIX, f"show {td}")
    assert "This record was recalled. Only your company reads it." in page
    assert SECRET in page
    assert "recalled" in shown(stage, FELIX, "list")
    assert "Nothing that you can see holds these words." in shown(stage, FELIX, f"list {SECRET}")
    stage.slack.command(FELIX, stage.room, "/takedown", "export")
    assert "nothing to export" in stage.top(FELIX).lower() or "Nothing" in stage.top(FELIX)
    for verb in ("edit", "withdraw"):
        stage.slack.command(FRIDA, stage.room, "/takedown", f"{verb} {td}")
        assert "This record was recalled already." in stage.top(FRIDA)
        stage.slack.close(FRIDA, all_=True)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"rappeler {td}")
    assert "Out of reach" in stage.top(FRIDA)


def test_who_answers_for_a_company_is_rung_though_they_never_opened_it(stage: Stage, card: dict[str, Any]) -> None:
    with stage.database.begin() as session:
        google = companies.named(session, stage.coalition, "Google")
        people.appoint(session, google, OTTO, Role.LEAD, now=stage.clock())
    recalled(stage)
    stage.soon(lambda: rung(stage, OTTO) and rung(stage, GRETA))


def test_names_of_those_who_opened_it_are_for_the_lead_and_counsel(stage: Stage, card: dict[str, Any]) -> None:
    td = recalled(stage)
    for person, role, seen in ((FELIX, Role.ANALYST, False), (FELIX, Role.COUNSEL, True)):
        with stage.database.begin() as session:
            facebook = companies.named(session, stage.coalition, "Facebook")
            people.appoint(session, facebook, person, role, now=stage.clock())
        stage.slack.command(person, stage.room, "/takedown", f"recall {td}")
        assert "Google" in stage.top(person)
        assert (f"<@{GRETA}>" in str(stage.slack.view(person))) is seen
        stage.slack.close(person, all_=True)
        assert (acts(stage)[-1][0] == Act.READ_TRAIL) is seen


def test_two_of_one_company_answer_at_once_and_one_of_them_decides(stage: Stage, card: dict[str, Any]) -> None:
    recalled(stage)
    asked_of = question(stage, "Google")
    said = together(
        stage,
        *(
            reply_of(asked_of, reply, person)
            for person, reply in ((GRETA, Reply.KEPT), (OTTO, Reply.OUT_OF_USE), (GRETA, Reply.KEPT))
        ),
    )
    assert len(said) == 3
    with stage.database.read() as session:
        (one,) = (each for each in acknowledgements.of_record(session, *owned(stage)) if each.company == "Google")
    assert acts(stage).count((Act.ANSWERED, "Google")) == 1
    words = {Reply.KEPT: "Kept under a legal duty", Reply.OUT_OF_USE: "No longer in use"}
    assert one.reply in words
    late = press(stage, "takedown_reply:kept", asked_of, OTTO, "T0GOOGLE")
    assert f"Your company has answered already: {words[one.reply]}." in late


def reply_of(asked_of: str, reply: Reply, person: str, team: str = "T0GOOGLE") -> Any:
    """Write an answer in *For me*, as Slack tells it."""
    button = {"type": "button", "block_id": "b", "value": asked_of, "action_ts": "1.1"}
    return {
        "type": "block_actions",
        "user": {"id": person, "team_id": team},
        "team": {"id": "T0FACEBOOK"},
        "api_app_id": "A0TOCSIN",
        "trigger_id": "1.2.3",
        "actions": [button | {"action_id": f"takedown_reply:{reply}"}],
        "view": {"id": "V0", "hash": "1.a", "type": "modal", "app_installed_team_id": "T0FACEBOOK"},
    }


def test_nobody_answers_for_another_company_and_nobody_recalls_for_one(stage: Stage, card: dict[str, Any]) -> None:
    there = token(stage)
    for who in ((GRETA, "T0GOOGLE"), (MIRA, "T0MICROSOFT")):
        for action in ("takedown_recall", "takedown_answers"):
            assert "Only the company that logged a record can change it" in press(stage, action, there, *who)
    stage.slack.click(GRETA, "takedown_log", channel=stage.room)
    stage.slack.submit(GRETA, {"what": "pages"})
    form = stage.slack.deliveries("view_submission")[-1]["body"]
    typed = {"reason": {"reason": {"type": "plain_text_input", "value": "Mine now"}}}
    forged = signed.altered(
        form, view__callback_id="takedown_recalling", view__private_metadata=there, view__state__values=typed
    )
    assert "Only the company that logged" in signed.post(stage.tocsin.url, signed.interaction(forged)).text
    assert stage.cards(MIRA)
    recalled(stage)
    asked_of = question(stage, "Google")
    for who in ((TESSA, "T0TWITTER"), (FRIDA, "T0FACEBOOK"), ("U0STRANGER", "T0STRANGER"), ("U0FIRE", "T0FIREEYE")):
        for reply in Reply:
            action = f"takedown_reply:{reply}"
            assert press(stage, action, asked_of, *who) == press(stage, action, "A" * 22, *who)
    for reply in ("acknowledged", "", "deleted"):
        assert "not yours to open" in press(stage, f"takedown_reply:{reply}", asked_of, GRETA, "T0GOOGLE")
    assert not [one for one in acts(stage) if one[0] == Act.ANSWERED]


def test_to_whoever_never_knew_of_it_nothing_was_recalled(stage: Stage) -> None:
    opened(stage, "companies")
    chosen(stage, "companies", "Twitter")
    sent(stage)
    stage.soon(lambda: bells(stage, TESSA))
    td, gone = reference(stage), token(stage)
    never = shown(stage, GRETA, "show TD-00000")
    stage.slack.command(FRIDA, stage.room, "/takedown", f"recall {td}")
    recall(stage)
    stage.soon(lambda: not rung(stage, TESSA, "shared with you"))
    assert shown(stage, GRETA, f"show {td}") == never.replace("TD-00000", td)
    for action in ("takedown_show", "takedown_history", "takedown_recall", "takedown_answers"):
        assert press(stage, action, gone, GRETA, "T0GOOGLE") == press(stage, action, "A" * 22, GRETA, "T0GOOGLE")
    assert td not in str(stage.slack.seen(GRETA, stage.room))
    assert f"Facebook recalled {td}" in shown(stage, TESSA, f"show {td}")


def test_under_the_chatham_house_rule_the_stone_names_nobody(stage: Stage) -> None:
    opened(stage, "members")
    stage.slack.click(FRIDA, "takedown_more")
    sent(stage, chatham=["chatham"])
    card = stage.card(GRETA, "A member")
    reads(stage, GRETA, card)
    stage.slack.close(GRETA, all_=True)
    td = recalled(stage)
    stage.soon(lambda: rung(stage, GRETA))
    said = shown(stage, GRETA, f"show {td}") + inbox(stage, GRETA) + str(stage.slack.seen(GRETA, stage.room))
    assert f"A member recalled {td}" in said
    assert "Facebook recalled" not in said
    assert "Facebook" not in shown(stage, MIRA, f"show {td}")


def test_a_file_that_held_it_is_deleted_and_its_owner_reads_what_became_of_it(
    stage: Stage, card: dict[str, Any]
) -> None:
    asked(stage, GRETA)
    came(stage, GRETA)
    carried(stage, lambda: states(stage) == ["sent"])
    stage.slack.close(GRETA, all_=True)
    td = recalled(stage)
    carried(stage, lambda: states(stage) == ["taken_back"])
    assert files_of(stage, GRETA) == []
    stage.slack.command(FRIDA, stage.room, "/takedown", f"recall {td}")
    assert "deleted from Slack; a copy that somebody saved still holds it" in stage.top(FRIDA)


def test_a_narrowing_is_a_recall_for_those_who_fall_away(stage: Stage, card: dict[str, Any]) -> None:
    td = reference(stage)
    stage.slack.command(FRIDA, stage.room, "/takedown", f"edit {td}")
    stage.slack.choose(FRIDA, "audience", "companies", values={"reason": "Fewer need it"})
    chosen(stage, "companies", "Twitter")
    sent(stage)
    stage.soon(lambda: rung(stage, GRETA))
    assert not rung(stage, TESSA)
    assert f"Facebook recalled {td}" in shown(stage, GRETA, f"show {td}")
    assert SECRET in shown(stage, TESSA, f"show {td}")
    stage.slack.click(GRETA, "for_me", channel=stage.room)
    stage.slack.click(GRETA, "takedown_reply:out_of_use")
    stage.soon(lambda: rung(stage, FRIDA, "All whom you asked have answered."))
    stage.slack.command(FRIDA, stage.room, "/takedown", f"show {td}")
    stage.slack.click(FRIDA, "takedown_answers")
    page = stage.top(FRIDA)
    assert "No longer in use" in page
    assert "was not asked" in page


def test_what_goes_out_while_it_is_recalled_says_nothing_of_it(
    stage: Stage, card: dict[str, Any], settings: RunSettings
) -> None:
    """A second process delivers with the first, and both hear the answers."""
    with tocsin_running(settings, stage.database, clock=stage.clock) as second:
        recalled(stage)
        stage.soon(lambda: rung(stage, GRETA) and rung(stage, TESSA))
        bodies = [
            (url, signed.interaction(reply_of(question(stage, name), Reply.KEPT, person, team)))
            for name, person, team in (("Google", GRETA, "T0GOOGLE"), ("Twitter", TESSA, "T0TWITTER"))
            for url in (stage.tocsin.url, second.url)
        ]
        with ThreadPoolExecutor(4) as hands:
            heard = list(hands.map(lambda each: signed.post(*each), bodies))
        assert {one.status for one in heard} == {200}
        stage.soon(lambda: rung(stage, FRIDA, "All whom you asked have answered."))
    assert [one for one in acts(stage) if one[0] == Act.ANSWERED] != []
    assert len([one for one in acts(stage) if one[0] == Act.ANSWERED]) == 2
    assert len([one for one in bells(stage, GRETA) if BELL in one["text"]]) == 1


def test_a_tombstone_gets_through_though_slack_fails_for_a_while(stage: Stage, card: dict[str, Any]) -> None:
    stage.slack.fault(method="chat.update", kind="http", status=503, times=2)
    stage.slack.fault(method="chat.postMessage", kind="drop_after")
    td = recalled(stage)
    stage.soon(lambda: any(f"Facebook recalled {td}" in str(each) for each in stage.slack.seen(MIRA, stage.room)), 20)
    stage.soon(lambda: rung(stage, GRETA) and rung(stage, TESSA), 20)
    assert SECRET not in str(stage.slack.seen(MIRA, stage.room))


def test_the_list_goes_on_behind_what_was_recalled_since_it_was_shown(stage: Stage, card: dict[str, Any]) -> None:
    for n in range(12):
        stage.clock.advance(minutes=1)
        logged(stage, FRIDA, "T0FACEBOOK", pages_of(200 + n))
    stage.slack.say(GRETA, "U0BOTFACEBOOK", "list")
    stage.soon(lambda: bells(stage, GRETA))
    stage.slack.click(GRETA, "open_asked", channel="U0BOTFACEBOOK")
    with stage.database.begin() as session:
        who = speaker(stage)
        last = takedowns.recent(session, who).takedowns[-1]
        takedowns.recall(session, who, last.token, reason=WHY, form="r", way=Way.FORM, now=stage.clock())
    stage.slack.click(GRETA, "takedown_older")
    assert "74 Facebook pages" in stage.top(GRETA)
