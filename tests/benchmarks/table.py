"""The table for people: a line for ours, a line for each of the others, medians with the smallest and the largest."""

from collections.abc import Iterable

from tests.benchmarks.rows import NEVER, Row, Side


def table(rows: Iterable[Row]) -> str:
    """Lines of text."""
    return "\n".join(line for row in rows for line in _lines(row))


def _lines(row: Row) -> list[str]:
    verdict = {True: "met", False: "MISSED", None: ""}[row.met]
    goal = f"goal: {row.goal}: {verdict}" if row.goal else ""
    lines = [f"{row.what:<52} {_figures(row, row.ours):<34} {goal}".rstrip()]
    for other in row.others:
        ratio = row.ratio(other)
        beside = f"ours is {ratio:.2f} of it" if ratio is not None else ""
        lines.append(f"{'    ' + other.name:<52} {_figures(row, other):<34} {beside}".rstrip())
    return [*lines, f"    ({row.note})"] if row.note else lines


def _figures(row: Row, side: Side) -> str:
    low, high = side.span(row.figure)
    return f"{_said(side.middle(row.figure), row.unit)} [{_said(low, row.unit)} - {_said(high, row.unit)}]"


def _said(value: float, unit: str) -> str:
    match unit:
        case "s" if value == NEVER:
            return "never"
        case "s" if value >= 1:
            return f"{value:.2f} s"
        case "s" if value >= 1e-3:
            return f"{value * 1e3:.1f} ms"
        case "s":
            return f"{value * 1e6:.1f} µs"
        case "B":
            return f"{value / 1024 / 1024:.0f} MB"
        case _:
            return f"{value:,.0f}" if value == int(value) else f"{value:.1f}"
