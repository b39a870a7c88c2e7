"""An empty database at its newest step, made once in each process of the suite and copied to whoever wants one."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from core.storage import Storage
from tests.fakes import masters


async def at_newest_step(file: Path) -> str:
    """The address of the SQLite database in `file`; one that is there already is left as it is."""
    model = _folder() / "model.db"
    if not model.exists():
        await (await Storage.open(f"sqlite:///{model}", masters())).close()
    _copy_unless_there(model, file)
    return f"sqlite:///{file}"


def _copy_unless_there(model: Path, file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    if not file.exists():
        shutil.copy(model, file)


@cache
def _folder() -> Path:
    """Removed when the process ends."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)
