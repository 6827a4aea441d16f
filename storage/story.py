"""The story that Tocsin serves first, August 2018: what four companies announced, and how it is logged.

The facts are those of public reports. Where two of them differ both are kept: 652 announced and 649 itemised,
13,466 views counted and "about 13,500" in the press.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from storage import access, audit, coalitions, companies, installations, people, takedowns
from storage.access import Speaker, Way
from storage.assets import Asset, Kind, Platform
from storage.audit import Act
from storage.base import new_token
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.database import Session
from storage.errors import Unknown
from storage.installations import Installation
from storage.people import Role, Room
from storage.reports import Action, AdSpend, Count, Found, Metric, Part, PartialDate, Reach, Report, Source
from storage.takedowns import Mark, Takedown

ZONE = "America/Los_Angeles"
# The channel is opened on the Monday; the story is told up to the Friday morning on which the companies meet.
FOUNDED_AT = datetime(2018, 8, 20, 16, 0, tzinfo=UTC)
OPENS_AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)

_IRAN, _RUSSIA, _US, _UK = "IR", "RU", "US", "GB"
_LATIN_AMERICA, _WESTERN_ASIA = "M49:419", "M49:145"


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody with a Slack account, as a world declares them; `rooms` are the channels that they sit in."""

    user_id: str
    role: Role | None
    guest_account: bool
    rooms: frozenset[Room]


@dataclass(frozen=True, slots=True)
class Party:
    """A company as a world declares it: the Slack ids it is known by, its seat, its people."""

    name: str
    team_ids: tuple[str, ...]
    seat: Seat
    players: tuple[Player, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays the story, and where."""

    coalition: str
    channel: str
    open_channel: str
    parties: tuple[Party, ...]
    installations: tuple[Installation, ...] = ()


@dataclass(frozen=True, slots=True)
class Announcement:
    """What a company logged, and when."""

    company: str
    at: datetime
    said: Report


def found(session: Session, cast: Cast, *, language: str, now: datetime) -> Coalition:
    """Found the coalition with its companies, people and installations; safe to repeat."""
    coalition, _ = coalitions.add(
        session,
        cast.coalition,
        channel=cast.channel,
        open_channel=cast.open_channel,
        host_team=None,
        zone=ZONE,
        language=language,
        now=now,
    )
    audit.note_operator(session, coalition.id, Act.FOUNDED, "coalition", coalition.id, now=now)
    for party in cast.parties:
        company, _ = companies.add(session, coalition, party.name, team_ids=party.team_ids, seat=party.seat, now=now)
        audit.note_operator(session, coalition.id, Act.SEATED, "company", company.id, now=now, detail=party.seat)
        for player in party.players:
            _bring_in(session, company, player, now)
    for installation in cast.installations:
        installations.add(session, installation, now=now)
        team = installation.team_id
        audit.note_operator(session, coalition.id, Act.INSTALLED, "installation", None, now=now, detail=team)
    return coalition


def _bring_in(session: Session, company: Company, player: Player, now: datetime) -> None:
    person = people.meet(session, company, player.user_id, guest_account=player.guest_account, now=now)
    if player.role:
        people.appoint(session, company, player.user_id, player.role, now=now)
        where = company.coalition_id
        audit.note_operator(session, where, Act.APPOINTED, "person", person.id, now=now, detail=player.role)
    for room in player.rooms:
        people.enter(session, person, room)


def log(
    session: Session, coalition: Coalition, announcement: Announcement, *, now: datetime
) -> tuple[Speaker, Takedown]:
    """Log an announcement as its company's representative does with the form."""
    speaker = representative(session, coalition, announcement.company)
    said = announcement.said
    return speaker, takedowns.report(session, speaker, said, mark=Mark.CLEAR, form=new_token(), way=Way.FORM, now=now)


def representative(session: Session, coalition: Coalition, company_name: str) -> Speaker:
    """Find who speaks for a company; Unknown if nobody does."""
    company = companies.named(session, coalition, company_name)
    for person in people.of_company(session, company):
        if Role.LEAD in person.roles:
            teams = companies.team_ids(session, company)
            return access.recognise_in(session, coalition.id, team_ids=teams, user_id=person.user_id)
    raise Unknown(company_name)


def announcements(language: str) -> tuple[Announcement, ...]:
    """Tell what was logged from the Tuesday to the Thursday, in order, with summaries in a language."""
    words = _WORDS[language]
    return (
        Announcement("Microsoft", datetime(2018, 8, 21, 15, 40, tzinfo=UTC), _microsoft(words)),
        Announcement("Facebook", datetime(2018, 8, 21, 23, 5, tzinfo=UTC), _facebook(words)),
        Announcement("Twitter", datetime(2018, 8, 22, 1, 30, tzinfo=UTC), _twitter(words)),
        Announcement("Google", datetime(2018, 8, 23, 18, 20, tzinfo=UTC), _google(words)),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What the companies said in words."""

    microsoft: str
    microsoft_policy: str
    facebook: str
    facebook_policy: str
    networks: Sequence[str]
    twitter: str
    twitter_policy: str
    google: str


_WORDS = {
    "en": _Words(
        microsoft="Six domains that were made for phishing, taken over by court order.",
        microsoft_policy="Phishing; court order",
        facebook="Three networks. The first hosted 3 events, the third 25.",
        facebook_policy="Coordinated inauthentic behaviour",
        networks=("Liberty Front Press (1 of 3)", "Network 2 of 3", "Network 3 of 3"),
        twitter="284 accounts suspended for coordinated manipulation.",
        twitter_policy="Coordinated manipulation",
        google="Channels, blogs and accounts linked to the broadcaster IRIB; their videos had about 13,500 views in "
        "the United States. FireEye pointed to 3 e-mail accounts, 3 channels and 3 Google+ accounts.",
    ),
    "fr": _Words(
        microsoft="Six domaines créés pour l’hameçonnage, repris sur décision de justice.",
        microsoft_policy="Hameçonnage\N{NARROW NO-BREAK SPACE}; décision de justice",
        facebook="Trois réseaux. Le premier a organisé 3 événements, le troisième 25.",
        facebook_policy="Comportement inauthentique coordonné",
        networks=("Liberty Front Press (1 sur 3)", "Réseau 2 sur 3", "Réseau 3 sur 3"),
        twitter="284 comptes suspendus pour manipulation coordonnée.",
        twitter_policy="Manipulation coordonnée",
        google="Chaînes, blogs et comptes liés au diffuseur IRIB\N{NARROW NO-BREAK SPACE}; leurs vidéos ont eu près de "
        "13\N{NARROW NO-BREAK SPACE}500 vues aux États-Unis. FireEye avait signalé 3 comptes de messagerie, 3 chaînes "
        "et 3 comptes Google+.",
    ),
}

_FIREEYE = Found(Source.SECURITY_FIRM, "FireEye")
_THEMSELVES = Found(Source.INTERNAL)


def _assets(n: int, kind: Kind, platform: Platform | None = None) -> Count:
    return Count(n, (Asset(kind, platform),))


def _microsoft(words: _Words) -> Report:
    return Report(
        summary=words.microsoft,
        parts=(Part((_assets(6, Kind.DOMAIN),)),),
        acted_on=date(2018, 8, 21),
        origins=(_RUSSIA,),
        actions=(Action.DOMAINS_SEIZED,),
        policy=words.microsoft_policy,
    )


def _facebook(words: _Words) -> Report:
    announced = tuple(Asset(kind) for kind in (Kind.PAGE, Kind.GROUP, Kind.ACCOUNT))
    return Report(
        summary=words.facebook,
        stated=Count(652, announced),
        parts=(_liberty_front_press(words), _second_network(words), _third_network(words)),
        acted_on=date(2018, 8, 21),
        origins=(_IRAN,),
        targets=(_US, _UK, _LATIN_AMERICA, _WESTERN_ASIA),
        actions=(Action.REMOVED,),
        policy=words.facebook_policy,
    )


def _liberty_front_press(words: _Words) -> Part:
    return Part(
        name=words.networks[0],
        counts=(
            _assets(74, Kind.PAGE, Platform.FACEBOOK),
            _assets(70, Kind.ACCOUNT, Platform.FACEBOOK),
            _assets(3, Kind.GROUP, Platform.FACEBOOK),
            _assets(76, Kind.ACCOUNT, Platform.INSTAGRAM),
        ),
        targets=(_US, _UK, _WESTERN_ASIA),
        reach=(
            Reach(155_000, Metric.PAGE_FOLLOWERS),
            Reach(2_300, Metric.GROUP_MEMBERS),
            Reach(48_000, Metric.INSTAGRAM_FOLLOWERS),
        ),
        ad_spend=AdSpend(6_000),
        active_since=PartialDate(2015, 1),
        active_until=PartialDate(2018, 8),
        found=(_FIREEYE,),
    )


def _second_network(words: _Words) -> Part:
    return Part(
        name=words.networks[1],
        counts=(
            _assets(12, Kind.PAGE, Platform.FACEBOOK),
            _assets(66, Kind.ACCOUNT, Platform.FACEBOOK),
            _assets(9, Kind.ACCOUNT, Platform.INSTAGRAM),
        ),
        reach=(Reach(15_000, Metric.PAGE_FOLLOWERS), Reach(1_100, Metric.INSTAGRAM_FOLLOWERS)),
        active_since=PartialDate(2016),
        found=(_THEMSELVES,),
    )


def _third_network(words: _Words) -> Part:
    return Part(
        name=words.networks[2],
        counts=(
            _assets(168, Kind.PAGE, Platform.FACEBOOK),
            _assets(140, Kind.ACCOUNT, Platform.FACEBOOK),
            _assets(31, Kind.ACCOUNT, Platform.INSTAGRAM),
        ),
        reach=(Reach(813_000, Metric.PAGE_FOLLOWERS), Reach(10_000, Metric.INSTAGRAM_FOLLOWERS)),
        ad_spend=AdSpend(6_000),
        active_since=PartialDate(2012, 7),
        active_until=PartialDate(2018, 4),
        found=(_THEMSELVES,),
    )


def _twitter(words: _Words) -> Report:
    # It became 770 on 27 August, when the story is over.
    return Report(
        summary=words.twitter,
        parts=(Part((_assets(284, Kind.ACCOUNT, Platform.X),)),),
        acted_on=date(2018, 8, 21),
        origins=(_IRAN,),
        actions=(Action.SUSPENDED,),
        policy=words.twitter_policy,
    )


def _google(words: _Words) -> Report:
    return Report(
        summary=words.google,
        parts=(
            Part(
                name="IRIB",
                counts=(
                    _assets(39, Kind.CHANNEL, Platform.YOUTUBE),
                    _assets(6, Kind.BLOG, Platform.BLOGGER),
                    _assets(13, Kind.ACCOUNT, Platform.GOOGLE_PLUS),
                ),
            ),
        ),
        acted_on=date(2018, 8, 23),
        origins=(_IRAN,),
        reach=(Reach(13_466, Metric.VIEWS, place=_US),),
        actions=(Action.REMOVED,),
        found=(_FIREEYE, _THEMSELVES),
    )
