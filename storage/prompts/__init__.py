"""Prompts: each member company is asked for its update before a meeting, and reminded twice at most.

A prompt's life::

    keep ──► asked ──► reminded, at 80 % of the time ──► reminded, on the day ──► nothing more: coordinators see it
               │                 │                             │
               ├── answered ─────┴─────────────────────────────┴──► what rang is taken back
               ├── hand_on ──► the deputy is asked, from the beginning
               ├── snooze ──► what comes next comes on the next working morning
               └── stop ──► nobody is rung; it waits under *For me*

    a meeting that is moved: reckoned anew (`follow`); one that is cancelled, or over: what rang is taken back

`claim` takes what is due, under locks that other processes step over, and whoever rings owes the letters in the same
transaction: so each rings once, however many processes there are.
"""

from storage.prompts.changing import answered, hand_on, snooze, stop
from storage.prompts.planning import any_astray, any_missing, follow, keep, take_back
from storage.prompts.reading import by_token, coalition_of, is_open, silent, waiting
from storage.prompts.reckoning import next_ring
from storage.prompts.records import ABOUT, DONE, FIRST, Due, Prompt, Silent, key_of, prompts
from storage.prompts.ringing import claim, is_due, next_due, to_locate

__all__ = [
    "ABOUT",
    "DONE",
    "FIRST",
    "Due",
    "Prompt",
    "Silent",
    "answered",
    "any_astray",
    "any_missing",
    "by_token",
    "claim",
    "coalition_of",
    "follow",
    "hand_on",
    "is_due",
    "is_open",
    "keep",
    "key_of",
    "next_due",
    "next_ring",
    "prompts",
    "silent",
    "snooze",
    "stop",
    "take_back",
    "to_locate",
    "waiting",
]
