"""What storage refuses: each refusal has typed fields, and a view words it.

Refusal
├── Busy                another writer held the database for too long
├── Unknown             nothing by that reference that this person may know of
├── NotYours            only the company that logged a record may change it
├── Stale               the record changed since the form was opened
├── Outdated            what was confirmed is not what was shown last
├── Conflict            a name or an id is taken already
├── Stranger            nobody's workspace
├── GuestAccount        a Slack guest account that its company has not named
├── NotSeated           the company's seat does not allow this
├── ReadsOnly           a guest's company does no more than read
├── NotCoordinator      only a coordinator may do this
├── NotCounsel          only the company's lead or counsel may do this
├── Dissolving          the coalition is at its end: nothing new is logged
├── NotInChannel        a member company's person who is not in the channel
└── SeveralCoalitions   nothing tells which coalition is meant
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was refused and matters: who tried `what` with which record; ids and words of ours, for the trail."""

    coalition_id: int
    company_id: int
    person_id: int | None
    about: str
    about_id: int
    what: str


class Refusal(Exception):  # noqa: N818  A refusal is an answer, not an error.
    """Something that was expected to be asked and is not granted; an `attempt` belongs into the trail."""

    attempt: Attempt | None = None


class Busy(Refusal):
    """Another writer held the database for too long; nothing was written."""


class Unknown(Refusal):
    """Nothing by that reference that this person may know of: not there and not theirs look alike."""

    def __init__(self, reference: str = "") -> None:
        super().__init__(reference)
        self.reference = reference


class NotYours(Refusal):
    """Only the company that logged a record may change it."""

    def __init__(self, reference: str = "") -> None:
        super().__init__(reference)
        self.reference = reference


class Stale(Refusal):
    """The record changed since the form was opened."""

    def __init__(self, reference: str, revision: int) -> None:
        super().__init__(reference, revision)
        self.reference = reference
        self.revision = revision


class Outdated(Refusal):
    """What was confirmed is not what was shown last: the form was changed in between."""


class Conflict(Refusal):
    """A name or an id is taken already; `what` is the kind of thing, `value` what was asked for, `by` who has it."""

    def __init__(self, what: str, value: str, by: str = "") -> None:
        super().__init__(what, value, by)
        self.what = what
        self.value = value
        self.by = by


class Stranger(Refusal):
    """No company of this coalition is known by the workspace that somebody speaks from; `team` is its Slack id."""

    def __init__(self, team: str) -> None:
        super().__init__(team)
        self.team = team


class GuestAccount(Refusal):
    """A Slack guest account is nobody until its company's lead names it."""

    def __init__(self, company: str) -> None:
        super().__init__(company)
        self.company = company


class NotSeated(Refusal):
    """The seat of this person's company does not allow what was asked."""

    def __init__(self, seat: str) -> None:
        super().__init__(seat)
        self.seat = seat


class ReadsOnly(Refusal):
    """A guest's company does no more than read here."""


class NotCoordinator(Refusal):
    """Only a coordinator of the coalition may do what was asked."""


class NotCounsel(Refusal):
    """Only the lead or counsel of one's own company may do what was asked."""


class Dissolving(Refusal):
    """The coalition is being dissolved: what is there can be read and recalled, and nothing is added."""


class NotInChannel(Refusal):
    """The person is of a member company, but not in the coalition's channel; `channel` is its Slack id."""

    def __init__(self, channel: str) -> None:
        super().__init__(channel)
        self.channel = channel


class SeveralCoalitions(Refusal):
    """The person is in several coalitions, and nothing tells which is meant; `choices` are names and tokens."""

    def __init__(self, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__(choices)
        self.choices = choices
