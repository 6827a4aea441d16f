"""Every refusal in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.agenda import refusals as agenda
from handlers.views.blocks import cut
from handlers.views.wording import Language
from storage.cipher import NoKey, WrongKey
from storage.erasing import MayNotErase
from storage.errors import (
    Busy,
    Conflict,
    GuestAccount,
    NotInChannel,
    NotSeated,
    NotYours,
    Outdated,
    Refusal,
    SeveralCoalitions,
    Stale,
    Stranger,
    Unknown,
)
from storage.intakes import Unsettled

_QUOTED = 40


def refusal(error: Refusal, language: Language) -> str:  # noqa: C901, PLR0911, PLR0912  One sentence a refusal.
    """Word a refusal for the one who was refused."""
    say = language.say
    match error:
        case Busy():
            return say("Tocsin is busy at the moment. Nothing was changed; try again.")
        case Unknown(reference=reference) if reference:
            return say(
                "There is nothing by “{reference}” that you can see. "
                "Check it, or look for its words: /takedown list, @tocsin list.",
                reference=cut(reference, _QUOTED),
            )
        case Unknown():
            return say("This is no longer here, or it is not yours to open. Find what is yours under “For me”.")
        case NotYours():
            return say("Only the company that logged a record can change it. You can open its details.")
        case Stale(reference=""):
            return say(
                "Somebody of your company changed this while the form was open. What you typed is kept under “For me”: "
                "open it there, and see what was sent meanwhile."
            )
        case Stale(reference=reference):
            return say(
                "{reference} was revised while this form was open. What you typed is kept under “For me”; "
                "look at the record, then edit it again.",
                reference=reference,
            )
        case MayNotErase():
            return say("Words are erased by whoever logged the record, or by the lead or counsel of their company.")
        case Outdated():
            return say("The form changed since this was shown. Go back and continue.")
        case Stranger():
            return say(
                "Tocsin does not know your company here. A coordinator of the coalition can have it added.",
            )
        case GuestAccount(company=company):
            return say(
                "Your Slack account is a guest account of {company}. "
                "Once its lead has had you named here, you can use this.",
                company=company,
            )
        case NotSeated():
            return say(
                "Takedowns are logged by member companies, and yours sits here as an observer or a guest. "
                "A coordinator can have its seat changed.",
            )
        case NotInChannel():
            return say("You are not in the coalition’s channel. Somebody of your company who is there can invite you.")
        case Unsettled():
            return say("There is nothing to choose here any more: somebody did, or the record is not open.")
        case SeveralCoalitions():
            return say("You are in several coalitions. Use the buttons in the channel that you mean.")
        case _:
            return agenda.refusal(error, language)


def shell_refusal(error: Refusal, language: Language) -> str:  # noqa: PLR0911  One sentence a refusal.
    """Word a refusal for the operator at the shell."""
    say = language.say
    match error:
        case Unknown(reference=name):
            return say("There is nothing named “{name}”. See what there is with the command’s “list”.", name=name)
        case Conflict(what="channel", value=value, by=by):
            return say("The channel {value} belongs to the coalition {by}. Name another.", value=value, by=by)
        case Conflict(what="name", value=value):
            return say("Several are named “{name}”. Name the one by its members’ channel, C….", name=value)
        case Conflict(value=value, by=by):
            return say("The workspace {value} belongs to the company {by}. Name another.", value=value, by=by)
        case NoKey():
            return say("TOCSIN_KEY is not set. Make a key with “tocsin key” and set it.")
        case WrongKey():
            return say("TOCSIN_KEY is not the key that the tokens were kept with. Set the one that was used then.")
        case _:
            return refusal(error, language)


def unexpected(reference: str, language: Language) -> str:
    """Word a failure of ours; the reference stands in the log too."""
    return language.say(
        "Something went wrong on our side; what you typed stays where it is. Try again; "
        "if it happens again, give the operator this reference: {reference}.",
        reference=reference,
    )


def cannot_ask(language: Language) -> str:
    """Say that Slack did not tell us who somebody is."""
    return language.say("Slack did not answer in time. Nothing was changed; try again in a moment.")
