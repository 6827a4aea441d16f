"""What did not come round, in words: a doorbell for the coordinators, and what they find."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.views.blocks import actions, button, context, section
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.schedules import Gap, State

# Those before are counted.
_SHOWN = 3


def bell(coalition: Coalition, language: Language) -> Body:
    """Ring for a coordinator: something did not come round."""
    text = language.say("Something that the coalition gets by itself did not come.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def gaps(found: Sequence[Gap], language: Language) -> list[Item]:
    """Draw what did not come round, newest first."""
    items: list[Item] = [[section(_gap(gap, language))] for gap in found[:_SHOWN]]
    if more := len(found) - len(items):
        items[-1].append(context(language.count("{n} more before that.", "{n} more before that.", more)))
    return items


def _gap(gap: Gap, language: Language) -> str:
    values = {"day": language.day(gap.nominal_day), "period": gap.period.key, "reference": gap.reference}
    if gap.state is State.FAILED:
        return language.say(
            "The digest of {day} could not be made, however often it was tried. The operator finds why in the log, "
            "under {reference}. `/digest {period}` shows what it was to tell of.",
            **values,
        )
    return language.say(
        "The digest of {day} did not come: Tocsin was not at work for too long. The log has it under {reference}. "
        "`/digest {period}` shows what it was to tell of.",
        **values,
    )
