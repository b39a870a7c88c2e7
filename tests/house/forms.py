"""Every form that a feature can open, in its worst case."""

from core.features.appointments.question_pages import add_form as question_form
from core.features.appointments.question_pages import edit_form
from core.features.appointments.visit_pages import when_form as visit_form
from core.features.belongings.import_pages import file_form
from core.features.groups.calm_pages import until_form as pause_form
from core.features.groups.posts import when_form as group_when
from core.features.groups.posts import where_form as group_where
from core.features.linking.pages import code_form
from core.features.reminders.editing import words_form
from core.features.reminders.pausing import until_form
from core.features.reminders.quiet import times_form
from core.features.reminders.wish import new_form, when_form, where_form
from core.features.report.pages import name_form
from core.features.resources.forms import LONGEST, add_form, part_form
from core.features.resources.forms import when_form as resource_when
from core.features.welcome.pages import rules_form
from core.model.message import Form
from tests.house.anonymous_pages import anonymous_forms
from tests.house.checkin_pages import checkin_forms
from tests.house.pages import LARGEST_ID, knowledge
from tests.house.setup_pages import setup_forms
from tests.house.shelf_pages import suggestion_forms

LARGEST = str(LARGEST_ID)


def all_forms() -> list[Form]:
    """As the platforms get them."""
    words = knowledge().words
    return [
        file_form(words),
        code_form(words),
        rules_form(LARGEST, "", words),
        *checkin_forms(words),
        *setup_forms(),
        *anonymous_forms(),
        question_form(words),
        edit_form(LARGEST_ID, words),
        visit_form(LARGEST_ID, words),
        name_form(("visit", "nql"), words),
        new_form(words),
        where_form(words),
        when_form(words),
        words_form(LARGEST_ID, words),
        until_form(LARGEST, words),
        until_form("all", words),
        times_form(words),
        pause_form(LARGEST, words),
        group_where(LARGEST, words),
        group_when(LARGEST, "selfcare", words),
        add_form(LARGEST, words),
        *(part_form((LARGEST, LARGEST, "99999", part), words) for part in LONGEST),
        resource_when((LARGEST, LARGEST, "99999"), words),
        *suggestion_forms(),
    ]
