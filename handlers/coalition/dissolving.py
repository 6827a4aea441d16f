"""Dissolving a coalition: asked for by two coordinators, seen and stopped by one, carried out by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import typer

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Push, Replace, Whisper
from handlers.coalition import approving
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.shell import Mistyped, house_of
from handlers.views import answers
from handlers.views.blocks import Block
from handlers.views.coalition import approving as approving_views
from handlers.views.coalition import dissolution as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import access, coalitions, dissolving, outbox
from storage.access import Speaker, Way
from storage.approvals import Approval, Deed
from storage.audit import NOWHERE, Seal
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.database import Session
from storage.dissolving import GRACE, Dissolution, Stage
from storage.outbox import Address, Body


def ask(session: Session, who: Speaker, _typed: str, _way: Way, _now: datetime) -> Answer:
    """Open the form from a command, or how far it is where it is under way."""
    return answers.page(_page(session, who), language(who.coalition.language))


def from_button(house: House, heard: Click, now: datetime) -> Answer:  # noqa: ARG001
    """Open the same from a button."""
    with house.database.read() as session:
        view = _page(session, guards.speaker_in(session, heard, heard.value))
    return Push(view)


def _page(session: Session, who: Speaker) -> Block:
    access.must_coordinate(who)
    words, progress = language(who.coalition.language), dissolving.progress(session, who)
    return views.page(progress, who.coalition, words) if progress else views.form(who.coalition, words)


def request(house: House, heard: Submission, now: datetime) -> Answer:
    """Ask a second coordinator; whoever writes the coalition's name means it."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        access.must_coordinate(who)
        words = language(who.coalition.language)
        typed = " ".join(heard.form.values.text(views.NAME).split())
        if typed.casefold() != " ".join(who.coalition.name.split()).casefold():
            return Errors({views.NAME: views.not_its_name(who.coalition, words)})
        approval = approving.request(session, who, Deed.DISSOLVE, {}, form=heard.form.id, now=now)
    house.wake_porter()
    return Replace(answers.notice(approving_views.asked(approval, words), words))


def granted(session: Session, asker: Speaker, approval: Approval, now: datetime) -> None:  # noqa: ARG001
    """Begin, once two coordinators want it, and tell the members' channel."""
    there = dissolving.begin(session, asker, way=Way.FORM, now=now)
    where = asker.coalition
    body = views.begun(where, there.next_at + GRACE, language(where.language))
    _tell(session, where, there, "begun", Address.in_channel(where.channel, team=where.host_team), body=body, now=now)


def stop(house: House, heard: Click, now: datetime) -> Answer:
    """Stop it, while everything is still there, and tell the members' channel."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        there = dissolving.of_coalition(session, who.coalition.id)
        if dissolving.stop(session, who, way=Way.BUTTON, now=now) and there:
            body = views.stopped(who.company.name, who.coalition, language(who.coalition.language))
            to = Address.in_channel(who.coalition.channel, team=who.coalition.host_team)
            _tell(session, who.coalition, there, "stopped", to, body=body, now=now)
    return CloseAll() if heard.form else Whisper("")


def waiting(session: Session, who: Speaker, _now: datetime) -> list[Item]:
    """Tell everybody but guests that the coalition is at its end, and those who coordinate how far it is."""
    there = dissolving.of_coalition(session, who.coalition.id)
    if there is None or who.company.seat is Seat.GUEST:
        return []
    words = language(who.coalition.language)
    return [views.waiting(there, who.coalition, words, may_stop=access.may_coordinate(who))]


def go_on(house: House, now: datetime) -> None:
    """Bring every dissolution as far as it can go."""
    with house.database.read() as session:
        under_way = dissolving.under_way(session)
    for one in under_way:
        _go_on(house, one, now)
    if under_way:
        house.wake_courier()


def _go_on(house: House, one: Dissolution, now: datetime) -> None:
    while one.stage is not Stage.ERASING:
        with house.database.begin() as session:
            stage = dissolving.step(session, one, now=now)
            if stage is Stage.PARTING:
                _ring(session, one, now)
        if stage is None:
            return
        one = replace(one, stage=stage)
    while _erase_some(house, one, now):
        pass


def _erase_some(house: House, one: Dissolution, now: datetime) -> bool:
    with house.database.begin() as session:
        return dissolving.erase_some(session, one, now=now)


def _ring(session: Session, one: Dissolution, now: datetime) -> None:
    where = coalitions.by_id(session, one.coalition_id)
    body = views.last_day(where, language(where.language))
    for user_id in dissolving.to_tell(session, where):
        to = Address.to_person(user_id, team=where.host_team)
        _tell(session, where, one, f"day:{user_id}", to, body=body, now=now)


def _tell(
    session: Session, where: Coalition, one: Dissolution, key: str, to: Address, *, body: Body, now: datetime
) -> None:
    key = f"{dissolving.ABOUT}:{one.id}:{key}"
    outbox.want(session, where.id, key, address=to, body=body, about=dissolving.ABOUT, now=now)


def dissolved(
    context: typer.Context,
    printed: Annotated[
        str, typer.Option("--seal", help="The last seal of a coalition's trail, SEQUENCE:HASH: which one was it?")
    ] = "",
) -> None:
    """List what is left of the coalitions that were dissolved: a random number, the date, a hash."""
    house, _ = house_of(context)
    seal = Seal.read(printed)
    if printed and (seal is None or seal.sequence == NOWHERE):
        raise Mistyped("This is no seal. It looks like 1234:ab12…, as “tocsin audit seal” prints it.")
    with house.database.read() as session:
        for one in dissolving.left(session):
            if seal is None or dissolving.verified(one, seal):
                typer.echo(f"{one.token} {one.ended_at:%Y-%m-%d} {one.hash}")
        for there in dissolving.under_way(session):
            typer.echo(f"{there.token} under way: {there.stage}, at most until {there.next_at:%Y-%m-%d %H:%M} UTC")
