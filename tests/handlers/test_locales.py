"""Every text is there in English and in French, says the same in both, and says it kindly."""

from __future__ import annotations

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handlers.takedown.opening import VERBS

HANDLERS = Path(__file__).parents[2] / "handlers"
FRENCH = HANDLERS / "locales" / "fr" / "LC_MESSAGES" / "tocsin.po"
# The same as in the Makefile's `messages`.
KEYWORDS = {"say": None, "count": (1, 2)}
NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
# No word of ours says that a company should act or wait, or speaks for all of them.
PRESSURE = re.compile(
    r"\b(please|must|we all|urgent\w*|immediately|remove it|take it down|do not remove|"
    r"veuillez|devez|doit|merci de|nous tous|urgence|immédiatement)\b",
    re.IGNORECASE,
)

Text = str | tuple[str, ...]


def extracted(under: str = ".") -> set[Text]:
    found = extract_from_dir(HANDLERS / under, [("**.py", "python")], keywords=KEYWORDS)
    return {text for _, _, text, _, _ in found}


def french() -> Catalog:
    with FRENCH.open("rb") as source:
        return read_po(source, locale="fr")


def messages() -> list[Message]:
    return [message for message in french() if message.id]


def forms(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def pairs() -> list[tuple[str, str]]:
    """Every English text with its French, plural forms one by one."""
    return [
        (english, said)
        for message in messages()
        for english, said in zip(forms(message.id), forms(message.string), strict=True)
    ]


def fields(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_every_text_has_its_french_and_no_french_has_lost_its_english() -> None:
    catalogue = french()
    assert {message.id for message in messages()} == extracted(), "run `make messages`, and say the new texts in French"
    assert list(catalogue.obsolete) == []


def test_the_french_is_written_and_sure() -> None:
    plural_forms = french().num_plurals
    doubtful = [
        message.id
        for message in messages()
        if message.fuzzy
        or not all(forms(message.string))
        or len(forms(message.string)) != (plural_forms if message.pluralizable else 1)
    ]
    assert doubtful == []


def test_the_french_fills_in_the_same_names() -> None:
    assert [pair for pair in pairs() if fields(pair[0]) != fields(pair[1])] == []


def test_no_text_shouts_or_pushes() -> None:
    loud = [
        text
        for pair in pairs()
        for text in pair
        if "!" in text
        or any(unicodedata.category(char) == "So" for char in text)
        or re.search(r":[a-z][a-z0-9_+-]*:", text)
        or PRESSURE.search(text)
    ]
    assert loud == []


def test_both_languages_are_well_set() -> None:
    """Typographic marks in both; in French a narrow space that does not break, before double marks and in quotes."""
    loose = re.compile(
        rf"(?<!{NO_BREAK})[;?»]|«(?!{NO_BREAK})"
        # A colon stands close in addresses and in marks only.
        rf"|(?<!{NO_BREAK})(?<!https):(?!CLEAR|GREEN|AMBER|RED)",
    )
    assert [text for pair in pairs() for text in pair if re.search(r"['\"]|\.\.\.", text)] == []
    assert [said for _, said in pairs() if loose.search(said)] == []


def test_a_text_that_names_a_button_or_a_field_names_it_as_it_is_called() -> None:
    called = dict(pairs())
    wrong = [
        (english, name)
        for english, said in pairs()
        for name in re.findall(r"“([^”]+)”|\*([^*]+)\*", english)
        for name in filter(None, name)
        if name in called and called[name] not in said
    ]
    assert wrong == []


def test_the_help_names_verbs_that_are_heard() -> None:
    examples = [text for pair in pairs() for text in pair if re.fullmatch(r"/takedown \D.*", text)]
    verbs = {example.split()[1] for example in examples}
    assert verbs
    assert verbs <= set(VERBS)


def calls() -> Iterator[tuple[str, ast.Call, bool]]:
    """Every call that says a text, and whether an f-string hides it from the gathering."""
    for path in sorted(HANDLERS.rglob("*.py")):
        page = ast.parse(path.read_text())
        hidden = {
            id(inner)
            for outer in ast.walk(page)
            if isinstance(outer, ast.JoinedStr)
            for inner in ast.walk(outer)
            if isinstance(inner, ast.Call)
        }
        for node in ast.walk(page):
            if isinstance(node, ast.Call) and _name(node) in KEYWORDS:
                yield f"{path.relative_to(HANDLERS)}:{node.lineno}", node, id(node) in hidden


def _name(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def test_no_text_hides_in_an_f_string() -> None:
    assert [place for place, _, is_hidden in calls() if is_hidden] == []


def test_every_text_stands_where_it_is_said() -> None:
    """A text that a variable holds would be gathered by nobody."""
    variable = [
        place
        for place, node, _ in calls()
        for text in node.args[: len(KEYWORDS[_name(node)] or (1,))]
        if not isinstance(text, ast.Constant)
    ]
    assert variable == []
