"""The courier: claims what the outbox owes, calls Slack, settles. Knows no feature."""

from bot.courier.delivery import Clients, MayGo, OnDead
from bot.courier.rounds import Courier

__all__ = ["Clients", "Courier", "MayGo", "OnDead"]
