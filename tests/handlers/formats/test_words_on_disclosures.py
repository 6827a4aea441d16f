"""What the reader understands of disclosures as a company really publishes them."""

import json
from datetime import date
from pathlib import Path

import pytest

from handlers.formats.words import read
from storage.reports import Metric

DISCLOSURES = Path(__file__).parents[4] / "shared" / "data" / "disclosures"
NAMES = [
    "meta-h1-2026-china-based-cib-network",
    "meta-h1-2026-pakistan-based-cib-network",
    "meta-h2-2025-poland-based-cib-network",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_published_summary(name):
    if not DISCLOSURES.is_dir():
        pytest.skip("../shared/data/disclosures is not here")
    expected = next(
        one for one in json.loads((DISCLOSURES / "expected_summaries.json").read_text()) if one["file"] == name
    )
    text = (DISCLOSURES / f"{name}.md").read_text().split("Network Summary")[1].split("## Indicators")[0]
    reading = read(text, today=date(2026, 8, 24))
    counts = {str(asset): count.n for part in reading.parts for count in part.counts for asset in count.assets}
    reach = {one.metric: one.n for one in reading.reach}
    assert counts.get("facebook_account", 0) == expected["facebook_accounts"]
    assert counts.get("facebook_page", 0) == expected["pages"]
    assert counts.get("facebook_group", 0) == expected["groups"]
    assert counts.get("instagram_account", 0) == expected["instagram_accounts"]
    assert reach.get(Metric.PAGE_FOLLOWERS) == expected["page_followers"]
    assert reach.get(Metric.GROUP_MEMBERS) == expected["group_members"]
    assert reach.get(Metric.INSTAGRAM_FOLLOWERS) == expected["instagram_followers"]
    assert reading.ad_spend is not None
    assert reading.ad_spend.usd == expected["ad_spend_usd"]
    assert list(reading.ad_spend.currencies) == expected["ad_currencies"]
    assert list(reading.origins) == expected["origin"]
    assert set(reading.targets) <= set(expected["targets"])
    if expected["tip_source"] != "unstated":
        assert [found.source for found in reading.found] == [expected["tip_source"]]
