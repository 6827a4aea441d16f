"""Every view, drawn in both languages with all that can stand in it, is one that Slack takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from typing import Any

import pytest

from bot.simulator.limits import check_message, check_view
from handlers.answers import Whisper
from handlers.coalition.timing import Timing, read_country, read_digest, read_meetings
from handlers.formats import takedown_form
from handlers.formats.exported import Format
from handlers.formats.rhythm import Problem as NoRhythm
from handlers.formats.rhythm import Trouble as RhythmTrouble
from handlers.formats.takedown_form import Cause, Field, Filled, Problem
from handlers.formats.words import Trouble, read_places, read_reach, read_spend
from handlers.views import answers, audit, door, export, inbox, intake, refusals, rhythm, scheduling
from handlers.views.coalition import absence, admitting, approving, figures, naming, settings, strays
from handlers.views.coalition import pages as coalition_pages
from handlers.views.inbox import Item, Stuck
from handlers.views.takedown import card, pages, problems, telling
from handlers.views.takedown import form as form_page
from handlers.views.takedown.sheet import Away, Sheet
from handlers.views.wording import LANGUAGES, Language, language
from storage import exports
from storage.access import Speaker, Way
from storage.admissions import Admission, Moved, NotByThisWay, NothingToChange, NoWorkspace
from storage.agreed import Agreed, Overtaken, Setting
from storage.appointing import LastOne, MayNotName, Staff
from storage.approvals import Approval, Deed, Settled
from storage.approvals import State as Answered
from storage.assets import Asset, Kind, Platform
from storage.audiences import Audience, Choices, Scope
from storage.audit import CHANGE, Act, Entry
from storage.audit import Page as Trail
from storage.bulk import Bulk, What
from storage.cipher import NoKey, WrongKey
from storage.coalitions import Coalition
from storage.companies import Company, Seat
from storage.drafts import Draft
from storage.erasing import MayNotErase
from storage.errors import (
    Busy,
    Conflict,
    GuestAccount,
    NotCoordinator,
    NotCounsel,
    NotInChannel,
    NotSeated,
    NotYours,
    Outdated,
    ReadsOnly,
    Refusal,
    SeveralCoalitions,
    Stale,
    Stranger,
    Unknown,
)
from storage.figures import Agreement, MayNotAgree
from storage.headcounts import Headcount
from storage.intakes import Unsettled
from storage.knocks import Knock
from storage.leaving import NotLead
from storage.outbox import Body, Fault
from storage.people import Person, Role
from storage.periods import Span
from storage.reports import (
    Action,
    AdSpend,
    Count,
    Found,
    Metric,
    Part,
    PartialDate,
    Qualifier,
    Reach,
    Report,
    Source,
)
from storage.schedules import DIGEST, Gap
from storage.schedules import State as Came
from storage.seating import Seated
from storage.starts import Reserved
from storage.strays import Stray
from storage.takedowns import Change, Filed, Mark, Page, Revision, State, Takedown
from storage.trials import NotSent
from tests.handlers import (
    after_views,
    agenda_views,
    digest_views,
    first_day_views,
    intake_views,
    keeping_views,
    leaving_views,
    meeting_views,
    recall_views,
    trend_views,
    update_views,
)
from tests.handlers.test_locales import extracted, forms

FRIDAYS = "RRULE:FREQ=WEEKLY;BYDAY=FR;BYHOUR=16;BYMINUTE=0"
MONTHLY = "RRULE:FREQ=MONTHLY;BYDAY=1TU;BYHOUR=10;BYMINUTE=0"

AT = datetime(2018, 8, 24, 16, 0, tzinfo=UTC)
COALITION = Coalition(1, "Information operations", "C0M", "C0O", None, "Europe/Paris", "fr", "k" * 22)
SPENT = AdSpend(6_000, Qualifier.ABOUT, ("USD", "AUD"))
REPORT = Report(
    summary="Networks that posed as news sites. " * 100,
    stated=Count(652, (Asset(Kind.PAGE, Platform.FACEBOOK), Asset(Kind.GROUP, Platform.FACEBOOK))),
    parts=(
        Part(
            (Count(74, (Asset(Kind.PAGE, Platform.FACEBOOK),), Qualifier.ABOUT),),
            name="Liberty Front Press",
            origins=("IR",),
            targets=("M49:145", "GB"),
            reach=(Reach(155_000, Metric.PAGE_FOLLOWERS, Qualifier.ABOUT),),
            ad_spend=SPENT,
            active_until=PartialDate(2018, 8, 21),
        ),
        Part(
            (Count(12, (Asset(Kind.ACCOUNT, Platform.INSTAGRAM),)),),
            name="Quest 4 Truth",
            active_since=PartialDate(2016),
        ),
    ),
    acted_on=date(2018, 8, 21),
    origins=("IR",),
    targets=("US", "GB", "various"),
    reach=(Reach(1_048_000, Metric.FOLLOWERS),),
    ad_spend=SPENT,
    active_since=PartialDate(2013),
    active_until=PartialDate(2018, 8),
    actions=tuple(Action),
    policy="Coordinated inauthentic behaviour",
    found=tuple(Found(source, "FireEye", date(2018, 7, 3)) for source in Source),
    link="https://example.com/announcement",
)
TAKEDOWN = Takedown(
    id=1,
    token="t" * 22,
    reference="TD-7KQ4M",
    company_id=1,
    company="Facebook",
    logged_by="U0FRIDA",
    mark=Mark.AMBER_STRICT,
    state=State.STANDING,
    revision=1,
    logged_at=AT,
    changed_at=AT,
    reason="",
    report=REPORT,
)
REVISED = replace(TAKEDOWN, revision=2, reason="One page was counted twice.", filed=Filed("U0FRIDA", "F <&>", "Felix"))
ONE_NETWORK = replace(TAKEDOWN, report=Report(parts=REPORT.parts[:1]))
BLURRED = replace(TAKEDOWN, chatham=True).for_others()
WITHDRAWN = replace(REVISED, revision=3, state=State.WITHDRAWN)
CORRECTED = replace(REVISED, change=Change.CORRECTED)
RECALLED = replace(WITHDRAWN, revision=4, recalled_at=AT, reason="It was another network. " * 100)
SHEET = Sheet(token="d" * 22, headcount=Headcount(12, 31, 2), company="Facebook")
DRAFT = Draft(1, "d" * 22, 1, 1, "takedown", None, {}, AT)
DRAFTS = (
    DRAFT,
    replace(DRAFT, about_id=1),
    replace(DRAFT, kind="update", about_id=1),
    replace(DRAFT, kind=intake.KIND),
)
CHOICES = Choices(
    tuple(Company(n, 1, f"Company & <partners> {n}", Seat.MEMBER, f"{n:022}", AT) for n in range(2, 102)),
    tuple(
        (Person(n, 2 + n % 3, f"U0PERSON{n}", f"{n:022}", "Ana " * 8, False, True, False), f"Company {n % 3}")
        for n in range(350)
    ),
)
AWAY = (Away("U0ALONE", AT, ""), *(Away(f"U0PERSON{n}", AT, "U0DEPUTY") for n in range(12)))
SPEAKER = Speaker(COALITION, Company(1, 1, "Facebook", Seat.MEMBER, "c" * 22, AT), None, "U0FRIDA")
EXPORT = exports.Export(
    id=1,
    coalition_id=1,
    company_id=1,
    person_id=1,
    user_id="U0FRIDA",
    token="e" * 22,
    export_id="EX-7KQ4M9TB",
    key="k",
    format="csv",
    words=(),
    asked_at=AT,
    state=exports.State.FAILED,
    lease=None,
    attempts=1,
    conversation=None,
    file_id=None,
    in_doubt=False,
    records=None,
    fault=None,
    error=None,
    changed_at=AT,
    recalled_at=None,
)
REFUSALS: tuple[Refusal, ...] = (
    Busy(),
    Unknown("TD-7KQ4M"),
    Unknown(),
    NotYours("TD-7KQ4M"),
    Stale("TD-7KQ4M", 2),
    Stale("", 2),
    Stranger("T0STRANGER"),
    GuestAccount("Facebook"),
    NotSeated("observer"),
    NotInChannel("C0M"),
    NotCoordinator(),
    NotCounsel(),
    Overtaken(Setting.ZONE),
    MayNotName(),
    NotLead(),
    MayNotAgree(),
    ReadsOnly(),
    LastOne(Role.LEAD),
    *(Settled(state) for state in (Answered.GRANTED, Answered.EXPIRED)),
    Moved(),
    NothingToChange(),
    NotByThisWay(),
    NoWorkspace(),
    Conflict("team", "T0FACEBOOK", "Facebook"),
    LastOne(Role.COORDINATOR),
    Reserved(),
    NotSent(),
    Outdated(),
    MayNotErase(),
    Unsettled(),
    SeveralCoalitions((("One", "a"), ("Two", "b"))),
    Refusal(),
)
AT_THE_SHELL: tuple[Refusal, ...] = (
    Unknown("Facebook"),
    Conflict("channel", "C0M", "Another"),
    Conflict("team", "T0FACEBOOK", "Facebook"),
    Conflict("name", "Neighbours"),
    NoKey(),
    WrongKey(),
    Busy(),
)


class Heard(Language):
    """A language that remembers what it was asked to say."""

    def __init__(self, spoken: Language) -> None:
        super().__init__(spoken.code, spoken._catalogue)
        self.said: set[str | tuple[str, ...]] = set()

    def say(self, text: str, **values: object) -> str:
        self.said.add(text)
        return super().say(text, **values)

    def count(self, one: str, many: str, n: int, **values: object) -> str:
        self.said.add((one, many))
        return super().count(one, many, n, **values)


GAPS = [
    Gap(1, DIGEST, span, AT.date(), AT, state, "0badcafe")
    for span in Span
    for state in (Came.MISSED, Came.FAILED)
]  # fmt: skip


def modals(spoken: Language) -> Iterator[Mapping[str, Any]]:
    filled = takedown_form.filled(REPORT, mark=Mark.GREEN, language=spoken.code)
    understood = takedown_form.understand(
        filled, today=AT.date(), last_day=AT.date(), language=spoken.code, before=REPORT
    )
    assert understood.problems == ()
    for sheet in (
        SHEET,
        replace(SHEET, editing="TD-7KQ4M", is_out=True),
        replace(SHEET, resumed=AT),
        replace(SHEET, waiting=DRAFT, headcount=Headcount(1, 1)),
    ):
        yield form_page.form(replace(filled, reason="One page was counted twice."), sheet, spoken)
        yield form_page.form(Filled(), sheet, spoken)
    absent = tuple(
        Person(n, 1, f"U{n}", f"{n:022}", f"Person <{n}>", False, True, False, None, frozenset({Role.LEAD}))
        for n in range(150)
    )
    yield form_page.form(replace(filled, logged_for=absent[0].token), replace(SHEET, absent=absent), spoken)
    yield form_page.preview(understood, REVISED, SHEET, Filled(), spoken)
    yield from _told(understood, spoken)
    for takedown in (TAKEDOWN, ONE_NETWORK, REVISED, WITHDRAWN, BLURRED, CORRECTED, RECALLED):
        mine = takedown is not ONE_NETWORK
        yield pages.details(takedown, spoken, mine=mine, trail=mine, asked=mine)
        yield pages.withdrawal(takedown, spoken)
    revisions = (Revision(1, "U0FRIDA", AT, "", REPORT), Revision(2, "U0FRIDA", AT, "Counted twice.", REPORT))
    revisions += (replace(revisions[1], number=3, change=Change.CORRECTED),)
    yield pages.history(REVISED, revisions, spoken)
    yield pages.listing(
        Page((TAKEDOWN, REVISED, WITHDRAWN, CORRECTED, RECALLED) * 2, more=True), "Iran", COALITION.token, spoken
    )
    yield pages.listing(Page((), more=False), "Iran", COALITION.token, spoken)
    yield pages.listing(Page((), more=False), "", COALITION.token, spoken)
    yield inbox.inbox((), (), COALITION, spoken, may_log=False)
    yield inbox.inbox(_shelves(spoken), (TAKEDOWN,), COALITION, spoken, may_log=True)
    yield inbox.inbox([[inbox.draft(DRAFT, spoken)] * 16], (), COALITION, spoken, may_log=True)
    yield from _trails(spoken)
    yield from _of_the_coalition(spoken)
    yield from first_day_views.modals(spoken)
    yield from leaving_views.modals(COALITION, spoken)
    yield from intake_views.modals(TAKEDOWN, SHEET, spoken)
    yield from keeping_views.modals(TAKEDOWN, spoken)
    yield from recall_views.modals(spoken, TAKEDOWN)
    yield from digest_views.modals(TAKEDOWN, COALITION, spoken)
    yield from agenda_views.modals(TAKEDOWN, COALITION, spoken)
    yield from after_views.modals(COALITION, spoken)
    yield from meeting_views.modals(COALITION, spoken)
    yield from update_views.modals(TAKEDOWN, SHEET, COALITION, spoken)
    yield answers.help_page(spoken, may_log=True)
    yield answers.help_page(spoken, may_log=False)
    yield inbox.inbox([scheduling.gaps(GAPS, spoken)], (), COALITION, spoken, may_log=True)
    for format_ in Format:
        yield export.form(1, "", format_, SPEAKER, spoken)
        yield export.form(2000, "Iran " * 100, format_, SPEAKER, spoken)
    for whisper in (Whisper("text"), Whisper("text", answers.help_blocks(spoken, may_log=True))):
        yield answers.as_page(whisper, spoken)
    for text in notices(spoken):
        yield answers.notice(text, spoken)


def _of_the_coalition(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The coalition's own pages, with as many companies as Slack connects."""
    named = dict.fromkeys(Role, ("U0FRIDA", "U0FELIX"))
    seated = [
        Seated(
            Company(n, 1, f"Company & <partners> {n}", seat, f"{n:022}", AT), named if n < 100 else {}, {"U0FRIDA": AT}
        )
        for n, seat in enumerate(list(Seat) * 84, start=1)
    ]
    quiet = replace(SPEAKER, company=replace(SPEAKER.company, seat=Seat.OBSERVER))
    with_rules = replace(COALITION, digest_rule=FRIDAYS, meeting_rule=MONTHLY, country="FR", suppresses=True)
    agreed = replace(SPEAKER, coalition=with_rules)
    yield coalition_pages.overview(agreed, seated, [("U0FELIX", "Facebook")] * 40, spoken, misread="dance")
    yield coalition_pages.overview(quiet, seated[:1], (), spoken)
    people = tuple(
        Person(n, 1, f"U{n}", f"{n:022}", f"Person <{n}> " * 4, n % 2 == 0, True, True, None, frozenset(Role))
        for n in range(1, 250)
    )
    everything = Staff(
        seated[0].company,
        tuple((one, role) for one in people for role in Role),
        people,
        frozenset(Role),
        frozenset({Role.LEAD}),
        tuple(each.company for each in seated),
    )
    yield admitting.admission(COALITION, spoken)
    yield admitting.export(COALITION, spoken)
    yield absence.form(COALITION, spoken)
    yield absence.form(COALITION, spoken, initial=AT.date())
    yield naming.page(everything, spoken)
    yield naming.page(replace(everything, people=people[:3], held=(), companies=everything.companies[:1]), spoken)
    for each in product((True, False), repeat=3):
        yield figures.page(Agreement(*each), COALITION, spoken)
    timing = Timing("Europe/Paris", FRIDAYS, MONTHLY, "FR")
    for coalition in (COALITION, agreed.coalition):
        shown_back = timing.shown_back(spoken, AT)
        yield settings.form(Agreed.of(coalition), DRAFT.token, spoken)
        yield settings.form(Agreed.of(coalition), DRAFT.token, spoken, shown_back=shown_back)


def _told(understood: takedown_form.Understood, spoken: Language) -> Iterator[Mapping[str, Any]]:
    """For whom a record may be: every audience, with everything beside it that can be said."""
    wide = replace(SHEET, choices=CHOICES, has_open_channel=True, is_wider=True, newcomers=("Google", "A & <B>"))
    wide = replace(wide, away=AWAY)
    chosen = Filled(
        companies=(CHOICES.companies[0].token,),
        people=(CHOICES.people[0][0].token,),
        chatham=("chatham",),
        not_before="1535126400",
        public_on="2018-09-01",
        more=True,
    )
    for audience in Audience:
        filled = replace(chosen, audience=audience)
        record = replace(
            TAKEDOWN,
            audience=audience,
            chatham=True,
            embargoed=True,
            not_before=AT,
            report=replace(REPORT, public_on=AT.date()),
        )
        yield form_page.form(filled, wide, spoken)
        yield form_page.form(filled, replace(wide, is_out=True), spoken)
        yield form_page.preview(understood, record, wide, filled, spoken)
        told = telling.told(Scope(audience, chatham=True, not_before=AT), ["Google", "<@U0GRETA>"], spoken)
        yield pages.details(record, spoken, mine=True, told=told)


def _approvals() -> Iterator[Approval]:
    """Requests for a second coordinator: each deed in each state, and each way to be seated."""
    asked = Approval(
        id=1,
        token="a" * 22,
        coalition_id=1,
        deed=Deed.ADMIT,
        payload={},
        company_id=1,
        company="Company & <partners>",
        person_id=1,
        by="U0FELIX",
        asked_at=AT,
        expires_at=AT,
        state=Answered.ASKED,
        settler_id=None,
        settler="",
        settled_by="",
    )
    team_ids = tuple(f"T{n:031}" for n in range(10))
    for admission in (
        Admission("N" * 80, Seat.OBSERVER, team_ids),
        Admission("FireEye", Seat.GUEST, (), "c" * 22, Seat.OBSERVER),
        Admission("FireEye", Seat.GUEST, team_ids, "c" * 22, Seat.OBSERVER),
        Admission("FireEye", Seat.GUEST, team_ids, "c" * 22, Seat.GUEST),
    ):
        yield replace(asked, payload=admission.as_payload())
    for deed in (Deed.EXPORT_ALL, Deed.DISSOLVE):
        for state in Answered:
            yield replace(asked, deed=deed, state=state, settler_id=2, settler="U0GRETA", settled_by="Google")
        yield replace(asked, deed=deed, state=Answered.GRANTED, settler_id=1, settler="U0FELIX", settled_by="Facebook")


def _trails(spoken: Language) -> Iterator[Mapping[str, Any]]:
    """The trail of a record: every act, every way, a full page of the longest names, and one that nobody opened."""
    theirs = Entry(AT, 1, 1, Way.BUTTON, Act.OPENED, "", "Company & <partners>" * 4, "U0GRETA")
    acts = [replace(theirs, act=act) for act in Act]
    ways = [replace(theirs, way=way, company="", user_id="") for way in Way]
    ways.append(replace(theirs, act=Act.LOGGED, detail="for U0FRIDA"))
    change = replace(theirs, act=Act.REFUSED, detail=CHANGE)
    for shown in (Trail((*acts, *ways, change), 1_000_000, ("Google", theirs.company)), Trail((theirs,), 0, ())):
        yield audit.page("TD-7KQ4M", TAKEDOWN.token, shown, spoken)


# Of an observer, of a workspace that is nobody's, and of one that Slack did not name.
HOMES = (("", "FireEye & <partners>"), ("T0STRANGER", ""), ("", ""))


def _shelves(spoken: Language) -> list[list[Item]]:
    """Everything that may wait for somebody, each page's on a shelf of its own."""
    missing = [replace(EXPORT, fault=fault) for fault in (*exports.Fault, None)]
    missing += [replace(EXPORT, state=state) for state in (exports.State.EMPTY, exports.State.TAKEN_BACK)]
    return [
        [inbox.stuck(Stuck(TAKEDOWN, fault, "error"), spoken) for fault in (*Fault, None)],
        [inbox.held_back(TAKEDOWN, spoken)],
        [inbox.shared(replace(TAKEDOWN, audience=Audience.PEOPLE), spoken)],
        [inbox.paused(TAKEDOWN, spoken)],
        recall_views.items(spoken),
        digest_views.items(COALITION, spoken),
        agenda_views.items(COALITION, spoken),
        after_views.items(spoken),
        update_views.items(spoken),
        *leaving_views.items(COALITION, spoken),
        intake_views.items(TAKEDOWN, spoken),
        keeping_views.items(spoken),
        meeting_views.items(spoken),
        [strays.stray(Stray("s" * 22, "U0FIRE", team, company, AT), COALITION, spoken) for team, company in HOMES],
        [inbox.draft(one, spoken) for one in DRAFTS],
        [export.not_received(one, spoken) for one in missing],
        [export.bulk(Bulk("U0FELIX", what, 12, AT), spoken) for what in What],
        [draw(one, spoken) for one in _approvals() for draw in (approving.to_answer, approving.of_asker)],
        [absence.item(AT.date(), COALITION, spoken)],
        first_day_views.shelves(spoken),
        [inbox.knock(Knock("T0STRANGER", "U0STRANGER", AT), spoken)],
    ]


def notices(spoken: Language) -> Iterator[str]:
    for refusal in REFUSALS:
        yield refusals.refusal(refusal, spoken)
    for refusal in AT_THE_SHELL:
        yield refusals.shell_refusal(refusal, spoken)
    for query in ("", "Iran"):
        yield export.nothing(query, spoken)
    yield export.under_way(spoken)
    yield naming.no_more(spoken)
    yield absence.away(AT.date(), spoken)
    yield absence.back(spoken)
    for others in (True, False):
        yield strays.let_read(spoken, others=others)
    yield from intake_views.notices(spoken)
    yield from keeping_views.notices(spoken)
    for approval in _approvals():
        yield approving.asked(approval, spoken)
        yield approving.answered(approval, spoken)
    yield from recall_views.notices(spoken)
    yield from digest_views.notices(spoken)
    yield from agenda_views.notices(spoken)
    yield from after_views.notices(spoken)
    yield from meeting_views.notices(spoken)
    yield from update_views.notices(spoken)
    yield refusals.unexpected("0a1b2c3d", spoken)
    yield refusals.cannot_ask(spoken)
    yield from first_day_views.notices(spoken)
    yield from leaving_views.notices(spoken)


def messages(spoken: Language) -> Iterator[Body | Whisper]:
    for may_log in (True, False):
        yield door.door(COALITION, spoken, may_log=may_log)
    long = replace(TAKEDOWN, report=replace(REPORT, parts=REPORT.parts * 100))
    yield card.card(TAKEDOWN, spoken, may_log=False)
    for takedown in (TAKEDOWN, ONE_NETWORK, REVISED, WITHDRAWN, CORRECTED, RECALLED, long):
        yield card.card(takedown, spoken)
        yield pages.receipt(takedown, spoken)
        yield card.tombstone(takedown, spoken, at=AT)
    for takedown in (TAKEDOWN, REVISED):
        yield card.shared(takedown, spoken, COALITION)
    for changed in ({"recalled_at": AT}, {"embargoed": True}, {"audience": Audience.PEOPLE}):
        yield pages.receipt(replace(TAKEDOWN, **changed), spoken)
    yield from recall_views.messages(spoken, TAKEDOWN, COALITION)
    yield from intake_views.messages(TAKEDOWN, COALITION, spoken)
    yield from keeping_views.messages(spoken)
    yield inbox.failed(spoken, COALITION)
    yield strays.strayed_in(spoken, COALITION)
    yield export.did_not_come(spoken, COALITION)
    yield export.taken_back(spoken, COALITION)
    yield export.read_in_bulk(spoken, COALITION)
    yield Whisper(export.comment(spoken))
    yield inbox.somebody_knocked(spoken, COALITION)
    other = replace(
        COALITION, name="<!channel> " * 8, zone="UTC", language="en", default_mark="CLEAR", rhythm="W" * 200
    )
    other = replace(other, digest_rule=FRIDAYS, country="US", suppresses=True)
    yield settings.changed("Company & <partners>", COALITION, other, spoken)
    yield scheduling.bell(COALITION, spoken)
    yield approving.bell(COALITION, spoken)
    yield approving.answer_bell(COALITION, spoken)
    for approval in _approvals():
        yield approving.told(approval, COALITION, spoken)
    yield card.filed(REVISED, spoken, COALITION)
    yield naming.bell(COALITION, spoken)
    yield from first_day_views.messages(spoken)
    yield from leaving_views.messages(COALITION, spoken)
    yield answers.opener(DRAFT.token, COALITION, spoken)
    yield answers.greeting(COALITION, spoken)
    yield answers.kept(DRAFT.token, spoken)
    yield answers.form({}, spoken).otherwise
    yield answers.page({}, spoken).otherwise
    yield answers.which_coalition([("One", "a" * 22), ("Two", "b" * 22)], DRAFT.token, spoken)
    yield Whisper(spoken.say("Help"), answers.help_blocks(spoken, may_log=True))
    yield Whisper(spoken.say("Help"), coalition_pages.help_blocks(spoken))
    yield from digest_views.messages(TAKEDOWN, COALITION, spoken)
    yield from agenda_views.messages(TAKEDOWN, COALITION, spoken)
    yield from after_views.messages(COALITION, spoken)
    yield from update_views.messages(COALITION, spoken)
    yield from trend_views.messages(spoken)
    yield from meeting_views.messages(COALITION, spoken)


def field_errors(spoken: Language) -> Sequence[str]:
    wrong = [
        *(Problem(Field.WHAT, cause, "words") for cause in Cause if cause not in {Cause.LINE, Cause.PLACE}),
        *(Problem(Field.WHAT, Cause.LINE, "words", trouble=trouble) for trouble in Trouble),
        Problem(Field.ORIGINS, Cause.PLACE, "words"),
        Problem(Field.ORIGINS, Cause.PLACE, "words", suggestions=("GE", "US-GA", "M49:145")),
        Problem(Field.ORIGINS, Cause.PLACE, "words", suggestions=("RU",)),
    ]
    own = [
        *first_day_views.field_errors(spoken),
        *leaving_views.field_errors(spoken),
        *meeting_views.field_errors(spoken),
        admitting.no_name(spoken),
        admitting.no_ids(spoken),
        absence.no_day(spoken),
        naming.nothing_chosen(spoken),
        settings.no_name(spoken),
        settings.no_zone(spoken),
        rhythm.no_country(spoken),
        rhythm.not_for_a_digest(spoken),
        *(rhythm.trouble(NoRhythm(trouble, "words " * 20), spoken) for trouble in RhythmTrouble),
    ]
    return own + [text for problem in wrong for text in problems.field_errors([problem], spoken).values()]


def short_texts(view: Mapping[str, Any]) -> Iterator[str]:
    """The title, the buttons, the labels, placeholders and options: what Slack holds to a few characters."""
    for key in ("title", "submit", "close"):
        if key in view:
            yield view[key]["text"]
    for element in _walk(view["blocks"]):
        if element.get("type") in {"button", "input"} or "placeholder" in element or "value" in element:
            for key in ("text", "label", "placeholder", "hint"):
                if isinstance(element.get(key), dict):
                    yield element[key]["text"]


def _walk(value: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, Mapping):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


@pytest.fixture(params=LANGUAGES)
def spoken(request: pytest.FixtureRequest) -> Heard:
    return Heard(language(request.param))


def test_slack_takes_every_form_and_page(spoken: Heard) -> None:
    assert [(view["title"], fault) for view in modals(spoken) for fault in check_view(view)] == []


def test_slack_takes_every_message(spoken: Heard) -> None:
    bodies = list(messages(spoken))
    assert [(body.text, fault) for body in bodies for fault in check_message(body.text, list(body.blocks))] == []
    assert all(body.text for body in bodies)


def test_no_message_of_a_digest_is_heavier_than_slack_takes(spoken: Heard) -> None:
    for characters, blocks in digest_views.weights(TAKEDOWN, COALITION, spoken):
        assert characters < 11_000
        assert blocks <= 50


def test_no_message_of_an_agenda_is_heavier_than_slack_takes(spoken: Heard) -> None:
    for characters, blocks in agenda_views.weights(TAKEDOWN, COALITION, spoken):
        assert characters < 11_000
        assert blocks <= 50


def test_no_title_label_or_button_is_cut_short(spoken: Heard) -> None:
    views = [*modals(spoken), *({"blocks": list(body.blocks)} for body in messages(spoken))]
    assert sorted({text for view in views for text in short_texts(view) if text.endswith("…")}) == []


def test_no_sentence_at_a_field_is_cut_short(spoken: Heard) -> None:
    assert [text for text in field_errors(spoken) if text.endswith("…")] == []


def test_every_text_of_a_view_was_drawn_here(spoken: Heard) -> None:
    """So that a view that nobody drew above is noticed."""
    list(modals(spoken))
    list(messages(spoken))
    field_errors(spoken)
    drawn = {forms(text) for text in spoken.said}
    assert {forms(text) for text in extracted("views")} - drawn == set()


def test_what_the_settings_offer_as_an_example_is_understood(spoken: Heard) -> None:
    view = settings.form(Agreed.of(COALITION), DRAFT.token, spoken)
    offered = {
        block["block_id"]: block["element"]["placeholder"]["text"]
        for block in view["blocks"]
        if block["type"] == "input" and "placeholder" in block["element"]
    }
    assert read_digest(offered["digest"], "UTC", spoken, AT) == "RRULE:FREQ=WEEKLY;BYDAY=MO;BYHOUR=9;BYMINUTE=0"
    assert (read_meetings(offered["meetings"], "UTC", spoken, AT) or "").endswith(
        "INTERVAL=2;BYDAY=TU;BYHOUR=10;BYMINUTE=0"
    )
    assert read_country(offered["holidays"], spoken) == "FR"


def test_what_the_form_offers_as_an_example_is_understood(spoken: Heard) -> None:
    view = form_page.form(Filled(more=True), SHEET, spoken)
    offered = {
        block["block_id"]: block["element"]["placeholder"]["text"]
        for block in view["blocks"]
        if block["type"] == "input" and "placeholder" in block["element"]
    }
    filled = Filled(what=offered["what"], origins=offered["origins"], targets=offered["targets"])
    understood = takedown_form.understand(filled, today=AT.date(), last_day=AT.date(), language=spoken.code)
    assert understood.problems == ()
    assert understood.report.stated == Count(
        652, tuple(Asset(kind, Platform.FACEBOOK) for kind in (Kind.PAGE, Kind.GROUP, Kind.ACCOUNT))
    )
    assert read_places(offered["origins"]).codes == ("IR",)
    assert read_places(offered["targets"]).codes == ("US", "GB", "M49:419")
    assert read_reach(offered["reach"]).reach == (Reach(155_000, Metric.PAGE_FOLLOWERS),)
    assert read_spend(offered["ad_spend"]).ad_spend == AdSpend(6_000, Qualifier.ABOUT, ("USD",))
