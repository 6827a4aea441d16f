"""The page of the coalition: who sits here, who does what, and what is agreed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.views import coalition as ids
from handlers.views.blocks import Block, actions, context, escape, header, modal, said, section, title
from handlers.views.coalition import settings, terms
from handlers.views.wording import Language, moment
from storage.access import Speaker
from storage.agreed import Agreed
from storage.companies import Seat
from storage.people import Role
from storage.seating import Seated

_DAY = "{date_pretty}"
# A paragraph of Slack's holds 3,000 characters, and a company with its leads may take a few hundred.
_LINES = 8
_PARAGRAPHS = 60


def overview(
    who: Speaker,
    seated: Sequence[Seated],
    coordinators: Sequence[tuple[str, str]],
    language: Language,
    *,
    buttons: Sequence[Block] = (),
    small_print: str = "",
    misread: str = "",
) -> Block:
    """Draw the coalition for one person; `misread` is what was typed behind the command and is no verb of ours."""
    say = language.say
    blocks: list[Block] = []
    if misread:
        text = say("“{words}” is nothing that /coalition knows. /coalition help lists what it does.", words=misread)
        blocks.append(said(text))
    blocks += [header(who.coalition.name), section(_agreed(who, language))]
    blocks.append(title(language.count("{n} company", "{n} companies", len(seated))))
    blocks += _paragraphs(_company(each, who, language) for each in seated)
    blocks.append(title(say("Coordinators")))
    if coordinators:
        blocks += _paragraphs(f"<@{user_id}> · {escape(company)}" for user_id, company in coordinators)
    else:
        blocks.append(section(say("Nobody coordinates yet. The operator can name somebody.")))
    if small_print:
        blocks.append(context(small_print))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(say("The coalition"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _agreed(who: Speaker, language: Language) -> str:
    say, coalition, agreed = language.say, who.coalition, Agreed.of(who.coalition)
    is_member = who.company.seat is Seat.MEMBER
    channels = [each for each in (coalition.channel if is_member else None, coalition.open_channel) if each]
    lines = [
        (say("Zone"), escape(coalition.zone)),
        (say("Language"), escape(language.spoken(coalition.language))),
        (say("Mark that forms begin with"), f"TLP:{coalition.default_mark}"),
        (say("Channels"), ", ".join(f"<#{channel}>" for channel in channels)),
        (say("Digest"), settings.digest(agreed, language)),
        (say("Holidays"), escape(settings.country(agreed, language))),
        (say("Meetings"), escape(settings.meetings(agreed, language))),
        (say("Figures"), settings.figures(agreed, language) if agreed.suppresses else ""),
    ]
    return "\n".join(f"*{label}*  {value}" for label, value in lines if value)


def _company(each: Seated, who: Speaker, language: Language) -> str:
    since = language.say(
        "{seat} since {day}",
        seat=terms.seat(each.company.seat, language),
        day=moment(each.company.joined_at, _DAY),
    )
    named = [
        f"{_titled(role, each, who, language)}{' '.join(_holder(user_id, each, language) for user_id in holders)}"
        for role, holders in each.holders.items()
    ]
    return " · ".join([f"*{escape(each.company.name)}* · {since}", *named])


def _titled(role: Role, each: Seated, who: Speaker, language: Language) -> str:
    """Name a role before those who hold it; whoever stands beside another company without a word is its lead."""
    is_plain = role is Role.LEAD and each.company.id != who.company.id
    return "" if is_plain else f"{terms.role(role, language)} "


def _holder(user_id: str, each: Seated, language: Language) -> str:
    if user_id not in each.away:
        return f"<@{user_id}>"
    return language.say("{person} (away, back on {day})", person=f"<@{user_id}>", day=moment(each.away[user_id], _DAY))


def _paragraphs(lines: Iterable[str]) -> list[Block]:
    every = list(lines)
    groups = [every[at : at + _LINES] for at in range(0, len(every), _LINES)]
    return [section("\n".join(group)) for group in groups[:_PARAGRAPHS]]


def help_blocks(language: Language) -> list[Block]:
    """Say what `/coalition` does; the buttons of its page do the same."""
    say = language.say
    commands = (
        ("/coalition", say("opens who sits here, who does what, and what is agreed")),
        (say("/coalition settings"), say("changes what is agreed; for those who coordinate")),
        (
            say("/coalition people"),
            say("names leads, deputies, counsel and analysts; for leads and those who coordinate"),
        ),
        (
            say("/coalition away until 3 September"),
            say("notes that you are away; the deputy is rung meanwhile"),
        ),
        (say("/coalition back"), say("notes that you are here again")),
        (say("/coalition hold TD-7KQ4M"), say("your company’s legal holds; for its lead and counsel")),
        (say("/coalition admit"), say("asks for a seat for an observer or a guest; for those who coordinate")),
        (say("/coalition export"), say("asks for a file of everything that you may see; for those who coordinate")),
        (say("/coalition retention"), say("how long the coalition keeps what; those who coordinate change it")),
        (say("/coalition dissolve"), say("ends the coalition; for those who coordinate, two of them together")),
        (say("/coalition figures"), say("figures by company, and whether yours agrees; its lead decides")),
        (say("/coalition showings"), say("when guests were shown records of your company")),
        (say("/coalition leave"), say("takes your company out of the coalition; for its lead")),
        (say("/coalition remove Company"), say("puts a company out; for those who coordinate")),
        (say("/coalition leak"), say("freezes who could see what leaked; for those who coordinate")),
        (say("/coalition move"), say("goes on in another channel; for those who coordinate")),
        (say("/coalition check"), say("shows which ways in work for your company, and lets you try them")),
        (say("/coalition help"), say("shows this")),
    )
    listed = "\n".join(f"`{command}`  {meaning}" for command, meaning in commands)
    return [
        section(listed),
        context(say("No command in your workspace? Use *The coalition* on the pinned message, or write to @tocsin.")),
    ]
