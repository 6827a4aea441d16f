"""The coalition at the shell: found it, seat companies, appoint people, add installations; all safe to repeat."""

from __future__ import annotations

from typing import Annotated
from zoneinfo import available_timezones

import typer
from slack_sdk.errors import SlackApiError

from handlers.coalition import departing, joining
from handlers.coalition.doors import open_doors
from handlers.shell import Mistyped, Which, coalition_meant, house_of
from handlers.views.wording import LANGUAGES
from storage import audit, coalitions, companies, installations, leaving, outbox, people, schedules
from storage.audit import Act
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.installations import Installation
from storage.people import Role

COALITION = typer.Typer(no_args_is_help=True, help="Found and list coalitions.")
COMPANY = typer.Typer(no_args_is_help=True, help="Seat and list the companies of a coalition.")
PERSON = typer.Typer(no_args_is_help=True, help="Appoint and list the people of a company.")
INSTALLATION = typer.Typer(no_args_is_help=True, help="Add and list further workspaces that the app stands in.")


@COALITION.command("add")
def add_coalition(  # noqa: PLR0917
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="How the coalition is called.")],
    channel: Annotated[str, typer.Option(help="The members' channel, C….")],
    zone: Annotated[str, typer.Option(help="Its zone, such as Europe/Paris.")],
    open_channel: Annotated[str, typer.Option(help="The channel that observers and guests sit in too, C….")] = "",
    spoken: Annotated[str, typer.Option("--language", help="What everybody reads: en or fr.")] = "en",
    host: Annotated[str, typer.Option(help="The host's workspace, T…, where another installation posts.")] = "",
) -> None:
    """Found a coalition, or change the one of that name; its channels get the pinned message."""
    house, now = house_of(context)
    _refuse(zone not in available_timezones(), f"{zone} is no zone. Write it like Europe/Paris.")
    _refuse(spoken not in LANGUAGES, f"{spoken} is not spoken here. Choose one of: {', '.join(LANGUAGES)}.")
    for id_ in (channel, open_channel or channel):
        _refuse(
            not id_.startswith(("C", "G")),
            f"“{id_}” is no channel's id. It begins with C; Slack shows it in the channel's details.",
        )
    _refuse(bool(host) and not host.startswith("T"), f"{host} is no workspace's id. It begins with T.")
    with house.database.begin() as session:
        coalition, new = coalitions.add(
            session,
            name,
            channel=channel,
            open_channel=open_channel or None,
            host_team=host or None,
            zone=zone,
            language=spoken,
            now=now,
        )
        schedules.follow(session, coalition, now=now)
        audit.note_operator(session, coalition.id, Act.FOUNDED, "coalition", coalition.id, now=now)
        open_doors(session, coalition, now)
    typer.echo(f"{coalition.name} is {'founded' if new else 'as you say now'}; its pinned message goes to {channel}.")


@COALITION.command("list")
def list_coalitions(context: typer.Context) -> None:
    """List every coalition of this deployment."""
    house, _ = house_of(context)
    with house.database.read() as session:
        for one in coalitions.all_of_them(session):
            opened = f", open {one.open_channel}" if one.open_channel else ""
            typer.echo(f"{one.name}: {one.channel}{opened}, {one.zone}, {one.language}")


@COMPANY.command("add")
def add_company(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="How the company is called.")],
    team: Annotated[list[str], typer.Option(help="A Slack id that it is known by, T… or E…; may be given again.")],
    seat: Annotated[Seat, typer.Option(help="Where it sits.")] = Seat.MEMBER,
    coalition: Which = "",
) -> None:
    """Seat a company, or change the one of that name."""
    house, now = house_of(context)
    for id_ in team:
        _refuse(
            id_[:1] not in ("T", "E"), f"{id_} is no workspace's id. It begins with T, or with E for Enterprise Grid."
        )
    with house.database.begin() as session:
        where = coalition_meant(session, coalition)
        company, new = companies.add(session, where, name, team_ids=team, seat=seat, now=now)
        coalitions.look_again(session, where)
        if new:
            joining.seated(session, where, company, team, now)
        audit.note_operator(session, where.id, Act.SEATED, "company", company.id, now=now, detail=seat)
    typer.echo(f"{company.name} {'sits' if new else 'sits as you say now'} in {where.name} as {company.seat}.")


@COMPANY.command("remove")
def remove_company(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The company that sits there no more.")],
    reason: Annotated[str, typer.Option(help="Why; those who coordinate read it.")] = "",
    coalition: Which = "",
) -> None:
    """Put a company out: its access ends, and each other company is told what its people could see."""
    house, now = house_of(context)
    with house.database.begin() as session:
        where = coalition_meant(session, coalition)
        left = leaving.by_operator(session, where, companies.named(session, where, name), reason=reason, now=now)
        departing.tell(session, where, left, now)
    typer.echo(
        f"{left.departure.company} sits in {where.name} no more. New cards wait until Slack has disconnected it, "
        "or a coordinator lets them go on."
    )


@COMPANY.command("list")
def list_companies(context: typer.Context, coalition: Which = "") -> None:
    """List the companies of a coalition."""
    house, _ = house_of(context)
    with house.database.read() as session:
        for company in companies.seated(session, coalition_meant(session, coalition)):
            ids = ", ".join(companies.team_ids(session, company))
            typer.echo(f"{company.name}: {company.seat}, {ids}")


@PERSON.command("add")
def add_person(
    context: typer.Context,
    user: Annotated[str, typer.Argument(help="The person's Slack id, U… or W….")],
    company: Annotated[str, typer.Option(help="The person's company.")],
    role: Annotated[Role, typer.Option(help="What the person is; a second role is added to the first.")],
    coalition: Which = "",
) -> None:
    """Give a person of a company a role."""
    house, now = house_of(context)
    _refuse(
        user[:1] not in ("U", "W"), f"{user} is no person's id. It begins with U or W; Slack shows it in the profile."
    )
    with house.database.begin() as session:
        where = coalition_meant(session, coalition)
        person, new = people.appoint(session, companies.named(session, where, company), user, role, now=now)
        audit.note_operator(session, where.id, Act.APPOINTED, "person", person.id, now=now, detail=role)
    typer.echo(f"{user} is {role} of {company}." if new else f"{user} was {role} of {company} already.")


@PERSON.command("list")
def list_people(
    context: typer.Context,
    company: Annotated[str, typer.Option(help="Only this company's people.")] = "",
    coalition: Which = "",
) -> None:
    """List the known people of a coalition."""
    house, _ = house_of(context)
    with house.database.read() as session:
        where = coalition_meant(session, coalition)
        for one in _chosen(session, where, company):
            for person in people.of_company(session, one):
                roles = ", ".join(sorted(person.roles)) or ("guest account" if person.guest_account else "no role")
                typer.echo(
                    f"{person.user_id}: {one.name}, {roles}{'' if person.in_members else ', not in the channel'}"
                )


def _chosen(session: Session, where: Coalition, company: str) -> tuple[Company, ...]:
    return (companies.named(session, where, company),) if company else companies.seated(session, where)


@INSTALLATION.command("add")
def add_installation(
    context: typer.Context,
    token: Annotated[str, typer.Option(prompt="The workspace's bot token (xoxb-…)", hide_input=True)],
    coalition: Which = "",
) -> None:
    """Add a further workspace's token, or replace it; Slack is asked whose it is, and it is kept sealed."""
    house, now = house_of(context)
    _refuse(not token.startswith("xoxb-"), "This is no bot token. It begins with xoxb-.")
    sealed = house.cipher.seal(token)
    try:
        who = house.slack_with(token).auth_test()
    except (SlackApiError, OSError) as error:
        why = error.response.get("error") if isinstance(error, SlackApiError) else "it did not answer"
        raise Mistyped(f"Slack does not take this token: {why}. Nothing was kept.") from error
    installation = Installation(
        team_id=who["team_id"],
        enterprise_id=who.get("enterprise_id"),
        sealed_token=sealed,
        bot_user_id=who["user_id"],
        bot_id=who["bot_id"],
    )
    with house.database.begin() as session:
        new = installations.add(session, installation, now=now)
        outbox.revive_installation(session, installation.team_id, now=now)
        for where in _concerned(session, coalition, installation):
            audit.note_operator(
                session, where, Act.INSTALLED, "installation", None, now=now, detail=installation.team_id
            )
    typer.echo(f"{who.get('team')} ({installation.team_id}) is {'added' if new else 'kept with this token now'}.")


def _concerned(session: Session, coalition: str, installation: Installation) -> set[int]:
    """Find in whose trail an installation belongs: of its company’s coalitions, and of the one that was named."""
    concerned = {company.coalition_id for company in companies.known_by(session, installation.team_id)}
    return concerned | ({coalition_meant(session, coalition).id} if coalition else set())


@INSTALLATION.command("list")
def list_installations(context: typer.Context, coalition: Which = "") -> None:
    """List the further workspaces that the app stands in; never their tokens."""
    house, _ = house_of(context)
    with house.database.read() as session:
        known = companies.names_of_teams(session, coalition_meant(session, coalition)) if coalition else {}
        for one in installations.all_of_them(session):
            if not coalition or one.team_id in known:
                name = f", {known[one.team_id]}" if one.team_id in known else ""
                typer.echo(f"{one.team_id}: bot {one.bot_user_id}{name}")


def _refuse(wrong: bool, sentence: str) -> None:  # noqa: FBT001
    if wrong:
        raise Mistyped(sentence)
