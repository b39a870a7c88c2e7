"""How group totals look: the post, the way in, and where somebody is counted. All but the post is for one alone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from core.features.totals.adding import DAYS, MIN_PEOPLE, Week
from core.library.questionnaires import WORST, Question
from core.model.action import action
from core.model.consent import ConsentPurpose
from core.model.message import AnyButton, Button, DoorButton, Emphasis, Outbound, message, note, title
from core.model.totals import Counted
from core.ports import Phrasebook
from core.scheduling.saying import said_day

JOIN, LIST, STOP, BACK = "totals.join", "totals.list", "totals.stop", "totals.back"
COMMAND: Final = "totals"
MOST_SHOWN: Final = 20
_LEAST, _MOST = 1, 9


def week_page(week: Week, group_id: int, questions: Mapping[str, Question], words: Phrasebook) -> Outbound:
    """For all to read. An average at an end of the scale would tell that everybody stood there: it is cut."""
    lines = [_line(questions[measure].label, number, words) for measure, number in week.numbers.items()]
    return message(
        title(words("totals.week_title")),
        words("totals.week_days", days=week.days, all=DAYS, fewest=MIN_PEOPLE),
        *lines,
        note(words("totals.week_note", worst=WORST)),
        buttons=((DoorButton(label=words("totals.button_join"), action=action(JOIN, group_id)),),),
    )


def door_page(group_id: int, words: Phrasebook) -> Outbound:
    """In a group: the same for everybody, so that it tells nothing of anybody."""
    join: AnyButton = DoorButton(label=words("totals.button_join"), action=action(JOIN, group_id))
    listed: AnyButton = DoorButton(label=words("totals.button_list"), action=action(LIST))
    return message(title(words("totals.title")), words("totals.what", fewest=MIN_PEOPLE), buttons=((join,), (listed,)))


def agree_page(purpose: ConsentPurpose, group_id: int, words: Phrasebook) -> Outbound:
    """A yes is needed first, and it comes back here. Without check-ins there is nothing to count."""
    wanted = action("agree.words", purpose, COMMAND, group_id)
    read = Button(label=words("totals.button_agree"), action=wanted, emphasis=Emphasis.PRIMARY)
    not_now = Button(label=words("totals.button_not_now"), action=action("agree.no"))
    first = purpose is ConsentPurpose.CHECKINS
    return message(
        title(words("totals.title")),
        words("totals.agree_checkins" if first else "totals.agree"),
        buttons=((read, not_now),),
    )


def joined_page(joined: Counted, zone: str, words: Phrasebook) -> Outbound:
    """From when on, and how to undo it."""
    undo = Button(label=words("totals.button_undo"), action=action(STOP, joined.group_id), emphasis=Emphasis.DANGER)
    return message(
        words("totals.joined", **_when(joined.since, zone, words)),
        note(words("totals.joined_note")),
        buttons=((undo, _listed(words)),),
    )


def already_page(kept: Counted, zone: str, words: Phrasebook) -> Outbound:
    """Nothing was changed."""
    stop = Button(label=words("totals.button_stop"), action=action(STOP, kept.group_id), emphasis=Emphasis.DANGER)
    return message(words("totals.already", **_when(kept.since, zone, words)), buttons=((stop, _listed(words)),))


def list_page(kept: Sequence[Counted], zone: str, words: Phrasebook) -> Outbound:
    """A group has no name here: it is known by where and when somebody said yes."""
    shown = list(enumerate(kept[:MOST_SHOWN], start=1))
    lines = [words("totals.line", number=number, **_group(one, zone, words)) for number, one in shown]
    stops = [
        Button(
            label=words("totals.button_stop_one", number=number),
            action=action(STOP, one.group_id),
            emphasis=Emphasis.DANGER,
        )
        for number, one in shown
    ]
    rows: list[tuple[AnyButton, ...]] = [tuple(stops[at : at + 5]) for at in range(0, len(stops), 5)]
    privacy = Button(label=words("totals.button_privacy"), action=action("privacy.page"))
    said = lines or [words("totals.none")]
    settings = Button(label=words("totals.button_settings"), action=action("settings.page"))
    return message(title(words("totals.list_title")), *said, buttons=(*rows, (privacy, settings)))


def stopped_page(ended: Counted, zone: str, words: Phrasebook) -> Outbound:
    """Which group, and the way back: as it was, with its first day."""
    back = action(BACK, ended.group_id, int(ended.since.timestamp()))
    undo = Button(label=words("totals.button_undo"), action=back)
    return message(words("totals.stopped", **_group(ended, zone, words)), buttons=((undo, _listed(words)),))


def not_counted_page(words: Phrasebook) -> Outbound:
    """There was nothing to stop."""
    return message(words("totals.not_counted"), buttons=((_listed(words),),))


def stranger_page(words: Phrasebook) -> Outbound:
    """Only who is in a group is counted in it."""
    return message(words("totals.not_in_group"), buttons=((_listed(words),),))


def closed_page(words: Phrasebook) -> Outbound:
    """The people who run this Spoonlight keep no health answers on this platform."""
    return message(words("totals.closed"))


def _line(label: str, number: int, words: Phrasebook) -> str:
    if number >= _MOST:
        return words("totals.week_most", label=label, number=_MOST, worst=WORST)
    if number <= _LEAST:
        return words("totals.week_least", label=label, number=_LEAST, worst=WORST)
    return words("totals.week_line", label=label, number=number, worst=WORST)


def _listed(words: Phrasebook) -> Button:
    return Button(label=words("totals.button_list"), action=action(LIST))


def _group(one: Counted, zone: str, words: Phrasebook) -> dict[str, str]:
    return {"platform": words(f"totals.on_{one.platform.value}"), **_when(one.since, zone, words)}


def _when(at: datetime, zone: str, words: Phrasebook) -> dict[str, str]:
    local = at.astimezone(ZoneInfo(zone)).date()
    return {"day": said_day(local, words), "year": str(local.year)}
