"""Measure, print, and write the figures into the README: `make bench`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from bot.bench import adding, agendas, drawing, finding, forms, intaking, pacing, prompting, ringing, starting
from bot.bench.forms import CONNECTIONS, Forms
from bot.bench.ground import SECRET, TEAM
from bot.bench.server import TOKEN
from bot.bench.starting import Start
from bot.simulator import running

PROJECT = Path(__file__).parents[2]
README = PROJECT / "README.md"
FIGURES = ("per_second", "p50", "p99", "cpu")
NAMES = {
    "bare": "a bare Bolt listener",
    "tocsin": "Tocsin",
    "5": "Tocsin with 5 kinds of action",
    "200": "Tocsin with 200 kinds of action",
}


def main() -> None:
    """Take all figures in one run."""
    manifest = PROJECT / "manifest.yml"
    world = {
        "rate_limits": "off",
        "app": {"id": "A0BENCH", "signing_secret": SECRET, "manifest": str(manifest)},
        "workspaces": [{"id": TEAM, "name": "Bench", "installed": {"token": TOKEN, "bot_user": "U0BOT", "bot": "B0"}}],
    }
    with tempfile.TemporaryDirectory() as folder, running(world) as slack:
        api_url = f"{slack.url}/api/"
        sent = forms.measure(Path(folder), api_url)
        # Each of the servers asks once who it is: the four that are measured, and the one that laid the ground.
        asked = len(slack.switchboard.calls("auth.test")) - len(forms.KINDS) - 1
        start = starting.measure(Path(folder) / "origin.sqlite3", api_url)
        taken = intaking.told(intaking.measure(Path(folder), api_url))
    with tempfile.TemporaryDirectory() as folder:
        further = [
            adding.told(adding.measure(Path(folder))),
            taken,
            finding.told(finding.measure(Path(folder))),
            agendas.told(agendas.measure(Path(folder))),
            ringing.told(ringing.measure(Path(folder))),
            prompting.told(prompting.measure(Path(folder))),
            drawing.told(drawing.measure()),
            pacing.told(pacing.measure(Path(folder), str(manifest))),
        ]
    table = "\n\n".join([figures(sent, asked, start), *further])
    print(table)
    write(table)


def figures(sent: Forms, asked: int, start: Start) -> str:
    """Lay the figures out as the README shows them."""
    head = "| a signed form, stored and acked | " + " | ".join(
        f"{n} at a time: a second | p50 ms | p99 ms | CPU µs" for n in CONNECTIONS
    )
    rows = [head + " |", "| --- |" + " ---: |" * 4 * len(CONNECTIONS)]
    for kind, name in NAMES.items():
        rows.append(f"| {name} | " + " | ".join(_cells(sent, kind, n) for n in CONNECTIONS) + " |")
    rows.append("| Tocsin : bare | " + " | ".join(_ratios(sent, n) for n in CONNECTIONS) + " |")
    growths = " and ".join(f"{_growth(sent, n):+.1%} with {n} at a time" for n in CONNECTIONS)
    told = (
        f"From 5 to 200 kinds of action a request's CPU changes by {growths}. "
        f"While all this was measured, Slack was asked {asked} times who we are, "
        f"and {sent.look_ups} tokens were looked up."
    )
    began = f"From `tocsin run` to the first answer: {start.milliseconds:.0f} ms. At rest: {start.megabytes:.0f} MB."
    rows += ["", told, "", began]
    return "\n".join(rows)


def _cells(sent: Forms, kind: str, connections: int) -> str:
    per_second, p50, p99, cpu = (sent.middle(kind, connections, figure) for figure in FIGURES)
    return f"{per_second:,.0f} | {p50:.2f} | {p99:.2f} | {cpu:,.0f}"


def _ratios(sent: Forms, connections: int) -> str:
    return " | ".join(f"{sent.ratio('tocsin', 'bare', connections, figure):.2f}" for figure in FIGURES)


def _growth(sent: Forms, connections: int) -> float:
    return sent.ratio("200", "5", connections, "cpu") - 1


def write(table: str) -> None:
    """Put the figures between the README's markers."""
    begin, end = "<!-- figures: begin -->\n", "<!-- figures: end -->"
    text = README.read_text()
    README.write_text(re.sub(f"{begin}.*?{end}", lambda _: f"{begin}{table}\n{end}", text, flags=re.DOTALL))


if __name__ == "__main__":
    main()
