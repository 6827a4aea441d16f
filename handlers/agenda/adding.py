"""Putting something on an agenda: from a command, a button, words, or a message that somebody points at."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from handlers import guards
from handlers.agenda.meetings_of import meant
from handlers.answers import Answer, Errors, Open, Replace, Whisper
from handlers.formats import takedown_form
from handlers.formats.takedown_form import Filled
from handlers.house import House
from handlers.inputs import Click, Shortcut, Submission, Values
from handlers.kept import taken, theirs
from handlers.views import agenda as ids
from handlers.views.agenda import form as views
from handlers.views.agenda import page
from handlers.views.agenda.form import Field, Proposal, own_id
from handlers.views.blocks import INPUT_LIMIT, Block
from handlers.views.digest.links import link
from handlers.views.takedown.sheet import Sheet
from handlers.views.wording import language
from storage import agendas, audiences, drafts, headcounts
from storage.access import Speaker, Way
from storage.agendas import Kind, Said
from storage.audiences import Audience, Choices, Mark, Scope
from storage.companies import Seat
from storage.database import Session
from storage.drafts import Draft
from storage.errors import Unknown
from storage.meetings import Meeting

_LINK = re.compile(r"https://[^\s<>|]+")
_KINDS = frozenset(Kind)


def ask(session: Session, who: Speaker, rest: str, _way: Way, now: datetime) -> Answer:
    """Open the form with the words behind the verb; they wait as a draft from now on."""
    return _opened(session, who, meant(session, who, "", now), now, text=rest)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from a button."""
    token, _, meeting = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, token)
        return _opened(session, who, meant(session, who, meeting, now), now)


def from_message(house: House, heard: Shortcut, now: datetime) -> Answer:
    """Open the form with the words of a message, and with the link back where it stands in the coalition's channel."""
    with house.database.begin() as session:
        who = guards.speaker(session, heard)
        coalition = who.coalition
        is_ours = heard.channel in {coalition.channel, coalition.open_channel}
        back = link(coalition, heard.channel, heard.ts) if is_ours and heard.channel and heard.ts else ""
        return _opened(session, who, meant(session, who, "", now), now, text=heard.text, back=back)


def _opened(
    session: Session, who: Speaker, meeting: Meeting | None, now: datetime, *, text: str = "", back: str = ""
) -> Answer:
    agendas.may_propose(who, _widest(who), meeting)
    proposal = Proposal(
        text=text,
        link=back,
        meeting=meeting.token if meeting else "",
        whom=Filled(mark=who.coalition.default_mark, audience=_widest(who)),
    )
    token = drafts.keep(session, who, ids.DRAFT, proposal.as_body(), has_words=bool(text), now=now)
    return _form(_drawn(session, who, proposal, meeting, token), who)


def _form(view: Block, who: Speaker) -> Open:
    missed = language(who.coalition.language).say("Slack did not open the form in time. What you typed is kept.")
    return Open(view, Whisper(missed))


def _widest(who: Speaker) -> Audience:
    """Give the audience that a form begins with: what an observer says is for everyone."""
    return Audience.MEMBERS if who.company.seat is Seat.MEMBER else Audience.EVERYONE


def _drawn(session: Session, who: Speaker, proposal: Proposal, meeting: Meeting | None, token: str) -> Block:
    choices = _choices(session, who)
    filled = proposal.whom
    scope = _scope(filled, _there(filled, choices), choices)
    sheet = Sheet(
        token=token,
        headcount=headcounts.of(session, who.coalition, scope, company_id=who.company.id, person_id=who.person_id),
        company=who.company.name,
        choices=choices,
        has_open_channel=who.coalition.open_channel is not None and (meeting is None or meeting.with_open),
    )
    return views.form(
        proposal,
        meeting,
        sheet,
        language(who.coalition.language),
        private=f"{who.coalition.token}:{token}",
        members=who.company.seat is Seat.MEMBER,
    )


def _choices(session: Session, who: Speaker) -> Choices:
    return audiences.choices(session, who.coalition, company_id=who.company.id, person_id=who.person_id)


def _there(filled: Filled, choices: Choices) -> Filled:
    """Leave out whoever was chosen and sits here no more."""
    companies, people = {one.token for one in choices.companies}, {one.token for one, _ in choices.people}
    return replace(
        filled,
        companies=tuple(one for one in filled.companies if one in companies),
        people=tuple(one for one in filled.people if one in people),
    )


def _scope(filled: Filled, chosen: Filled, choices: Choices) -> Scope:
    return choices.chosen(takedown_form.audience_of(filled), chosen.companies, chosen.people)


def resume(house: House, heard: Click, now: datetime) -> Answer:
    """Open a draft where its owner left it."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.value, now, kind=ids.DRAFT)
        proposal = Proposal.of(draft.body)
        return _form(_drawn(session, who, proposal, meant(session, who, proposal.meeting, now), draft.token), who)


def rechoose(house: House, heard: Click, now: datetime) -> Answer:
    """Let the form follow the mark and the audience that are chosen in it."""
    if heard.form is None:
        raise Unknown
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private.partition(":")[2], now, kind=ids.DRAFT)
        proposal = _typed(heard.form.values, Proposal.of(draft.body), who)
        drafts.change(session, draft, proposal.as_body(), has_words=bool(proposal.text), now=now)
        meeting = meant(session, who, proposal.meeting, now)
        return Replace(_drawn(session, who, proposal, meeting, draft.token))


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Put what was typed on the agenda."""
    coalition, _, token = heard.form.private.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, coalition)
        if sent := agendas.of_form(session, who, token):
            # It was sent before, and whoever sent it was not told.
            return _noted(who, sent, meant(session, who, "", now))
        who, draft = theirs(session, heard, token, now, kind=ids.DRAFT)
        proposal = _typed(heard.form.values, Proposal.of(draft.body), who)
        drafts.change(session, draft, proposal.as_body(), has_words=bool(proposal.text), now=now)
        problems = _problems(replace(proposal, whom=_there(proposal.whom, _choices(session, who))), who)
        if not problems:
            answer = _sent(session, who, draft, proposal, now)
            taken(session, heard, draft.token, now, kind=ids.DRAFT)
            return answer
    return Errors(problems)


def _sent(session: Session, who: Speaker, draft: Draft, proposal: Proposal, now: datetime) -> Answer:
    meeting = meant(session, who, proposal.meeting, now)
    choices = _choices(session, who)
    chosen = _there(proposal.whom, choices)
    mark = takedown_form.mark_of(proposal.whom)
    said = Said(
        proposal.text,
        Kind(proposal.kind) if proposal.kind in _KINDS else Kind.TOPIC,
        proposal.link,
        int(proposal.minutes) if proposal.minutes else None,
    )
    scope = _scope(proposal.whom, chosen, choices)
    item = agendas.propose(session, who, meeting, said, mark=mark, scope=scope, form=draft.token, way=Way.FORM, now=now)
    return _noted(who, item, meeting)


def _noted(who: Speaker, item: agendas.Item, meeting: Meeting | None) -> Answer:
    return Replace(page.noted(item, meeting, who.coalition, language(who.coalition.language)))


def _problems(proposal: Proposal, who: Speaker) -> dict[str, str]:
    words = language(who.coalition.language)
    problems: dict[str, str] = {}
    if not proposal.text:
        problems[Field.TEXT] = views.no_text(words)
    if proposal.minutes and not _is_minutes(proposal.minutes):
        problems[Field.MINUTES] = views.no_minutes(words)
    if proposal.link and (not _LINK.fullmatch(proposal.link) or len(proposal.link) > agendas.LONGEST_LINK):
        problems[Field.LINK] = views.no_link(words)
    audience, mark = takedown_form.audience_of(proposal.whom), takedown_form.mark_of(proposal.whom)
    if not audiences.goes_with(mark, audience):
        problems[own_id("mark")] = views.unfit(words)
    elif audience is Audience.COMPANIES and not proposal.whom.companies:
        problems[own_id("companies")] = views.nobody_chosen(words)
    elif audience is Audience.PEOPLE and not proposal.whom.people:
        problems[own_id("people")] = views.nobody_chosen(words)
    return problems


def _is_minutes(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= agendas.LONGEST_MINUTES


def _typed(values: Values, before: Proposal, who: Speaker) -> Proposal:
    """Read the fields of the form; a field that it did not show keeps what it held."""
    filled = before.whom
    mark, audience = values.text(own_id("mark")), values.text(own_id("audience"))
    if who.company.seat is not Seat.MEMBER:
        # What an observer says is for everyone, who may be told no more than this.
        mark, audience = Mark.GREEN, Audience.EVERYONE
    filled = replace(
        filled,
        mark=mark or filled.mark,
        audience=audience or filled.audience,
        companies=values.several(own_id("companies")) if own_id("companies") in values else filled.companies,
        people=values.several(own_id("people")) if own_id("people") in values else filled.people,
    )
    beyond = before.text[INPUT_LIMIT:]
    return replace(
        before,
        text=values.text(Field.TEXT) + beyond if Field.TEXT in values else before.text,
        kind=values.text(Field.KIND) or before.kind,
        minutes=values.text(Field.MINUTES) if Field.MINUTES in values else before.minutes,
        link=_bare(values.text(Field.LINK)) if Field.LINK in values else before.link,
        whom=filled,
    )


def _bare(text: str) -> str:
    """Take an address as it was meant, where Slack wrote it with brackets around."""
    return text.removeprefix("<").removesuffix(">").partition("|")[0]
