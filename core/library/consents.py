"""The words that members agree to, one text for each purpose, with its version and fingerprint (`data/consents.yaml`).

Holds nobody's yes; that is a row of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.library.forms import Form, Label, Text, fill
from core.library.reading import Sheet, read_sheet
from core.model.consent import Consent, ConsentPurpose

_BEGINS = "I agree "


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """What is shown before a yes: a title, lines, and the statement that is said yes to."""

    purpose: ConsentPurpose
    version: int
    name: str
    title: str
    lines: tuple[str, ...]
    statement: str

    @property
    def text_hash(self) -> str:
        """SHA-256 (hex, of UTF-8) over exactly what is shown, one line after the other."""
        return sha256("\n".join((self.title, *self.lines, self.statement)).encode()).hexdigest()

    def given(self, at: datetime) -> Consent:
        """A yes to these words at that time (aware UTC)."""
        return Consent(purpose=self.purpose, version=self.version, text_hash=self.text_hash, given_at=at)

    def covers(self, consent: Consent | None) -> bool:
        """Whether this yes was said to these words and not to earlier ones."""
        return consent is not None and consent.version == self.version and consent.withdrawn_at is None


Consents = Mapping[ConsentPurpose, ConsentText]
"""Every purpose has its text, in the order of ConsentPurpose."""


class ConsentForm(Form):
    """One purpose; its id is the key above it. All five lines have to be there."""

    version: Annotated[int, Field(ge=1)]
    name: Label
    title: Text
    what: Text
    why: Text
    how_long: Text
    who: Text
    how_to_end: Text
    statement: Text


class ConsentsForm(Form):
    """The whole of consents.yaml."""

    checkins: ConsentForm
    group_totals: ConsentForm
    linking: ConsentForm


def read_consents(path: Path, name: str) -> Consents:
    """Return the texts; raises ContentError for a broken file, a missing line, or a statement that is no yes."""
    sheet = read_sheet(path, name)
    form = fill(ConsentsForm, sheet)
    return MappingProxyType({purpose: _text(purpose, getattr(form, purpose), sheet) for purpose in ConsentPurpose})


def _text(purpose: ConsentPurpose, form: ConsentForm, sheet: Sheet) -> ConsentText:
    if not form.statement.startswith(_BEGINS):
        raise sheet.broken(
            [purpose.value, "statement"],
            "the statement is not said by the member",
            'Begin it with "I agree that", so that a yes to it says what it means.',
        )
    return ConsentText(
        purpose=purpose,
        version=form.version,
        name=form.name,
        title=form.title,
        lines=(form.what, form.why, form.how_long, form.who, form.how_to_end),
        statement=form.statement,
    )
