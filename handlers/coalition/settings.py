"""Settings: coordinators change what the coalition has agreed on, and its channel is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from handlers import guards
from handlers.answers import Answer, CloseAll, Errors, Open, Replace
from handlers.coalition.doors import open_doors
from handlers.coalition.timing import NotUnderstoodError, Timing, read_country, read_digest, read_meetings
from handlers.formats.zones import read_zone
from handlers.house import House
from handlers.inputs import Click, Submission, Values
from handlers.kept import theirs
from handlers.views import answers
from handlers.views.coalition import settings as views
from handlers.views.coalition.settings import Field
from handlers.views.wording import LANGUAGES, Language, language
from storage import access, agreed, drafts, outbox
from storage.access import Speaker, Way
from storage.agreed import Agreed
from storage.coalitions import Coalition
from storage.database import Session
from storage.outbox import Address

# A draft remembers what the form showed; it holds nobody's words, so that no inbox offers it.
KIND = "settings"
_LONGEST_NAME = 80
# What the draft remembers of the rhythms that were shown back.
_SEEN = "seen"


def ask(session: Session, who: Speaker, _rest: str, _way: Way, now: datetime) -> Open:
    """Open the form from a command."""
    access.must_coordinate(who)
    shown = Agreed.of(who.coalition)
    token = drafts.keep(session, who, KIND, shown.as_body(), has_words=False, now=now)
    words = language(who.coalition.language)
    return answers.form(views.form(shown, token, words), words)


def from_button(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form from the coalition's page."""
    with house.database.begin() as session:
        return ask(session, guards.speaker_in(session, heard, heard.value), "", Way.BUTTON, now)


def save(house: House, heard: Submission, now: datetime) -> Answer:
    """Change what was changed in the form, and tell the members' channel in the same transaction."""
    with house.database.begin() as session:
        who, draft = theirs(session, heard, heard.form.private, now, kind=KIND)
        shown = Agreed.read(draft.body)
        wanted, problems = _read(heard.form.values, shown, language(who.coalition.language), now)
        if problems:
            return Errors(problems)
        timing = _timing(wanted)
        if timing.is_news(_timing(shown)) and draft.body.get(_SEEN) != timing.seen:
            drafts.change(session, draft, {**draft.body, _SEEN: timing.seen}, has_words=False, now=now)
            words = language(wanted.language)
            return Replace(views.form(wanted, draft.token, words, shown_back=timing.shown_back(words, now)))
        before, after = agreed.change(session, who, wanted, shown=shown, way=Way.FORM, now=now)
        if before != after:
            _tell(session, who, before, after, form=heard.form.id, now=now)
    house.wake_clock()
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


def _read(values: Values, shown: Agreed, words: Language, now: datetime) -> tuple[Agreed, dict[str, str]]:
    """Read the fields; where one holds what the form does not offer, it stays as it was shown."""
    name, typed = " ".join(values.text(Field.NAME).split())[:_LONGEST_NAME], values.text(Field.ZONE)
    zone = shown.zone if typed == shown.zone else read_zone(typed)
    problems = {}
    if not name:
        problems[Field.NAME.value] = views.no_name(words)
    if zone is None:
        problems[Field.ZONE.value] = views.no_zone(words)
    spoken, mark = values.text(Field.LANGUAGE), values.text(Field.MARK)
    rules, wrong = _rules(values, shown, zone or shown.zone, words, now)
    catch_up = values.text(Field.CATCH_UP)
    wanted = Agreed(
        name=name,
        zone=zone or shown.zone,
        language=spoken if spoken in LANGUAGES else shown.language,
        default_mark=mark if mark in views.MARKS else shown.default_mark,
        catch_up=int(catch_up) if catch_up in map(str, views.CATCH_UPS) else shown.catch_up,
        digest_rule=rules[Field.DIGEST],
        country=rules[Field.HOLIDAYS],
        meeting_rule=rules[Field.MEETINGS],
        # Words that nobody has made a rule of stay until somebody writes others.
        rhythm=shown.rhythm if rules[Field.MEETINGS] is None and values.text(Field.MEETINGS) else "",
        # A form that was opened before there was this box has none.
        suppresses=(views.SUPPRESSES in values.several(Field.FIGURES) if Field.FIGURES in values else shown.suppresses),
    )
    return wanted, problems | wrong


def _rules(
    values: Values, shown: Agreed, zone: str, words: Language, now: datetime
) -> tuple[dict[Field, str | None], dict[str, str]]:
    """Read the fields of the rhythms; one that says what it showed keeps its rule, whatever the day is."""
    readers: dict[Field, tuple[str, str | None, Callable[[str], str | None]]] = {
        Field.DIGEST: (
            views.digest(shown, words), shown.digest_rule, lambda typed: read_digest(typed, zone, words, now)
        ),
        Field.HOLIDAYS: (views.country(shown, words), shown.country, lambda typed: read_country(typed, words)),
        Field.MEETINGS: (
            views.meetings(shown, words), shown.meeting_rule, lambda typed: read_meetings(typed, zone, words, now)
        ),
    }  # fmt: skip
    rules, wrong = {}, {}
    for field, (stood, rule, read) in readers.items():
        typed = values.text(field)
        try:
            rules[field] = rule if typed == stood else read(typed)
        except NotUnderstoodError as problem:
            rules[field], wrong[field.value] = rule, problem.why
    return rules, wrong


def _timing(agreed: Agreed) -> Timing:
    return Timing(agreed.zone, agreed.digest_rule, agreed.meeting_rule, agreed.country)
