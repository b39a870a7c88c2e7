"""The socket for the master key: it wraps every other key, and lives outside the database and its folder."""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKey:
    """32 bytes with the number of their rotation: 1 is the first."""

    version: int
    key: bytes = field(repr=False)


class MasterKeys(Protocol):
    """Where the master keys are kept: usually one; two while a rotation runs."""

    def get(self, version: int) -> MasterKey | None:
        """None: that one is not here (lost, or rotated away)."""
        ...

    def newest(self) -> MasterKey | None: ...

    def make(self) -> MasterKey:
        """The first one, kept durably before it is returned. Asked for an empty database only.

        Raises SettingsError when there is one already, or it cannot be kept.
        """
        ...

    def reload(self) -> None:
        """Another process may have added one."""
        ...
