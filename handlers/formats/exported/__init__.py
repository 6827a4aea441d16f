"""Records as files: CSV and JSON, harmless in a spreadsheet, and marked so that a copy can be traced."""

from handlers.formats.exported.marking import Marking
from handlers.formats.exported.writing import Format, Origin, name, written

__all__ = ["Format", "Marking", "Origin", "name", "written"]
