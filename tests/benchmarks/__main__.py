"""`make bench`: prints the table for people and writes bench.json for programs. `--once`: one repetition each."""

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row, as_json, compared, process
from tests.benchmarks.table import table

_REPETITIONS = 3
_MB = 1024 * 1024
_SCHEDULES = 1_000_000  # as `restart` fills them in


def main() -> None:
    """Measures everything; a few minutes."""
    repetitions = 1 if "--once" in sys.argv[1:] else _REPETITIONS
    rows: list[Row] = []
    measured = (starts, events, due, real_reminders, restarts, keeping, checkins, drawings, small)
    for row in (row for measure in measured for row in measure(repetitions)):
        rows.append(row)
        print(table([row]), flush=True)
    Path("bench.json").write_text(json.dumps(as_json(rows), indent=1), encoding="utf-8")
    missed = [row.what for row in rows if row.met is False]
    print(f"{len(rows)} rows, written to bench.json. Missed: {', '.join(missed) or 'none'}.")


def starts(repetitions: int) -> Iterator[Row]:
    """(a) Ready on both platforms, beside merely importing what such a bot is usually built from."""
    with tempfile.TemporaryDirectory() as folder:
        process("start_ours", folder)()  # the very first start makes the database, and Python compiles
        process("start_imports")()
        sides = compared(repetitions, ours=process("start_ours", folder), imports_alone=process("start_imports"))
    ours, imports = sides["ours"], sides["imports_alone"]
    goal = "at most 1.25 times the imports"
    for what, figure, unit in (
        ("ready on both platforms, wall time", "seconds", "s"),
        ("ready on both platforms, CPU time", "cpu", "s"),
        ("ready on both platforms, most memory", "memory", "B"),
    ):
        met = ours.middle(figure) <= 1.25 * imports.middle(figure)
        yield Row(what=what, figure=figure, unit=unit, ours=ours, others=(imports,), goal=goal, met=met)
    yield Row(
        what="most memory once the finder is built too",
        figure="settled_memory",
        unit="B",
        ours=ours,
        goal=f"at most {1.25 * imports.middle('memory') / _MB:.0f} MB",
        met=ours.middle("settled_memory") <= 1.25 * imports.middle("memory"),
    )


def events(repetitions: int) -> Iterator[Row]:
    """(b) A native event on its way to a handler, beyond the library's own parsing and dispatch."""
    for platform, library in (("telegram", "python-telegram-bot"), ("discord", "discord.py")):
        sides = compared(repetitions, ours=process("event", platform))
        yield Row(
            what=f"{platform} tap -> neutral -> handler, beyond the library",
            figure="ours",
            unit="s",
            ours=sides["ours"],
            goal="at most 20 µs",
            met=sides["ours"].middle("ours") <= 20e-6,
            note="CPU time, best of 100 short rounds: the library's object to our fact, and the whole Router with "
            "signature and turn; the unit of work keeps nothing, the handler says nothing",
        )
        yield Row(
            what=f"... {library}'s own parsing and dispatch of it", figure="library", unit="s", ours=sides["ours"]
        )


def due(repetitions: int) -> Iterator[Row]:
    """(c) Schedules due together: moved on and in the outbox, beside schedulers that keep nothing."""
    for number in (1_000, 10_000):
        sides = compared(
            repetitions,
            ours=process("due_ours", str(number)),
            APScheduler_memory=process("due_apscheduler", str(number)),
            PTB_JobQueue=process("due_jobqueue", str(number)),
        )
        ours, memory, queue = sides.values()
        others = (memory, queue)
        small = number == 1_000
        met = ours.middle("seconds") <= (0.4 * memory.middle("seconds") if small else 0.6)
        goal = "at most 0.4 of APScheduler" if small else "at most 0.6 s"
        what = f"{number:,} due"
        yield Row(what=f"{what}: all done", figure="seconds", unit="s", ours=ours, others=others, goal=goal, met=met)
        yield Row(what=f"{what}: all done, CPU time", figure="cpu", unit="s", ours=ours, others=others)
        none_lost = ours.span("lost")[1] == 0
        yield Row(what=f"{what}: lost", figure="lost", unit="", ours=ours, others=others, goal="none", met=none_lost)
        calm = ours.middle("stall") <= 0.030
        yield Row(
            what=f"{what}: loop stands still",
            figure="stall",
            unit="s",
            ours=ours,
            others=others,
            goal="30 ms",
            met=calm,
        )


def real_reminders(repetitions: int) -> Iterator[Row]:
    """(c) The same with the members' own reminders as they are, beside the least that a message can be."""
    sides = compared(repetitions, bare=process("due_ours", "1000"), reminders=process("due_ours", "1000", "reminders"))
    bare, real = sides["bare"], sides["reminders"]
    yield Row(
        what="1,000 real reminders due, each noted in its member's log",
        figure="cpu",
        unit="s",
        ours=real,
        others=(bare,),
        goal="at most twice the bare one",
        met=real.middle("cpu") <= 2 * bare.middle("cpu"),
        note="CPU time",
    )


def restarts(repetitions: int) -> Iterator[Row]:
    """A start with a million schedules, beside one with none."""
    with tempfile.TemporaryDirectory() as folder:
        process("restart", folder, "fill")()
        sides = compared(
            repetitions, full=process("restart", folder, "full"), empty=process("restart", folder, "empty")
        )
    full, empty = sides["full"], sides["empty"]
    met = full.middle("seconds") <= empty.middle("seconds") + 0.060
    what = "restart with 1,000,000 schedules"
    goal = "at most 60 ms above an empty one"
    yield Row(what=what, figure="seconds", unit="s", ours=full, others=(empty,), goal=goal, met=met)
    more = full.middle("memory") - empty.middle("memory")
    yield Row(
        what="... most memory",
        figure="memory",
        unit="B",
        ours=full,
        others=(empty,),
        goal="no more",
        met=more <= 2 * _MB,
        note=f"{more / _SCHEDULES:.2f} B more for each schedule",
    )


def keeping(repetitions: int) -> Iterator[Row]:
    """(e) What it costs that everything is sealed, can be taken along, and can be forgotten."""
    sealing = compared(repetitions, ours=process("theirs_to_keep", "sealing"))["ours"]
    met = sealing.middle("adds") <= 0.0001
    yield Row(
        what="sealing adds to an answer",
        figure="adds",
        unit="s",
        ours=sealing,
        goal="at most 0.1 ms",
        met=met,
        note="CPU time of sealing and of opening again; the database's own work is not in it",
    )
    for what, goal, most in (("export", "under 2 s", 2.0), ("forget", "under 5 s", 5.0)):
        side = compared(repetitions if what == "export" else 1, ours=process("theirs_to_keep", what))["ours"]
        told = "five years exported" if what == "export" else "one forgotten beside 1,000,000 answers of others"
        yield Row(what=told, figure="seconds", unit="s", ours=side, goal=goal, met=side.middle("seconds") < most)


def checkins(repetitions: int) -> Iterator[Row]:
    """(f) Check-ins, with a million answers kept."""
    tap = compared(repetitions, ours=process("checkins_kept", "tap"))["ours"]
    yield Row(
        what="a check-in's tap until its answer is kept",
        figure="ours",
        unit="s",
        ours=tap,
        goal="at most 3 ms",
        met=tap.middle("ours") <= 0.003,
        note="CPU time beyond the library's parsing and dispatch, the database's work included; 1,000,000 answers",
    )
    years = compared(repetitions, ours=process("checkins_kept", "years"))["ours"]
    met = years.middle("seconds") <= 0.050
    what = "five years of answers opened and told"
    yield Row(what=what, figure="seconds", unit="s", ours=years, goal="50 ms", met=met)
    yield Row(what="... its CPU time", figure="cpu", unit="s", ours=years)
    calm = years.middle("stall") <= 0.020
    yield Row(what="... loop stands still", figure="stall", unit="s", ours=years, goal="20 ms", met=calm)


def drawings(repetitions: int) -> Iterator[Row]:
    """(g) A chart beside matplotlib's, a doctor's page, and what the loop feels of both."""
    sides = compared(repetitions, ours=process("drawing_ours", "chart"), matplotlib=process("drawing_matplotlib"))
    ours, theirs = sides["ours"], sides["matplotlib"]
    for what, figure, unit, most in (
        ("a chart of 30 days", "seconds", "s", 0.75),
        ("... the first one, with what it loads", "first", "s", None),
        ("... memory that drawing adds", "added", "B", 0.4),
        ("... most memory of the process", "memory", "B", None),
    ):
        met = ours.middle(figure) <= most * theirs.middle(figure) if most else None
        goal = f"at most {most} of matplotlib" if most else ""
        yield Row(what=what, figure=figure, unit=unit, ours=ours, others=(theirs,), goal=goal, met=met)
    page = compared(repetitions, ours=process("drawing_ours", "page"))["ours"]
    met = page.middle("seconds") <= 0.060
    yield Row(what="a doctor's page", figure="seconds", unit="s", ours=page, goal="at most 60 ms", met=met)
    yield Row(what="... its CPU time", figure="cpu", unit="s", ours=page)
    yield Row(what="... most memory of the process", figure="memory", unit="B", ours=page)
    calm = compared(repetitions, ours=process("drawing_stall"))["ours"]
    met = calm.middle("stall") <= 0.020
    yield Row(what="... loop stands still meanwhile", figure="stall", unit="s", ours=calm, goal="20 ms", met=met)


def small(repetitions: int) -> Iterator[Row]:
    """(h) `--help`, a question, and one reckoning of a next fire."""
    shown = compared(repetitions, ours=process("help"))["ours"]
    met = shown.middle("seconds") < 0.25
    yield Row(what="spoonlight --help", figure="seconds", unit="s", ours=shown, goal="under 250 ms", met=met)
    asked = compared(repetitions, ours=process("question"))["ours"]
    yield Row(what="a question at 300 snippets, median", figure="median", unit="s", ours=asked)
    met = asked.middle("p95") < 0.005
    yield Row(what="... 95th percentile", figure="p95", unit="s", ours=asked, goal="under 5 ms", met=met)
    met = asked.middle("screen_p95") < 0.005
    yield Row(what="... the crisis screen, p95", figure="screen_p95", unit="s", ours=asked, goal="under 5 ms", met=met)
    fires = compared(repetitions, ours=process("next_fire"))["ours"]
    met = fires.middle("ours") <= 5e-6
    yield Row(what="one next fire", figure="ours", unit="s", ours=fires, goal="at most 5 µs", met=met)
    met = fires.middle("ratio") >= 4
    yield Row(what="... times faster than CronTrigger", figure="ratio", unit="", ours=fires, goal="at least 4", met=met)


if __name__ == "__main__":
    main()
