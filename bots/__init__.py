"""Platforms and processes: thin adapters that carry what the core decides, and the command line that starts them."""
