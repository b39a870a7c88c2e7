"""What moderators share with their group: written once, seen first, then posted to every chat of the group."""

from core.features.resources.feature import resources as resources
