"""Who plays: two coalitions, six companies, ten people; small enough that everything meets everything."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.worlds.model import MEMBER, OBSERVER, Chronicle, Place

BEGIN = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
NORTH, SOUTH = "North", "South"
PLACES = {NORTH: Place("C0NORTH", "C0OPEN"), SOUTH: Place("C0SOUTH")}
CHANNELS = ("C0NORTH", "C0OPEN", "C0SOUTH")
BOT = "U0BELL"

# Slack knows Birch and Cedar by their Grid organisation as well; Birch is seated by it.
TEAMS = {"Alder": "T0ALDER", "Birch": "T0BIRCH", "Cedar": "T0CEDAR", "Dogwood": "T0DOGWOOD", "Elm": "T0ELM"}
GRIDS = {"Birch": "E0BIRCH", "Cedar": "E0CEDAR"}
KNOWN_BY = TEAMS | {"Birch": GRIDS["Birch"]}
# A company that is known by the organisation around a workspace, whose people are of the workspace's company.
ROOF = "Roof"
COMPANIES = tuple(TEAMS)
STRANGERS = "T0STRANGER"
PEOPLE = {
    "U0ANN": "Alder",
    "U0ABE": "Alder",
    "U0LEE": "Alder",
    "U0BEN": "Birch",
    "U0BEA": "Birch",
    "U0CAL": "Cedar",
    "U0CIA": "Cedar",
    "U0DOT": "Dogwood",
    "U0EVE": "Elm",
}
# Of no company, and in a channel now and then.
STRANGER = "U0SID"
EVERYBODY = (*PEOPLE, STRANGER)
COORDINATOR = "U0ANN"
# An account that Alder lends to an agency's man.
LENT = "U0LEE"
ROOMS = {
    "C0NORTH": {"U0ANN", "U0ABE", "U0LEE", "U0BEN", "U0CAL"},
    "C0OPEN": {"U0ANN", "U0BEN", "U0CAL", "U0DOT"},
    "C0SOUTH": {"U0ANN", "U0BEN", "U0CIA"},
}
SEATS = {
    (NORTH, "Alder"): MEMBER,
    (NORTH, "Birch"): MEMBER,
    (NORTH, "Cedar"): MEMBER,
    (NORTH, "Dogwood"): OBSERVER,
    (SOUTH, "Alder"): MEMBER,
    (SOUTH, "Birch"): MEMBER,
    (SOUTH, "Cedar"): MEMBER,
}
ROLES = {
    (NORTH, COORDINATOR): "coordinator",
    (SOUTH, COORDINATOR): "coordinator",
    (NORTH, "U0BEN"): "lead",
    (NORTH, "U0CAL"): "counsel",
}


def name(person: str) -> str:
    """Say what Slack calls somebody."""
    return person[2:].title()


_MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text())


def slack(secret: str) -> dict[str, Any]:
    """Declare the Slack in which they sit."""
    installed = {"token": "xoxb-bell", "bot_user": BOT, "bot": "B0BELL", "optional_scopes": ["groups:history"]}
    teams = [
        {"id": TEAMS["Alder"], "name": "Alder", "installed": installed},
        {"id": TEAMS["Birch"], "name": "Birch", "enterprise": GRIDS["Birch"]},
        {"id": TEAMS["Cedar"], "name": "Cedar", "enterprise": GRIDS["Cedar"]},
        *({"id": TEAMS[name], "name": name} for name in ("Dogwood", "Elm")),
        {"id": STRANGERS, "name": "Strangers"},
    ]
    guests = [each["id"] for each in teams[1:]]
    return {
        "rate_limits": "off",
        "app": {"id": "A0BELL", "signing_secret": secret, "manifest": _MANIFEST},
        "workspaces": teams,
        "people": [
            {
                "id": person,
                "workspace": TEAMS[PEOPLE[person]] if person in PEOPLE else STRANGERS,
                "name": name(person),
                "guest": person == LENT,
            }
            for person in EVERYBODY
        ],
        "channels": [
            {
                "id": channel,
                "name": channel[2:].lower(),
                "host": TEAMS["Alder"],
                "private": True,
                "connected": guests,
                "members": sorted(ROOMS[channel]),
                "copies": [TEAMS["Alder"]],
            }
            for channel in CHANNELS
        ],
    }


def chronicle() -> Chronicle:
    """Begin the chronicle where the story begins."""
    begun = Chronicle(
        places=PLACES,
        company_of=PEOPLE,
        lent=frozenset({LENT}),
        rooms={channel: set(there) for channel, there in ROOMS.items()},
    )
    for (coalition, company), kind in SEATS.items():
        begun.seats_company(coalition, company, kind)
    for (coalition, person), role in ROLES.items():
        begun.appoints(coalition, person, role)
    return begun
