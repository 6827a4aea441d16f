"""Settings: coordinators change what the coalition has agreed on, and its channel is told."""

from __future__ import annotations

from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Open, Push, Whisper
from handlers.coalition.doors import open_doors
from handlers.formats.zones import read_zone
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.views.coalition import settings as views
from handlers.views.coalition.settings import Field
from handlers.views.wording import LANGUAGES, Language, language
from storage import access, agreed, drafts, outbox
from storage.access import Speaker, Way
from storage.agreed import Agreed
from storage.coalitions import Coalition
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Address

# A draft remembers what the form showed; it holds nobody's words, so that no inbox offers it.
KIND = "settings"
_LONGEST_NAME = 80
_LONGEST = 200


def ask(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Open the form from a command."""
    access.must_coordinate(who)
    shown = Agreed.of(who.coalition)
    token = drafts.keep(session, who, KIND, shown.as_body(), has_words=False, now=now)
    words = language(who.coalition.language)
    missed = Whisper(words.say("Slack did not open the form in time. Try again."))
    return Open(views.form(shown, token, words), missed)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the coalition's page."""
    with house.database.begin() as session:
        answer = ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)
    return Push(answer.view) if heard.form else answer


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Change what was changed in the form, and tell the members' channel in the same transaction."""
    identity = heard.identity
    with house.database.begin() as session:
        draft = drafts.open_one(
            session, heard.form.private, team_ids=identity.team_ids, user_id=identity.user_id, now=now
        )
        who = guards.speaker(session, heard, coalition_id=draft.coalition_id)
        if draft.kind != KIND:
            raise Unknown
        shown = Agreed.read(draft.body)
        wanted, problems = _read(heard.form.values, shown, language(who.coalition.language))
        if problems:
            return Errors(problems)
        before, after = agreed.change(session, who, wanted, shown=shown, way=Way.FORM, now=now)
        if before != after:
            _tell(session, who, before, after, form=heard.form.id, now=now)
    return CloseAll()


def _tell(session: Session, who: Speaker, before: Coalition, after: Coalition, *, form: str, now: datetime) -> None:
    """Owe the members' channel what changed, and the pinned messages their new name or language."""
    outbox.want(
        session,
        after.id,
        f"agreed:{form}"[:120],
        address=Address.in_channel(after.channel, team=after.host_team),
        body=views.changed(who.company.name, before, after, language(after.language)),
        about=agreed.ABOUT,
        about_id=after.id,
        owner_id=who.person_id,
        now=now,
    )
    open_doors(session, after, now)


def _read(values: Values, shown: Agreed, words: Language) -> tuple[Agreed, dict[str, str]]:
    """Read the fields; where one holds what the form does not offer, it stays as it was shown."""
    name, typed = " ".join(values.text(Field.NAME).split())[:_LONGEST_NAME], values.text(Field.ZONE)
    zone = shown.zone if typed == shown.zone else read_zone(typed)
    problems = {}
    if not name:
        problems[Field.NAME.value] = views.no_name(words)
    if zone is None:
        problems[Field.ZONE.value] = views.no_zone(words)
    spoken, mark = values.text(Field.LANGUAGE), values.text(Field.MARK)
    day, hour = _digest(values)
    wanted = Agreed(
        name=name,
        zone=zone or shown.zone,
        language=spoken if spoken in LANGUAGES else shown.language,
        default_mark=mark if mark in views.MARKS else shown.default_mark,
        digest_day=day,
        digest_hour=hour,
        rhythm=" ".join(values.text(Field.MEETINGS).split())[:_LONGEST],
    )
    return wanted, problems


def _digest(values: Values) -> tuple[int, int] | tuple[None, None]:
    """Read when the digest comes: a day and an hour, or neither."""
    day, hour = values.text(Field.DIGEST_DAY), values.text(Field.DIGEST_HOUR)
    if day not in views.DAYS or hour not in views.HOURS:
        return None, None
    return int(day), int(hour)
