"""The digest in the channel: one message, what has no room in it hangs in its thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.views import digest as ids
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    header,
    line,
    link,
    section,
    span,
)
from handlers.views.digest import lines, measure
from handlers.views.digest.figures import figures
from handlers.views.door import FOR_ME
from handlers.views.fitting import Drawn, Fitted, fitted, replies
from handlers.views.takedown import facts
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.digests import Altered, Contents, How, Told
from storage.meetings import Meeting
from storage.outbox import Body
from storage.periods import Period

# With its figures all of it stays below the 11,000 characters that Slack takes for sure.
_TOLD, _ALTERED = 4_300, 1_700
_HEADLINE, _REASON = 240, 160
_TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Posting:
    """What is said beside the contents: since when it is late, when it was updated, the seal of the trail.

    `links` leads to the cards that stand in the channel, `picture` is the block that shows the trend, `coming` is the
    meeting that comes next.
    """

    links: Mapping[int, str]
    seal: str = ""
    late_since: datetime | None = None
    updated_at: datetime | None = None
    picture: Block | None = None
    coming: Meeting | None = None


def draw(contents: Contents, posting: Posting, coalition: Coalition, language: Language) -> Drawn:
    """Draw the digest of a period for everybody in the members' channel."""
    say = language.say
    name = lines.name(contents.period, language)
    blocks: list[Block] = [header(say("Digest · {days}", days=name))]
    if posting.late_since is not None:
        blocks.append(context(say("It comes late: it was due {when}.", when=moment(posting.late_since))))
    rest: list[Block] = []
    if contents.is_quiet:
        blocks.append(section("\n".join(lines.quiet(language, over=True))))
    else:
        blocks.append(section(lines.sentence(contents, language)))
        blocks += figures(contents.compared, language) if contents.compared else []
        blocks += [posting.picture] if posting.picture else []
        for one in (_told(contents, posting, language), _altered(contents, posting, language)):
            blocks += one.blocks
            rest += one.rest
    blocks += lines.next_meeting(posting.coming, language)
    continued = language.say("Digest · {days}, continued", days=name)
    blocks += [_buttons(contents.period, coalition, language), context(_small_print(posting, language))]
    text = say("Digest · {days}", days=name)
    if not contents.is_quiet:
        text = f"{text}. {lines.sentence(contents, language)}"
    return Drawn(Body(cut(text, _TEXT_LIMIT), blocks), tuple(replies(rest, continued)))


def _told(contents: Contents, posting: Posting, language: Language) -> Fitted:
    shown = [_line(one, posting, language) for one in contents.told]
    matters = [measure.size(one.takedown.report) for one in contents.told]
    return _section(language.say("Takedowns"), shown, matters, language, room=_TOLD, beyond=contents.untold)


def _altered(contents: Contents, posting: Posting, language: Language) -> Fitted:
    shown = [_line(one, posting, language) for one in contents.altered]
    # What somebody may have used and must not any more matters most.
    matters = [{How.WITHDRAWN: 2, How.CORRECTED: 1, How.REVISED: 0}[one.how] for one in contents.altered]
    heading = language.say("Revised, corrected, taken back")
    return _section(heading, shown, matters, language, room=_ALTERED, beyond=contents.unlisted)


def _section(
    heading: str, shown: Sequence[Block], matters: Sequence[int], language: Language, *, room: int, beyond: int
) -> Fitted:
    """Draw the lines that have room; say how many hang in the thread, how many nowhere."""
    there = fitted(heading, shown, matters, language, room=room)
    if not shown or beyond <= 0:
        return there
    more = language.count("{n} more: /takedown list shows it.", "{n} more: /takedown list shows them.", beyond)
    return Fitted([*there.blocks, context(more)], there.rest)


def _line(told: Told | Altered, posting: Posting, language: Language) -> Block:
    """Draw a takedown in a line: whose, what and how many, its card, its mark, and how it stands."""
    takedown = told.takedown
    spans = list(_what(told, language))
    there = posting.links.get(takedown.id)
    spans.append(span("  "))
    spans.append(link(there, takedown.reference) if there else span(takedown.reference))
    small = [f"TLP:{takedown.mark}", *lines.small_print(told, language)]
    spans.append(span(" · " + " · ".join(small)))
    if isinstance(told, Altered) and takedown.reason and takedown.changed_at == told.at:
        spans.append(span(f"\n{cut(takedown.reason, _REASON)}"))
    return line(*spans)


def _what(told: Told | Altered, language: Language) -> Iterator[Block]:
    owner = facts.owner(told.takedown, language)
    if isinstance(told, Altered) and told.how is How.WITHDRAWN:
        yield span(lines.headline(told, language), bold=True)
        return
    yield span(language.say("{label}: {words}", label=owner, words=""), bold=True)
    yield span(cut(facts.headline(told.takedown.report, language), _HEADLINE))


def _buttons(period: Period, coalition: Coalition, language: Language) -> Block:
    return actions(
        button(language.say("Open"), ids.OPEN, f"{coalition.token}:{period.key}"),
        button(language.say("For me"), FOR_ME, coalition.token),
    )


def _small_print(posting: Posting, language: Language) -> str:
    say = language.say
    said = [say("What everybody in this channel may know. “Open” shows what you may know.")]
    if posting.updated_at is not None:
        said.append(say("Updated {when}.", when=moment(posting.updated_at)))
    if posting.seal:
        said.append(say("Seal of the trail: `{seal}`", seal=posting.seal))
    return "\n".join(said)


def stub(period: Period, coalition: Coalition, language: Language) -> Body:
    """Draw what stands in a digest's place once not everybody in the channel may know of what it told."""
    text = language.say("The digest of {days} stands in Tocsin.", days=lines.name(period, language))
    return Body(text, [section(text), _buttons(period, coalition, language)])
