"""/meeting end: the form of whoever takes notes, kept as a draft; two who write at once lose nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace, Whisper
from handlers.formats.committing import read_commitment, without_off_the_record
from handlers.formats.rhythm import Problem, read_rhythm
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import theirs
from handlers.meeting import committing, minuting, voting
from handlers.views import answers
from handlers.views import minutes as ids
from handlers.views.blocks import INPUT_LIMIT
from handlers.views.minutes import form as forms
from handlers.views.minutes import message as views
from handlers.views.minutes import parts
from handlers.views.minutes.form import Filled
from handlers.views.wording import Language, language
from storage import access, agendas, commitments, decisions, drafts, meetings, minutes
from storage import companies as company_page
from storage.access import Speaker, Way
from storage.agendas import Item
from storage.audiences import Audience, Mark
from storage.companies import Company, Seat
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Unknown
from storage.meetings import Meeting
from storage.minutes import LONGEST_POINT, MOST_DAYS, Minutes, Written
from storage.rhythms import Rhythm

_QUOTED = 60
_NAMED = re.compile(r"^\s*[-•*]?\s*(?P<company>[^:]{1,80}?)\s*:\s*(?P<said>.+)$")
_BULLET = re.compile(r"^\s*[-•*]\s+")


def ask(session: Session, who: Speaker, _rest: str, way: Way, now: datetime) -> Answer:
    """End the meeting that began last, and open its form."""
    access.may_log(who)
    words = language(who.coalition.language)
    meeting = minutes.to_end(session, who, now=now)
    if meeting is None:
        return Whisper(views.none_to_end(words))
    there = minutes.end(session, who, meeting, way=way, now=now)
    return _open(session, who, there, meeting, now)


def end_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """End a meeting from its page, and open its form."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, meetings.coalition_of(session, heard.value))
        meeting = meetings.by_token(session, who, heard.value)
        if not minutes.may_write(who, meeting):
            raise Unknown
        return _open(session, who, minutes.end(session, who, meeting, way=Way.BUTTON, now=now), meeting, now)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form of minutes from a button."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, minutes.coalition_of(session, heard.value))
        there, meeting = minutes.to_write_in(session, who, heard.value)
        return _open(session, who, there, meeting, now)


def _open(session: Session, who: Speaker, there: Minutes, meeting: Meeting, now: datetime) -> Answer:
    shown, tokens = minutes.written(session, there), _tokens(session, who, meeting)
    filled = _filled(shown, tokens, there)
    body = {"minutes": there.token, "shown": _dumped(shown), "filled": asdict(filled)}
    token = drafts.keep(session, who, ids.KIND, body, has_words=False, now=now)
    return _opened(session, who, _Work(there, meeting, filled, shown), token)


@dataclass(frozen=True, slots=True)
class _Work:
    """Minutes as somebody has them before them: what stands in the form, and what it showed first."""

    there: Minutes
    meeting: Meeting
    filled: Filled
    shown: Written


def _opened(session: Session, who: Speaker, work: _Work, token: str) -> Answer:
    words = language(who.coalition.language)
    view = forms.form(
        work.filled,
        token,
        work.meeting,
        items=_items(session, who, work.meeting),
        companies=_invited(session, who, work.meeting),
        noted=_noted(session, who, work.there, words),
        language=words,
    )
    return Open(view, answers.kept(token, words, opens=ids.RESUME))


def _items(session: Session, who: Speaker, meeting: Meeting) -> list[Item]:
    """List what is on the agenda of this very meeting and was not reached yet, as far as this person may know."""
    return [one for one in agendas.open_items(session, who.coalition, meeting, who) if one.meeting_id == meeting.id]


def _invited(session: Session, who: Speaker, meeting: Meeting) -> list[Company]:
    seated = company_page.seated(session, who.coalition)
    return [one for one in seated if meeting.with_open or one.seat is Seat.MEMBER]


def _tokens(session: Session, who: Speaker, meeting: Meeting) -> dict[int, str]:
    return {one.id: one.token for one in _invited(session, who, meeting)}


def _noted(session: Session, who: Speaker, there: Minutes, words: Language) -> list[str]:
    """Say what was decided and committed to so far, and what companies are asked whether it is so."""
    contents = minutes.contents(session, who.coalition, there, who)
    only = replace(contents, present=(), regrets=(), points=(), followed=(), remarks=())
    said = [f"{one.of}  {one.text}" if one.of else one.text for part in parts.parts(only, words) for one in part.lines]
    waits = commitments.noted_at(session, who, there.meeting_id)
    return said + [
        words.say("{company} (asked whether it is so): {words}", company=one.company, words=one.text) for one in waits
    ]


def _filled(shown: Written, tokens: dict[int, str], there: Minutes) -> Filled:
    return Filled(
        present=tuple(tokens[one] for one in sorted(shown.present) if one in tokens),
        regrets=tuple(tokens[one] for one in sorted(shown.regrets) if one in tokens),
        among=_fitting(shown.among_members),
        before_all=_fitting(shown.before_all),
        mark=there.mark,
        days=str(there.days),
    )


def _fitting(lines: Sequence[str]) -> str:
    """Give as many whole lines as a field of Slack's takes; the others are not shown, and stay as they are."""
    shown: list[str] = []
    room = INPUT_LIMIT
    for one in lines:
        room -= len(one) + 1
        if room < 0:
            break
        shown.append(one)
    return "\n".join(shown)


def _dumped(shown: Written) -> dict[str, Any]:
    """Keep what the form showed, so that nothing else is taken for a change."""
    return {
        "present": sorted(shown.present),
        "regrets": sorted(shown.regrets),
        "among_members": _fitting(shown.among_members).splitlines(),
        "before_all": _fitting(shown.before_all).splitlines(),
    }


def _loaded(body: dict[str, Any]) -> Written:
    return Written(
        frozenset(body["present"]),
        frozenset(body["regrets"]),
        tuple(body["among_members"]),
        tuple(body["before_all"]),
    )


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft, work = _own(session, heard, heard.value, now)
        return _opened(session, who, work, draft.token)


def _own(session: Session, heard: Click | Submission, token: str, now: datetime) -> tuple[Speaker, Draft, _Work]:
    who, draft = theirs(session, heard, token, now, kind=ids.KIND)
    there, meeting = minutes.to_write_in(session, who, draft.body["minutes"])
    filled = {name: value for name, value in draft.body["filled"].items() if name in Filled.__dataclass_fields__}
    lists = {name: tuple(filled.get(name, ())) for name in ("present", "regrets", "reached")}
    return who, draft, _Work(there, meeting, Filled(**(filled | lists)), _loaded(draft.body["shown"]))


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Write down what the form says, in one transaction; what cannot be taken stays in the form and in its draft."""
    with house.database.begin() as session:
        who, draft, work = _own(session, heard, heard.form.private, now)
        if draft.body.get("done"):
            return Replace(minuting.page_of(session, who, work.there, work.meeting))
        filled = _typed(heard.form.values, work.filled)
        body = draft.body | {"filled": asdict(filled)}
        drafts.change(session, draft, body, has_words=True, now=now)
        said, wrong = _understood(session, who, work, filled, now)
        if wrong:
            return Errors(wrong)
        _write(session, who, work, said, draft, now=now)
        drafts.change(session, draft, body | {"done": True}, has_words=False, now=now)
        there, meeting = minutes.by_token(session, who, work.there.token)
        view = minuting.page_of(session, who, there, meeting)
    return Replace(view)


def _typed(values: Values, before: Filled) -> Filled:
    """Read the form; what is off the record is read by nobody."""

    def lines(block: str) -> str:
        return without_off_the_record(values.text(block))[0]

    return Filled(
        present=values.several(ids.PRESENT),
        regrets=values.several(ids.REGRETS),
        reached=values.several(ids.REACHED),
        among=lines(ids.AMONG),
        before_all=lines(ids.BEFORE_ALL),
        decisions=lines(ids.DECISIONS),
        rhythm=values.text(ids.RHYTHM),
        commitments=lines(ids.COMMITMENTS),
        mark=values.text(ids.MARK) or before.mark,
        days=values.text(ids.DAYS),
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a form was understood to say."""

    written: Written
    reached: tuple[str, ...]
    decided: tuple[str, ...]
    rule: str
    committed: tuple[tuple[Company, str, date], ...]
    mark: Mark
    days: int


def _understood(
    session: Session, who: Speaker, work: _Work, filled: Filled, now: datetime
) -> tuple[_Said, dict[str, str]]:
    """Read what was typed, with a sentence for each field that cannot be taken."""
    words, today = language(who.coalition.language), who.coalition.day_of(now)
    wrong: dict[str, str] = {}
    among, before_all, decided = (_lines(each) for each in (filled.among, filled.before_all, filled.decisions))
    for field, lines in ((ids.AMONG, among), (ids.BEFORE_ALL, before_all), (ids.DECISIONS, decided)):
        if any(len(one) > LONGEST_POINT for one in lines):
            wrong[field] = forms.too_long(words)
    committed = []
    for one in _lines(filled.commitments):
        found = _commitment(session, who, one, today)
        if found is None:
            wrong[ids.COMMITMENTS] = forms.no_commitment(one[:_QUOTED], words)
            break
        committed.append(found)
    rhythm = read_rhythm(filled.rhythm, today=today) if filled.rhythm else None
    if isinstance(rhythm, Problem):
        wrong[ids.RHYTHM] = forms.no_rhythm(words)
    if not filled.days.isdecimal() or not 1 <= int(filled.days) <= MOST_DAYS:
        wrong[ids.DAYS] = forms.no_days(words)
    by_token = {token: one for one, token in _tokens(session, who, work.meeting).items()}
    present = frozenset(by_token[one] for one in filled.present if one in by_token)
    regrets = frozenset(by_token[one] for one in filled.regrets if one in by_token) - present
    said = _Said(
        Written(present, regrets, among, before_all),
        filled.reached,
        decided,
        rhythm.as_rule() if isinstance(rhythm, Rhythm) else "",
        tuple(committed),
        Mark(filled.mark) if filled.mark in set(Mark) else work.there.mark,
        int(filled.days) if ids.DAYS not in wrong else work.there.days,
    )
    return said, wrong


def _lines(typed: str) -> tuple[str, ...]:
    """Part lines, without the signs that begin a list."""
    found = (_BULLET.sub("", one).strip() for one in typed.splitlines())
    return tuple(dict.fromkeys(one for one in found if one))


def _commitment(session: Session, who: Speaker, line: str, today: date) -> tuple[Company, str, date] | None:
    """Read whose commitment a line is, what it says, and by when; None where one of these is missing."""
    named = _NAMED.match(line)
    if named is None:
        return None
    name = named["company"].casefold()
    seated = company_page.seated(session, who.coalition)
    company = next((one for one in seated if one.seat is Seat.MEMBER and one.name.casefold() == name), None)
    said, day = read_commitment(named["said"], today)
    if company is None or day is None or not said or len(said) > commitments.LONGEST:
        return None
    return company, said, day


def _write(session: Session, who: Speaker, work: _Work, said: _Said, draft: Draft, *, now: datetime) -> None:
    token, meeting_id = work.there.token, work.meeting.id
    minutes.write(session, who, token, said.written, shown=work.shown, way=Way.FORM, now=now)
    minutes.set_terms(session, who, token, mark=said.mark, days=said.days, way=Way.FORM, now=now)
    agendas.reached(session, who, said.reached, way=Way.FORM, now=now)
    for n, text in enumerate(said.decided):
        form = f"{draft.token}:d{n}"
        decisions.decide(session, who, text, meeting_id=meeting_id, form=form, way=Way.FORM, now=now)
    if said.rule:
        words = language(who.coalition.language)
        text = words.say("How often we meet")
        form = f"{draft.token}:r"
        there = decisions.decide(
            session, who, text, meeting_id=meeting_id, rule=said.rule, form=form, way=Way.FORM, now=now
        )
        voting.follow_rhythm(session, who.coalition, there, now)
    for n, one in enumerate(said.committed):
        _commit(session, who, one, meeting_id, form=f"{draft.token}:c{n}", now=now)


def _commit(
    session: Session, who: Speaker, said: tuple[Company, str, date], meeting_id: int, *, form: str, now: datetime
) -> None:
    """Commit the own company, or note it of another one, whose lead is rung to say whether it is so."""
    company, text, day = said
    if company.id != who.company.id:
        noted = commitments.note_for(
            session, who, company, text, day, form=form, meeting_id=meeting_id, way=Way.FORM, now=now
        )
        committing.ring(session, who.coalition, noted, "asked", now)
        return
    mark = Mark(who.coalition.default_mark)
    commitments.make(
        session,
        who,
        text,
        day,
        mark=Mark.AMBER if mark is Mark.RED else mark,
        audience=Audience.MEMBERS,
        form=form,
        meeting_id=meeting_id,
        way=Way.FORM,
        now=now,
    )


CLICKS = {ids.END: end_from_button, ids.WRITE: from_button, ids.RESUME: resume}
FORMS = {ids.FORM: save}
