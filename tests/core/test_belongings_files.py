"""The files of an export, and what becomes of any file that somebody sends as one."""

import csv
import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.features.belongings.export import MOST_AT_ONCE, ExportFile, batches, export_files, inert
from core.features.belongings.reading import MOST_BYTES, Exported, NotReadable, read_export

MADE_AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
GOOD: dict[str, Any] = {"format": "spoonlight-export", "version": 1, "made_at": "x", "sections": {"notes": [{"a": 1}]}}
BEGINS = ["=", "+", "-", "@", "\t", "\r", "\n"]


def checkin(day: int = 0, *, answers: int = 6, note: str = "") -> dict[str, Any]:
    at = (MADE_AT - timedelta(days=day)).isoformat()
    told = [{"measure": f"m{number}", "value": number, "at": at} for number in range(answers)]
    return {"date": at[:10], "set": "daily", "opened_at": at, "closed_at": at, "answers": told, "note": note}


def files_of(sections: Mapping[str, Sequence[Mapping[str, Any]]], zone: str = "UTC") -> dict[str, ExportFile]:
    return {file.name: file for file in export_files(sections, made_at=MADE_AT, zone=zone)}


def rows_of(file: ExportFile) -> list[list[str]]:
    return list(csv.reader(file.content.decode("utf-8-sig").splitlines(keepends=True)))


def refused(content: bytes) -> str:
    with pytest.raises(NotReadable) as refusal:
        read_export(content)
    return refusal.value.key


def as_json(**changed: Any) -> bytes:
    return json.dumps(GOOD | changed).encode()


def test_what_goes_out_comes_back_the_same() -> None:
    sections = {"checkins": [checkin(note='"Größe" 猫 🫠\nnext')], "reminders": [], "you": [{"zone": None}]}
    whole = files_of(sections)["spoonlight-export-2026-03-02.json"]
    assert read_export(whole.content) == Exported(sections=sections, broken=dict.fromkeys(sections, 0))
    assert "Größe" in whole.content.decode()
    assert whole.content == files_of(sections)[whole.name].content


def test_a_file_bears_the_members_own_day() -> None:
    assert list(files_of({}, zone="Asia/Tokyo")) == ["spoonlight-export-2026-03-03.json"]


def test_a_table_has_a_row_for_each_answer_in_the_members_own_time() -> None:
    table = files_of({"checkins": [checkin(answers=2, note="a note"), checkin(answers=0)]}, zone="Asia/Tokyo")
    assert rows_of(table["checkins.csv"]) == [
        ["date", "time", "set", "measure", "value", "note"],
        ["2026-03-02", "08:30", "daily", "m0", "0", "a note"],
        ["2026-03-02", "08:30", "daily", "m1", "1", "a note"],
        ["2026-03-02", "08:30", "daily", "", "", ""],
    ]
    assert table["checkins.csv"].content.startswith(b"\xef\xbb\xbf")


def test_reminders_come_as_a_table_without_what_is_made_of_parts() -> None:
    kept: list[dict[str, Any]] = [
        {"what": "rest", "rule": {"a": 1}, "rrule": None},
        {"what": "water", "on": "telegram"},
    ]
    assert rows_of(files_of({"reminders": kept})["reminders.csv"]) == [
        ["what", "rrule", "on"],
        ["rest", "", ""],
        ["water", "", "telegram"],
    ]


def test_what_is_empty_has_no_table() -> None:
    assert list(files_of({"checkins": [], "reminders": []})) == ["spoonlight-export-2026-03-02.json"]


@pytest.mark.parametrize("begins", BEGINS)
def test_no_cell_is_a_formula(begins: str) -> None:
    note = f"{begins}HYPERLINK(\"http://example.org\",'x')"
    file = files_of({"checkins": [checkin(answers=1, note=note)]})["checkins.csv"]
    assert inert(note) == f"'{note}"
    cells = [cell for row in csv.reader(file.content.decode("utf-8-sig").splitlines(keepends=True)) for cell in row]
    assert [cell for cell in cells if cell[:1] in BEGINS] == []


def test_a_history_of_five_years_is_made_and_read_in_well_under_two_seconds() -> None:
    sections = {"checkins": [checkin(day, note="a day like others, with a few words about it") for day in range(1826)]}
    began = time.process_time()
    files = export_files(sections, made_at=MADE_AT, zone="Europe/London")
    assert read_export(files[0].content).sections == sections
    assert time.process_time() - began < 1.0
    assert len(files) == 2
    assert len(batches(files)) == 1
    assert len(files[0].content) < MOST_BYTES


def test_a_very_long_history_comes_in_parts_that_can_each_be_brought_back() -> None:
    records = [checkin(day, answers=1, note="n" * 3000) for day in range(2500)]
    files = export_files({"checkins": records, "reminders": [{"what": "rest"}]}, made_at=MADE_AT, zone="UTC")
    parts = [file for file in files if not file.section]
    assert parts[0].name == f"spoonlight-export-2026-03-02-part-1-of-{len(parts)}.json"
    assert len(parts) > 1
    assert max(len(file.content) for file in parts) <= MOST_BYTES
    again = [record for part in parts for record in read_export(part.content).sections.get("checkins", ())]
    assert again == records
    for batch in batches(files):
        assert sum(len(file.content) for file in batch) <= MOST_AT_ONCE


def test_a_table_too_big_for_any_message_is_left_out() -> None:
    big = ExportFile(name="checkins.csv", content=b"x" * (MOST_AT_ONCE + 1), section="checkins")
    small = ExportFile(name="whole.json", content=b"{}")
    assert batches([small, big]) == [[small]]


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "file_not_json"),
        (b"\xff\xfe\x00nothing", "file_not_json"),
        (b"PK\x03\x04 a packed file", "file_not_json"),
        (b"[" * 200_000, "file_not_json"),
        (b"{" * 300_000, "file_too_much"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "file_not_json"),
        (b"9" * 4_000_000, "file_not_json"),
        (b'{"format": NaN}', "file_not_json"),
        (b"[" + b"1," * 1_000_000 + b"1]", "file_not_ours"),
        (b'"spoonlight-export"', "file_not_ours"),
        (b"null", "file_not_ours"),
        (b"x" * (MOST_BYTES + 1), "file_too_big"),
        (as_json(format="another"), "file_not_ours"),
        (as_json(version=2), "file_newer"),
        (as_json(version=10**30), "file_newer"),
        (as_json(version=True), "file_not_ours"),
        (as_json(version="1"), "file_not_ours"),
        (as_json(version=0), "file_not_ours"),
        (as_json(sections=[]), "file_not_ours"),
        (as_json(sections={"checkins": [0] * 1_000_000}), "file_too_much"),
    ],
)
def test_what_is_no_export_is_refused_for_its_reason_and_soon(content: bytes, key: str) -> None:
    began = time.process_time()
    assert refused(content) == key
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    "record",
    [
        '"words"',
        "7",
        "[]",
        '{"a": "\\ud800"}',
        '{"\\udfff": 1}',
        '{"a": "\\u0000"}',
        '{"a": 1e999}',
        '{"a": 99999999999999999999}',
        '{"a": [[[[[[[[1]]]]]]]]}',
        '{"a": "' + "x" * 30_000 + '"}',
    ],
)
def test_a_record_of_no_shape_is_counted_and_left_out(record: str) -> None:
    text = json.dumps(GOOD).replace('{"a": 1}', f'{{"a": 1}}, {record}')
    assert read_export(text.encode()) == Exported(sections={"notes": [{"a": 1}]}, broken={"notes": 1})


def test_a_section_that_is_no_list_is_counted_too() -> None:
    assert read_export(as_json(sections={"notes": {"a": 1}})) == Exported(sections={}, broken={"notes": 1})


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the code
@given(sections=st.dictionaries(st.sampled_from(["checkins", "reminders", "you", "x"]), ANY_JSON | st.lists(ANY_JSON)))
def test_whatever_the_sections_are_they_are_read_or_refused(sections: dict[str, Any]) -> None:
    try:
        exported = read_export(as_json(sections=sections))
    except NotReadable:
        return
    for records in exported.sections.values():
        assert all(isinstance(record, dict) for record in records)
        json.dumps(records, ensure_ascii=False, allow_nan=False).encode()


@given(content=st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_refused(content: bytes) -> None:
    assert refused(content).startswith("file_")
