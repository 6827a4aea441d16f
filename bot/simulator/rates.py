"""Keep the app to Slack's pace (https://docs.slack.dev/apis/web-api/rate-limits)."""

import math
from collections import deque

from bot.simulator.errors import Refused
from bot.simulator.things import Channel
from bot.simulator.world import World

TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
WINDOW = 60.0
CHANNEL_PAUSE = 1.0


def call_allowed(world: World, method: str, workspace: str, most: int | None) -> None:
    """Refuse a call above so many in the last minute for a workspace."""
    if most is None or not world.settings.rate_limits:
        return
    now = world.clock.now()
    lately = world.pace.calls.setdefault((method, workspace), deque())
    while lately and lately[0] <= now - WINDOW:
        lately.popleft()
    if len(lately) >= most:
        raise _later(lately[0] + WINDOW - now)
    lately.append(now)


def post_allowed(world: World, channel: Channel) -> None:
    """Refuse a second message in one channel within one second."""
    if not world.settings.rate_limits:
        return
    now = world.clock.now()
    wait = world.pace.posts.get(channel.id, -math.inf) + CHANNEL_PAUSE - now
    if wait > 0:
        raise _later(wait)
    world.pace.posts[channel.id] = now


def _later(seconds: float) -> Refused:
    headers = {"Retry-After": str(max(1, math.ceil(seconds)))}
    return Refused("ratelimited", status=429, headers=headers)
