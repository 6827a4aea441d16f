"""A recall in pages: the form that asks why, what is left of the record for others, and where it went for its owner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handlers.views import takedown as ids
from handlers.views.blocks import (
    SECTION_LIMIT,
    Block,
    context,
    cut,
    entry,
    escape,
    labelled,
    modal,
    said,
    section,
    text_input,
    title,
)
from handlers.views.takedown import facts
from handlers.views.takedown.card import recalled
from handlers.views.takedown.pages import three_ways
from handlers.views.wording import Language, moment
from storage.acknowledgements import Kind, Question, Reply
from storage.erasing import Erasure
from storage.reach import Copy, Fate, File, Reach, Reader
from storage.takedowns import Takedown, Tombstone

_NAMES_SHOWN = 10
_REASON_SHOWN = 500


def form(takedown: Takedown, language: Language) -> Block:
    """Ask why a record is recalled, and say what that does."""
    say = language.say
    return modal(
        say("Recall"),
        [
            said(facts.said_by(takedown.reference, takedown.report, language)),
            entry(
                "reason",
                say("Why is it recalled?"),
                text_input(focus=True),
                hint=say("Only your own company reads this."),
            ),
            context(
                say(
                    "Its cards and messages are replaced or deleted, and files that hold it are deleted from Slack. "
                    "Others find who recalled which record, and when: not what it said, and not why. "
                    "Companies that opened it are asked whether they still use it.",
                ),
            ),
            context(three_ways(language)),
        ],
        callback_id=ids.RECALLING,
        submit=say("Recall"),
        close=say("Cancel"),
        private=takedown.token,
    )


def tombstone(stone: Tombstone, language: Language) -> Block:
    """Draw what those find who knew of a record and may read it no more."""
    text = recalled(stone.company, stone.reference, stone.at, language)
    return modal(stone.reference, [section(text)], callback_id=ids.PAGE, close=language.say("Close"))


def page(takedown: Takedown, reach: Reach, language: Language) -> Block:
    """Draw for its owner where a record went, what came back, and what others answered."""
    say = language.say
    blocks: list[Block] = [section(_how_it_stands(takedown, language))]
    if takedown.recalled_at and takedown.reason:
        blocks.append(labelled(say("Because"), cut(takedown.reason, SECTION_LIMIT)))
    blocks += _shelf(say("Who opened it"), _companies(reach, language))
    blocks += _shelf(say("Files that held it"), [_file(one, language) for one in reach.files])
    blocks += _shelf(say("Digests that told of it"), [_digest(one, language) for one in reach.digests])
    blocks += _shelf(say("Words that were erased"), [_erased(one, language) for one in reach.erasures])
    blocks.append(context(_out_of_reach(language)))
    return modal(
        say("Recall") if takedown.recalled_at else say("Answers"),
        blocks,
        callback_id=ids.PAGE,
        close=say("Back"),
    )


def _how_it_stands(takedown: Takedown, language: Language) -> str:
    if takedown.recalled_at:
        return recalled(takedown.company, takedown.reference, takedown.recalled_at, language)
    return language.say(
        "{reference} as it stands: revision {n}, {when}.",
        reference=takedown.reference,
        n=takedown.revision,
        when=moment(takedown.changed_at),
    )


def _out_of_reach(language: Language) -> str:
    return language.say(
        "Out of reach: files that somebody saved, pages that stood open, "
        "and answers that Slack showed to one person for a moment.",
    )


def _companies(reach: Reach, language: Language) -> list[str]:
    """Say of each company that opened it what it answers; those first who have not answered."""
    asked: dict[int, list[Question]] = {}
    for one in reach.questions:
        asked.setdefault(one.company_id, []).append(one)
    readers = {one.company_id: one for one in reach.readers}
    names = {one.company_id: one.company for one in reach.questions} | {
        one.company_id: one.company for one in reach.readers
    }
    waiting = {one.company_id for one in reach.questions if one.reply is None}
    order = sorted(names, key=lambda company_id: (company_id not in waiting, names[company_id].lower()))
    return [
        _company(names[company_id], readers.get(company_id), asked.get(company_id, []), language)
        for company_id in order
    ]


def _company(name: str, reader: Reader | None, questions: Sequence[Question], language: Language) -> str:
    line = f"*{escape(name)}*"
    if reader:
        line = " · ".join([line, language.say("last opened {when}", when=moment(reader.at)), *_people(reader)])
    answers = [_answer(one, language) for one in questions] or [language.say("was not asked")]
    return "\n".join([line, *answers])


def _people(reader: Reader) -> Iterator[str]:
    if reader.user_ids:
        shown = " ".join(f"<@{one}>" for one in reader.user_ids[:_NAMES_SHOWN])
        yield f"{shown} …" if len(reader.user_ids) > _NAMES_SHOWN else shown


def _answer(question: Question, language: Language) -> str:
    if question.reply is None and question.has_left:
        return language.say("has left without an answer")
    if question.reply is None or question.answered_at is None:
        text = {
            Kind.RECALL: language.say("Asked {when} whether it is still in use: no answer yet"),
            Kind.CORRECTION: language.say("Told of the correction {when}: not acknowledged yet"),
        }[question.kind]
        return text.format(when=moment(question.asked_at))
    words = language.say("{answer}, {when}", answer=reply(question.reply, language), when=moment(question.answered_at))
    return f"*{words}*"


def reply(one: Reply, language: Language) -> str:
    """Say what a company can answer."""
    say = language.say
    return {
        Reply.OUT_OF_USE: say("No longer in use"),
        Reply.KEPT: say("Kept under a legal duty"),
        Reply.ACKNOWLEDGED: say("Acknowledged"),
    }[one]


def _file(one: File, language: Language) -> str:
    who = f" · <@{one.user_id}>" if one.user_id else ""
    when = language.say("asked for {when}", when=moment(one.asked_at))
    return f"*{escape(one.company)}*{who} · {when}\n{_became(one, language)}"


def _became(one: File, language: Language) -> str:
    say = language.say
    return {
        Fate.STANDS: say("stands in Slack"),
        Fate.GOING: say("is being deleted from Slack"),
        Fate.GONE: say("deleted from Slack; a copy that somebody saved still holds it"),
        Fate.UNKNOWN: say("nobody knows whether it came"),
        Fate.OUTSIDE: say("made by the operator, outside of Slack"),
    }[one.fate]


def _digest(one: Copy, language: Language) -> str:
    days = language.days(one.period.starts, one.period.ends)
    posted = language.say("posted {when}", when=moment(one.posted_at))
    if one.gone_at is None:
        return f"*{days}* · {posted}"
    gone = language.say("taken out {when}", when=moment(one.gone_at))
    return f"*{days}* · {posted} · {gone}"


def _erased(one: Erasure, language: Language) -> str:
    line = language.say("Erased {when} by {user}", when=moment(one.at), user=f"<@{one.user_id}>")
    return f"{line}\n{escape(cut(one.reason, _REASON_SHOWN))}"


def _shelf(heading: str, lines: Sequence[str]) -> list[Block]:
    """Set lines under a heading, as many to a block as Slack takes."""
    return [title(heading), *(section(text) for text in _packed(lines))] if lines else []


def _packed(lines: Iterable[str]) -> Iterator[str]:
    block = ""
    for line in lines:
        if block and len(block) + len(line) + 2 > SECTION_LIMIT:
            yield block
            block = ""
        block = f"{block}\n\n{line}" if block else line
    if block:
        yield block
