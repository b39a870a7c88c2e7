"""Hearing a crisis, and the doors to people that follow. Public: `screen(text) -> Screening`, pure and local."""

from core.library.listening.screening import Level as Level
from core.library.listening.screening import Screening as Screening
from core.library.listening.screening import screen as screen
