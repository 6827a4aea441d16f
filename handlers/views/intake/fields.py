"""The fields of the takedown form that take a file, or what is pasted out of one."""

from __future__ import annotations

from handlers.formats.takedown_form import Field, Filled
from handlers.views import intake as ids
from handlers.views.blocks import Block, button, context, cut, entry, escape, section, text_input
from handlers.views.wording import Language

# A company publishes one disclosure, at times in several languages or forms.
MOST_FILES = 5
_NAMED = 80


def fields(filled: Filled, token: str, language: Language) -> list[Block]:
    """Draw the field for files and the one to paste into; files that are kept already can be taken off again."""
    say = language.say
    attach = entry(
        Field.FILES,
        say("Files with indicators"),
        {"type": "file_input", "max_files": MOST_FILES},
        hint=say("The file as your company published it: CSV, TSV, JSON, Markdown or a plain list, up to 10 MB."),
        optional=True,
    )
    paste = entry(
        Field.INDICATORS,
        say("Or paste indicators"),
        text_input(filled.indicators, multiline=True, placeholder=say("example[.]com")),
        hint=say("One a line, defanged or not."),
        optional=True,
    )
    blocks = [attach]
    if filled.files:
        kept = say("Attached: {files}", files=escape(named(filled.files, language)))
        blocks.append(section(kept, accessory=button(say("Take off"), ids.TAKE_OFF, token)))
    return [*blocks, paste, context(kept_by_slack(language))]


def kept_by_slack(language: Language) -> str:
    """Say who keeps a copy of a file."""
    return language.say(
        "A file is read after you have sent the form, and only those who may read the record find what is in it. "
        "Slack keeps the upload until you delete it there; Tocsin deletes its own copy once it is read."
    )


def named(files: tuple[str, ...], language: Language) -> str:
    """Name attached files, or count them where Slack does not tell what they are called."""
    names = [cut(name, _NAMED) for _, _, name in (one.partition(" ") for one in files) if name]
    if len(names) == len(files):
        return language.list(names)
    return language.count("{n} file", "{n} files", len(files))
