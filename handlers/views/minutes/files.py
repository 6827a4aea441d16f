"""Minutes as files: Markdown, and a page of HTML that stands alone and prints well."""

from __future__ import annotations

import re
from html import escape

from handlers.views.meeting import facts
from handlers.views.minutes.parts import Line, Part, parts
from handlers.views.rhythm import wall
from handlers.views.wording import Language
from storage.minutes import Contents

# Neutral, since whoever looks over a shoulder reads the names of files.
NAMES = {"md": "minutes.md", "html": "minutes.html"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#+!|~&-])")
_LIST = re.compile(r"^(\d+)([.)])")

_CSS = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; color: #111; background: #fff; max-width: 44rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; margin: 0 0 .2rem; }
h2 { font: 600 .95rem/1.3 system-ui, sans-serif; margin: 1.6rem 0 .3rem; border-bottom: 1px solid #bbb; }
p, ul { margin: .3rem 0; } ul { padding-left: 1.2rem; } li { margin: .25rem 0; overflow-wrap: anywhere; }
.small { font: .82rem/1.4 system-ui, sans-serif; color: #444; }
.mark { font: 700 .82rem/1 ui-monospace, monospace; border: 1px solid #111; padding: .15rem .35rem; }
@page { size: A4; margin: 20mm 18mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10.5pt; }
  h2 { break-after: avoid; } li { break-inside: avoid; }
}
"""


def written(contents: Contents, coalition: str, kind: str, language: Language) -> bytes:
    """Write minutes as a file of a kind, `md` or `html`."""
    return (_html if kind == "html" else _markdown)(contents, coalition, language).encode()


def _head(contents: Contents, coalition: str, language: Language) -> tuple[str, list[str]]:
    """Give the headline, and the small lines under it."""
    meeting, officers = contents.meeting, contents.officers
    name = language.say("Minutes of {day}", day=facts.day(meeting, language))
    small = [f"{wall(meeting.starts_at, meeting.zone, language)} ({meeting.zone})", coalition]
    for label, officer in ((language.say("Chairs"), officers.chair), (language.say("Takes notes"), officers.notes)):
        if officer is not None:
            person = f"{officer.name or officer.user_id} ({officer.company})"
            small.append(language.say("{label}: {words}", label=label, words=person))
    if contents.correct_until is not None:
        small.append(language.say("Not final: companies may still correct what is said of them."))
    return name, small


def _markdown(contents: Contents, coalition: str, language: Language) -> str:
    name, small = _head(contents, coalition, language)
    lines = [f"# {_marked(name)}", "", f"**TLP:{contents.mark}**", ""]
    lines += [f"{_marked(one)}  " for one in small]
    for part in parts(contents, language):
        lines += ["", f"## {_marked(part.heading)}", "", *(_item(one, language) for one in part.lines)]
    return "\n".join(lines) + "\n"


def _item(one: Line, language: Language) -> str:
    of = f"**{_marked(_of(one, language))}** " if one.of else ""
    return f"- {of}{_marked(one.text)}"


def _of(one: Line, language: Language) -> str:
    return language.say("{label}: {words}", label=one.of, words="").strip()


def _marked(text: str) -> str:
    """Write what people wrote so that Markdown takes it for nothing but words."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LIST.sub(r"\1\\\2", plain)


def _html(contents: Contents, coalition: str, language: Language) -> str:
    name, small = _head(contents, coalition, language)
    body = "\n".join(_section(part, language) for part in parts(contents, language))
    return (
        f'<!doctype html>\n<html lang="{language.code}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        # A file from outside may load nothing.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(name)}</title>\n<style>{_CSS}</style>\n</head>\n<body>\n"
        f'<h1>{escape(name)}</h1>\n<p><span class="mark">TLP:{contents.mark}</span></p>\n'
        f'<p class="small">{"<br>".join(escape(one) for one in small)}</p>\n{body}\n</body>\n</html>\n'
    )


def _section(part: Part, language: Language) -> str:
    items = "\n".join(f"<li>{_strong(one, language)}{escape(one.text)}</li>" for one in part.lines)
    return f"<h2>{escape(part.heading)}</h2>\n<ul>\n{items}\n</ul>"


def _strong(one: Line, language: Language) -> str:
    return f"<strong>{escape(_of(one, language))}</strong> " if one.of else ""
