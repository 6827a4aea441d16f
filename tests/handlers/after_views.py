"""Every view of what follows a meeting, with all that can stand in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from handlers.answers import Whisper
from handlers.views import commitment as commitment_ids
from handlers.views.answers import kept
from handlers.views.commitment import form, pages
from handlers.views.commitment.form import Filled
from handlers.views.decision import form as decision_form
from handlers.views.decision import message as decision_message
from handlers.views.decision.form import Filled as Asked
from handlers.views.decision.refusals import refusal
from handlers.views.inbox import Item
from handlers.views.meeting import help as meeting_help
from handlers.views.minutes import files
from handlers.views.minutes import form as minutes_form
from handlers.views.minutes import message as minutes_message
from handlers.views.minutes.form import Filled as Notes
from handlers.views.wording import Language
from storage.agendas import Item as AgendaItem
from storage.agendas import Kind
from storage.agendas import State as ItemState
from storage.audiences import Audience, Mark
from storage.coalitions import Coalition
from storage.commitments import LONGEST, Commitment, State
from storage.companies import Company, Seat
from storage.decisions import Decision, How, MayNotVote, NoChoice, Option, Voice, VoteIsOver
from storage.decisions import State as Voted
from storage.meetings import Meeting, MeetingState, Officer, Officers
from storage.minutes import Contents, MayNotWrite, Minutes, NoMoreWriting, Point, Presence, Remark
from storage.minutes import State as MinutesState
from storage.outbox import Body

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
COMMITMENT = Commitment(
    id=1,
    coalition_id=1,
    company_id=1,
    company="Company & <partners>",
    person_id=1,
    user_id="U0FRIDA",
    noted_by=None,
    meeting_id=None,
    token="c" * 22,
    text="share <our> list of domains & pages " * 27,
    due_on=date(2018, 8, 31),
    zone="Europe/Paris",
    due_at=datetime(2018, 8, 31, 22, 0, tzinfo=UTC),
    state=State.OPEN,
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    remind_at=None,
    made_at=AT,
    changed_at=AT,
)
DECISION = Decision(
    id=1,
    coalition_id=1,
    meeting_id=None,
    person_id=1,
    user_id="U0FELIX",
    token="v" * 22,
    text="How often <we> meet & where " * 37,
    how=How.VOTES,
    secret=False,
    state=Voted.VOTING,
    audience=Audience.MEMBERS,
    options=tuple(Option(f"Option & <{n}> ".ljust(75, "x"), rule="R" if n else "") for n in range(8)),
    sums=(),
    rule="",
    closes_at=AT + timedelta(days=3),
    made_at=AT,
    changed_at=AT,
    voices=tuple(Voice(n, f"Company & <partners> {n}", n % 8) for n in range(60)),
)
SECRET = replace(DECISION, secret=True, voices=tuple(replace(one, option=None) for one in DECISION.voices))
COUNTED = replace(DECISION, state=Voted.CLOSED, sums=(20, *range(1, 8)))
DECISIONS = (
    DECISION,
    replace(DECISION, voices=()),
    SECRET,
    COUNTED,
    replace(COUNTED, rule="R"),
    replace(COUNTED, sums=(1,) * 8),
    replace(SECRET, state=Voted.CLOSED, sums=(53, *range(1, 8))),
    replace(SECRET, state=Voted.VOID),
    replace(SECRET, state=Voted.WITHDRAWN),
    replace(DECISION, how=How.CONSENSUS, state=Voted.DECIDED, options=(), voices=()),
)
MEETING = Meeting(
    id=1,
    coalition_id=1,
    series_id=1,
    day=date(2018, 8, 24),
    token="m" * 22,
    uid="uid",
    sequence=0,
    starts_at=AT,
    ends_at=AT + timedelta(minutes=90),
    zone="America/Los_Angeles",
    place="",
    link="",
    host_company_id=None,
    inviter_id=1,
    chair_id=1,
    notes_id=1,
    with_open=True,
    prompt_days=5,
    agenda_days=1,
    state=MeetingState.ENDED,
    moved=False,
    agenda_stale=False,
    made_at=AT,
    changed_at=AT,
    ended_at=AT,
    closed_at=None,
)
MINUTES = Minutes(1, 1, 1, "n" * 22, MinutesState.WRITING, Mark.AMBER, 3, AT, None, None, AT, AT)
OFFICER = Officer(1, "U0FELIX", "Felix <Facebook>", "Company & <partners>")
ITEM = AgendaItem(
    id=1,
    token="i" * 22,
    kind=Kind.PROBLEM,
    text="Accounts that <come back> & again",
    link="",
    company_id=1,
    company="Company & <partners>",
    owner="",
    mark=Mark.AMBER,
    audience=Audience.MEMBERS,
    state=ItemState.OPEN,
    carried=0,
    minutes=None,
    position=None,
    merged_into=None,
    meeting_id=1,
    proposed_at=AT,
    changed_at=AT,
    update_id=None,
)
COMPANIES = tuple(Company(n, 1, f"Company & <partners> {n}", Seat.MEMBER, f"{n:022}", AT) for n in range(1, 100))


def contents(*, n: int = 1) -> Contents:
    """Minutes in which everything stands, each thing so many times."""
    monthly = "RRULE:FREQ=MONTHLY;BYDAY=3TH;BYHOUR=10;BYMINUTE=0"
    decided = (*DECISIONS, replace(DECISIONS[-1], rule=monthly))
    return Contents(
        meeting=MEETING,
        officers=Officers(OFFICER, OFFICER, OFFICER),
        state=MinutesState.CORRECTING,
        mark=Mark.AMBER_STRICT,
        present=tuple(one.name for one in COMPANIES[:60]),
        regrets=("Google",),
        reached=(replace(ITEM, text=ITEM.text * 20),) * n,
        points=(Point("What <everybody> said & heard " * 16, Audience.MEMBERS),) * n,
        decisions=decided * n,
        followed=STATES * n,
        made=STATES * n,
        remarks=(Remark("A & <B>", "It was <not> so. " * 50),) * n,
        correct_until=AT,
    )


STATES = tuple(replace(COMMITMENT, state=state) for state in State)


def modals(coalition: Coalition, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """Every form and page."""
    late = replace(COMMITMENT, due_at=AT - timedelta(days=1))
    for where in (coalition, replace(coalition, open_channel=None)):
        for filled in (Filled(), Filled("x" * (LONGEST + 1), "2018-08-31", Mark.RED, Audience.EVERYONE)):
            yield form.form(filled, "d" * 22, where, COMMITMENT.company, spoken)
    yield form.move_form(COMMITMENT, spoken)
    yield pages.page((), coalition, spoken, own=None, may_say=False, now=AT)
    for shown in ((late, *STATES), (COMMITMENT,) * 31, (COMMITMENT,) * 60):
        yield pages.page(shown, coalition, spoken, own=1, may_say=True, now=AT)
    for asked in (Asked(), Asked("x" * 1001, "a\nb", "2018-08-31", secret=True, rhythm=True)):
        for has_series in (True, False):
            yield decision_form.form(asked, "d" * 22, spoken, has_series=has_series)
    for one in DECISIONS:
        yield decision_message.page(one, 60, spoken, may_vote=True, may_close=True, own="Option <&>")
        yield decision_message.page(one, 60, spoken, may_vote=False, may_close=False)
    yield from _of_minutes(spoken)


def _of_minutes(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The forms and pages of minutes."""
    full = Notes(
        *((COMPANIES[0].token,), (COMPANIES[1].token,), (ITEM.token,)),
        *("x" * 3001, "a", "b", "third Thursday 10:00", "c", Mark.CLEAR, "30"),
    )
    for meeting in (MEETING, replace(MEETING, with_open=False, series_id=None)):
        for notes, noted in ((Notes(), ()), (full, ("One & <two>",) * 60)):
            yield minutes_form.form(
                notes, "d" * 22, meeting, items=(ITEM,) * len(noted), companies=COMPANIES, noted=noted, language=spoken
            )
    for presence in (*Presence, None):
        yield minutes_form.correction(MINUTES, MEETING, presence, STATES if presence else (), spoken)
    for state in MinutesState:
        for may in (True, False):
            said = replace(contents(), state=state, correct_until=AT if state is MinutesState.CORRECTING else None)
            yield minutes_message.page(replace(MINUTES, state=state), said, spoken, takes=may, writes=may, corrects=may)
    nothing = replace(contents(n=0), present=(), regrets=(), officers=Officers(None, None, None))
    yield minutes_message.page(MINUTES, nothing, spoken, takes=True, writes=True, corrects=True)


def messages(coalition: Coalition, spoken: Language) -> Iterator[Body | Whisper]:
    """Every message."""
    yield pages.bell(coalition, spoken)
    yield decision_message.bell(coalition, spoken)
    for to_write in (True, False):
        yield minutes_message.bell(coalition, spoken, to_write=to_write)
    for n in (1, 20):
        drawn = minutes_message.draw(MINUTES, contents(n=n), coalition, spoken)
        yield drawn.body
        yield from drawn.replies
    for kind in files.NAMES:
        assert files.written(contents(), coalition.name, kind, spoken)
    for one in DECISIONS:
        yield decision_message.message(one, coalition, 60, spoken)
    yield kept("d" * 22, spoken, opens=commitment_ids.RESUME)
    yield Whisper("Help", meeting_help.help_blocks(spoken))


def items(spoken: Language) -> list[Item]:
    """What waits under *For me*."""
    return [
        pages.item(COMMITMENT, spoken, AT),
        pages.asked(STATES[0], spoken),
        decision_message.item(DECISION, spoken),
        minutes_message.to_write(MINUTES, MEETING, spoken),
        minutes_message.to_correct(MINUTES, MEETING, spoken),
    ]


def notices(spoken: Language) -> Iterator[str]:
    """What is said in a sentence."""
    yield from (pages.noted(one, spoken) for one in STATES)
    yield pages.said_already(spoken)
    yield from (decision_message.noted(one, 0, spoken) for one in (DECISION, SECRET))
    yield decision_message.put(DECISION, spoken)
    for remarked in (True, False):
        yield minutes_message.noted(spoken, remarked=remarked)
    for say in (minutes_message.none_to_end, minutes_message.none_yet, minutes_message.kept_off, minutes_message.sent):
        yield say(spoken)
    yield minutes_form.too_long(spoken)
    yield minutes_form.no_commitment("Nobody: nothing & never", spoken)
    yield minutes_form.no_rhythm(spoken)
    yield minutes_form.no_days(spoken)
    yield decision_message.said_already(spoken)
    yield decision_form.nothing_said(spoken)
    yield decision_form.no_choice(spoken)
    yield decision_form.no_rhythm("now & then", spoken)
    yield decision_form.not_yet(spoken)
    yield decision_form.too_few(spoken)
    for refused in (MayNotVote(), VoteIsOver(), NoChoice(), MayNotWrite(), NoMoreWriting()):
        yield refusal(refused, spoken) or ""
    yield form.nothing_said(spoken)
    yield form.no_day(spoken)
    yield form.unfit(spoken)
    yield form.off_the_record(spoken)
