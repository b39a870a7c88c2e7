"""A form asked one question at a time: taps and words, ways out, a restart in the middle, and what does not fit."""

from pathlib import Path

import pytest

from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, CommandRoute, Feature, FormRoute
from core.library.words import Words
from core.model.action import Action, action
from core.model.command import Command, Who
from core.model.identity import Role
from core.model.inbound import CommandGiven, TextSaid
from core.model.message import Choice, ChoiceField, DoorButton, Form, TextField, message
from core.model.reply import OpenForm, Replies, Say
from core.ports import Phrasebook
from core.storage import Storage
from tests.fakes import FakeTransport, MovableClock, buttons_of
from tests.stage import GROUP, Stage, read, shown

SHARE = "share.form"


def build(wanted: Action, _words: Phrasebook) -> Form:
    return Form(
        action=wanted,
        title="Share something",
        fields=(
            TextField(name="title", label="What is it called?", hint="A few words", max_length=20),
            ChoiceField(
                name="kind",
                label="What is it?",
                choices=(Choice(value="article", label="An article"), Choice(value="video", label="A video")),
            ),
            TextField(name="why", label="Why do you share it?", required=False),
        ),
    )


async def shared(form: Submission, _scene: Scene) -> Replies:
    return [Say(message=message(f"shared {dict(form.values)}"))]


async def asked(given: CommandGiven, scene: Scene) -> Replies:
    return [OpenForm(form=build(action(SHARE, *given.rest.split()), scene.words), door=action("share.begin"))]


async def begun(_tap: Tap, scene: Scene) -> Replies:
    return [OpenForm(form=build(action(SHARE), scene.words))]


async def echoed(said: TextSaid, _scene: Scene) -> Replies | None:
    return [Say(message=message(f"heard {said.text}"))]


SHARING = Feature(
    name="sharing",
    commands=(
        CommandRoute(command=Command(name="share", summary="Share"), handle=asked),
        CommandRoute(command=Command(name="hello", summary="Hello"), handle=lambda *_: echoed_hello()),
    ),
    buttons={"share.begin": ButtonRoute(handle=begun, door=True)},
    forms={SHARE: FormRoute(build=build, handle=shared)},
    texts=(echoed,),
)


async def echoed_hello() -> Replies:
    return [Say(message=message("hello"))]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the walk."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    return Stage([SHARING], open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


async def test_a_form_becomes_steps_where_there_are_no_modals(stage: Stage) -> None:
    first = await stage.command("share")
    assert read(first) == ["Share something: 1 of 3\nWhat is it called?\nA few words"]
    assert all(isinstance(reply, Say) and reply.private for reply in first)
    second = await stage.says("  Pacing for beginners ")
    assert read(second) == ["Share something: 2 of 3\nWhat is it?"]
    third = await stage.taps_label("A video", second)
    assert read(third) == ["Share something: 3 of 3\nWhy do you share it?"]
    done = await stage.says("It helped me")
    assert read(done) == ["shared {'title': 'Pacing for beginners', 'kind': 'video', 'why': 'It helped me'}"]
    assert read(await stage.says("and now?")) == ["heard and now?"]


async def test_a_form_stays_a_form_where_there_are_modals(stage: Stage) -> None:
    stage.transport = FakeTransport(forms=True)
    [reply] = await stage.command("share")
    assert isinstance(reply, OpenForm)
    done = await stage.submits(reply.form.action, {"title": " Pacing ", "kind": "a VIDEO", "stranger": "x"})
    assert read(done) == ["shared {'title': 'Pacing', 'kind': 'video', 'why': ''}"]


async def test_a_modal_with_a_value_that_does_not_fit_says_which(stage: Stage, words: Words) -> None:
    stage.transport = FakeTransport(forms=True)
    wanted = action(SHARE)
    assert read(await stage.submits(wanted, {"title": "", "kind": "video"})) == [
        words("dispatch.form_needed", label="What is it called?")
    ]
    assert read(await stage.submits(wanted, {"title": "x", "kind": "poem"})) == [
        words("dispatch.form_choose", label="What is it?")
    ]


async def test_in_a_group_a_door_leads_to_the_private_chat(stage: Stage, words: Words) -> None:
    [reply] = await stage.command("share", origin=stage.origin(at=GROUP))
    assert isinstance(reply, Say)
    assert reply.private
    door = buttons_of(reply.message)[words("dispatch.button_private_chat")]
    assert isinstance(door, DoorButton)
    assert read(await stage.taps(door.action)) == ["Share something: 1 of 3\nWhat is it called?\nA few words"]


async def test_words_in_a_group_are_never_taken_as_an_answer(stage: Stage) -> None:
    await stage.command("share")
    assert read(await stage.says("hi all", origin=stage.origin(at=GROUP))) == ["heard hi all"]
    assert read(await stage.says("Pacing")) == ["Share something: 2 of 3\nWhat is it?"]


async def test_a_half_filled_form_survives_a_restart(stage: Stage) -> None:
    await stage.command("share")
    second = await stage.says("Pacing")
    later = stage.restarted()
    later.clock.forward(days=30)
    await later.taps_label("An article", second)
    assert read(await later.says("why not")) == ["shared {'title': 'Pacing', 'kind': 'article', 'why': 'why not'}"]


async def test_a_form_can_be_cancelled_at_any_step(stage: Stage, words: Words) -> None:
    first = await stage.command("share")
    second = await stage.says("Pacing")
    assert read(await stage.taps_label(words("dispatch.button_cancel"), first)) == [words("dispatch.form_cancelled")]
    assert read(await stage.taps_label("A video", second)) == [words("dispatch.form_over")]
    assert read(await stage.says("hm")) == ["heard hm"]


async def test_what_is_not_needed_can_be_skipped_and_what_is_needed_cannot(stage: Stage, words: Words) -> None:
    first = await stage.command("share")
    skip = words("dispatch.button_skip")
    assert skip not in buttons_of(shown(first))
    third = await stage.taps_label("A video", await stage.says("Pacing"))
    assert read(await stage.taps_label(skip, third)) == ["shared {'title': 'Pacing', 'kind': 'video', 'why': ''}"]


async def test_blank_words_to_a_needed_question_ask_for_it_again(stage: Stage, words: Words) -> None:
    await stage.command("share")
    assert read(await stage.says("   ")) == [words("dispatch.form_needed", label="What is it called?")]
    assert read(await stage.says("Pacing")) == ["Share something: 2 of 3\nWhat is it?"]


async def test_a_long_value_gets_a_kind_limit_and_the_question_stays_open(stage: Stage, words: Words) -> None:
    await stage.command("share")
    kind = words("dispatch.form_too_long", label="What is it called?", limit=20, length=21)
    assert read(await stage.says("x" * 21)) == [kind]
    assert read(await stage.says("y" * 10_000)) == [words("dispatch.too_long", limit=4000)]
    assert read(await stage.says("z" * 20)) == ["Share something: 2 of 3\nWhat is it?"]


async def test_a_choice_may_be_typed_and_another_word_is_asked_again(stage: Stage, words: Words) -> None:
    await stage.command("share")
    await stage.says("Pacing")
    assert read(await stage.says("a poem")) == [words("dispatch.form_choose", label="What is it?")]
    assert read(await stage.says("a video")) == ["Share something: 3 of 3\nWhy do you share it?"]


async def test_a_second_tap_on_an_answered_question_changes_nothing(stage: Stage, words: Words) -> None:
    await stage.command("share")
    second = await stage.says("Pacing")
    await stage.taps_label("A video", second)
    assert read(await stage.taps_label("An article", second)) == [words("dispatch.form_answered")]
    assert "'kind': 'video'" in read(await stage.says("so"))[0]


async def test_two_answers_at_the_same_time_go_to_two_questions(stage: Stage) -> None:
    await stage.command("share")
    answers = await stage.together(
        TextSaid(origin=stage.origin(), text="Pacing"), TextSaid(origin=stage.origin(), text="A video")
    )
    assert [read(answer)[0][:23] for answer in answers] == ["Share something: 2 of 3", "Share something: 3 of 3"]


async def test_a_new_form_takes_the_place_of_the_old_one(stage: Stage, words: Words) -> None:
    await stage.command("share")
    second = await stage.says("Old")
    again = await stage.command("share")
    assert read(again)[0] == words("dispatch.form_put_away")
    assert read(await stage.taps_label("A video", second)) == [words("dispatch.form_over")]
    assert read(await stage.says("New")) == ["Share something: 2 of 3\nWhat is it?"]


async def test_a_command_in_the_middle_puts_the_form_away_and_says_so(stage: Stage, words: Words) -> None:
    await stage.command("share")
    assert read(await stage.command("hello")) == [words("dispatch.form_put_away"), "hello"]
    assert read(await stage.says("free again")) == ["heard free again"]


async def test_each_person_has_a_form_of_their_own(stage: Stage, words: Words) -> None:
    first = await stage.command("share")
    await stage.command("share", origin=stage.origin(by="ben"))
    await stage.says("Bens", origin=stage.origin(by="ben"))
    assert read(await stage.taps_label(words("dispatch.button_cancel"), first)) == [words("dispatch.form_cancelled")]
    third = await stage.says("a video", origin=stage.origin(by="ben"))
    assert read(third) == ["Share something: 3 of 3\nWhy do you share it?"]


def sharing_with(**changes: FormRoute) -> Feature:
    return Feature(
        name="sharing",
        commands=SHARING.commands,
        buttons=SHARING.buttons,
        forms={name.replace("_", "."): route for name, route in changes.items()},
        texts=SHARING.texts,
    )


def staged(stage: Stage, feature: Feature, words: Words) -> Stage:
    return Stage([feature], open_unit=stage.open_unit, clock=stage.clock, words=words, transport=stage.transport)


async def test_a_form_that_a_newer_version_has_no_more_is_put_away(stage: Stage, words: Words) -> None:
    await stage.command("share")
    newer = staged(stage, sharing_with(), words)
    assert read(await newer.says("Pacing", origin=newer.origin(event="n1"))) == ["heard Pacing"]


async def test_a_choice_that_a_newer_version_has_no_more_is_told_to_be_old(stage: Stage, words: Words) -> None:
    def shorter(wanted: Action, _: Phrasebook) -> Form:
        choice = ChoiceField(name="kind", label="What?", choices=(Choice(value="article", label="An article"),))
        return Form(action=wanted, title="Share", fields=(TextField(name="title", label="Called?"), choice))

    await stage.command("share")
    second = await stage.says("Pacing")
    newer = staged(stage, sharing_with(share_form=FormRoute(build=shorter, handle=shared)), words)
    video = buttons_of(shown(second))["A video"]
    assert not isinstance(video, DoorButton)
    tapped = await newer.taps(video.action, origin=newer.origin(event="n1"))  # type: ignore[union-attr]  # a plain button
    assert read(tapped) == [words("dispatch.old_button")]


async def test_rights_are_asked_when_the_form_is_handed_in(
    stage: Stage, transport: FakeTransport, words: Words
) -> None:
    strict = sharing_with(share_form=FormRoute(build=build, handle=shared, who=Who.MODERATORS))
    careful = staged(stage, strict, words)
    async with stage.open_unit() as uow:
        group = await uow.groups.founded(GROUP, now=stage.clock.now())
        await uow.commit()
    for role, answer in ((Role.MEMBER, words("dispatch.only_moderators")), (Role.MODERATOR, "shared")):
        transport.roles["ana", "-100"] = role
        await careful.command("share", str(group.id))
        await careful.says("Pacing")
        await careful.says("a video")
        assert read(await careful.says("because"))[0].startswith(answer)
