"""What a measuring process hands back: one line of JSON on standard output."""

import json
import sys


def report(**figures: float | str) -> None:
    """Prints the figures (seconds, counts, bytes) for the process that asked."""
    json.dump(figures, sys.stdout)
    print(flush=True)
