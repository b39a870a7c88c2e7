"""What is sent in private and is no words: offered to the features in order, and refused where none takes it."""

from pathlib import Path

import pytest

from core.dispatch.scene import Scene
from core.dispatch.table import Feature
from core.library.words import Words
from core.model.inbound import FileOffered
from core.model.message import message
from core.model.reply import Replies, Say
from core.storage import Storage
from tests.diary import DIARY
from tests.fakes import FakeTransport, MovableClock
from tests.stage import Stage, read


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """SQLite alone: what is tested here is the router."""
    return f"sqlite:///{tmp_path / 'spoonlight.db'}"


async def take(offered: FileOffered, scene: Scene) -> Replies | None:  # noqa: ARG001  (the shape of the table)
    if not offered.name.endswith(".json"):
        return None
    return [Say(message=message(f"{offered.name} {offered.size} {offered.ref}"), private=True)]


@pytest.fixture
def stage(storage: Storage, clock: MovableClock, words: Words, transport: FakeTransport) -> Stage:
    features = [DIARY, Feature(name="taking", files=(take,))]
    return Stage(features, open_unit=storage.unit_of_work, clock=clock, words=words, transport=transport)


def offered(stage: Stage, name: str, words: str = "") -> FileOffered:
    return FileOffered(origin=stage.origin(), name=name, size=12, ref="handle", words=words)


async def test_a_feature_that_asked_for_a_file_gets_it(stage: Stage) -> None:
    assert read(await stage.hears(offered(stage, "mine.json", "here it is"))) == ["mine.json 12 handle"]


async def test_any_other_file_is_refused_once(stage: Stage, words: Words) -> None:
    picture = offered(stage, "me.png")
    assert read(await stage.hears(picture)) == [words("dispatch.no_uploads")]
    assert list(await stage.hears(picture)) == []


async def test_words_that_come_with_a_refused_file_are_still_heard(stage: Stage, words: Words) -> None:
    first, *rest = read(await stage.hears(offered(stage, "me.png", "hello you")))
    assert first == words("dispatch.no_uploads")
    assert rest == read(await stage.says("hello you"))


async def test_a_reflex_hears_the_words_beside_a_file_before_anybody_takes_it(stage: Stage) -> None:
    assert read(await stage.hears(offered(stage, "mine.json", "reflex please"))) == ["at once"]
