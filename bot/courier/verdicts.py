"""What Slack's answers mean for a letter: one table, and what to make of a call that got no answer.

The codes and their meaning: https://docs.slack.dev/reference/methods/chat.postMessage, and the same page of
chat.update, chat.delete, chat.postEphemeral, conversations.open, conversations.history and pins.add.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import urllib.error
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from slack_sdk.errors import SlackApiError

# All that a call of slack_sdk without retry handlers raises when Slack, or the way to it, is at fault.
TROUBLE = (SlackApiError, OSError, http.client.HTTPException)


class Verdict(StrEnum):
    """What becomes of a letter whose call failed."""

    # Nothing was done: the same call again, after a while.
    LATER = "later"
    # It may have been done all the same: a post is looked for before it is repeated, any other call is just repeated.
    UNSURE = "unsure"
    # The token does not open the door: dead until an administrator repairs the installation.
    INSTALLATION = "installation"
    # The place does not take it: dead until the app is invited again, or the channel is open again.
    CHANNEL = "channel"
    # The message is not there any more, or not ours to change: its newest words are posted anew.
    GONE = "gone"
    # What we send is wrong: dead, and a fault of ours to be found in the log. So is every code not listed here.
    MESSAGE = "message"


_TABLE = {
    Verdict.LATER: (
        "ratelimited rate_limited message_limit_exceeded request_timeout service_unavailable team_added_to_org "
        "external_channel_migrating streaming_state_conflict"
    ),
    # Slack's page: "It's possible some aspect of the operation succeeded before the error was raised."
    Verdict.UNSURE: "fatal_error internal_error update_failed",
    Verdict.INSTALLATION: (
        "invalid_auth not_authed account_inactive token_revoked token_expired missing_scope not_allowed_token_type "
        "org_login_required two_factor_setup_required access_denied accesslimited app_access_restricted "
        "enterprise_is_restricted team_not_found team_access_not_granted is_bot"
    ),
    Verdict.CHANNEL: (
        "not_in_channel channel_not_found is_archived is_inactive no_permission ekm_access_denied restricted_action "
        "restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked "
        "restricted_action_thread_only_channel posting_to_channel_denied channel_is_limited_access "
        "method_not_supported_for_channel_type messages_tab_disabled user_not_in_channel user_disabled user_not_found "
        "user_not_visible invalid_user_combination cannot_dm_bot"
    ),
    Verdict.GONE: "message_not_found cant_update_message edit_window_closed",
}
VERDICTS = {code: verdict for verdict, codes in _TABLE.items() for code in codes.split()}

# No history, no look: https://docs.slack.dev/reference/methods/conversations.history.
CANNOT_LOOK = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "channel_is_limited_access"})

# A connection that was never made carried nothing.
_NEVER_LEFT = (ConnectionRefusedError, socket.gaierror, ssl.SSLCertVerificationError)

_TOO_MANY = 429
# Slack asks for a minute at most; a proxy's slip of the pen must not silence a channel for years.
_LONGEST_WAIT = timedelta(hours=1)
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the code or the exception that it rests on, and how long Slack asked us to wait."""

    verdict: Verdict
    error: str
    retry_after: timedelta | None = None
    # Whether it was a file named in the blocks that Slack refused.
    is_about_a_file: bool = False


def judge(error: Exception) -> Judgement:
    """Say what a failed call means; `error` is one of TROUBLE."""
    if isinstance(error, SlackApiError):
        return _judge_answer(error)
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    name = type(reason).__name__
    return Judgement(Verdict.LATER if isinstance(reason, _NEVER_LEFT) else Verdict.UNSURE, name)


def code_of(error: SlackApiError) -> str:
    """Read Slack's code out of an error; an answer that is no JSON has none and is told by its status."""
    status: int = error.response.status_code
    if status == _TOO_MANY:
        return "ratelimited"
    if status >= _SERVER_ERROR:
        return f"http_{status}"
    return str(error.response.get("error") or "no_error_code")[:80]


def _judge_answer(error: SlackApiError) -> Judgement:
    code = code_of(error)
    if error.response.status_code >= _SERVER_ERROR:
        return Judgement(Verdict.UNSURE, code)
    is_about_a_file = code == "invalid_blocks" and "slack_file" in str(error.response.get("errors"))
    return Judgement(VERDICTS.get(code, Verdict.MESSAGE), code, _retry_after(error), is_about_a_file)


def _retry_after(error: SlackApiError) -> timedelta | None:
    headers = {name.lower(): value for name, value in error.response.headers.items()}
    seconds = str(headers.get("retry-after", ""))
    return min(timedelta(seconds=int(seconds[:9])), _LONGEST_WAIT) if seconds.isdecimal() else None
