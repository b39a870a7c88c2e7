"""Questions to the group, and lines to its moderators, without a trace of who wrote them."""

from core.features.anonymous.feature import anonymous as anonymous
