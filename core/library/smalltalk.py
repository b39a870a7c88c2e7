"""What people say that is not a question, and how it is answered (`data/smalltalk.yaml`).

Holds the ways of saying and the answers; recognising what was said is the search's work.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.library.doors import Door, DoorForm, as_doors
from core.library.forms import Form, Id, Text, fill, refuse_twins
from core.library.reading import Sheet, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallTalk:
    """One kind of remark: how people say it, what may be answered, and the doors under the answer."""

    id: str
    said: tuple[str, ...]
    replies: tuple[str, ...]
    doors: tuple[Door, ...]


class SmallTalkForm(Form):
    """One item of smalltalk.yaml."""

    id: Id
    said: Annotated[list[Text], Field(min_length=12)]
    replies: Annotated[list[Text], Field(min_length=3)]
    doors: Annotated[tuple[DoorForm, ...], Field(max_length=4)] = ()


class SmallTalksForm(Form):
    """The whole of smalltalk.yaml."""

    remarks: Annotated[list[SmallTalkForm], Field(min_length=1)]


def read_smalltalk(path: Path, name: str) -> Mapping[str, SmallTalk]:
    """Return the remarks by id; raises ContentError for a broken file or a way of saying that is there twice."""
    sheet = read_sheet(path, name)
    form = fill(SmallTalksForm, sheet)
    refuse_twins(sheet, ("remarks",), (remark.id for remark in form.remarks))
    _refuse_repeats(sheet, form.remarks)
    return MappingProxyType(
        {
            remark.id: SmallTalk(
                id=remark.id,
                said=tuple(remark.said),
                replies=tuple(remark.replies),
                doors=as_doors(remark.doors),
            )
            for remark in form.remarks
        }
    )


def _refuse_repeats(sheet: Sheet, remarks: Sequence[SmallTalkForm]) -> None:
    heard: dict[str, str] = {}
    for number, remark in enumerate(remarks):
        for index, said in enumerate(remark.said):
            plain = " ".join(re.sub(r"[.,!?]+", " ", said.lower()).split()) or said
            if plain in heard:
                raise sheet.broken(
                    ["remarks", number, "said", index],
                    f'"{said}" is under `{heard[plain]}` already',
                    "Keep it under the one that fits better.",
                )
            heard[plain] = remark.id
