"""How it looks: what there is, what is taken along, and the two steps before everything is forgotten."""

from collections.abc import Sequence

from core.features.belongings.export import ExportFile
from core.features.belongings.routes import (
    GONE,
    STAY,
    SURE,
    export_button,
    forget_button,
    import_button,
    page_button,
    privacy_button,
)
from core.model.action import action
from core.model.identity import Member, Platform
from core.model.message import Button, Document, Emphasis, Outbound, message, note, plain, title
from core.ports import Phrasebook

Lines = Sequence[str]


def mine_page(lines: Lines, member: Member, words: Phrasebook) -> Outbound:
    """What there is about a member, and how long it stays."""
    days = member.answers_kept_days
    stays = words("belongings.stays_days", days=days) if days is not None else words("belongings.stays")
    return message(
        title(words("belongings.title")),
        *lines,
        note(stays),
        buttons=((export_button(words), import_button(words)), (forget_button(words), privacy_button(words))),
    )


def nothing_page(words: Phrasebook) -> Outbound:
    """For somebody about whom there is nothing."""
    return message(words("belongings.nothing"), buttons=((import_button(words), privacy_button(words)),))


def export_pages(batches: Sequence[Sequence[ExportFile]], lines: Lines, words: Phrasebook) -> list[Outbound]:
    """The files, with what they hold. More than one message only for a very long history."""
    pages = []
    for number, files in enumerate(batches, start=1):
        documents = [_document(file, words) for file in files]
        if number > 1:
            pages.append(message(words("belongings.export_more", number=number, all=len(batches)), *documents))
            continue
        said = [title(words("belongings.export_title")), *(plain(line) for line in lines)]
        back = (page_button(words), privacy_button(words))
        pages.append(message(*said, note(words("belongings.export_note")), *documents, buttons=(back,)))
    return pages


def forget_page(lines: Lines, words: Phrasebook) -> Outbound:
    """Step 1: what goes, what stays and why, and the way to take it along first."""
    onward = Button(label=words("belongings.button_forget_all"), action=action(SURE), emphasis=Emphasis.DANGER)
    keep = Button(label=words("belongings.button_stay"), action=action(STAY), emphasis=Emphasis.PRIMARY)
    return message(
        title(words("belongings.forget_title")),
        words("belongings.forget_goes"),
        *lines,
        note(words("belongings.forget_stays")),
        buttons=((export_button(words, first=True),), (onward, keep)),
    )


def sure_page(words: Phrasebook) -> Outbound:
    """Step 2."""
    yes = Button(label=words("belongings.button_gone"), action=action(GONE), emphasis=Emphasis.DANGER)
    no = Button(label=words("belongings.button_stay_after_all"), action=action(STAY), emphasis=Emphasis.PRIMARY)
    return message(title(words("belongings.sure_title")), words("belongings.sure"), buttons=((yes, no),))


def stays_page(words: Phrasebook) -> Outbound:
    """Nothing went."""
    return message(words("belongings.stayed"), buttons=((page_button(words),),))


def gone_page(lines: Lines, platform: Platform, words: Phrasebook) -> Outbound:
    """The last words: what went, and what only the member can delete."""
    return message(
        title(words("belongings.gone_title")),
        *lines,
        words("belongings.gone"),
        note(words(f"belongings.gone_chat_{platform.value}")),
    )


def gone_before_page(words: Phrasebook) -> Outbound:
    """There was nothing to forget."""
    return message(words("belongings.gone_before"))


def _document(file: ExportFile, words: Phrasebook) -> Document:
    if not file.section:
        alt = words("belongings.file_whole")
        return Document(content=file.content, name=file.name, media_type="application/json", alt=alt)
    alt = words("belongings.file_table", what=words(f"belongings.holds_{file.section}"))
    return Document(content=file.content, name=file.name, media_type="text/csv", alt=alt)
