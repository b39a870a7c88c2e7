"""How an agreement looks: the words, then the statement; what was agreed to; and what stops when it is taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from core.library.consents import Consents, ConsentText
from core.model.action import action
from core.model.consent import Consent, ConsentPurpose
from core.model.message import AnyButton, Button, Emphasis, Outbound, message, note, plain, title
from core.ports import Phrasebook
from core.scheduling.saying import said_day

READ, SURE, YES, NO = "agree.words", "agree.sure", "agree.yes", "agree.no"
LIST, END, DROP, DROPPED = "agree.list", "agree.end", "agree.drop", "agree.dropped"

Then = tuple[str, ...]
"""The command to go on with after a yes: its name and one option, or nothing."""

CHECKINS: Final = ConsentPurpose.CHECKINS


def words_page(text: ConsentText, then: Then, words: Phrasebook, *, changed: bool) -> Outbound:
    """Step 1: what is agreed to. `changed`: an earlier version was agreed to before."""
    onward = Button(
        label=words("consent.button_continue"),
        action=action(SURE, text.purpose, text.version, *then),
        emphasis=Emphasis.PRIMARY,
    )
    return message(
        *([note(words("consent.changed"))] if changed else []),
        title(text.title),
        *text.lines,
        buttons=((onward, Button(label=words("consent.button_not_now"), action=action(NO))),),
    )


def statement_page(text: ConsentText, then: Then, words: Phrasebook) -> Outbound:
    """Step 2: the express statement, said by one tap."""
    yes = Button(
        label=words("consent.button_yes"),
        action=action(YES, text.purpose, text.version, *then),
        emphasis=Emphasis.PRIMARY,
    )
    return message(
        note(words("consent.sure")),
        text.statement,
        buttons=((yes, Button(label=words("consent.button_no"), action=action(NO))),),
    )


def thanks_page(given: Consent, zone: str, words: Phrasebook, *, onward: bool) -> Outbound:
    """The yes is kept. `onward`: something else follows, so that no button is needed here."""
    said = plain(words("consent.thanks", **_said(given.given_at, zone, words)))
    if onward:
        return message(said)
    first = [Button(label=words("consent.button_checkin"), action=action("checkin.begin"))]
    rest = [Button(label=words("consent.button_list"), action=action(LIST))]
    return message(said, buttons=((*(first if given.purpose is CHECKINS else []), *rest),))


def not_now_page(words: Phrasebook) -> Outbound:
    """A no costs nothing."""
    return message(words("consent.not_now"), buttons=(_ways_on(words),))


def not_here_page(words: Phrasebook) -> Outbound:
    """The people who run this Spoonlight keep no health answers on this platform."""
    return message(words("consent.not_here"), buttons=(_ways_on(words),))


def list_page(texts: Consents, given: Sequence[Consent], zone: str, words: Phrasebook) -> Outbound:
    """Each purpose with where it stands; each yes and each no is one tap away. `given`: all of them, oldest first."""
    latest = {consent.purpose: consent for consent in given}
    lines = [_line(text, latest.get(purpose), zone, words) for purpose, text in texts.items()]
    rows = [_choices(text, latest.get(purpose), words) for purpose, text in texts.items()]
    back = Button(label=words("consent.button_privacy"), action=action("privacy.page"))
    return message(
        title(words("consent.list_title")), *lines, note(words("consent.list_note")), buttons=(*rows, (back,))
    )


def ended_page(text: ConsentText, drops_at: datetime | None, zone: str, words: Phrasebook) -> Outbound:
    """What stops now. `drops_at` (aware UTC): when what was kept goes; None when there is nothing to go."""
    again = Button(label=words("consent.button_again"), action=action(READ, text.purpose))
    listed = Button(label=words("consent.button_list"), action=action(LIST))
    if text.purpose is not CHECKINS:
        return message(words("consent.ended", name=text.name), buttons=((again, listed),))
    if drops_at is None:
        return message(words("consent.ended_nothing"), buttons=((again, listed),))
    return message(words("consent.ended_checkins", day=_day(drops_at, zone, words)), buttons=_after_the_end(words))


def all_ended_page(drops_at: datetime | None, zone: str, words: Phrasebook) -> Outbound:
    """Everything was taken back at once."""
    listed = Button(label=words("consent.button_list"), action=action(LIST))
    if drops_at is None:
        return message(words("consent.ended_all"), buttons=((listed,),))
    said = words("consent.ended_checkins", day=_day(drops_at, zone, words))
    return message(said, words("consent.ended_all"), buttons=_after_the_end(words))


def ended_before_page(words: Phrasebook) -> Outbound:
    """There was nothing to take back."""
    return message(words("consent.ended_before"), buttons=(_ways_on(words),))


def drop_page(count: int, words: Phrasebook) -> Outbound:
    """Asked once before check-ins go at once."""
    sure = Button(label=words("consent.button_drop_sure"), action=action(DROPPED), emphasis=Emphasis.DANGER)
    return message(
        words("consent.drop", count=count),
        buttons=((sure, Button(label=words("consent.button_wait"), action=action(LIST))),),
    )


def dropped_page(words: Phrasebook) -> Outbound:
    """They are gone."""
    return message(words("consent.dropped"), buttons=(_ways_on(words),))


def _line(text: ConsentText, consent: Consent | None, zone: str, words: Phrasebook) -> str:
    if consent is None:
        return words("consent.line_none", name=text.name)
    if consent.withdrawn_at is not None:
        return words("consent.line_withdrawn", name=text.name, **_said(consent.withdrawn_at, zone, words))
    key = "consent.line_given" if text.covers(consent) else "consent.line_older"
    return words(key, name=text.name, **_said(consent.given_at, zone, words))


def _choices(text: ConsentText, consent: Consent | None, words: Phrasebook) -> tuple[AnyButton, ...]:
    give = Button(label=words("consent.button_give", name=text.name), action=action(READ, text.purpose))
    end = Button(label=words("consent.button_end", name=text.name), action=action(END, text.purpose))
    if consent is None or consent.withdrawn_at is not None:
        return (give,)
    return (end,) if text.covers(consent) else (give, end)


def _after_the_end(words: Phrasebook) -> tuple[tuple[AnyButton, ...], ...]:
    return (
        (
            Button(label=words("consent.button_export"), action=action("mine.export")),
            Button(label=words("consent.button_drop"), action=action(DROP)),
        ),
        (Button(label=words("consent.button_again"), action=action(READ, CHECKINS)),),
    )


def _ways_on(words: Phrasebook) -> tuple[AnyButton, ...]:
    return (
        Button(label=words("consent.button_privacy"), action=action("privacy.page")),
        Button(label=words("consent.button_menu"), action=action("onboarding.menu")),
    )


def _said(at: datetime, zone: str, words: Phrasebook) -> dict[str, object]:
    return {"day": _day(at, zone, words), "year": at.astimezone(ZoneInfo(zone)).year}


def _day(at: datetime, zone: str, words: Phrasebook) -> str:
    return said_day(at.astimezone(ZoneInfo(zone)).date(), words)
