"""What a company is asked about a record that it opened: in *For me*, and the doorbells that lead there."""

from __future__ import annotations

from handlers.views import takedown as ids
from handlers.views.blocks import Block, actions, button, escape, section
from handlers.views.door import FOR_ME
from handlers.views.takedown.recalling import reply
from handlers.views.wording import Language, moment
from storage.acknowledgements import FITTING, Kind, Question, Reply
from storage.coalitions import Coalition
from storage.outbox import Body


def question(one: Question, reference: str, company: str, record: str, language: Language) -> list[Block]:
    """Draw a question with what can be answered; `record` is its token where it may still be read."""
    values = {
        "company": escape(company) or language.say("A member"),
        "reference": reference,
        "when": moment(one.asked_at),
    }
    text = {
        Kind.RECALL: language.say("{company} recalled {reference}, {when}. Does your company still use it?"),
        Kind.CORRECTION: language.say("{company} corrected {reference}, {when}, which your company opened."),
    }[one.kind]
    buttons = []
    if record:
        buttons.append(button(language.say("Show what changed"), ids.HISTORY, record))
    buttons += [button(_said(each, language), f"{ids.REPLY}:{each}", one.token) for each in FITTING[one.kind]]
    return [section(text.format(**values)), actions(*buttons)]


def _said(each: Reply, language: Language) -> str:
    return language.say("Acknowledge") if each is Reply.ACKNOWLEDGED else reply(each, language)


def answered(reference: str, record: str, replies: int, asked: int, language: Language) -> list[Block]:
    """Draw for its owner how many have answered about a record."""
    text = language.say(
        "{reference}: {n} of {all} have answered.",
        reference=reference,
        n=language.number(replies),
        all=language.number(asked),
    )
    return [section(text, accessory=button(language.say("Answers"), ids.ANSWERS, record))]


def noted(one: Reply, language: Language) -> str:
    """Say that an answer was taken down."""
    return language.say("Your company’s answer is kept: {answer}.", answer=reply(one, language))


def noted_before(one: Reply, language: Language) -> str:
    """Say that somebody of the same company was quicker."""
    return language.say("Your company has answered already: {answer}.", answer=reply(one, language))


def asked(kind: Kind, coalition: Coalition, language: Language) -> Body:
    """Ring for somebody whose company is asked; a doorbell that carries nothing of the record."""
    say = language.say
    text = {
        Kind.RECALL: say("Something that your company opened was recalled."),
        Kind.CORRECTION: say("Something that your company opened was corrected."),
    }[kind]
    return _bell(text, coalition, language)


def an_answer(coalition: Coalition, language: Language, *, last: bool) -> Body:
    """Ring for the owner of a record that others were asked about."""
    say = language.say
    text = say("All whom you asked have answered.") if last else say("A first answer came to what you asked.")
    return _bell(text, coalition, language)


def _bell(text: str, coalition: Coalition, language: Language) -> Body:
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])
