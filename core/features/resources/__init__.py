"""What moderators share with their group: written once, seen first, then posted to every chat of the group."""

from core.features.resources.feature import resources as resources
from core.features.resources.rotating import GROUP_RESOURCE as GROUP_RESOURCE
