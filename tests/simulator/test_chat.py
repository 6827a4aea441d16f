"""Messages: posted, changed, deleted, pinned, linked; and every way in which Slack says no."""

import pytest

from tests.simulator.small_world import (
    ANA,
    ATTIC,
    BOB,
    BOT,
    GRETA,
    LOBBY,
    ROOM,
    TWIN_BOT,
    VAULT,
    ZOE,
    Town,
    button,
    error,
    refusal,
)


def test_everybody_in_the_channel_sees_a_message_as_it_was_written(here: Town) -> None:
    text = "Été 2018: 652 pages & “groupes” <@U01ANA> &lt;b&gt; 🙂"
    posted = here.client().chat_postMessage(channel=ROOM, text=text)
    for person in (ANA, BOB, GRETA):
        seen = here.slack.seen(person, ROOM)[-1]
        assert (seen["ts"], seen["text"], seen["user"], seen["bot"]) == (posted["ts"], text, BOT, True)
    assert posted["message"]["bot_id"] == "B0HOST"
    assert posted["message"]["app_id"] == "A0BELL"


def test_stamps_grow_even_within_one_microsecond_and_follow_the_worlds_clock(here: Town) -> None:
    stamps = [here.client().chat_postMessage(channel=ROOM, text="a")["ts"] for _ in range(20)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith("153512640")
    assert all(len(each.split(".")[1]) == 6 for each in stamps)


@pytest.mark.parametrize(
    ("channel", "code"),
    [(LOBBY, "not_in_channel"), (VAULT, "channel_not_found"), ("C0NONE", "channel_not_found"), (ATTIC, "is_archived")],
)
def test_where_the_copy_may_not_post(here: Town, channel: str, code: str) -> None:
    assert error(lambda: here.client().chat_postMessage(channel=channel, text="a")) == code
    assert error(lambda: here.client().chat_postEphemeral(channel=channel, user=ANA, text="a")) == code


def test_a_message_needs_text_or_blocks(here: Town) -> None:
    empty = {"channel": ROOM, "text": "  "}
    assert error(lambda: here.client().api_call("chat.postMessage", json=empty)) == "no_text"
    assert error(lambda: here.client().api_call("chat.postMessage", json={"text": "a"})) == "invalid_arguments"


def test_a_changed_message_may_hold_4000_characters_and_not_one_more(here: Town) -> None:
    ts = here.client().chat_postMessage(channel=ROOM, text="a")["ts"]
    assert here.client().chat_update(channel=ROOM, ts=ts, text="b" * 4000)["text"] == "b" * 4000
    assert error(lambda: here.client().chat_update(channel=ROOM, ts=ts, text="b" * 4001)) == "msg_too_long"


def test_faulty_blocks_are_refused_with_a_path_to_the_fault(here: Town) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "a" * 3001}}]
    refused = refusal(lambda: here.client().chat_postMessage(channel=ROOM, text="a", blocks=blocks)).response
    assert refused["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/0/text/text]" in refused["response_metadata"]["messages"][0]
    broken = {"channel": ROOM, "text": "a", "blocks": "[{"}
    assert error(lambda: here.client().api_call("chat.postMessage", data=broken)) == "invalid_blocks_format"


def test_what_the_local_slack_does_not_know_is_refused_rather_than_dropped(here: Town) -> None:
    client = here.client()
    attached = {"channel": ROOM, "text": "a", "attachments": [{}]}
    assert error(lambda: client.api_call("chat.postMessage", json=attached)) == "invalid_arguments"
    assert error(lambda: client.chat_postMessage(channel=ROOM, text="a", username="x")) == "missing_scope"
    assert error(lambda: client.chat_postMessage(channel=ROOM, text="a", reply_broadcast=True)) == "invalid_arguments"


def test_a_message_is_changed_by_the_copy_that_posted_it_and_by_no_other(here: Town) -> None:
    ts = here.client().chat_postMessage(channel=ROOM, text="first")["ts"]
    twin = here.client("xoxb-twin")
    assert error(lambda: twin.chat_update(channel=ROOM, ts=ts, text="mine")) == "cant_update_message"
    assert error(lambda: twin.chat_delete(channel=ROOM, ts=ts)) == "cant_delete_message"
    here.client().chat_update(channel=ROOM, ts=ts, text="second")
    seen = here.slack.seen(BOB, ROOM)[-1]
    assert (seen["text"], seen["edited"]) == ("second", True)
    here.client().chat_delete(channel=ROOM, ts=ts)
    assert here.slack.seen(BOB, ROOM) == []
    assert error(lambda: here.client().chat_update(channel=ROOM, ts=ts, text="third")) == "message_not_found"
    assert error(lambda: here.client().chat_delete(channel=ROOM, ts="1.000001")) == "message_not_found"


def test_an_update_keeps_the_blocks_that_it_leaves_out(here: Town) -> None:
    client, ts = here.client(), here.card()
    assert client.chat_update(channel=ROOM, ts=ts, text="other words")["text"] == "other words"
    seen = here.slack.seen(BOB, ROOM)[-1]
    assert (seen["text"], seen["blocks"][0]["block_id"]) == ("other words", "does")
    assert here.slack.click(BOB, "go")["ok"]
    client.chat_update(channel=ROOM, ts=ts, text="words alone", blocks=[])
    assert here.slack.seen(BOB, ROOM)[-1]["blocks"] == []
    assert error(lambda: client.api_call("chat.update", json={"channel": ROOM, "ts": ts, "blocks": []})) == "no_text"


def test_an_update_keeps_the_metadata_that_it_leaves_out(here: Town) -> None:
    metadata = {"event_type": "card", "event_payload": {"token": "1"}}
    client = here.client()
    ts = client.chat_postMessage(channel=ROOM, text="a", metadata=metadata)["ts"]
    client.chat_update(channel=ROOM, ts=ts, text="b")
    assert here.slack.channel(None, ROOM)["messages"][-1]["metadata"] == metadata
    client.chat_update(channel=ROOM, ts=ts, text="b", metadata={})
    assert here.slack.channel(None, ROOM)["messages"][-1]["metadata"] is None


def test_a_persons_message_cannot_be_changed_by_the_app(here: Town) -> None:
    ts = here.slack.say(BOB, ROOM, "hello")["ts"]
    assert error(lambda: here.client().chat_update(channel=ROOM, ts=ts, text="a")) == "cant_update_message"


def test_in_an_archived_channel_nothing_is_changed_any_more(here: Town) -> None:
    ts = here.client().chat_postMessage(channel=ROOM, text="a")["ts"]
    here.slack.archive(ROOM)
    assert error(lambda: here.client().chat_update(channel=ROOM, ts=ts, text="b")) == "is_inactive"
    assert error(lambda: here.client().pins_add(channel=ROOM, timestamp=ts)) == "is_archived"


def test_an_ephemeral_message_is_for_one_member_and_cannot_be_named_later(here: Town) -> None:
    ts = here.client().chat_postEphemeral(channel=ROOM, user=BOB, text="psst")["message_ts"]
    assert [each["text"] for each in here.slack.seen(BOB, ROOM)] == ["psst"]
    assert here.slack.seen(ANA, ROOM) == []
    assert error(lambda: here.client().chat_update(channel=ROOM, ts=ts, text="a")) == "message_not_found"
    assert error(lambda: here.client().chat_getPermalink(channel=ROOM, message_ts=ts)) == "message_not_found"
    assert error(lambda: here.client().chat_postEphemeral(channel=ROOM, user=ZOE, text="a")) == "user_not_in_channel"
    reply = {"channel": ROOM, "text": "a", "thread_ts": ts}
    assert error(lambda: here.client().chat_postMessage(**reply)) == "cannot_reply_to_message"


def test_metadata_is_kept_and_told_only_to_who_asks(here: Town) -> None:
    metadata = {"event_type": "card", "event_payload": {"token": "é1"}}
    here.client().chat_postMessage(channel=ROOM, text="a", metadata=metadata)
    without = here.client().conversations_history(channel=ROOM)["messages"][0]
    within = here.client().conversations_history(channel=ROOM, include_all_metadata=True)["messages"][0]
    assert "metadata" not in without
    assert within["metadata"] == metadata
    client = here.client()
    broken = {"channel": ROOM, "text": "a", "metadata": "{"}
    assert error(lambda: client.api_call("chat.postMessage", data=broken)) == "invalid_metadata_format"
    assert (
        error(lambda: client.chat_postMessage(channel=ROOM, text="a", metadata={"event_type": "a"}))
        == "invalid_metadata_schema"
    )


def test_a_message_can_be_posted_to_a_person_whom_the_copy_may_meet(here: Town) -> None:
    posted = here.client().chat_postMessage(channel=BOB, text="knock")
    assert posted["channel"].startswith("D")
    assert [each["text"] for each in here.slack.seen(BOB, BOT)] == ["knock"]
    assert error(lambda: here.client().chat_postMessage(channel=ZOE, text="a")) == "channel_not_found"


def test_a_direct_message_belongs_to_one_copy(here: Town) -> None:
    mine = here.client().chat_postMessage(channel=BOB, text="knock")["channel"]
    twin = here.client("xoxb-twin")
    assert error(lambda: twin.chat_postMessage(channel=mine, text="a")) == "channel_not_found"
    assert twin.chat_postMessage(channel=BOB, text="knock")["channel"] != mine
    assert [each["text"] for each in here.slack.seen(BOB, TWIN_BOT)] == ["knock"]


def test_threads_hang_on_their_first_message(here: Town) -> None:
    top = here.client().chat_postMessage(channel=ROOM, text="top")["ts"]
    reply = here.client().chat_postMessage(channel=ROOM, text="reply", thread_ts=top)["ts"]
    deeper = here.client().chat_postMessage(channel=ROOM, text="deeper", thread_ts=reply)
    assert deeper["message"]["thread_ts"] == top
    link = here.client().chat_getPermalink(channel=ROOM, message_ts=reply)["permalink"]
    assert link == f"https://host.slack.com/archives/{ROOM}/p{reply.replace('.', '')}?thread_ts={top}&cid={ROOM}"
    top_level = here.client().conversations_history(channel=ROOM)["messages"]
    assert [each["text"] for each in top_level] == ["top"]


def test_pins(here: Town) -> None:
    client = here.client()
    ts = here.card(button())
    client.pins_add(channel=ROOM, timestamp=ts)
    assert here.slack.channel(BOB, ROOM)["pins"] == [ts]
    assert error(lambda: client.pins_add(channel=ROOM, timestamp=ts)) == "already_pinned"
    assert error(lambda: client.pins_add(channel=ROOM, timestamp="1.000001")) == "message_not_found"
    assert error(lambda: client.pins_add(channel=ROOM)) == "no_item_specified"
    assert error(lambda: client.pins_add(channel=ROOM, timestamp="yesterday")) == "bad_timestamp"
    assert error(lambda: client.pins_add(channel=LOBBY, timestamp=ts)) == "not_in_channel"
    hundred = [client.chat_postMessage(channel=ROOM, text="a")["ts"] for _ in range(100)]
    for each in hundred[:99]:
        client.pins_add(channel=ROOM, timestamp=each)
    assert error(lambda: client.pins_add(channel=ROOM, timestamp=hundred[99])) == "too_many_pins"
