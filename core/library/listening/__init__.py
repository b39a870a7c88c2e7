"""The ear: what a plain message is, by rules in `data/listening/` that people can read. It never speaks."""
