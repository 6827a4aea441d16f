"""Retention: the rules and who changes them; each day's preview to the owners, the erasing, and the report."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers import guards
from handlers.answers import Answer, Block, CloseAll, Errors, Push, Replace
from handlers.coalition.sending_files import ask_for
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import theirs
from handlers.views import answers
from handlers.views.coalition import retention as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, coalitions, drafts, exports, holds, intakes, knocks, outbox, retention, takedowns
from storage.access import Speaker, Way
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address, Body
from storage.retention import LONGEST, SHORTEST, Erased, Kind

# A draft remembers what the form showed; it holds nobody's words, so that no inbox offers it.
KIND = "retention"
# Nobody is rung for at night: what is done once a day is done from this hour on, in the coalition's zone.
_FROM_HOUR = 9
# What stands in place of a card, for the courier: it speaks of no record any more.
_STUB = "stub"


def ask(session: Session, who: Speaker, _typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the rules from a command."""
    return answers.page(_page(session, who), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the rules from the coalition's page."""
    with house.database.read() as session:
        return Push(_page(session, guards.speaker_in(session, heard, heard.value)))


def _page(session: Session, who: Speaker) -> Block:
    access.must_act(who)
    return views.page(
        retention.rules(session, who.coalition.id),
        who.coalition,
        language(who.coalition.language),
        may_change=access.may_coordinate(who),
        may_hold=access.may_hold(who),
    )


def edit(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form of the rules."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        access.must_coordinate(who)
        shown = retention.rules(session, who.coalition.id)
        token = drafts.keep(
            session, who, KIND, {kind.value: days for kind, days in shown.items()}, has_words=False, now=now
        )
    return Push(views.form(shown, token, language(who.coalition.language)))


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Change what was changed in the form, and tell the members' channel in the same transaction."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now, kind=KIND)
        words, shown = language(who.coalition.language), {Kind(kind): days for kind, days in draft.body.items()}
        wanted, wrong = _read(heard.form.values)
        if wrong:
            return Errors(dict.fromkeys(wrong, views.no_number(words)))
        before, after = retention.change(session, who, wanted, shown=shown, way=Way.FORM, now=now)
        if before != after:
            body = views.changed(who.company.name, before, after, who.coalition, words)
            _tell_all(session, who, body, form=heard.form.id, now=now)
    return CloseAll()


def _read(values: Values) -> tuple[dict[Kind, int], list[str]]:
    wanted, wrong = {}, []
    for kind in Kind:
        typed = values.text(kind)
        if typed.isdecimal() and SHORTEST <= int(typed) <= LONGEST:
            wanted[kind] = int(typed)
        elif typed:
            wrong.append(kind.value)
    return wanted, wrong


def _tell_all(session: Session, who: Speaker, body: Body, *, form: str, now: datetime) -> None:
    outbox.want(
        session,
        who.coalition.id,
        f"{retention.ABOUT}:{form}"[:120],
        address=Address.in_channel(who.coalition.channel, team=who.coalition.host_team),
        body=body,
        about=retention.ABOUT,
        owner_id=who.person_id,
        now=now,
    )


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what is to go of one's own, what went, and for those who coordinate how much that was."""
    words, items = language(who.coalition.language), []
    if farewell := retention.leaving(session, who):
        items.append(views.is_to_go(farewell, who.coalition, words))
    if gone := retention.erased_lately(session, who, now=now):
        items.append(views.went(gone, words))
    if number := retention.erased_in_all(session, who, now=now):
        items.append(views.went_in_all(number, words))
    return items


def leaving(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open which records are to go."""
    with house.database.read() as session:
        who = guards.speaker_in(session, heard, heard.value)
        return Push(_leaving(session, who, ""))


def leaving_older(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Go on behind the record that the button names."""
    with house.database.read() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, heard.value))
        return Replace(_leaving(session, who, heard.value))


def _leaving(session: Session, who: Speaker, before: str) -> Block:
    page = takedowns.recent(session, who, before=before, leaving=True)
    return views.leaving(page, who.coalition, language(who.coalition.language), may_hold=access.may_hold(who))


def export(house: House, heard: Click, now: datetime) -> Answer:
    """Ask for all that is to go as a file; a page asks once."""
    return ask_for(house, heard, exports.Kind.LEAVING, "json", now)


def keep_time(house: House, now: datetime) -> None:
    """Once a day announce what is to go and thin what is old; erase whatever was announced a week ago."""
    with house.database.read() as session:
        new = [(one, day) for one in coalitions.all_of_them(session) if (day := _new_day(session, one, now))]
        is_due, is_lifted = retention.any_due(session, now=now), holds.any_to_let_go(session, now=now)
        is_old = intakes.any_old(session, now=now)
    begun = [_begin_day(house, coalition, day, now) for coalition, day in new]
    while is_due and _erase_some(house, now):
        pass
    if is_old:
        with house.database.begin() as session:
            intakes.forget_old(session, now=now)
    while (is_due or is_old) and _sweep_some(house):
        pass
    while any(begun) and _thin_some(house, now):
        pass
    while is_lifted and _let_go_some(house, now):
        pass
    house.wake_courier()


def _new_day(session: Session, coalition: Coalition, now: datetime) -> date | None:
    here = now.astimezone(ZoneInfo(coalition.zone))
    is_time = here.hour >= _FROM_HOUR and retention.is_new_day(session, coalition, here.date())
    return here.date() if is_time else None


def _begin_day(house: House, coalition: Coalition, day: date, now: datetime) -> bool:
    """Announce what is to go, and ring for its owners; of several processes one does."""
    with house.database.begin() as session:
        if not retention.begin_day(session, coalition, day):
            return False
        # Whoever loses sight of something tomorrow holds what it can see today.
        holds.gather(session, coalition.id)
        new = retention.announce(session, coalition, now=now)
        for user_id in retention.to_ring(session, coalition, new, now=now):
            body = views.bell_before(coalition, language(coalition.language))
            _ring(session, coalition, f"before:{day}", user_id, body, now=now)
    return True


def _erase_some(house: House, now: datetime) -> bool:
    """Erase some, put a stub where a card stood, and ring for those who are told; True if there may be more."""
    with house.database.begin() as session:
        gone = retention.erase(session, now=now)
        for one in gone:
            _replace_cards(session, one, now)
        if gone:
            _report(session, gone, now)
    return bool(gone)


def _replace_cards(session: Session, one: Erased, now: datetime) -> None:
    stub = views.stub(one, language(one.coalition.language))
    for key in one.cards:
        outbox.replace_what_stands(session, one.coalition.id, key, body=stub, about=_STUB, now=now)


def _report(session: Session, gone: tuple[Erased, ...], now: datetime) -> None:
    coalition = gone[0].coalition
    told = set(retention.to_ring(session, coalition, tuple(one.id for one in gone), now=now))
    if any(one.was_for_all for one in gone):
        told |= set(knocks.doorkeepers(session, coalition))
    day = coalition.day_of(now)
    for user_id in sorted(told):
        body = views.bell_after(coalition, language(coalition.language))
        _ring(session, coalition, f"after:{day}", user_id, body, now=now)


def _ring(session: Session, coalition: Coalition, key: str, user_id: str, body: Body, *, now: datetime) -> None:
    outbox.want(
        session,
        coalition.id,
        f"{retention.ABOUT}:{key}:{user_id}",
        address=Address.to_person(user_id, team=coalition.host_team),
        body=body,
        about=retention.ABOUT,
        now=now,
    )


def _thin_some(house: House, now: datetime) -> bool:
    with house.database.begin() as session:
        return retention.thin(session, now=now)


def _sweep_some(house: House) -> bool:
    """Clear away some of what the files of erased records brought; nobody is told of it since they were erased."""
    with house.database.begin() as session:
        return intakes.sweep(session)


def _let_go_some(house: House, now: datetime) -> bool:
    with house.database.begin() as session:
        return holds.let_go(session, now=now)
