"""The table of who may do what, read out of docs/moderators.md: what stands there for people is what is tested."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from tests.house.matrix_world import NAMED, OWNER, RANKED, Actor

_PAGE = Path(__file__).parents[2] / "docs" / "moderators.md"
_WHAT, _WHERE, _ROUTES = "What", "Where", "Commands, buttons and forms"
_COLUMNS = {
    OWNER: "Member",
    "member": "Member",
    NAMED: "Named moderator",
    RANKED: "Named moderator",
    "admin": "Admin",
    "anonymous": "Anonymous admin",
    "stranger": "Stranger",
}


class May(StrEnum):
    """The words of the cells."""

    YES = "yes"
    OWN = "own"
    NO = "no"
    NOTHING_KEPT = "nothing kept"
    IN_THE_GROUP = "in the group"


class Where(StrEnum):
    """The words of the second column."""

    BOTH = "both"
    GROUP = "group"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One kind of acts."""

    what: str
    where: Where
    cells: Mapping[str, May]

    def of(self, actor: Actor) -> May:
        """Said of one place: yes, own, no or nothing kept."""
        if self.where is not Where.BOTH and actor.in_group is not (self.where is Where.GROUP):
            return May.NO
        said = self.cells[_COLUMNS[actor.name]]
        if said is May.IN_THE_GROUP:
            return May.YES if actor.in_group else May.NO
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoMay:
    """Both tables: the lines, and which names belong to which line."""

    lines: Mapping[str, Line]
    names: Mapping[str, str]

    def name_of(self, route: str) -> str | None:
        """The longest name in the second table that means a route ("command help", "button learn.more")."""
        kind, _, rest = route.partition(" ")
        wanted = f"/{rest}" if kind == "command" else rest
        fitting = [name for name in self.names if _fits(name, wanted)]
        return max(fitting, key=len, default=None)

    def line_of(self, route: str) -> Line:
        name = self.name_of(route)
        assert name is not None, f"{route} has no line in docs/moderators.md"
        return self.lines[self.names[name]]


@cache
def who_may() -> WhoMay:
    """Each cell holds one of the words that are explained above it, or this fails."""
    lines: dict[str, Line] = {}
    names: dict[str, str] = {}
    for row in _rows(_PAGE.read_text("utf-8")):
        if _ROUTES in row:
            assert row[_WHAT] in lines, row
            for name in _names(row[_ROUTES]):
                assert name not in names, f"{name} has two lines"
                names[name] = row[_WHAT]
        elif _WHERE in row:
            assert row[_WHAT] not in lines, row
            cells = {column: May(row[column]) for column in _COLUMNS.values()}
            lines[row[_WHAT]] = Line(what=row[_WHAT], where=Where(row[_WHERE]), cells=MappingProxyType(cells))
    return WhoMay(lines=MappingProxyType(lines), names=MappingProxyType(names))


def _rows(page: str) -> Iterator[dict[str, str]]:
    """Each row of each table, by its columns' titles."""
    titles: list[str] = []
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if not cells:
            titles = []
        elif not titles:
            titles = cells
        elif not set(line) <= set("|-"):
            yield dict(zip(titles, cells, strict=True))


def _names(cell: str) -> Iterator[str]:
    """A command of two words is written with its slash; what follows it without slash or dot is its second word."""
    words = cell.split()
    for word, after in zip(words, [*words[1:], ""], strict=True):
        if word.startswith("/") or "." in word:
            second = after and not after.startswith("/") and "." not in after
            yield f"{word} {after}" if second else word


def _fits(name: str, wanted: str) -> bool:
    if name.endswith(".*"):
        return wanted.startswith(name[:-1])
    return wanted == name or (name.startswith("/") and wanted.startswith(f"{name} "))
