"""Run a local Slack by itself: python -m bot.simulator WORLD.yml --port 8765 --app-url http://…/slack/events."""

import argparse
import signal
import sys
import threading

from bot.simulator.server import running, stay


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description="Run a small local Slack.")
    parser.add_argument("world", help="the file that declares the workspaces, people and channels")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--app-url", help="where the app listens, such as http://127.0.0.1:3000/slack/events")
    said = parser.parse_args()
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda *_: stop.set())
    with running(said.world, said.app_url, said.port) as simulator:
        sys.stdout.write(f"Local Slack ready: {simulator.url}\n")
        sys.stdout.flush()
        stay(stop)


if __name__ == "__main__":
    main()
