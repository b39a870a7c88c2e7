"""One person on two platforms: a code joins their accounts, and one tap separates them again."""

from core.features.linking.feature import linking as linking
