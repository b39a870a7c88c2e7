"""What members suggest for their group's library, and how its moderators decide."""

from core.features.suggestions.feature import suggestions as suggestions
