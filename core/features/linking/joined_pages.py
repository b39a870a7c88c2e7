"""How joined accounts look: where reminders come, who cannot be reached, and the way to separate them."""

from collections.abc import Mapping, Sequence
from typing import Final

from core.features.linking.pages import on, page_button, settings_button
from core.model.action import action
from core.model.identity import Platform
from core.model.linking import Joined
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, title
from core.ports import Phrasebook
from core.scheduling.saying import said_moment

WHERE, TO, APART, APART_YES = "link.where", "link.to", "link.apart", "link.part"
HOME: Final = "home"


def joined_page(
    platforms: Sequence[Platform],
    joined: Joined | None,
    away: Mapping[Platform, int],
    unreachable: Sequence[Platform],
    zone: str,
    words: Phrasebook,
) -> Outbound:
    """What is joined, and until when it can be put back."""
    lines = [words("linking.joined", first=on(platforms[0], words), second=on(platforms[-1], words))]
    lines += [words("linking.unreachable", platform=on(one, words)) for one in unreachable]
    lines += [words("linking.away", platform=on(one, words), count=many) for one, many in away.items()]
    if joined is not None:
        lines.append(words("linking.until", when=said_moment(joined.apart_until, zone, words)))
    apart = Button(label=words("linking.button_apart"), action=action(APART))
    return message(
        title(words("linking.title")), *lines, buttons=((where_button(words),), (apart, settings_button(words)))
    )


def where_page(platforms: Sequence[Platform], words: Phrasebook, *, done: str = "") -> Outbound:
    """Where reminders shall come; `done` says what was chosen."""
    rows: list[tuple[AnyButton, ...]] = [
        (Button(label=on(one, words), action=action(TO, one.value)),) for one in platforms
    ]
    rows.append((Button(label=words("linking.button_home"), action=action(TO, HOME)),))
    return message(
        title(words("linking.where_title")),
        *([done] if done else []),
        words("linking.where"),
        buttons=(*rows, (page_button(words),)),
    )


def apart_page(here: Platform, other: Platform, joined: Joined | None, zone: str, words: Phrasebook) -> Outbound:
    """What separating would do; nothing is done yet."""
    sure = Button(label=words("linking.button_part"), action=action(APART_YES), emphasis=Emphasis.DANGER)
    if joined is not None:
        said = words("linking.apart", kept=on(joined.kept, words))
        small = words("linking.until", when=said_moment(joined.apart_until, zone, words))
    else:
        said = words("linking.apart_late", here=on(here, words), other=on(other, words))
        small = words("linking.apart_for_good")
    return message(title(words("linking.apart_title")), said, note(small), buttons=((sure, page_button(words)),))


def parted_page(words: Phrasebook) -> Outbound:
    """They are two again."""
    return message(words("linking.parted"), buttons=((page_button(words),),))


def where_button(words: Phrasebook) -> Button:
    """Leads to where reminders come."""
    return Button(label=words("linking.button_where"), action=action(WHERE))
