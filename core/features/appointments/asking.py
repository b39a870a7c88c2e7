"""Keeps a member's questions for their doctor: adds, words, orders, ticks and removes them. Nobody else reads them."""

from collections.abc import Mapping

from core.dispatch.health_gate import HealthGate
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import ButtonRoute, FormRoute
from core.errors import ButtonRefused
from core.features.appointments import question_pages as pages
from core.library.questions import QuestionIdea
from core.model.appointment import DoctorQuestion
from core.model.inbound import CommandGiven
from core.model.message import Outbound
from core.model.reply import Edit, OpenForm, Replies, Say


class Asking:
    """Holds the ideas that can be taken."""

    def __init__(self, ideas: Mapping[str, QuestionIdea], gate: HealthGate) -> None:
        self._ideas = ideas
        self._gate = gate

    async def said(self, given: CommandGiven, scene: Scene) -> Replies:
        """/questions alone shows the list; words behind it are one more question."""
        text = (given.rest or given.options.get("question", "")).strip()
        if text:
            return [Say(message=await self._add(text, scene), private=True)]
        return [Say(message=await self._list(0, scene), private=True)]

    async def listed(self, tap: Tap, scene: Scene) -> Replies:
        page = int(tap.action.args[0]) if tap.action.args else 0
        return [Edit(message=await self._list(page, scene))]

    async def add(self, tap: Tap, scene: Scene) -> Replies:
        return [OpenForm(form=pages.add_form(scene.words), door=tap.action)]

    async def added(self, form: Submission, scene: Scene) -> Replies:
        return [Say(message=await self._add(form.values["text"], scene), private=True)]

    async def one(self, tap: Tap, scene: Scene) -> Replies:
        return [Edit(message=await self._page_of(int(tap.action.args[0]), scene))]

    async def edit(self, tap: Tap, scene: Scene) -> Replies:
        """Opens the form with the words that are there."""
        kept = await self._own(int(tap.action.args[0]), scene)
        if kept is None:
            return [Edit(message=pages.gone_page(scene.words))]
        return [OpenForm(form=pages.edit_form(kept.id, scene.words, text=kept.text), door=tap.action)]

    async def edited(self, form: Submission, scene: Scene) -> Replies:
        member = await scene.member()
        question_id = int(form.action.args[0])
        await scene.uow.questions.reword(question_id, form.values["text"], member_id=member.id)
        return [Say(message=await self._page_of(question_id, scene), private=True)]

    async def asked(self, tap: Tap, scene: Scene) -> Replies:
        """Ticked, or not any more."""
        question_id, ticked = int(tap.action.args[0]), tap.action.args[1] == "1"
        member = await scene.member()
        await scene.uow.questions.mark(question_id, scene.now if ticked else None, member_id=member.id)
        return [Edit(message=await self._page_of(question_id, scene))]

    async def first(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        if not await scene.uow.questions.put_first(int(tap.action.args[0]), member_id=member.id):
            return [Edit(message=pages.gone_page(scene.words))]
        return [Edit(message=await self._list(0, scene))]

    async def drop(self, tap: Tap, scene: Scene) -> Replies:
        kept = await self._own(int(tap.action.args[0]), scene)
        if kept is None:
            return [Edit(message=pages.gone_page(scene.words))]
        await scene.uow.questions.remove([kept.id], member_id=kept.member_id, now=scene.now)
        return [Edit(message=pages.removed_page(kept.id, 1, scene.words, text=kept.text))]

    async def clear(self, tap: Tap, scene: Scene) -> Replies:
        """All that were asked, at once."""
        member = await scene.member()
        asked = [one.id for one in await scene.uow.questions.of(member.id) if one.asked_at is not None]
        if not asked:
            return [Edit(message=await self._list(0, scene))]
        count = await scene.uow.questions.remove(asked, member_id=member.id, now=scene.now)
        return [Edit(message=pages.removed_page(asked[0], count, scene.words))]

    async def back(self, tap: Tap, scene: Scene) -> Replies:
        member = await scene.member()
        count = await scene.uow.questions.put_back(int(tap.action.args[0]), member_id=member.id)
        lead = scene.words("questions.put_back") if count else ""
        return [Edit(message=await self._list(0, scene, lead=lead))]

    async def ideas(self, tap: Tap, scene: Scene) -> Replies:
        page = int(tap.action.args[0]) if tap.action.args else 0
        return [Edit(message=await self._ideas_page(page, scene))]

    async def take(self, tap: Tap, scene: Scene) -> Replies:
        """One idea comes into the list. A second tap takes it no second time."""
        idea = self._ideas.get(tap.action.args[0])
        if idea is None:
            raise ButtonRefused("not an idea any more")
        member = await scene.member()
        kept = await scene.uow.questions.of(member.id)
        if idea.text not in {one.text for one in kept}:
            if len(kept) >= pages.MOST_QUESTIONS:
                return [Edit(message=pages.full_page(scene.words))]
            await scene.uow.questions.add(member.id, idea.text, now=scene.now)
        lead = scene.words("questions.kept", question=idea.text)
        return [Edit(message=await self._ideas_page(int(tap.action.args[1]), scene, lead=lead))]

    @property
    def buttons(self) -> dict[str, ButtonRoute]:
        """Its buttons, each behind the consent; taking something away needs none."""
        into = ("questions",)
        behind = {
            pages.ONE: self.one,
            pages.EDIT: self.edit,
            pages.ASKED: self.asked,
            pages.FIRST: self.first,
            pages.BACK: self.back,
            pages.IDEAS: self.ideas,
            pages.TAKE: self.take,
        }
        routes = {name: ButtonRoute(handle=self._gate.before(handle, then=into)) for name, handle in behind.items()}
        return {
            **routes,
            pages.LIST: ButtonRoute(handle=self._gate.before(self.listed, then=into), door=True),
            pages.ADD: ButtonRoute(handle=self._gate.before(self.add, then=into), door=True),
            pages.DROP: ButtonRoute(handle=self.drop),
            pages.CLEAR: ButtonRoute(handle=self.clear),
        }

    @property
    def forms(self) -> dict[str, FormRoute]:
        """Its forms."""
        return {
            pages.ADD: FormRoute(
                build=lambda _, words: pages.add_form(words),
                handle=self._gate.before_form(self.added, then=("questions",)),
            ),
            pages.EDIT: FormRoute(
                build=lambda wanted, words: pages.edit_form(int(wanted.args[0]), words),
                handle=self._gate.before_form(self.edited, then=("questions",)),
            ),
        }

    async def _add(self, text: str, scene: Scene) -> Outbound:
        member = await scene.member()
        kept = await scene.uow.questions.of(member.id)
        if len(text) > pages.LONGEST_QUESTION:
            return pages.too_long_page(scene.words)
        if text not in {one.text for one in kept}:
            if len(kept) >= pages.MOST_QUESTIONS:
                return pages.full_page(scene.words)
            await scene.uow.questions.add(member.id, text, now=scene.now)
        return await self._list(pages.MOST_QUESTIONS, scene, lead=scene.words("questions.kept", question=text))

    async def _own(self, question_id: int, scene: Scene) -> DoctorQuestion | None:
        member = await scene.member()
        return await scene.uow.questions.get(question_id, member_id=member.id)

    async def _page_of(self, question_id: int, scene: Scene) -> Outbound:
        kept = await self._own(question_id, scene)
        return pages.one_page(kept, scene.words) if kept else pages.gone_page(scene.words)

    async def _list(self, page: int, scene: Scene, *, lead: str = "") -> Outbound:
        member = await scene.member()
        return pages.list_page(await scene.uow.questions.of(member.id), page, scene.words, lead=lead)

    async def _ideas_page(self, page: int, scene: Scene, *, lead: str = "") -> Outbound:
        member = await scene.member()
        there = {one.text for one in await scene.uow.questions.of(member.id)}
        left = [one for one in self._ideas.values() if one.text not in there]
        return pages.ideas_page(left, page, scene.words, lead=lead)
