"""Read a free announcement: every fact of it, and what no fact covers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.formats.words.actions import Acted, acts, policy_in
from handlers.formats.words.amounts import amounts
from handlers.formats.words.assets import on_platforms
from handlers.formats.words.carrying import resolved
from handlers.formats.words.counted import Counted
from handlers.formats.words.counts import Listing, joints, listings
from handlers.formats.words.dates import When, dates
from handlers.formats.words.facts import Reading
from handlers.formats.words.money import Spent, moneys, spendings
from handlers.formats.words.parts import Segment, segments
from handlers.formats.words.periods import Period, periods
from handlers.formats.words.places import mentions
from handlers.formats.words.provenance import Origin, provenances
from handlers.formats.words.reach import Reached, reaches
from handlers.formats.words.role_words import ORIGIN, TARGET
from handlers.formats.words.roles import Role, roles
from handlers.formats.words.services import subject
from handlers.formats.words.slack_text import unwrap
from handlers.formats.words.tokens import Token, ends_sentence, tokenize, words
from storage.reports import Count, Part

Span = tuple[int, int]
# A date behind one of these is of something else than the takedown.
_OTHER_DATE = words("""
    created registered published posted elections election scheduled reported tip granted issued obtained filed ordered
    unsealed cree crees creee creees publie publies enregistre signale received dated founded launched
""")
# These say so only directly before the date.
_OTHER_DATE_DIRECT = words("until before after ahead by avant apres jusqu")
_BEFORE_DATE = words("on the in of at about for le la les du de en au")
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that was found in the text, each with the tokens that say it."""

    tokens: Sequence[Token]
    dates: Sequence[When]
    periods: Sequence[Period]
    spends: Sequence[Spent]
    reached: Sequence[Reached]
    listings: Sequence[Listing]
    sources: Sequence[Origin]
    acted: Sequence[Acted]
    roles: Sequence[Role]
    policy: Span | None


def read(text: str, *, today: date) -> Reading:
    """Read an announcement as it was typed, Slack's escapes included; `today` is the speaker's day."""
    typed = unwrap(text)
    tokens = tokenize(typed)
    if not tokens:
        return Reading(summary=typed)
    facts = _find(tokens, typed, today)
    named = {i for act in facts.acted for i in range(act.start, act.end)} | _indexes(
        span for role in facts.roles for span in role.spans
    )
    named |= {i for when in facts.dates for i in range(when.start, when.end)}
    parted = segments(tokens, typed, facts.listings, named)
    return _assembled(facts, typed, parted)


def _indexes(spans: Iterable[Span]) -> set[int]:
    return {i for start, end in spans for i in range(start, end)}


def _find(tokens: Sequence[Token], text: str, today: date) -> Facts:
    """Find the facts, the plainest first: what one fact holds is not read again as another."""
    when = dates(tokens, today)
    active = periods(tokens, when, today)
    taken = {i for i, token in enumerate(tokens) if token.url}
    taken |= {i for one in when for i in range(one.start, one.end)}
    taken |= _indexes(span for period in active for span in period.spans)
    numbers = [number for number in amounts(tokens, taken) if not number.too_large]
    money = moneys(tokens, numbers)
    taken |= _indexes((one.start, one.end) for one in money)
    places = {at: place for at, place in mentions(tokens).items() if at not in taken}
    spends = spendings(tokens, money, places)
    numbers = [number for number in numbers if number.first not in taken]
    reached = reaches(tokens, numbers, places)
    taken |= _indexes((one.start, one.end) for one in reached) | _indexes(s for one in spends for s in one.spans)
    sources = provenances(tokens, text, when)
    said = taken | _indexes((one.start, one.end) for one in sources)
    playing = roles(tokens, places, said)
    counted = listings(tokens, [number for number in numbers if number.first not in taken], taken, line=False)
    return Facts(
        tokens, when, active, spends, reached, [_reaching(tokens, one, playing) for one in counted], sources,
        acts(tokens), playing, policy_in(tokens),
    )  # fmt: skip


def _reaching(tokens: Sequence[Token], listing: Listing, playing: Sequence[Role]) -> Listing:
    """Find the platform behind the place in `652 pages and accounts from Iran on Facebook`."""
    if any(item.platforms for member in listing.members for item in member.items) or listing.members[-1].trailing:
        return listing
    listing.label = listing.label or subject(tokens, listing.start)
    end = listing.end
    for role in playing:
        if role.start == end:
            end = max(stop for _, stop in role.spans)
    named = on_platforms(tokens, end) if end > listing.end else None
    if named:
        listing.members[-1] = replace(listing.members[-1], trailing=named[0])
        listing.extra.append((end, named[1]))
    return listing


def _assembled(facts: Facts, text: str, parted: Sequence[Segment]) -> Reading:
    """Put the facts together: those of the whole, and those of each network."""
    whole = [segment for segment in parted if not segment.name]
    counts = _Counts(facts.tokens, several=len(parted) > len(whole))
    parts = []
    for segment in parted:
        found = counts.of([one for one in facts.listings if segment.start <= one.start < segment.end], segment)
        if segment.name:
            parts.append(replace(_said(facts, [segment]), counts=tuple(found), name=segment.name))
        elif found:
            parts.append(Part(tuple(found)))
    said = _said(facts, whole)
    acted_on, day = _acted_on(facts)
    policy = facts.policy
    covered = counts.covered | _covered(facts) | _indexes(segment.name_span for segment in parted) | _indexes(day)
    return Reading(
        summary=text,
        stated=counts.stated,
        parts=tuple(parts),
        acted_on=acted_on,
        origins=said.origins,
        targets=said.targets,
        reach=said.reach,
        ad_spend=said.ad_spend,
        active_since=said.active_since,
        active_until=said.active_until,
        actions=tuple(dict.fromkeys(act.action for act in facts.acted)),
        found=said.found,
        policy=text[facts.tokens[policy[0]].start : facts.tokens[policy[1] - 1].end] if policy else "",
        links=tuple(dict.fromkeys(token.text for token in facts.tokens if token.url)),
        unread=unread(facts.tokens, text, covered),
    )


def _is_broken_down(listing: Listing, later: Sequence[Listing]) -> bool:
    """Tell whether what follows itemises this count: it says so, or is a list that counts the same assets again."""
    if not later or len(listing.members) > 1:
        return False
    if later[0].including:
        return True
    assets = resolved(listing)[0].assets
    return any(len(one.members) > 1 and any(count.assets == assets for count in resolved(one)) for one in later[:1])


class _Counts:
    """Sort the counts of the text into the headline and the itemised ones."""

    def __init__(self, tokens: Sequence[Token], *, several: bool) -> None:
        self.tokens = tokens
        self.several = several
        self.stated: Count | None = None
        self.covered: set[int] = set()
        self.first = True

    def of(self, found: Sequence[Listing], segment: Segment) -> list[Count]:
        """Give the itemised counts of one segment, and keep the headline if it is there."""
        itemised: list[Count] = []
        seen: set[tuple[object, ...]] = set()
        for index, listing in enumerate(found):
            counts = resolved(listing)
            broken_down = _is_broken_down(listing, found[index + 1 :])
            fresh = [self._is_fresh(count, seen) for count in counts]
            for member, count, new in zip(listing.members, counts, fresh, strict=True):
                headline = self._is_headline(listing, member, count, segment, broken_down=broken_down)
                if headline and self.stated is None:
                    self.stated = count
                    self._cover(member)
                    continue
                seen.add(count.assets)
                if not new or (member.elliptic and member.total):
                    continue
                itemised.append(count)
                self._cover(member)
            self.covered |= _indexes(listing.extra)
            self.covered |= _indexes(joints(self.tokens, listing))
            self.first = False
        return itemised

    def _is_headline(
        self, listing: Listing, member: Counted, count: Count, segment: Segment, *, broken_down: bool
    ) -> bool:
        """Tell whether a count is the total that was announced."""
        if segment.name:
            return False
        alone = len(listing.members) == 1
        if member.total and (alone or member is not listing.members[0]):
            return True
        combined = len({asset.kind for asset in count.assets}) > 1
        return alone and (broken_down or (self.first and (combined or self.several)))

    def _is_fresh(self, count: Count, seen: set[tuple[object, ...]]) -> bool:
        """Tell whether these assets were not counted before in this segment: a later sentence may count a share."""
        return count.assets not in seen

    def _cover(self, member: Counted) -> None:
        self.covered |= set(range(member.start, member.end)) - set(member.unknown)


def _covered(facts: Facts) -> set[int]:
    """Give the tokens that the facts other than counts and dates cover."""
    spans: list[Span] = [span for period in facts.periods for span in period.spans]
    spans += [span for spent in facts.spends for span in spent.spans]
    spans += [(one.start, one.end) for one in facts.reached]
    spans += [(one.start, one.end) for one in facts.sources]
    spans += [one.when for one in facts.sources if one.when]
    spans += [(one.start, one.end) for one in facts.acted]
    spans += [span for role in facts.roles for span in role.spans]
    spans += [facts.policy] if facts.policy else []
    return _indexes(spans) | {i for i, token in enumerate(facts.tokens) if token.url or _is_bullet(facts.tokens, i)}


def _is_bullet(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is the number of a list's member: `2. 70 accounts`."""
    if not tokens[at].text.isdigit() or not (at == 0 or "\n" in tokens[at].gap) or at + 1 == len(tokens):
        return False
    return tokens[at + 1].gap in {". ", ") "}


def _said(facts: Facts, within: Sequence[Segment]) -> Part:
    """Collect what is said within these segments, counts left out."""

    def here(start: int) -> bool:
        return any(segment.start <= start < segment.end for segment in within)

    playing = [role for role in facts.roles if here(role.start)]
    spends = [spent.spend for spent in facts.spends if here(spent.start)]
    active = [period for period in facts.periods if here(period.start)]
    return Part(
        (),
        origins=_codes(playing, ORIGIN),
        targets=_codes(playing, TARGET),
        reach=tuple(dict.fromkeys(one.reach for one in facts.reached if here(one.start))),
        ad_spend=spends[0] if spends else None,
        active_since=next((period.since for period in active if period.since), None),
        active_until=next((period.until for period in active if period.until), None),
        found=tuple(dict.fromkeys(one.found for one in facts.sources if here(one.start))),
    )


def _codes(playing: Sequence[Role], wanted: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for role in playing if wanted in role.roles for code in role.codes))


def _acted_on(facts: Facts) -> tuple[date | None, list[Span]]:
    """Choose the day of the takedown: one in a sentence that says what was done, else the only day there is."""
    other = _indexes(span for period in facts.periods for span in period.spans)
    other |= _indexes(one.when for one in facts.sources if one.when)
    days = [when for when in facts.dates if when.day and when.start not in other and not _of_else(facts.tokens, when)]
    spoken = [when for when in days if any(_same_sentence(facts.tokens, when, act) for act in facts.acted)]
    chosen = spoken or days
    if len({when.day for when in chosen}) != 1:
        return None, []
    return chosen[0].day, [(_with_on(facts.tokens, when.start), when.end) for when in chosen]


def _with_on(tokens: Sequence[Token], start: int) -> int:
    """Take in the `on` or `le` before a day."""
    return start - 1 if start and tokens[start - 1].fold in {"on", "le"} and tokens[start].soft else start


def _of_else(tokens: Sequence[Token], when: When) -> bool:
    """Tell whether a date is of something else, by the words before it."""
    direct = True
    for back in range(when.start - 1, max(-1, when.start - 1 - _NEAR), -1):
        if ends_sentence(tokens[back + 1].gap) or "," in tokens[back + 1].gap:
            return False
        if tokens[back].fold in _OTHER_DATE or (direct and tokens[back].fold in _OTHER_DATE_DIRECT):
            return True
        direct = direct and tokens[back].fold in _BEFORE_DATE
    return False


def _same_sentence(tokens: Sequence[Token], when: When, act: Acted) -> bool:
    first, last = sorted((when.start, act.start))
    return last - first < 60 and not any(ends_sentence(token.gap) for token in tokens[first + 1 : last + 1])  # noqa: PLR2004


def unread(tokens: Sequence[Token], text: str, covered: set[int]) -> tuple[str, ...]:
    """Give the stretches of the text that hold a word and that no fact covers."""
    stretches: list[str] = []
    start: int | None = None
    for i in range(len(tokens) + 1):
        free = i < len(tokens) and i not in covered
        if free and start is None:
            start = i
        elif not free and start is not None:
            if any(token.text[0].isalnum() for token in tokens[start:i]):
                stretches.append(text[tokens[start].start : tokens[i - 1].end])
            start = None
    return tuple(stretches)
