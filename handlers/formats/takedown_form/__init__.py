"""The takedown form: its fields as they were typed, the report made of them, and the fields made of a report."""

from handlers.formats.takedown_form.fields import OWN, Cause, Field, Filled, Problem, Understood
from handlers.formats.takedown_form.filling import filled, from_words
from handlers.formats.takedown_form.telling import Telling, audience_of, mark_of, tell, ticked
from handlers.formats.takedown_form.understanding import understand

__all__ = [
    "OWN",
    "Cause",
    "Field",
    "Filled",
    "Problem",
    "Telling",
    "Understood",
    "audience_of",
    "filled",
    "from_words",
    "mark_of",
    "tell",
    "ticked",
    "understand",
]
