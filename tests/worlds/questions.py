"""Everything that somebody can ask Tocsin, and what the model says that the answer holds."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import handlers
from handlers.views import audit as trail_ids
from handlers.views import digest as digest_ids
from handlers.views import export as export_ids
from handlers.views import intake as intake_ids
from handlers.views import takedown as ids
from handlers.views.coalition import GO_ON, LET_READ
from handlers.views.door import FOR_ME, HELP, OPEN
from handlers.views.inbox import DISCARD, TRY_AGAIN
from handlers.views.takedown import RESUME
from tests.worlds import cast, story
from tests.worlds.judge import Names, alike
from tests.worlds.model import Chronicle, Knows, Scope
from tests.worlds.slack import Json
from tests.worlds.stage import Said, Stage

NOTHING = Names("TD-00000", "AAAAAAAAAAAAAAAAAAAAAA")
# The buttons whose value is a record's token; most of them stand on pages alone.
ON_A_PAGE = (ids.HISTORY, ids.ANSWERS, ids.OLDER, TRY_AGAIN, trail_ids.OPENED_BY)
OF_A_RECORD = (ids.SHOW, ids.EDIT, ids.WITHDRAW, ids.RECALL, ids.ERASE, intake_ids.SHOW, *ON_A_PAGE)
# What a button of the inbox does rather than opens.
_DOES = {DISCARD, OPEN, RESUME, LET_READ, GO_ON, TRY_AGAIN}
# From the hour at which every world begins to the end of that week, in minutes.
_SAME_WEEK = 3_600
Hear = Callable[..., None]


class Questions:
    """Asks as anybody, and compares."""

    def __init__(
        self, stage: Stage, world: story.World, chronicle: Chronicle, names: Mapping[str, Names], hear: Hear
    ) -> None:
        self.stage = stage
        self.world = world
        self.chronicle = chronicle
        self.names = names
        self.hear = hear
        # The coalitions of which somebody asked for a file that has not come.
        self.awaited: dict[str, set[str]] = defaultdict(set)

    def named(self, name: str) -> Names:
        """Say how Slack knows a record; what was never logged has the names of nothing."""
        return self.names.get(name, NOTHING)

    def channel(self, person: str, coalition: str) -> str | None:
        """Find a channel of a coalition in which somebody is."""
        place = self.chronicle.places[coalition]
        return next((one for one in (place.members, place.open) if one and person in self.chronicle.rooms[one]), None)

    def visible(self, person: str, coalition: str) -> set[str]:
        """List what somebody may read in a coalition."""
        return {
            name
            for name, record in self.chronicle.records.items()
            if record.coalition == coalition and self.chronicle.knows(person, name) is Knows.CONTENT
        }

    def exportable(self, person: str, coalition: str) -> set[str]:
        """List what a file for somebody holds: all that they may read, but what was recalled."""
        if not self.chronicle.may_export(coalition, person):
            return set()
        return {name for name in self.visible(person, coalition) if not self.chronicle.records[name].recalled}

    def everything(self, person: str) -> None:
        """Ask all that one can ask, as far as the world asks it."""
        for coalition in cast.PLACES:
            channel = self.channel(person, coalition)
            if channel is not None:
                self._in_a_channel(person, coalition, channel)
            for action in (FOR_ME, HELP, digest_ids.OPEN):
                self._ask(person, action, coalition, lambda c=coalition, a=action: self.open(person, a, c))
            self._ask(person, "inbox", coalition, lambda c=coalition: self._look_through(person, c))
        self._ask(person, "directly", "", lambda: self._directly(person))
        for name in self.world.names:
            for action in OF_A_RECORD:
                if self.world.asks(person, name, action):
                    self.press(person, name, action)

    def _in_a_channel(self, person: str, coalition: str, channel: str) -> None:
        ask: Mapping[str, Callable[[str, str, str], None]] = {
            "list": self._list,
            "form": self._form,
            "export": self._export,
            "digest": self._digest,
            "agenda": self._agenda,
            "meeting": self._meeting,
            "update": self._update,
        }
        for what, question in ask.items():
            self._ask(person, what, coalition, lambda q=question: q(person, coalition, channel))
        for name in self.world.names:
            self._ask(person, "search", name, lambda n=name: self._search(person, coalition, channel, n))
            self._ask(person, "show", name, lambda n=name: self._show(person, coalition, channel, n))
            self._ask(person, "find", name, lambda n=name: self._find(person, coalition, channel, n))

    def _ask(self, person: str, what: str, about: str, question: Callable[[], None]) -> None:
        if self.world.asks(person, what, about):
            self.stage.close(person)
            question()

    def _list(self, person: str, coalition: str, channel: str, words: Iterable[str] = ()) -> None:
        may = self.chronicle.may_speak(coalition, person)
        self.hear(person, "list", self.stage.command(person, " ".join(["list", *words]), channel), typed=words)
        visible = {
            name
            for name in self.visible(person, coalition)
            # What was recalled is found by no word, not even by its owner.
            if not words or not self.chronicle.records[name].recalled
            if all(word in self.chronicle.records[name].words for word in words)
        }
        assert self._listed(person) == (visible if may else None), f"{person} lists {self._listed(person)}"

    def _search(self, person: str, coalition: str, channel: str, name: str) -> None:
        self._list(person, coalition, channel, [story.words_of(name).summary])

    def _show(self, person: str, coalition: str, channel: str, name: str) -> None:
        reference = self.named(name).reference
        shown = self.stage.command(person, f"show {reference}", channel)
        self.hear(person, "show", shown, typed=[reference])
        says = story.words_of(name).summary in str(shown)
        assert says == (name in self.visible(person, coalition)), f"{person} is shown {name}: {says}"
        if name in self.chronicle.records and self.chronicle.records[name].coalition == coalition:
            knows, view = self.chronicle.knows(person, name), self.stage.view(person)
            found = view is not None and view.body["title"]["text"] == reference
            assert found == (knows is not Knows.NOTHING), f"{person} knows of {name}: {knows!r}"

    def _find(self, person: str, coalition: str, channel: str, name: str) -> None:
        """Look for the domain that a record holds; what was recalled holds none, not even for its owner."""
        host = story.words_of(name).host
        said = self.stage.command(person, f"find {story.indicator_of(name)}", channel)
        self.hear(person, "find", said, typed=[host])
        view = self.stage.view(person)
        shows_it = view is not None and view.body.get("callback_id") == intake_ids.FINDING
        # A guest's people read what they are shown, and are told nothing by what they name.
        assert shows_it == self.chronicle.may_export(coalition, person), f"{person} may look for a value: {shows_it}"
        if shows_it:
            found = self._shown(person)
            expected = {name} if self._holds(person, coalition, name) else set()
            assert found == expected, f"{person} finds {found} by the value of {name}"

    def _holds(self, person: str, coalition: str, name: str) -> bool:
        told = self.chronicle
        is_read = name in self.visible(person, coalition) and not told.records[name].recalled
        return is_read and told.learns_whose(person, name)

    def _form(self, person: str, coalition: str, channel: str) -> None:
        # With words a form begins anew; without, it offers what somebody typed last.
        said = self.stage.command(person, "7 pages", channel)
        self.hear(person, "form", said)
        may = self.chronicle.may_log(coalition, person)
        assert (self.stage.form(person) == ids.FORM) == may, f"{person} may log: {may}"
        if may:
            self.counts(person, coalition, said, Scope())

    def counts(self, person: str, coalition: str, said: Said, scope: Scope) -> None:
        """Compare what a form says of how many will read a record with who is there."""
        counted = re.search(r"(\d+) compan\w+, (\d+) (?:person|people)(?:, and (\d+) p)?", str(said))
        assert counted, f"{person} is not told how many read along: {said}"
        there = tuple(int(each or 0) for each in counted.groups())
        assert there == self.chronicle.headcount(coalition, person, scope), f"{person}: {there} for {scope}"

    def _export(self, person: str, coalition: str, channel: str) -> None:
        said = self.stage.command(person, "export", channel)
        self.hear(person, "export", said)
        counted = re.search(r"will hold (\d+) record", str(said))
        held = len(self.exportable(person, coalition))
        assert int(counted[1] if counted else 0) == held, f"{person} is offered {counted and counted[1]}"
        if self.stage.form(person) == export_ids.FORM:
            self.hear(person, "export sent", self.stage.submit(person))
            self.awaited[person].add(coalition)

    def _digest(self, person: str, coalition: str, channel: str) -> None:
        self.hear(person, "digest", self.stage.command(person, "", channel, name="/digest"))
        told = {
            name
            for name in self.visible(person, coalition)
            if not self.chronicle.records[name].embargoed and not self.chronicle.records[name].recalled
        }
        view = self.stage.view(person)
        shows_it = view is not None and view.body.get("callback_id") == digest_ids.PAGE
        assert shows_it == self.chronicle.may_speak(coalition, person), f"{person} opens the digest: {shows_it}"
        if shows_it and self.chronicle.now < _SAME_WEEK:
            assert self._shown(person) == told, f"{person} is told of {self._shown(person)}"

    def _agenda(self, person: str, coalition: str, channel: str) -> None:  # noqa: ARG002
        self.hear(person, "agenda", self.stage.command(person, "", channel, name="/agenda"))

    def _meeting(self, person: str, coalition: str, channel: str) -> None:  # noqa: ARG002
        self.hear(person, "meeting", self.stage.command(person, "", channel, name="/meeting"))

    def _update(self, person: str, coalition: str, channel: str) -> None:  # noqa: ARG002
        """Look at the form, which is filled with what a company logged, and at what others said."""
        for words in ("", "show", "status"):
            self.hear(person, f"update {words}", self.stage.command(person, words, channel, name="/update"))
            self.stage.close(person)

    def received(self, person: str, file: str) -> None:
        """Compare a file with what its reader may read now."""
        found = {row["reference"] for row in csv.DictReader(io.StringIO(file))}
        for coalition in self.awaited[person]:
            if found == {self.names[name].reference for name in self.exportable(person, coalition)}:
                self.awaited[person].remove(coalition)
                return
        raise AssertionError(f"{person} receives {found}")

    def open(self, person: str, action: str, coalition: str) -> None:
        """Press a button that carries a coalition's token."""
        self.stage.close(person)
        said = self.stage.press(person, action, self.stage.tokens[coalition], self._anywhere(person))
        self.hear(person, action, said)

    def _look_through(self, person: str, coalition: str) -> None:
        """Press every button of the inbox that opens something; and of a file that failed, as everybody else would."""
        self.open(person, FOR_ME, coalition)
        view = self.stage.view(person)
        found = _buttons(view.blocks) if view else []
        for action, value in found:
            if action == export_ids.AGAIN:
                self._press_others(person, value)
            elif action not in _DOES:
                self.open(person, FOR_ME, coalition)
                self.hear(person, f"inbox: {action}", self.stage.press(person, action, value))

    def _press_others(self, person: str, token: str) -> None:
        """Press what stands in somebody's inbox as everybody else: it is nothing to them."""
        for other in cast.EVERYBODY:
            if other != person:
                said = [
                    alike(str(self._pressed(other, "", export_ids.AGAIN, Names("", each))))
                    for each in (token, NOTHING.token)
                ]
                assert said[0] == said[1], f"{other} can tell that {person} asked for a file"

    def _directly(self, person: str) -> None:
        """Ask in a direct message: the coalition is the only one, or the only one in whose channel somebody is."""
        told = self.chronicle
        meant = [one for one in told.places if told.seat_of(one, person)]
        if len(meant) > 1:
            meant = [one for one in meant if told.is_present(one, person)]
        self.hear(person, "list directly", self.stage.command(person, "list"))
        clear = len(meant) == 1 and told.may_speak(meant[0], person)
        expected = self.visible(person, meant[0]) if clear else None
        assert self._listed(person) == expected, f"{person} lists directly {self._listed(person)}"

    def prints(self, coalition: str, company: str) -> None:
        """Compare a file of the operator's with what a company may read as a whole."""
        if (coalition, company) in self.chronicle.seats:
            file = self.stage.print_file(coalition, company)
            found = {row["reference"] for row in csv.DictReader(io.StringIO(file))}
            expected = {
                self.names[name].reference
                for name, record in self.chronicle.records.items()
                if record.coalition == coalition and not record.recalled and self.chronicle.company_reads(company, name)
            }
            assert found == expected, f"{company} is printed {found}"

    def press(self, person: str, name: str, action: str) -> None:
        """Press a button with a record's token; what one may not know of answers like what is not there."""
        said = self._pressed(person, name, action, self.named(name))
        self.hear(person, f"{action} {name}", said)
        if name in self.chronicle.records:
            knows = self.chronicle.knows(person, name)
            is_nothing = action == trail_ids.OPENED_BY and not self.chronicle.may_read_trail(name, person)
            if knows is Knows.NOTHING or is_nothing:
                nothing = self._pressed(person, name, action, NOTHING)
                assert alike(str(said)) == alike(str(nothing)), f"{person} can tell {name} from nothing by {action}"
            elif action == ids.OLDER and knows is Knows.CONTENT:
                self._check_older(person, name)
            elif action == intake_ids.SHOW and knows is Knows.CONTENT:
                is_shown = story.words_of(name).host in str(said)
                assert is_shown == self.chronicle.learns_whose(person, name), f"{person} reads the values of {name}"
            elif action == ids.SHOW and knows is Knows.CONTENT:
                assert story.words_of(name).summary in str(said), f"{person} cannot open {name}"
        self.stage.close(person)

    def _check_older(self, person: str, name: str) -> None:
        """Compare the next page of the list with what was logged before."""
        earlier = list(self.chronicle.records)
        earlier = earlier[: earlier.index(name)]
        expected = self.visible(person, self.chronicle.records[name].coalition) & set(earlier)
        assert self._listed(person) == expected, f"{person} turns the page at {name} to {self._listed(person)}"

    def _pressed(self, person: str, name: str, action: str, named: Names) -> Said:
        self.stage.close(person)
        if action in ON_A_PAGE:
            coalition = self.chronicle.records[name].coalition if name in self.chronicle.records else cast.NORTH
            self.stage.lay_page(person, f"{self.stage.tokens[coalition]}:")
        return self.stage.press(person, action, named.token, self._anywhere(person))

    def _anywhere(self, person: str) -> str | None:
        return next((one for one in cast.CHANNELS if person in self.chronicle.rooms[one]), None)

    def _listed(self, person: str) -> set[str] | None:
        """Read which records the list on top shows; None if there is no list."""
        return self._shown(person) if self.stage.form(person) == ids.LIST else None

    def _shown(self, person: str) -> set[str]:
        """Read which records the page on top leads to."""
        view = self.stage.view(person)
        tokens = {names.token: name for name, names in self.names.items()}
        buttons = [block.get("accessory") or {} for block in (view.blocks if view else ())]
        return {tokens[each["value"]] for each in buttons if each.get("action_id") == ids.SHOW}


def _buttons(blocks: list[Json]) -> list[tuple[str, str]]:
    """List the buttons of a page, with what they carry."""
    shown = [each for block in blocks for each in (*block.get("elements", ()), block.get("accessory", {}))]
    return [(each["action_id"], each["value"]) for each in shown if each.get("type") == "button" and "value" in each]


assert set(OF_A_RECORD) <= set(handlers.PAGES.clicks)
