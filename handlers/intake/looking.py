"""Looking into a file that belongs to no record yet, so that its sender finds filled in what it says."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from handlers.formats import takedown_form
from handlers.formats.disclosures import Disclosure, Found, Gathering, Unreadable, items, keeping
from handlers.house import House, Sought
from handlers.intake.manners import Manners
from handlers.views.intake import KIND
from storage import access, companies, drafts
from storage.access import Speaker
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Refusal


def of_sender(session: Session, sender: Speaker) -> tuple[str | None, ...]:
    """Name the workspaces to whose copy of the app somebody may have given a file: the host's, then their own."""
    return (sender.coalition.host_team, *companies.team_ids(session, sender.company))


def files_of(house: House, sought: Sought) -> tuple[tuple[str, tuple[str | None, ...]], ...]:
    """Name the files of a draft that nobody has looked into, each with the workspaces that may have been given it."""
    with house.database.read() as session, suppress(Refusal):
        draft = _draft(session, sought, house)
        sender = access.seat_of(session, draft.person_id)
        if sender is None:
            return ()
        known = draft.body.get("looks", {})
        ids = [one.partition(" ")[0] for one in draft.body.get("files", ())]
        return tuple((one, of_sender(session, sender)) for one in ids if one not in known)
    return ()


def _draft(session: Session, sought: Sought, house: House) -> Draft:
    draft = drafts.open_one(session, sought.token, team_ids=sought.team_ids, user_id=sought.user_id, now=house.clock())
    if draft.kind != KIND:
        raise Gone
    return draft


class Gone(Refusal):
    """The draft was sent or thrown away."""


def look(house: House, sought: Sought, file_id: str, *, name: str, content: bytes | None, why: str) -> None:
    """Keep with a draft what its file says, or why it could not be had; its owner finds that filled in."""
    said: dict[str, Any] = {"why": why}
    filled: Disclosure | None = None
    if content is not None:
        said, filled = _said(house, name, content)
    with house.database.begin() as session, suppress(Refusal):
        draft = _draft(session, sought, house)
        sender = access.seat_of(session, draft.person_id)
        if sender is None:
            return
        if filled is not None:
            language = sender.coalition.language
            said["filled"] = takedown_form.filled(keeping.report(filled), mark=None, language=language).as_body()
        body = {**draft.body, "looks": {**draft.body.get("looks", {}), file_id: said}}
        drafts.change(session, draft, body, now=house.clock())


def _said(house: House, name: str, content: bytes) -> tuple[dict[str, Any], Disclosure | None]:
    """Give what is shown of a file, and what it fills in; nothing where it is refused."""
    try:
        format_, found = items(name, content)
        gathering, values, manners = Gathering(), set(), Manners(house)
        for each in gathering.watch(found):
            manners.after(each)
            if isinstance(each, Found):
                values.add(each.indicator)
    except Unreadable as refusal:
        return {"file": name, "why": refusal.why.value}, None
    rows = gathering.rows
    said = {"file": name, "rows": rows.read, "indicators": len(values), "problems": rows.problems}
    return said, gathering.disclosure(name, format_, ())
