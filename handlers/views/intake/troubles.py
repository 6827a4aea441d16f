"""Why a file was refused, and why one of its rows could not be used: each with what to do."""

from __future__ import annotations

from handlers.formats.disclosures import Trouble, Unusable
from handlers.views.wording import Language


def refused(why: Unusable, language: Language) -> str:  # noqa: C901, PLR0911  One sentence for each reason.
    """Word why a whole file was refused, and nothing of it is kept."""
    say = language.say
    match why:
        case Unusable.NOT_TEXT:
            return say("This is not text. Attach the list as CSV, JSON, Markdown or plain text.")
        case Unusable.EMPTY:
            return say("There is nothing in this file. Attach one that holds a list or a report.")
        case Unusable.TOO_LARGE:
            return say("This file is larger than 10 MB. Cut it into several.")
        case Unusable.TOO_MANY_ROWS:
            return say("This file has more than 200,000 rows. Cut it into several.")
        case Unusable.NO_KNOWN_COLUMN:
            return say(
                "No column of this file is known. Give it a first line that names them, such as: "
                "indicator_type, indicator_value, comment."
            )
        case Unusable.NOT_JSON:
            return say("This file means to be JSON and breaks off or has a mistake. Save it again, or attach CSV.")
        case Unusable.STIX_1:
            return say("This is STIX 1 XML. Convert it to STIX 2.1, or attach the list as CSV.")
        case Unusable.ARCHIVE:
            return say("This is an archive or a workbook. Unpack it, or save its sheet as CSV, and attach that.")
        case Unusable.PICTURE:
            return say("This is a picture. Attach the list itself as CSV, JSON, Markdown or plain text.")
        case Unusable.PDF:
            return say("This is a PDF. Attach the list itself as CSV, JSON, Markdown or plain text.")


def trouble(why: Trouble, language: Language) -> str:  # noqa: PLR0911  One sentence for each reason.
    """Word why one row could not be used, behind its number: `Row 12: …`."""
    say = language.say
    match why:
        case Trouble.NO_VALUE:
            return say("There is a type and no value. Add the value, or take the row out.")
        case Trouble.BROKEN_VALUE:
            return say("The value is incomplete or misspelt. Write it as it was.")
        case Trouble.UNKNOWN_TYPE:
            return say("The type is not known, and the value does not tell it. Use domain, url, ip, email or a hash.")
        case Trouble.TYPE_DIFFERS:
            return say("The value is not of the type that the row says. Correct one of the two.")
        case Trouble.UNKNOWN_ASSET:
            return say("What is counted here is not known. Name it, such as “11 Instagram accounts”.")
        case Trouble.NUMBER_TOO_LARGE:
            return say("The number is larger than any number of assets. Correct it.")
        case Trouble.ROW_TOO_LONG:
            return say("The row is too long to be one. Look for a line break or a quotation mark that is missing.")
