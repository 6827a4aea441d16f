"""Worlds at random: what companies log, revise and take back, and who comes and goes meanwhile, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.figures.slow import Line, Said, Scope

COMPANIES = ("Facebook", "Google", "Oath", "FireEye")
SEATS = {"Facebook": "member", "Google": "member", "Oath": "member", "FireEye": "observer"}
PEOPLE = {"Facebook": "U0FRIDA", "Google": "U0GRETA", "Oath": "U0OTTO", "FireEye": "U0FIRE"}
# The days in which most of it happens.
FIRST = date(2018, 8, 6)
DAYS = 35


@dataclass(frozen=True)
class Logs:
    """A company logs a takedown."""

    company: str
    said: Said
    scope: Scope


@dataclass(frozen=True)
class Revises:
    """A company revises its takedown, for the same readers or for others."""

    nth: int
    said: Said
    scope: Scope | None


@dataclass(frozen=True)
class Does:
    """Something happens to a takedown: `withdraw`, `recall`, or words of it are erased with `erase`."""

    what: str
    nth: int


@dataclass(frozen=True)
class Moves:
    """A company leaves, or takes a seat."""

    company: str
    seat: str | None


@dataclass(frozen=True)
class Agrees:
    """A company agrees to figures by company, or takes that back."""

    company: str
    agrees: bool


@dataclass(frozen=True)
class Clock:
    """What the clock does: lifts embargoes whose hour has come, or erases all that was not changed for a month."""

    what: str


Act = Logs | Revises | Does | Moves | Agrees | Clock

World = list[tuple[int, Act]]

_COMPANY = st.sampled_from(COMPANIES)
_MEMBER = st.sampled_from(COMPANIES[:3])
_NTH = st.integers(0, 9)
_PLATFORMS = st.frozensets(st.sampled_from(("facebook", "instagram", "google", "google_play", "x", "")), min_size=1)
_FEW_PLATFORMS = st.sampled_from(("facebook", "instagram", "")).map(lambda name: frozenset({name}))
_N = st.one_of(st.integers(0, 30), st.integers(0, 2000), st.sampled_from([10**12, 10**12 + 1, 2**63 - 1]))
_HOW = st.sampled_from(("exact", "exact", "exact", "about", "at_least", "less_than"))
_LINE = st.builds(Line, _N, _HOW, _FEW_PLATFORMS | _PLATFORMS)
_PLACES = st.frozensets(st.sampled_from(("IR", "RU", "US", "M49:145", "unknown")), max_size=3)
_SAID = st.builds(
    Said,
    st.none() | _LINE,
    st.lists(st.lists(_LINE, max_size=3).map(tuple), max_size=3).map(tuple),
    _PLACES,
    _PLACES,
    st.none() | st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n)),
)


@st.composite
def _scopes(draw: st.DrawFn) -> Scope:
    audience = draw(st.sampled_from(("members", "members", "members", "everyone", "companies", "people")))
    companies = draw(st.frozensets(_COMPANY)) if audience == "companies" else frozenset()
    people = draw(st.frozensets(_COMPANY.map(PEOPLE.__getitem__))) if audience == "people" else frozenset()
    chatham = draw(st.sampled_from((False, False, False, False, True)))
    return Scope(audience, companies, people, chatham, draw(st.sampled_from((0, 0, 0, 0, 30, 400))))


_LOGS = st.builds(Logs, _MEMBER | _COMPANY, _SAID, _scopes())
_ACT = st.one_of(
    _LOGS,
    _LOGS,
    st.builds(Revises, _NTH, _SAID, st.none() | _scopes()),
    st.builds(Does, st.sampled_from(("withdraw", "recall", "erase")), _NTH),
    st.builds(Moves, _COMPANY, st.sampled_from((None, "member", "observer"))),
    st.builds(Agrees, _COMPANY, st.booleans()),
    st.builds(Clock, st.sampled_from(("lift", "lift", "lift", "lift", "lift", "erase"))),
)
_HOURS = st.integers(1, 40)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Draw what happens, and how many hours pass before each: some takedowns first, in most worlds an agreement."""
    agreed: list[Act] = (
        [Agrees(company, True) for company in COMPANIES] if draw(st.sampled_from((True, True, False))) else []
    )
    logged = draw(st.lists(st.tuples(_HOURS, _LOGS), min_size=3, max_size=6))
    later = draw(st.lists(st.tuples(_HOURS, _ACT), min_size=5, max_size=14))
    return [*((1, act) for act in agreed), *logged, *later]
