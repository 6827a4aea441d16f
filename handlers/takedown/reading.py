"""Reading takedowns: the list, one record, its revisions; each opens for one person alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from handlers import guards
from handlers.answers import Answer, Open, Push, Replace
from handlers.formats import words
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.takedown import in_bulk
from handlers.takedown.work import words_of
from handlers.views import answers
from handlers.views.blocks import Block, escape
from handlers.views.intake import telling as sent
from handlers.views.takedown import pages, recalling, telling
from storage import access, audiences, audit, erasing, indicators, intakes, reach, showings, takedowns
from storage.access import Speaker, Way
from storage.audit import Act
from storage.companies import Seat
from storage.database import Session
from storage.errors import NotSeated, Unknown
from storage.showings import Shown
from storage.takedowns import ABOUT, Page, Takedown, Tombstone

_TYPED_LIMIT = 200
_ANY_DAY = date(2018, 8, 24)


def show(house: House, heard: Click, now: datetime) -> Answer:
    """Open one record from a button."""
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        try:
            return _show(session, who, takedowns.by_token(session, who, heard.value), Way.BUTTON, now)
        except Unknown:
            return _tombstone(who, takedowns.tombstone(session, who, token=heard.value))


def show_reference(session: Session, who: Speaker, reference: str, way: Way, now: datetime) -> Answer:
    """Open the record that a command names."""
    try:
        return _show(session, who, takedowns.by_reference(session, who, reference), way, now)
    except Unknown:
        return _tombstone(who, takedowns.tombstone(session, who, reference=reference))


def _tombstone(who: Speaker, stone: Tombstone) -> Open:
    """Open what is left of a record for those who knew of it; `takedowns.tombstone` refuses all others as before."""
    language = words_of(who)
    return answers.page(recalling.tombstone(stone, language), language)


def _show(session: Session, who: Speaker, takedown: Takedown, way: Way, now: datetime) -> Open:
    audit.note(session, who, Act.OPENED, ABOUT, takedown.id, way=way, now=now)
    in_bulk.opened(session, who, now)
    showings.note(session, who, Shown.OPENED, [takedown], way=way, now=now)
    language = words_of(who)
    mine = takedown.company_id == who.company.id and who.company.seat is Seat.MEMBER
    trail = access.may_read_trail(who, takedown.company_id)
    told = _told(session, who, takedown) if takedown.company_id == who.company.id else []
    asked = mine and reach.is_known(session, who, takedown)
    erases = mine and erasing.may_erase(session, who, takedown, now=now)
    found = indicators.how_many(session, takedown)
    files = sent.of_record(intakes.of_takedown(session, who, takedown.token), language) if mine else []
    view = pages.details(
        takedown,
        language,
        mine=mine,
        trail=trail,
        told=told,
        asked=asked,
        erases=erases,
        found=found,
        files=files,
    )
    return answers.page(view, language)


def _told(session: Session, who: Speaker, takedown: Takedown) -> list[Block]:
    """Tell its owner whom a record is for."""
    try:
        scope = takedowns.scope_of(session, who, takedown.token)
    except NotSeated:
        return []
    chosen, named = audiences.named(session, scope)
    names = [*(escape(one) for one in chosen), *(f"<@{one}>" for one in named)]
    if not takedown.embargoed:
        scope = replace(scope, not_before=None)
    return telling.told(scope, names, words_of(who))


def history(house: House, heard: Click, now: datetime) -> Answer:
    """Open the revisions of a record, newest first; the button for older ones says before which."""
    token, _, before = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        try:
            takedown = takedowns.by_token(session, who, token)
        except Unknown:
            return Push(_tombstone(who, takedowns.tombstone(session, who, token=token)).view)
        audit.note(session, who, Act.READ_HISTORY, ABOUT, takedown.id, way=Way.BUTTON, now=now)
        showings.note(session, who, Shown.REVISIONS, [takedown], way=Way.BUTTON, now=now)
        revisions = takedowns.history(session, who, token)
    shown = [one for one in revisions if not before.isdecimal() or one.number < int(before)]
    view = pages.history(takedown, shown, words_of(who))
    return Replace(view) if before else Push(view)


def listed(session: Session, who: Speaker, query: str, way: Way, now: datetime) -> Answer:
    """Open the list of what was logged, newest first, narrowed to the words."""
    page = takedowns.recent(session, who, words=spellings(query))
    return answers.page(_list(session, who, page, query, way=way, now=now), words_of(who))


def _list(session: Session, who: Speaker, page: Page, query: str, *, way: Way, now: datetime) -> Block:
    """Draw a page of the list, and note who was shown it."""
    audit.note(session, who, Act.LISTED, ABOUT, None, way=way, now=now)
    showings.note(session, who, Shown.LISTED, page.takedowns, way=way, now=now)
    may_export = who.company.seat is not Seat.GUEST
    return pages.listing(page, query, who.coalition.token, words_of(who), may_export=may_export)


def older(house: House, heard: Click, now: datetime) -> Answer:
    """Turn to the next page of the list."""
    _, query = carried(heard)
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        page = takedowns.recent(session, who, words=spellings(query), before=heard.value)
        return Replace(_list(session, who, page, query, way=Way.BUTTON, now=now))


def search(house: House, heard: Click, now: datetime) -> Answer:
    """Narrow the open list to the words that were typed into it, at the Enter key."""
    return _narrowed(house, heard, heard.value, now)


def look(house: House, heard: Submission, now: datetime) -> Answer:
    """Narrow the open list to the words that were typed into it, at its button."""
    return _narrowed(house, heard, heard.form.values.text("query"), now)


def _narrowed(house: House, heard: Click | Submission, query: str, now: datetime) -> Answer:
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, carried(heard)[0])
        page = takedowns.recent(session, who, words=spellings(query))
        return Replace(_list(session, who, page, query, way=Way.FORM, now=now))


def carried(heard: Click | Submission) -> tuple[str, str]:
    """Read what the list carries: the coalition's token, and the words that it is narrowed to."""
    coalition, _, query = heard.form.private.partition(":") if heard.form else ("", "", "")
    return coalition, query


def spellings(query: str) -> list[list[str]]:
    """Split what is looked for into words; places and kinds of asset are looked for by their codes as well."""
    places = words.read_places(query[:_TYPED_LIMIT])
    if places.codes and not places.unknown:
        return [[f"|{code}|"] for code in places.codes]
    spellings = []
    for word in query[:_TYPED_LIMIT].split():
        codes = words.read_places(word).codes
        spellings.append([word, *(f"|{code}|" for code in codes), *_assets(word)])
    return spellings


def _assets(word: str) -> set[str]:
    """Give the kinds of asset that a word stands for, as storage spells them, whatever the language or number."""
    counted = words.gather(words.read_counts(f"2 {word}", today=_ANY_DAY))
    counts = [*((counted.stated,) if counted.stated else ()), *(each for part in counted.parts for each in part.counts)]
    return {str(asset).replace("_", " ") for count in counts for asset in count.assets}
