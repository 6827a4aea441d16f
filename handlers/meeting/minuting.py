"""Minutes: read, corrected and taken along by people; asked for, posted and drawn anew by the clock."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers import guards
from handlers.answers import Answer, Block, Errors, Replace, Whisper
from handlers.formats.committing import without_off_the_record
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.posting import each, owe_thread
from handlers.views import answers
from handlers.views import export as export_views
from handlers.views import minutes as ids
from handlers.views.inbox import Item
from handlers.views.minutes import form as forms
from handlers.views.minutes import message as views
from handlers.views.wording import language
from storage import absences, audit, coalitions, commitments, exports, meetings, minutes, outbox
from storage.access import Speaker, Way
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.exports import Kind
from storage.meetings import Meeting
from storage.minutes import Contents, Minutes, Presence, State
from storage.outbox import Address
from storage.people import Room

_BATCH = 50


def show_newest(session: Session, who: Speaker, _rest: str, way: Way, now: datetime) -> Answer:
    """Open the newest minutes that somebody may read."""
    words = language(who.coalition.language)
    found = minutes.newest(session, who)
    if found is None:
        return Whisper(views.none_yet(words))
    there, meeting = found
    audit.note(session, who, Act.OPENED, minutes.ABOUT, there.id, way=way, now=now)
    return answers.page(page_of(session, who, there, meeting), words)


def show(house: House, heard: Click, now: datetime) -> Answer:
    """Open minutes from a button."""
    with house.database.begin() as session:
        who, there, meeting = _found(session, heard, heard.value)
        audit.note(session, who, Act.OPENED, minutes.ABOUT, there.id, way=Way.BUTTON, now=now)
        return answers.page(page_of(session, who, there, meeting), language(who.coalition.language))


def _found(session: Session, heard: Click | Submission, token: str) -> tuple[Speaker, Minutes, Meeting]:
    who = guards.speaker_about(session, heard, minutes.coalition_of(session, token))
    return who, *minutes.by_token(session, who, token)


def page_of(session: Session, who: Speaker, there: Minutes, meeting: Meeting) -> Block:
    """Draw minutes for one person."""
    return views.page(
        there,
        minutes.contents(session, who.coalition, there, who),
        language(who.coalition.language),
        takes=who.company.seat is not Seat.GUEST,
        writes=minutes.may_write(who, meeting),
        corrects=there.state is State.CORRECTING and _corrects(session, who),
    )


def _corrects(session: Session, who: Speaker) -> bool:
    return who.company.seat is Seat.MEMBER and commitments.answers_for(session, who)


def send(house: House, heard: Click, now: datetime) -> Answer:
    """Ask the companies to correct what is said of them."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, minutes.coalition_of(session, heard.value))
        there, asked = minutes.send(session, who, heard.value, way=Way.BUTTON, now=now)
        if asked:
            _ask_companies(session, who.coalition, there, now)
    words = language(who.coalition.language)
    return Replace(answers.notice(views.sent(words), words))


def keep_off(house: House, heard: Click, now: datetime) -> Answer:
    """Keep a meeting off the record."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, minutes.coalition_of(session, heard.value))
        minutes.keep_off(session, who, heard.value, way=Way.BUTTON, now=now)
    words = language(who.coalition.language)
    return Replace(answers.notice(views.kept_off(words), words))


def ask_correction(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the form in which a company corrects what is said of it."""
    with house.database.read() as session:
        who, there, meeting = _found(session, heard, heard.value)
        if there.state is not State.CORRECTING or not _corrects(session, who):
            raise minutes.NoMoreWriting
        said = [
            one
            for one in commitments.of_meeting(session, who.coalition, who, meeting.id)
            if one.company_id == who.company.id
        ]
        words = language(who.coalition.language)
        view = forms.correction(there, meeting, minutes.presence_of(session, who, there), said, words)
    return answers.form(view, words)


def correct(house: House, heard: Submission, now: datetime) -> Answer:
    """Note what a company says of itself."""
    values = heard.form.values
    chosen, remark = values.text(ids.PRESENCE), without_off_the_record(values.text(ids.REMARK))[0]
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, minutes.coalition_of(session, heard.form.private))
        words = language(who.coalition.language)
        presence = Presence(chosen) if chosen in set(Presence) else None
        try:
            minutes.correct(session, who, heard.form.private, presence=presence, remark=remark, way=Way.FORM, now=now)
        except minutes.TooLong:
            return Errors({ids.REMARK: forms.too_long(words)})
    return Replace(answers.notice(views.noted(words, remarked=bool(remark)), words))


def take_markdown(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for minutes as Markdown."""
    return _take(house, heard, "md", now)


def take_html(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for minutes as a page that prints."""
    return _take(house, heard, "html", now)


def _take(house: House, heard: Click, format_: str, now: datetime) -> Answer:
    """Ask for a file; a page asks once for each kind."""
    with house.database.begin() as session:
        who, there, _ = _found(session, heard, heard.value)
        form = f"{format_}:{heard.form.id if heard.form else heard.trigger}"[:32]
        words = ((there.token,),)
        exports.request(
            session, who, form=form, format_=format_, words=words, file=Kind.MINUTES, way=Way.BUTTON, now=now
        )
    house.wake_porter()
    said = language(who.coalition.language)
    return answers.page(answers.notice(export_views.under_way(said), said), said)


def waiting(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Draw the minutes that wait to be written, and those that the company may still correct."""
    words = language(who.coalition.language)
    writes = [views.to_write(one, meeting, words) for one, meeting in minutes.to_write(session, who)]
    return writes + [views.to_correct(one, meeting, words) for one, meeting in minutes.to_correct(session, who)]


def go_on(house: House, now: datetime) -> None:
    """End what nobody ended, take minutes further, and draw what changed; one that fails keeps no other waiting."""
    with house.database.read() as session:
        over = minutes.to_end_by_itself(session, now=now, limit=_BATCH)
        due = minutes.due(session, now=now, limit=_BATCH)
    each([*(partial(_end, house, one, now) for one in over), *(partial(_further, house, one, now) for one in due)])
    with house.database.read() as session:
        stale = minutes.to_draw(session, now=now, limit=_BATCH)
    each([partial(_draw, house, one, now) for one in stale])
    if over or due or stale:
        house.wake_courier()


def _end(house: House, meeting: Meeting, now: datetime) -> None:
    with house.database.begin() as session:
        coalition = coalitions.by_id(session, meeting.coalition_id)
        there = minutes.begin(session, coalition, meetings.end(session, meeting, now), now=now)
        for user_id in minutes.to_ring(session, coalition, meeting):
            _ring(session, coalition, there, "write", user_id, now=now)


def _further(house: House, there: Minutes, now: datetime) -> None:
    with house.database.begin() as session:
        coalition = coalitions.by_id(session, there.coalition_id)
        if there.state is State.WRITING and minutes.ask(session, there, now=now):
            _ask_companies(session, coalition, there, now)
        elif there.state is State.CORRECTING:
            minutes.post(session, there, now=now)


def _ask_companies(session: Session, coalition: Coalition, there: Minutes, now: datetime) -> None:
    """Ring for each member company's lead, or whoever stands in."""
    for one in absences.of_members(session, coalition, now=now):
        _ring(session, coalition, there, "correct", one.user_id, now=now)


def _ring(session: Session, coalition: Coalition, there: Minutes, what: str, user_id: str, *, now: datetime) -> None:
    outbox.want(
        session,
        coalition.id,
        f"{minutes.ABOUT}:{there.id}:{what}:{user_id}",
        address=Address.to_person(user_id, team=coalition.host_team),
        body=views.bell(coalition, language(coalition.language), to_write=what == "write"),
        about=minutes.ABOUT,
        about_id=there.id,
        now=now,
    )


def _draw(house: House, there: Minutes, now: datetime) -> None:
    """Draw posted minutes for each channel that they go to, and owe them, in one transaction."""
    with house.database.begin() as session:
        coalition = coalitions.by_id(session, there.coalition_id)
        meeting = meetings.by_id(session, there.meeting_id)
        rooms = [Room.MEMBERS, Room.OPEN] if meeting.with_open and coalition.open_channel else [Room.MEMBERS]
        told = {room: minutes.contents(session, coalition, there, room) for room in rooms}
        if not minutes.drawn(session, there, told, now=now):
            return
        for room in rooms:
            _owe(session, coalition, there, told[room], room, now=now)


def _owe(session: Session, coalition: Coalition, there: Minutes, told: Contents, room: Room, *, now: datetime) -> None:
    """Owe the message and its thread, and take away what hung there before and does not any more."""
    channel = coalition.channel if room is Room.MEMBERS else coalition.open_channel or ""
    drawn = views.draw(there, told, coalition, language(coalition.language))
    key = there.key(room)
    outbox.want(
        session,
        coalition.id,
        key,
        address=Address.in_channel(channel, team=coalition.host_team),
        body=drawn.body,
        about=minutes.ABOUT,
        about_id=there.id,
        now=now,
    )
    owe_thread(session, coalition, key, drawn.replies, channel=channel, about=minutes.ABOUT, about_id=there.id, now=now)


CLICKS = {
    ids.OPEN: show,
    ids.SEND: send,
    ids.KEEP_OFF: keep_off,
    ids.CORRECT: ask_correction,
    ids.MARKDOWN: take_markdown,
    ids.HTML: take_html,
}
FORMS = {ids.CORRECTION_FORM: correct}
