"""What is left of whoever wrote without a name: nothing that tells one person from another, on disk or in logs."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from core.knowledge import Knowledge
from core.model.identity import Role
from core.model.message import Outbound
from core.storage.anonymous_tables import anonymous_notes, anonymous_ways
from core.storage.backup import write_backup
from core.storage.members import hash_of_account
from tests.bots.byte_scan import found_in_files
from tests.core.company import Company, company
from tests.fakes import MovableClock
from tests.rows import Rows, database_of, rows_of
from tests.stage import GROUP

ANN, BEN = "7706100125", "9904400377"
"""As a platform numbers them: long enough to be found, and not by chance."""

QUESTION = "What helps you fall asleep?"


def test_no_column_can_hold_a_person_or_a_time_of_day() -> None:
    ways, notes = (sorted(table.c.keys()) for table in (anonymous_ways, anonymous_notes))
    assert ways == ["group_id", "id", "kind"]
    assert notes == ["answer", "came_on", "group_id", "id", "kind", "ripe", "state", "ticket_hash", "words"]


async def everything(here: Company, writer: str) -> Outbound:
    """Both kinds, from the first word to the end; returns the message with the last ticket."""
    mo = here.moderator()
    await mo.command("group anonymous")
    await mo.taps("Turn on: questions")
    await mo.taps("Turn on: messages")
    here.transport.roles[writer, GROUP.conversation] = Role.MEMBER
    person = here.member(writer)
    await person.command("ask group I want to end my life")
    for command, end in (("ask group", "Post it"), ("ask moderators", "Decline, and block")):
        await person.command(command)
        await person.says(QUESTION)
        await person.taps("Hand it in")
        with_ticket = person.seen
        await person.taps(next(iter(person.buttons)))
        for _ in range(2):
            here.clock.move_to(here.clock.now() + timedelta(minutes=30))
            await here.due()
        await mo.command("group anonymous")
        await mo.taps("See what waits")
        await mo.taps(end)
        await here.due()
        await person.taps(next(iter(person.buttons)))
    return with_ticket


@pytest.mark.parametrize("known", [False, True], ids=["never seen before", "a member already"])
async def test_a_run_by_ann_leaves_the_rows_that_a_run_by_ben_leaves(
    knowledge: Knowledge, tmp_path: Path, known: bool
) -> None:
    left: dict[str, Rows] = {}
    for writer in (ANN, BEN):
        folder = tmp_path / writer
        folder.mkdir()
        clock = MovableClock()
        async with company(knowledge, folder, clock) as here:
            if known:
                for one in (ANN, BEN):
                    await here.member(one).command("learn")
            await everything(here, writer)
            left[writer] = rows_of(database_of(here.bot), by_length=True)
    assert left[ANN]["anonymous_notes"] != []
    assert left[ANN] == left[BEN]


async def test_writing_changes_no_row_but_the_note_and_marks_no_event(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock
) -> None:
    async with company(knowledge, tmp_path, clock) as here:
        mo = here.moderator()
        await mo.command("group anonymous")
        await mo.taps("Turn on: questions")
        here.transport.roles[ANN, GROUP.conversation] = Role.MEMBER
        person = here.member(ANN)
        await person.command("remind")  # a half-filled form, and a member's row
        before = rows_of(database_of(here.bot))
        await person.command("ask group")
        await person.says(QUESTION)
        assert rows_of(database_of(here.bot)) == before
        await person.taps("Hand it in")
        after = rows_of(database_of(here.bot))
        assert {name for name in before if before[name] != after[name]} == {"anonymous_notes", "counters"}
        await person.taps("See how it stands")
        assert rows_of(database_of(here.bot)) == after


async def test_no_file_no_backup_and_no_log_holds_the_writer_their_hash_or_their_ticket(
    knowledge: Knowledge, tmp_path: Path, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)  # libraries are heard from WARNING on
    async with company(knowledge, tmp_path, clock) as here:
        seen = await everything(here, ANN)
        file = database_of(here.bot)
        hidden = [ANN, hash_of_account(here.bot._storage._vault.lookup, here.member(ANN).account), QUESTION]
        hidden += [one.action.args[0] for row in seen.buttons for one in row if hasattr(one, "action")][:1]
        backup = tmp_path / "backup.db"
        backup.touch()
        await write_backup(f"sqlite:///{file}", backup, now=clock.now())
        assert found_in_files(tmp_path, ["anonymous_notes"]) != [], "the scan reads the files"
        assert (tmp_path / "company.db-wal").stat().st_size, "the log of the database is scanned, too"
        assert found_in_files(tmp_path, hidden) == []
    assert found_in_files(tmp_path, hidden) == []
    assert [word for word in hidden if word in caplog.text] == []
