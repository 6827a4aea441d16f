"""What the coalition's own running refuses, in words: why, and what to do next."""

from __future__ import annotations

from handlers.views.wording import Language
from storage.admissions import Moved, NotByThisWay, NothingToChange, NoWorkspace
from storage.agreed import Overtaken
from storage.appointing import LastOne, MayNotName
from storage.approvals import Settled, State
from storage.errors import Conflict, Dissolving, NotCoordinator, NotCounsel, ReadsOnly, Refusal
from storage.figures import MayNotAgree
from storage.leaving import NotLead
from storage.people import Role
from storage.retention import Overtaken as RuleOvertaken
from storage.starts import Reserved
from storage.trials import NotSent


def refusal(error: Refusal, language: Language) -> str:  # noqa: C901, PLR0911  One sentence a refusal.
    """Word a refusal; a sentence that fits any for those of other pages."""
    say = language.say
    match error:
        case NotCoordinator():
            return say("Only those who coordinate can do this. “The coalition” on the pinned message names them.")
        case ReadsOnly():
            return say("Your company reads along here as a guest, and changes nothing.")
        case NotCounsel():
            return say("Only your company’s lead or counsel can do this. “The coalition” names them to your company.")
        case Dissolving():
            return say(
                "This coalition is being dissolved. What is here can be read and recalled; nothing new is added."
            )
        case Overtaken() | RuleOvertaken():
            return say("Somebody else changed the same thing while this form was open. Close it and open it anew.")
        case NotLead():
            return say("Only your company’s lead can take it out of the coalition. Those who coordinate can as well.")
        case MayNotName():
            return say("A company’s lead names its people. While it has no lead, those who coordinate do.")
        case LastOne(role=Role.COORDINATOR):
            return say("Nobody else coordinates. Name another coordinator first.")
        case LastOne():
            return say("Nobody else leads this company here. Name another lead first.")
        case NotSent():
            return say("The file is not on its way yet. If it does not come, try it once more a little later.")
        case Reserved():
            return say(
                "Somebody else of your company invited Tocsin and was asked to set it up. "
                "To do it yourself, remove Tocsin from the channel and invite it again.",
            )
        case _:
            return _of_seats(error, language)


def _of_seats(error: Refusal, language: Language) -> str:  # noqa: PLR0911  One sentence a refusal.
    say = language.say
    match error:
        case MayNotAgree():
            return say("Figures by company are of the member companies. Each one’s lead agrees for it.")
        case Settled(state=State.EXPIRED):
            return say("This lapsed, and nothing was done. It can be asked for anew.")
        case Settled():
            return say("Another coordinator has answered this already.")
        case Moved():
            return say("The company’s seat is not what it was when this was asked. It can be asked for anew.")
        case NothingToChange():
            return say("This company sits there already.")
        case NotByThisWay():
            return say("This company does not sit here yet. It can begin as an observer or a guest.")
        case NoWorkspace():
            return say("This company is new here. Write the ids of its workspaces.")
        case Conflict(what="team", value=value, by=by):
            return say("{id} belongs to {company} here.", id=value, company=by)
        case _:
            return say("This cannot be done now. Try again.")
