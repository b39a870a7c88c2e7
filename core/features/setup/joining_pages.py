"""How joining another chat looks: the code, what would become of both, and what became."""

from collections.abc import Sequence

from core.dispatch.codes import shown
from core.dispatch.homeward import home_button
from core.features.setup.home_pages import chats_button
from core.features.setup.routes import ALL, JOIN, NOT_NOW, OWN, TYPE_CODE, TYPED_CODE
from core.model.action import action
from core.model.group_chat import JOIN_CODE_GOOD_FOR, JoinOffer
from core.model.identity import Platform
from core.model.message import AnyButton, Button, CopyButton, Emphasis, Form, Outbound, TextField, message, note, title
from core.ports import Phrasebook


def code_page(group_id: int, code: str, words: Phrasebook) -> Outbound:
    """The code, and what to do with it."""
    copy: AnyButton = CopyButton(label=words("setup.button_copy"), text=f"/group join {shown(code)}")
    return message(
        title(words("setup.code_title", code=shown(code))),
        words("setup.code_how", minutes=int(JOIN_CODE_GOOD_FOR.total_seconds()) // 60),
        note(words("setup.code_secret")),
        buttons=((copy,), (home_button(group_id, words),)),
    )


def code_form(group_id: str, words: Phrasebook) -> Form:
    """One field."""
    field = TextField(name="code", label=words("setup.field_code"), hint=words("setup.hint_code"), max_length=40)
    return Form(action=action(TYPED_CODE, group_id), title=words("setup.join_title"), fields=(field,))


def preview_page(
    group_id: int, offer: JoinOffer, there: Sequence[Platform], posts: tuple[int, int], words: Phrasebook
) -> Outbound:
    """What would become of the two. Nothing is joined yet. `posts`: how many kinds there and here."""
    everywhere = action(JOIN, group_id, offer.code_id, ALL)
    as_they_are = action(JOIN, group_id, offer.code_id, OWN)
    platforms = " + ".join(dict.fromkeys(words(f"setup.on_{one.value}") for one in there))
    return message(
        title(words("setup.join_title")),
        words("setup.join_counts", there=posts[0], here=posts[1], platforms=platforms),
        words("setup.join_what"),
        note(words("setup.join_note")),
        buttons=(
            (Button(label=words("setup.button_join_all"), action=everywhere, emphasis=Emphasis.PRIMARY),),
            (Button(label=words("setup.button_join_own"), action=as_they_are),),
            (Button(label=words("setup.button_join_no"), action=action(NOT_NOW, group_id)),),
        ),
    )


def joined_page(group_id: int, chats: int, words: Phrasebook) -> Outbound:
    """They are one group now."""
    return message(
        title(words("setup.joined_title")),
        words("setup.joined", count=chats),
        buttons=((chats_button(group_id, words), home_button(group_id, words)),),
    )


def joined_line(group_id: int, platform: Platform, words: Phrasebook) -> Outbound:
    """For the desk."""
    said = words("setup.joined_line", platform=words(f"setup.on_{platform.value}"))
    return message(said, buttons=((chats_button(group_id, words),),))


def said_page(group_id: int, key: str, words: Phrasebook) -> Outbound:
    """Why nothing is joined now; `key` is the last part of the sentence's key."""
    again = Button(label=words("setup.button_type"), action=action(TYPE_CODE, group_id))
    return message(words(f"setup.{key}"), buttons=((again, home_button(group_id, words)),))
