"""What needs a second coordinator: asked for, answered under *For me*, done in the transaction that settles it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from handlers import guards
from handlers.answers import Answer
from handlers.coalition import seats
from handlers.house import House
from handlers.inputs import Click
from handlers.views import answers
from handlers.views.coalition import approving as views
from handlers.views.inbox import Item
from handlers.views.wording import language
from storage import approvals, coalitions, outbox
from storage.access import Speaker, Way
from storage.approvals import Approval, Deed, State
from storage.coalitions import Coalition
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Address, Body

# What is done, for whoever asked, in the transaction that grants it.
OnGranted: TypeAlias = Callable[[Session, Speaker, Approval, datetime], None]
# A page that stands beside this one adds what it does in handlers/__init__.py.
ON_GRANTED: dict[Deed, OnGranted] = {Deed.ADMIT: seats.granted}
# What everybody learns even where a second company agreed.
_TOLD = frozenset({Deed.ADMIT, Deed.DISSOLVE})


def request(
    session: Session,
    who: Speaker,
    deed: Deed,
    payload: Mapping[str, Any],
    *,
    form: str,
    now: datetime,
) -> Approval:
    """Ask for a deed, and ring for those who may agree; it is done at once where no other company coordinates."""
    if deed not in ON_GRANTED:
        raise Unknown
    approval, new = approvals.ask(session, who, deed, payload, form=form, way=Way.FORM, now=now)
    if not new:
        return approval
    if approval.state is State.GRANTED:
        _carry_out(session, approval, now)
    else:
        for user_id in approvals.seconds(session, approval):
            _ring(session, who.coalition, approval, user_id, now)
    return approval


def agree(house: House, heard: Click, now: datetime) -> Answer:
    """Agree, so that it is done."""
    return _answer(house, heard, approvals.agree, now)


def decline(house: House, heard: Click, now: datetime) -> Answer:
    """Decline, so that it is not."""
    return _answer(house, heard, approvals.decline, now)


def _answer(house: House, heard: Click, settle: Callable[..., tuple[Approval, bool]], now: datetime) -> Answer:
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, approvals.coalition_of(session, heard.value))
        approval, settles = settle(session, who, heard.value, way=Way.BUTTON, now=now)
        if settles:
            if approval.state is State.GRANTED:
                _carry_out(session, approval, now)
            _ring(session, who.coalition, approval, approval.by, now)
    house.wake_porter()
    words = language(who.coalition.language)
    said = views.answered(approval, words)
    return answers.told(said, words, on_a_page=heard.form is not None)


def _carry_out(session: Session, approval: Approval, now: datetime) -> None:
    """Do what was granted, exactly as it was asked, and tell the members' channel where that is due."""
    asker = approvals.asker(session, approval)
    ON_GRANTED[approval.deed](session, asker, approval, now)
    if not approval.alone and approval.deed not in _TOLD:
        return
    where = coalitions.by_id(session, approval.coalition_id)
    body = views.told(approval, where, language(where.language))
    _want(session, approval, "told", Address.in_channel(where.channel, team=where.host_team), body=body, now=now)


def expire(house: House, now: datetime) -> None:
    """Let lapse what nobody answered within a day, and ring for whoever asked."""
    with house.database.begin() as session:
        lapsed = approvals.expire(session, now=now)
        for approval in lapsed:
            _ring(session, coalitions.by_id(session, approval.coalition_id), approval, approval.by, now)
    if lapsed:
        house.wake_courier()


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw what waits for a second coordinator's answer, and for whoever asked what became of it."""
    words = language(who.coalition.language)
    wait = [views.to_answer(each, words) for each in approvals.to_answer(session, who, now=now)]
    return wait + [views.of_asker(each, words) for each in approvals.of_asker(session, who, now=now)]


def _ring(session: Session, where: Coalition, approval: Approval, user_id: str, now: datetime) -> None:
    """Ring for whoever asked, that it was settled, or for somebody else, that it waits."""
    words, key = language(where.language), f"{approval.state}:{user_id}"
    body = views.answer_bell(where, words) if user_id == approval.by else views.bell(where, words)
    _want(session, approval, key, Address.to_person(user_id, team=where.host_team), body=body, now=now)


def _want(session: Session, approval: Approval, key: str, address: Address, *, body: Body, now: datetime) -> None:
    outbox.want(
        session,
        approval.coalition_id,
        f"approval:{approval.id}:{key}",
        address=address,
        body=body,
        about=approvals.ABOUT,
        about_id=approval.id,
        now=now,
    )
