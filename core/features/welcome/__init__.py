"""A group greets people who are new in it: once each, gently, without names, and only if its moderators want it."""

from core.features.welcome.feature import welcome as welcome
