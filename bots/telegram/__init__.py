"""Spoonlight on Telegram: python-telegram-bot's Bot for the wire, and our own loop that loses nothing."""
