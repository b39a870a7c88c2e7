"""A group's week in a few rounded numbers: opt-in by each member, said only with enough people."""

from core.features.totals.adding import MIN_PEOPLE as MIN_PEOPLE
from core.features.totals.feature import totals as totals
from core.features.totals.weekly import GROUP_TOTALS as GROUP_TOTALS
