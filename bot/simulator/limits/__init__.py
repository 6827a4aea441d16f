"""What Slack refuses in messages and views, told as Slack tells it: an error code, a JSON pointer, a sentence.

A limit is found by the name of what it limits: objects.py (texts, options, dialogs), elements.py (buttons, menus,
pickers, inputs), rich_text.py, blocks.py (blocks, and which element and surface each allows), whole.py (ids that must
be unique, counts over several blocks), messages.py, views.py. rules.py holds the kinds of rule they are written in.

Beside the precise faults told here, Slack says "failed to match all allowed schemas" of the objects around them.
"""

from bot.simulator.limits.messages import POSTED_TEXT, UPDATED_TEXT, check_message, check_metadata
from bot.simulator.limits.rules import Fault
from bot.simulator.limits.views import check_home, check_view

__all__ = ["POSTED_TEXT", "UPDATED_TEXT", "Fault", "check_home", "check_message", "check_metadata", "check_view"]
