"""Keeps a group's library fresh: looks at its links, and asks moderators about what is old or leads nowhere."""

from core.features.shelf.feature import shelf as shelf
from core.features.shelf.round import LinkRound as LinkRound
