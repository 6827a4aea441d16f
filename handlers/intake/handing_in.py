"""A file that was sent to us directly: it waits as a draft, is looked into, and its sender says where it belongs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from handlers.answers import Answer, Replace
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Filled
from handlers.house import House, Sought
from handlers.inputs import Attached, Click, Heard, Message, Submission
from handlers.kept import taken, theirs
from handlers.takedown import opening
from handlers.takedown.handing_in import hand_in
from handlers.views import answers
from handlers.views.intake import KIND, choosing
from handlers.views.intake.choosing import Look
from handlers.views.wording import language
from storage import access, drafts, takedowns
from storage.access import Speaker, Way
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Refusal
from storage.outbox import Body
from storage.takedowns import State, Takedown

_REFERENCE = re.compile(r"\bTD-\w{5}\b", re.IGNORECASE)
# What can be chosen from.
_OWN = 30


def written(files: tuple[Attached, ...]) -> list[str]:
    """Write files as drafts hold them: Slack's id, and behind a blank the name where Slack told it."""
    return [f"{one.id} {one.name}".strip() for one in files]


def heard_files(session: Session, who: Speaker, heard: Message, now: datetime) -> tuple[Body, Sought | None]:
    """Take in files that came with a message: into the record that it names, or else to be asked about.

    The second is what is to be looked into, where that is to be.
    """
    words = language(who.coalition.language)
    access.may_log(who)
    named = _named(session, who, heard.text)
    if named is not None:
        hand_in(session, who, named, written(heard.files), "", way=Way.MESSAGE, now=now)
        return choosing.noted(named.token, who.coalition, words), None
    token = keep(session, who, written(heard.files), heard.text, now)
    return choosing.opener(token, who.coalition, words), sought(heard, token)


def keep(session: Session, who: Speaker, files: list[str], text: str, now: datetime) -> str:
    """Keep files until their sender has said where they belong."""
    return drafts.keep(session, who, KIND, {"files": files, "text": text}, now=now)


def sought(heard: Heard, token: str) -> Sought:
    """Name a draft whose files are to be looked into, in its owner's name."""
    return Sought(token, heard.identity.team_ids, heard.identity.user_id)


def _named(session: Session, who: Speaker, text: str) -> Takedown | None:
    """Find the one record of the sender's company that a message names and a file may be added to."""
    references = {each.upper() for each in _REFERENCE.findall(text)}
    if len(references) != 1:
        return None
    with suppress(Refusal):
        there = takedowns.by_reference(session, who, references.pop())
        return there if _is_open(who, there) else None
    return None


def _is_open(who: Speaker, one: Takedown) -> bool:
    return one.company_id == who.company.id and one.state is State.STANDING and not one.recalled_at


def open_files(house: House, heard: Click, now: datetime) -> Answer:
    """Ask where files belong; what is not read yet is looked into again."""
    with house.database.read() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=KIND)
        access.may_log(who)
        words = language(who.coalition.language)
        looks = _looks(draft)
        own = [one for one in takedowns.of_person(session, who, limit=_OWN) if _is_open(who, one)]
        view = choosing.form(draft.token, looks, own, words)
    if any(one.rows is None and not one.why for one in looks):
        house.look_into(sought(heard, draft.token))
    is_again = heard.form is not None and heard.form.private == heard.value
    return Replace(view) if is_again else answers.form(view, words)


def _looks(draft: Draft) -> list[Look]:
    """Tell what is known of each file of a draft."""
    known: Mapping[str, Any] = draft.body.get("looks", {})
    found = []
    for one in draft.body.get("files", ()):
        file_id, _, name = one.partition(" ")
        said = {key: value for key, value in known.get(file_id, {}).items() if key in _LOOK}
        found.append(Look(**{"file": name, **said}))
    return found


_LOOK = {one.name for one in fields(Look)}


def choose(house: House, heard: Submission, now: datetime) -> Answer:
    """Add files to the record that was chosen, or open the form of a new one with what they say filled in."""
    chosen = heard.form.values.text(choosing.RECORD)
    with house.database.begin() as session:
        who, draft = taken(session, heard, heard.form.private, now, kind=KIND)
        words = language(who.coalition.language)
        if chosen in {"", choosing.NEW}:
            return Replace(opening.offered(session, who, _filled(who, draft), now))
        record = takedowns.to_change(session, who, chosen)
        hand_in(session, who, record, _files(draft), "", way=Way.FORM, now=now)
    house.wake_collector()
    return Replace(answers.notice(choosing.added(record.reference, words), words))


def _filled(who: Speaker, draft: Draft) -> Filled:
    """Fill the form with the words that came along, and where they say nothing with what the files say."""
    text = str(draft.body.get("text", ""))
    made = Filled()
    if text:
        made = takedown_form.from_words(
            text, today=who.coalition.day_of(draft.changed_at), language=who.coalition.language
        )
    for said in draft.body.get("looks", {}).values():
        made = _completed(made, Filled.of(said.get("filled", {})))
    return replace(made, mark=who.coalition.default_mark, files=tuple(_files(draft)), more=True)


def _files(draft: Draft) -> list[str]:
    """List the files of a draft, each with its name where that is known by now."""
    known: Mapping[str, Any] = draft.body.get("looks", {})
    files: list[str] = draft.body.get("files", [])
    return [f"{one} {known.get(one, {}).get('file', '')}".strip() if " " not in one else one for one in files]


def _completed(made: Filled, said: Filled) -> Filled:
    missing = {
        one.name: getattr(said, one.name)
        for one in fields(Filled)
        if getattr(said, one.name) and not getattr(made, one.name)
    }
    return replace(made, **missing)


def began(session: Session, who: Speaker, heard: Heard, body: Mapping[str, Any], now: datetime) -> Sought:
    """Keep the files of words that were kept before it was known for which coalition they are."""
    return sought(heard, keep(session, who, list(body["files"]), str(body.get("text", "")), now))
