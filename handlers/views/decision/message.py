"""A decision in the channel, on pages and under *For me*: what is asked, who has voted, what came of it."""

from __future__ import annotations

from datetime import datetime

from handlers.views import decision as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    confirmation,
    context,
    cut,
    header,
    line,
    modal,
    quote,
    rich,
    section,
    span,
)
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.decisions import FEWEST_SECRET, Decision, How, State
from storage.outbox import Body

_QUOTED = 300
# With sixty companies the names of one option are this long at most.
_NAMES = 1_500


def message(there: Decision, coalition: Coalition, members: int, language: Language) -> Body:
    """Draw a decision for everybody in the members' channel; it follows what happens to it."""
    title = heading(there, language)
    blocks: list[Block] = [header(title), rich(quote(there.text)), *_outcome(there, members, language)]
    if there.state is State.VOTING:
        blocks += [_voting(there, language), context(_rules(there, language))]
    else:
        opens = button(language.say("Open"), ids.SHOW, there.token)
        blocks.append(actions(opens, button(language.say("For me"), FOR_ME, coalition.token)))
    return Body(title, blocks)


def heading(there: Decision, language: Language) -> str:
    """Say in a word how a decision stands."""
    say = language.say
    match there.state:
        case State.VOTING:
            return say("To be decided")
        case State.VOID | State.WITHDRAWN:
            return say("Not decided")
        case State.CLOSED if there.chosen is None:
            return say("Not decided")
        case _:
            return say("Decided")


def _voting(there: Decision, language: Language) -> Block:
    buttons = [button(one.label, f"{ids.VOTE}:{place}", there.token) for place, one in enumerate(there.options)]
    return actions(*buttons, button(language.say("Open"), ids.SHOW, there.token))


def _rules(there: Decision, language: Language) -> str:
    say = language.say
    until = say("One voice a company, of its lead or deputy; it can be changed until {when}.", when=_until(there))
    told = say("Everybody here reads who chose what.")
    if there.secret:
        told = say("Secret: who chose what is told to nobody.")
    return f"{until} {told}"


def _until(there: Decision) -> str:
    return moment(there.closes_at) if there.closes_at else ""


def _outcome(there: Decision, members: int, language: Language) -> list[Block]:
    """Say what came of it, or who has voted so far."""
    say = language.say
    if there.how is How.CONSENSUS:
        return [context(say("By consensus."))]
    match there.state:
        case State.WITHDRAWN:
            return [section(say("It was taken back before it was decided."))]
        case State.VOID:
            few = say(
                "Fewer than {n} companies voted in secret: the sum would tell who chose what, so nothing is told.",
                n=language.number(FEWEST_SECRET),
            )
            return [section(few)]
        case State.CLOSED:
            lines = [line(*spans) for spans in _counted(there, language)]
            return [rich(bullets(*lines)), *_voted(there, members, language), section(result(there, language))]
    if there.secret or not there.voices:
        return _voted(there, members, language)
    lines = [line(*spans) for spans in _open(there, language)]
    return [rich(bullets(*lines)), *_voted(there, members, language)]


def _counted(there: Decision, language: Language) -> list[list[Block]]:
    names = _names(there)
    return [
        [
            span(one.label, bold=place == there.chosen),
            span(f"  {language.number(n)}" + (f"  {cut(language.list(names[place]), _NAMES)}" if names[place] else "")),
        ]
        for place, (one, n) in enumerate(zip(there.options, there.sums, strict=True))
    ]


def _open(there: Decision, language: Language) -> list[list[Block]]:
    names = _names(there)
    return [
        [span(one.label), span(f"  {cut(language.list(names[place]), _NAMES)}")]
        for place, one in enumerate(there.options)
        if names[place]
    ]


def _names(there: Decision) -> list[list[str]]:
    return [[one.company for one in there.voices if one.option == place] for place in range(len(there.options))]


def _voted(there: Decision, members: int, language: Language) -> list[Block]:
    """Say how many have voted, and of a secret vote who has."""
    n, of = language.number(len(there.voices)), language.number(max(members, len(there.voices)))
    text = language.say("{n} of {of} member companies have voted.", n=n, of=of)
    if not there.secret or not there.voices:
        return [context(text)]
    names = cut(language.list([one.company for one in there.voices]), _NAMES)
    return [rich(line(span(f"{text}  {names}")))]


def result(there: Decision, language: Language) -> str:
    """Say what was chosen, in a sentence of our own."""
    say = language.say
    if there.chosen is None:
        return say("No option has more voices than each other one: nothing is decided by this vote.")
    if there.rule:
        return say("That is how often you meet from now on.")
    return say("That is decided.")


def page(there: Decision, members: int, language: Language, *, may_vote: bool, may_close: bool, own: str = "") -> Block:
    """Draw a decision for one person; `own` is what their company chose, which its own people read."""
    say = language.say
    blocks: list[Block] = [rich(quote(there.text)), *_outcome(there, members, language)]
    if there.state is State.VOTING:
        if own:
            blocks.append(rich(line(span(say("Your company chose: {option}", option=own)))))
        if may_vote:
            blocks.append(_voting(there, language))
        blocks.append(context(_rules(there, language)))
        if may_close:
            blocks.append(_closing(there, language))
    return modal(heading(there, language), blocks, callback_id=ids.PAGE, close=say("Close"))


def _closing(there: Decision, language: Language) -> Block:
    say = language.say
    count = confirmation(
        say("Count now?"), say("Nobody can give or change a voice after that."), say("Count"), say("Back")
    )
    back = confirmation(
        say("Take it back?"), say("The voices given so far are deleted."), say("Take back"), say("Back")
    )
    return actions(
        button(say("Count now"), ids.CLOSE, there.token, confirm=count),
        button(say("Take back"), ids.WITHDRAW, there.token, confirm=back),
    )


def item(there: Decision, language: Language) -> Item:
    """Draw what waits for a company's voice."""
    waits = language.say("Your company’s voice is asked, until {when}:", when=_until(there))
    opens = actions(button(language.say("Open"), ids.SHOW, there.token, style="primary"))
    return [section(waits), rich(quote(cut(there.text, _QUOTED))), opens]


def bell(coalition: Coalition, language: Language) -> Body:
    """Ring for whoever gives a company's voice; tells nothing of what it is about."""
    text = language.say("Your company’s voice is asked.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def noted(there: Decision, option: int, language: Language) -> str:
    """Say to whoever voted that it counts."""
    label = there.options[option].label
    if there.secret:
        return language.say("Your company’s voice is noted, and told to nobody.")
    return language.say("Your company’s voice is noted: {option}.", option=label)


def put(there: Decision, language: Language) -> str:
    """Say that something was put to the vote."""
    when: datetime | None = there.closes_at
    assert when is not None
    return language.say("The members’ channel is asked. Whoever gives a company’s voice is rung.")


def said_already(language: Language) -> str:
    """Say that a form was sent before."""
    return language.say("This was put to the vote already.")
