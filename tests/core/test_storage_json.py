"""Stored JSON: whatever a feature may say or schedule comes back exactly as it was."""

from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import StoredUnreadable
from core.model.action import Action
from core.model.identity import Account, Platform
from core.model.message import (
    Button,
    CopyButton,
    Document,
    DoorButton,
    Link,
    LinkButton,
    Mention,
    Moment,
    Outbound,
    Paragraph,
    Picture,
)
from core.model.schedule import Daily, Interval, Monthly, Once, Recurrence, Unit, Weekday, Weekly
from core.storage.message_json import message_from_json, message_to_json
from core.storage.stored_json import (
    action_from_json,
    action_to_json,
    recurrence_from_json,
    recurrence_to_json,
    texts_from_json,
    texts_to_json,
)
from core.storage.types import utc_text

_words = st.text(max_size=20)
_actions = st.builds(Action, route=_words, args=st.lists(_words, max_size=3).map(tuple))
_moments = st.builds(Moment, at=st.datetimes(timezones=st.just(UTC)), zone=_words)
_accounts = st.builds(Account, platform=st.sampled_from(Platform), user_id=_words)
_mentions = st.builds(Mention, account=_accounts, label=_words)
_spans = st.one_of(_words, _moments, _mentions, st.builds(Link, label=_words, url=_words))
_blocks = st.one_of(
    st.builds(Paragraph, spans=st.lists(_spans, max_size=3).map(tuple)),
    st.builds(Picture, content=st.binary(max_size=20), alt=_words, name=_words),
    st.builds(Document, content=st.binary(max_size=20), name=_words, media_type=_words, alt=_words),
)
_buttons = st.one_of(
    st.builds(Button, label=_words, action=_actions),
    st.builds(LinkButton, label=_words, url=_words),
    st.builds(DoorButton, label=_words, action=_actions),
    st.builds(CopyButton, label=_words, text=_words),
)
_messages = st.builds(
    Outbound,
    blocks=st.lists(_blocks, max_size=4).map(tuple),
    buttons=st.lists(st.lists(_buttons, max_size=3).map(tuple), max_size=3).map(tuple),
    quiet=st.booleans(),
)
_times = st.lists(st.times(), min_size=1, max_size=3).map(tuple)
_days = st.frozensets(st.sampled_from(Weekday), min_size=1)
_counted = {"every": st.integers(1, 9), "anchor": st.none() | st.dates()}
_rules = st.one_of(
    st.builds(Once, at=st.datetimes()),
    st.builds(Daily, times=_times, **_counted),
    st.builds(Weekly, times=_times, days=_days, **_counted),
    st.builds(Monthly, times=_times, day=st.none() | st.integers(1, 31)),
    st.builds(
        Interval,
        every=st.integers(1, 99),
        unit=st.sampled_from(Unit),
        window_start=st.times(),
        window_end=st.times(),
    ),
)
_recurrences = st.builds(
    Recurrence,
    rule=_rules,
    zone=_words,
    starts_on=st.none() | st.dates(),
    ends_on=st.none() | st.dates(),
    exceptions=st.frozensets(st.dates(), max_size=3),
)


@given(_messages)
def test_every_message_comes_back_as_it_was(message: Outbound) -> None:
    assert message_from_json(message_to_json(message)) == message


@given(_recurrences)
def test_every_rule_comes_back_as_it_was(recurrence: Recurrence) -> None:
    assert recurrence_from_json(recurrence_to_json(recurrence)) == recurrence


@given(_actions, st.dictionaries(_words, _words, max_size=3))
def test_every_action_and_payload_comes_back_as_it_was(action: Action, payload: dict[str, str]) -> None:
    assert action_from_json(action_to_json(action)) == action
    assert texts_from_json(texts_to_json(payload)) == payload


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_the_order_of_stored_moments_is_the_order_of_time(one, other) -> None:  # type: ignore[no-untyped-def]
    assert (utc_text(one) < utc_text(other)) == (one < other)


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "[]",
        "{}",
        '{"v":2,"blocks":[],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[{"kind":"poll"}],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[{}],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[7],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[{"kind":"paragraph","style":"loud","spans":[]}],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[{"kind":"paragraph","style":"plain","spans":[{"kind":"map"}]}],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[{"kind":"picture","content":"!","alt":"","name":""}],"buttons":[],"quiet":false}',
        '{"v":1,"blocks":[],"buttons":[[["dial","112"]]],"quiet":false}',
    ],
)
def test_an_unknown_version_or_kind_is_said_so_and_without_its_words(stored: str) -> None:
    with pytest.raises(StoredUnreadable):
        message_from_json(stored)


@pytest.mark.parametrize("stored", ["", "{}", '{"v":1}', '{"v":1,"rule":{"kind":"lunar"}}', '{"v":0}'])
def test_an_unknown_rule_is_said_so(stored: str) -> None:
    with pytest.raises(StoredUnreadable):
        recurrence_from_json(stored)
