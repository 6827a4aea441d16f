"""Writing takedowns: logged once, revised with a reason, taken back; each in the trail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from storage import access, audiences, audit, reports
from storage.access import Speaker, Way
from storage.audiences import Mark, Scope, Unfit
from storage.audit import Act
from storage.base import new_reference, new_token
from storage.database import Session
from storage.errors import Stale
from storage.once import insert_once
from storage.people import Person
from storage.reports import Report, places_of, words_of
from storage.takedowns.reading import by_token, scope_of, to_change
from storage.takedowns.records import ABOUT, Change, Filed, State, Takedown, revisions, takedowns
from storage.takedowns.sharing import share
from storage.takedowns.tallies import day_of, tally, tally_anew

FOR_MEMBERS = Scope()


def report(
    session: Session,
    speaker: Speaker,
    said: Report,
    *,
    mark: Mark,
    scope: Scope = FOR_MEMBERS,
    absent: Person | None = None,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Log a takedown, in the name of somebody `absent` where one is given.

    `form` is what the preview carried that was sent, which can be sent only once.

    Raises Unfit where the mark does not allow the audience.
    """
    access.may_log(speaker)
    access.must_stand(speaker)
    _refuse_unfit(mark, scope)
    search = _search_text(speaker.company.name, said, scope)
    takedown_id, reference, token = _insert(
        session,
        speaker,
        scope,
        now,
        mark=mark,
        search=search,
        acted_on=day_of(said, speaker.coalition.zone, now),
        for_person_id=absent.id if absent else None,
    )
    if scope.companies or scope.people:
        audiences.grant(session, ABOUT, takedown_id, scope, now=now)
    _add_revision(session, speaker, takedown_id, 1, said, form=form, reason="", now=now)
    tally(session, takedown_id, said, chatham=scope.chatham)
    detail = f"for {absent.user_id}" if absent else ""
    audit.note(session, speaker, Act.LOGGED, ABOUT, takedown_id, way=way, now=now, detail=detail)
    return Takedown(
        id=takedown_id,
        token=token,
        reference=reference,
        company_id=speaker.company.id,
        company=speaker.company.name,
        logged_by=speaker.user_id,
        mark=mark,
        state=State.STANDING,
        revision=1,
        logged_at=now,
        changed_at=now,
        reason="",
        report=said,
        audience=scope.audience,
        chatham=scope.chatham,
        embargoed=_is_early(scope, now),
        not_before=scope.not_before,
        filed=Filed.of(speaker, absent),
    )


def _refuse_unfit(mark: Mark, scope: Scope) -> None:
    if not audiences.goes_with(mark, scope.audience):
        raise Unfit(mark, scope.audience)


def _is_early(scope: Scope, now: datetime) -> bool:
    return scope.not_before is not None and scope.not_before > now


def _insert(session: Session, speaker: Speaker, scope: Scope, now: datetime, **values: Any) -> tuple[int, str, str]:
    """Insert under a reference that is free; two in 33 million may meet, and then the second draws again."""
    while True:
        reference, token = new_reference("TD"), new_token()
        takedown_id = insert_once(
            session,
            takedowns,
            {
                "coalition_id": speaker.coalition.id,
                "company_id": speaker.company.id,
                "person_id": speaker.person_id,
                "reference": reference,
                "token": token,
                "audience": scope.audience,
                "shared_at": now,
                "embargoed": _is_early(scope, now),
                "not_before": scope.not_before,
                "chatham": scope.chatham,
                "state": State.STANDING,
                "revision": 1,
                "logged_at": now,
                "changed_at": now,
                **values,
            },
        )
        if takedown_id is not None:
            return takedown_id, reference, token


def revise(
    session: Session,
    speaker: Speaker,
    token: str,
    said: Report,
    *,
    mark: Mark,
    scope: Scope | None = None,
    correction: bool = False,
    reason: str,
    base: int,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Add a revision; Stale if the takedown is past revision `base`, NotYours if it is another company's.

    Without a scope it stays for whom it is. To revise is to share anew: who sits in the coalition now may read it.
    """
    access.must_stand(speaker)
    before = to_change(session, speaker, token)
    if before.state is State.WITHDRAWN or before.recalled_at:
        raise Stale(before.reference, before.revision)
    scope = scope or scope_of(session, speaker, token)
    _refuse_unfit(mark, scope)
    _move_on(
        session,
        before,
        base,
        mark=mark,
        audience=scope.audience,
        chatham=scope.chatham,
        # What is out stays out: an embargo is for what nobody has read.
        embargoed=before.embargoed and _is_early(scope, now),
        not_before=scope.not_before if before.embargoed else before.not_before,
        shared_at=now,
        search=_search_text(before.company, said, scope),
        acted_on=day_of(said, speaker.coalition.zone, before.logged_at),
        now=now,
    )
    change = Change.CORRECTED if correction else Change.REVISED
    _add_revision(session, speaker, before.id, base + 1, said, form=form, reason=reason, change=change, now=now)
    tally_anew(session, before.id, said, chatham=scope.chatham)
    share(session, speaker, before, scope, now=now)
    act = Act.CORRECTED if correction else Act.REVISED
    audit.note(session, speaker, act, ABOUT, before.id, way=way, now=now, detail=f"revision {base + 1}")
    return by_token(session, speaker, token)


def complete(
    session: Session,
    speaker: Speaker,
    before: Takedown,
    said: Report,
    *,
    form: str,
    way: Way = Way.CLOCK,
    now: datetime,
) -> Takedown:
    """Add what a file says to a record that the caller holds and the speaker may change.

    It says more of what was sent already, so it is shared with nobody anew. Stale as `revise` says.
    """
    blurred = Scope(chatham=before.chatham)
    acted_on = day_of(said, speaker.coalition.zone, before.logged_at)
    search = _search_text(before.company, said, blurred)
    _move_on(session, before, before.revision, search=search, acted_on=acted_on, now=now)
    number = before.revision + 1
    _add_revision(session, speaker, before.id, number, said, form=form, reason="", change=Change.COMPLETED, now=now)
    tally_anew(session, before.id, said, chatham=before.chatham)
    audit.note(session, speaker, Act.REVISED, ABOUT, before.id, way=way, now=now, detail=f"revision {number}")
    return by_token(session, speaker, before.token)


def withdraw(
    session: Session,
    speaker: Speaker,
    token: str,
    *,
    reason: str,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Take a takedown back; what it said stays readable to those who may see it. Twice is once."""
    hold(session, token)
    before = to_change(session, speaker, token)
    if before.state is State.WITHDRAWN or before.recalled_at:
        return before
    _move_on(session, before, before.revision, state=State.WITHDRAWN, now=now)
    _add_revision(session, speaker, before.id, before.revision + 1, before.report, form=form, reason=reason, now=now)
    audit.note(session, speaker, Act.WITHDREW, ABOUT, before.id, way=way, now=now)
    return by_token(session, speaker, token)


def recall(
    session: Session,
    speaker: Speaker,
    token: str,
    *,
    reason: str,
    form: str,
    way: Way,
    now: datetime,
) -> Takedown:
    """Take a takedown out of everybody's hands but its owner's; who knew of it finds its tombstone. Twice is once."""
    hold(session, token)
    before = to_change(session, speaker, token)
    if before.recalled_at:
        return before
    # No word of it may find it any more, not even its company's own.
    _move_on(session, before, before.revision, recalled_at=now, search="", now=now)
    _add_revision(session, speaker, before.id, before.revision + 1, before.report, form=form, reason=reason, now=now)
    audit.note(session, speaker, Act.RECALLED, ABOUT, before.id, way=way, now=now)
    return by_token(session, speaker, token)


def rewrite(
    session: Session, speaker: Speaker, before: Takedown, text: Callable[[str], str], *, form: str, now: datetime
) -> Takedown:
    """Write all that a record ever said anew, by `text`; whoever may do so was asked before.

    Where it can still be revised, that is a revision too, so that nobody sends what a form still shows.
    """
    rows = session.execute(
        select(revisions.c.id, revisions.c.reason, revisions.c.content).where(revisions.c.takedown_id == before.id)
    ).all()
    for row in rows:
        new = {
            "reason": text(row.reason),
            "content": reports.dumped(reports.reworded(reports.loaded(row.content), text)),
        }
        if new != {"reason": row.reason, "content": row.content}:
            session.execute(update(revisions).where(revisions.c.id == row.id).values(**new))
    search = session.execute(select(takedowns.c.search).where(takedowns.c.id == before.id)).scalar_one()
    session.execute(update(takedowns).where(takedowns.c.id == before.id).values(search=text(search)))
    after = by_token(session, speaker, before.token)
    if after.state is not State.STANDING or after.recalled_at:
        return after
    _move_on(session, after, after.revision, now=now)
    number = after.revision + 1
    _add_revision(session, speaker, after.id, number, after.report, form=form, reason="", change=Change.ERASED, now=now)
    return by_token(session, speaker, before.token)


def hold(session: Session, token: str) -> None:
    """Wait for whoever changes the record at this moment, so that what is read next is what stands."""
    session.execute(select(takedowns.c.id).where(takedowns.c.token == token).with_for_update())


def _move_on(session: Session, before: Takedown, base: int, *, now: datetime, **values: Any) -> None:
    """Step to the next revision in one conditional write, so that of two editors the second is told."""
    changed = session.execute(
        update(takedowns)
        .where(takedowns.c.id == before.id, takedowns.c.revision == base)
        # What changes stays: its days are counted anew.
        .values(revision=base + 1, changed_at=now, leaves_at=None, **values)
        .returning(takedowns.c.id),
    ).scalar_one_or_none()
    if changed is None:
        raise Stale(before.reference, before.revision)


def _add_revision(
    session: Session,
    speaker: Speaker,
    takedown_id: int,
    number: int,
    said: Report,
    *,
    form: str,
    reason: str,
    change: Change = Change.REVISED,
    now: datetime,
) -> None:
    values = {
        "takedown_id": takedown_id,
        "number": number,
        "person_id": speaker.person_id,
        "form": form,
        "at": now,
        "reason": reason,
        "content": reports.dumped(said),
        "kind": change,
    }
    session.execute(_ADD_REVISION, values)


_ADD_REVISION = insert(revisions)


def _search_text(company: str, said: Report, scope: Scope) -> str:
    """Put together all words of a report that somebody may look for, places by their codes between bars.

    Under the Chatham House Rule nobody finds more than what others may read: to be found by a name tells it.
    """
    if scope.chatham:
        company, said = "", reports.unattributed(said)
    codes = "".join(f"|{code}|" for code in sorted(places_of(said)))
    return " ".join([company, *words_of(said), codes]).lower()
