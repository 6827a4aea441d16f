"""A small local Slack: many companies, shared channels; for a browser and for tests."""

from bot.simulator.errors import Denied
from bot.simulator.server import Simulator, running, stay
from bot.simulator.switchboard import Switchboard

__all__ = ["Denied", "Simulator", "Switchboard", "running", "stay"]
