"""How the panel of a group looks, and its chats. Seen by moderators alone."""

from collections.abc import Sequence

from core.dispatch.homeward import home_button
from core.features.setup.posting import SetupPost
from core.features.setup.routes import (
    BEGIN,
    CHAT,
    CHATS,
    CODE,
    DELETE,
    MAIN,
    OUT,
    OUT_SURE,
    TAKES,
    TYPE_CODE,
    PanelDoor,
)
from core.features.setup.step_pages import chat_name
from core.model.action import Action, action
from core.model.group_chat import GroupChat
from core.model.identity import Address, Group, Platform
from core.model.message import AnyButton, Block, Button, Emphasis, Outbound, message, note, title
from core.model.schedule import Schedule
from core.ports import Phrasebook
from core.scheduling.saying import said_place, said_rule

_MOST_SHOWN = 20


def home_page(
    group: Group,
    posts: Sequence[tuple[SetupPost, Sequence[Schedule]]],
    chats: Sequence[GroupChat],
    doors: Sequence[PanelDoor],
    words: Phrasebook,
    *,
    news: Sequence[Block] = (),
    done: bool = False,
    waits: bool = False,
) -> Outbound:
    """What is set up, and the ways to all that moderators do. `waits`: the setup was left in the middle."""
    lines = [
        words("setup.post_line", post=post.label(words), rule=rule)
        for post, there in posts
        for rule in dict.fromkeys(said_rule(one.recurrence, words) for one in there)
    ]
    zone = words("setup.zone", zone=said_place(group.zone)) if group.zone else words("setup.no_zone")
    steps = words("setup.button_go_on" if waits else "setup.button_steps")
    begin = Button(label=steps, action=action(BEGIN, group.id), emphasis=Emphasis.PRIMARY)
    buttons: list[AnyButton] = [begin]
    buttons += [Button(label=words(door.label), action=_leads(door, group.id)) for door in doors]
    buttons += [
        Button(label=words("setup.button_chats"), action=action(CHATS, group.id)),
        Button(label=words("setup.button_delete"), action=action(DELETE, group.id), emphasis=Emphasis.DANGER),
    ]
    in_a_row = 2 if len(buttons) <= 10 else 3
    return message(
        title(words("setup.home_title")),
        *([words("setup.done")] if done else []),
        *news,
        *(lines or [words("setup.nothing")]),
        *([note(words("setup.in_chats", count=len(chats)))] if len(chats) > 1 else []),
        note(zone),
        buttons=tuple(tuple(buttons[at : at + in_a_row]) for at in range(0, len(buttons), in_a_row)),
    )


def chats_page(group_id: int, chats: Sequence[GroupChat], here: Address, words: Phrasebook) -> Outbound:
    """All chats of the group, and the two ways by which another one joins."""
    shown = list(enumerate(chats, start=1))[:_MOST_SHOWN]
    lines = [
        words("setup.takes_line" if chat.takes_posts else "setup.takes_none_line", chat=name)
        for name, chat in ((chat_name(number, chat, here, words), chat) for number, chat in shown)
    ]
    picks = [
        Button(label=chat_name(number, chat, here, words), action=action(CHAT, group_id, chat.id))
        for number, chat in shown
    ]
    make = Button(label=words("setup.button_code"), action=action(CODE, group_id))
    typed = Button(label=words("setup.button_type"), action=action(TYPE_CODE, group_id))
    rows: list[tuple[AnyButton, ...]] = [tuple(picks[at : at + 2]) for at in range(0, len(picks), 2)]
    return message(
        title(words("setup.chats_title")),
        *lines,
        words("setup.chats_how"),
        buttons=(*rows, (make, typed), (home_button(group_id, words),)),
    )


def chat_page(
    group_id: int, number: int, chat: GroupChat, others: Sequence[GroupChat], here: Address, words: Phrasebook
) -> Outbound:
    """One chat: whether posts come to it, and where in it."""
    name = chat_name(number, chat, here, words)
    rows: list[tuple[AnyButton, ...]] = []
    if not chat.takes_posts or any(other.takes_posts for other in others):
        label = words("setup.button_no_posts" if chat.takes_posts else "setup.button_posts")
        wanted = action(TAKES, group_id, chat.id, "0" if chat.takes_posts else "1")
        rows.append((Button(label=label, action=wanted),))
    if chat.room is not None:
        rows.append((Button(label=words("setup.button_main"), action=action(MAIN, group_id, chat.id)),))
    if others:
        out = Button(label=words("setup.button_out"), action=action(OUT, group_id, chat.id), emphasis=Emphasis.DANGER)
        rows.append((out,))
    room = [words("setup.in_a_room")] if chat.room is not None else []
    return message(
        title(name),
        words("setup.takes" if chat.takes_posts else "setup.takes_none"),
        *room,
        note(words("setup.place_how")),
        buttons=(*rows, (chats_button(group_id, words), home_button(group_id, words))),
    )


def placed_page(
    group_id: int, chat: GroupChat, post: SetupPost | None, key: str, words: Phrasebook, *, in_room: bool
) -> Outbound:
    """Where posts come from now on, and how to undo it. `key`: the last part of the sentence's key."""
    said = words("setup.placed") if post is None else words(f"setup.placed_{key}", post=post.label(words))
    main = Button(label=words("setup.button_main"), action=action(MAIN, group_id, chat.id))
    rows: list[tuple[AnyButton, ...]] = [(main,)] if in_room and post is None else []
    return message(said, note(words("setup.place_how")), buttons=(*rows, (home_button(group_id, words),)))


def out_page(group_id: int, number: int, chat: GroupChat, words: Phrasebook) -> Outbound:
    """Before a chat leaves its group."""
    sure = Button(
        label=words("setup.button_out_sure"), action=action(OUT_SURE, group_id, chat.id), emphasis=Emphasis.DANGER
    )
    platform = words(f"setup.on_{chat.address.platform.value}")
    name = words("setup.chat_name", number=number, platform=platform)
    return message(
        title(words("setup.out_title", chat=name)),
        words("setup.out"),
        buttons=((sure,), (chats_button(group_id, words),)),
    )


def removed_line(group_id: int, platform: Platform, words: Phrasebook) -> Outbound:
    """For the desk."""
    said = words("setup.removed", platform=words(f"setup.on_{platform.value}"))
    return message(said, buttons=((chats_button(group_id, words),),))


def chats_button(group_id: int, words: Phrasebook) -> Button:
    """Leads to the list of chats."""
    return Button(label=words("setup.button_chats"), action=action(CHATS, group_id))


def _leads(door: PanelDoor, group_id: int) -> Action:
    return action(door.route, group_id, *door.args)
