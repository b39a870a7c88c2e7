"""The SVG elements that a chart is made of: text, the shapes of points, the hatching of flare days. All is escaped."""

from dataclasses import dataclass
from typing import Final

INK: Final = "#1a1a1a"
PAPER: Final = "#ffffff"
_ESCAPES: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How one line differs from the others: to eyes that see colours, and to those that do not."""

    colour: str
    dashes: str
    point: str


LINES: Final = (
    Style(colour="#0072b2", dashes="", point="circle"),
    Style(colour="#d55e00", dashes="14 8", point="square"),
    Style(colour="#009e73", dashes="2 9", point="triangle"),
)


def escape(said: str) -> str:
    """As words stand in SVG, inside and between tags."""
    return said.translate(_ESCAPES)


def attributes(**given: object) -> str:
    """As they stand in an element; an underscore in a name is a hyphen, numbers have at most one decimal."""
    return " ".join(f'{name.replace("_", "-")}="{escape(_said(value))}"' for name, value in given.items())


def text(
    said: str, x: float, y: float, size: float, *, anchor: str = "start", fill: str = INK, bold: bool = False
) -> str:
    """A line of words, with its base line at `y`."""
    weight = f" {attributes(stroke=fill, stroke_width=0.9)}" if bold else ""
    placed = attributes(x=x, y=y, font_size=size, text_anchor=anchor, fill=fill)
    return f"<text {placed}{weight}>{escape(said)}</text>"


def stroke(points: list[tuple[float, float]], style: Style) -> str:
    """The points, joined."""
    along = " ".join(f"{_said(x)},{_said(y)}" for x, y in points)
    dashes = f" {attributes(stroke_dasharray=style.dashes)}" if style.dashes else ""
    drawn = attributes(
        fill="none", stroke=style.colour, stroke_width=4, stroke_linejoin="round", stroke_linecap="round"
    )
    return f'<polyline points="{along}" {drawn}{dashes}/>'


def shape(x: float, y: float, style: Style) -> str:
    """The point of a line, with a rim of paper, so that points on top of each other can be told apart."""
    filled = attributes(fill=style.colour, stroke=PAPER, stroke_width=1.5)
    match style.point:
        case "circle":
            return f"<circle {attributes(cx=x, cy=y, r=7.5)} {filled}/>"
        case "square":
            return f"<rect {attributes(x=x - 6.5, y=y - 6.5, width=13, height=13)} {filled}/>"
        case _:
            corners = " ".join(
                f"{_said(a)},{_said(b)}" for a, b in ((x, y - 9), (x + 8.5, y + 6.5), (x - 8.5, y + 6.5))
            )
            return f'<polygon points="{corners}" {filled}/>'


def flare_pattern() -> str:
    """The hatching that `fill="url(#flare)"` names."""
    return (
        '<defs><pattern id="flare" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<line x1="0" y1="0" x2="0" y2="10" stroke="#b78fb7" stroke-width="3"/></pattern></defs>'
    )


def _said(value: object) -> str:
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
