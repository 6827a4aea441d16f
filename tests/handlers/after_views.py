"""Every view of what follows a meeting, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.views import commitment as commitment_ids
from handlers.views.answers import kept
from handlers.views.commitment import form, pages
from handlers.views.commitment.form import Filled
from handlers.views.inbox import Item
from handlers.views.meeting import help as meeting_help
from handlers.views.wording import Language
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.commitments import LONGEST, Commitment, State
from storage.outbox import Body

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
COMMITMENT = Commitment(
    id=1,
    coalition_id=1,
    company_id=1,
    company="Company & <partners>",
    person_id=1,
    user_id="U0FRIDA",
    noted_by=None,
    meeting_id=None,
    token="c" * 22,
    text="share <our> list of domains & pages " * 27,
    due_on=date(2018, 8, 31),
    zone="Europe/Paris",
    due_at=datetime(2018, 8, 31, 22, 0, tzinfo=UTC),
    state=State.OPEN,
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    remind_at=None,
    made_at=AT,
    changed_at=AT,
)
STATES = tuple(replace(COMMITMENT, state=state) for state in State)


def modals(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Every form and page."""
    late = replace(COMMITMENT, due_at=AT - timedelta(days=1))
    for where in (coalition, replace(coalition, open_channel=None)):
        for filled in (Filled(), Filled("x" * (LONGEST + 1), "2018-08-31", Mark.RED, Audience.EVERYONE)):
            yield form.form(filled, "d" * 22, where, COMMITMENT.company, spoken)
    yield form.move_form(COMMITMENT, spoken)
    yield pages.page((), coalition, spoken, own=None, may_say=False, now=AT)
    for shown in ((late, *STATES), (COMMITMENT,) * 31, (COMMITMENT,) * 60):
        yield pages.page(shown, coalition, spoken, own=1, may_say=True, now=AT)


def messages(coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """Every message."""
    yield pages.bell(coalition, spoken)
    yield kept("d" * 22, spoken, opens=commitment_ids.RESUME)
    yield Whisper("Help", meeting_help.help_blocks(spoken))


def items(spoken: Language) -> list[Item]:
    """What waits under *For me*."""
    return [pages.item(COMMITMENT, spoken, AT), pages.asked(STATES[0], spoken)]


def notices(spoken: Language) -> Iterator[str]:
    """What is said in a sentence."""
    yield from (pages.noted(one, spoken) for one in STATES)
    yield pages.said_already(spoken)
    yield form.nothing_said(spoken)
    yield form.no_day(spoken)
    yield form.unfit(spoken)
    yield form.off_the_record(spoken)
