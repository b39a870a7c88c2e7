"""A group's daily posts: which, when, where; set up by its moderators with buttons."""

from core.features.groups.calm import calm_news as calm_news
from core.features.groups.feature import groups as groups
from core.features.groups.kinds import GroupPost as GroupPost
