"""What was announced in August 2018, typed as it was printed, and read to the end: the card that all see."""

from __future__ import annotations

from typing import Any

import pytest

from tests.journeys.conftest import Stage
from tests.journeys.test_the_form import opened


def card_of(stage: Stage, words: str, **fields: Any) -> str:
    """Type an announcement, send it as it was understood, and read the card as another company does."""
    opened(stage, words)
    stage.slack.submit("U0FRIDA", fields)
    assert stage.field_errors("U0FRIDA") == {}
    stage.slack.submit("U0FRIDA")
    return stage.slack.text(stage.card("U0GRETA"))


def has(text: str, *words: str) -> None:
    """Check that each of these stands in a text."""
    missing = [word for word in words if word not in text]
    assert not missing, (missing, text)


def test_facebooks_652_with_what_they_aimed_at(stage: Stage) -> None:
    card = card_of(stage, "652 pages, groups and accounts from Iran aimed at Latin America, US, UK and the Middle East")
    has(card, "652 pages, groups and accounts", "Iran", "Latin America", "United States", "United Kingdom")
    has(card, "Western Asia" if "Western Asia" in card else "Middle East")


def test_facebooks_three_networks_part_by_part(stage: Stage) -> None:
    what = (
        "652 pages, groups and accounts\n"
        "Liberty Front Press: 74 Facebook pages, 70 Facebook accounts, 3 Facebook groups, 76 Instagram accounts\n"
        "Network 2: 12 Facebook pages, 66 Facebook accounts, 9 Instagram accounts\n"
        "Network 3: 168 Facebook pages, 140 Facebook accounts, 31 Instagram accounts"
    )
    card = card_of(stage, "652 pages, groups and accounts from Iran", what=what)
    has(card, "Facebook: 652 pages, groups and accounts", "Liberty Front Press", "Network 2", "Network 3", "649")
    has(card, "74 Facebook pages", "76 Instagram accounts", "168 Facebook pages")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_googles_channels_in_french_where_a_dot_parts_thousands(stage: Stage, language: str) -> None:
    words = (
        "39 chaînes YouTube (près de 13.500 vues aux États-Unis), 6 blogs Blogger et 13 comptes Google+ liés à l'Iran"
    )
    card = card_of(stage, words)
    number, views = {"en": ("39 YouTube channels", "13,500"), "fr": ("39 chaînes YouTube", "13\u202f500")}[language]
    has(card, number, views, "Iran")
    has(card, {"en": "United States", "fr": "États-Unis"}[language])
    has(card, {"en": "13 Google+ accounts", "fr": "13 comptes Google+"}[language])


def test_twitters_284_that_became_770(stage: Stage) -> None:
    card = card_of(stage, "284 Twitter accounts from Iran suspended for coordinated manipulation")
    has(card, "284", "Iran")
    stage.slack.click("U0FRIDA", "takedown_show", channel=stage.room)
    stage.slack.click("U0FRIDA", "takedown_edit")
    stage.slack.submit("U0FRIDA", {"what": "770 Twitter accounts", "reason": "486 more since"})
    stage.slack.submit("U0FRIDA")
    stage.soon(lambda: "770" in stage.slack.text(stage.card("U0GRETA")))
    revised = stage.slack.text(stage.card("U0GRETA"))
    has(revised, "770", "revised", "486 more since")
    assert "284" not in revised.replace("284 Twitter accounts from Iran", "")


def test_microsofts_six_domains_by_court_order(stage: Stage) -> None:
    card = card_of(stage, "Six domains seized by court order, linked to Russia")
    has(card, "6 domains", "Russia", "court order")


@pytest.mark.parametrize(
    "words",
    [
        "We removed about 1,200 fake Facebook accounts and at least 30 Pages on 21 August, run from Myanmar",
        "jeudi : plus de 45 comptes Instagram et trois groupes Facebook opérés depuis la Russie, visant l'Ukraine",
        "YouTube terminated 58 channels; no link to a government was found",
        "Nothing in here is a count, and none of it may be lost: blue umbrella",
    ],
)
def test_no_word_of_an_announcement_is_lost(stage: Stage, words: str) -> None:
    filled = opened(stage, words)
    held = " ".join(str(value) for value in filled.values() if value)
    rare = [word for word in ("Myanmar", "Ukraine", "Russi", "umbrella", "government") if word in words]
    has(held, *rare)
