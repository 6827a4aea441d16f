"""The audit trail: sealed by a job, read by those whose record it is, verified and shown at the shell."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from handlers import guards
from handlers.answers import Answer, Push, Replace
from handlers.house import House
from handlers.inputs import Click, Command, Heard, Shortcut, Submission
from handlers.shell import Mistyped, Which, coalition_meant, house_of
from handlers.views import audit as views
from handlers.views.wording import language
from storage import audit, coalitions, takedowns
from storage.access import Way
from storage.audit import Act, Entry, Fault, Flaw, Seal, Verdict
from storage.coalitions import Coalition
from storage.errors import Attempt
from storage.takedowns import ABOUT

AUDIT = typer.Typer(no_args_is_help=True, help="Verify, show and seal the audit trail.")


def opened_by(house: House, heard: Click, now: datetime) -> Answer:
    """Open the trail of a record for the lead and counsel of its company; for all others there is no such thing."""
    token, _, older = heard.value.partition(":")
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, takedowns.coalition_of(session, token))
        takedown = takedowns.by_token(session, who, token)
        shown = audit.read(
            session,
            who,
            ABOUT,
            takedown.id,
            owner_id=takedown.company_id,
            until=int(older) if older.isdecimal() else None,
            way=Way.BUTTON,
            now=now,
        )
    view = views.page(takedown.reference, token, shown, language(who.coalition.language))
    return Replace(view) if older else Push(view)


CLICKS = {views.OPENED_BY: opened_by}


def refused(house: House, attempt: Attempt, heard: Heard, now: datetime) -> None:
    """Note a refusal that matters."""
    with house.database.begin() as session:
        audit.note_refusal(session, attempt, way=_way(heard), now=now)


def _way(heard: Heard) -> Way:
    match heard:
        case Command():
            return Way.COMMAND
        case Click():
            return Way.BUTTON
        case Submission():
            return Way.FORM
        case Shortcut():
            return Way.SHORTCUT
    return Way.MESSAGE if heard.direct else Way.MENTION


def seal(house: House, now: datetime) -> None:
    """Seal what was written since, a batch a transaction, so that nobody waits long for it."""
    with house.database.read() as session:
        there = coalitions.all_of_them(session)
    for coalition in there:
        while _seal_batch(house, coalition, now) == audit.BATCH:
            pass


def _seal_batch(house: House, coalition: Coalition, now: datetime) -> int:
    with house.database.begin() as session:
        return audit.seal(session, coalition, now=now)


@AUDIT.command("seal")
def seal_now(context: typer.Context) -> None:
    """Seal what is not sealed yet, and print the newest seal of each coalition, to be kept elsewhere."""
    house, now = house_of(context)
    seal(house, now)
    with house.database.read() as session:
        for coalition in coalitions.all_of_them(session):
            newest = audit.newest_seal(session, coalition)
            typer.echo(f"{coalition.name} {newest}" if newest else f"{coalition.name}: nothing was noted yet.")


@AUDIT.command("verify")
def verify(
    context: typer.Context,
    coalition: Annotated[str, typer.Option(help="Only this coalition.")] = "",
    printed: Annotated[
        str, typer.Option("--seal", help="A seal that was printed before, SEQUENCE:HASH or HASH alone.")
    ] = "",
) -> None:
    """Check that nothing that was sealed was changed, removed or moved; ends with 1 where something was."""
    house, _ = house_of(context)
    earlier = Seal.read(printed)
    if printed and earlier is None:
        raise Mistyped(
            "This is no seal. It looks like 1234:ab12… as “tocsin audit seal” prints it, or like ab12… in a digest."
        )
    whole = True
    with house.database.read() as session:
        one_is_meant = coalition or printed
        several = (coalition_meant(session, coalition),) if one_is_meant else coalitions.all_of_them(session)
        for one in several:
            verdict = audit.verify(session, one, printed=earlier)
            _say(one, verdict)
            whole = whole and not verdict.faults
    if not whole:
        raise typer.Exit(1)


def _say(coalition: Coalition, verdict: Verdict) -> None:
    waiting = f"{verdict.unsealed} not sealed yet"
    faults = len(verdict.faults) + verdict.more
    if not faults:
        typer.echo(f"{coalition.name}: {verdict.sealed} sealed and whole, {waiting}.")
        return
    typer.echo(
        f"{coalition.name}: {verdict.sealed} sealed, {waiting}; {faults} {'fault' if faults == 1 else 'faults'}:"
    )
    for fault in verdict.faults:
        typer.echo(f"  {_sentence(fault)}")
    if verdict.more:
        typer.echo(f"  and {verdict.more} more.")


_FLAWS = {
    Flaw.ALTERED: "is not what was sealed there",
    Flaw.MISSING: "is missing",
    Flaw.ADDED: "stands there beside what was sealed",
    Flaw.BEYOND: "goes beyond the newest seal",
    Flaw.RESEALED: "does not fit the newest seal",
    Flaw.OTHER_SEAL: "does not fit the seal that was printed",
}


def _sentence(fault: Fault) -> str:
    if fault.first == audit.NOWHERE:
        return "Nothing fits the seal that was printed."
    place = f"{fault.first}" if fault.first == fault.last else f"{fault.first} to {fault.last}"
    before = "after " if fault.flaw is Flaw.MISSING else ""
    at = f" ({before}{_time(fault.at)})" if fault.at else ""
    return f"{place}{at} {_FLAWS[fault.flaw]}."


@AUDIT.command("show")
def show(
    context: typer.Context,
    reference: Annotated[str, typer.Argument(help="The record, TD-….", metavar="REF")],
    coalition: Which = "",
) -> None:
    """Show who did or opened what of a record, when, and by which way; that it was shown is noted too."""
    house, now = house_of(context)
    with house.database.begin() as session:
        where = coalition_meant(session, coalition)
        row_id = takedowns.row_of(session, where.id, reference)
        if row_id is None:
            raise Mistyped(f"There is no record {reference} in {where.name}.")
        entries = audit.about(session, where.id, ABOUT, row_id)
        audit.note_operator(session, where.id, Act.READ_TRAIL, ABOUT, row_id, now=now)
    for entry in entries:
        typer.echo(_told(entry))


def _told(entry: Entry) -> str:
    who = f"{entry.company} {entry.user_id}".strip() or "the operator"
    detail = f" ({entry.detail})" if entry.detail else ""
    return f"{_time(entry.at)}  {who}: {entry.act}{detail}, by {entry.way}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
