"""Flare days in one tap, and a gentler way to be asked: less comes, and everything goes on by itself."""

from core.features.flares.feature import flares as flares
