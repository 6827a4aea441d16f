"""Fields made of words or of a report, so that reading them gives the same again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.formats import words
from handlers.formats.takedown_form import one_field
from handlers.formats.takedown_form.fields import Filled
from storage.reports import Report, Source
from storage.takedowns import Mark

# An announcement has some hundred words. Tens of thousands of them take seconds to read, and whoever writes meanwhile
# waits for that.
_READ = 8000


def from_words(text: str, *, today: date, language: str) -> Filled:
    """Fill the form with what could be read; whatever could not be read stays in the summary."""
    head, rest = _parted(text)
    read = words.read(head, today=today)
    link = read.links[0] if len(read.links) == 1 and one_field.is_web_address(read.links[0]) else ""
    is_all_said = not read.unread and not rest and (link or not read.links)
    report = Report(
        stated=read.stated,
        parts=read.parts,
        acted_on=read.acted_on,
        origins=read.origins,
        targets=read.targets,
        reach=read.reach,
        ad_spend=read.ad_spend,
        active_since=read.active_since,
        active_until=read.active_until,
        actions=read.actions,
        policy=read.policy,
        found=read.found,
        link=link,
        summary="" if is_all_said else read.summary + words.unwrap(rest),
    )
    return filled(report, mark=None, language=language)


def _parted(text: str) -> tuple[str, str]:
    """Part what is read from what is only kept, between two words where there are any."""
    if len(text) <= _READ:
        return text, ""
    head = text[:_READ].rstrip()
    at = max(head.rfind(" "), head.rfind("\n"))
    at = at if at > 0 else len(head)
    return text[:at], text[at:]


def filled(report: Report, *, mark: Mark | None, language: str) -> Filled:
    """Write a report into the fields, so that reading them makes the same report again."""
    external = [one for one in report.found if one.source not in (Source.INTERNAL, Source.UNSTATED)]
    days = [one.on for one in report.found if one.on]
    made = Filled(
        what=words.write_lines(report.stated, report.parts, language),
        acted_on=report.acted_on.isoformat() if report.acted_on else "",
        origins=words.write_places(report.origins, language),
        targets=words.write_places(report.targets, language),
        summary=report.summary,
        mark=mark or "",
        actions=report.actions,
        policy=report.policy,
        found=tuple(dict.fromkeys(one.source for one in report.found)),
        found_who="\n".join(one.who for one in external),
        found_on=days[0].isoformat() if days else "",
        reach=words.write_reach(report.reach, language),
        ad_spend=words.write_spend(report.ad_spend, language) if report.ad_spend else "",
        link=report.link,
        active_since=str(report.active_since or ""),
        active_until=str(report.active_until or ""),
        public_on=report.public_on.isoformat() if report.public_on else "",
    )
    return replace(made, more=_uses_more(made))


def _uses_more(one: Filled) -> bool:
    said = (one.actions, one.policy, one.found, one.reach, one.ad_spend, one.link)
    return any((*said, one.active_since, one.active_until, one.chatham, one.not_before, one.public_on))
