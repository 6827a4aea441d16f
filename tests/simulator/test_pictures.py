"""Pictures in messages: only of a file that Slack is ready with and the app may see; gone when the file is."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from slack_sdk.errors import SlackApiError

from tests.simulator.browser import chromium
from tests.simulator.small_world import ANA, BOB, ROOM, ZOE, Town, error, town, world

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
REFUSED = "invalid slack file [json-pointer:/blocks/0/slack_file]"


@pytest.fixture
def here() -> Iterator[Town]:
    """A world where Slack takes two seconds for a file."""
    with town({**world(), "file_seconds": 2}) as here:
        yield here


def begun(here: Town, content: bytes = PNG, name: str = "week.png") -> str:
    ticket = here.client().files_getUploadURLExternal(filename=name, length=len(content))
    with urllib.request.urlopen(urllib.request.Request(ticket["upload_url"], content, method="POST")):
        return str(ticket["file_id"])


def uploaded(here: Town, content: bytes = PNG, name: str = "week.png") -> str:
    file = begun(here, content, name)
    here.client().files_completeUploadExternal(files=[{"id": file, "title": "The week"}])
    return file


def picture(**named: str) -> dict[str, Any]:
    return {"type": "image", "alt_text": "Two takedowns, both of pages.", "slack_file": named}


def post(here: Town, *blocks: dict[str, Any], token: str = "xoxb-host") -> str:
    return str(here.client(token).chat_postMessage(channel=ROOM, text="The week", blocks=list(blocks))["ts"])


def refused(here: Town, *blocks: dict[str, Any], token: str = "xoxb-host") -> list[str]:
    with pytest.raises(SlackApiError) as error:
        post(here, *blocks, token=token)
    assert error.value.response["error"] == "invalid_blocks"
    sentences: list[str] = error.value.response["errors"]
    assert error.value.response["response_metadata"]["messages"] == [f"[ERROR] {each}" for each in sentences]
    return sentences


def fetched(here: Town, file: str, as_: str) -> bytes:
    with urllib.request.urlopen(f"{here.simulator.url}/files/{file}/picture?as={as_}") as answer:
        content: bytes = answer.read()
        return content


def test_a_picture_is_shown_to_who_reads_the_message_and_to_nobody_else(here: Town) -> None:
    file = uploaded(here)
    here.slack.advance(2)
    assert b"Sign in" in fetched(here, file, BOB)
    post(here, picture(id=file))
    assert here.slack.seen(BOB, ROOM)[-1]["blocks"][0]["slack_file"] == {"id": file}
    assert here.slack.seen(BOB, ROOM)[-1]["files"] == []
    assert fetched(here, file, BOB) == PNG
    assert b"Sign in" in fetched(here, file, ZOE)


def test_slack_takes_its_time_after_it_said_ok(here: Town) -> None:
    file = uploaded(here)
    assert refused(here, picture(id=file)) == [REFUSED]
    assert here.client().files_info(file=file)["file"]["mimetype"] == ""
    here.slack.advance(2)
    assert here.client().files_info(file=file)["file"]["mimetype"] == "image/png"
    post(here, picture(id=file))


def test_a_file_may_be_named_by_its_address(here: Town) -> None:
    file = uploaded(here)
    here.slack.advance(2)
    post(here, picture(url=here.client().files_info(file=file)["file"]["permalink"]))
    assert fetched(here, file, BOB) == PNG
    assert refused(here, picture(url="https://files.example.org/F1")) == [REFUSED]


def test_what_is_no_picture_of_ours_is_refused(here: Town) -> None:
    halfway, text, deleted = begun(here), uploaded(here, b"a,b\n", "week.png"), uploaded(here)
    mine = uploaded(here)
    anas = here.slack.upload(ANA, "own.png", PNG)["file"]["id"]
    here.slack.advance(2)
    here.client().files_delete(file=deleted)
    for file in (halfway, text, deleted, anas, "F0NOBODYS01"):
        assert refused(here, picture(id=file)) == [REFUSED], file
    assert refused(here, picture(id=mine), token="xoxb-twin") == [REFUSED]
    assert refused(here, picture(id="week")) == [
        "input must match regex pattern: ^[F][A-Z0-9]{8,}$ [json-pointer:/blocks/0/slack_file/id]"
    ]


def test_each_place_that_holds_a_picture_is_looked_at(here: Town) -> None:
    section = {"type": "section", "text": {"type": "plain_text", "text": "a"}, "accessory": picture(id="F0NOBODYS01")}
    context = {"type": "context", "elements": [picture(id="F0NOBODYS01")]}
    assert refused(here, section, context) == [
        "invalid slack file [json-pointer:/blocks/0/accessory/slack_file]",
        "invalid slack file [json-pointer:/blocks/1/elements/0/slack_file]",
    ]
    modal = {"type": "modal", "title": {"type": "plain_text", "text": "a"}, "blocks": [picture(id="F0NOBODYS01")]}
    assert error(lambda: here.open(modal)) == "invalid_blocks"


def test_a_message_comes_to_show_another_picture(here: Town) -> None:
    first, second = uploaded(here), uploaded(here)
    here.slack.advance(2)
    ts = post(here, picture(id=first))
    here.client().chat_update(channel=ROOM, ts=ts, text="Newer", blocks=[picture(id=second)])
    assert fetched(here, second, BOB) == PNG
    assert b"Sign in" in fetched(here, first, BOB)


def test_with_the_file_the_picture_is_gone_from_the_message(here: Town) -> None:
    file = uploaded(here)
    here.slack.advance(2)
    words = {"type": "section", "text": {"type": "plain_text", "text": "Two takedowns"}, "accessory": picture(id=file)}
    post(here, picture(id=file), words, {"type": "context", "elements": [picture(id=file), words["text"]]})
    here.client().files_delete(file=file)
    section, context = here.slack.seen(BOB, ROOM)[-1]["blocks"]
    assert "accessory" not in section
    assert [each["type"] for each in context["elements"]] == ["plain_text"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal", "files.delete"])
def test_each_step_fails_when_it_is_told_to(here: Town, method: str) -> None:
    here.slack.fault(method=method, kind="error", error="internal_error")
    file = "F0NOBODYS01" if method == "files.delete" else None
    failing = (lambda: here.client().files_delete(file=file)) if file else (lambda: uploaded(here))
    assert error(failing) == "internal_error"
    here.slack.fault(method="upload", kind="http", status=503)
    with pytest.raises(urllib.error.HTTPError) as refusal:
        uploaded(here)
    with refusal.value:
        assert refusal.value.code == 503


def test_a_file_is_there_at_once_where_the_world_says_so() -> None:
    with town({**world(), "file_seconds": 0}) as here:
        post(here, picture(id=uploaded(here)))


@pytest.mark.browser
def test_the_page_shows_it_with_its_words(here: Town) -> None:
    file = uploaded(here)
    here.slack.advance(2)
    ts = post(here, picture(id=file))
    with chromium() as browser, browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{here.simulator.url}/?as={BOB}&channel={ROOM}")
        shown = page.get_by_role("img", name="Two takedowns, both of pages.")
        expect(shown).to_be_visible()
        page.wait_for_function("() => document.querySelector('.block-picture').naturalWidth === 1")
        here.client().files_delete(file=file)
        expect(shown).to_have_count(0)
    assert here.slack.seen(BOB, ROOM)[-1]["ts"] == ts
