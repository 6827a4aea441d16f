"""The register of what guests were shown, as the company reads it whose records they were."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, button, context, escape, modal, section
from handlers.views.coalition.retention import how_it_travels
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.showings import Showing, Shown


def page(showings: Sequence[Showing], in_all: int | None, coalition: Coalition, language: Language) -> Block:
    """Draw the newest showings of a company's own records; `in_all` is what coordinators may count."""
    say = language.say
    blocks: list[Block] = [
        section(say("Each time that a guest is shown a record of your company, it is noted here.")),
        *(section(_line(one, language)) for one in showings),
    ]
    if not showings:
        blocks.append(context(say("No guest was shown one yet.")))
    if in_all is not None:
        blocks.append(context(total(in_all, language)))
    if showings:
        asks = how_it_travels(language)
        blocks.append(actions(button(say("Export"), ids.SHOWINGS_EXPORT, coalition.token, confirm=asks)))
    return modal(say("Shown to guests"), blocks, callback_id=ids.SHOWINGS_PAGE, close=say("Close"))


def total(in_all: int, language: Language) -> str:
    """Say how many showings there were of all companies' records."""
    return language.count(
        "{n} showing to guests in all, of every company’s records.",
        "{n} showings to guests in all, of every company’s records.",
        in_all,
    )


def _line(one: Showing, language: Language) -> str:
    person = f" · <@{one.user_id}>" if one.user_id else ""
    return f"*{one.reference}* · {escape(one.company)}{person} · {moment(one.at)}\n{_what(one.shown, language)}"


def _what(shown: Shown, language: Language) -> str:
    say = language.say
    match shown:
        case Shown.OPENED:
            return say("opened it")
        case Shown.REVISIONS:
            return say("read its revisions")
        case Shown.INDICATORS:
            return say("read its indicators")
        case Shown.LISTED:
            return say("found it in the list")
        case Shown.CARD:
            return say("its card stands in the open channel")
