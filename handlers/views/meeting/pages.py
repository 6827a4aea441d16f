"""The pages of meetings: what comes and what was, one meeting and its invitation, and what a series does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.views import meeting as ids
from handlers.views import minutes
from handlers.views.blocks import (
    Block,
    actions,
    button,
    context,
    cut,
    divider,
    entry,
    header,
    modal,
    said,
    section,
    text_input,
    title,
)
from handlers.views.coalition.naming import menu
from handlers.views.meeting import facts
from handlers.views.meeting.form import WHEN_LIMIT
from handlers.views.rhythm import written
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.meetings import Attendance, Meeting, MeetingState, Officers, Reply, Series, SeriesState

_QUOTED = 40
_COMING, _PAST, _SERIES = 12, 5, 10


class Field(StrEnum):
    """The fields of the small forms."""

    DEPUTY = "deputy"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Shown:
    """A meeting with who comes to it, as far as the reader may know."""

    meeting: Meeting
    attendance: Sequence[Attendance]


@dataclass(frozen=True, slots=True)
class Mine:
    """What the reader said and may do: their answer, whom they send, the sequence in the file that they have.

    `minutes` is the token of those that they may read.
    """

    reply: Reply | None = None
    deputy: str | None = None
    file: int | None = None
    answers: bool = True
    coordinates: bool = False
    ends: bool = False
    minutes: str = ""


def overview(
    coming: Sequence[Shown],
    past: Sequence[Meeting],
    series: Sequence[Series],
    coalition: Coalition,
    language: Language,
    *,
    coordinates: bool,
    misread: str = "",
) -> Block:
    """Draw what comes next and what was; who coordinates plans from here."""
    say = language.say
    blocks: list[Block] = []
    if misread:
        text = say("“{words}” is nothing that /meeting knows. /meeting help lists what it does.", words=misread)
        blocks.append(said(cut(text, _QUOTED + 200)))
    blocks.append(header(say("Next")))
    if not coming:
        blocks.append(section(say("No meeting is planned.")))
    for one in coming[:_COMING]:
        blocks += _row(one, language)
    for each in series[:_SERIES]:
        blocks += _series(each, language, coordinates=coordinates)
    if past:
        blocks += [divider(), header(say("Past"))]
        blocks += [_past(one, language) for one in past[:_PAST]]
    if coordinates:
        blocks.append(actions(button(say("Plan a meeting"), ids.PLAN, coalition.token, style="primary")))
    return modal(say("Meetings"), blocks, callback_id=ids.PAGE, close=say("Close"))


def _row(one: Shown, language: Language) -> list[Block]:
    text = f"{facts.when(one.meeting, language)}\n{facts.counted(one.attendance, language)}"
    opens = button(language.say("Open"), ids.OPEN, one.meeting.token)
    return [section(text, accessory=opens), *facts.where(one.meeting, language)[:1]]


def _past(one: Meeting, language: Language) -> Block:
    return section(facts.when(one, language), accessory=button(language.say("Open"), ids.OPEN, one.token))


def _series(one: Series, language: Language, *, coordinates: bool) -> list[Block]:
    say = language.say
    rule = written(one.rhythm, language)
    is_paused = one.state is SeriesState.PAUSED
    text = say("{rule} (paused)", rule=rule) if is_paused else rule
    blocks = [divider(), title(text)]
    if coordinates:
        goes = (say("Resume"), ids.RESUME) if is_paused else (say("Pause"), ids.PAUSE)
        blocks.append(
            actions(
                button(say("New rhythm"), ids.RHYTHM, one.token),
                button(*goes, one.token),
                button(say("End the series"), ids.STOP, one.token),
            )
        )
    return blocks


def invitation(shown: Shown, officers: Officers | None, mine: Mine, language: Language) -> Block:
    """Draw one meeting for one person: when by their own clock, where, who comes, and their answer."""
    say, meeting = language.say, shown.meeting
    blocks = [
        *facts.state(meeting, language),
        section(facts.when(meeting, language)),
        context(facts.there(meeting, language)),
        *facts.where(meeting, language),
        *(facts.parts(officers, meeting, language) if officers else ()),
        divider(),
        *facts.who_comes(shown.attendance, meeting, language),
    ]
    if mine.reply is not None:
        blocks.append(section(facts.answered(mine.reply, mine.deputy, language)))
    if meeting.state is MeetingState.PLANNED and mine.answers:
        blocks.append(_answers(meeting, language))
    if mine.answers and meeting.state in {MeetingState.PLANNED, MeetingState.CANCELLED}:
        blocks += _file(meeting, mine, language)
    if mine.coordinates and meeting.state is MeetingState.PLANNED:
        blocks.append(
            actions(
                button(say("Move the meeting"), ids.MOVE, meeting.token),
                button(say("Cancel the meeting"), ids.CANCEL, meeting.token, style="danger"),
            )
        )
    after = [button(say("End the meeting"), minutes.END, meeting.token, style="primary")] if mine.ends else []
    after += [button(say("The minutes"), minutes.OPEN, mine.minutes)] if mine.minutes else []
    if after:
        blocks.append(actions(*after))
    return modal(say("Meeting"), blocks, callback_id=ids.INVITATION_PAGE, close=say("Close"))


def _answers(meeting: Meeting, language: Language) -> Block:
    say = language.say
    return actions(
        button(say("I will come"), ids.YES, meeting.token, style="primary"),
        button(say("I cannot come"), ids.NO, meeting.token),
        button(say("My deputy comes"), ids.DEPUTY, meeting.token),
    )


def _file(meeting: Meeting, mine: Mine, language: Language) -> list[Block]:
    say = language.say
    about = say(
        "The file says when, and nothing else, since calendars are open to others. It comes as a direct message."
    )
    if mine.file is not None and mine.file < meeting.sequence:
        about = say("The file that you took before is not right any more. The new one changes it in your calendar.")
    elif meeting.state is MeetingState.CANCELLED:
        return []
    return [actions(button(say("Calendar file (.ics)"), ids.FILE, meeting.token)), context(about)]


def deputy(meeting: Meeting, colleagues: Sequence[tuple[str, str]], chosen: str, language: Language) -> Block:
    """Ask which colleague comes instead; pairs of token and name."""
    say = language.say
    return modal(
        say("My deputy comes"),
        [entry(Field.DEPUTY, say("Who comes"), menu(colleagues, chosen))],
        callback_id=ids.DEPUTY_FORM,
        submit=say("Answer"),
        close=say("Cancel"),
        private=meeting.token,
    )


def cancelling(meeting: Meeting, token: str, language: Language, *, of_series: bool) -> Block:
    """Ask whether a meeting is to be cancelled; `token` is the draft's that remembers how it stood."""
    say = language.say
    blocks = [
        section(say("The meeting of {day} will be cancelled.", day=facts.day(meeting, language))),
        context(say("Everybody who was invited is told once, and the card in the channel says so.")),
    ]
    if of_series:
        blocks.insert(1, section(say("The other meetings of its series stay as they are.")))
    return modal(
        say("Cancel the meeting"),
        blocks,
        callback_id=ids.CANCEL_FORM,
        submit=say("Cancel it"),
        close=say("Keep it"),
        private=token,
    )


def rhythm(one: Series, token: str, language: Language, *, typed: str = "", back: Sequence[Block] = ()) -> Block:
    """Ask for another rhythm of a series."""
    say = language.say
    initial = typed or written(one.rhythm, language)
    blocks = [
        *back,
        entry(
            Field.WHEN,
            say("How often"),
            text_input(initial) | {"max_length": WHEN_LIMIT},
            hint=say("By a rule: “third Thursday at 10:00”. In the zone {zone}.", zone=one.zone),
        ),
        context(
            say(
                "What is planned moves to the new days, and those who were invited are told once. "
                "What was moved or cancelled by itself stays as it is."
            )
        ),
    ]
    return modal(
        say("New rhythm"),
        blocks,
        callback_id=ids.RHYTHM_FORM,
        submit=say("Save"),
        close=say("Cancel"),
        private=token,
    )


def stopping(one: Series, planned: Sequence[Meeting], token: str, language: Language, *, for_good: bool) -> Block:
    """Ask whether a series is to pause or to end, and say what is cancelled by it."""
    say = language.say
    days = language.list([facts.day(each, language) for each in planned])
    blocks = [section(f"*{written(one.rhythm, language)}*")]
    if planned:
        blocks.append(section(say("These are cancelled: {days}.", days=days)))
    blocks.append(
        context(
            say("Everybody who was invited is told once.")
            if for_good
            else say("Everybody who was invited is told once. When the series goes on, they come back.")
        )
    )
    return modal(
        say("End the series") if for_good else say("Pause the series"),
        blocks,
        callback_id=ids.SERIES_FORM,
        submit=say("End it") if for_good else say("Pause it"),
        close=say("Leave it"),
        private=token,
    )
