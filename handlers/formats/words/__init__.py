"""Words about a takedown, English or French, to typed facts and back.

`read` takes a free announcement, `read_counts` the field *What and how many*, `read_places`, `read_reach` and
`read_spend` the fields of those names; each `write_…` writes words that its reader reads again to the same facts.
Pure: no clock, no files, no Slack.
"""
