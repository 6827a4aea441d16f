"""The words for seats and roles, in the language of whoever reads them."""

from __future__ import annotations

from handlers.views.wording import Language
from storage.companies import Seat
from storage.people import Role


def seat(seat: Seat, language: Language) -> str:
    """Name a seat."""
    match seat:
        case Seat.MEMBER:
            return language.say("member")
        case Seat.OBSERVER:
            return language.say("observer")
        case Seat.GUEST:
            return language.say("guest")


def role(role: Role, language: Language) -> str:
    """Name a role, as it stands before the people who hold it."""
    match role:
        case Role.COORDINATOR:
            return language.say("coordinator")
        case Role.LEAD:
            return language.say("lead")
        case Role.DEPUTY:
            return language.say("deputy")
        case Role.ANALYST:
            return language.say("analyst")
        case Role.COUNSEL:
            return language.say("counsel")
