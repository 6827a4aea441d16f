"""What can be done about meetings, in a few lines."""

from __future__ import annotations

from handlers.views.blocks import Block, context, section
from handlers.views.wording import Language


def help_blocks(language: Language) -> list[Block]:
    """Say what the commands are; the buttons of the page do the same."""
    say = language.say
    commands = (
        ("/meeting", say("shows the next meetings and the past ones, with who comes")),
        (
            say("/meeting plan third Thursday 10:00"),
            say("plans a meeting, once or by a rule; for those who coordinate"),
        ),
        (say("/meeting move"), say("moves the next meeting; for those who coordinate")),
        (say("/meeting cancel"), say("cancels the next meeting; for those who coordinate")),
        (say("/meeting pause"), say("plans no further meetings of a series for now; for those who coordinate")),
        (say("/meeting resume"), say("lets a series go on; for those who coordinate")),
        (say("/meeting rhythm"), say("gives a series another rhythm; for those who coordinate")),
        (say("/meeting stop"), say("ends a series; for those who coordinate")),
        (say("/meeting commit share our list by Friday"), say("says what your company will share, and by when")),
        ("/meeting commitments", say("shows what is open of it")),
        (say("/meeting end"), say("ends the meeting, and opens the form of whoever takes notes")),
        (say("/meeting minutes"), say("shows the newest minutes")),
        (say("/meeting vote"), say("puts something to the vote, one voice a company; for those who coordinate")),
        (say("/meeting help"), say("shows this")),
    )
    return [
        section("\n".join(f"`{command}`  {meaning}" for command, meaning in commands)),
        context(say("No command in your workspace? Use *Meetings* on the pinned message, or write to @tocsin.")),
    ]
