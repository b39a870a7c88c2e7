"""A form asked one question at a time, where there are no modals. It waits for ever and survives a restart."""

from core.dispatch.form_check import Misfit, fitted
from core.dispatch.guards import refusal_of_action
from core.dispatch.scene import Scene, Submission, Tap
from core.dispatch.table import FormRoute, RouteTable
from core.errors import ButtonRefused
from core.model.action import Action, action
from core.model.inbound import Origin, TextSaid
from core.model.message import AnyButton, Button, ChoiceField, Field, Form, Outbound, message, note, plain
from core.model.reply import Edit, Notice, Replies, Say
from core.ports.stores import OpenFormState

PICK, SKIP, CANCEL = "form.pick", "form.skip", "form.cancel"


class FormWalk:
    """Leads through a form's fields and hands the whole to the form's route."""

    def __init__(self, table: RouteTable) -> None:
        self._table = table

    async def begin(self, form_action: Action, scene: Scene) -> Replies:
        """Asks the first question. An earlier unfinished form of this person is put away; what is known for this very
        form already stays."""
        before = await scene.uow.forms.current(scene.origin.account)
        known = before.values if before is not None and before.action == form_action else None
        state = await scene.uow.forms.open(scene.origin.account, action=form_action, known=known, now=scene.now)
        return [Say(message=self._question(state, scene), private=True)]

    async def hear(self, said: TextSaid, scene: Scene) -> Replies | None:
        """Takes plain words as the answer to the open question; None when no form is open."""
        if not said.origin.address.private:
            return None
        state = await self._current(scene)
        if state is None:
            return None
        return await self._take(state, said.text, scene)

    async def put_away(self, scene: Scene, *, but: frozenset[str] = frozenset()) -> bool:
        """Closes this person's open form, if there is one; a form of the routes in `but` stays open."""
        state = await scene.uow.forms.current(scene.origin.account)
        return state is not None and state.action.route not in but and await scene.uow.forms.close(state.form_id)

    async def tapped(self, tap: Tap, scene: Scene) -> Replies:
        """Skip, Cancel and choices. A tap on a question that was answered already says so."""
        state = await self._current(scene)
        form_id, *rest = tap.action.args
        if state is None or str(state.form_id) != form_id:
            return [Notice(text=scene.words("dispatch.form_over"))]
        if tap.action.route == CANCEL:
            await scene.uow.forms.close(state.form_id)
            return [Edit(message=message(scene.words("dispatch.form_cancelled")))]
        if rest[0] != str(state.step):
            return [Notice(text=scene.words("dispatch.form_answered"))]
        field = self._form(state, scene).fields[state.step]
        if tap.action.route == SKIP:
            return await self._take(state, "", scene)
        choices = field.choices if isinstance(field, ChoiceField) else ()
        picked = int(rest[1])
        if picked >= len(choices):
            raise ButtonRefused("the form has other choices now")
        return await self._take(state, choices[picked].value, scene)

    async def _current(self, scene: Scene) -> OpenFormState | None:
        """This person's open form. One that this Spoonlight cannot build any more is put away."""
        state = await scene.uow.forms.current(scene.origin.account)
        if state is None:
            return None
        if state.action.route not in self._table.forms or state.step >= len(self._form(state, scene).fields):
            await scene.uow.forms.close(state.form_id)
            return None
        return state

    async def _take(self, state: OpenFormState, typed: str, scene: Scene) -> Replies:
        form = self._form(state, scene)
        field = form.fields[state.step]
        value = fitted(field, typed)
        if isinstance(value, Misfit):
            return [Say(message=misfit_message(value, scene), private=True)]
        if not await scene.uow.forms.answer(state.form_id, step=state.step, name=field.name, value=value):
            return [Notice(text=scene.words("dispatch.form_answered"))]
        values = {**state.values, field.name: value}
        if state.step + 1 < len(form.fields):
            next_state = OpenFormState(form_id=state.form_id, action=state.action, step=state.step + 1, values=values)
            return [Say(message=self._question(next_state, scene), private=True)]
        await scene.uow.forms.close(state.form_id)
        return await self._hand_in(scene.origin, state.action, values, scene)

    async def _hand_in(self, origin: Origin, form_action: Action, values: dict[str, str], scene: Scene) -> Replies:
        route = self._route(form_action)
        if (refusal := await refusal_of_action(route.who, form_action, scene)) is not None:
            return [Say(message=message(scene.words(refusal)), private=True)]
        return await route.handle(Submission(origin=origin, action=form_action, values=values), scene)

    def _route(self, form_action: Action) -> FormRoute:
        return self._table.forms[form_action.route]

    def _form(self, state: OpenFormState, scene: Scene) -> Form:
        return self._route(state.action).build(state.action, scene.words)

    def _question(self, state: OpenFormState, scene: Scene) -> Outbound:
        form = self._form(state, scene)
        field = form.fields[state.step]
        place = scene.words("dispatch.form_step", title=form.title, step=state.step + 1, steps=len(form.fields))
        lines = [*([note(place)] if len(form.fields) > 1 else []), plain(field.label)]
        if not isinstance(field, ChoiceField) and field.hint:
            lines.append(note(field.hint))
        return message(*lines, buttons=_buttons(field, state, scene))


def misfit_message(misfit: Misfit, scene: Scene) -> Outbound:
    """Says kindly what does not fit, and asks for the same thing again."""
    return message(scene.words(misfit.key, label=misfit.label, limit=misfit.limit, length=misfit.length))


def _buttons(field: Field, state: OpenFormState, scene: Scene) -> tuple[tuple[AnyButton, ...], ...]:
    choices: list[Button] = []
    if isinstance(field, ChoiceField):
        choices = [
            Button(label=choice.label, action=action(PICK, state.form_id, state.step, index))
            for index, choice in enumerate(field.choices)
        ]
    ways_out = [Button(label=scene.words("dispatch.button_cancel"), action=action(CANCEL, state.form_id))]
    if not field.required:
        ways_out.insert(
            0, Button(label=scene.words("dispatch.button_skip"), action=action(SKIP, state.form_id, state.step))
        )
    return (*(tuple(choices[at : at + 2]) for at in range(0, len(choices), 2)), tuple(ways_out))
