"""A member's own trends: words first, then a chart."""

from core.features.trends.feature import trends as trends
