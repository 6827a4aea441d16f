"""Short answers to one person: a button that opens what they asked for, a choice, a notice, the help."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.answers import Open, Push, Whisper
from handlers.views.agenda import OPEN as AGENDA
from handlers.views.blocks import SECTION_LIMIT, Block, actions, button, context, modal, plain, said, section
from handlers.views.coalition import OPEN as COALITION
from handlers.views.digest import OPEN as DIGEST
from handlers.views.door import CHOOSE, FOR_ME, OPEN
from handlers.views.meeting import OVERVIEW as MEETINGS
from handlers.views.takedown import LOG, RESUME
from handlers.views.update import WRITE as UPDATE
from handlers.views.wording import Language
from storage.coalitions import Coalition
from storage.outbox import Body

_CHOICES = 20


def opener(draft: str, coalition: Coalition, language: Language) -> Body:
    """Answer words said to us with the button that opens them; quotes nothing, since others may look on."""
    text = language.say("Your words wait for you. Open them to go on.")
    return Body(
        text,
        [
            section(text),
            actions(
                button(language.say("Open"), OPEN, draft, style="primary"),
                button(language.say("For me"), FOR_ME, coalition.token),
            ),
        ],
    )


def greeting(coalition: Coalition, language: Language) -> Body:
    """Answer somebody who only called us."""
    text = language.say("What would you like to do?")
    return Body(
        text,
        [
            section(text),
            actions(
                button(language.say("Log a takedown"), LOG, coalition.token, style="primary"),
                button(language.say("For me"), FOR_ME, coalition.token),
                button(language.say("Update"), UPDATE, coalition.token),
                button(language.say("Digest"), DIGEST, coalition.token),
                button(language.say("Meetings"), MEETINGS, coalition.token),
                button(language.say("Agenda"), AGENDA, coalition.token),
                button(language.say("The coalition"), COALITION, coalition.token),
            ),
        ],
    )


def page(view: Block, language: Language) -> Open:
    """Open a page; where Slack does not open it, only asking again helps."""
    return Open(view, Whisper(language.say("Slack did not open the page in time. Try again.")))


def form(view: Block, language: Language) -> Open:
    """Open a form that nobody has typed into; where Slack does not open it, only asking again helps."""
    return Open(view, Whisper(language.say("Slack did not open the form in time. Try again.")))


def told(text: str, language: Language, *, on_a_page: bool) -> Push | Whisper:
    """Say something to whoever clicked: on top of the page that they clicked in, or else where the message is."""
    return Push(notice(text, language)) if on_a_page else Whisper(text)


def kept(draft: str, language: Language, *, opens: str = RESUME) -> Whisper:
    """Say that a form did not open, and that its words are safe; `opens` is the button that does."""
    text = language.say("Slack did not open the form in time. What you typed is kept.")
    return Whisper(text, [section(text), actions(button(language.say("Open the form"), opens, draft))])


def which_coalition(names: Sequence[tuple[str, str]], draft: str, language: Language) -> Whisper:
    """Ask somebody who is in several coalitions which one is meant; pairs of name and token."""
    text = language.say("Which coalition is this for?")
    buttons = [
        button(name, f"{CHOOSE}:{place}", f"{draft}:{token}") for place, (name, token) in enumerate(names[:_CHOICES])
    ]
    return Whisper(text, [section(text), actions(*buttons)])


def notice(text: str, language: Language) -> Block:
    """Draw a page that only says something."""
    block: Block = {"type": "section", "text": plain(text)}
    return modal(language.say("Tocsin"), [block], close=language.say("Close"))


def interpreted(text: str, language: Language) -> Block:
    """Draw a page that only says something in our own words, times among them."""
    return modal(language.say("Tocsin"), [section(text)], close=language.say("Close"))


def as_page(words: Whisper, language: Language) -> Block:
    """Draw on a page what would be said where no page is open."""
    if not words.blocks:
        return notice(words.text, language)
    return modal(language.say("Tocsin"), words.blocks, close=language.say("Close"))


def with_words(text: str, typed: str) -> list[Block]:
    """Say something, and give back what was typed, for this person alone."""
    return [said(text), *(said(typed[at : at + SECTION_LIMIT]) for at in range(0, len(typed), SECTION_LIMIT))]


def help_page(language: Language, *, may_log: bool) -> Block:
    """Explain what one can do here, and in which ways."""
    return modal(language.say("Help"), help_blocks(language, may_log=may_log), close=language.say("Close"))


def help_blocks(language: Language, *, may_log: bool) -> list[Block]:
    """Say what the commands are; the buttons do the same. Observers and guests are told what they can do."""
    say = language.say
    if not may_log:
        return [section(say("Your company reads along here. What waits for you opens with *For me*."))]
    commands = (
        ("/takedown", say("opens the form")),
        (say("/takedown 652 pages, groups and accounts on Facebook from Iran"), say("opens it with that filled in")),
        (say("/takedown list Iran"), say("lists what was logged, newest first")),
        (say("/takedown show TD-7KQ4M"), say("shows one record")),
        (say("/takedown find example[.]com"), say("shows which records hold a value, however it is written")),
        (say("/takedown edit TD-7KQ4M"), say("revises a record of your company, with a reason")),
        (say("/takedown withdraw TD-7KQ4M"), say("takes a record of your company back, with a reason")),
        (say("/takedown recall TD-7KQ4M"), say("takes a record of your company out of everybody’s hands")),
        (say("/takedown erase TD-7KQ4M"), say("erases a name from a record of your company, for good")),
        (say("/takedown export Iran"), say("sends what the list holds to you alone, as a file")),
        (say("/takedown help"), say("shows this")),
        (say("/digest 2018-W34"), say("shows what became known in a week; without a week, since the last digest")),
        (say("/meeting"), say("shows the next meetings and the past ones, with who comes")),
        (say("/update"), say("opens your company’s update for the next meeting")),
        (say("/agenda add How to share hashes"), say("puts something on the agenda; without words, shows the agenda")),
        (say("/coalition help"), say("shows what can be done about the coalition itself")),
    )
    listed = "\n".join(f"`{command}`  {meaning}" for command, meaning in commands)
    return [
        section(listed),
        section(
            say(
                "No command in your workspace? Use the buttons of the pinned message, mention @tocsin in the channel, "
                "or write to it directly: all open the same form.",
            ),
        ),
        context(say("What you typed and did not send is kept for seven days, for you alone, under *For me*.")),
    ]
