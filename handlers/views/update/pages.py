"""Pages of updates: what one says and who may read it, what all say, who has answered; each for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.views import update as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    context,
    cut,
    divider,
    escape,
    line,
    modal,
    rich,
    said,
    section,
    span,
    title,
)
from handlers.views.rhythm import written
from handlers.views.takedown import SHOW as SHOW_TAKEDOWN
from handlers.views.takedown import facts
from handlers.views.takedown.telling import audience_line, audience_name
from handlers.views.wording import Language, moment
from storage.audiences import Audience
from storage.coalitions import Coalition
from storage.headcounts import Headcount
from storage.rhythms import Rhythm
from storage.takedowns import Takedown
from storage.updates import CompanyStanding, Kind, Standing, Update

# What a page of Slack's takes of one company's words, and of all companies'.
_ON_ITS_OWN, _AMONG_OTHERS = 2900, 600
_LISTED = 20
_COMPANIES = 12
_STATUS_LIMIT = 2900


@dataclass(frozen=True, slots=True)
class Sent:
    """What one's own company sent: the update, the takedowns that it kept, whom it names, and how many read it.

    `meeting` is the token of the meeting for which it `may_change`.
    """

    update: Update
    meeting: str
    starts_at: datetime
    kept: tuple[Takedown, ...]
    names: tuple[str, ...]
    headcount: Headcount
    may_change: bool


def own(sent: Sent, language: Language) -> Block:
    """Draw what one's own company sent, and who may read it."""
    say, update = language.say, sent.update
    by = f"<@{update.said_by}>"
    blocks: list[Block] = [
        section(say("For the meeting {when}.", when=moment(sent.starts_at))),
        *_content(update, sent.kept, language, _ON_ITS_OWN),
        divider(),
        title(say("Who can read it")),
        context(audience_line(update.mark, sent.headcount, language), _for_whom(update, sent.names, language)),
        context(say("Sent {when} by {user}, revision {n}", when=moment(update.changed_at), user=by, n=update.revision)),
    ]
    if sent.may_change:
        blocks.append(actions(button(say("Change it"), ids.OPEN, sent.meeting)))
    return modal(say("Your update"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _for_whom(update: Update, names: Sequence[str], language: Language) -> str:
    """Say whom it is for, and that this much is known to those who coordinate in any case."""
    told = audience_name(update.audience, language)
    if names and update.audience in {Audience.COMPANIES, Audience.PEOPLE}:
        told = language.say("{label}: {words}", label=told, words=language.list(list(names)))
    known = language.say("That your company answered, those who coordinate see in any case.")
    return f"{told}. {known}"


def every(
    updates: Sequence[Update],
    kept: Mapping[int, Sequence[Takedown]],
    meeting: str,
    starts_at: datetime,
    language: Language,
    *,
    may_write: bool,
    may_coordinate: bool,
) -> Block:
    """Draw what companies say before a meeting, as far as this person may read it."""
    say = language.say
    blocks: list[Block] = [section(say("For the meeting {when}.", when=moment(starts_at)))]
    for one in updates[:_COMPANIES]:
        blocks += [divider(), title(escape(one.company)), *_content(one, kept.get(one.id, ()), language, _AMONG_OTHERS)]
        blocks.append(actions(button(say("All of it"), ids.SHOW, one.token)))
    if len(updates) > _COMPANIES:
        rest = language.list([escape(one.company) for one in updates[_COMPANIES:]])
        blocks += [divider(), section(say("And {companies}.", companies=rest))]
    if not updates:
        blocks.append(section(say("Nothing that you can read was sent yet.")))
    buttons = [button(say("Write the update"), ids.OPEN, meeting, style="primary")] if may_write else []
    if may_coordinate:
        buttons.append(button(say("Who has answered"), ids.STATUS, meeting))
    if buttons:
        blocks.append(actions(*buttons))
    return modal(say("Updates"), blocks, callback_id=ids.PAGE, close=say("Close"))


def other(update: Update, starts_at: datetime, kept: Sequence[Takedown], language: Language) -> Block:
    """Draw what another company says."""
    say = language.say
    blocks: list[Block] = [
        section(say("For the meeting {when}.", when=moment(starts_at))),
        title(escape(update.company)),
        *_content(update, kept, language, _ON_ITS_OWN),
        context(f"*TLP:{update.mark}* · {moment(update.changed_at)}"),
    ]
    return modal(say("Update"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _content(update: Update, kept: Sequence[Takedown], language: Language, limit: int) -> list[Block]:
    """Draw what an update says; people's own words cannot break out of it."""
    say = language.say
    if update.kind is not Kind.SAID:
        return [section(_of_one_tap(update.kind, language))]
    blocks: list[Block] = []
    if kept or update.work:
        blocks.append(title(say("Work done")))
    for one in kept[:_LISTED]:
        text = cut(facts.said_by(one.reference, one.report, language), limit)
        blocks.append(said(text, accessory=button(say("Details"), SHOW_TAKEDOWN, one.token)))
    if left := len(kept) - _LISTED:
        blocks += [context(language.count("and {n} more", "and {n} more", left))] if left > 0 else []
    if update.work:
        blocks += _words(update.work, limit)
    blocks += _points(say("Problems met"), update.problems, limit)
    blocks += _points(say("Questions to the others"), update.questions, limit)
    if update.how_often:
        blocks += [title(say("How often to meet")), said(cut(update.how_often, limit))]
        if update.rule:
            blocks.append(context(say("Read as: {rhythm}", rhythm=written(Rhythm.of_rule(update.rule), language))))
        else:
            blocks.append(context(say("Kept as it was written; it was not read as a rhythm.")))
    return blocks


def _of_one_tap(kind: Kind, language: Language) -> str:
    say = language.say
    return {
        Kind.NOTHING: say("Nothing to report."),
        Kind.ABSENT: say("Can’t come."),
        Kind.DEPUTY: say("The deputy answers."),
    }[kind]


def _words(text: str, limit: int) -> list[Block]:
    """Show words in as many pieces as Slack takes at once; among others only how they begin."""
    if limit < _ON_ITS_OWN:
        return [said(cut(text, limit))]
    return [said(text[at : at + limit]) for at in range(0, len(text), limit)][:_LISTED]


def _points(label: str, points: Sequence[str], limit: int) -> list[Block]:
    """List points under a heading."""
    if not points:
        return []
    room, shown = limit * 3, []
    for one in points:
        text = cut(one, min(limit, room))
        shown.append(line(span(text)))
        room -= len(text)
        if room <= 1:
            break
    return [title(label), rich(bullets(*shown))]


def status(
    those: Sequence[CompanyStanding], meeting: str, starts_at: datetime, coalition: Coalition, language: Language
) -> Block:
    """Draw for those who coordinate which companies have answered, and nothing of what they said."""
    say = language.say
    labels = {
        Standing.ANSWERED: say("Have answered"),
        Standing.MISSING: say("Have not answered yet"),
        Standing.AWAY: say("Away: nobody of these is here who is asked"),
    }
    blocks: list[Block] = [section(say("For the meeting {when}.", when=moment(starts_at)))]
    for standing, label in labels.items():
        if names := [escape(one.company) for one in those if one.standing is standing]:
            blocks += [title(f"{label} ({language.number(len(names))})"), section(cut(", ".join(names), _STATUS_LIMIT))]
    about = say(
        "What a company said opens to those whom it is for. Nothing of this is posted in {channel}.",
        channel=f"<#{coalition.channel}>",
    )
    blocks += [context(about), actions(button(say("What was sent"), ids.ALL, meeting))]
    return modal(say("Updates"), blocks, callback_id=ids.PAGE, close=say("Close"))


def help_blocks(language: Language) -> list[Block]:
    """Say what /update does."""
    say = language.say
    commands = (
        ("/update", say("opens your company’s update for the next meeting")),
        (say("/update We removed a network."), say("opens it with these words in it")),
        (say("/update nothing"), say("answers that there is nothing to report")),
        (say("/update absent"), say("answers that your company can’t come")),
        (say("/update deputy"), say("lets your deputy be asked in your stead")),
        (say("/update show"), say("shows what was sent, as far as you may read it")),
        (say("/update status"), say("shows which companies have answered; for those who coordinate")),
    )
    return [section("\n".join(f"`{command}`  {meaning}" for command, meaning in commands))]
