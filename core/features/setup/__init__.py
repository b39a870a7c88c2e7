"""A group's setup step by step, its home panel, its chats, and its end."""

from core.features.setup.feature import setup as setup
from core.features.setup.posting import SetupPost as SetupPost
from core.features.setup.routes import PanelDoor as PanelDoor
