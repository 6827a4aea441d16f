"""Writing updates: one a company and meeting, said anew until the meeting is closed; each in the trail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update

from storage import absences, access, audiences, audit, meetings, people, prompts
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Scope, Unfit
from storage.audit import Act
from storage.base import new_token
from storage.database import Session
from storage.errors import Stale
from storage.meetings import Meeting
from storage.once import insert_once
from storage.updates.reading import is_open, mine, must_be_asked, said_by_name
from storage.updates.records import (
    ABOUT,
    Closed,
    Content,
    Kind,
    NoDeputy,
    SaidAlready,
    SaidByName,
    Update,
    dumped,
    loaded,
    revisions,
    updates,
)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is said at one time, for whom, and by which form."""

    kind: Kind
    said: Content
    mark: Mark
    scope: Scope
    form: str


def save(
    session: Session,
    speaker: Speaker,
    meeting: Meeting,
    content: Content,
    *,
    mark: Mark,
    scope: Scope,
    base: int,
    form: str,
    way: Way,
    now: datetime,
) -> Update:
    """Say before a meeting what a company has to say; `base` is the revision that the form showed, 0 where none was.

    One `form` does so once. Stale where somebody of the same company said something meanwhile, SaidByName where a
    colleague said it for named people alone, Closed where the meeting is, Unfit where the mark does not allow the
    audience.
    """
    if not audiences.goes_with(mark, scope.audience):
        raise Unfit(mark, scope.audience)
    there = _begin(session, speaker, meeting, now=now)
    if there is not None and _is_sent(session, there.id, form):
        return there
    if (there.revision if there else 0) != base:
        raise Stale("", there.revision if there else 0)
    kind = Kind.NOTHING if content.is_empty else Kind.SAID
    word = _Word(kind, content, mark, scope, form)
    return _write(session, speaker, meeting, there, word, way=way, now=now)


def tap(session: Session, speaker: Speaker, meeting: Meeting, answer: Kind, *, way: Way, now: datetime) -> Update:
    """Answer with one tap: nothing to report, we can't come, my deputy answers. Twice is once.

    SaidAlready where the company has sent an update, NoDeputy where nobody could answer in one's stead; else refused as
    `save` is.
    """
    if answer is Kind.SAID:
        raise ValueError("one tap says no words")
    there = _begin(session, speaker, meeting, now=now)
    if there is not None and there.kind is answer:
        return there
    if there is not None and there.kind is Kind.SAID:
        raise SaidAlready
    if answer is Kind.DEPUTY and not deputies(session, speaker, now=now):
        raise NoDeputy
    mark = Mark(speaker.coalition.default_mark)
    if not audiences.goes_with(mark, Audience.MEMBERS):
        mark = Mark.AMBER_STRICT
    word = _Word(answer, Content(), mark, Scope(), f"tap:{new_token()}")
    return _write(session, speaker, meeting, there, word, way=way, now=now)


def reword(session: Session, speaker: Speaker, text: Callable[[str], str], *, now: datetime) -> None:
    """Write all that the speaker's company ever said in updates anew, by `text`; whoever may do so was asked before."""
    rows = session.execute(
        select(revisions.c.id, revisions.c.content, updates.c.meeting_id)
        .join(updates, updates.c.id == revisions.c.update_id)
        .where(updates.c.company_id == speaker.company.id, updates.c.coalition_id == speaker.coalition.id)
    ).all()
    changed = set()
    for row in rows:
        said = loaded(row.content)
        new = replace(
            said,
            work=text(said.work),
            problems=tuple(text(one) for one in said.problems),
            questions=tuple(text(one) for one in said.questions),
            how_often=text(said.how_often),
        )
        if new != said:
            session.execute(update(revisions).where(revisions.c.id == row.id).values(content=dumped(new)))
            changed.add(row.meeting_id)
    for meeting_id in sorted(changed):
        meetings.touch(session, meeting_id, now)


def deputies(session: Session, speaker: Speaker, *, now: datetime) -> tuple[people.Person, ...]:
    """List who could answer for the speaker's company in their stead."""
    known = people.of_company(session, speaker.company)
    return absences.deputies_of(known, speaker.company, but=speaker.person_id, now=now)


def _begin(session: Session, speaker: Speaker, meeting: Meeting, *, now: datetime) -> Update | None:
    """Hold the meeting, so that it is not closed meanwhile and nobody writes beside; what the company says so far."""
    must_be_asked(speaker)
    access.must_stand(speaker)
    meetings.touch(session, meeting.id, now)
    if not is_open(meetings.by_token(session, speaker, meeting.token)):
        raise Closed
    if (user_id := said_by_name(session, speaker, meeting)) is not None:
        raise SaidByName(user_id)
    return mine(session, speaker, meeting)


def _is_sent(session: Session, update_id: int, form: str) -> bool:
    sent = select(revisions.c.id).where(revisions.c.update_id == update_id, revisions.c.form == form)
    return session.execute(sent).first() is not None


def _write(
    session: Session,
    speaker: Speaker,
    meeting: Meeting,
    there: Update | None,
    word: _Word,
    *,
    way: Way,
    now: datetime,
) -> Update:
    number = there.revision + 1 if there else 1
    values = {
        "person_id": speaker.person_id,
        "kind": word.kind,
        "audience": word.scope.audience,
        "mark": word.mark,
        # To say it anew is to share it anew: who sits in the coalition now may read it.
        "shared_at": now,
        "revision": number,
        "changed_at": now,
    }
    if there is None:
        owned = {"coalition_id": speaker.coalition.id, "company_id": speaker.company.id, "meeting_id": meeting.id}
        update_id = insert_once(session, updates, {**owned, **values, "token": new_token(), "made_at": now})
    else:
        its = (updates.c.id == there.id, updates.c.revision == there.revision)
        update_id = session.execute(update(updates).where(*its).values(values).returning(updates.c.id)).scalar()
    if update_id is None:
        raise Stale("", number)
    audiences.grant(session, ABOUT, update_id, word.scope, now=now)
    session.execute(
        insert(revisions).values(
            update_id=update_id,
            number=number,
            person_id=speaker.person_id,
            form=word.form,
            at=now,
            kind=word.kind,
            content=dumped(word.said),
        ),
    )
    audit.note(session, speaker, Act.UPDATED, ABOUT, update_id, way=way, now=now, detail=f"revision {number}")
    if word.kind is Kind.DEPUTY:
        prompts.hand_on(session, meeting, speaker, now=now)
    else:
        prompts.answered(session, meeting, speaker.company.id, now=now)
    after = mine(session, speaker, meeting)
    assert after is not None
    return after
