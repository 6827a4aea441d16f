"""Acts that one coordinator asks for and a second one, of another company, agrees to.

A request is bound to exactly what was asked, and lapses after a day. While only one company has a coordinator, that
one suffices. Everything here waits for the coalition to be held, so that of two who press at once one is first.
"""

from storage.approvals.answering import agree, asker, decline, expire
from storage.approvals.asking import ask, coalition_of, needs_a_second, of_asker, seconds, to_answer
from storage.approvals.records import ABOUT, LASTS, Approval, Deed, Settled, State, approvals

__all__ = [
    "ABOUT",
    "LASTS",
    "Approval",
    "Deed",
    "Settled",
    "State",
    "agree",
    "approvals",
    "ask",
    "asker",
    "coalition_of",
    "decline",
    "expire",
    "needs_a_second",
    "of_asker",
    "seconds",
    "to_answer",
]
