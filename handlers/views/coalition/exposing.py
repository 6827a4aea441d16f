"""Who could see what: asking after a leak, and the report that each company reads of its own records."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, context, entry, escape, modal, section, text_input
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.exposures import ExposureReport, Kind, ReportPage, Seen
from storage.outbox import Body

REFERENCES = "references"
# A line with five moments and the longest name is some 700 characters, and a paragraph of Slack's holds 3,000.
_LINES = 4


def leak(coalition: Coalition, language: Language) -> Block:
    """Draw the form in which the references are written down of what leaked."""
    say = language.say
    blocks = [
        section(
            say(
                "Write down the references of what leaked, one a line. Who could see each of them, and who opened it, "
                "is frozen as it is at this moment. Each company is told about its own records, and nobody else is.",
            ),
        ),
        entry(REFERENCES, say("References"), text_input(multiline=True, placeholder="TD-7KQ4M", focus=True)),
        context(say("You are not told which of them there are, and that you asked is noted.")),
    ]
    return modal(
        say("Something leaked"),
        blocks,
        callback_id=ids.LEAK_FORM,
        submit=say("Freeze"),
        close=say("Cancel"),
        private=coalition.token,
    )


def no_reference(language: Language) -> str:
    """Say that nothing was understood."""
    return language.say("No reference stands there. One looks like TD-7KQ4M.")


def frozen(references: int, language: Language) -> str:
    """Say what was understood; what there is of it is nobody's to learn here."""
    return language.count(
        "Taken down: {n} line understood as a reference. The company whose record it is finds under “For me” who "
        "could see it.",
        "Taken down: {n} lines understood as references. The companies whose records they are find under “For me” who "
        "could see them.",
        references,
    )


def bell(language: Language, coalition: Coalition) -> Body:
    """Ring for whoever has a report to read; a doorbell that says neither why nor of what."""
    text = language.say("Who could see records of your company was written down. “For me” has the list.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def report(one: ExposureReport, language: Language) -> Item:
    """Draw in the inbox that there is a report."""
    text = f"{_why(one, language)} {_how_many(one, language)}"
    return [section(text), actions(button(language.say("Who could see them"), ids.EXPOSED, one.token))]


def _why(one: ExposureReport, language: Language) -> str:
    values = {"when": moment(one.at), "company": escape(one.company)}
    if one.kind is Kind.LEAK:
        return language.say("Somebody who coordinates wrote down {when} what had leaked.", **values)
    return language.say("*{company}* left the coalition {when}.", **values)


def _how_many(one: ExposureReport, language: Language) -> str:
    if one.kind is Kind.LEAK:
        return language.count(
            "{n} record of your company is among it.", "{n} records of your company are among it.", one.records
        )
    return language.count(
        "Its people could see {n} record of your company.",
        "Its people could see {n} records of your company.",
        one.records,
    )


def page(shown: ReportPage, language: Language) -> Block:
    """Draw some lines of a report."""
    say = language.say
    blocks = [
        section(f"{_why(shown.report, language)} {_how_many(shown.report, language)}"),
        context(
            say("As it was at that moment. What stood in a channel was there for everybody in it to read as well.")
        ),
    ]
    for (reference, logged_at), lines in groupby(shown.lines, key=lambda line: (line.reference, line.logged_at)):
        logged = say("logged {when}", when=moment(logged_at))
        blocks.append(section(f"*{reference}* · {logged}"))
        blocks += _paragraphs([_line(one, language) for one in lines])
    turns = [
        button(label, f"{ids.EXPOSED}:{name}", f"{shown.report.token}:{start}")
        for name, label, start in (("before", say("Back"), shown.before), ("after", say("More"), shown.after))
        if start is not None
    ]
    if turns:
        blocks.append(actions(*turns))
    return modal(say("Who could see it"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _paragraphs(lines: list[str]) -> list[Block]:
    return [section("\n".join(lines[at : at + _LINES])) for at in range(0, len(lines), _LINES)]


def _line(one: Seen, language: Language) -> str:
    say = language.say
    who = f"<@{one.user_id}>" if one.user_id else say("a file that the operator made")
    said = [
        say("could see it since {when} at the earliest", when=moment(one.since)) if one.since else "",
        say("until {when}", when=moment(one.until)) if one.until else "",
        say("has it in a file of {when}", when=moment(one.exported)) if one.exported else "",
        _opened(one.first_opened, one.last_opened, language),
    ]
    return " · ".join([f"• {who}", escape(one.company), *filter(None, said)])


def _opened(first: datetime | None, last: datetime | None, language: Language) -> str:
    if first is None or last is None:
        return language.say("never opened it")
    if first == last:
        return language.say("opened it {when}", when=moment(first))
    return language.say("opened it first {first}, last {last}", first=moment(first), last=moment(last))
