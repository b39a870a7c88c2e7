"""How are you today, by taps: asked on schedule or on demand, kept for the member alone."""

from core.features.checkins.feature import checkins as checkins
from core.features.checkins.pages import reminders_only_page as reminders_only_page
from core.features.checkins.prompts import CHECKIN_PROMPT as CHECKIN_PROMPT
from core.features.checkins.prompts import GROUP_CHECKIN as GROUP_CHECKIN
