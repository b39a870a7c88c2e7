"""Kind reminders at the member's own time: their own words, a small idea from the catalogue, or the check-in."""

from core.features.reminders.feature import GROUP_SELFCARE as GROUP_SELFCARE
from core.features.reminders.feature import reminders as reminders
