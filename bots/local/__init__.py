"""The preview: the whole bot on a local web page, without a token, with a clock that can be moved."""

from bots.local.app import LocalApp as LocalApp
from bots.local.clock import MovableClock as MovableClock
