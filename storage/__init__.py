"""REMEMBERS: the records, their rules, and the questions one may ask of them. Knows no Slack."""
