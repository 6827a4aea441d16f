"""Words that differ in nothing but case, accents and punctuation: the same words, and no guess beyond that."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Write words without their case, accents and punctuation, so that the same words are the same text.

    Where nothing would be left of them they stay as they are.
    """
    apart = unicodedata.normalize("NFKD", text).casefold()
    kept = "".join(
        each if unicodedata.category(each)[0] in "LN" else " "
        for each in unicodedata.normalize("NFKD", apart)
        if not unicodedata.combining(each)
    )
    return " ".join(kept.split()) or text.strip()
