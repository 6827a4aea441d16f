"""The audit trail: who did or opened what, when, by which way; ids and words of ours, never content."""

from storage.audit.entries import CHANGE, Act, Entry, trail
from storage.audit.noting import attempt, note, note_clock, note_company, note_operator, note_refusal
from storage.audit.reading import Opener, Page, Reading, about, read, readings, who_opened
from storage.audit.sealing import BATCH, NOWHERE, Seal, newest_seal, seal
from storage.audit.verifying import Fault, Flaw, Verdict, verify

__all__ = [
    "BATCH",
    "CHANGE",
    "NOWHERE",
    "Act",
    "Entry",
    "Fault",
    "Flaw",
    "Opener",
    "Page",
    "Reading",
    "Seal",
    "Verdict",
    "about",
    "attempt",
    "newest_seal",
    "note",
    "note_clock",
    "note_company",
    "note_operator",
    "note_refusal",
    "read",
    "readings",
    "seal",
    "trail",
    "verify",
    "who_opened",
]
