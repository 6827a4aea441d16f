"""What coordinators see before a digest is posted: the preview, and the question whether to post it now."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.views import digest as ids
from handlers.views.blocks import Block, context, divider, modal, section
from handlers.views.digest import lines
from handlers.views.fitting import Drawn
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.digests import Digest
from storage.periods import Period

AGAIN = "again"


def preview(drawn: Drawn, language: Language) -> list[Block]:
    """Draw what will be posted, to the letter, under a line that says so."""
    said = [language.say("So the channel will read it, as things stand now. Only you see this.")]
    if replies := len(drawn.replies):
        said.append(language.count("{n} message hangs in its thread.", "{n} messages hang in its thread.", replies))
    said.append(language.say("Where these words tell of the last weeks, the channel finds a picture."))
    return [context(" ".join(said)), divider(), *drawn.body.blocks]


def preview_page(blocks: Sequence[Block], language: Language) -> Block:
    """Draw the preview on a page."""
    return modal(language.say("Preview"), blocks, callback_id=ids.PREVIEW_PAGE, close=language.say("Back"))


def form(period: Period, there: Digest | None, coalition: Coalition, language: Language) -> Block:
    """Ask whether a digest shall be posted now; one that stands already is taken down and posted anew."""
    say = language.say
    channel, days = f"<#{coalition.channel}>", lines.name(period, language)
    goes = say("The digest of {days} goes to {channel}, drawn as things stand now.", days=days, channel=channel)
    blocks = [section(goes)]
    if there is not None:
        stands = say(
            "It was posted {when}. To post it again takes that message down; a digest stands once.",
            when=moment(there.asked_at),
        )
        blocks.append(section(stands))
    return modal(
        say("Post the digest"),
        blocks,
        callback_id=ids.POST_FORM,
        submit=say("Post it") if there is None else say("Post it again"),
        close=say("Cancel"),
        private=f"{coalition.token}:{period.key}:{AGAIN if there else ''}",
    )
