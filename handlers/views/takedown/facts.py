"""The facts of a report, in words: the same on the card, in the preview and on the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.formats import words
from handlers.views.blocks import Block, bullets, cut, line, link, quote, rich, span
from handlers.views.wording import Language
from storage.reports import Action, Found, Part, PartialDate, Qualifier, Report, Source, itemised
from storage.takedowns import Mark, Takedown, Tombstone


@dataclass(frozen=True, slots=True)
class Room:
    """How many characters a surface has for a summary, for each single fact, and for the list of parts together."""

    summary: int
    fact: int
    parts: int


# Slack refuses a message of some 13,000 characters and more as `msg_blocks_too_long`, and says nowhere from where on:
# https://github.com/slackapi/bolt-js/issues/2509. All that may stand on a card together stays below 10,000.
ON_A_CARD = Room(summary=700, fact=400, parts=4000)
# More than a message in Slack holds, and with all around it less than a page of Slack's may weigh.
ON_A_PAGE = Room(summary=40_000, fact=40_000, parts=80_000)
# As much of a summary stands in a title where nothing was counted.
_TITLE = 80


def headline(report: Report, language: Language) -> str:
    """Say in a line what and how many: the stated total, or else what is listed."""
    if report.stated:
        return words.write_count(report.stated, language.code)
    return language.list([words.write_count(count, language.code) for count in itemised(report)])


def owner(takedown: Takedown | Tombstone, language: Language) -> str:
    """Name whose a record is; under the Chatham House Rule it is a member's."""
    return takedown.company or language.say("A member")


def said_by(who: str, report: Report, language: Language) -> str:
    """Set the headline behind the company that said it, or behind the record's reference."""
    counted = headline(report, language) or cut(report.summary, _TITLE) or language.say("nothing counted")
    return language.say("{label}: {words}", label=who, words=counted)


def content(report: Report, language: Language, room: Room) -> Block:
    """Draw what a report says, as far as there is room; people's own words cannot break out of it."""
    elements: list[Block] = []
    if listed := _listed(report, language, room):
        elements.append(bullets(*listed))
    elements.append(line(*_labelled(report, language, room)))
    if report.summary:
        shown = report.summary if len(report.summary) <= room.summary else report.summary[: room.summary] + " …"
        elements.append(quote(shown))
    return rich(*(element for element in elements if element["elements"]))


def _listed(report: Report, language: Language, room: Room) -> list[Block]:
    """List the parts, unless there is only one and the headline has counted it already."""
    if _only_part(report):
        return []
    shown: list[Block] = []
    for part in report.parts:
        spans = _part(part, language, room)
        room = Room(room.summary, room.fact, room.parts - sum(len(one["text"]) for one in spans))
        if room.parts < 0:
            left = language.number(len(report.parts) - len(shown))
            return [*shown, line(span(language.say("and {n} more: see Details", n=left)))]
        shown.append(line(*spans))
    return shown


def _only_part(report: Report) -> Part | None:
    """Find the part that is all there is, which needs no list."""
    return report.parts[0] if report.stated is None and len(report.parts) == 1 else None


def _part(part: Part, language: Language, room: Room) -> list[Block]:
    counts = cut(language.list([words.write_count(count, language.code) for count in part.counts]), room.fact)
    details = [
        language.say("{label}: {words}", label=label, words=cut(text, room.fact))
        for label, text in _said_of(part, language)
    ]
    text = "\n".join(filter(None, [counts, " · ".join(details)]))
    if not part.name:
        return [span(text)]
    name = cut(part.name, room.fact)
    return [span(language.say("{label}: {words}", label=name, words=""), bold=True), span(text)]


def _labelled(report: Report, language: Language, room: Room) -> list[Block]:
    """Draw each fact on a line of its own."""
    said = [(label, cut(text, room.fact)) for label, text in lines(report, language)]
    facts = [[span(label, bold=True), span(f"  {text}")] for label, text in said]
    if report.link:
        # An address that is cut short leads elsewhere, so that one without room stands as words.
        whole = len(report.link) <= room.fact
        shown = link(report.link) if whole else span(cut(report.link, room.fact))
        facts.append([span(language.say("Public link"), bold=True), span("  "), shown])
    return [one for fact in facts for one in (*fact, span("\n"))][:-1]


def lines(report: Report, language: Language) -> list[tuple[str, str]]:
    """Say each fact but the counts as a label and its words."""
    said: list[tuple[str, str]] = []
    only = _only_part(report)
    if only and only.name:
        said.append((language.say("Network"), only.name))
    if report.stated and itemised(report):
        said.append((language.say("Itemised"), itemised_total(report, language)))
    if report.acted_on:
        said.append((language.say("Acted on"), language.day(report.acted_on)))
    if report.public_on:
        said.append((language.say("Public from"), language.day(report.public_on)))
    if report.actions:
        said.append((language.say("What was done"), language.list([action(one, language) for one in report.actions])))
    said += _said_of(report, language)
    said += _said_of(only, language) if only else []
    if report.policy:
        said.append((language.say("Policy or legal basis"), report.policy))
    return said


def itemised_total(report: Report, language: Language) -> str:
    """Say how many assets are listed, beside the stated total and never in its place."""
    total = sum(count.n for count in itemised(report))
    exact = all(count.qualifier is Qualifier.EXACT for count in itemised(report))
    return language.number(total) if exact else language.say("about {n}", n=language.number(total))


def _said_of(said: Report | Part, language: Language) -> list[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if said.origins:
        facts.append((language.say("Operated from"), language.places(said.origins)))
    if said.targets:
        facts.append((language.say("Aimed at"), language.places(said.targets)))
    if since := active(said.active_since, said.active_until, language):
        facts.append((language.say("Active"), since))
    if said.reach:
        facts.append(
            (language.say("Reach"), language.list([words.write_reach([one], language.code) for one in said.reach]))
        )
    if said.ad_spend:
        facts.append((language.say("Ad spend"), words.write_spend(said.ad_spend, language.code)))
    if said.found:
        facts.append((language.say("How it was found"), language.list([found(one, language) for one in said.found])))
    return facts


def active(since: PartialDate | None, until: PartialDate | None, language: Language) -> str:
    """Say from when to when; empty if neither is known."""
    if since and until:
        return language.say(
            "from {since} to {until}",
            since=language.partial_date(since),
            until=language.partial_date(until),
        )
    if since:
        return language.say("since {since}", since=language.partial_date(since))
    return language.say("until {until}", until=language.partial_date(until)) if until else ""


def action(one: Action, language: Language) -> str:
    """Say what the company did."""
    say = language.say
    return {
        Action.REMOVED: say("removed"),
        Action.DISABLED: say("disabled"),
        Action.SUSPENDED: say("suspended"),
        Action.LABELLED: say("labelled"),
        Action.DEMOTED: say("demoted"),
        Action.RESTRICTED: say("restricted"),
        Action.DOMAINS_SEIZED: say("domains seized"),
        Action.DOMAINS_BLOCKED: say("domains blocked"),
        Action.ADS_REFUSED: say("advertising refused"),
    }[one]


def source(one: Source, language: Language) -> str:
    """Say who set the company on the track."""
    say = language.say
    return {
        Source.INTERNAL: say("own investigation"),
        Source.INDUSTRY_PEER: say("tip from a member"),
        Source.SECURITY_FIRM: say("tip from a security firm"),
        Source.RESEARCHER: say("tip from a researcher"),
        Source.JOURNALIST: say("tip from a journalist"),
        Source.GOVERNMENT: say("information from a government"),
        Source.UNSTATED: say("not stated"),
    }[one]


def found(one: Found, language: Language) -> str:
    """Say how it was found, by whom, and when where that was said."""
    details = [one.who] if one.who else []
    if one.on:
        details.append(language.day(one.on))
    named = source(one.source, language)
    return f"{named} ({', '.join(details)})" if details else named


def mark(one: Mark, language: Language) -> str:
    """Say what a TLP mark means, in short; https://www.first.org/tlp/."""
    say = language.say
    return {
        Mark.CLEAR: say("TLP:CLEAR: may be told to anybody"),
        Mark.GREEN: say("TLP:GREEN: may be told within the community"),
        Mark.AMBER: say("TLP:AMBER: own company and its clients who need it"),
        Mark.AMBER_STRICT: say("TLP:AMBER+STRICT: own company only"),
        Mark.RED: say("TLP:RED: for the named people’s eyes only"),
    }[one]


def every(options: Sequence[Action | Source | Mark], language: Language) -> list[tuple[str, str]]:
    """Offer each value of a menu with its words."""
    named: list[tuple[str, str]] = []
    for option in options:
        match option:
            case Action():
                named.append((option, action(option, language)))
            case Source():
                named.append((option, source(option, language)))
            case Mark():
                named.append((option, mark(option, language)))
    return named
