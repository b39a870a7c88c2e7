"""What moderators can do, in a few lines that only moderators are shown."""

from core.features.guide.feature import guide as guide
