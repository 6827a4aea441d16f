"""The one table of Slack's errors, held against Slack's own list of them."""

from __future__ import annotations

import json
from datetime import timedelta
from http.client import RemoteDisconnected
from pathlib import Path
from socket import gaierror
from urllib.error import URLError

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.courier.outcomes import back_off
from bot.courier.verdicts import _TABLE, VERDICTS, Verdict, judge

METHODS = (
    "chat.postMessage",
    "chat.update",
    "chat.postEphemeral",
    "conversations.open",
    "conversations.history",
    "pins.add",
)
# Slack's pages of these methods do not list them, but Slack answers them.
UNLISTED = {"invalid_auth", "internal_error", "team_access_not_granted", "cannot_dm_bot"}


def answer(data: object, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    response = SlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers or {}, status_code=status
    )
    return SlackApiError("refused", response)


def test_every_code_of_the_table_is_one_of_slacks(shared_data: Path) -> None:
    methods = json.loads((shared_data / "slack-methods.json").read_text())
    listed = {code for method in METHODS for code in methods[method]["errors"]}
    assert set(VERDICTS) - listed <= UNLISTED


def test_every_code_stands_in_the_table_once() -> None:
    assert len(VERDICTS) == sum(len(codes.split()) for codes in _TABLE.values())


@pytest.mark.parametrize(
    ("code", "verdict"),
    [
        ("ratelimited", Verdict.LATER),
        ("team_added_to_org", Verdict.LATER),
        ("internal_error", Verdict.UNSURE),
        ("fatal_error", Verdict.UNSURE),
        ("token_revoked", Verdict.INSTALLATION),
        ("missing_scope", Verdict.INSTALLATION),
        ("not_in_channel", Verdict.CHANNEL),
        ("restricted_action_read_only_channel", Verdict.CHANNEL),
        ("message_not_found", Verdict.GONE),
        ("invalid_blocks", Verdict.MESSAGE),
        ("a_code_of_tomorrow", Verdict.MESSAGE),
    ],
)
def test_what_a_code_means(code: str, verdict: Verdict) -> None:
    judgement = judge(answer({"ok": False, "error": code}))
    assert (judgement.verdict, judgement.error) == (verdict, code)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (URLError(ConnectionRefusedError()), Verdict.LATER),
        (URLError(gaierror()), Verdict.LATER),
        (URLError(ConnectionResetError()), Verdict.UNSURE),
        (URLError("unknown url type"), Verdict.UNSURE),
        (TimeoutError(), Verdict.UNSURE),
        (RemoteDisconnected(), Verdict.UNSURE),
        (ConnectionResetError(), Verdict.UNSURE),
    ],
)
def test_what_a_broken_connection_means(error: Exception, verdict: Verdict) -> None:
    assert judge(error).verdict is verdict


@pytest.mark.parametrize(("header", "seconds"), [("Retry-After", 30), ("retry-after", 0)])
def test_slack_says_how_long_to_wait(header: str, seconds: int) -> None:
    judgement = judge(answer({"ok": False, "error": "ratelimited"}, 429, {header: str(seconds)}))
    assert (judgement.verdict, judgement.retry_after) == (Verdict.LATER, timedelta(seconds=seconds))


@given(
    data=st.one_of(st.dictionaries(st.text(max_size=9), st.text(max_size=99)), st.just({"ok": False, "error": None})),
    status=st.integers(200, 599),
    retry=st.one_of(st.none(), st.text(max_size=5), st.integers(0).map(str)),
)
def test_no_answer_is_without_a_verdict(data: dict[str, str], status: int, retry: str | None) -> None:
    judgement = judge(answer(data, status, {} if retry is None else {"Retry-After": retry}))
    assert isinstance(judgement.verdict, Verdict)
    assert len(judgement.error) <= 80


@given(attempts=st.integers(1, 10_000))
def test_the_back_off_grows_and_is_bounded(attempts: int) -> None:
    assert timedelta(seconds=1) <= back_off(attempts) <= timedelta(minutes=5)
    assert back_off(attempts) >= timedelta(seconds=min(2.0 ** min(attempts, 9), 300) / 2)
