"""The audit trail: who did or opened what, when, by which way; ids and words of ours, never content."""

from storage.audit.entries import Act, Entry, trail
from storage.audit.noting import note, note_operator
from storage.audit.reading import about

__all__ = ["Act", "Entry", "about", "note", "note_operator", "trail"]
