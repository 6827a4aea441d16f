"""Worlds that were thought out: each leads to certain conditions of storage/access.py, which it names."""

from __future__ import annotations

from dataclasses import dataclass

from tests.worlds.cast import NORTH, SOUTH
from tests.worlds.model import COMPANIES, EVERYONE, GUEST, MEMBER, MEMBERS, NAMED, OBSERVER, Scope
from tests.worlds.story import (
    Act,
    Appoints,
    Comes,
    Delivers,
    Dissolves,
    Forgets,
    Goes,
    Leaves,
    LetsRead,
    Logs,
    Prints,
    Recalls,
    Refuses,
    Revises,
    Roofs,
    Seats,
    SharesElse,
    Waits,
    World,
)

A, B, C = "record a", "record b", "record c"
ANN, ABE, LEE, BEN, BEA, CAL, CIA, DOT, EVE = (
    f"U0{name}" for name in ("ANN", "ABE", "LEE", "BEN", "BEA", "CAL", "CIA", "DOT", "EVE")
)
ALL = 1000


@dataclass(frozen=True)
class Directed:
    """A world, and the functions of storage/access.py that it leads to."""

    why: str
    leads_to: tuple[str, ...]
    world: World


def _world(*acts: Act, askers: tuple[str, ...]) -> World:
    return World(acts, askers=askers)


def _for(*companies: str, **more: int) -> Scope:
    return Scope(COMPANIES, companies=frozenset(companies), **more)


def _named(*people: str, **more: int) -> Scope:
    return Scope(NAMED, people=frozenset(people), **more)


WORLDS = (
    Directed(
        "what is for members, in two coalitions",
        (
            "recognise",
            "recognise_in",
            "_SEATS",
            "_SEAT",
            "seats_of",
            "seats_of_user",
            "of_company",
            "Speaker.person_id",
            "_speaker",
            "_is_inside",
            "visible_to",
            "_is_shared_with",
            "is_among_members",
            "affairs_of",
            "may_attend",
        ),
        _world(Logs(A, ANN, NORTH), Logs(B, BEN, SOUTH), Delivers(ALL), askers=(CAL, CIA, DOT, BEN, "U0SID")),
    ),
    Directed(
        "an account that is lent to nobody, and one that was named and dismissed while its receipt waited",
        (
            "may_speak",
            "_may_know",
            "visible_to",
            "knew_of",
            "may_log",
            "seats_of",
            "_SEATS",
            "is_among_members",
            "affairs_of",
            "may_attend",
        ),
        _world(
            Logs(A, ANN, NORTH),
            Appoints(NORTH, LEE, "analyst"),
            Logs(B, LEE, NORTH),
            Appoints(NORTH, LEE, "analyst", gone=True),
            Delivers(ALL),
            askers=(LEE, ABE),
        ),
    ),
    Directed(
        "a company that came later",
        ("_is_shared_with", "shown_in", "channel_may_see"),
        _world(
            Logs(A, ANN, NORTH, Scope(EVERYONE), "GREEN"),
            Logs(B, ANN, NORTH),
            Seats(NORTH, "Elm", OBSERVER),
            Comes(EVE, "C0OPEN"),
            Delivers(ALL),
            Seats(NORTH, "Elm", MEMBER),
            Comes(EVE, "C0NORTH"),
            Delivers(ALL),
            Logs(C, BEN, NORTH),
            Delivers(ALL),
            askers=(EVE, DOT),
        ),
    ),
    Directed(
        "a company that left while its card waited",
        ("recognise", "_SEATS", "_MET", "shown_in", "channel_may_see", "seats_of_user", "user_of", "seat_of"),
        _world(
            Logs(A, BEN, NORTH),
            Seats(NORTH, "Elm", MEMBER),
            Leaves(NORTH, "Elm"),
            Logs(B, CAL, NORTH, Scope(not_before=5)),
            Leaves(NORTH, "Birch"),
            Waits(20),
            Delivers(ALL),
            askers=(BEN, CAL),
        ),
    ),
    Directed(
        "chosen companies",
        ("_is_shared_with", "_has_grant", "readers", "may_read", "_is_there", "everybody", "_EVERYBODY", "_MET"),
        _world(
            Logs(A, ANN, NORTH, _for("Birch")),
            Logs(B, ANN, NORTH, _for("Cedar")),
            Delivers(ALL),
            Seats(NORTH, "Birch", OBSERVER),
            askers=(CAL, BEN, ABE, DOT),
        ),
    ),
    Directed(
        "named people",
        ("_is_shared_with", "_has_grant", "_is_own", "readers", "may_read", "_is_there"),
        _world(
            Comes(BEA, "C0NORTH"),
            Logs(A, ANN, NORTH, _named(BEN), "RED"),
            Logs(B, CAL, NORTH, _named(ABE), "RED"),
            Delivers(ALL),
            Seats(NORTH, "Cedar", OBSERVER),
            askers=(BEN, BEA, ABE, ANN, CAL),
        ),
    ),
    Directed(
        "an hour before which nobody knows",
        ("_is_shared_with", "shown_in", "may_be_told", "knew_of"),
        _world(
            Logs(A, ANN, NORTH, Scope(not_before=600)),
            Logs(B, ANN, NORTH, _for("Birch", not_before=10)),
            Delivers(ALL),
            Waits(30),
            Delivers(ALL),
            askers=(BEN, ABE, CAL),
        ),
    ),
    Directed(
        "what was recalled, narrowed, or erased",
        (
            "visible_to",
            "knew_of",
            "_fell_away_from",
            "_has_grant",
            "shown_in",
            "channel_may_see",
            "may_be_told",
            "knows_of",
            "_is_there",
        ),
        _world(
            Logs(A, ANN, NORTH),
            Logs(B, ANN, NORTH, _for("Birch", "Cedar")),
            Logs(C, BEN, NORTH, _named(CAL), "RED"),
            Delivers(ALL),
            Recalls(A, ANN),
            Revises(B, ANN, _for("Cedar")),
            Recalls(C, BEN),
            Delivers(ALL),
            askers=(BEN, CAL, ABE, DOT),
        ),
    ),
    Directed(
        "a card that waits while its record is recalled, narrowed, put off, or forgotten",
        ("shown_in", "_is_inside"),
        _world(
            Logs(A, ANN, NORTH, Scope(EVERYONE), "GREEN"),
            Comes(DOT, "C0NORTH"),
            Delivers(ALL),
            Revises(A, ANN, Scope(MEMBERS)),
            Goes(DOT, "C0NORTH"),
            Delivers(ALL),
            Forgets(NORTH),
            Delivers(ALL),
            askers=(ANN, BEN),
        ),
    ),
    Directed(
        "who decides for a coalition",
        ("may_coordinate", "must_coordinate", "Speaker.is_coordinator"),
        _world(
            Comes("U0SID", "C0NORTH"),
            Delivers(ALL),
            LetsRead(NORTH, BEN, "U0SID"),
            Seats(NORTH, "Alder", OBSERVER),
            LetsRead(NORTH, ANN, "U0SID"),
            askers=(BEN,),
        ),
    ),
    Directed(
        "whose record it is, and who reads its trail",
        ("may_change", "may_read_trail", "_is_own", "may_log"),
        _world(
            Logs(A, BEN, NORTH),
            Appoints(NORTH, ANN, "lead"),
            Appoints(NORTH, ABE, "analyst"),
            Logs(B, ABE, NORTH),
            Revises(A, ANN),
            askers=(ANN, ABE, BEN, CAL),
        ),
    ),
    Directed(
        "a guest, who only reads",
        ("must_act", "may_hold", "must_hold"),
        _world(
            Logs(A, ANN, NORTH, Scope(EVERYONE), "GREEN"),
            Seats(NORTH, "Dogwood", GUEST),
            Appoints(NORTH, DOT, "lead"),
            Revises(A, ANN),
            askers=(DOT,),
        ),
    ),
    Directed(
        "a guest here, whose company is a member elsewhere",
        ("must_act",),
        _world(Logs(A, ANN, NORTH), Delivers(ALL), Seats(NORTH, "Birch", GUEST), Comes(BEN, "C0OPEN"), askers=(BEN,)),
    ),
    Directed(
        "a company that left one coalition, whose people press in its channel what is of another",
        ("may_speak",),
        _world(Logs(A, BEN, SOUTH, _for("Cedar")), Logs(B, CAL, NORTH), Leaves(NORTH, "Alder"), askers=(ANN,)),
    ),
    Directed(
        "what the operator prints for a company, of which nobody asks in person",
        ("may_speak", "_has_grant", "_is_own", "visible_to"),
        _world(
            Logs(A, ANN, NORTH, _for("Birch")),
            Logs(B, BEN, NORTH, _named(CAL), "RED"),
            Prints(NORTH, "Birch"),
            Prints(NORTH, "Cedar"),
            askers=(BEN,),
        ),
    ),
    Directed(
        "a file that does not come is asked for again by its own asker alone",
        ("must_be_theirs",),
        World(
            (Logs(A, ANN, NORTH), Refuses("files.getUploadURLExternal")),
            askers=(BEN, BEN),
        ),
    ),
    Directed(
        "companies that sit elsewhere, or in the open channel, or no more, take no card from its readers",
        ("shown_in",),
        _world(
            Logs(A, ANN, NORTH),
            Seats(SOUTH, "Elm", MEMBER),
            Seats(NORTH, "Elm", OBSERVER),
            Seats(NORTH, "Dogwood", MEMBER),
            Leaves(NORTH, "Dogwood"),
            askers=(BEN,),
        ),
    ),
    Directed(
        "somebody who is of a workspace's company, and of the organisation around it as well",
        ("seats_of", "seats_of_user"),
        _world(Roofs(NORTH, CAL, "lead"), Logs(A, ANN, NORTH, _for("Cedar")), Delivers(ALL), askers=(CAL,)),
    ),
    Directed(
        "something of another kind that has a record's number",
        ("_has_grant",),
        _world(Logs(A, ANN, NORTH, _for("Birch")), SharesElse(NORTH, "Cedar"), Delivers(ALL), askers=(CAL,)),
    ),
    Directed(
        "a coalition that is being dissolved",
        ("must_stand",),
        _world(
            Refuses("files.getUploadURLExternal"),
            Logs(A, ANN, NORTH),
            Dissolves(NORTH, ANN),
            Revises(A, ANN),
            askers=(BEN,),
        ),
    ),
)
