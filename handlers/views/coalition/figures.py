"""Figures by company, as somebody of a member company finds them: whether they are told, and who decides it."""

from __future__ import annotations

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, context, modal, section
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.figures import Agreement


def page(agreement: Agreement, coalition: Coalition, language: Language) -> Block:
    """Draw how far the members have agreed, and what the reader can do."""
    say = language.say
    blocks = [
        section(
            say(
                "Figures by company say how many takedowns each member company logged in a week. "
                "They are told only while every member company agrees."
            ),
        ),
        section(_stands(agreement, language)),
    ]
    if not agreement.may_decide:
        blocks.append(context(say("Your company’s lead agrees for it, or takes that back.")))
    elif agreement.ours:
        blocks.append(actions(button(say("Take it back"), ids.FIGURES_END, coalition.token)))
    else:
        blocks.append(actions(button(say("Agree"), ids.FIGURES_AGREE, coalition.token, style="primary")))
    return modal(say("Figures by company"), blocks, callback_id=ids.FIGURES_PAGE, close=say("Close"))


def _stands(agreement: Agreement, language: Language) -> str:
    say = language.say
    if agreement.everybodys:
        return say("Every member company has agreed.")
    if agreement.ours:
        return say("Your company has agreed. Not every member company has.")
    return say("Your company has not agreed.")
