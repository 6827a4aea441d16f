"""Which column of a table holds what, by the many names that people give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from handlers.formats.disclosures.type_words import Said, folded, is_known, phrases, said_by

# In each row the better names stand first: of two columns that could be meant, the better one is.
_VALUE = phrases("""
    indicator value|ioc value|indicators value|value of indicator|indicator of compromise|indicators of compromise|
    ioc|iocs|indicator|indicators|threat indicator|threat indicators|defanged indicator|indicator defanged|
    ioc defanged|observable|observables|observable value|values|value|valeur|valeurs|indicateur|indicateurs|
    valeur de l indicateur|indicateur de compromission|artifact|artefact|artifacts|pattern
""")
_TYPE = phrases("""
    indicator type|ioc type|type of indicator|indicator types|indicator kind|observable type|type of ioc|
    type d indicateur|type de l indicateur|types|type|kind|indicatortype|ioctype|nature|data type|asset type
""")
_COMMENT = phrases("""
    comment|comments|note|notes|description|descriptions|remark|remarks|commentaire|commentaires|remarque|remarques|
    context|details|detail|contexte|attribution|campaign|cluster|threat actor|actor|group|network|tags|
    additional info|
    additional information|notes comments|comments notes|title
""")
_PROCEDURE = phrases("""
    procedure|procedures|proceedure|proceedures|procdure|procedur|prcedure|procedure number|procedure id|
    kill chain procedure|ttp
""")
_TECHNIQUE = phrases("technique|techniques|tecnique|technqiue|tehcnique|kill chain technique")
_TACTIC = phrases("tactic|tactics|tatic|tatics|tactique|tactiques|kill chain tactic|kill chain phase|phase")
_PLATFORM = phrases("platform|plateforme|service|social network|social media platform|site name|network name")
# These alone say nothing; beside a value they belong to its table.
_OTHERS = frozenset(
    phrases("""
    ds|date|day|first seen|last seen|jour|source|id|uuid|event id|category|to ids|tlp|confidence|
    country|region|asset|n|count|userid|user display name|user reported location|user profile description|
    user profile url|follower count|following count|account creation date|account language
""")
)
_KNOWN = frozenset({*_VALUE, *_TYPE, *_COMMENT, *_PROCEDURE, *_TECHNIQUE, *_TACTIC, *_PLATFORM, *_OTHERS})
# What is misspelt often enough to be looked for.
_MISSPELT = ("tactic", "technique", "procedure", "indicator", "indicators", "comments")
_SPELT_LIKE = 0.8
_NARROW = 2
_WIDEST = 200


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each thing stands in a row; -1 for what does not.

    `typed` are columns whose name is the type of what stands below: `md5`, `sha256`.
    """

    value: int = -1
    type: int = -1
    comments: tuple[int, ...] = ()
    procedure: int = -1
    technique: int = -1
    tactic: int = -1
    typed: tuple[tuple[int, Said], ...] = ()
    platform: int = -1
    known: int = 0
    width: int = 0

    @property
    def is_kill_chain(self) -> bool:
        """Tell whether the rows follow the kill chain."""
        return self.procedure >= 0 or self.tactic >= 0 or self.technique >= 0


def columns_of(cells: Sequence[str], *, first: bool) -> Columns | None:
    """Take a row for the head of a table, or None; one column alone is a head only where it is the first thing."""
    if len(cells) > _WIDEST:
        return None
    names = [_spelt(folded(cell)) for cell in cells]
    if not any(names):
        return None
    procedure, technique, tactic = (_best(names, known) for known in (_PROCEDURE, _TECHNIQUE, _TACTIC))
    kind, value = _best(names, _TYPE), _best(names, _VALUE)
    taken = {procedure, technique, tactic, kind, value}
    if value < 0:
        value = next((at for at, name in enumerate(names) if at not in taken and _is_value(name)), -1)
    if kind < 0:
        kind, value = _typed_beside(names, value)
    taken |= {kind, value}
    typed = _typed(names, taken) if value < 0 and procedure < 0 else ()
    if typed:
        # Beside a column that is called `domain` a type is the sort of misuse.
        kind, taken = -1, taken - {kind}
    if value < 0 and not typed and procedure >= 0:
        value = _after(names, procedure, taken)
        taken.add(value)
    comments = tuple(at for at, name in enumerate(names) if at not in taken and name in _COMMENT)
    at = [procedure, technique, tactic, kind, value, *comments, *(column for column, _ in typed)]
    known = sum(column >= 0 for column in at)
    platform = _best(names, _PLATFORM)
    made = Columns(value, kind, comments, procedure, technique, tactic, typed, platform, known, len(names))
    filled = sum(bool(name) for name in names)
    others = sum(name in _OTHERS or name in _PLATFORM or (bool(typed) and name in _TYPE) for name in names)
    if value < 0 and not typed:
        return None
    if not made.is_kill_chain and value < 0 and len(typed) < filled - others - len(comments):
        return None
    if filled == 1:
        # A title may speak of indicators, too; the name of a column is nothing else.
        alone = max(names)
        return made if first and (alone in _VALUE or is_known(alone)) else None
    return made if known >= _NARROW or (first and known + others >= filled / 2) else None


def _spelt(name: str) -> str:
    """Mend a misspelt name; a procedure's own text is never looked at, a column's name has to be."""
    if name in _KNOWN or " " in name or len(name) < len("tactic") - 1 or is_known(name):
        return name
    return next(iter(get_close_matches(name, _MISSPELT, 1, _SPELT_LIKE)), name)


def _best(names: Sequence[str], known: Sequence[str]) -> int:
    """Find the column with the best of the known names."""
    return next((names.index(name) for name in known if name in names), -1)


def _is_value(name: str) -> bool:
    """Tell whether a longer name speaks of indicators, and of nothing else about them."""
    words = name.split()
    spoken = {"indicator", "indicators", "ioc", "iocs", "observable", "observables", "indicateur", "indicateurs"}
    aside = {"type", "kind", "count", "date", "source", "id", "number", "note", "notes", "comment", "comments"}
    return bool(spoken & set(words)) and not aside & set(words)


def _typed_beside(names: Sequence[str], value: int) -> tuple[int, int]:
    """Find the type where no column is called so: `Indicator, Value` names it in its first."""
    if value >= 0 and names[value] in {"value", "values", "valeur", "valeurs"}:
        return -1, value
    plain = next((at for at, name in enumerate(names) if name in {"value", "values", "valeur", "valeurs"}), -1)
    return (value, plain) if plain >= 0 and names[value] in {"indicator", "ioc", "indicateur"} else (-1, value)


def _typed(names: Sequence[str], taken: set[int]) -> tuple[tuple[int, Said], ...]:
    """Find the columns that are called as a type."""
    found: list[tuple[int, Said]] = []
    for at, name in enumerate(names):
        said = said_by(name) if at not in taken and is_known(name) else None
        if said:
            found.append((at, said))
    return tuple(found)


def _after(names: Sequence[str], procedure: int, taken: set[int]) -> int:
    """Take the first column behind the procedure that nothing is known of."""
    rest = (at for at in range(procedure + 1, len(names)) if at not in taken and names[at] not in _COMMENT)
    return next(rest, -1)
