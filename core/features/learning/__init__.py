"""The library, read aloud: browsing by topic, answers to plain questions, and the group's daily snippet."""

from core.features.learning.feature import GROUP_SNIPPET as GROUP_SNIPPET
from core.features.learning.feature import learning as learning
