"""Words about a rhythm, English or French, to a `Rhythm` and back.

`read_rhythm` reads `every Monday at 9:00` or `le premier mardi du mois à 10 h 30`, or says what it did not understand;
nothing is guessed. `write_rhythm` writes words that are read again to the same rhythm. Languages are `en` and `fr`.
Pure: no clock, no zone, no Slack.
"""

from handlers.formats.rhythm.facts import Problem, Trouble
from handlers.formats.rhythm.reading import LONGEST, read_rhythm
from handlers.formats.rhythm.writing import write_rhythm

__all__ = ["LONGEST", "Problem", "Trouble", "read_rhythm", "write_rhythm"]
