"""How Spoonlight behaves for one member, all on one page."""

from core.features.settings.feature import settings as settings
