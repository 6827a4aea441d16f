"""Worlds at random: who, where and what in any order, sensible or not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from tests.worlds import cast, story
from tests.worlds.model import COMPANIES, EVERYONE, GUEST, MEMBER, MEMBERS, NAMED, OBSERVER, Scope
from tests.worlds.questions import OF_A_RECORD

# A few records that meet each other, rather than many that do not.
_NAMES = st.sampled_from(story.NAMES[:4])
_PEOPLE = st.sampled_from(cast.EVERYBODY)
_OF_COMPANIES = st.sampled_from(tuple(cast.PEOPLE))
_COALITIONS = st.sampled_from((cast.NORTH, cast.NORTH, cast.SOUTH))
_COMPANIES = st.sampled_from(cast.COMPANIES)
_CHANNELS = st.sampled_from(cast.CHANNELS)
_ROLES = st.sampled_from(("coordinator", "lead", "deputy", "analyst", "counsel"))


def _fitting(audience: str) -> st.SearchStrategy[str]:
    """Draw a mark that goes with an audience."""
    marks = {EVERYONE: ("CLEAR", "GREEN"), NAMED: ("RED", "AMBER")}
    return st.sampled_from(marks.get(audience, ("AMBER+STRICT", "AMBER", "GREEN")))


@st.composite
def _scopes(draw: st.DrawFn) -> tuple[Scope, str]:
    audience = draw(st.sampled_from((EVERYONE, MEMBERS, MEMBERS, COMPANIES, NAMED)))
    some = st.frozensets(_COMPANIES, min_size=1, max_size=2) if audience == COMPANIES else st.just(frozenset())
    named = st.frozensets(_OF_COMPANIES, min_size=1, max_size=3) if audience == NAMED else st.just(frozenset())
    hours = st.sampled_from((0, 0, 0, 5, 1400))
    scope = Scope(audience, draw(some), draw(named), chatham=draw(st.sampled_from((False, False, True))))
    return replace(scope, not_before=draw(hours)), draw(_fitting(audience))


@st.composite
def _logs(draw: st.DrawFn) -> story.Logs:
    scope, mark = draw(_scopes())
    return story.Logs(draw(_NAMES), draw(_OF_COMPANIES), draw(_COALITIONS), scope, mark)


@st.composite
def _revises(draw: st.DrawFn) -> story.Revises:
    scope, mark = draw(st.one_of(st.just((None, "")), _scopes()))
    return story.Revises(draw(_NAMES), draw(_OF_COMPANIES), scope, mark)


_LOGS = _logs()
_PRESSES = st.builds(story.Presses, _NAMES, _PEOPLE, st.sampled_from(OF_A_RECORD))
ACTS: st.SearchStrategy[story.Act] = st.one_of(
    _LOGS,
    _LOGS,
    _LOGS,
    _revises(),
    st.builds(story.Withdraws, _NAMES, _OF_COMPANIES),
    st.builds(story.Recalls, _NAMES, _OF_COMPANIES),
    _PRESSES,
    st.builds(story.CutsOff, st.sampled_from(cast.COMPANIES[1:]), _CHANNELS),
    st.builds(story.GoesOn, _COALITIONS, st.just("U0ANN"), _COMPANIES),
    st.builds(story.Begins, _OF_COMPANIES, _COALITIONS),
    st.builds(story.Seats, _COALITIONS, _COMPANIES, st.sampled_from((MEMBER, MEMBER, OBSERVER, GUEST))),
    st.builds(story.Leaves, _COALITIONS, _COMPANIES),
    st.builds(story.Comes, _PEOPLE, _CHANNELS),
    st.builds(story.Goes, _PEOPLE, _CHANNELS),
    st.builds(story.LetsRead, _COALITIONS, st.just("U0ANN"), st.sampled_from((cast.STRANGER, "U0DOT", "U0EVE"))),
    st.builds(story.Appoints, _COALITIONS, _OF_COMPANIES, _ROLES, st.booleans()),
    st.builds(story.Delivers, st.integers(1, 6)),
    st.builds(story.Waits, st.sampled_from((1, 20, 90, 1500))),
    st.builds(story.Asks, _PEOPLE),
    st.builds(story.Prints, _COALITIONS, _COMPANIES),
)


@st.composite
def hiding(draw: st.DrawFn, share: int) -> tuple[story.World, str]:
    """Draw a world in which a record is logged that is to be left out of it, and the record's name."""
    world, logs = draw(worlds(share)), draw(_LOGS)
    at = draw(st.integers(0, len(world.acts)))
    return replace(world, acts=(*world.acts[:at], logs, *world.acts[at:])), logs.name


def worlds(share: int) -> st.SearchStrategy[story.World]:
    """Draw a world in which each question is asked with so many chances in a hundred."""
    acts = st.lists(ACTS, min_size=4, max_size=16).map(tuple)
    return st.builds(story.World, acts, st.integers(0, 2**32 - 1), st.just(share))
