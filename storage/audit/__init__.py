"""The audit trail: who did or opened what, when, by which way; ids and words of ours, never content."""

from storage.audit.entries import Act, Entry, trail
from storage.audit.noting import note, note_operator
from storage.audit.reading import about
from storage.audit.sealing import Seal, newest_seal, seal
from storage.audit.verifying import Fault, Flaw, Verdict, verify

__all__ = [
    "Act",
    "Entry",
    "Fault",
    "Flaw",
    "Seal",
    "Verdict",
    "about",
    "newest_seal",
    "note",
    "note_operator",
    "seal",
    "trail",
    "verify",
]
