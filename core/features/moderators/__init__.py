"""Who moderates a group, what they did, and where they are told of something."""

from core.features.moderators.feature import moderators as moderators
