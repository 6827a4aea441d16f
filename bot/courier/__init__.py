"""The courier: claims what the outbox owes, calls Slack, settles. Knows no feature."""

from bot.courier.delivery import MayGo, OnDead
from bot.courier.rounds import Courier
from bot.courier.uploading import Clients

__all__ = ["Clients", "Courier", "MayGo", "OnDead"]
