"""Spoonlight on Discord, by discord.py. Nothing of discord.py passes into core/."""
