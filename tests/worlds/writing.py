"""What people write: records logged, revised and taken back through the forms, and words that are never sent."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.simulator import acting
from handlers.formats.takedown_form import Field
from handlers.views import takedown as ids
from tests.worlds import cast, story
from tests.worlds.judge import Names
from tests.worlds.model import COMPANIES, EVERYONE, MEMBER, NAMED, Chronicle, Record, Scope
from tests.worlds.questions import Questions
from tests.worlds.stage import Said, Stage

_REFERENCE = re.compile(r"TD-[0-9A-Z]{5}")
Hear = Callable[..., None]


@dataclass
class Writing:
    """Fills forms as anybody."""

    stage: Stage
    world: story.World
    chronicle: Chronicle
    names: dict[str, Names]
    questions: Questions
    hear: Hear
    unsent: set[str] = field(default_factory=set)
    # Who began to log which record.
    tried: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def log(self, act: story.Logs) -> None:
        """Log a takedown, where one may."""
        told, person = self.chronicle, act.person
        may = told.may_log(act.coalition, person)
        channel = self.questions.channel(person, act.coalition)
        if channel is None or act.name in told.records or act.name in self.unsent:
            return
        self.stage.close(person)
        self.hear(person, "new", self.stage.command(person, "new", channel))
        assert (self.stage.form(person) == ids.FORM) == may, f"{person} may log: {may}"
        if not may:
            return
        self.tried[act.name].add(person)
        words = story.words_of(act.name)
        scope = self._chosen(person, act.coalition, act.scope)
        if not self._fill(person, act.coalition, words.fields, scope, act.mark):
            return
        if act.name == self.world.absent:
            self.unsent.add(act.name)
            return
        assert '"clear"' in self.stage.submit(person).answer
        self.names[act.name] = self._look_up(person, channel, words)
        told.logs(
            Record(
                act.name,
                act.coalition,
                told.company_of[person],
                person,
                words.all,
                words.telling,
                scope,
                shared_at=told.now,
                embargoed=scope.not_before > told.now,
            )
        )
        self.stage.hand_in(act.coalition, person, self.names[act.name].token, story.indicator_of(act.name))

    def revise(self, act: story.Revises) -> None:
        """Revise a record, where one may."""
        person, name, told = act.person, act.name, self.chronicle
        may = name in told.records and told.may_revise(name, person)
        self.stage.close(person)
        self.hear(person, "edit", self.stage.press(person, ids.EDIT, self.questions.named(name).token))
        assert (self.stage.form(person) == ids.FORM) == may, f"{person} may revise {name}: {may}"
        if not may:
            return
        record = told.records[name]
        scope = self._again(person, record, act.scope)
        word = story.revised(name, record.revisions)
        fields = {"summary": f"{story.words_of(name).summary} {word}", "reason": word}
        if self._fill(person, record.coalition, fields, scope, act.mark if act.scope else None):
            assert '"clear"' in self.stage.submit(person).answer
            told.revises(name, word, scope)

    def withdraw(self, name: str, person: str) -> None:
        """Take a record back, where one may."""
        may = name in self.chronicle.records and self.chronicle.may_change(name, person)
        if word := self._give_reason(name, person, ids.WITHDRAW, ids.WITHDRAWAL, may=may):
            self.chronicle.withdraws(name, word)

    def recall(self, name: str, person: str) -> None:
        """Take a record out of everybody else's hands, where one may."""
        may = name in self.chronicle.records and self.chronicle.may_recall(name, person)
        if word := self._give_reason(name, person, ids.RECALL, ids.RECALLING, may=may):
            self.chronicle.recalls(name, word)

    def _give_reason(self, name: str, person: str, action: str, form: str, *, may: bool) -> str:
        """Press a button with a record's token, and say why in the form that opens; the word that it says."""
        self.stage.close(person)
        self.hear(person, action, self.stage.press(person, action, self.questions.named(name).token))
        assert (self.stage.form(person) == form) == may, f"{person} may {action} {name}: {may}"
        if not may:
            return ""
        word = story.revised(name, self.chronicle.records[name].revisions)
        self.stage.submit(person, {"reason": word})
        return word

    def begin(self, person: str, coalition: str) -> None:
        """Type something that is never sent: it is told to nobody else, ever."""
        channel = self.questions.channel(person, coalition)
        if channel is None or not self.chronicle.may_log(coalition, person):
            return
        word = f"drafted{person[2:].lower()}"
        self.stage.close(person)
        self.stage.command(person, f"7 pages of {word}", channel)
        self.stage.close(person)
        self.chronicle.drafts.setdefault(person, set()).add(word)

    def _fill(self, person: str, coalition: str, fields: Mapping[str, str], scope: Scope, mark: str | None) -> bool:
        """Fill the form that is open, up to its preview; whether that came, as it must where it makes sense."""
        typed, form = list(fields.values()), Form(self.stage, person)
        if not form.offers(scope.audience):
            is_closed = scope.audience == EVERYONE and self.chronicle.places[coalition].open is None
            assert is_closed or _is_for_nobody(scope), f"{person} is not offered {scope.audience}"
            return False
        self.hear(person, "audience", form.choose(scope.audience), typed=typed)
        if form.is_long or scope.chatham or scope.not_before:
            self.hear(person, "more", form.lengthen(), typed=typed)
        said = form.send(fields, scope, mark)
        self.hear(person, "preview", said, typed=typed)
        if self.stage.form(person) != ids.PREVIEW:
            assert _is_for_nobody(scope), f"{person} could not send {scope}: {said}"
            return False
        self.questions.counts(person, coalition, said, scope)
        return True

    def _chosen(self, person: str, coalition: str, wanted: Scope) -> Scope:
        """Leave of those whom somebody would choose only those who are there to be chosen."""
        told = self.chronicle
        members = {
            company
            for (where, company), seat in told.seats.items()
            if where == coalition and seat.kind == MEMBER and company != told.company_of[person]
        }
        people = {one for one in told.company_of if one != person and told.is_members(coalition, one)}
        return replace(
            wanted,
            companies=wanted.companies & members if wanted.audience == COMPANIES else frozenset(),
            people=wanted.people & people if wanted.audience == NAMED else frozenset(),
            not_before=told.now + wanted.not_before if wanted.not_before else 0,
        )

    def _again(self, person: str, record: Record, wanted: Scope | None) -> Scope:
        """Say whom a record is for when it is revised: what is out stays out, and who is gone is chosen no more."""
        scope = self._chosen(person, record.coalition, replace(wanted or record.scope, not_before=0))
        if not record.embargoed:
            return scope
        later = self.chronicle.now + wanted.not_before if wanted and wanted.not_before else 0
        return replace(scope, not_before=later if wanted else record.scope.not_before)

    def _look_up(self, person: str, channel: str, words: story.Words) -> Names:
        """Find out how Slack knows a record, as its author does."""
        self.stage.close(person)
        listed = str(self.stage.command(person, f"list {words.summary}", channel))
        self.stage.close(person)
        (reference,) = set(_REFERENCE.findall(listed))
        (token,) = set(re.findall(rf'"action_id": "{ids.SHOW}".*?"value": "([\w-]+)"', listed))
        return Names(reference, token)


class Form:
    """The form of a takedown, as somebody has it before them."""

    def __init__(self, stage: Stage, person: str) -> None:
        self._stage = stage
        self._person = person

    @property
    def is_long(self) -> bool:
        """Whether it shows what *More* holds."""
        return Field.CHATHAM in self._blocks

    @property
    def _blocks(self) -> dict[str, Any]:
        view = self._stage.view(self._person)
        assert view is not None
        return {block["block_id"]: block for block in view.blocks}

    def _options(self, block_id: str) -> list[Any]:
        element = self._blocks[block_id]["element"]
        groups = element.get("option_groups", [])
        return [*element.get("options", []), *(option for group in groups for option in group["options"])]

    def offers(self, audience: str) -> bool:
        """Tell whether an audience can be chosen."""
        return audience in [option["value"] for option in self._options(Field.AUDIENCE)]

    def choose(self, audience: str) -> Said:
        """Choose the audience; the form follows."""
        action = self._blocks[Field.AUDIENCE]["element"]["action_id"]
        return self._stage.use(self._person, acting.choose, action_id=action, value=audience)

    def lengthen(self) -> Said:
        """Show what *More* holds."""
        if self.is_long:
            return Said("", ())
        return self._stage.use(self._person, acting.click, action_id=ids.MORE)

    def send(self, fields: Mapping[str, str], scope: Scope, mark: str | None) -> Said:
        """Fill what is shown, and continue."""
        values: dict[str, Any] = dict(fields)
        if mark:
            values[Field.MARK] = mark
        if scope.audience == COMPANIES:
            values[Field.COMPANIES] = sorted(scope.companies)
        if scope.audience == NAMED:
            values[Field.PEOPLE] = [self._option_of(one) for one in sorted(scope.people)]
        if self.is_long:
            values[Field.CHATHAM] = [Field.CHATHAM] if scope.chatham else []
        if Field.NOT_BEFORE in self._blocks:
            at = int(cast.BEGIN.timestamp()) + 60 * scope.not_before
            values[Field.NOT_BEFORE] = at if scope.not_before else ""
        return self._stage.submit(self._person, values)

    def _option_of(self, person: str) -> str:
        names = (f"{cast.name(person)} (", f"{person} (")
        (found,) = [option for option in self._options(Field.PEOPLE) if option["text"]["text"].startswith(names)]
        value: str = found["value"]
        return value


def _is_for_nobody(scope: Scope) -> bool:
    return (scope.audience == COMPANIES and not scope.companies) or (scope.audience == NAMED and not scope.people)
