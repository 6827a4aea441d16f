"""Who could see what, frozen at one moment: when a company leaves, or when something leaked.

Each company reads of its own records alone; of one for named people, whoever logged it.
"""

from storage.exposures.freezing import of_departure, of_leak
from storage.exposures.reading import coalition_of, read, to_ring, waiting
from storage.exposures.records import (
    ABOUT,
    Exposure,
    ExposureReport,
    Kind,
    ReportPage,
    Seen,
    exposed,
    exposure_reports,
    exposures,
)

__all__ = [
    "ABOUT",
    "Exposure",
    "ExposureReport",
    "Kind",
    "ReportPage",
    "Seen",
    "coalition_of",
    "exposed",
    "exposure_reports",
    "exposures",
    "of_departure",
    "of_leak",
    "read",
    "to_ring",
    "waiting",
]
