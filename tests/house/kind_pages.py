"""The pages of kindness: flares in every state, gentle prompts, and the three questions of the week."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from core.features.checkins import pages as checkins
from core.features.checkins import prompt_pages
from core.features.flares import pages as flares
from core.features.peg import pages as peg
from core.library.questionnaires import WEEKLY
from core.model.checkin import Answer, Checkin
from core.model.flare import Flare
from core.model.message import plain
from tests.house.page_kit import LARGEST_ID, NOW, Page, knowledge, schedule

TODAY = NOW.date()


def kind_pages() -> Iterator[Page]:
    yield from _flare_pages()
    yield from _prompt_pages()
    yield from _peg_pages()


def _flare_pages() -> Iterator[Page]:
    words = knowledge().words
    long = Flare(id=LARGEST_ID, member_id=LARGEST_ID, began_on=TODAY, until=TODAY + timedelta(days=6))
    today = replace(long, until=TODAY)
    for flare in (long, today):
        for knows_zone in (True, False):
            shown = flares.saved_page(flare, TODAY, "20260930-", words, knows_zone=knows_zone)
            yield Page("flare/saved", shown)
        yield Page("flare/ended", flares.ended_page(flare, "20260930-", words))
    for kept in (long, today, None):
        for low in (True, False):
            yield Page("flare/status", flares.status_page(kept, TODAY, words, low_energy=low))
    for former in (long, replace(long, over=True), None):
        yield Page("flare/undone", flares.undone_page(former, TODAY, words))
    yield Page("flare/none", flares.none_page(words))
    yield Page("flare/over", flares.over_page(words))
    for on in (True, False):
        yield Page("flare/low", flares.low_page(on, words))


def _prompt_pages() -> Iterator[Page]:
    content, words = knowledge().content.checkins, knowledge().words
    for question in content.questions.values():
        for flaring in (True, False):
            yield Page("prompt/one", prompt_pages.one_question_page(question, words, flaring=flaring))
    short = prompt_pages.shorter_first(words("flares.lead_short"), checkins.DAILY, checkins.SHORT, words)
    for shown in (short, *(checkins.invitation(text, words) for text in content.private_prompts)):
        for line in ("flares.over", "flares.welcome_back"):
            led = replace(shown, blocks=(plain(words(line)), *shown.blocks))
            yield Page("prompt/led", prompt_pages.with_flare_button(led, words))


def _peg_pages() -> Iterator[Page]:
    weekly, words = knowledge().content.checkins.weekly, knowledge().words
    for asked in (schedule(1), None):
        for daily in (schedule(2), None):
            yield Page("peg/start", peg.start_page(asked, daily, weekly, words), 70)
    answers = tuple(Answer(measure=one.id, value=10) for one in weekly.questions)
    kept = Checkin(
        id=LARGEST_ID,
        member_id=LARGEST_ID,
        questionnaire=WEEKLY,
        local_date=TODAY,
        opened_at=NOW,
        closed_at=None,
        answers=answers,
    )
    for step, question in enumerate(weekly.questions):
        for said in (peg_said for one in weekly.questions for band in one.follow_ups for peg_said in band.say):
            yield Page(f"peg/{question.id}", peg.question_page(kept, weekly, step, words, said=said))
    for some in (answers, answers[:2], (replace(answers[0], value=None), *answers[1:]), ()):
        for on in (True, False):
            yield Page("peg/result", peg.result_page(replace(kept, answers=some), weekly, words, asked=on), 70)
    yield Page("peg/source", peg.source_page(words))
    yield Page("peg/prompt", peg.prompt_page(schedule(1), words))
