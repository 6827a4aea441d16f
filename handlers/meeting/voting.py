"""What the members decide by votes: put to the vote in a form, one voice a company by buttons, counted in the end."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.formats.committing import without_off_the_record
from handlers.formats.rhythm import Problem, read_rhythm, write_rhythm
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import sent_before, taken, theirs
from handlers.views import answers
from handlers.views import decision as ids
from handlers.views.decision import form as forms
from handlers.views.decision import message as views
from handlers.views.decision.form import Filled
from handlers.views.inbox import Item
from handlers.views.wording import Language, language
from storage import absences, access, coalitions, decisions, drafts, meetings, minutes, outbox, updates
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.decisions import Decision, NoChoice, NothingToDecide, NotYet, Option, State, TooFewVoices
from storage.drafts import Draft
from storage.errors import Dissolving, NotCoordinator, Unknown
from storage.meetings import Over
from storage.outbox import Address
from storage.people import Room
from storage.rhythms import Rhythm

_BATCH = 50
# So many wishes are several.
_DIFFER = 2
# Where nobody says until when, a vote lasts for so many days.
_DAYS = timedelta(days=3)


def ask(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Answer:
    """Open the form from a command: for the meeting that is held, or whose minutes are not posted yet, if any."""
    meeting = minutes.to_end(session, who, now=now)
    return begin(session, who, rest, meeting.id if meeting else None, now)


def begin(session: Session, who: Speaker, text: str, meeting_id: int | None, now: datetime) -> Answer:
    """Open the form that puts something to the vote, at a meeting or between two."""
    access.must_stand(who)
    if not decisions.may_run(session, who, meeting_id):
        raise NotCoordinator
    until = who.coalition.day_of(now + _DAYS).isoformat()
    filled = Filled(without_off_the_record(text)[0], until=until)
    if meeting_id is not None and not filled.text:
        filled = _wished(session, who, meeting_id, filled)
    body = asdict(filled) | {"meeting": meeting_id}
    token = drafts.keep(session, who, ids.KIND, body, has_words=bool(filled.text), now=now)
    return _opened(session, who, filled, token)


def _wished(session: Session, who: Speaker, meeting_id: int, filled: Filled) -> Filled:
    """Offer how often companies would meet, where their updates differ and all members may know of them."""
    said = updates.of_meeting(session, meetings.by_id(session, meeting_id), Room.MEMBERS)
    words = language(who.coalition.language)
    rules = dict.fromkeys(one.rule for one in said if one.rule)
    if len(rules) < _DIFFER:
        return filled
    options = "\n".join(write_rhythm(Rhythm.of_rule(one), words.code) for one in rules)
    return replace(filled, text=words.say("How often we meet"), options=options, rhythm=True)


def _opened(session: Session, who: Speaker, filled: Filled, token: str) -> Answer:
    words = language(who.coalition.language)
    view = forms.form(filled, token, words, has_series=bool(meetings.series_of(session, who.coalition)))
    return Open(view, answers.kept(token, words, opens=ids.RESUME))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from a button: of a meeting, by its token, or of the coalition."""
    with house.database.begin() as session:
        where = meetings.coalition_of(session, heard.value)
        if where is None:
            return begin(session, guards.speaker_in(session, heard, heard.value), "", None, now)
        who = guards.speaker_about(session, heard, where)
        return begin(session, who, "", meetings.by_token(session, who, heard.value).id, now)


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=ids.KIND)
        return _opened(session, who, _filled(draft), draft.token)


def _filled(draft: Draft) -> Filled:
    return Filled(**{name: draft.body[name] for name in Filled.__dataclass_fields__ if name in draft.body})


def put(house: House, heard: Submission, now: datetime) -> Answer:
    """Put it to the vote, ask the channel, and ring for each company's voice, in one transaction."""
    with house.database.begin() as session:
        try:
            who, draft = theirs(session, heard, heard.form.private, now, kind=ids.KIND)
        except Unknown:
            return sent_before(session, heard, decisions.was_put, views.said_already)
        words = language(who.coalition.language)
        filled = _typed(heard.form.values, _filled(draft))
        meeting_id = draft.body.get("meeting")
        body = asdict(filled) | {"meeting": meeting_id}
        drafts.change(session, draft, body, has_words=bool(filled.text), now=now)
        options = _options(filled, who, words, now)
        if isinstance(options, str):
            return Errors({ids.OPTIONS: forms.no_rhythm(options, words)})
        try:
            there = decisions.put_to_vote(
                session,
                who,
                filled.text,
                options,
                secret=filled.secret,
                closes_at=_end_of(filled.until, who.coalition),
                meeting_id=meeting_id,
                form=draft.token,
                way=Way.FORM,
                now=now,
            )
        except (NothingToDecide, NoChoice, NotYet, TooFewVoices, ValueError) as wrong:
            return Errors(_sentence(wrong, words))
        taken(session, heard, draft.token, now, kind=ids.KIND)
        tell(session, who.coalition, there, now)
        _ring(session, who.coalition, there, now)
    return Replace(answers.notice(views.put(there, words), words))


def _typed(values: Values, before: Filled) -> Filled:
    return Filled(
        without_off_the_record(values.text(ids.TEXT))[0],
        values.text(ids.OPTIONS),
        values.text(ids.UNTIL) or before.until,
        bool(values.several(ids.SECRET)),
        bool(values.several(ids.RHYTHM)),
    )


def _options(filled: Filled, who: Speaker, words: Language, now: datetime) -> tuple[Option, ...] | str:
    """Read the options, one a line; where each is how often to meet, the first line that is none."""
    lines = [line.strip() for line in filled.options.splitlines() if line.strip()]
    if not lines:
        *choices, abstain = forms.default_options(words).splitlines()
        return (*(Option(one) for one in choices), Option(abstain, abstains=True))
    if not filled.rhythm:
        return tuple(Option(one) for one in lines)
    today = who.coalition.day_of(now)
    found = []
    for one in lines:
        rhythm = read_rhythm(one, today=today)
        if isinstance(rhythm, Problem):
            return one
        found.append(Option(one, rule=rhythm.as_rule()))
    return tuple(found)


def _end_of(day: str, coalition: Coalition) -> datetime:
    """Give the moment at which a day is over in the coalition's zone; ValueError for what is no day."""
    return datetime.combine(date.fromisoformat(day) + timedelta(days=1), datetime.min.time(), ZoneInfo(coalition.zone))


def _sentence(wrong: Exception, words: Language) -> dict[str, str]:
    match wrong:
        case NothingToDecide():
            return {ids.TEXT: forms.nothing_said(words)}
        case NoChoice():
            return {ids.OPTIONS: forms.no_choice(words)}
        case TooFewVoices():
            return {ids.SECRET: forms.too_few(words)}
        case _:
            return {ids.UNTIL: forms.not_yet(words)}


def tell(session: Session, coalition: Coalition, there: Decision, now: datetime) -> None:
    """Let the message in the members' channel say how a decision stands."""
    members = decisions.members(session, coalition.id)
    outbox.want(
        session,
        coalition.id,
        f"{decisions.ABOUT}:{there.id}",
        address=Address.in_channel(coalition.channel, team=coalition.host_team),
        body=views.message(there, coalition, members, language(coalition.language)),
        about=decisions.ABOUT,
        about_id=there.id,
        owner_id=there.person_id,
        now=now,
    )


def _ring(session: Session, coalition: Coalition, there: Decision, now: datetime) -> None:
    for one in absences.of_members(session, coalition, now=now):
        outbox.want(
            session,
            coalition.id,
            f"{decisions.ABOUT}:{there.id}:voice:{one.user_id}",
            address=Address.to_person(one.user_id, team=coalition.host_team),
            body=views.bell(coalition, language(coalition.language)),
            about=decisions.ABOUT,
            about_id=there.id,
            now=now,
        )


def vote(house: House, heard: Click, now: datetime) -> Answer:
    """Give a company's voice, and let the message in the channel follow."""
    chosen = heard.action.partition(":")[2]
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, decisions.coalition_of(session, heard.value))
        if not chosen.isdecimal():
            raise Unknown
        there = decisions.vote(session, who, heard.value, int(chosen), way=Way.BUTTON, now=now)
        tell(session, who.coalition, there, now)
    words = language(who.coalition.language)
    said = views.noted(there, int(chosen), words)
    return answers.told(said, words, on_a_page=heard.form is not None)


def show(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open a decision."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, decisions.coalition_of(session, heard.value))
        view = _page(session, who, decisions.by_token(session, who, heard.value))
    return answers.page(view, language(who.coalition.language))


def _page(session: Session, who: Speaker, there: Decision) -> dict[str, Any]:
    own = [one.option for one in there.voices if one.company_id == who.company.id]
    chosen = there.options[own[0]].label if own and own[0] is not None else ""
    return views.page(
        there,
        decisions.members(session, who.coalition.id),
        language(who.coalition.language),
        may_vote=decisions.may_vote(who),
        may_close=there.state is State.VOTING and decisions.may_run(session, who, there.meeting_id),
        own=chosen,
    )


def count(house: House, heard: Click, now: datetime) -> Answer:
    """Count now."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, decisions.coalition_of(session, heard.value))
        there, done = decisions.close(session, who, heard.value, way=Way.BUTTON, now=now)
        if done:
            _follow(session, who.coalition, there, now)
        return Replace(_page(session, who, there))


def withdraw(house: House, heard: Click, now: datetime) -> Answer:
    """Take it back."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, decisions.coalition_of(session, heard.value))
        there = decisions.withdraw(session, who, heard.value, way=Way.BUTTON, now=now)
        tell(session, who.coalition, there, now)
        return Replace(_page(session, who, there))


def _follow(session: Session, coalition: Coalition, there: Decision, now: datetime) -> None:
    """Tell the channel what came of it, and let the meetings come round as was decided."""
    tell(session, coalition, there, now)
    follow_rhythm(session, coalition, there, now)


def follow_rhythm(session: Session, coalition: Coalition, there: Decision, now: datetime) -> None:
    """Let the series of meetings follow a decision on how often to meet; one that ended meanwhile does not."""
    if not there.rule:
        return
    for series in meetings.series_of(session, coalition)[:1]:
        with suppress(Over, Dissolving):
            meetings.change_rhythm(session, series, there.rule, now, way=Way.CLOCK)


def close_due(house: House, now: datetime) -> None:
    """Count what is due; of several processes one does."""
    with house.database.read() as session:
        due = decisions.to_close(session, now=now, limit=_BATCH)
    for one in due:
        with house.database.begin() as session:
            there, done = decisions.close_due(session, one, now=now)
            if done:
                _follow(session, coalitions.by_id(session, there.coalition_id), there, now)
    if due:
        house.wake_courier()


def next_due(house: House) -> datetime | None:
    """Say when something is counted next."""
    with house.database.read() as session:
        return decisions.next_close(session)


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what waits for the voice of somebody's company."""
    if not decisions.may_vote(who):
        return []
    words = language(who.coalition.language)
    return [
        views.item(one, words)
        for one in decisions.voting(session, who)
        if one.closes_at is not None
        and one.closes_at > now
        and all(voice.company_id != who.company.id for voice in one.voices)
    ]


CLICKS = {
    ids.NEW: from_button,
    ids.RESUME: resume,
    ids.VOTE: vote,
    ids.SHOW: show,
    ids.CLOSE: count,
    ids.WITHDRAW: withdraw,
}
FORMS = {ids.FORM: put}
