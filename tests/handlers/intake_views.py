"""What people read of the files that they hand in, with all that can be said."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.formats.disclosures import Trouble, Unusable
from handlers.views.intake import troubles
from handlers.views.wording import Language


def notices(spoken: Language) -> Iterator[str]:
    """Why a file was refused, and why a row could not be used."""
    yield from (troubles.refused(why, spoken) for why in Unusable)
    yield from (troubles.trouble(why, spoken) for why in Trouble)
