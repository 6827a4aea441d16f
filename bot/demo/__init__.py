"""`tocsin demo`: a local Slack, a fresh database and the bot in one process, on the morning of 24 August 2018."""

from bot.demo.playing import demo

__all__ = ["demo"]
