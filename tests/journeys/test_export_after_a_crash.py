"""A process dies while it carries a file: whoever comes after brings it, and brings it once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from slack_sdk import WebClient

from storage import access, exports
from storage.access import Speaker, Way
from storage.exports import Export
from tests.journeys.conftest import Stage
from tests.journeys.test_export import GRETA, came, carried, files_of, rows, states
from tests.journeys.test_reading_records import logged, pages_of

LEASE = timedelta(seconds=5)


def half_carried(stage: Stage, file_id: str = "", conversation: str = "") -> Export:
    """Leave behind what a process leaves that died: before it drew the file, or when it was about to share one."""
    now = stage.clock()
    with stage.database.begin() as session:
        who: Speaker = access.recognise(session, team_ids=["T0GOOGLE"], user_id=GRETA, channel=stage.room)
        exports.request(session, who, form="form", format_="csv", way=Way.FORM, now=now)
        export = exports.claim(session, lease=LEASE, now=now)
        assert export is not None
        if file_id:
            shared = {"conversation": conversation, "file_id": file_id, "held": (1,)}
            exports.about_to_share(session, export, **shared, until=now + LEASE)
    return export


@pytest.fixture
def slack(stage: Stage) -> WebClient:
    return WebClient("xoxb-facebook", base_url=f"{stage.simulator.url}/api/")


def test_it_is_brought_after_the_lease(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    half_carried(stage)
    stage.tocsin.house.wake_porter()
    assert states(stage) == ["sending"]
    assert len(rows(came(stage, GRETA))) == 1
    carried(stage, lambda: states(stage) == ["sent"])


def test_what_slack_never_shared_is_brought(stage: Stage, slack: WebClient) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    there = slack.conversations_open(users=[GRETA])["channel"]["id"]
    ticket = slack.files_getUploadURLExternal(filename="tocsin-2018-08-24.csv", length=4)
    half_carried(stage, ticket["file_id"], there)
    assert rows(came(stage, GRETA))[0]["n"] == "74"
    carried(stage, lambda: states(stage) == ["sent"])


def test_what_slack_shared_is_found_and_not_brought_again(stage: Stage, slack: WebClient) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    there = slack.conversations_open(users=[GRETA])["channel"]["id"]
    shared = slack.files_upload_v2(filename="tocsin-2018-08-24.csv", content="what it was", channel=there)
    half_carried(stage, shared["files"][0]["id"], there)
    carried(stage, lambda: states(stage) == ["sent"])
    assert came(stage, GRETA) == b"what it was"
    assert len(stage.slack.calls("files.completeUploadExternal")) == 1


def test_what_slack_shares_late_is_taken_away_before_it_is_brought_anew(stage: Stage, slack: WebClient) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    there = slack.conversations_open(users=[GRETA])["channel"]["id"]
    other = slack.conversations_open(users=["U0FELIX"])["channel"]["id"]
    # It is shared, but not yet where it will stand.
    late = slack.files_upload_v2(filename="tocsin-2018-08-24.csv", content="the first", channel=other)
    half_carried(stage, late["files"][0]["id"], there)
    assert len(rows(came(stage, GRETA))) == 1
    assert files_of(stage, "U0FELIX") == []


def test_a_file_that_fails_too_often_is_told_of(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", pages_of(74))
    half_carried(stage)
    with stage.database.begin() as session:
        session.execute(exports.exports.update().values(attempts=12))
    carried(stage, lambda: states(stage) == ["failed"])
    assert files_of(stage, GRETA) == []


def test_a_long_file_is_read_batch_by_batch(stage: Stage) -> None:
    logged(stage, "U0FRIDA", "T0FACEBOOK", *(pages_of(number) for number in range(1, 412)))
    with stage.database.begin() as session:
        who = access.recognise(session, team_ids=["T0GOOGLE"], user_id=GRETA, channel=stage.room)
        exports.request(session, who, form="form", format_="csv", way=Way.FORM, now=stage.clock())
    assert [int(row["n"]) for row in rows(came(stage, GRETA))] == list(range(411, 0, -1))
