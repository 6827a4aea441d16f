"""How the trail of one record looks to those who may read it."""

from __future__ import annotations

from handlers.views.blocks import Block, actions, button, context, escape, modal, section
from handlers.views.wording import Language, moment
from storage.access import Way
from storage.audit import CHANGE, Act, Entry, Page

# The button, by action id, and the page that it opens, by callback id.
OPENED_BY = "audit_opened_by"
PAGE = "audit_page"
# What stands before whom a record was logged for.
_FOR = "for "


def opened_by(token: str, language: Language) -> Block:
    """Make the button that opens the trail of a record; `token` is the record's."""
    return button(language.say("Who opened it"), OPENED_BY, token)


def page(reference: str, token: str, shown: Page, language: Language) -> Block:
    """Draw a page of what the trail says of a record."""
    say = language.say
    blocks = [
        section(_summary(shown, language)),
        context(say("{reference} · newest first · that you looked here is noted too", reference=reference)),
    ]
    blocks += [section(line(entry, language)) for entry in shown.entries]
    if shown.older:
        # How many are older, of those that the reader may see, is no row's number.
        blocks.append(actions(button(say("Older"), OPENED_BY, f"{token}:{shown.older}")))
    return modal(say("Who opened it"), blocks, callback_id=PAGE, close=say("Back"))


def _summary(shown: Page, language: Language) -> str:
    if not shown.openers:
        return language.say("Nobody of another company has opened it yet.")
    companies = language.list([escape(name) for name in shown.openers])
    return language.say("Opened by people of {companies}.", companies=companies)


def line(entry: Entry, language: Language) -> str:
    """Say who did what, when, and by which way."""
    nobody = "Tocsin" if entry.way is Way.CLOCK else language.say("The operator")
    who = escape(entry.company) or nobody
    person = f" · <@{entry.user_id}>" if entry.user_id else ""
    return f"*{who}*{person} · {moment(entry.at)}\n{_did(entry, language)}, {_way(entry.way, language)}"


def _did(entry: Entry, language: Language) -> str:
    say = language.say
    done = {
        Act.LOGGED: say("logged it"),
        Act.REVISED: say("revised it"),
        Act.CORRECTED: say("corrected it"),
        Act.ERASED: say("erased words from it"),
        Act.WITHDREW: say("took it back"),
        Act.RECALLED: say("recalled it"),
        Act.ASKED: say("had other companies asked for an answer"),
        Act.ANSWERED: say("answered for their company"),
        Act.RELEASED: say("had it published at its hour"),
        Act.OPENED: say("opened it"),
        Act.READ_HISTORY: say("read its revisions"),
        Act.READ_TRAIL: say("read who opened it"),
        Act.LEAKED: say("asked who could see it, after a leak"),
        Act.HELD: say("set it"),
        Act.LIFTED: say("lifted it"),
        Act.READ_HELD: say("read something that is kept under it"),
        Act.LET_GO: say("erased what was kept under it"),
        Act.NOTED_FILE: say("sent a file for it"),
        Act.READ_FILE: say("had a file read into it"),
        Act.REFUSED_FILE: say("sent a file of which nothing was kept"),
        Act.READ_INDICATORS: say("looked at its indicators"),
        Act.SENT_INDICATORS: say("was sent its indicators as a file"),
    }
    if entry.act is Act.LOGGED and entry.detail.startswith(_FOR):
        return say("logged it in the name of {person}", person=f"<@{escape(entry.detail.removeprefix(_FOR))}>")
    if entry.act in done:
        return done[entry.act]
    if entry.detail == CHANGE:
        return say("tried to change it and was refused")
    return say("tried to read who opened it and was refused")


def _way(way: Way, language: Language) -> str:  # noqa: PLR0911  One phrase a way.
    say = language.say
    match way:
        case Way.COMMAND:
            return say("with a command")
        case Way.BUTTON:
            return say("with a button")
        case Way.SHORTCUT:
            return say("with a shortcut")
        case Way.FORM:
            return say("in a form")
        case Way.MENTION:
            return say("in a mention")
        case Way.MESSAGE:
            return say("in a direct message")
        case Way.SHELL:
            return say("at the shell")
        case Way.CLOCK:
            return say("by the clock")
        case Way.EVENT:
            return say("as Slack told")
