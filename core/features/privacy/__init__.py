"""What is kept, where, and who can see it, in plain words."""

from core.features.privacy.feature import privacy as privacy
