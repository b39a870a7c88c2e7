"""Makes files of a member's records: one JSON that holds all of it and can be brought back, and tables to look at.

It reads no store and keeps no copy. Pure, so that it can run beside the loop.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from core.features.belongings.reading import FORMAT, MOST_BYTES, MOST_RECORDS, VERSION
from core.ports import Record

Sections = Mapping[str, Sequence[Record]]

TABLES: Final = ("checkins", "reminders")
"""The sections that also come as a table."""

MOST_AT_ONCE: Final = 8_000_000
"""Bytes of the files of one message: below what each platform takes."""

_STARTS_A_FORMULA: Final = (
    *("=", "+", "-", "@", "\t", "\r", "\n"),
    "\N{FULLWIDTH EQUALS SIGN}",
    "\N{FULLWIDTH PLUS SIGN}",
    "\N{FULLWIDTH HYPHEN-MINUS}",
    "\N{FULLWIDTH COMMERCIAL AT}",
)
_BOM: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"
_ROOM: Final = 2000  # for the lines around the sections
_AROUND: Final = len("   ,\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFile:
    """One file. `section` is the one that a table shows, empty for the whole."""

    name: str
    content: bytes
    section: str = ""


def export_files(sections: Sections, *, made_at: datetime, zone: str) -> list[ExportFile]:
    """The whole (in several files, each good by itself, when it is long), then the tables. `zone` is the member's."""
    local = made_at.astimezone(ZoneInfo(zone))
    parts = list(_parts(sections))
    files = []
    for number, part in enumerate(parts, start=1):
        piece = f"-part-{number}-of-{len(parts)}" if len(parts) > 1 else ""
        name = f"spoonlight-export-{local:%Y-%m-%d}{piece}.json"
        files.append(ExportFile(name=name, content=_whole(part, made_at)))
    for section in TABLES:
        if records := sections.get(section):
            rows = _checkin_rows(records, ZoneInfo(zone)) if section == "checkins" else _plain_rows(records)
            files.append(ExportFile(name=f"{section}.csv", content=_table(rows), section=section))
    return files


def batches(files: Iterable[ExportFile]) -> list[list[ExportFile]]:
    """The files of each message. A table that is too big for one is left out: the whole has all of it."""
    filled: list[list[ExportFile]] = [[]]
    room = MOST_AT_ONCE
    for file in files:
        if len(file.content) > MOST_AT_ONCE:
            continue
        if len(file.content) > room:
            filled.append([])
            room = MOST_AT_ONCE
        filled[-1].append(file)
        room -= len(file.content)
    return filled


def inert(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _whole(part: Mapping[str, Sequence[str]], made_at: datetime) -> bytes:
    """Indented down to the records, each of which has a line of its own: to be read by people, and soon written."""
    sections = ",\n".join(f"  {_json(name)}: {_list(records)}" for name, records in sorted(part.items()))
    lines = (
        "{",
        f' "format": {_json(FORMAT)},',
        f' "made_at": {_json(made_at.astimezone(UTC).isoformat())},',
        f' "sections": {{\n{sections}\n }},',
        f' "version": {VERSION}',
        "}",
    )
    return "\n".join(lines).encode()


def _list(records: Sequence[str]) -> str:
    return "[\n" + ",\n".join(f"   {record}" for record in records) + "\n  ]" if records else "[]"


def _parts(sections: Sections) -> Iterator[dict[str, list[str]]]:
    """The records as JSON, cut between two where a part would be longer than what can be brought back."""
    part: dict[str, list[str]] = {name: [] for name in sections}
    size = many = 0
    for name, records in sections.items():
        for record in records:
            written = _json(dict(record))
            length = len(written.encode()) + _AROUND
            if many and (size + length > MOST_BYTES - _ROOM or many == MOST_RECORDS):
                yield {name: kept for name, kept in part.items() if kept}
                part, size, many = {name: [] for name in sections}, 0, 0
            part[name].append(written)
            size, many = size + length, many + 1
    yield part


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _checkin_rows(records: Sequence[Record], zone: ZoneInfo) -> Iterator[list[Any]]:
    """One row an answer; a check-in without answers has one with its note."""
    yield ["date", "time", "set", "measure", "value", "note"]
    for record in records:
        opened = datetime.fromisoformat(record["opened_at"]).astimezone(zone)
        for answer in record["answers"] or ({"measure": "", "value": None},):
            about = [record["date"], f"{opened:%H:%M}", record["set"]]
            yield [*about, answer["measure"], answer["value"], record["note"]]


def _plain_rows(records: Sequence[Record]) -> Iterator[list[Any]]:
    """A column for each name that any record has, in the order of appearance, but for what is itself made of parts."""
    parts = {name for record in records for name, value in record.items() if isinstance(value, dict | list | tuple)}
    names = [name for name in dict.fromkeys(name for record in records for name in record) if name not in parts]
    yield names
    for record in records:
        yield [record.get(name) for name in names]


def _table(rows: Iterable[Sequence[Any]]) -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheet programs guess another alphabet."""
    written = io.StringIO(_BOM, newline="")
    written.seek(0, io.SEEK_END)
    writer = csv.writer(written)
    for row in rows:
        writer.writerow([inert(cell) if isinstance(cell, str) else cell for cell in row])
    return written.getvalue().encode()
