"""Plays a story on the stage, writes the chronicle beside it, and has the judge hear every word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from handlers.views.coalition import GO_ON, LET_READ
from handlers.views.door import FOR_ME
from tests.worlds import asking, cast, story
from tests.worlds.judge import Judge, Names
from tests.worlds.model import Chronicle
from tests.worlds.questions import Questions
from tests.worlds.slack import Call
from tests.worlds.stage import Said, Stage
from tests.worlds.writing import Writing

_WENT_WRONG = "Something went wrong"


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
        self.writing = Writing(self.stage, self.world, self.chronicle, self.names, self.questions, self.hear)

    def play(self) -> None:
        """Play a world to its end, where everybody asks."""
        self.stage.raise_curtain()
        for act in self.world.acts:
            self._play(act)
            self._pass(minutes=1)
        self._play(story.Delivers(1000))
        # Long enough that nobody can tell by the clock how many letters went out.
        self._pass(minutes=10)
        with self.stage.database.read() as session:
            asking.compare(session, self.chronicle, self.names)
        for person in self.world.askers or cast.EVERYBODY:
            self.questions.everything(person)
        self._play(story.Delivers(1000))

    def _pass(self, minutes: int) -> None:
        self.chronicle.time_passes(minutes)
        # The seconds that the courier needed are not told apart, so that a letter more takes no time.
        self.stage.until(self.chronicle.now)
        for name in self.chronicle.records:
            self.knew[name] |= {one for one in cast.EVERYBODY if self.chronicle.knows(one, name)}

    def hear(self, person: str, what: str, said: Said, *, typed: Iterable[str] = ()) -> None:
        """Judge what somebody was answered."""
        assert _WENT_WRONG not in str(said), f"{person} is told by {what}: {said}"
        self.judge.hears(person, said.pieces, typed=typed, what=what)
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
                self.chronicle.hour_comes()
            case story.Asks(person):
                self.questions.everything(person)
            case story.Begins(person, coalition):
                self.writing.begin(person, coalition)
            case story.LetsRead() | story.GoesOn():
                self._decide(act)
            case story.Prints(coalition, company):
                self.questions.prints(coalition, company)
            case story.Refuses(method, gone):
                (self.stage.wire.refused.discard if gone else self.stage.wire.refused.add)(method)
            case story.Dissolves() | story.Roofs() | story.SharesElse() | story.Forgets():
                self._arrange(act)
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
            case story.CutsOff(company, channel):
                stage.cut_off(company, channel)
                told.cut_off(channel, company)
            case story.Comes(person, channel):
                stage.come(person, channel)
                told.comes(person, channel)
            case story.Goes(person, channel):
                stage.go(person, channel)
                told.goes(person, channel)
            case story.Appoints(coalition, person, role, gone) if told.seat_of(coalition, person):
                stage.appoint(coalition, person, role, gone=gone)
                (told.dismisses if gone else told.appoints)(coalition, person, role)

    def _arrange(self, act: story.Act) -> None:
        """Let come about what neither the chat nor the channels show."""
        match act:
            case story.Dissolves(coalition, person) if self.chronicle.may_coordinate(coalition, person):
                self.stage.dissolve(coalition, person)
                self.chronicle.dissolving.add(coalition)
            case story.Roofs(coalition, person, role):
                self.stage.roof(coalition, person, role)
            case story.SharesElse(coalition, company):
                self.stage.share_else(coalition, company)
            case story.Forgets(coalition) if self.chronicle.may_coordinate(coalition, cast.COORDINATOR):
                self.stage.forget(coalition, cast.COORDINATOR)
                self.chronicle.time_passes(int((self.stage.at - cast.BEGIN).total_seconds()) // 60 - self.chronicle.now)
                self.chronicle.hour_comes()
                self.chronicle.forgets(coalition)

    def _decide(self, act: story.LetsRead | story.GoesOn) -> None:
        """Press the button of the inbox that decides about a stray, or about a company that left; if it is there."""
        told, person, coalition = self.chronicle, act.person, act.coalition
        is_stray = isinstance(act, story.LetsRead)
        about, action = (f"<@{act.stray}>", LET_READ) if is_stray else (f"*{act.company}*", GO_ON)
        self.questions.open(person, FOR_ME, coalition)
        view, about_it = self.stage.view(person), False
        for block in view.blocks if view else ():
            about_it = about in str(block) or (about_it and block["type"] not in {"divider", "header"})
            for element in block.get("elements", ()) if about_it else ():
                if element.get("action_id") == action:
                    assert told.may_coordinate(coalition, person), f"{person} decides about {about}"
                    self.hear(person, action, self.stage.press(person, action, element["value"]))
                    if is_stray:
                        told.lets_read(coalition, act.stray)
                    else:
                        told.goes_on(coalition, act.company)
                    return

    def _with_a_record(self, act: story.OfRecord) -> None:
        match act:
            case story.Logs():
                self.writing.log(act)
            case story.Revises():
                self.writing.revise(act)
            case story.Withdraws(name, person):
                self.writing.withdraw(name, person)
            case story.Recalls(name, person):
                self.writing.recall(name, person)
            case story.Presses(name, person, action):
                self.questions.press(person, name, action)

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
            self.judge.hears(person, call.pieces, what=call.method)
            self.transcripts[person].append(f"in {channel} alone: {said}")
        elif channel in cast.CHANNELS:
            told = self.judge.reads(str(channel), call.pieces)
            for person in members:
                self.transcripts[person].append(f"in {channel}: {said}")
            for name in told:
                self.chronicle.stood.add((str(channel), name))
                # What stands in a channel is read by all who are in it, whatever Tocsin answers them.
                self.knew[name] |= set(members)
        else:
            (person,) = members
            self.judge.prompts(person, call.pieces)
            self.judge.rings(person, call.pieces)
            if call.method.startswith("files."):
                self.questions.received(person, file)
                self.judge.hears(person, file.splitlines(), what="an export")
                said += file
            self.transcripts[person].append(f"directly: {said}")
