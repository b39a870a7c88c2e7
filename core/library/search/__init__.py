"""Finds the snippet that a question is about, by its words and letters alone; knows nothing of files or members."""

from core.library.search.bands import Band, Thresholds, band_of
from core.library.search.index import SCORER, SnippetIndex
from core.library.search.values import Entry, Found, Vocabulary

__all__ = ["SCORER", "Band", "Entry", "Found", "SnippetIndex", "Thresholds", "Vocabulary", "band_of"]
