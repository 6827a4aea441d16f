"""What became of a file, for whoever sent it: the doorbell, *For me*, its record's page, and its rows one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.formats import words
from handlers.views import intake as ids
from handlers.views.blocks import (
    Block,
    actions,
    bullets,
    button,
    context,
    cut,
    line,
    modal,
    rich,
    said,
    section,
    span,
    title,
)
from handlers.views.door import FOR_ME
from handlers.views.inbox import Item
from handlers.views.intake import refusing
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.intakes import Choice, Difference, Intake, State
from storage.outbox import Body
from storage.reports import Count

_NAMED = 80
_QUOTED = 160
# So many rows stand on a page.
ROWS = 20


def bell(language: Language, coalition: Coalition) -> Body:
    """Ring for whoever sent a file that they should look at; a doorbell that carries nothing of it."""
    text = language.say("A file that you sent was looked through. There is something in it for you to see.")
    return Body(text, [section(text), actions(button(language.say("For me"), FOR_ME, coalition.token))])


def name(one: Intake, language: Language) -> str:
    """Name a file to whoever sent it."""
    if one.file_id is None:
        return language.say("what you pasted")
    return cut(one.name, _NAMED) or language.say("a file")


def item(one: Intake, reference: str, language: Language) -> Item:
    """Draw a file that its sender should look at, in *For me*."""
    say = language.say
    values = {"file": name(one, language), "reference": reference}
    put_away = button(say("Put away"), ids.SEEN, one.token)
    if one.state is State.REFUSED:
        again = [button(say("Try again"), ids.AGAIN, one.token)] if one.why in refusing.PASSING and one.file_id else []
        text = say("{reference}: {file} was not read. {why}", why=refusing.refused(one.why, language), **values)
        return [said(text), actions(*again, put_away)]
    item: Item = []
    if one.is_open:
        item += [
            said(say("{reference}: {file} counts differently from what you wrote.", **values)),
            actions(button(say("Compare"), ids.CHOOSE, one.token, style="primary")),
        ]
    if one.problems and one.seen_at is None:
        item += [said(_not_used(one, reference, language)), actions(_rows_button(one, language), put_away)]
    return item


def _not_used(one: Intake, reference: str, language: Language) -> str:
    return language.count(
        "{reference}: {n} row of {file} could not be used. The others are read.",
        "{reference}: {n} rows of {file} could not be used. The others are read.",
        how_many_problems(one),
        file=name(one, language),
        reference=reference,
    )


def how_many_problems(one: Intake) -> int:
    """Count the rows that could not be used; not all of them may be kept."""
    return max(one.gathered.rows.problems if one.gathered else 0, len(one.problems))


def _rows_button(one: Intake, language: Language) -> Block:
    return button(language.say("Show the rows"), ids.ROWS, one.token)


def of_record(files: Sequence[Intake], language: Language) -> list[Block]:
    """Say on a record's page how far the files are that its reader sent."""
    blocks: list[Block] = []
    for one in files:
        text = language.say("{label}: {words}", label=name(one, language), words=_how_far(one, language))
        blocks.append(said(text, accessory=_accessory(one, language)))
    return blocks


def _accessory(one: Intake, language: Language) -> Block | None:
    if one.is_open:
        return button(language.say("Compare"), ids.CHOOSE, one.token)
    return _rows_button(one, language) if one.problems else None


def _how_far(one: Intake, language: Language) -> str:
    say = language.say
    match one.state:
        case State.NOTED:
            return say("waits to be read")
        case State.READING:
            return say("is being read")
        case State.REFUSED:
            return say("was not read. {why}", why=refusing.refused(one.why, language))
        case State.GONE:
            return say("was not read, since the record is not open any more")
    told = [language.count("{n} indicator", "{n} indicators", one.indicators)]
    if one.gathered is not None:
        told.insert(0, language.count("{n} row read", "{n} rows read", one.gathered.rows.read))
    if n := how_many_problems(one):
        told.append(language.count("{n} row not used", "{n} rows not used", n))
    return language.list(told)


def rows(one: Intake, first: int, language: Language) -> Block:
    """Draw a page of the rows that could not be used, each as it was written and with what is wrong with it."""
    say = language.say
    shown = one.problems[first : first + ROWS]
    blocks: list[Block] = [
        said(_title(one, language)),
        rich(bullets(*(_row(each.row, each.raw, each.why, language) for each in shown)))
        if shown
        else section(say("–")),
    ]
    blocks += turning(ids.ROWS, one.token, Span(first, ROWS, len(one.problems)), language)
    hidden = how_many_problems(one) - len(one.problems)
    if hidden > 0 and first + ROWS >= len(one.problems):
        more = language.count("{n} more row is not kept.", "{n} more rows are not kept.", hidden)
        blocks.append(context(more))
    return modal(say("Rows not used"), [*blocks, context(_mending(one, language))], close=say("Back"))


def _mending(one: Intake, language: Language) -> str:
    say = language.say
    if one.file_id is None:
        return say("Paste them into the record again with “Edit”, mended: nothing is counted twice.")
    return say("Mend them in your file, and attach it to the record again with “Edit”: nothing is counted twice.")


def _title(one: Intake, language: Language) -> str:
    return language.count(
        "{n} row of {file} could not be used.",
        "{n} rows of {file} could not be used.",
        how_many_problems(one),
        file=name(one, language),
    )


def _row(number: int, raw: str, why: str, language: Language) -> Block:
    quoted = cut(" ".join(raw.split()), _QUOTED)
    return line(
        span(language.say("row {n}", n=language.number(number)), bold=True),
        span(f"  {quoted}\n" if quoted else "  "),
        span(refusing.row(why, language)),
    )


@dataclass(frozen=True, slots=True)
class Span:
    """Which lines of all there are stand on a page."""

    first: int
    size: int
    total: int


def turning(action: str, token: str, shown: Span, language: Language) -> list[Block]:
    """Draw the buttons that turn pages; behind a colon each says where its page begins."""
    say = language.say
    buttons, after = [], shown.first + shown.size
    if shown.first > 0:
        buttons.append(button(say("Previous"), f"{action}:back", f"{token}:{max(shown.first - shown.size, 0)}"))
    if after < shown.total:
        buttons.append(button(say("Next"), f"{action}:on", f"{token}:{after}"))
    if not buttons:
        return []
    where = say(
        "{first} to {last} of {n}",
        first=language.number(shown.first + 1),
        last=language.number(min(after, shown.total)),
        n=language.number(shown.total),
    )
    return [actions(*buttons), context(where)]


def beside(one: Intake, difference: Difference, reference: str, language: Language) -> Block:
    """Set what the form said beside what the file counts, to choose or to keep both."""
    say = language.say
    blocks: list[Block] = [
        said(
            say(
                "{reference}: {file} counts differently from what you wrote.",
                reference=reference,
                file=name(one, language),
            )
        ),
        title(say("You wrote")),
        _counts(difference.stated, language),
        title(say("The file counts")),
        _counts(difference.itemised, language),
        actions(
            button(say("Keep what I wrote"), f"{ids.CHOOSE}:{Choice.FORM}", one.token),
            button(say("Take the file’s"), f"{ids.CHOOSE}:{Choice.FILE}", one.token),
            button(say("Keep both"), f"{ids.CHOOSE}:{Choice.BOTH}", one.token, style="primary"),
        ),
        context(say("With both, what you wrote stands as the stated total, and what the file counts as itemised.")),
    ]
    return modal(say("Two counts"), blocks, close=say("Later"))


def _counts(counts: Sequence[Count], language: Language) -> Block:
    return rich(bullets(*(line(span(words.write_count(one, language.code))) for one in counts)))


def chosen(choice: Choice, language: Language) -> str:
    """Say what becomes of a choice."""
    say = language.say
    return {
        Choice.FORM: say("The record stays as you wrote it."),
        Choice.FILE: say("The record now counts what the file counts. Its card follows."),
        Choice.BOTH: say("The record now says both. Its card follows."),
    }[choice]


def put_away(language: Language) -> str:
    """Say that a file is not shown among what waits any more."""
    return language.say("It is put away. The record’s page still tells of it.")


def tried_again(language: Language) -> str:
    """Say that a file is fetched once more."""
    return language.say("It will be tried again.")
