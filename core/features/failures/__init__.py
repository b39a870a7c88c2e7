"""What did not arrive in a group: its moderators are told once, and can read it until it is put away."""

from core.features.failures.feature import failure_news as failure_news
from core.features.failures.feature import failures as failures
from core.features.failures.telling import telling as telling
