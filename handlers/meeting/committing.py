"""Commitments: said in a form at any time, kept, moved or dropped under *For me*, reminded of before they are due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from handlers import guards
from handlers.answers import Answer, Errors, Open, Replace
from handlers.formats.committing import read_commitment, without_off_the_record
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import sent_before, taken, theirs
from handlers.views import answers
from handlers.views import commitment as ids
from handlers.views.commitment import form as forms
from handlers.views.commitment import pages as views
from handlers.views.commitment.form import Filled
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, audit, coalitions, commitments, drafts, outbox
from storage.access import Speaker, Way
from storage.audiences import Audience, Mark, Unfit
from storage.audit import Act
from storage.coalitions import Coalition
from storage.commitments import Commitment, NoCommitment, NotAhead
from storage.companies import Seat
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Unknown
from storage.outbox import Address

_BATCH = 200


def ask(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Answer:
    """Open the form with what the words say already in it; they wait as a draft from now on."""
    access.may_log(who)
    access.must_stand(who)
    said, day = read_commitment(without_off_the_record(rest)[0], who.coalition.day_of(now))
    filled = Filled(said, day.isoformat() if day else "", who.coalition.default_mark)
    token = drafts.keep(session, who, ids.KIND, _body(filled), has_words=bool(said or day), now=now)
    words = language(who.coalition.language)
    return Open(_form(who, filled, token), answers.kept(token, words, opens=ids.RESUME))


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from a button."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=ids.KIND)
        access.may_log(who)
        view = _form(who, _filled(draft), draft.token)
    words = language(who.coalition.language)
    return Open(view, answers.kept(draft.token, words, opens=ids.RESUME))


def _form(who: Speaker, filled: Filled, token: str) -> dict[str, Any]:
    return forms.form(filled, token, who.coalition, who.company.name, language(who.coalition.language))


def _body(filled: Filled) -> dict[str, Any]:
    return {"said": filled.said, "due": filled.due, "mark": filled.mark, "audience": filled.audience}


def _filled(draft: Draft) -> Filled:
    return Filled(**{name: str(draft.body.get(name, "")) for name in Filled.__dataclass_fields__})


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Commit the company of whoever sent the form; what cannot be taken stays in the form and in its draft."""
    with house.database.begin() as session:
        try:
            who, draft = theirs(session, heard, heard.form.private, now, kind=ids.KIND)
        except Unknown:
            return sent_before(session, heard, commitments.was_said, views.said_already)
        words = language(who.coalition.language)
        filled, left_out = _typed(heard.form.values, _filled(draft))
        try:
            made = _say(session, who, draft, filled, now)
        except (NoCommitment, NotAhead, Unfit, ValueError) as wrong:
            drafts.change(session, draft, _body(filled), has_words=bool(filled.said), now=now)
            if left_out and not filled.said:
                return Errors({ids.TEXT: forms.off_the_record(words)})
            return Errors(_sentence(wrong, who))
        taken(session, heard, draft.token, now, kind=ids.KIND)
    return Replace(answers.notice(views.noted(made, words), words))


def _say(session: Session, who: Speaker, draft: Draft, filled: Filled, now: datetime) -> Commitment:
    return commitments.make(
        session,
        who,
        filled.said,
        date.fromisoformat(filled.due),
        mark=Mark(filled.mark),
        audience=Audience(filled.audience or Audience.MEMBERS),
        form=draft.token,
        way=Way.FORM,
        now=now,
    )


def _typed(values: Values, before: Filled) -> tuple[Filled, int]:
    """Read the form; a field that it did not show keeps what it held. What is off the record is read by nobody."""
    shown = {
        name: values.text(block) if block in values else getattr(before, name)
        for name, block in (("due", ids.DUE), ("mark", ids.MARK), ("audience", ids.AUDIENCE))
    }
    said, left_out = without_off_the_record(values.text(ids.TEXT))
    return Filled(said, **shown), left_out


def _sentence(wrong: Exception, who: Speaker) -> dict[str, str]:
    words = language(who.coalition.language)
    match wrong:
        case NoCommitment():
            return {ids.TEXT: forms.nothing_said(words)}
        case Unfit():
            return {ids.MARK: forms.unfit(words)}
        case _:
            return {ids.DUE: forms.no_day(words)}


def listed(session: Session, who: Speaker, _rest: str, way: Way, now: datetime) -> Answer:
    """Show what is open of all that somebody may know of."""
    words = language(who.coalition.language)
    shown = commitments.open_of(session, who.coalition, who)
    audit.note(session, who, Act.LISTED, commitments.ABOUT, None, way=way, now=now)
    view = views.page(
        shown,
        who.coalition,
        words,
        own=who.company.id if who.company.seat is Seat.MEMBER else None,
        may_say=who.company.seat is Seat.MEMBER,
        now=now,
    )
    return answers.page(view, words)


def list_from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Show it from a button."""
    with house.database.begin() as session:
        return listed(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def kept(house: House, heard: Click, now: datetime) -> Answer:
    """Note that a commitment is kept."""
    return _settled(house, heard, commitments.keep, now)


def dropped(house: House, heard: Click, now: datetime) -> Answer:
    """Note that a commitment is dropped."""
    return _settled(house, heard, commitments.drop, now)


def confirmed(house: House, heard: Click, now: datetime) -> Answer:
    """Commit the own company to what somebody else noted."""
    return _settled(house, heard, commitments.confirm, now)


def declined(house: House, heard: Click, now: datetime) -> Answer:
    """Say that what somebody else noted is not so."""
    return _settled(house, heard, commitments.decline, now)


def _settled(house: House, heard: Click, settle: Any, now: datetime) -> Answer:
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, commitments.coalition_of(session, heard.value))
        made = settle(session, who, heard.value, way=Way.BUTTON, now=now)
    words = language(who.coalition.language)
    return answers.told(views.noted(made, words), words, on_a_page=heard.form is not None)


def ask_when(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Ask for another day."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, commitments.coalition_of(session, heard.value))
        words = language(who.coalition.language)
        view = forms.move_form(commitments.to_change(session, who, heard.value), words)
    return answers.form(view, words)


def move(house: House, heard: Submission, now: datetime) -> Answer:
    """Give a commitment another day."""
    token = heard.form.private
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, commitments.coalition_of(session, token))
        words = language(who.coalition.language)
        try:
            day = date.fromisoformat(heard.form.values.text(ids.DUE))
            made = commitments.move(session, who, token, day, way=Way.FORM, now=now)
        except (NotAhead, ValueError):
            return Errors({ids.DUE: forms.no_day(words)})
    return Replace(answers.notice(views.noted(made, words), words))


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what somebody is to keep, and what their company is asked whether it said so."""
    if who.company.seat is not Seat.MEMBER or who.person is None:
        return []
    words = language(who.coalition.language)
    return [
        views.asked(one, words) if one.state is commitments.State.ASKED else views.item(one, words, now)
        for one in commitments.waiting(session, who)
    ]


def ring(session: Session, coalition: Coalition, one: Commitment, when: str, now: datetime) -> None:
    """Ring for those who are to keep a commitment, or are asked about one."""
    for user_id in commitments.to_ring(session, coalition, one, now=now):
        outbox.want(
            session,
            coalition.id,
            f"{commitments.ABOUT}:{one.id}:{when}:{user_id}",
            address=Address.to_person(user_id, team=coalition.host_team),
            body=views.bell(coalition, language(coalition.language)),
            about=commitments.ABOUT,
            about_id=one.id,
            now=now,
        )


def remind(house: House, now: datetime) -> None:
    """Ring for what is due soon, some at a time; of several processes one does."""
    with house.database.read() as session:
        more = commitments.any_to_remind(session, now=now)
    while more:
        with house.database.begin() as session:
            due, looked_at = commitments.take_due(session, limit=_BATCH, now=now)
            for one in due:
                ring(session, coalitions.by_id(session, one.coalition_id), one, str(one.due_on), now)
        more = looked_at == _BATCH
        house.wake_courier()


CLICKS = {
    ids.NEW: from_button,
    ids.OPEN: list_from_button,
    ids.RESUME: resume,
    ids.KEPT: kept,
    ids.MOVE: ask_when,
    ids.DROP: dropped,
    ids.CONFIRM: confirmed,
    ids.DECLINE: declined,
}
FORMS = {ids.FORM: save, ids.MOVE_FORM: move}
