"""A disclosure dropped in as it is: in the form's field, pasted, or sent directly; read once, and the card follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from handlers import lifecycle
from storage import coalitions, companies, indicators, intakes
from storage.audit import Act
from storage.audit.entries import trail
from storage.companies import Seat
from storage.intakes import State
from tests.journeys.conftest import Stage
from tests.journeys.test_every_listener import hidden
from tests.journeys.test_export import came
from tests.journeys.test_export import rows as written

BOT = "U0BOTFACEBOOK"

LIST = b"""indicator_type,indicator_value,comment,ds
domain,example[.]com,a blog,2018-08-21
url,https://www.example.org/news?utm_source=x,,2018-08-21
ip_address,192.0.2[.]7,,2018-08-21
"""


def attach(stage: Stage, who: str, content: bytes = LIST, name: str = "removed.csv") -> str:
    """Bring a file along, for a form's field."""
    return str(stage.slack.upload(who, name, content)["file"]["id"])


def more(stage: Stage, who: str) -> None:
    """Open the form with everything that *More* holds."""
    stage.mention(who, "new")
    stage.slack.click(who, "takedown_more")


def shown(stage: Stage, who: str, card: dict[str, str]) -> str:
    """Open the indicators of a card, and read them."""
    stage.slack.click(who, "indicator_show", channel=stage.room, ts=card["ts"])
    return stage.top(who)


def test_a_file_in_the_forms_field_is_read_into_the_record_and_the_card_follows(stage: Stage) -> None:
    more(stage, "U0FRIDA")
    assert "Slack keeps the upload" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA", {"what": "74 Facebook pages", "files": [attach(stage, "U0FRIDA")]})
    assert "removed.csv" in stage.top("U0FRIDA")
    stage.slack.submit("U0FRIDA")
    card = stage.card("U0GRETA", "3 indicators")
    told = shown(stage, "U0GRETA", card)
    assert "example[.]com" in told
    assert "a blog" in told
    assert "example.com" not in told


def log_with(stage: Stage, who: str, what: str = "74 Facebook pages", **fields: object) -> dict[str, Any]:
    """Log with a file or pasted text, from the form with everything; the card as it stands then."""
    if stage.slack.view(who) is None:
        more(stage, who)
    stage.slack.submit(who, {"what": what, **fields})
    assert stage.field_errors(who) == {}
    stage.slack.submit(who)
    return stage.card(who, what)


def for_me(stage: Stage, who: str) -> str:
    """Open *For me*."""
    stage.slack.close(who, all_=True) if stage.slack.view(who) else None
    stage.slack.say(who, stage.room, "@tocsin")
    stage.soon(lambda: "What would you like" in stage.aside(who))
    stage.slack.click(who, "for_me", channel=stage.room)
    return stage.top(who)


def bell(stage: Stage, who: str) -> str:
    """Wait for the doorbell of a file, in the sender's direct messages."""
    return str(stage.soon(lambda: [m for m in directly(stage, who) if "was looked through" in m["text"]])[-1]["text"])


def directly(stage: Stage, who: str) -> list[dict[str, Any]]:
    """List what somebody finds in their direct messages with the bot."""
    ims = [channel for channel in stage.slack.state(who)["channels"] if channel["kind"] == "im"]
    return [message for im in ims for message in im["messages"]]


def test_what_is_pasted_is_read_too_and_a_partner_finds_it_however_it_is_written(stage: Stage) -> None:
    log_with(stage, "U0FRIDA", indicators="hxxps://www[.]example[.]org/news\nexample.net\n")
    stage.card("U0GRETA", "2 indicators")
    stage.slack.say("U0GRETA", BOT, "find example[.]org/news")
    stage.soon(lambda: "Your words wait" in directly(stage, "U0GRETA")[-1]["text"])
    stage.slack.click("U0GRETA", "open_asked")
    assert "Facebook: 74 Facebook pages" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"value": "HTTPS://EXAMPLE.NET"})
    assert "Facebook: 74 Facebook pages" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"value": "example.info"})
    assert "No record that you can see holds it" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"value": "hello there"})
    assert "no value that can be looked for" in stage.top("U0GRETA")
    stage.slack.command("U0FELIX", stage.room, "/takedown", "chercher hxxp://example[.]net")
    assert "Facebook: 74 Facebook pages" in stage.top("U0FELIX")


def test_a_file_that_is_sent_directly_waits_until_its_sender_says_where_it_belongs(stage: Stage) -> None:
    content = LIST + b"facebook_page_count,11 pages,,\n"
    stage.slack.upload("U0GRETA", "removed.csv", content, channel=BOT)
    told = stage.soon(lambda: [m for m in directly(stage, "U0GRETA") if "Your file waits" in m["text"]])[-1]
    assert "removed" not in stage.slack.text(told)

    def looked_into() -> bool:
        stage.slack.close("U0GRETA", all_=True) if stage.slack.view("U0GRETA") else None
        stage.slack.click("U0GRETA", "intake_open", channel=BOT)
        return "3 indicators" in stage.top("U0GRETA")

    stage.soon(looked_into)
    assert "removed.csv" in stage.top("U0GRETA")
    stage.slack.submit("U0GRETA", {"record": "new"})
    assert "Attached: removed.csv" in stage.top("U0GRETA")
    log_with(stage, "U0GRETA", "12 domains")
    stage.card("U0FRIDA", "3 indicators")


def test_a_file_that_names_its_record_is_read_into_it(stage: Stage) -> None:
    card = log_with(stage, "U0GRETA", "12 domains")
    reference = f"TD-{stage.slack.text(card).partition('TD-')[2][:5]}"
    file = attach(stage, "U0GRETA")
    stage.slack.say("U0GRETA", BOT, f"this belongs to {reference}", files=[file])
    stage.soon(lambda: [m for m in directly(stage, "U0GRETA") if "Your file is noted" in m["text"]])
    stage.card("U0GRETA", "3 indicators")
    # Somebody else's reference is none.
    stage.slack.say("U0TESSA", BOT, reference, files=[attach(stage, "U0TESSA")])
    stage.soon(lambda: [m for m in directly(stage, "U0TESSA") if "Your file waits" in m["text"]])
    stage.slack.click("U0TESSA", "intake_open")
    assert "a new takedown" in str(stage.slack.view("U0TESSA"))
    assert reference not in str(stage.slack.view("U0TESSA"))


def test_where_the_app_may_not_read_files_the_form_opens_without_their_field(stage: Stage) -> None:
    stage.slack.command("U0FRIDA", stage.room, "/takedown", "74 Facebook pages")
    stage.slack.fault(method="views.update", kind="error", error="missing_scope")
    stage.slack.click("U0FRIDA", "takedown_more")
    told = stage.top("U0FRIDA")
    assert "Files with indicators" not in told
    assert "Or paste indicators" in told


def test_a_file_for_one_of_several_coalitions_waits_until_its_sender_has_chosen(stage: Stage) -> None:
    with stage.database.begin() as session:
        hidden(session, stage)
        second = coalitions.of_channel(session, "C0OTHER")
        assert second is not None
        companies.add(session, second, "Google", team_ids=["T0GOOGLE"], seat=Seat.MEMBER, now=stage.clock())
    lifecycle.arrived(stage.tocsin.house, None, stage.clock())
    stage.slack.upload("U0GRETA", "removed.csv", LIST, channel=BOT)
    stage.soon(lambda: [m for m in directly(stage, "U0GRETA") if "Which coalition" in m["text"]])
    stage.slack.click("U0GRETA", "choose_coalition:0")
    assert "Which record does it belong to?" in stage.top("U0GRETA")


def test_rows_that_cannot_be_used_are_told_to_the_sender_one_by_one(stage: Stage) -> None:
    rows = b"".join(b"domain,not a domain %d,,\n" % n for n in range(25))
    log_with(stage, "U0GRETA", files=[attach(stage, "U0GRETA", LIST + rows)])
    stage.card("U0GRETA", "3 indicators")
    assert "example" not in bell(stage, "U0GRETA")
    assert "25 rows of removed.csv could not be used" in for_me(stage, "U0GRETA")
    stage.slack.click("U0GRETA", "intake_rows")
    assert "row 5  not a domain 0" in "".join(stage.top("U0GRETA").splitlines())
    assert "not a domain 24" not in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "intake_rows:on")
    assert "not a domain 24" in stage.top("U0GRETA")
    stage.slack.close("U0GRETA")
    stage.slack.click("U0GRETA", "intake_seen")
    assert "could not be used" not in for_me(stage, "U0GRETA")
    # To all others there is no such file.
    assert "could not be used" not in for_me(stage, "U0FRIDA")


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence_and_nothing_is_kept(stage: Stage) -> None:
    card = log_with(stage, "U0GRETA", files=[attach(stage, "U0GRETA", b"%PDF-1.4\n\xff\xfe", "report.pdf")])
    bell(stage, "U0GRETA")
    assert "report.pdf was not read. This is a PDF." in for_me(stage, "U0GRETA")
    assert "indicator" not in stage.slack.text(stage.card("U0FRIDA"))
    stage.slack.close("U0GRETA", all_=True)
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "was not read. This is a PDF." in stage.top("U0GRETA")


def test_a_file_that_slack_does_not_give_at_once_is_fetched_later(stage: Stage) -> None:
    stage.slack.fault(method="files.info", kind="http", status=429, retry_after=30)
    stage.slack.fault(method="download", kind="cut")
    log_with(stage, "U0GRETA", files=[attach(stage, "U0GRETA")])
    collected(stage, lambda: stage.cards("U0FRIDA", "3 indicators"))


def test_a_file_that_counts_otherwise_than_the_form_is_set_beside_it(stage: Stage) -> None:
    stage.clock.advance(seconds=1)
    content = b"Removed: 70 Facebook pages\n\n- 70 Facebook pages\n"
    log_with(stage, "U0GRETA", "74 Facebook pages", files=[attach(stage, "U0GRETA", content, "report.md")])
    bell(stage, "U0GRETA")
    assert "counts differently from what you wrote" in for_me(stage, "U0GRETA")
    stage.slack.click("U0GRETA", "intake_choose")
    assert "74 Facebook pages" in stage.top("U0GRETA")
    assert "70 Facebook pages" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "intake_choose:both")
    assert "says both" in stage.top("U0GRETA")
    card = stage.card("U0FRIDA", "completed from a file")
    assert "74 Facebook pages" in stage.slack.text(card)
    assert "Itemised 70" in " ".join(stage.slack.text(card).split())


def test_nobody_is_shown_the_indicators_of_what_is_not_theirs(stage: Stage) -> None:
    card = log_with(stage, "U0FRIDA", indicators="example.net")
    stage.card("U0FRIDA", "1 indicator")
    stage.slack.click("U0STRANGER", "indicator_show", channel=stage.room, ts=card["ts"])
    assert "example" not in stage.top("U0STRANGER")
    assert _looked(stage) == 0
    assert "example[.]net" in shown(stage, "U0GRETA", card)
    assert _looked(stage) == 1


def _looked(stage: Stage) -> int:
    """Count in the trail how often somebody read indicators."""
    with stage.database.read() as session:
        acts = session.execute(select(trail.c.act)).scalars().all()
    return acts.count(Act.READ_INDICATORS)


def test_the_indicators_come_as_a_file_as_programs_need_them(stage: Stage) -> None:
    card = log_with(stage, "U0FRIDA", indicators="hxxps://www[.]example[.]org/news")
    stage.card("U0FRIDA", "1 indicator")
    shown(stage, "U0GRETA", card)
    stage.slack.click("U0GRETA", "indicator_send")
    (row,) = written(came(stage, "U0GRETA"))
    assert (row["indicator_type"], row["indicator_value"]) == ("url", "example.org/news")


def test_a_record_that_is_recalled_before_its_file_was_read_gets_nothing_of_it(stage: Stage) -> None:
    stage.slack.fault(method="files.info", kind="http", status=429, retry_after=60)
    card = log_with(stage, "U0GRETA", files=[attach(stage, "U0GRETA")])
    stage.slack.wait(lambda: stage.slack.calls("files.info"))
    stage.slack.click("U0GRETA", "takedown_show", channel=stage.room, ts=card["ts"])
    assert "waits to be read" in stage.top("U0GRETA")
    stage.slack.click("U0GRETA", "takedown_recall")
    stage.slack.submit("U0GRETA", {"reason": "Somebody else's network."})
    collected(stage, lambda: states(stage) == [State.GONE])
    with stage.database.read() as session:
        assert session.execute(select(func.count()).select_from(indicators.indicators)).scalar_one() == 0


def collected(stage: Stage, finished: Callable[[], Any]) -> Any:
    """Let time pass, and the collector go, until something is so."""

    def passing() -> Any:
        stage.tocsin.collector.wake()
        return finished()

    return stage.soon(passing, 20, step=10)


def states(stage: Stage) -> list[State]:
    with stage.database.read() as session:
        return [State(one) for one in session.execute(select(intakes.intakes.c.state)).scalars()]
