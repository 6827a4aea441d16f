"""The indicators of a record, for one person alone: defanged, each type's together, in pages; and where one occurs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from handlers.formats.indicators import defang
from handlers.views import intake as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    context,
    cut,
    entry,
    line,
    modal,
    rich,
    said,
    section,
    span,
    text_input,
    title,
)
from handlers.views.intake.telling import Span, turning
from handlers.views.takedown import pages
from handlers.views.wording import Language
from storage.indicators import PAGE, Indicator, IndicatorType, Listed, Page
from storage.takedowns import Takedown

QUERY = "query"
VALUE = "value"
_PRIVATE_LIMIT = 3000
_VALUE, _COMMENT = 300, 150


def page(record: Takedown, shown: Page, query: str, language: Language, *, may_send: bool) -> Block:
    """Draw a page of a record's indicators; it carries the record's token, and the words that it is narrowed to."""
    say = language.say
    search = entry(QUERY, say("Look for"), text_input(query), optional=True)
    search |= {"dispatch_action": True}
    search["element"] |= {
        "action_id": ids.SEARCH,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    blocks: list[Block] = [search, section(_summary(shown, query, language))]
    for type_, listed in groupby(shown.listed, key=lambda each: each.indicator.type):
        blocks += [title(types(type_, language)), rich(bullets(*(_line(each) for each in listed)))]
    blocks += turning(ids.TURN, record.token, Span(shown.first, PAGE, shown.total), language)
    if may_send and shown.listed:
        blocks.append(actions(button(say("Send me the file"), ids.SEND, record.token)))
    blocks.append(
        context(
            say(
                "Values are written so that nobody opens them by accident; the file has them as programs need them. "
                "That you looked here is noted for the company whose record it is."
            )
        )
    )
    return modal(
        say("Indicators of {reference}", reference=record.reference),
        blocks,
        callback_id=ids.LISTED,
        # Slack opens no form with a field in it that could not be sent.
        submit=say("Search"),
        close=say("Back"),
        private=f"{record.token}:{query}"[:_PRIVATE_LIMIT],
    )


def _summary(shown: Page, query: str, language: Language) -> str:
    if not shown.total:
        return language.say("No indicator here holds these words.") if query else language.say("There are none.")
    total = language.count("{n} indicator", "{n} indicators", shown.total)
    each = [
        language.say("{label}: {words}", label=types(type_, language), words=language.number(n))
        for type_, n in shown.counts
    ]
    # Where all are of one type, its title says it.
    return f"*{total}*\n{' · '.join(each)}" if len(each) > 1 else f"*{total}*"


def _line(one: Listed) -> Block:
    spans = [_code(defang(one.indicator))]
    said_of = [one.procedure, cut(" ".join(one.comment.split()), _COMMENT)]
    if told := " · ".join(filter(None, said_of)):
        spans.append(span(f"  {told}"))
    return line(*spans)


def types(one: IndicatorType, language: Language) -> str:
    """Say what sort of values these are."""
    say = language.say
    return {
        IndicatorType.DOMAIN: say("Domains"),
        IndicatorType.URL: say("Web addresses"),
        IndicatorType.IP: say("IP addresses"),
        IndicatorType.EMAIL: say("E-mail addresses"),
        IndicatorType.HANDLE: say("Accounts"),
        IndicatorType.POST: say("Posts"),
        IndicatorType.APP: say("Apps"),
        IndicatorType.MD5: say("MD5 hashes"),
        IndicatorType.SHA1: say("SHA-1 hashes"),
        IndicatorType.SHA256: say("SHA-256 hashes"),
        IndicatorType.PHONE: say("Telephone numbers"),
    }[one]


def finding(
    typed: str, looked_for: Indicator | None, found: Sequence[Takedown], coalition: str, language: Language
) -> Block:
    """Draw which of the records that somebody may see hold a value; it carries the coalition's token."""
    say = language.say
    field = entry(VALUE, say("Value"), text_input(typed, placeholder=say("example[.]com")), hint=_hint(language))
    field |= {"dispatch_action": True}
    field["element"] |= {
        "action_id": ids.FIND,
        "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
    }
    blocks: list[Block] = [field]
    if looked_for is not None:
        blocks.append(rich(line(span(f"{types(looked_for.type, language)}: "), _code(defang(looked_for)))))
        if not found:
            blocks.append(section(say("No record that you can see holds it.")))
    elif typed:
        blocks.append(said(say("“{words}” is no value that can be looked for.", words=cut(typed, _VALUE))))
    for record in found:
        blocks += pages.row(record, language)
    return modal(
        say("Find a value"),
        blocks,
        callback_id=ids.FINDING,
        submit=say("Search"),
        close=say("Close"),
        private=coalition,
    )


def _code(text: str) -> Block:
    return {**span(cut(text, _VALUE)), "style": {"code": True}}


def _hint(language: Language) -> str:
    return language.say("A domain, a web address, an account, an IP or e-mail address, a hash; defanged or not.")
