"""The digest's page: what one person may know of a period, opened for that person alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from handlers.views import digest as ids
from handlers.views.blocks import Block, actions, button, context, cut, header, modal, said, section, title
from handlers.views.digest import lines
from handlers.views.digest.figures import figures
from handlers.views.takedown import SHOW
from handlers.views.wording import Language, moment
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.digests import Altered, Contents, Told
from storage.meetings import Meeting

# Each takes two blocks, and a page of Slack's holds a hundred.
_TOLD, _ALTERED = 32, 10
_TITLE, _REASON = 200, 200


def page(
    contents: Contents,
    coalition: Coalition,
    language: Language,
    *,
    today: date,
    links: Mapping[int, str],
    coming: Meeting | None = None,
    coordinates: bool = False,
    misread: str = "",
) -> Block:
    """Draw the page; `links` leads to the cards that its reader finds in a channel, `misread` is what was typed.

    `coming` is the meeting that comes next.
    """
    say, period = language.say, contents.period
    over = period.ends < today
    blocks: list[Block] = []
    if misread:
        blocks.append(
            said(say("“{words}” is nothing that /digest knows. /digest help lists what it does.", words=misread))
        )
    blocks.append(header(lines.name(period, language)))
    if period.starts > today:
        blocks.append(section(say("These days are still to come.")))
    elif contents.is_quiet:
        blocks.append(section("\n".join(lines.quiet(language, over=over))))
    else:
        blocks += _news(contents, language, links, over=over)
    blocks += lines.next_meeting(coming, language)
    blocks.append(_turning(contents, coalition, language, today, coordinates=coordinates))
    blocks.append(context(say("Here stands what you may know; others may know less, or more. Only you see this.")))
    return modal(say("Digest"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _news(contents: Contents, language: Language, links: Mapping[int, str], *, over: bool) -> list[Block]:
    say = language.say
    blocks = [section(lines.sentence(contents, language))]
    if not over:
        blocks.append(context(say("So far: these days are not over yet.")))
    blocks += figures(contents.compared, language) if contents.compared else []
    if contents.told:
        blocks.append(title(say("Takedowns")))
        for told in contents.told[:_TOLD]:
            blocks += _row(told, language, links)
        blocks += _left_out(contents.how_many - _TOLD, language)
    if contents.altered:
        blocks.append(title(say("Revised, corrected, taken back")))
        for altered in contents.altered[:_ALTERED]:
            blocks += _row(altered, language, links)
        blocks += _left_out(contents.changes - _ALTERED, language)
    return blocks


def _row(told: Told | Altered, language: Language, links: Mapping[int, str]) -> list[Block]:
    """Draw one takedown in two lines, with its reason where it changed."""
    takedown = told.takedown
    small = [takedown.reference, f"TLP:{takedown.mark}", *lines.small_print(told, language)]
    small.append(moment(told.at if isinstance(told, Altered) else takedown.logged_at))
    if takedown.audience in {Audience.COMPANIES, Audience.PEOPLE}:
        small.append(language.say("only some may know of it"))
    if link := links.get(takedown.id):
        card = language.say("card")
        small.append(f"<{link}|{card}>")
    heading = cut(lines.headline(told, language), _TITLE)
    if isinstance(told, Altered) and takedown.reason and takedown.changed_at == told.at:
        heading = f"{heading}\n{cut(takedown.reason, _REASON)}"
    details = button(language.say("Details"), SHOW, takedown.token)
    return [said(heading, accessory=details), context(" · ".join(small))]


def _left_out(n: int, language: Language) -> list[Block]:
    if n <= 0:
        return []
    return [context(language.count("{n} more: /takedown list shows it.", "{n} more: /takedown list shows them.", n))]


def _turning(contents: Contents, coalition: Coalition, language: Language, today: date, *, coordinates: bool) -> Block:
    """Offer the periods before and after, and to coordinators what the channel will be told."""
    period = contents.period
    turns = [(language.say("Earlier"), period.before())]
    if period.ends < today:
        turns.append((language.say("Later"), period.before(-1)))
    buttons = [
        button(text, f"{ids.TURN}:{place}", f"{coalition.token}:{other.key}")
        for place, (text, other) in enumerate(turns)
    ]
    buttons.append(button(language.say("Digest for me"), ids.FOR_ME, coalition.token))
    if coordinates:
        its = f"{coalition.token}:{period.key}"
        buttons.append(button(language.say("Preview"), ids.PREVIEW, its))
        if period.ends < today:
            buttons.append(button(language.say("Post it"), ids.POST, its))
    return actions(*buttons)


def help_blocks(language: Language) -> list[Block]:
    """Say what `/digest` does; the buttons of its page do the same."""
    say = language.say
    commands = (
        ("/digest", say("shows what became known since the last digest, to you alone")),
        (say("/digest 2018-W34"), say("shows that week")),
        (say("/digest 2018-08-24"), say("shows that day")),
        (say("/digest preview"), say("shows what the channel will read, to you alone; for those who coordinate")),
        (say("/digest now"), say("has it posted now; for those who coordinate")),
        (say("/digest when"), say("shows when the digest comes, and how it went last")),
        (say("/digest daily until 3 September"), say("has one come each day until then; for those who coordinate")),
        (say("/digest for me weekly"), say("rings for what you may know beyond the channel: off, weekly or daily")),
        (say("/digest help"), say("shows this")),
    )
    listed = "\n".join(f"`{command}`  {meaning}" for command, meaning in commands)
    return [
        section(listed),
        context(say("No command in your workspace? Use *Digest* on the pinned message, or write to @tocsin.")),
    ]
