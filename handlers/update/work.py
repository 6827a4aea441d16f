"""The work at hand: what an update's draft holds between opening the form and sending it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from handlers import whom
from handlers.formats import takedown_form, update_form
from handlers.formats.update_form import TYPED, Field, Filled
from handlers.inputs import Click, Submission, Values
from handlers.views.blocks import INPUT_LIMIT
from handlers.views.update.form import Around
from handlers.views.wording import Language, language
from storage import meetings, updates
from storage.access import Speaker
from storage.database import Session
from storage.drafts import Draft
from storage.meetings import Meeting
from storage.takedowns import Takedown
from storage.updates import Update

KIND = "update"


@dataclass(frozen=True, slots=True)
class Work:
    """The fields as typed, for which meeting, and on which revision they build.

    `offered` names the takedowns that the form showed: what is logged later is kept as well until somebody strikes it.
    """

    filled: Filled
    meeting: str
    base: int = 0
    offered: tuple[str, ...] = ()

    @classmethod
    def of(cls, draft: Draft) -> Self:
        """Read the work out of a draft."""
        body = draft.body
        return cls(
            Filled.of(body.get("filled", {})),
            str(body.get("meeting", "")),
            int(body.get("base", 0)),
            tuple(body.get("offered", ())),
        )

    def as_body(self) -> dict[str, Any]:
        """Write the work as a draft holds it."""
        return {
            "filled": self.filled.as_body(),
            "meeting": self.meeting,
            "base": self.base,
            "offered": list(self.offered),
        }


def words_of(who: Speaker) -> Language:
    """Give the language of what this person reads."""
    return language(who.coalition.language)


def begun(session: Session, who: Speaker, meeting: Meeting) -> Work:
    """Begin with what the company said so far, or with what it logged since the last meeting, all of it kept."""
    there = updates.mine(session, who, meeting)
    offered = offered_for(session, who, meeting, there)
    tokens = tuple(one.token for one in offered)
    if there is None:
        return Work(Filled(kept=tokens, mark=who.coalition.default_mark), meeting.token, offered=tokens)
    stays = [one.token for one in offered if one.id in there.takedowns or one.logged_at > there.changed_at]
    scope = updates.scope_of(session, who, there)
    ticked = takedown_form.ticked(scope, whom.choices_of(session, who))
    chosen = {field: ticked[field] for field in ("audience", "companies", "people")}
    filled = replace(update_form.filled(there, stays), mark=there.mark, **chosen)  # type: ignore[arg-type]
    return Work(filled, meeting.token, there.revision, tokens)


def offered_for(session: Session, who: Speaker, meeting: Meeting, there: Update | None) -> tuple[Takedown, ...]:
    """List what the form lets one keep or strike."""
    last = meetings.before(session, meeting)
    kept = there.takedowns if there else ()
    return updates.to_keep_or_strike(session, who, last.starts_at if last else None, kept=kept)


def with_what_came(work: Work, offered: tuple[Takedown, ...]) -> Work:
    """Keep what was logged since the form showed what there was."""
    came = tuple(one.token for one in offered if one.token not in work.offered)
    there = tuple(one.token for one in offered)
    filled = replace(work.filled, kept=(*work.filled.kept, *came))
    return replace(work, filled=filled, offered=there)


def around(
    session: Session, who: Speaker, meeting: Meeting, draft: str, work: Work, *, resumed: datetime | None, now: datetime
) -> Around:
    """Gather what the form is drawn of, beside its fields, as things are at this moment."""
    there = updates.mine(session, who, meeting)
    return Around(
        token=f"{draft}:{meeting.token}",
        meeting=meeting.token,
        starts_at=meeting.starts_at,
        offered=offered_for(session, who, meeting, there),
        sheet=whom.sheet(session, who, draft, work.filled.whom, now=now),
        resumed=resumed,
        draft=draft,
        before=there.changed_at if there else None,
        by=there.said_by if there else "",
        update=there.token if there else "",
    )


def typed(values: Values, before: Filled) -> Filled:
    """Read the fields of the form; a field that it did not show keeps what it held."""
    read: dict[str, Any] = {}
    for field in TYPED:
        if field in values:
            read[field.value] = values.text(field) + _beyond_the_field(getattr(before, field))
    for name in ("mark", "audience"):
        if name in values:
            read[name] = values.text(name)
    for name in ("companies", "people"):
        if name in values:
            read[name] = values.several(name)
    boxes = [block_id for block_id in values.state if block_id.startswith(f"{Field.KEPT}_")]
    if boxes:
        read["kept"] = tuple(token for block_id in sorted(boxes) for token in values.several(block_id))
    return replace(before, **read)


def _beyond_the_field(words: str) -> str:
    """Give what a field could not show, with the space that Slack's answer leaves out where it was cut."""
    rest = words[INPUT_LIMIT:]
    return f" {rest}" if rest and words[INPUT_LIMIT - 1].isspace() else rest


def edition_of(heard: Click | Submission) -> str:
    """Tell what the ids of the open form's fields end with."""
    return heard.form.values.action(Field.WORK).removeprefix(Field.WORK) if heard.form else ""
