"""Words about a takedown, English or French, to typed facts and back.

`read` takes a free announcement, `read_counts` the field *What and how many* (`gather` joins its lines), `read_places`,
`read_reach` and `read_spend` the fields of those names; each `write_…` writes words that its reader reads again to the
same facts. Languages are `en` and `fr`. Pure: no clock, no files, no Slack.
"""

from handlers.formats.words.facts import (
    Counts,
    Line,
    Places,
    Problem,
    ReachWords,
    Reading,
    SpendWords,
    Trouble,
    UnknownPlace,
)
from handlers.formats.words.fields import read_reach, read_spend
from handlers.formats.words.lines import gather, read_counts
from handlers.formats.words.places import read_places
from handlers.formats.words.reading import read
from handlers.formats.words.slack_text import unwrap
from handlers.formats.words.writing import (
    kind_name,
    place_name,
    platform_name,
    write_amount,
    write_asset,
    write_count,
    write_line,
    write_lines,
    write_number,
    write_places,
    write_reach,
    write_spend,
    write_stated,
)

__all__ = [
    "Counts",
    "Line",
    "Places",
    "Problem",
    "ReachWords",
    "Reading",
    "SpendWords",
    "Trouble",
    "UnknownPlace",
    "gather",
    "kind_name",
    "place_name",
    "platform_name",
    "read",
    "read_counts",
    "read_places",
    "read_reach",
    "read_spend",
    "unwrap",
    "write_amount",
    "write_asset",
    "write_count",
    "write_line",
    "write_lines",
    "write_number",
    "write_places",
    "write_reach",
    "write_spend",
    "write_stated",
]
