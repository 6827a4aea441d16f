"""Exports in words: the form that says what will be sent and how, what did not come, who reads in bulk."""

from __future__ import annotations

from handlers.formats.exported import Format
from handlers.views.blocks import Block, actions, button, choice, context, cut, entry, escape, modal, said, section
from handlers.views.door import FOR_ME
from handlers.views.wording import Language, moment
from storage.access import Speaker
from storage.bulk import Bulk, What
from storage.coalitions import Coalition
from storage.exports import Export, Fault, State
from storage.outbox import Body

FORM = "export_form"
AGAIN = "export_again"
FORMAT = "format"

_QUERY = 200
_SCOPE = "files:write"
_PRIVATE_LIMIT = 3000


def form(records: int, query: str, format_: Format, who: Speaker, language: Language) -> Block:
    """Draw the form that asks whether to send a file; it carries the coalition's token, and the words."""
    say = language.say
    what = language.count(
        "The file will hold {n} record: all that you can see, each as it says now.",
        "The file will hold {n} records: all that you can see, each as it says now.",
        records,
    )
    blocks = [section(what)]
    if query:
        blocks.append(said(say("Only those that hold: {words}", words=cut(query, _QUERY))))
    formats = ((Format.CSV, say("CSV, for a spreadsheet")), (Format.JSON, say("JSON, for a program")))
    blocks += [
        section(say("It comes to you alone, as a direct message from Tocsin, under a name that tells nothing.")),
        section(
            say(
                "*What is in a direct message is kept by Slack and by the company that hosts the channel*, as long as "
                "each of them keeps its messages. Their administrators may be able to read it there.",
            ),
        ),
        entry(FORMAT, say("Format"), choice(formats, format_)),
        context(
            say(
                "The file is made for {company} and for you, and every row carries a mark that says so. "
                "That you exported is noted, and your company’s lead hears of it.",
                company=escape(who.company.name),
            ),
        ),
    ]
    return modal(
        say("Export"),
        blocks,
        callback_id=FORM,
        submit=say("Send it to me"),
        close=say("Cancel"),
        private=f"{who.coalition.token}:{query}"[:_PRIVATE_LIMIT],
    )


def nothing(query: str, language: Language) -> str:
    """Say that an export would be empty."""
    if query:
        return language.say("Nothing that you can see holds these words, so there is nothing to export.")
    return language.say("There is nothing that you can see yet, so there is nothing to export.")


def under_way(language: Language) -> str:
    """Say that the file will come."""
    return language.say("The file is being made. It comes to you as a direct message; if not, “For me” says why.")


def comment(language: Language, *, last: bool = False) -> str:
    """Say with the file what it is, and nothing of what is in it; `last` where nobody asked for it."""
    if last:
        return language.say("Your company’s own copy, before everything here is erased. It is for you alone.")
    return language.say("The file that you asked for. It is for you alone.")


def not_received(export: Export, language: Language) -> list[Block]:
    """Tell in the inbox why a file did not come."""
    if export.state is State.EMPTY:
        return [section(language.say("The file that you asked for would have been empty, so it was not sent."))]
    if export.state is State.TAKEN_BACK:
        gone = language.say(
            "The file that you asked for {when} is gone from Slack: something in it was recalled since. "
            "A copy that you saved still holds it; a new file holds what you can see now.",
            when=moment(export.asked_at),
        )
        return [section(gone), actions(button(language.say("Send a new one"), AGAIN, export.token))]
    text = language.say(
        "The file that you asked for {when} did not get through: {why}",
        when=moment(export.asked_at),
        why=_why(export.fault, language),
    )
    return [section(text), actions(button(language.say("Try again"), AGAIN, export.token))]


def _why(fault: Fault | None, language: Language) -> str:
    say = language.say
    match fault:
        case Fault.CHANNEL:
            return say("Tocsin cannot write to you directly. Write to it once, then try again.")
        case Fault.INSTALLATION:
            return say("Slack does not let Tocsin send files. The operator can grant it {scope}.", scope=_SCOPE)
        case Fault.PATIENCE:
            return say("Slack did not take it for half an hour.")
        case _:
            return say("Slack did not take it. The operator finds the reason in the log.")


def did_not_come(language: Language, coalition: Coalition) -> Body:
    """Ring for somebody whose file did not come; a doorbell that carries nothing of it."""
    text = language.say("Something that you asked for did not get through. “For me” says why.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def taken_back(language: Language, coalition: Coalition) -> Body:
    """Ring for somebody whose file is gone from Slack; a doorbell that carries nothing of it."""
    text = language.say("A file that Tocsin sent you is gone from Slack. “For me” says why.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def read_in_bulk(language: Language, coalition: Coalition) -> Body:
    """Ring for a company's lead when somebody of the company reads a lot at once."""
    text = language.say("Somebody of your company read a lot at once. “For me” says who.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def bulk(one: Bulk, language: Language) -> list[Block]:
    """Tell a lead who of the company read in bulk."""
    values = {"user": f"<@{one.user_id}>", "when": moment(one.at)}
    if one.what is What.EXPORTED:
        text = language.count(
            "{user} exported {n} record, {when}.", "{user} exported {n} records, {when}.", one.records, **values
        )
    else:
        text = language.count(
            "{user} opened {n} record within an hour, {when}.",
            "{user} opened {n} records within an hour, {when}.",
            one.records,
            **values,
        )
    return [section(text)]
