"""When the digest comes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.views.blocks import Block, escape, section
from handlers.views.rhythm import written
from handlers.views.wording import Language, moment
from storage.outbox import Body
from storage.schedules import Stands, State


def standing(found: Sequence[Stands], language: Language) -> str:
    """Say in a line whether a digest comes."""
    return language.say("When the digest comes") if found else language.say("No digest comes by itself yet.")


def standing_blocks(found: Sequence[Stands], language: Language) -> list[Block]:
    """Say of each rhythm when it comes next, and how it went last."""
    if not found:
        said = language.say("No digest comes by itself yet. Those who coordinate agree on its day and hour.")
        return [section(said)]
    return [section("\n".join(_lines(one, language))) for one in found]


def _lines(one: Stands, language: Language) -> list[str]:
    say, schedule = language.say, one.schedule
    said = [f"*{written(schedule.rhythm, language)}*"]
    if schedule.next_at is not None:
        said.append(say("Next: {when}", when=moment(schedule.next_at)))
    if schedule.until is not None:
        said.append(say("Until {day}", day=language.day(schedule.until)))
    if one.last is not None:
        said.append(
            say("Last: {when}, {how}", when=moment(one.last.due_at), how=_how(one.last.state, one.last.late, language))
        )
    return said


def _how(state: State, late: bool, language: Language) -> str:  # noqa: FBT001
    say = language.say
    if state is State.DONE:
        return say("came late") if late else say("came")
    if state in {State.MISSED, State.FAILED}:
        return say("did not come")
    return say("is on its way")


def is_daily(company: str, day: date, language: Language) -> Body:
    """Tell the members' channel that the digest comes daily for a while."""
    text = language.say(
        "{company} has the digest come each day until {day}, beside the weekly one.",
        company=escape(company),
        day=language.day(day),
    )
    return Body(text, [section(text)])


def daily_until(day: date, language: Language) -> str:
    """Confirm it to whoever asked."""
    return language.say("The digest comes each day until {day}, then it ends by itself.", day=language.day(day))


def no_longer_daily(language: Language) -> str:
    """Confirm that it ended."""
    return language.say("The digest does not come daily.")


def until_when(language: Language) -> str:
    """Ask until when."""
    return language.say("Until which day, within three months? Write it like: /digest daily until 3 September.")
