"""Files: the three-step upload, what a copy may see of them, and what a wrong token gets."""

import urllib.request
from http.client import HTTPException, IncompleteRead

import pytest

from bot.simulator import Denied
from tests.simulator.small_world import (
    ANA,
    ATTIC,
    BOB,
    BOT,
    LOBBY,
    ROOM,
    Town,
    error,
)


def fetch(here: Town, file: str, token: str | None) -> tuple[int, str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    request = urllib.request.Request(f"{here.simulator.url}/files/{file}/name", headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.status, answer.headers["Content-Type"], answer.read()


def test_the_sdks_upload_ends_as_a_message_with_the_file(here: Town) -> None:
    content = "größe,zahl\n".encode()
    answer = here.client().files_upload_v2(
        channel=ROOM, filename="a.csv", title="Liste", content=content, initial_comment="here"
    )
    file = answer["file"]["id"]
    seen = here.slack.seen(BOB, ROOM)[-1]
    assert (seen["text"], [each["id"] for each in seen["files"]]) == ("here", [file])
    assert fetch(here, file, "xoxb-host") == (200, "text/csv; charset=utf-8", content)
    assert here.client().files_info(file=file)["file"]["title"] == "Liste"


def test_an_upload_without_a_channel_is_private_to_its_copy(here: Town) -> None:
    file = here.client().files_upload_v2(filename="a.txt", content="abc")["file"]["id"]
    assert here.client().files_info(file=file)["file"]["size"] == 3
    assert error(lambda: here.client("xoxb-twin").files_info(file=file)) == "file_not_found"


def test_what_is_uploaded_must_be_as_long_as_announced(here: Town) -> None:
    client = here.client()
    assert error(lambda: client.files_getUploadURLExternal(filename="a", length=0)) == "missing_argument"
    ticket = client.files_getUploadURLExternal(filename="a", length=3)
    request = urllib.request.Request(ticket["upload_url"], b"four", method="POST")
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    with refused.value:
        assert refused.value.code == 400
    files = [{"id": ticket["file_id"]}]
    assert error(lambda: client.files_completeUploadExternal(files=files)) == "file_not_found"
    assert error(lambda: client.files_info(file=ticket["file_id"])) == "file_not_found"


def test_an_upload_is_shared_where_the_copy_may_post(here: Town) -> None:
    client = here.client()

    def share(channel: str) -> str:
        ticket = client.files_getUploadURLExternal(filename="a", length=3)
        with urllib.request.urlopen(urllib.request.Request(ticket["upload_url"], b"abc", method="POST")):
            files = [{"id": ticket["file_id"], "title": "a"}]
        return error(lambda: client.files_completeUploadExternal(files=files, channel_id=channel))

    assert [share(LOBBY), share(ATTIC), share("C0NONE")] == ["not_in_channel", "is_archived", "channel_not_found"]


def test_a_wrong_token_gets_a_sign_in_page_with_200(here: Town) -> None:
    file = here.slack.upload(ANA, "a.csv", b"a", channel=BOT)["file"]["id"]
    assert fetch(here, file, "xoxb-host")[2] == b"a"
    for token in (None, "xoxb-nobody", "xoxb-twin"):
        status, kind, content = fetch(here, file, token)
        assert (status, kind) == (200, "text/html; charset=utf-8")
        assert b"Sign in" in content


def test_a_person_downloads_what_they_can_see(here: Town) -> None:
    file = here.slack.upload(ANA, "a.csv", b"secret", channel=BOT)["file"]["id"]

    def as_person(person: str) -> bytes:
        with urllib.request.urlopen(f"{here.simulator.url}/files/{file}/a.csv?as={person}") as answer:
            return answer.read()

    assert as_person(ANA) == b"secret"
    assert b"Sign in" in as_person(BOB)


def test_a_copy_deletes_its_own_files_only(here: Town) -> None:
    client = here.client()
    mine = client.files_upload_v2(channel=ROOM, filename="a.txt", content="abc")["file"]["id"]
    theirs = here.slack.upload(BOB, "b.txt", b"b", channel=ROOM)["file"]["id"]
    assert error(lambda: client.files_delete(file=theirs)) == "cant_delete_file"
    client.files_delete(file=mine)
    assert error(lambda: client.files_info(file=mine)) == "file_deleted"
    assert error(lambda: client.files_delete(file="F0NONE")) == "file_not_found"
    assert here.slack.seen(BOB, ROOM)[0]["files"] == []


def test_a_person_deletes_their_own_files_only(here: Town) -> None:
    file = here.slack.upload(ANA, "a.csv", b"a", channel=BOT)["file"]["id"]
    with pytest.raises(Denied, match="not a file of Bob"):
        here.slack.delete_file(BOB, file)
    here.slack.delete_file(ANA, file)
    assert error(lambda: here.client().files_info(file=file)) == "file_deleted"
    assert here.slack.seen(ANA, BOT)[-1]["files"] == []
    with pytest.raises(urllib.error.HTTPError, match="404") as gone:
        fetch(here, file, "xoxb-host")
    gone.value.close()


def test_a_file_in_a_direct_message_comes_as_a_stub_from_another_company(here: Town) -> None:
    for number, (person, whole) in enumerate(((ANA, True), (BOB, False)), 1):
        file = here.slack.upload(person, "a.csv", b"a,b", channel=BOT)["file"]["id"]
        event = here.app.wait("message", number)[-1].payload["event"]
        assert (event["subtype"], event["text"]) == ("file_share", "")
        assert [each["id"] for each in event["files"]] == [file]
        assert ("url_private" in event["files"][0]) is whole
        assert here.client().files_info(file=file)["file"]["url_private"].startswith(here.simulator.url)


def test_a_download_is_sent_elsewhere_or_to_sign_in(here: Town) -> None:
    file = here.slack.upload(ANA, "a.csv", b"a", channel=BOT)["file"]["id"]
    here.slack.fault(method="download", kind="redirect", to=f"{here.simulator.url}/signin")
    assert b"Sign in" in fetch(here, file, "xoxb-host")[2]
    here.slack.fault(method="download", kind="sign_in")
    assert b"Sign in" in fetch(here, file, "xoxb-host")[2]
    assert fetch(here, file, "xoxb-host")[2] == b"a"


def test_a_download_is_cut_off_or_goes_on_and_on(here: Town) -> None:
    file = here.slack.upload(ANA, "a.csv", b"abcd", channel=BOT)["file"]["id"]
    here.slack.fault(method="download", kind="cut")
    with pytest.raises(HTTPException) as cut:
        fetch(here, file, "xoxb-host")
    assert isinstance(cut.value, IncompleteRead)
    assert cut.value.partial == b"ab"
    here.slack.fault(method="download", kind="longer")
    assert len(fetch(here, file, "xoxb-host")[2]) > 16_000_000


def test_only_a_download_fails_like_a_download(here: Town) -> None:
    with pytest.raises(Denied, match="Only a download"):
        here.slack.fault(method="chat.postMessage", kind="cut")
