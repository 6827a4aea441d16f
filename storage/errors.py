"""What storage refuses: each refusal has typed fields, and a view words it.

Refusal
├── Busy              another writer held the database for too long
├── Unknown           nothing by that reference that this person may know of
├── NotYours          only the company that logged a record may change it
├── NotSeated         the person's company is not in the coalition, or its seat does not allow this
├── Stale             the record changed since the form was opened
└── Conflict          a name or an id is taken already
"""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  A refusal is an answer, not an error.
    """Something that was expected to be asked and is not granted."""


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


class Conflict(Refusal):
    """A name or an id is taken already; `what` is the kind of thing, `value` what was asked for, `by` who has it."""

    def __init__(self, what: str, value: str, by: str = "") -> None:
        super().__init__(what, value, by)
        self.what = what
        self.value = value
        self.by = by
