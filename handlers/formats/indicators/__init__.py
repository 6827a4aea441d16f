"""Values that an operation can be known by, to the one form that all of their spellings share, and back for people.

`indicator_of` reads one value, `in_prose` finds the defanged ones in a sentence, `defang` writes a value so that
nobody follows it, `refang` undoes that for machines; `is_shared` tells hosts that serve many. Pure; nothing is fetched.
"""

from handlers.formats.indicators.defanging import defang, is_marked, refang
from handlers.formats.indicators.prose import Passage, in_prose, passages
from handlers.formats.indicators.reading import indicator_of
from handlers.formats.indicators.services import named
from handlers.formats.indicators.shared_hosts import is_shared

__all__ = ["Passage", "defang", "in_prose", "indicator_of", "is_marked", "is_shared", "named", "passages", "refang"]
