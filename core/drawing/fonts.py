"""Sets a page or a picture with typst, with the shipped font first and the system's behind it.

It owns the way to typst, which is loaded at the first drawing, not before. It says which letters no font can show.
"""

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.drawing.letters import PLAIN, Read, legible
from core.errors import DrawingFailed

if TYPE_CHECKING:
    import typst

FAMILY: Final = "Noto Sans"

_TITLED = f'#set document(title: "letters")\n#set text(font: "{FAMILY}")\n'
_SET: Final = f"{_TITLED}#sys.inputs.letters".encode()
_DRAWN: Final = f'{_TITLED}#image(bytes(sys.inputs.letters), format: "svg", alt: "letters")'.encode()
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_NOTHING: Final = b"#set page(width: 1pt, height: 1pt, margin: 0pt)"
_REMEMBERS: Final = 11
"""Typst keeps what went into its last ten works; one more, and a finished picture has left the memory."""


class Fonts:
    """The fonts in `folder` and, unless `system` is False, those of the system. Opens nothing until the first drawing.

    Safe to share between threads.
    """

    def __init__(self, folder: Path, *, system: bool = True) -> None:
        self._folder = folder
        self._system = system
        self._opening = threading.Lock()
        self._shown: dict[str, bool] = {}

    def png(self, source: bytes, inputs: Mapping[str, str], *, ppi: float) -> bytes:
        """The one page of `source` as a picture; `inputs` are read in it as `sys.inputs`. Raises DrawingFailed."""
        return self._made(source, inputs, picture=ppi)

    def pdf(self, source: bytes, inputs: Mapping[str, str]) -> bytes:
        """`source` as a document after PDF/UA-1: tagged, titled, each letter shown. Raises DrawingFailed."""
        return self._made(source, inputs)

    def missing(self, clusters: Iterable[str]) -> frozenset[str]:
        """Those of the clusters (letters with their marks) that no font at hand can show on a page."""
        asked = {one for one in clusters if not PLAIN.issuperset(one)}
        unknown = sorted(asked - self._shown.keys())
        if unknown:
            unseen = self._looked_up(unknown)
            self._shown.update({one: one not in unseen for one in unknown})
        return frozenset(one for one in asked if not self._shown[one])

    def whole(self, draw: Callable[[Read], str]) -> tuple[str, bool]:
        """What `draw` makes as SVG when each of its words is read so that all of it is shown; and whether any changed.

        The finished picture is tried: inside one, typst finds a letter in one text and not in another.
        """
        unseen: set[str] = set()

        def read(text: str) -> str:
            return legible(text, lambda given: {one for one in given if not unseen.isdisjoint(one)})

        while True:
            svg = draw(read)
            foreign = set(svg) - PLAIN - {"\n"}
            complaint = self._complaint(_DRAWN, svg) if foreign else None
            if complaint is None:
                return svg, bool(unseen)
            unseen |= (_named(complaint) - unseen - PLAIN) or foreign

    def _looked_up(self, clusters: list[str]) -> set[str]:
        """Asks typst, which names the letters it has no shape for, until what is left is shown whole."""
        complaint = self._complaint(_SET, "\n".join(clusters))
        if complaint is None:
            return set()
        named = _named(complaint)
        missing = {one for one in clusters if not named.isdisjoint(one)}
        rest = [one for one in clusters if one not in missing]
        if missing:
            return missing | (self._looked_up(rest) if rest else set())
        if len(clusters) == 1:
            return set(clusters)
        half = len(clusters) // 2
        return self._looked_up(clusters[:half]) | self._looked_up(clusters[half:])

    def _complaint(self, source: bytes, letters: str) -> str | None:
        import typst

        try:
            self._compiler({"letters": letters}).compile(source, format="pdf", pdf_standards="ua-1")
        except typst.TypstError as error:
            return error.diagnostic or str(error)
        return None

    def _made(self, source: bytes, inputs: Mapping[str, str], *, picture: float | None = None) -> bytes:
        import typst

        compiler = self._compiler(inputs)
        try:
            if picture is None:
                made = compiler.compile(source, format="pdf", pdf_standards="ua-1")
            else:
                made = compiler.compile(source, format="png", ppi=picture)
        except typst.TypstError:
            raise DrawingFailed("typst refused a page") from None  # its words may quote a member's
        finally:
            self._let_go()
        if not isinstance(made, bytes):
            raise DrawingFailed("a picture became more than one page")
        return made

    def _let_go(self) -> None:
        idle = self._compiler({})
        for _ in range(_REMEMBERS):
            idle.compile(_NOTHING, format="png", ppi=72)

    def _compiler(self, inputs: Mapping[str, str]) -> "typst.Compiler":
        import typst

        with self._opening:
            fonts = self._opened
        return typst.Compiler(root=self._folder, font_paths=fonts, sys_inputs=dict(inputs))

    @cached_property
    def _opened(self) -> "typst.Fonts":
        import typst

        return typst.Fonts(include_system_fonts=self._system, include_embedded_fonts=False, font_paths=[self._folder])


def _named(complaint: str) -> set[str]:
    """The letters that typst says it cannot show."""
    return set("".join(_ESCAPED.sub(_letter, one) for one in _MISSING.findall(complaint)))


def _letter(escaped: re.Match[str]) -> str:
    return chr(int(escaped.group(1), 16))
