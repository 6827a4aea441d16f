"""The page on which a company's people are named: who holds which role, and giving and taking one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from handlers.views import coalition as ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    choice,
    context,
    divider,
    entry,
    header,
    modal,
    plain,
    section,
)
from handlers.views.coalition import terms
from handlers.views.wording import Language
from storage.appointing import Staff
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.people import Person, Role

# https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element
_OPTIONS = 100
_HELD = 60


class Field(StrEnum):
    """The fields of the form."""

    PERSON = "person"
    ROLE = "role"


def page(staff: Staff, language: Language) -> Block:
    """Draw a company's people, with what this person may do about them."""
    say = language.say
    blocks: list[Block] = []
    if len(staff.companies) > 1:
        companies = menu([(one.token, one.name) for one in staff.companies], staff.company.token)
        blocks.append(section(say("Company"), accessory=companies | {"action_id": ids.PEOPLE_OF}))
    blocks.append(header(staff.company.name))
    blocks += [_held(one, role, staff, language) for one, role in staff.held[:_HELD]]
    if not staff.held:
        blocks.append(section(say("Nobody of this company has been named yet.")))
    can_give = bool(staff.gives and staff.people)
    if can_give:
        blocks += [divider(), *_form(staff, language)]
    blocks.append(context(say("Whoever is named or dismissed is told that something changed.")))
    return modal(
        say("People"),
        blocks,
        callback_id=ids.PEOPLE_FORM if can_give else ids.PAGE,
        submit=say("Appoint") if can_give else "",
        close=say("Close"),
        private=staff.company.token,
    )


def _held(one: Person, role: Role, staff: Staff, language: Language) -> Block:
    text = f"<@{one.user_id}> · {terms.role(role, language)}"
    if role not in staff.takes:
        return section(text)
    confirm = {
        "title": plain(language.say("Dismiss"), 100),
        "text": plain(language.say("{role}: take this role away?", role=terms.role(role, language)), 300),
        "confirm": plain(language.say("Dismiss"), 30),
        "deny": plain(language.say("Cancel"), 30),
    }
    dismiss = button(language.say("Dismiss"), ids.DISMISS, f"{one.token}:{role}", confirm=confirm)
    return section(text, accessory=dismiss)


def _form(staff: Staff, language: Language) -> list[Block]:
    say = language.say
    roles = [(role, terms.role(role, language)) for role in Role if role in staff.gives]
    fields = [
        entry(Field.PERSON, say("Person"), menu([(one.token, _called(one, language)) for one in staff.people])),
        entry(Field.ROLE, say("Role"), choice(roles)),
    ]
    # What was chosen for one company does not stay in the fields of the next.
    for field in fields:
        field["element"]["action_id"] += f":{staff.company.token}"
    return fields


def _called(one: Person, language: Language) -> str:
    name = one.name or one.user_id
    return language.say("{name} (guest account)", name=name) if one.guest_account else name


def menu(options: Sequence[tuple[str, str]], initial: str = "") -> Block:
    """Make a menu of which one is chosen, in groups where there are too many for one."""
    if len(options) <= _OPTIONS:
        return choice(options, initial)
    groups = [choice(options[at : at + _OPTIONS]) for at in range(0, len(options), _OPTIONS)][:_OPTIONS]
    named = [{"label": plain(group["options"][0]["text"]["text"], 75), "options": group["options"]} for group in groups]
    made: Block = {"type": "static_select", "option_groups": named}
    chosen = [each for group in groups for each in group["options"] if each["value"] == initial]
    return made | ({"initial_option": chosen[0]} if chosen else {})


def bell(coalition: Coalition, language: Language) -> Body:
    """Ring for somebody who was named or dismissed; a doorbell that says neither what nor where."""
    text = language.say("Something changed about who does what, and it concerns you.")
    return Body(text, [section(text), actions(button(language.say("The coalition"), ids.OPEN, coalition.token))])


def nothing_chosen(language: Language) -> str:
    """Say that something has to be chosen."""
    return language.say("Choose one of these.")


def no_more(language: Language) -> str:
    """Say that somebody gave away what let them name others."""
    return language.say("Done. You name nobody here any more.")
