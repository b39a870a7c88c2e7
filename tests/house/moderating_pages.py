"""The pages of a group's moderators: with the most people, roles and wishes, and the largest numbers."""

from collections.abc import Iterator
from dataclasses import replace

from core.features.moderators import desk_pages, helping, people_pages
from core.features.moderators.pages import record_page
from core.features.moderators.people_pages import MOST_SHOWN, NamedRole, People, Somebody
from core.model.group_act import ActKind, GroupAct
from core.model.identity import Account, Platform
from core.model.message import Mention
from core.model.naming import Rank, RankThere
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge

SNOWFLAKE = "9" * 19


def moderating_pages() -> Iterator[Page]:
    yield from _people_pages()
    words = knowledge().words
    yield Page("moderators/called", people_pages.called_page(LARGEST_ID, words))
    for many in (0, 1, 40):
        there = [_role(number) for number in range(many)]
        yield Page(f"moderators/roles/{many}", people_pages.roles_page(LARGEST_ID, there, 0, words))
    for key in ("named", "declined", "unnamed", "left"):
        yield Page(f"moderators/{key}", people_pages.done_page(LARGEST_ID, key, words))
    for on in (True, False):
        one = NamedRole(rank_id=SNOWFLAKE, name="Helpers")
        yield Page(f"moderators/role/{on}", people_pages.role_page(LARGEST_ID, one, words, on=on))
    yield Page("moderators/help_called", helping.called_page(LARGEST_ID, words))
    yield Page("moderators/help", helping.help_page(LARGEST_ID, words))
    yield Page("moderators/line", helping.asked_line(LARGEST_ID, words))
    yield Page("moderators/welcome", helping.welcome_message(LARGEST_ID, words))
    for me, others, rooms in ((None, 0, 0), (True, 9, 5), (False, 9, 5)):
        marks = ["f" * 10] * rooms
        shown = desk_pages.desk_page(LARGEST_ID, words, me=me, others=others, rooms=marks)
        yield Page(f"moderators/desk/{me}", shown)
    yield Page("moderators/room_how", desk_pages.room_how_page(LARGEST_ID, words))
    yield Page("moderators/room", desk_pages.room_page(LARGEST_ID, words))
    yield Page("moderators/room_added", desk_pages.room_added_page(LARGEST_ID, words))
    acts = [GroupAct(id=1, kind=kind, at=NOW, by=1, about="Pacing") for kind in ActKind]
    for start in range(0, len(acts), 10):
        some = acts[start : start + 10]
        record = record_page(LARGEST_ID, some, {1: _mention()}, words, page=9, more=True, zone=LONGEST_ZONE)
        yield Page("moderators/record", record, None)


def _people_pages() -> Iterator[Page]:
    words = knowledge().words
    somebody = Somebody(member_id=LARGEST_ID, who=_mention(), since=NOW)
    most = People(
        group_id=LARGEST_ID,
        zone=LONGEST_ZONE,
        persons=(somebody,) * MOST_SHOWN,
        roles=(NamedRole(rank_id=SNOWFLAKE, name=None), NamedRole(rank_id=SNOWFLAKE, name="Helpers")),
        asks=(somebody,) * 5,
        calling=True,
        runs=True,
        named=True,
        has_roles=True,
    )
    yield Page("moderators/people/most", people_pages.people_page(most, words), None)
    nobody = replace(most, persons=(), roles=(), asks=(), runs=False, named=False, has_roles=False)
    yield Page("moderators/people/nobody", people_pages.people_page(nobody, words))
    yield Page("moderators/people/off", people_pages.off_page(most, words), None)


def _role(number: int) -> RankThere:
    return RankThere(rank=Rank(platform=Platform.DISCORD, id=f"{SNOWFLAKE[:-2]}{number:02}"), name=f"Role {number}")


def _mention() -> Mention:
    account = Account(platform=Platform.TELEGRAM, user_id=str(LARGEST_ID))
    return Mention(account=account, label=knowledge().words("moderators.this_person"))
