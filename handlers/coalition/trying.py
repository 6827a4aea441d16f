"""A trial for one's company: a form, words for one alone, a direct message, a file; each confirmed by a press."""

from __future__ import annotations

from datetime import datetime

import structlog
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from handlers import guards
from handlers.answers import Answer, Done, Open, Replace, Whisper
from handlers.coalition import checking
from handlers.house import House
from handlers.inputs import Click, Submission
from handlers.views import answers
from handlers.views import checking as views
from handlers.views.wording import Language, language
from storage import access, coalitions, outbox, proofs, trials
from storage.access import Speaker
from storage.companies import Seat
from storage.database import Session
from storage.errors import Unknown
from storage.outbox import Address
from storage.proofs import Means
from storage.trials import Trial

log = structlog.get_logger(__name__)

_FILE = "tocsin.txt"
_MEANS = {views.EPHEMERAL: Means.EPHEMERAL, views.DIRECT: Means.DIRECT, views.FILE: Means.FILE}


def open_form(house: House, heard: Click, now: datetime) -> Answer:
    """Open the form; whoever pressed has shown that buttons work."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.value)
        access.must_act(who)
        proofs.note(session, who, [Means.BUTTON], now=now)
    words = language(who.coalition.language)
    view = views.form(who.coalition, words)
    missed = words.say("The button works, and Slack did not open the form in time. Press it once more.")
    return Open(view, Whisper(missed))


def begin(house: House, heard: Submission, now: datetime) -> Answer:
    """Answer the form in the two other ways."""
    with house.database.begin() as session:
        who = guards.speaker_in(session, heard, heard.form.private)
        trial = trials.begin(session, who, now=now)
        proofs.note(session, who, [Means.FORM], now=now)
        _owe(session, who, trial, now)
    house.wake_clock()
    words = language(who.coalition.language)
    return Replace(answers.notice(views.under_way(words), words))


def _owe(session: Session, who: Speaker, trial: Trial, now: datetime) -> None:
    coalition, words = who.coalition, language(who.coalition.language)
    room = coalition.channel if who.company.seat is Seat.MEMBER else coalition.open_channel
    if room is not None:
        outbox.want(
            session,
            coalition.id,
            f"check:{trials.ABOUT}:{trial.id}:{trial.attempt}:whisper",
            address=Address.only_for(who.user_id, room, team=coalition.host_team),
            body=views.whispered(trial, words),
            about=trials.ABOUT,
            now=now,
        )
    _owe_direct(session, who, trial, words, now)


def _owe_direct(session: Session, who: Speaker, trial: Trial, words: Language, now: datetime) -> None:
    outbox.want(
        session,
        who.coalition.id,
        checking.direct_key(trial),
        address=Address.to_person(who.user_id, team=who.coalition.host_team),
        body=views.direct(trial, words),
        about=trials.ABOUT,
        now=now,
    )


def confirm(house: House, heard: Click, now: datetime) -> Answer:
    """Note that words, or the file, have come; Unknown for everybody but whoever tries."""
    what = heard.action.partition(":")[2]
    if what not in _MEANS:
        raise Unknown
    with house.database.begin() as session:
        who = guards.speaker_about(session, heard, trials.coalition_of(session, heard.value))
        words, trial = language(who.coalition.language), trials.of(session, who, heard.value)
        if what == views.DIRECT:
            trial = trials.has_read(session, trial, now=now)
        if what == views.FILE:
            trial = trials.has_file(session, trial, now=now)
        proofs.note(session, who, [_MEANS[what]], now=now)
        if what != views.EPHEMERAL:
            _owe_direct(session, who, trial, words, now)
            return Done()
        (line,) = checking.lines(session, who, [proofs.own(session, who)])
    return Whisper(views.thanks(line, words), replace=True)


def bring_files(house: House, now: datetime) -> None:
    """Send the small files that are due, each at most once: whoever tries can try again."""
    with house.database.begin() as session:
        due = trials.take_due(session, now=now)
    for trial in due:
        _bring(house, trial, now)


def _bring(house: House, trial: Trial, now: datetime) -> None:
    with house.database.read() as session:
        who = access.seat_of(session, trial.person_id)
        team = coalitions.by_id(session, trial.coalition_id).host_team
    if who is None or not guards.is_somebody(who):
        return
    try:
        _send(house.slack(team), who)
    except SlackApiError as error:
        code = str(error.response.get("error"))
        log.info("trial_file_refused", error=code)
        with house.database.begin() as session:
            if code == "ratelimited":
                trials.later(session, trial, now=now)
            else:
                trials.refused(session, trial, code)
    except (SlackClientError, OSError) as error:
        log.info("trial_file_lost", error=type(error).__name__)
        with house.database.begin() as session:
            trials.refused(session, trial, type(error).__name__)
    else:
        with house.database.begin() as session:
            trials.sent(session, trial)


def _send(slack: WebClient, who: Speaker) -> None:
    words = language(who.coalition.language)
    conversation = slack.conversations_open(users=[who.user_id])["channel"]["id"]
    slack.files_upload_v2(
        channel=conversation,
        filename=_FILE,
        title=_FILE,
        content=views.file_text(words),
        initial_comment=views.file_comment(words),
    )
