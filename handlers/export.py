"""Exports: the file is drawn of what whoever asked may see at that moment; what does not come is told; the shell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from handlers import guards
from handlers.formats import calendar, exported
from handlers.formats.exported import Format, Marking, Origin, indicators_file, showings_file
from handlers.formats.exported.marking import Certainty, Trace, traced
from handlers.formats.exported.saved import Unreadable, text_of
from handlers.house import House
from handlers.shell import Mistyped, Which, coalition_meant, house_of
from handlers.views import export as views
from handlers.views.inbox import Item
from handlers.views.minutes import files
from handlers.views.wording import language
from storage import (
    access,
    audit,
    bulk,
    coalitions,
    companies,
    exports,
    indicators,
    meetings,
    minutes,
    outbox,
    showings,
    takedowns,
)
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.errors import Refusal, Unknown
from storage.exports import ABOUT, Export, Kind, State, Words
from storage.indicators import Listed
from storage.outbox import Address
from storage.takedowns import Takedown

EXPORT = typer.Typer(help="Write what a company may see into a file, marked as made for it.")
TRACE = "trace"
# So many records a transaction, so that nothing waits for a long file.
BATCH = 200
# Files that outlive what they are of hold what one's own company recalled, too.
_TO_KEEP = frozenset({Kind.LEAVING, Kind.LAST})


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file on its way to one person; the comment stands above it in their direct message."""

    user_id: str
    name: str
    data: bytes
    comment: str
    held: tuple[int, ...]


class NotTheirs(Refusal):
    """Whoever asked may have nothing any more."""


def waiting(session: Session, who: Speaker, now: datetime) -> list[Item]:
    """Draw the files that did not come, and for a lead who of the company read in bulk."""
    words = language(who.coalition.language)
    missing = [views.not_received(one, words) for one in exports.not_received(session, who, now=now)]
    return missing + [views.bulk(one, words) for one in bulk.recent(session, who, now=now)]


def draw(house: House, export: Export, now: datetime, hold: Callable[[], None]) -> Parcel | State:
    """Draw the file as it is now, or say why there is none to send; `hold` keeps the export while it takes long."""
    try:
        with house.database.read() as session:
            who = _asker(session, export)
            origin = _origin(session, who, now)
        if export.kind in _ONE_THING:
            return _ONE_THING[export.kind](house, export, who, now)
        narrowed = {"leaving": export.kind is Kind.LEAVING, "recalled": export.kind in _TO_KEEP}
        asker = lambda session: _asker(session, export)  # noqa: E731  It is handed on.
        counted = _Counted(_records(house, asker, export.words, hold, **narrowed))
        format_, marking = Format(export.format), Marking(export.export_id, export.key)
        data = exported.written(format_, counted, origin, marking, indicators=_indicators(house, asker))
    except NotTheirs:
        return State.DROPPED
    if not counted.count:
        return State.EMPTY
    return Parcel(
        user_id=who.user_id,
        name=exported.name(format_, who.coalition.day_of(now)),
        data=data,
        comment=views.comment(language(who.coalition.language), last=export.kind is Kind.LAST),
        held=tuple(counted.held),
    )


def _register(house: House, export: Export, who: Speaker, now: datetime) -> Parcel | State:
    """Draw the register of what guests were shown of the records of somebody's company."""
    with house.database.read() as session:
        shown = showings.of_own(session, _asker(session, export), limit=None)
    if not shown:
        return State.EMPTY
    return Parcel(
        user_id=who.user_id,
        name=exported.name(Format.CSV, who.coalition.day_of(now)),
        data=showings_file.written(shown, export.export_id),
        comment=views.comment(language(who.coalition.language)),
        held=(),
    )


def _calendar(house: House, export: Export, _who: Speaker, _now: datetime) -> Parcel | State:
    """Draw when a meeting is, as it is now, for somebody who may know of it."""
    try:
        with house.database.read() as session:
            who = _asker(session, export)
            there = meetings.by_token(session, who, export.words[0][0])
    except Unknown:
        return State.DROPPED
    words = language(who.coalition.language)
    return Parcel(
        user_id=who.user_id,
        name=calendar.NAME,
        data=calendar.written(there, words.say("Meeting")),
        comment=views.comment(words),
        held=(),
    )


def _minutes(house: House, export: Export, _who: Speaker, _now: datetime) -> Parcel | State:
    """Draw the minutes of a meeting, as whoever asked may read them."""
    try:
        with house.database.read() as session:
            who = _asker(session, export)
            data = _minutes_of(session, who, export)
    except Unknown:
        return State.DROPPED
    name = files.NAMES[export.format]
    return Parcel(who.user_id, name, data, views.comment(language(who.coalition.language)), held=())


def _minutes_of(session: Session, who: Speaker, export: Export) -> bytes:
    there, _ = minutes.by_token(session, who, export.words[0][0])
    contents = minutes.contents(session, who.coalition, there, who)
    return files.written(contents, who.coalition.name, export.format, language(who.coalition.language))


def _of_one_record(house: House, export: Export, _who: Speaker, now: datetime) -> Parcel | State:
    """Draw the indicators of a record, for somebody who may read it."""
    try:
        with house.database.read() as session:
            who = _asker(session, export)
            record = takedowns.by_token(session, who, export.words[0][0])
            data = indicators_file.written(indicators.every(session, who, record), record.reference, export.export_id)
    except Unknown:
        return State.DROPPED
    return Parcel(
        user_id=who.user_id,
        name=exported.name(Format.CSV, who.coalition.day_of(now)),
        data=data,
        comment=views.comment(language(who.coalition.language)),
        held=(record.id,),
    )


# What is no list of records.
_ONE_THING: dict[Kind, Callable[[House, Export, Speaker, datetime], Parcel | State]] = {
    Kind.SHOWINGS: _register,
    Kind.CALENDAR: _calendar,
    Kind.MINUTES: _minutes,
    Kind.INDICATORS: _of_one_record,
}


def may_go(session: Session, export: Export, parcel: Parcel) -> bool | State:
    """Tell whether whoever asked may still have the file; False where something in it fell away meanwhile."""
    try:
        who = _asker(session, export)
    except NotTheirs:
        return State.DROPPED
    if export.kind is Kind.MINUTES:
        try:
            return parcel.data == _minutes_of(session, who, export)
        except Unknown:
            return State.DROPPED
    return exports.all_visible(session, who, parcel.held)


def arrived(session: Session, export: Export, now: datetime) -> None:
    """Note that the file is with them."""
    try:
        who = _asker(session, export)
    except NotTheirs:
        return
    # The attempt that sent it counted its records.
    audit.note(session, who, Act.EXPORTED, ABOUT, export.id, way=Way.CLOCK, now=now, detail="sent")


def ended(session: Session, export: Export, state: State, now: datetime) -> None:
    """Ring for whoever waits for a file that will not come, or had one that is gone.

    What is nobody's any more is told to nobody, nor what Slack did not let us take back.
    """
    if state in {State.DROPPED, State.SENT} or export.user_id is None:
        return
    coalition = coalitions.by_id(session, export.coalition_id)
    words = language(coalition.language)
    was_there = state is State.TAKEN_BACK
    if was_there:
        audit.note_clock(session, coalition.id, Act.EXPORTED, ABOUT, export.id, now=now, detail="taken back")
    outbox.want(
        session,
        coalition.id,
        f"notice:{ABOUT}:{export.id}:{int(now.timestamp())}",
        address=Address.to_person(export.user_id, team=coalition.host_team),
        body=views.taken_back(words, coalition) if was_there else views.did_not_come(words, coalition),
        about="notice",
        owner_id=export.person_id,
        now=now,
    )


def _asker(session: Session, export: Export) -> Speaker:
    """Find who asked, as they sit in the coalition now; raises NotTheirs where they have no place there."""
    coalition = coalitions.by_id(session, export.coalition_id)
    for seat in access.seats_of_user(session, coalition, export.user_id or ""):
        if seat.person is not None and seat.person.id == export.person_id and guards.is_somebody(seat):
            return seat
    raise NotTheirs


def _origin(session: Session, who: Speaker, now: datetime) -> Origin:
    seal = audit.newest_seal(session, who.coalition)
    return Origin(who.coalition.name, who.company.name, who.user_id, now, seal.for_others if seal else "")


def _records(
    house: House,
    asker: Callable[[Session], Speaker],
    words: Words,
    hold: Callable[[], None],
    *,
    leaving: bool = False,
    recalled: bool = False,
) -> Iterator[Takedown]:
    """Read what somebody may see batch by batch, and ask for each batch whether they still may.

    With `leaving` only what is to be erased; with `recalled` what their own company recalled too.
    """
    before = ""
    while True:
        with house.database.read() as session:
            page = takedowns.recent(
                session,
                asker(session),
                words=words,
                before=before,
                limit=BATCH,
                recalled=recalled,
                leaving=leaving,
            )
        yield from page.takedowns
        if not page.more:
            return
        before = page.takedowns[-1].token
        hold()


def _indicators(house: House, asker: Callable[[Session], Speaker]) -> Callable[[Takedown], Iterable[Listed]]:
    """Read the indicators of one record after another, for whoever asked."""

    def of(record: Takedown) -> tuple[Listed, ...]:
        with house.database.read() as session:
            if not indicators.how_many(session, record):
                return ()
            return tuple(indicators.every(session, asker(session), record))

    return of


class _Counted:
    """Notes what runs through it."""

    def __init__(self, records: Iterable[Takedown]) -> None:
        self._records = records
        self.held: list[int] = []

    @property
    def count(self) -> int:
        """How many records there were."""
        return len(self.held)

    def __iter__(self) -> Iterator[Takedown]:
        for record in self._records:
            self.held.append(record.id)
            yield record


@EXPORT.callback(invoke_without_command=True)
def export_for(
    context: typer.Context,
    company: Annotated[str, typer.Option(help="The company that it is made for.")],
    coalition: Which = "",
    format_: Annotated[Format, typer.Option("--format", help="What it is written as.")] = Format.CSV,
    to: Annotated[
        Path | None, typer.Option("--to", help="The file to write; without it tocsin-DATE.csv, here.")
    ] = None,
) -> None:
    """Write what a company's people may see into a file, marked as made for it; the trail notes it."""
    house, now = house_of(context)
    with house.database.begin() as session:
        where = coalition_meant(session, coalition)
        who = Speaker(where, companies.named(session, where, company), None, "")
        made = exports.by_operator(session, where, who.company, format_=format_, now=now)
        origin = _origin(session, who, now)
    path = to or Path(exported.name(format_, where.day_of(now)))
    records = _Counted(_records(house, lambda _: who, (), lambda: None))
    marking = Marking(made.export_id, made.key)
    data = exported.written(format_, records, origin, marking, indicators=_indicators(house, lambda _: who))
    try:
        with path.open("xb") as file:
            file.write(data)
    except FileExistsError as error:
        raise Mistyped(f"{path} is there already. Name another file with --to.") from error
    except OSError as error:
        raise Mistyped(f"{path} cannot be written: {error.strerror}.") from error
    with house.database.begin() as session:
        exports.note_held(session, made, records.held)
    typer.echo(f"{path}: {records.count} records, as {who.company.name} may see them; its mark is {made.export_id}.")


def trace(
    context: typer.Context,
    file: Annotated[
        Path, typer.Argument(help="A copy of an export, or of a part of one.", exists=True, dir_okay=False)
    ],
) -> None:
    """Say which export a file comes from, for whom it was made and when, and how sure that is."""
    house, _ = house_of(context)
    try:
        text = text_of(file.read_bytes())
    except Unreadable as error:
        raise Mistyped(f"{file} cannot be read: {error}.") from error
    with house.database.read() as session:
        origins = {one.export_id: one for one in exports.origins(session)}
    found = traced(text, [Marking(one.export_id, one.key) for one in origins.values()])
    for one in found:
        typer.echo(_sentence(one, origins[one.export_id]))
    if not found:
        typer.echo("No export of this deployment: no mark was found. A few rows without their lists carry none.")
        raise typer.Exit(1)


def _sentence(found: Trace, origin: exports.Origin) -> str:
    whom = f"{origin.company} ({origin.user_id})" if origin.user_id else f"{origin.company}, made by the operator"
    at = f"{origin.asked_at:%Y-%m-%d %H:%M} UTC"
    return f"{found.export_id}: for {whom}, of {origin.coalition}, asked for {at}. {_how_sure(found)}"


def _how_sure(found: Trace) -> str:
    match found.certainty:
        case Certainty.SURE:
            beside = "" if found.named else ", though its id was taken out"
            return f"Sure, by the order of its lists{beside}: by chance less often than 1 in 2^{int(found.bits)}."
        case Certainty.LIKELY:
            return f"Likely, by the order of its lists: by chance about once in {2 ** int(found.bits):,}."
        case Certainty.CLAIMED:
            return "Only its id stands in the file, which anybody could have written there."
