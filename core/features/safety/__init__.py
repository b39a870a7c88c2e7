"""Help when it matters: at once, in private, from what was loaded at start; nothing about it is stored."""

from core.features.safety.feature import safety as safety
from core.library.listening.screening import Level as Level
from core.library.listening.screening import Screening as Screening
from core.library.listening.screening import screen as screen
