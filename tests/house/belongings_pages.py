"""The pages of what a member keeps here, with the longest counts."""

from collections.abc import Iterator

from core.features.belongings import counting, import_pages, pages, routes
from core.features.belongings.export import ExportFile
from core.features.belongings.import_pages import Outcome
from core.model.identity import Member, Platform
from core.ports import Restored
from tests.house.page_kit import LARGEST_ID, LONGEST_ZONE, NOW, Page, knowledge

RECORDS: counting.Sections = {
    "checkins": [{"date": "2021-09-29"}, {"date": "2026-09-29"}] * 2000,
    "reminders": [{}] * 50,
    "you": [{"accounts": [{}, {}], "zone": LONGEST_ZONE}],
    "consents": [{}] * 30,
    "waiting": [{"messages": 99, "open_forms": 2}],
}
REFUSALS = ("too_big", "too_much", "not_json", "not_ours", "newer", "not_here")


def belongings_pages() -> Iterator[Page]:
    words = knowledge().words
    lines = counting.lines(RECORDS, words, now=NOW, zone=LONGEST_ZONE)
    for days in (9999, None):
        member = Member(id=LARGEST_ID, zone=LONGEST_ZONE, answers_kept_days=days)
        yield Page("mine", pages.mine_page(lines, member, words), None)
    yield Page("mine/nothing", pages.nothing_page(words))
    yield Page("mine/door", routes.door_page(routes.EXPORT, words))
    whole = ExportFile(name="spoonlight-export-2026-09-30-part-1-of-9.json", content=b"{}")
    table = ExportFile(name="checkins.csv", content=b"", section="checkins")
    for page in pages.export_pages([[whole, table], [whole]], lines, words):
        yield Page("mine/export", page, None)
    yield Page("forget", pages.forget_page(lines, words), None)
    yield Page("forget/sure", pages.sure_page(words))
    yield Page("forget/stays", pages.stays_page(words))
    yield Page("forget/before", pages.gone_before_page(words))
    for platform in Platform:
        yield Page(f"forget/gone/{platform}", pages.gone_page(lines, platform, words), None)
    yield from _import_pages()


def _import_pages() -> Iterator[Page]:
    words = knowledge().words
    many = Restored(new=20_000, known=20_000, unfit=20_000)
    outcome = Outcome(
        sections={"checkins": many, "reminders": many}, left_out=9, strange=9, outlived=20_000, kept_days=9999
    )
    for key in ("import_ask", "import_no_words", *(f"file_{one}" for one in REFUSALS)):
        yield Page(f"import/{key}", import_pages.ask_page(LARGEST_ID, words, key=key))
    yield Page("import/preview", import_pages.preview_page(outcome, LARGEST_ID, words), None)
    yield Page("import/nothing", import_pages.nothing_new_page(outcome, words), None)
    yield Page("import/agree", import_pages.agree_page(LARGEST_ID, words))
    yield Page("import/brought", import_pages.brought_page(outcome, words), None)
