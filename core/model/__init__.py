"""Frozen value types that every room shares. No I/O, no platform, no clock."""
