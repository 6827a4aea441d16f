"""Which record a file belongs to that was sent to us directly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.views import intake as ids
from handlers.views.blocks import (
    OPTIONS_LIMIT,
    Block,
    actions,
    button,
    choice,
    context,
    cut,
    entry,
    escape,
    modal,
    said,
    section,
)
from handlers.views.door import FOR_ME
from handlers.views.intake import fields, refusing
from handlers.views.takedown import SHOW, facts
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.outbox import Body
from storage.takedowns import Takedown

RECORD = "record"
NEW = "new"
_OPTION = 75


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a file so far: `rows` and `indicators` once it was read, `why` where it could not be."""

    file: str
    rows: int | None = None
    indicators: int = 0
    problems: int = 0
    why: str = ""


def opener(token: str, coalition: Coalition, language: Language) -> Body:
    """Answer a file with the button that asks where it belongs; quotes nothing, since others may look on."""
    text = language.say("Your file waits for you. Open it to say which record it belongs to.")
    return Body(
        text,
        [
            section(text),
            actions(
                button(language.say("Open"), ids.OPEN, token, style="primary"),
                button(language.say("For me"), FOR_ME, coalition.token),
            ),
        ],
    )


def noted(record: str, coalition: Coalition, language: Language) -> Body:
    """Answer a file that came with a record's reference; says nothing of either."""
    text = language.say("Your file is noted, and read into the record that you named.")
    buttons = (
        button(language.say("Details"), SHOW, record),
        button(language.say("For me"), FOR_ME, coalition.token),
    )
    return Body(text, [section(text), actions(*buttons)])


def form(token: str, looks: Sequence[Look], own: Sequence[Takedown], language: Language, *, chosen: str = "") -> Block:
    """Ask which record files belong to: one of the sender's company's, or a new one."""
    say = language.say
    options = [(NEW, say("a new takedown")), *((one.token, _option(one, language)) for one in own)][:OPTIONS_LIMIT]
    blocks: list[Block] = [said(_look(one, language)) for one in looks]
    if any(one.rows is None and not one.why for one in looks):
        blocks.append(
            section(
                say("What it says is filled in once it is read."), accessory=button(say("Look again"), ids.OPEN, token)
            )
        )
    blocks += [
        entry(RECORD, say("Which record does it belong to?"), choice(options, chosen or NEW)),
        context(fields.kept_by_slack(language)),
    ]
    return modal(
        say("A file of yours"),
        blocks,
        callback_id=ids.CHOOSING,
        submit=say("Continue"),
        close=say("Later"),
        private=token,
    )


def _option(one: Takedown, language: Language) -> str:
    return cut(facts.said_by(one.reference, one.report, language), _OPTION)


def _look(one: Look, language: Language) -> str:
    say = language.say
    file = one.file or say("a file")
    if one.why:
        return say("{label}: {words}", label=file, words=refusing.refused(one.why, language))
    if one.rows is None:
        return say("{label}: {words}", label=file, words=say("is being read"))
    told = [
        language.count("{n} row read", "{n} rows read", one.rows),
        language.count("{n} indicator", "{n} indicators", one.indicators),
    ]
    if one.problems:
        told.append(language.count("{n} row not used", "{n} rows not used", one.problems))
    return say("{label}: {words}", label=file, words=language.list(told))


def added(reference: str, language: Language) -> str:
    """Say that a file is read into a record that is there."""
    return language.say("The file is read into {reference}. Its card follows.", reference=escape(reference))
