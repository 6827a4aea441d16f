"""A small local Slack: many companies, shared channels; for a browser and for tests."""
