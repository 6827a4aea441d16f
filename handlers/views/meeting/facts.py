"""What is said of one meeting wherever it stands: when, where, who invites, who comes."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.views.blocks import Block, context, cut, escape, labelled, line, link, rich, section, span
from handlers.views.rhythm import wall
from handlers.views.wording import Language, moment
from storage.companies import Seat
from storage.meetings import Attendance, Meeting, MeetingState, Officer, Officers, Reply

# Each reader's own clock.
_SHAPE = "{date_long_pretty} {time}"
_LONGEST_LIST = 2800


def when(meeting: Meeting, language: Language) -> str:
    """Say when it begins, by the reader's own clock, and how long it is; mrkdwn only."""
    return f"*{moment(meeting.starts_at, _SHAPE)}* · {lasts(meeting.minutes, language)}"


def lasts(minutes: int, language: Language) -> str:
    """Say how long something is."""
    hours, rest = divmod(minutes, 60)
    if not hours or rest:
        return language.count("{n} minute", "{n} minutes", minutes)
    return language.count("{n} hour", "{n} hours", hours)


def there(meeting: Meeting, language: Language) -> str:
    """Say when it begins by the clocks of the meeting's own zone."""
    when = wall(meeting.starts_at, meeting.zone, language)
    return language.say("In the zone {zone}: {when}", zone=escape(meeting.zone), when=when)


def day(meeting: Meeting, language: Language) -> str:
    """Name a meeting by its day, in its own zone."""
    first = meeting.starts_at.astimezone(ZoneInfo(meeting.zone)).date()
    return language.days(first, first)


def where(meeting: Meeting, language: Language) -> list[Block]:
    """Say where it is: a place, a link, at whose office."""
    blocks = []
    if meeting.host:
        blocks.append(labelled(language.say("Host"), meeting.host))
    if meeting.place:
        blocks.append(labelled(language.say("Place"), meeting.place))
    if meeting.link:
        blocks.append(rich(line(span(language.say("Link"), bold=True), span("  "), link(meeting.link))))
    return blocks


def parts(officers: Officers, meeting: Meeting, language: Language) -> list[Block]:
    """Say who invites, who chairs and who takes notes, and whether observers and guests are present."""
    said = [
        (language.say("Invites"), officers.inviter),
        (language.say("Chairs"), officers.chair),
        (language.say("Takes notes"), officers.notes),
    ]
    lines = [f"*{label}*  {_named(one)}" for label, one in said if one is not None]
    if meeting.with_open:
        lines.append(language.say("Observers and guests are present."))
    return [section("\n".join(lines))] if lines else []


def _named(one: Officer) -> str:
    return f"<@{one.user_id}> · {escape(one.company)}"


def state(meeting: Meeting, language: Language) -> list[Block]:
    """Say what became of it, where anything did."""
    if meeting.state is MeetingState.CANCELLED:
        return [section(language.say("*This meeting is cancelled.*"))]
    if meeting.state is not MeetingState.PLANNED:
        return [context(language.say("This meeting is over."))]
    return []


def who_comes(attendance: Sequence[Attendance], meeting: Meeting, language: Language) -> list[Block]:
    """Say which companies come, which do not, and which have not answered; a guest's company is not asked."""
    say = language.say
    shelves = (
        (say("Coming"), [one for one in attendance if one.reply is Reply.YES]),
        (say("Sending a deputy"), [one for one in attendance if one.reply is Reply.DEPUTY]),
        (say("Not coming"), [one for one in attendance if one.reply is Reply.NO]),
        (say("No answer yet"), [one for one in attendance if one.reply is None and one.company.seat is not Seat.GUEST]),
    )
    lines = [
        f"*{label}*  {escape(language.list([_company(one, meeting, language) for one in those]))}"
        for label, those in shelves
        if those
    ]
    return [section(cut(each, _LONGEST_LIST)) for each in lines]


def _company(one: Attendance, meeting: Meeting, language: Language) -> str:
    """Name a company; whose answer is older than the newest change says so."""
    is_old = one.words and all(word.sequence < meeting.sequence for word in one.words)
    if not is_old:
        return one.company.name
    return language.say("{company} (answered before it changed)", company=one.company.name)


def counted(attendance: Sequence[Attendance], language: Language) -> str:
    """Say in a line how many companies come."""
    come = sum(one.reply in {Reply.YES, Reply.DEPUTY} for one in attendance)
    asked = sum(one.company.seat is not Seat.GUEST for one in attendance)
    return language.count(
        "{come} of {n} company comes", "{come} of {n} companies come", asked, come=language.number(come)
    )


def answered(reply: Reply, deputy: str | None, language: Language) -> str:
    """Say what somebody answered; mrkdwn."""
    say = language.say
    if reply is Reply.DEPUTY:
        return say("You send {deputy}.", deputy=f"<@{deputy}>") if deputy else say("Your deputy comes.")
    return say("You will come.") if reply is Reply.YES else say("You will not come.")
