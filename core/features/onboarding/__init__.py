"""The first words and the way around: /start, /help, /menu, and hello to a group that invited Spoonlight."""

from core.features.onboarding.feature import onboarding as onboarding
