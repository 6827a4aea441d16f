"""The takedown form, and the preview of what all will see."""

from __future__ import annotations

from dataclasses import replace

from handlers.formats import words
from handlers.formats.takedown_form import OWN, Field, Filled, Understood
from handlers.formats.words import Line
from handlers.views import takedown as ids
from handlers.views.blocks import (
    OPTIONS_LIMIT,
    Block,
    actions,
    bullets,
    button,
    choice,
    choices,
    context,
    cut,
    date_input,
    divider,
    entry,
    escape,
    line,
    modal,
    rich,
    section,
    span,
    text_input,
    tick,
    title,
)
from handlers.views.intake import fields as handed_in
from handlers.views.takedown import facts
from handlers.views.takedown.card import face
from handlers.views.takedown.sheet import Sheet
from handlers.views.takedown.telling import how, reach, told, whom
from handlers.views.wording import Language, moment
from storage.audiences import Audience, Scope
from storage.reports import Action, Source
from storage.takedowns import Takedown

_QUOTED = 500


def form(filled: Filled, sheet: Sheet, language: Language) -> Block:
    """Draw the form: short, or with everything that *More* holds."""
    say = language.say
    blocks = [*_notes(sheet, language), *_reason(filled, sheet, language), *_short(filled, language)]
    blocks += [*whom(filled, sheet, language), context(*reach(filled, sheet, language))]
    if filled.more:
        blocks += [
            divider(),
            *how(filled, sheet, language),
            *_longer(filled, language),
            *handed_in.fields(filled, sheet.token, language),
            *_absent(filled, sheet, language),
        ]
    else:
        blocks.append(actions(button(say("More"), ids.MORE, sheet.token), block_id="more"))
    blocks.append(context(_seen_by(language)))
    for block in blocks:
        if block["type"] == "input":
            block["element"]["action_id"] += sheet.edition
    return modal(
        say("Revise a takedown") if sheet.editing else say("Log a takedown"),
        blocks,
        callback_id=ids.FORM,
        submit=say("Continue"),
        close=say("Cancel"),
        private=sheet.token,
    )


def _notes(sheet: Sheet, language: Language) -> list[Block]:
    """Say what these words are, where the person did not just type them."""
    say = language.say
    if sheet.editing:
        return [
            context(say("{reference}, logged by {company}", reference=sheet.editing, company=escape(sheet.company)))
        ]
    if sheet.resumed:
        return [
            section(
                say("You began this {when} and did not send it.", when=moment(sheet.resumed)),
                accessory=button(say("Start afresh"), ids.AFRESH, sheet.token),
            ),
        ]
    if sheet.waiting:
        return [
            section(
                say("A draft of yours from {when} waits.", when=moment(sheet.waiting.changed_at)),
                accessory=button(say("Open the draft"), ids.RESUME, sheet.waiting.token),
            ),
        ]
    return []


def _reason(filled: Filled, sheet: Sheet, language: Language) -> list[Block]:
    if not sheet.editing:
        return []
    say = language.say
    why = entry(
        Field.REASON,
        say("Why is it revised?"),
        text_input(filled.reason, focus=True),
        hint=say("Everyone who may read the record reads this too."),
    )
    if not sheet.is_out:
        return [why]
    wrong = tick(Field.CORRECTION, say("What was said was wrong"), ticked=bool(filled.correction))
    hint = say("A wrong attribution, a restored account. Companies that opened the record are told, each alone.")
    return [why, entry(Field.CORRECTION, say("Correction"), wrong, hint=hint, optional=True)]


def _short(filled: Filled, language: Language) -> list[Block]:
    say = language.say
    return [
        entry(
            Field.WHAT,
            say("What and how many"),
            text_input(filled.what, multiline=True, placeholder=say("652 pages, groups and accounts on Facebook")),
            hint=say("One count a line. A name before a colon makes a part of it: “Network 1: 74 Facebook pages”."),
        ),
        entry(Field.ACTED_ON, say("When"), date_input(filled.acted_on), optional=True),
        entry(
            Field.ORIGINS,
            say("Operated from"),
            text_input(filled.origins, placeholder=say("Iran")),
            hint=say("Countries or regions; “unknown” and “various” count too."),
            optional=True,
        ),
        entry(
            Field.TARGETS,
            say("Aimed at"),
            text_input(filled.targets, placeholder=say("US, UK, Latin America")),
            optional=True,
        ),
        entry(Field.SUMMARY, say("Summary"), text_input(filled.summary, multiline=True), optional=True),
    ]


def _longer(filled: Filled, language: Language) -> list[Block]:
    say = language.say
    return [
        entry(
            Field.ACTIONS,
            say("What was done"),
            choices(facts.every(tuple(Action), language), filled.actions),
            optional=True,
        ),
        entry(Field.POLICY, say("Policy or legal basis"), text_input(filled.policy), optional=True),
        entry(
            Field.FOUND,
            say("How it was found"),
            choices(facts.every(tuple(Source), language), filled.found),
            optional=True,
        ),
        entry(
            Field.FOUND_WHO,
            say("Who gave the tip"),
            text_input(filled.found_who, multiline=True),
            hint=say("One name a line, in the order above. For a government, its agency."),
            optional=True,
        ),
        entry(
            Field.FOUND_ON,
            say("Day of the tip"),
            date_input(filled.found_on),
            hint=say("Required for information from a government."),
            optional=True,
        ),
        entry(
            Field.REACH,
            say("Reach"),
            text_input(filled.reach, multiline=True, placeholder=say("155,000 page followers")),
            optional=True,
        ),
        entry(
            Field.AD_SPEND,
            say("Ad spend"),
            text_input(filled.ad_spend, placeholder=say("about $6,000, paid in US dollars")),
            hint=say("In US dollars, and the currencies that it was paid in; 0 if there was none."),
            optional=True,
        ),
        entry(Field.LINK, say("Public link"), {"type": "url_text_input"} | _initial(filled.link), optional=True),
        entry(
            Field.ACTIVE_SINCE,
            say("Active since"),
            text_input(filled.active_since, placeholder=say("2015, January 2015 or 2015-01-31")),
            optional=True,
        ),
        entry(Field.ACTIVE_UNTIL, say("Active until"), text_input(filled.active_until), optional=True),
    ]


def _absent(filled: Filled, sheet: Sheet, language: Language) -> list[Block]:
    """Ask in whose name it is logged, where there is anybody else; a record that is there keeps whom it names."""
    say = language.say
    if sheet.editing or not sheet.absent:
        return []
    whose = [(OWN, say("my own name")), *((one.token, one.name or one.user_id) for one in sheet.absent)]
    return [
        entry(
            Field.LOGGED_FOR,
            say("Logged for"),
            choice(whose[:OPTIONS_LIMIT], filled.logged_for or OWN),
            hint=say("Where you stand in for your company’s lead: the record names both of you."),
        ),
    ]


def _initial(value: str) -> Block:
    return {"initial_value": value} if value else {}


def _seen_by(language: Language) -> str:
    return language.say(
        "The administrators of the channel’s host can read what is posted there; "
        "the operator of Tocsin can read what it keeps.",
    )


def preview(understood: Understood, draft: Takedown, sheet: Sheet, filled: Filled, language: Language) -> Block:
    """Show each line as it was understood, and the card as all will see it."""
    say = language.say
    blocks: list[Block] = [
        title(say("As it was understood")),
        rich(bullets(*(line(*_understood(one, language)) for one in understood.lines if one.text.strip()))),
        title(say("As the others will see it")),
        *face(draft.for_others(), language),
        *_handed_in(filled, language),
        divider(),
        title(say("Who can read it")),
        context(*reach(replace(filled, mark=understood.mark), sheet, language)),
        *_chosen(draft, filled, sheet, language),
    ]
    return modal(
        say("Check and send"),
        blocks,
        callback_id=ids.PREVIEW,
        submit=say("Send"),
        close=say("Back"),
        private=sheet.token,
    )


def _handed_in(filled: Filled, language: Language) -> list[Block]:
    """Say which files will be read into the record."""
    if not filled.files and not filled.indicators:
        return []
    say = language.say
    what = handed_in.named(filled.files, language) if filled.files else say("what you pasted")
    if filled.files and filled.indicators:
        what = language.list([what, say("what you pasted")])
    return [context(say("Read after you have sent it: {files}.", files=escape(what)))]


def _chosen(draft: Takedown, filled: Filled, sheet: Sheet, language: Language) -> list[Block]:
    """Name those whom nobody else sees, and the hour before which nobody does."""
    names = [escape(one.name) for one in sheet.choices.companies if one.token in filled.companies]
    if draft.audience is Audience.PEOPLE:
        names = [f"<@{one.user_id}>" for one, _ in sheet.choices.people if one.token in filled.people]
    narrow = draft.audience in {Audience.COMPANIES, Audience.PEOPLE}
    not_before = draft.not_before if draft.embargoed else None
    scope = Scope(draft.audience, chatham=draft.chatham, not_before=not_before)
    return told(scope, names if narrow else (), language)


def _understood(one: Line, language: Language) -> list[Block]:
    """Set beside a line what was read in it, so that a misreading is seen before it is sent."""
    typed, read = one.text.strip(), _read(one, language)
    if "".join(each["text"] for each in read) == typed:
        return read
    return [span(f"{cut(typed, _QUOTED)}  →  "), *read]


def _read(one: Line, language: Language) -> list[Block]:
    if one.stated:
        return [
            span(language.say("stated total:"), bold=True),
            span(f" {words.write_count(one.stated, language.code)}"),
        ]
    if one.part is None:
        return [span("–")]
    counts = language.list([words.write_count(count, language.code) for count in one.part.counts])
    if one.part.name:
        return [span(language.say("{label}: {words}", label=one.part.name, words=""), bold=True), span(counts)]
    return [span(counts)]
