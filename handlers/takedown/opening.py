"""/takedown and its verbs: opens the form, with what could be read from the words already in it."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, Open, Replace, Whisper
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Filled
from handlers.house import House
from handlers.inputs import Click, Command, OpenForm
from handlers.kept import taken, theirs
from handlers.takedown import changing, erasing, exporting, finding, reading, recalling
from handlers.takedown.work import KIND, Work, edition_of, record_of, typed, words_of
from handlers.verbs import Verb, parted
from handlers.views import answers
from handlers.views import takedown as ids
from handlers.views.blocks import Block
from handlers.views.takedown.form import form
from handlers.whom import sheet
from storage import access, drafts
from storage.access import Speaker, Way
from storage.companies import Seat
from storage.database import Session

# Whatever was meant to be a reference: one that is mistyped shall not become an announcement.
_REFERENCE = re.compile(r"TD-?\w{1,12}", re.IGNORECASE)

LIST, SHOW, EDIT, WITHDRAW, EXPORT, HELP, NEW = "list", "show", "edit", "withdraw", "export", "help", "new"
RECALL, ERASE, FIND = "recall", "erase", "find"
VERBS = {
    "list": LIST,
    "liste": LIST,
    "lister": LIST,
    "show": SHOW,
    "voir": SHOW,
    "montrer": SHOW,
    "edit": EDIT,
    "modifier": EDIT,
    "corriger": EDIT,
    "withdraw": WITHDRAW,
    "retirer": WITHDRAW,
    "rétracter": WITHDRAW,
    "retracter": WITHDRAW,
    "recall": RECALL,
    "rappeler": RECALL,
    "find": FIND,
    "chercher": FIND,
    "trouver": FIND,
    "erase": ERASE,
    "effacer": ERASE,
    "export": EXPORT,
    "exporter": EXPORT,
    "help": HELP,
    "aide": HELP,
    "new": NEW,
    "nouveau": NEW,
}
_READING = frozenset({LIST, SHOW, HELP})
_OF_ALL: dict[str, Verb] = {LIST: reading.listed, EXPORT: exporting.ask, FIND: finding.find}
_OF_A_RECORD: dict[str, Verb] = {
    SHOW: reading.show_reference,
    EDIT: changing.edit_reference,
    WITHDRAW: changing.ask_why_reference,
    RECALL: recalling.ask_reference,
    ERASE: erasing.ask_reference,
}


def command(house: House, heard: Command, now: datetime) -> Answer:
    """Answer /takedown."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        return begin(session, who, heard.text, Way.COMMAND, now)


def begin(session: Session, who: Speaker, text: str, way: Way, now: datetime) -> Answer:
    """Do what the first word says where it is a verb; read anything else as an announcement."""
    verb, rest = parted(text, VERBS)
    if verb not in _READING:
        access.must_act(who)
    if verb == HELP:
        return _help(who)
    if verb in _OF_ALL:
        return _OF_ALL[verb](session, who, rest, way, now)
    if verb in _OF_A_RECORD and not rest:
        return reading.listed(session, who, "", way, now)
    if verb in _OF_A_RECORD and _REFERENCE.fullmatch(rest):
        return _OF_A_RECORD[verb](session, who, rest, way, now)
    return open_form(session, who, rest if verb == NEW else text, now)


def _help(who: Speaker) -> Answer:
    language = words_of(who)
    may_log = who.company.seat is Seat.MEMBER
    return Whisper(language.say("Help"), answers.help_blocks(language, may_log=may_log))


def open_form(session: Session, who: Speaker, text: str, now: datetime) -> Answer:
    """Open the form; words wait as a draft from now on, and without words the last draft is offered."""
    access.may_log(who)
    access.must_stand(who)
    waiting = drafts.latest(session, who, KIND, now=now)
    if not text and waiting:
        return _offer(session, who, waiting, now)
    filled = _empty(who)
    if text:
        read = takedown_form.from_words(text, today=who.coalition.day_of(now), language=who.coalition.language)
        filled = replace(read, mark=filled.mark)
    token = _kept(session, who, filled, now)
    language = words_of(who)
    shown = replace(sheet(session, who, token, filled, now=now), waiting=waiting)
    return Open(form(filled, shown, language), answers.kept(token, language))


def offered(session: Session, who: Speaker, filled: Filled, now: datetime) -> Block:
    """Draw the form with what is filled in already; it waits as a draft from now on."""
    access.may_log(who)
    access.must_stand(who)
    token = _kept(session, who, filled, now)
    return form(filled, sheet(session, who, token, filled, now=now), words_of(who))


def _kept(session: Session, who: Speaker, filled: Filled, now: datetime) -> str:
    work = Work(filled)
    return drafts.keep(session, who, KIND, work.as_body(), has_words=work.has_words, now=now)


def _empty(who: Speaker) -> Filled:
    """Begin a form with what the coalition has agreed on."""
    return Filled(mark=who.coalition.default_mark)


def _offer(
    session: Session,
    who: Speaker,
    draft: drafts.Draft,
    now: datetime,
    *,
    how: type[Open | Replace] = Open,
    edition: str = "",
) -> Answer:
    """Show the form with the words of a draft."""
    language = words_of(who)
    work = Work.of(draft)
    editing = record_of(session, who, work)
    shown = replace(sheet(session, who, draft.token, work.filled, editing=editing, now=now), edition=edition)
    view = form(work.filled, replace(shown, resumed=None if editing else draft.changed_at), language)
    return Open(view, answers.kept(draft.token, language)) if how is Open else how(view)  # type: ignore[call-arg]


def log(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from a button: of the pinned message, of a card, of the inbox."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        return open_form(session, who, "", now)


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=KIND)
        if heard.form is None or heard.form.callback_id != ids.FORM:
            return _offer(session, who, draft, now)
        _keep_typed(session, heard, heard.form, now)
        return _offer(session, who, draft, now, how=Replace, edition=_new_edition())


def _keep_typed(session: Session, heard: Click, shown: OpenForm, now: datetime) -> None:
    """Keep what stands in a form that gives its place to another draft."""
    _, draft = theirs(session, heard, shown.private, now, kind=KIND)
    work = Work.of(draft)
    work = work.retyped(typed(shown.values, work.filled))
    drafts.change(session, draft, work.as_body(), has_words=work.has_words, now=now)


def _new_edition() -> str:
    return f":{secrets.token_hex(2)}"


def afresh(house: House, heard: Click, now: datetime) -> Answer:
    """Empty the form; the draft that it held is thrown away by its owner's own click."""
    with house.database.begin() as session:
        who, _ = taken(session, heard, heard.value, now, kind=KIND)
        empty = _empty(who)
        token = _kept(session, who, empty, now)
        shown = replace(sheet(session, who, token, empty, now=now), edition=_new_edition())
        return Replace(form(empty, shown, words_of(who)))


def take_off(house: House, heard: Click, now: datetime) -> Answer:
    """Take the files off that are attached to the open form; Slack keeps the uploads."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=KIND)
        work = Work.of(draft)
        filled = typed(heard.form.values, work.filled) if heard.form else work.filled
        work = work.retyped(replace(filled, files=()))
        drafts.change(session, draft, work.as_body(), has_words=work.has_words, now=now)
        shown = sheet(session, who, draft.token, work.filled, editing=record_of(session, who, work), now=now)
        # Fields of other ids, so that Slack's client forgets what it held there.
        return Replace(form(work.filled, replace(shown, edition=_new_edition()), words_of(who)))


def more(house: House, heard: Click, now: datetime) -> Answer:
    """Show the longer form, with all that was typed in the short one."""
    return _redrawn(house, heard, heard.value, now, more=True)


def rechoose(house: House, heard: Click, now: datetime) -> Answer:
    """Let the form follow the mark and the audience that are chosen in it."""
    return _redrawn(house, heard, heard.form.private if heard.form else "", now)


def _redrawn(house: House, heard: Click, token: str, now: datetime, *, more: bool = False) -> Answer:
    with house.database.begin() as session:
        who, draft = theirs(session, heard, token, now, kind=KIND)
        work = Work.of(draft)
        filled = typed(heard.form.values, work.filled) if heard.form else work.filled
        filled = replace(filled, more=filled.more or more)
        work = work.retyped(filled)
        drafts.change(session, draft, work.as_body(), has_words=work.has_words, now=now)
        shown = sheet(session, who, draft.token, filled, editing=record_of(session, who, work), now=now)
        return Replace(form(filled, replace(shown, edition=edition_of(heard)), words_of(who)))
