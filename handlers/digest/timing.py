"""When the digest comes: shown to whoever asks, and daily for a while where coordinators want it."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from handlers.answers import Answer, Whisper
from handlers.formats.coming import read_coming_day
from handlers.views.digest import timing as views
from handlers.views.wording import language
from storage import access, agreed, audit, digests, outbox, schedules
from storage.access import Speaker, Way
from storage.audit import Act
from storage.database import Session
from storage.outbox import Address
from storage.rhythms import Every, Rhythm

_NINE = time(9, 0)
_LONGEST = timedelta(days=92)
_ENDS = frozenset({"off", "stop", "fin", "jamais"})


def when(session: Session, who: Speaker, _rest: str, _way: Way, _now: datetime) -> Answer:
    """Show when each digest comes next, and how it went last."""
    words = language(who.coalition.language)
    standing = schedules.standing(session, who.coalition.id)
    text = views.standing(standing, words)
    return Whisper(text, views.standing_blocks(standing, words))


def daily(session: Session, who: Speaker, rest: str, way: Way, now: datetime) -> Answer:
    """Let a digest come each day until a day, beside the weekly one; it ends by itself."""
    access.must_coordinate(who)
    access.must_stand(who)
    words = language(who.coalition.language)
    if rest.lower() in _ENDS:
        if schedules.end(session, who.coalition, digests.DAILY):
            audit.note(session, who, Act.CHANGED, digests.ABOUT, None, way=way, now=now, detail="daily: off")
        return Whisper(views.no_longer_daily(words))
    day = read_coming_day(rest, who.coalition.day_of(now))
    if day is None or day - who.coalition.day_of(now) > _LONGEST:
        return Whisper(views.until_when(words))
    weekly = schedules.of(session, who.coalition.id, schedules.DIGEST)
    rhythm = Rhythm(Every.DAILY, weekly.rhythm.at if weekly else _NINE)
    schedules.keep(session, who.coalition, digests.DAILY, rhythm, until=day, now=now)
    audit.note(session, who, Act.CHANGED, digests.ABOUT, None, way=way, now=now, detail=f"daily: until {day}")
    outbox.want(
        session,
        who.coalition.id,
        f"digest-daily:{day}:{now:%Y%m%d%H%M%S%f}",
        address=Address.in_channel(who.coalition.channel, team=who.coalition.host_team),
        body=views.is_daily(who.company.name, day, words),
        about=agreed.ABOUT,
        about_id=who.coalition.id,
        owner_id=who.person_id,
        now=now,
    )
    return Whisper(views.daily_until(day, words))
