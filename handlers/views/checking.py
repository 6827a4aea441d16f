"""Which ways in work, in words: the page for coordinators, one's own company's, and the trial step by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.views.blocks import Block, actions, button, context, escape, modal, section, title
from handlers.views.wording import Language, moment
from storage.coalitions import Coalition
from storage.companies import Seat
from storage.outbox import Body
from storage.proofs import NEEDED, Means, Standing
from storage.trials import FileState, Trial

# Buttons, by action id.
OPEN = "check_open"
ASK = "check_ask"
TRY = "check_try"
HERE = "check_here"

# The form and the page, by callback id.
FORM = "check_form"
PAGE = "check_page"

# What a confirming button says behind its colon.
EPHEMERAL, DIRECT, FILE = "ephemeral", "direct", "file"

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Line:
    """What works for a company, whether Slack lets it only post, and what Slack refused of a trial, by its word."""

    standing: Standing
    limited: bool = False
    refused: Mapping[Means, str] = field(default_factory=dict)


def page(
    lines: Sequence[Line], coalition: Coalition, language: Language, *, may_ask: bool, asked: bool, may_try: bool = True
) -> Block:
    """Draw what works: of every company for a coordinator, of one's own for everybody else."""
    say = language.say
    members = [line for line in lines if line.standing.company.seat is Seat.MEMBER] if may_ask else list(lines)
    open_ = [line for line in members if line.standing.missing]
    blocks: list[Block] = []
    if may_ask:
        blocks.append(section(_summary(members, open_, asked, language)))
    for line in open_[:_SHOWN]:
        blocks += _company(line, language)
    if len(open_) > _SHOWN:
        more = len(open_) - _SHOWN
        blocks.append(context(language.count("{n} more company is open.", "{n} more companies are open.", more)))
    whole = [escape(line.standing.company.name) for line in members if not line.standing.missing]
    if whole:
        blocks.append(section(say("*Everything works for:* {companies}", companies=language.list(whole))))
    others = [line for line in lines if line not in members]
    if others:
        blocks += _readers(others, language)
    missing = [means for means in NEEDED if any(means in line.standing.missing for line in open_)]
    if missing:
        blocks.append(title(say("What to do")))
        blocks += [section(f"*{named(means, language)}*  {_advice(means, language)}") for means in missing]
    blocks.append(actions(*_buttons(coalition, language, may_ask=may_ask, asked=asked, may_try=may_try)))
    return modal(say("Ways in"), blocks, callback_id=PAGE, close=say("Close"))


def _summary(members: Sequence[Line], open_: Sequence[Line], asked: bool, language: Language) -> str:  # noqa: FBT001
    whole = language.count(
        "Everything was seen to work for {n} of {all} member companies.",
        "Everything was seen to work for {n} of {all} member companies.",
        len(members) - len(open_),
        all=language.number(len(members)),
    )
    if asked or not open_:
        return whole
    return f"{whole} " + language.say(
        "A message in the members’ channel lets one person of each company try the rest; it takes them a minute.",
    )


def _company(line: Line, language: Language) -> list[Block]:
    say, standing = language.say, line.standing
    works = [
        f"{named(means, language)} ({moment(standing.proven[means], '{date_short_pretty}')})"
        for means in Means
        if means in standing.proven
    ]
    missing = [named(means, language) for means in standing.missing]
    text = [
        f"*{escape(standing.company.name)}*",
        say("Works: {ways}", ways=language.list(works)) if works else say("Nothing was seen to work yet."),
        say("Not seen yet: {ways}", ways=language.list(missing)),
    ]
    blocks = [section("\n".join(text))]
    notes = [_refused(means, error, language) for means, error in line.refused.items() if means in standing.missing]
    if line.limited:
        notes.append(
            say(
                "Slack says that this company may only post in the channel. Whoever hosts the channel can let it "
                "“post, invite, and more”, in the channel’s details.",
            ),
        )
    if notes:
        blocks.append(context(*notes))
    return blocks


def _refused(means: Means, error: str, language: Language) -> str:
    if means is Means.FILE:
        return language.say("Slack did not take the file: {error}", error=escape(error))
    return language.say("Slack did not take the direct message: {error}", error=escape(error))


def _readers(lines: Sequence[Line], language: Language) -> list[Block]:
    """Tell of observers and guests, who are not asked to try anything."""
    say = language.say
    seen = [escape(line.standing.company.name) for line in lines if line.standing.proven]
    unseen = [escape(line.standing.company.name) for line in lines if not line.standing.proven]
    texts = []
    if seen:
        texts.append(say("Observers and guests who were here already: {companies}", companies=language.list(seen)))
    if unseen:
        texts.append(say("Observers and guests not seen yet: {companies}", companies=language.list(unseen)))
    return [context(*texts)]


def named(means: Means, language: Language) -> str:  # noqa: PLR0911  One name a way.
    """Name a way in."""
    say = language.say
    match means:
        case Means.BUTTON:
            return say("button")
        case Means.FORM:
            return say("form")
        case Means.EPHEMERAL:
            return say("answer for one person alone")
        case Means.DIRECT:
            return say("direct message")
        case Means.FILE:
            return say("file")
        case Means.COMMAND:
            return say("command")
        case Means.MENTION:
            return say("mention")


def _advice(means: Means, language: Language) -> str:
    """Say what to do where a way in was not seen to work."""
    say = language.say
    match means:
        case Means.BUTTON:
            return say(
                "If a press does nothing, the company may be connected “only to post”: the host can change that in the "
                "channel’s details. Meanwhile @tocsin in the channel, or a direct message to it, is heard too.",
            )
        case Means.FORM:
            return say(
                "If no form opens within three seconds, press once more. If none ever does, the administrators of that "
                "company may not let the apps of others open forms; they can allow it.",
            )
        case Means.EPHEMERAL:
            return say(
                "Slack does not promise these, and they are gone when Slack is reloaded. Nothing depends on them: what "
                "waits for somebody also stands under “For me”.",
            )
        case Means.DIRECT:
            return say(
                "An app may write only to people who share a channel with it. The company’s administrators may keep "
                "direct messages from outside away; “For me” holds all that would ring.",
            )
        case _:
            return say(
                "The company’s administrators may keep files from outside away. Exports do not arrive there then; the "
                "operator can make one at the shell, with tocsin export --company.",
            )


def _buttons(coalition: Coalition, language: Language, *, may_ask: bool, asked: bool, may_try: bool) -> list[Block]:
    say, token = language.say, coalition.token
    shown = [button(say("Look again"), OPEN, token)]
    if may_try:
        shown.append(button(say("Try it for my company"), TRY, token))
    if may_ask and not asked:
        shown.insert(0, button(say("Ask in the channel"), ASK, token, style="primary"))
    return shown


def question(coalition: Coalition, language: Language) -> Body:
    """Offer everybody in the members' channel to try it for their company."""
    say = language.say
    text = say("Which ways to Tocsin work for your company?")
    what = say(
        "Anybody can try it for their company, in a minute. What works is shown to your own company and to those who "
        "coordinate.",
    )
    again = button(say("Try it for my company"), TRY, coalition.token, style="primary")
    return Body(text, [section(f"*{text}*\n{what}"), actions(again)])


def form(coalition: Coalition, language: Language) -> Block:
    """Draw the form that shows that forms work."""
    say = language.say
    text = say(
        "The button works, and so do forms: this is one. When you send it, Tocsin answers in two more ways: in the "
        "channel, in words that you alone see, and directly, with a small file. Press the buttons that you find there.",
    )
    return modal(
        say("Try it"),
        [section(text)],
        callback_id=FORM,
        submit=say("Send"),
        close=say("Cancel"),
        private=coalition.token,
    )


def under_way(language: Language) -> str:
    """Say where to look next."""
    return language.say(
        "Your form has come. Look into the channel for words that you alone see, and into your direct messages with "
        "Tocsin, and press the buttons there. Where nothing comes, nothing is lost: that is what this shows.",
    )


def whispered(trial: Trial, language: Language) -> Body:
    """Say something to one person alone in the channel."""
    text = language.say("You alone see this. If you can read it, press the button.")
    read = button(language.say("I can read this"), f"{HERE}:{EPHEMERAL}", trial.token)
    return Body(text, [section(text), actions(read)])


def direct(trial: Trial, language: Language) -> Body:
    """Say something to one person directly, and what they have confirmed of it."""
    say = language.say
    text = say("This is a direct message from Tocsin. A small file comes with it.")
    buttons, noted = [], []
    if trial.direct_at is None:
        buttons.append(button(say("I can read this"), f"{HERE}:{DIRECT}", trial.token))
    else:
        noted.append(say("Noted: direct messages arrive."))
    if trial.file_at is not None:
        noted.append(say("Noted: files arrive."))
    elif trial.file_state is not FileState.REFUSED:
        buttons.append(button(say("The file is here"), f"{HERE}:{FILE}", trial.token))
    blocks = [section(text)]
    if noted:
        blocks.append(context(*noted))
    if buttons:
        blocks.append(actions(*buttons))
    return Body(text, blocks)


def thanks(line: Line, language: Language) -> str:
    """Say what is noted now, and what is open for one's company."""
    missing = [named(means, language) for means in line.standing.missing]
    if not missing:
        return language.say("Noted. Everything works for your company.")
    return language.say("Noted. Not seen yet for your company: {ways}", ways=language.list(missing))


def file_text(language: Language) -> str:
    """Write what stands in the file."""
    return language.say("This file holds nothing. It only shows that files from Tocsin arrive.")


def file_comment(language: Language) -> str:
    """Say above the file what it is."""
    return language.say("The small file of the trial. If you can open it, press “The file is here” above.")
