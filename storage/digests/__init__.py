"""Digests: what a coalition is told of a week or of a day."""

from storage.digests.contents import MOST, contents
from storage.digests.records import Altered, Contents, How, Told

__all__ = ["MOST", "Altered", "Contents", "How", "Told", "contents"]
