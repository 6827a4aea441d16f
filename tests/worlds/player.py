"""Plays a story on the stage, writes the chronicle beside it, and has the judge hear every word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.views import takedown as ids
from tests.worlds import cast, story
from tests.worlds.judge import Judge, Names
from tests.worlds.model import Chronicle, Record
from tests.worlds.questions import Questions
from tests.worlds.slack import Call
from tests.worlds.stage import Said, Stage

_REFERENCE = re.compile(r"TD-[0-9A-Z]{5}")


@dataclass
class Player:
    """One world, from its first act to its last; `transcripts` hold all that each person was told."""

    stage: Stage
    world: story.World
    chronicle: Chronicle = field(default_factory=cast.chronicle)
    names: dict[str, Names] = field(default_factory=dict)
    transcripts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    # Who might have learned of a record at some time, rightly.
    knew: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.judge = Judge(self.chronicle, self.names)
        self.questions = Questions(self.stage, self.world, self.chronicle, self.names, self.hear)

    def play(self) -> None:
        """Play a world to its end, where everybody asks."""
        self.stage.raise_curtain()
        for act in self.world.acts:
            self._play(act)
            self._pass(minutes=1)
        self._play(story.Delivers(1000))
        for person in cast.EVERYBODY:
            self.questions.everything(person)
        self._play(story.Delivers(1000))

    def _pass(self, minutes: int) -> None:
        self.chronicle.now += minutes
        # The seconds that the courier needed are not told apart, so that a letter more takes no time.
        self.stage.until(self.chronicle.now)
        for name in self.chronicle.records:
            self.knew[name] |= {one for one in cast.EVERYBODY if self.chronicle.knows(one, name)}

    def hear(self, person: str, what: str, said: Said, *, typed: Iterable[str] = ()) -> None:
        """Judge what somebody was answered."""
        self.judge.hears(person, str(said), typed=typed, what=what)
        self.transcripts[person].append(f"{what}: {said}")

    def _play(self, act: story.Act) -> None:
        match act:
            case story.OfRecord():
                self._with_a_record(act)
            case story.Delivers(letters):
                self._deliver(letters)
            case story.Waits(minutes):
                self._pass(minutes)
                self.stage.run_jobs()
            case story.Asks(person):
                self.questions.everything(person)
            case story.Begins(person, coalition):
                self._begin(person, coalition)
            case _:
                self._move(act)

    def _move(self, act: story.Act) -> None:
        """Let companies and people come, go and change their places."""
        stage, told = self.stage, self.chronicle
        match act:
            case story.Seats(coalition, company, kind):
                stage.seat(coalition, company, kind)
                told.seats_company(coalition, company, kind)
            case story.Leaves(coalition, company) if (coalition, company) in told.seats:
                stage.put_out(coalition, company)
                told.company_leaves(coalition, company)
            case story.Comes(person, channel):
                stage.come(person, channel)
                told.comes(person, channel)
            case story.Goes(person, channel):
                stage.go(person, channel)
                told.goes(person, channel)
            case story.Appoints(coalition, person, role, gone) if told.seat_of(coalition, person):
                stage.appoint(coalition, person, role, gone=gone)
                (told.dismisses if gone else told.appoints)(coalition, person, role)

    def _with_a_record(self, act: story.OfRecord) -> None:
        match act:
            case story.Logs():
                self._log(act)
            case story.Revises(name, person):
                self._revise(name, person)
            case story.Withdraws(name, person):
                self._withdraw(name, person)
            case story.Presses(name, person, action):
                self.questions.press(person, name, action)

    # Records.

    def _log(self, act: story.Logs) -> None:
        words = story.words_of(act.name)
        may = self.chronicle.may_log(act.coalition, act.person)
        channel = self.questions.channel(act.person, act.coalition)
        if channel is None or act.name in self.chronicle.records or (may and act.name == self.world.absent):
            return
        if not self._fill(act.person, channel, words.fields):
            assert not may, f"{act.person} may log and could not"
            return
        assert may, f"{act.person} may not log and did"
        now, company = self.chronicle.now, self.chronicle.company_of[act.person]
        record = Record(act.name, act.coalition, company, act.person, now, words.all, shared_at=now)
        self.names[act.name] = self._look_up(act.person, channel, words.summary)
        self.chronicle.logs(record)

    def _fill(self, person: str, channel: str, fields: dict[str, str]) -> bool:
        """Fill the form and send it; whether Tocsin took it."""
        self.stage.command(person, "new", channel)
        if self.stage.form(person) != ids.FORM:
            return False
        self.stage.submit(person, dict(fields))
        sent = self.stage.submit(person)
        return '"clear"' in sent.answer

    def _look_up(self, person: str, channel: str, word: str) -> Names:
        """Find out how Slack knows a record, as its author does."""
        self.stage.close(person)
        listed = str(self.stage.command(person, f"list {word}", channel))
        self.stage.close(person)
        (reference,) = set(_REFERENCE.findall(listed))
        (token,) = set(re.findall(rf'"action_id": "{ids.SHOW}".*?"value": "([\w-]+)"', listed))
        return Names(reference, token)

    def _revise(self, name: str, person: str) -> None:
        self.stage.close(person)
        may = name in self.chronicle.records and self.chronicle.may_change(name, person)
        self.hear(person, "edit", self.stage.press(person, ids.EDIT, self.questions.named(name).token))
        if self.stage.form(person) != ids.FORM:
            assert not may, f"{person} may revise {name} and could not"
            return
        assert may, f"{person} may not revise {name} and could begin to"
        word = story.revised(name, self.chronicle.records[name].revisions)
        summary = f"{story.words_of(name).summary} {word}"
        self.hear(person, "preview", self.stage.submit(person, {"summary": summary, "reason": word}), typed=[word])
        self.stage.submit(person)
        self.chronicle.says(name, frozenset({word}))
        self.chronicle.shares(name)

    def _withdraw(self, name: str, person: str) -> None:
        self.stage.close(person)
        may = name in self.chronicle.records and self.chronicle.may_change(name, person)
        self.hear(person, "withdraw", self.stage.press(person, ids.WITHDRAW, self.questions.named(name).token))
        if self.stage.form(person) != ids.WITHDRAWAL:
            assert not may, f"{person} may take {name} back and could not"
            return
        assert may, f"{person} may not take {name} back and could begin to"
        word = story.revised(name, self.chronicle.records[name].revisions)
        self.stage.submit(person, {"reason": word})
        self.chronicle.says(name, frozenset({word}))
        self.chronicle.withdraws(name)

    def _begin(self, person: str, coalition: str) -> None:
        """Type something that is never sent: it is told to nobody else, ever."""
        channel = self.questions.channel(person, coalition)
        if channel is None or not self.chronicle.may_log(coalition, person):
            return
        word = f"drafted{person[2:].lower()}"
        self.stage.close(person)
        self.stage.command(person, f"7 pages of {word}", channel)
        self.stage.close(person)
        self.chronicle.drafts.setdefault(person, set()).add(word)

    # What comes by itself.

    def _deliver(self, letters: int) -> None:
        carried = ""
        for call in self.stage.deliver(letters):
            if call.method == "upload":
                carried = call.content
            elif call.is_shown:
                self._delivered(call, carried)

    def _delivered(self, call: Call, file: str) -> None:
        said, channel = str(call), call.arguments.get("channel") or call.arguments.get("channel_id")
        members = self.stage.desk.world.channel(str(channel)).members
        if call.method == "chat.postEphemeral":
            person = call.arguments["user"]
            self.judge.hears(person, said, what=call.method)
            self.transcripts[person].append(f"in {channel} alone: {said}")
        elif channel in cast.CHANNELS:
            told = self.judge.reads(channel, said)
            for person in members:
                self.transcripts[person].append(f"in {channel}: {said}")
            for name in told:
                # What stands in a channel is read by all who are in it, whatever Tocsin answers them.
                self.knew[name] |= set(members)
        else:
            (person,) = members
            self.judge.rings(person, said)
            if call.method.startswith("files."):
                self.questions.received(person, file)
                self.judge.hears(person, file, what="an export")
                said += file
            self.transcripts[person].append(f"directly: {said}")
