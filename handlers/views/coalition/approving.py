"""What needs a second coordinator, in words: who asks for what, until when, and what became of it."""

from __future__ import annotations

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, context, escape, plain, section
from handlers.views.coalition import terms
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language, moment
from storage.admissions import Admission
from storage.approvals import Approval, Deed, State
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.outbox import Body


def what(approval: Approval, language: Language) -> str:
    """Say what exactly was asked for; harmless in a text that Slack interprets."""
    say = language.say
    match approval.deed:
        case Deed.ADMIT:
            return _seat(Admission.read(approval.payload), language)
        case Deed.EXPORT_ALL:
            return say("a file of everything that whoever asks may see here, sent to them alone")
        case Deed.DISSOLVE:
            return say("the end of this coalition")


def _seat(asked: Admission, language: Language) -> str:
    say, name, seat = language.say, escape(asked.name), terms.seat(asked.seat, language)
    known = ", ".join(escape(one) for one in asked.team_ids)
    if not asked.company:
        return say("a seat for {name} as {seat}, known by {ids}", name=name, seat=seat, ids=known)
    if asked.instead == asked.seat:
        return say("{name} is known by {ids} too", name=name, ids=known)
    before = terms.seat(Seat(asked.instead), language)
    if not known:
        return say("another seat for {name}: {seat} instead of {before}", name=name, seat=seat, before=before)
    return say(
        "another seat for {name}: {seat} instead of {before}, and known by {ids} too",
        name=name,
        seat=seat,
        before=before,
        ids=known,
    )


def to_answer(approval: Approval, language: Language) -> Item:
    """Draw a request for a coordinator who may answer it."""
    say = language.say
    asked = say(
        "{person} of {company} asks for a second coordinator: {what}.",
        person=f"<@{approval.by}>",
        company=escape(approval.company),
        what=what(approval, language),
    )
    until = say("Asked {when}; it lapses {until}.", when=moment(approval.asked_at), until=moment(approval.expires_at))
    confirm = {
        "title": plain(say("Agree"), 100),
        "text": plain(say("It is done as soon as you agree, exactly as it was asked."), 300),
        "confirm": plain(say("Agree"), 30),
        "deny": plain(say("Cancel"), 30),
    }
    return [
        section(asked),
        context(until),
        actions(
            button(say("Agree"), ids.AGREE, approval.token, style="primary", confirm=confirm),
            button(say("Decline"), ids.DECLINE, approval.token),
        ),
    ]


def of_asker(approval: Approval, language: Language) -> Item:
    """Draw for whoever asked what became of it."""
    return [section(_became(approval, language))]


def _became(approval: Approval, language: Language) -> str:
    say, asked = language.say, what(approval, language)
    answered = {"company": escape(approval.settled_by), "what": asked}
    match approval.state:
        case State.ASKED:
            text = say("This waits for a coordinator of another company: {what}.", what=asked)
            return text + " " + say("It lapses {until}.", until=moment(approval.expires_at))
        case State.GRANTED:
            return say("{company} agreed, and it is done: {what}.", **answered)
        case State.DECLINED:
            return say("{company} declined: {what}.", **answered)
        case State.EXPIRED:
            return say("Nobody answered within a day, so it lapsed: {what}.", what=asked)


def asked(approval: Approval, language: Language) -> str:
    """Say to whoever asked how it goes on."""
    if approval.state is State.GRANTED:
        return language.say("It is done. No other company has a coordinator, so the members’ channel is told.")
    return language.say("A coordinator of another company can agree within a day. “For me” says what became of it.")


def answered(approval: Approval, language: Language) -> str:
    """Say to whoever answered what that did."""
    if approval.state is State.GRANTED:
        return language.say("You agreed, and it is done.")
    return language.say("You declined, and nothing is done.")


def bell(coalition: Coalition, language: Language) -> Body:
    """Ring for those who may answer; a doorbell that does not say what for."""
    return _ring(language.say("Something needs a second coordinator. “For me” says what."), coalition, language)


def answer_bell(coalition: Coalition, language: Language) -> Body:
    """Ring for whoever asked."""
    return _ring(
        language.say("There is news of what you asked the other coordinators. “For me” says which."),
        coalition,
        language,
    )


def _ring(text: str, coalition: Coalition, language: Language) -> Body:
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def told(approval: Approval, coalition: Coalition, language: Language) -> Body:
    """Tell the members' channel what was done, and which companies wanted it."""
    say, company, asked = language.say, escape(approval.company), what(approval, language)
    second = escape(approval.settled_by)
    text = say("{company} asked and {other} agreed: {what}.", company=company, other=second, what=asked)
    if approval.alone:
        text = say(
            "{company} decided this alone, since no other company has a coordinator: {what}.",
            company=company,
            what=asked,
        )
    opens: Block = button(language.say("The coalition"), ids.OPEN, coalition.token)
    return Body(text, [section(text), actions(opens)])
