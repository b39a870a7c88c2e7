"""How the record of a group's moderators looks."""

from collections.abc import Mapping, Sequence

from core.dispatch.homeward import homeward
from core.features.moderators.who import SOMEBODY, with_them
from core.model.action import action
from core.model.group_act import GroupAct
from core.model.message import Button, Outbound, Span, message, note, plain, title
from core.ports import Phrasebook
from core.scheduling.saying import said_moment

RECORD = "moderators.record"
"""Its first argument is the group's id, the second the page."""


def record_page(
    group_id: int,
    acts: Sequence[GroupAct],
    hands: Mapping[int | None, Span],
    words: Phrasebook,
    *,
    page: int,
    more: bool,
    zone: str,
) -> Outbound:
    """Newest first. `hands`: who acted, by `GroupAct.by`. `zone` (IANA): the group's clock."""
    lines = [
        with_them(
            words(
                "moderators.record_line",
                what=words(f"acts.{one.kind}", about=one.about),
                who=SOMEBODY,
                when=said_moment(one.at, zone, words),
            ),
            hands[one.by],
        )
        for one in acts
    ]
    turns = [
        *([Button(label=words("moderators.button_later"), action=action(RECORD, group_id, page - 1))] if page else []),
        *(
            [Button(label=words("moderators.button_earlier"), action=action(RECORD, group_id, page + 1))]
            if more
            else []
        ),
    ]
    shown = message(
        title(words("moderators.record_title")),
        *(lines or [plain(words("moderators.record_empty"))]),
        note(words("moderators.record_kept")),
        buttons=(tuple(turns),) if turns else (),
    )
    return homeward(shown, group_id, words)
