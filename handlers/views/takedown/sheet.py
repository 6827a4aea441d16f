"""What the takedown form is drawn of, beside what stands in its fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.audiences import Choices
from storage.drafts import Draft
from storage.headcounts import Headcount
from storage.people import Person

NOBODY = Choices((), ())


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is named and away, by Slack id, and who stands in for them; empty where nobody does."""

    user_id: str
    until: datetime
    deputy: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the form is drawn of, beside what stands in its fields.

    `resumed` is when the words were typed that it offers again, `waiting` the draft that it could offer instead.
    `edition` tells the fields of one draft from another's: what was typed stays in fields whose ids stay. `is_out` is a
    record that others know already, `newcomers` are the companies that came since, and `is_wider` goes further than
    the person is used to. `absent` are those in whose name this person may log.
    """

    token: str
    headcount: Headcount
    company: str
    editing: str = ""
    resumed: datetime | None = None
    waiting: Draft | None = None
    edition: str = ""
    choices: Choices = NOBODY
    has_open_channel: bool = False
    is_out: bool = False
    is_wider: bool = False
    newcomers: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    absent: tuple[Person, ...] = ()
