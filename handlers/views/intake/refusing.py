"""Why a file was not read: what its reader says, and what stood between it and us."""

from __future__ import annotations

from handlers.formats.disclosures import Trouble, Unusable
from handlers.views.intake import troubles
from handlers.views.wording import Language

NOT_THERE, MAY_NOT, ELSEWHERE, PATIENCE = "not_there", "may_not", "elsewhere", "patience"
# What may go well another time.
PASSING = frozenset({MAY_NOT, PATIENCE})


def refused(why: str, language: Language) -> str:
    """Say in a sentence why a file was refused, and what to do."""
    say = language.say
    told = {
        NOT_THERE: say("It is not in Slack any more, or was not shared with Tocsin. Send it again."),
        MAY_NOT: say("Slack does not let Tocsin read files here. The operator can give it that right."),
        ELSEWHERE: say("It only points to a file that lies elsewhere. Send the file itself."),
        PATIENCE: say("Slack did not give it for a long time."),
    }
    return told[why] if why in told else troubles.refused(Unusable(why), language)


def row(why: str, language: Language) -> str:
    """Say why a row could not be used."""
    return troubles.trouble(Trouble(why), language)
