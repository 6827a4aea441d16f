"""RUNS: processes, wiring, transport, the clock and a local Slack. Knows no feature."""
