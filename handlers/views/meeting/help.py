"""What can be done about meetings, in a few lines."""

from __future__ import annotations

from handlers.views.blocks import Block, section
from handlers.views.wording import Language


def help_blocks(language: Language) -> list[Block]:
    """Say what the commands are."""
    say = language.say
    commands = (
        (say("/meeting commit share our list by Friday"), say("says what your company will share, and by when")),
        ("/meeting commitments", say("shows what is open of it")),
    )
    return [section("\n".join(f"`{command}`  {meaning}" for command, meaning in commands))]
