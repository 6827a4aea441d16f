"""CONVERSES: one page a feature; what it hears, does and shows. No SQL. This is the table of contents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import typer
from slack_bolt import App

from handlers import (
    agenda,
    audit,
    coalition,
    digest,
    export,
    inbox,
    intake,
    lifecycle,
    meeting,
    mention,
    scheduling,
    takedown,
    update,
)
from handlers.coalition import custody, dissolving, inviting, retaining, shell, showing, strays, trying
from handlers.hearing import Hearing, Pages
from handlers.house import House
from handlers.intake import reading as intake_reading
from handlers.intake import shell as intake_shell
from handlers.takedown import stubbing
from storage import agendas, digests, sending, showings
from storage.approvals import Deed
from storage.database import Session
from storage.outbox import Letter


@dataclass(frozen=True, slots=True)
class Job:
    """Something that the clock asks for each minute; it finds in storage what is due at `now`.

    One that says when it is `next_due` is asked at that moment too, and has nobody to wait for.
    """

    name: str
    run: Callable[[House, datetime], None]
    next_due: Callable[[House], datetime | None] | None = None


PAGES = Pages(
    commands=takedown.COMMANDS
    | coalition.COMMANDS
    | digest.COMMANDS
    | meeting.COMMANDS
    | update.COMMANDS
    | agenda.COMMANDS,
    clicks=(
        takedown.CLICKS
        | coalition.CLICKS
        | digest.CLICKS
        | meeting.CLICKS
        | update.CLICKS
        | agenda.CLICKS
        | intake.CLICKS
        | inbox.CLICKS
        | mention.CLICKS
        | audit.CLICKS
    ),
    forms=(
        takedown.FORMS | coalition.FORMS | digest.FORMS | meeting.FORMS | update.FORMS | agenda.FORMS | intake.FORMS
    ),
    words=mention.heard_words,
    shortcuts=agenda.SHORTCUTS,
)

JOBS = (
    Job("schedules", scheduling.come_round, next_due=scheduling.next_due),
    Job("gaps", scheduling.tell),
    Job("digests", digest.post, next_due=digest.next_due),
    Job("digest bells", digest.ring),
    Job("commitments", meeting.remind),
    Job("minutes", meeting.go_on),
    Job("votes", meeting.count, next_due=meeting.next_count),
    Job("meetings", meeting.keep, next_due=meeting.next_due),
    Job("prompts", update.ring, next_due=update.next_due),
    Job("prompt list", update.keep_prompts),
    Job("agendas", agenda.post, next_due=agenda.next_due),
    Job("release", takedown.release),
    Job("roster", lifecycle.read_rosters),
    Job("strays", strays.look_everywhere),
    Job("invitations", inviting.ask_again),
    Job("names", inviting.learn_names),
    Job("approvals", coalition.expire),
    Job("guests", showing.look_who_came),
    Job("trials", trying.bring_files),
    Job("retention", retaining.keep_time),
    Job("dissolution", dissolving.go_on),
    Job("stubs", stubbing.carry_on),
    Job("forget", lifecycle.forget),
    Job("seal", audit.seal),
)

SHELL: dict[str, typer.Typer] = {
    "coalition": shell.COALITION,
    "company": shell.COMPANY,
    "person": shell.PERSON,
    "installation": shell.INSTALLATION,
    "audit": audit.AUDIT,
    "export": export.EXPORT,
    "showings": showing.SHOWINGS,
    "hold": custody.HOLD,
}

# Commands that stand alone.
SHELL_COMMANDS: dict[str, Callable[..., None]] = {
    intake_shell.IMPORT: intake_shell.import_files,
}

audit.AUDIT.command(export.TRACE)(export.trace)

# What is done once a second coordinator agreed, beside what the coalition's own page does.
coalition.on_granted[Deed.EXPORT_ALL] = takedown.export_everything
coalition.on_granted[Deed.DISSOLVE] = dissolving.granted
shell.COALITION.command("dissolved")(dissolving.dissolved)

# What the porter carries, and what reads the files that the collector fetches.
parcels = export
reading = intake_reading
# What the courier asks at the moment of sending, what notes that it went, and what tells the sender when it cannot.
may_go = sending.may_go


def on_sent(session: Session, letter: Letter, now: datetime) -> None:
    """Note, in the transaction that notes that a letter was sent, what follows from it."""
    showings.posted(session, letter, now)
    digest.sent(session, letter, now)
    agenda.sent(session, letter, now)


def on_dead(session: Session, letter: Letter, now: datetime) -> None:
    """Tell whose a letter was, in the transaction that gives it up; what no one person sent is the coordinators'."""
    if letter.about == digests.ABOUT:
        digest.dead(session, letter, now)
    if letter.about == agendas.ABOUT:
        agenda.dead(session, letter, now)
    meeting.dead(session, letter, now)
    inbox.tell_sender(session, letter, now)


# What is done as soon as Slack has said who we are.
on_introduced = lifecycle.arrived


def register(app: App, house: House) -> None:
    """Let every page hear what it listens for."""
    Hearing(house, PAGES).attach(app)
