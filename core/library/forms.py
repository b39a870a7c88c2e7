"""The forms that content files are filled into (pydantic), and what is said when a file does not fit its form.

Every complaint names the file, the line, the key and the way to mend it, in the words of somebody who edits texts.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from inspect import isclass
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from core.errors import ContentError
from core.library.reading import Sheet


class Form(BaseModel):
    """The base of each form: unknown keys are refused, so that a misspelt key is seen."""

    # Built when first filled: a form inside another is then never built for itself.
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, defer_build=True)


class UnfitError(ValueError):
    """A value that its form refuses: what is wrong with it, and how to mend it."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend


F = TypeVar("F", bound=Form)


def fill(form: type[F], sheet: Sheet) -> F:
    """Return the form filled from the sheet; raises ContentError for the first thing that does not fit."""
    return _fill(form, sheet, sheet.values, ())


def fill_each(form: type[F], sheet: Sheet) -> list[F]:
    """Return one filled form for each item of a sheet whose top level is a list; raises as `fill` does."""
    return [_fill(form, sheet, item, (index,)) for index, item in enumerate(sheet.values)]


def refuse_twins(sheet: Sheet, at: Sequence[str | int], ids: Iterable[str]) -> None:
    """Raise ContentError when two items of the list that stands at this path carry the same id."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            raise sheet.broken([*at, index, "id"], f"the id `{name}` is there twice", "Give one of the two another id.")
        seen.add(name)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return a sentence that offers the nearest known word, or lists them all when none is near."""
    near = difflib.get_close_matches(word, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"Known here: {', '.join(known)}."


def count_words(text: str) -> int:
    """Return how many words a reader sees; lone signs such as a dash do not count."""
    return len(re.findall(r"\w\S*", text))


def _is_id(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*([_-][a-z0-9]+)*", value):
        raise UnfitError(
            f"`{value}` cannot be an id",
            "Use small letters and digits with single dashes, such as `rest-eyes`.",
        )
    return value


def _is_time(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise UnfitError(f"`{value}` is not a time of day", "Write four digits and a colon, such as 09:00 or 21:30.")
    return value


Text = Annotated[str, StringConstraints(min_length=1)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=28)]
"""Words on a button: longer ones are cut off on a small phone."""
Id = Annotated[str, StringConstraints(min_length=1, max_length=24), AfterValidator(_is_id)]
TimeOfDay = Annotated[str, AfterValidator(_is_time)]


_LIST = ("should be a list", "Put each item on a line of its own, after a dash and a space: `- like this`.")
_GROUP = (
    "should be a group of `key: value` lines",
    "Indent its lines by two spaces, each with a key and a colon.",
)
_KIND_OF_VALUE: Mapping[str, tuple[str, str]] = {
    "string": ("should be a text", "Write it as one text, in double quotes if it has odd signs."),
    "list": _LIST,
    "tuple": _LIST,
    "dict": _GROUP,
    "model": _GROUP,
    "int": ("should be a whole number", "Write digits only, such as 7."),
    "bool": ("should be true or false", "Write true or false."),
    "date": ("should be a day that exists", "Write year-month-day, such as 2026-11-22."),
}


def _fill(form: type[F], sheet: Sheet, values: Any, above: tuple[str | int, ...]) -> F:
    try:
        return form.model_validate(values)
    except ValidationError as error:
        raise _in_plain_words(error.errors()[0], form, sheet, above) from error


def _in_plain_words(detail: ErrorDetails, form: type[Form], sheet: Sheet, above: tuple[str | int, ...]) -> ContentError:
    path = [*above, *(step for step in detail["loc"] if step != "[key]")]
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "the file")
    problem, mend = _what_is_wrong(detail, key, form, path)
    return sheet.broken(path, problem, mend)


def _what_is_wrong(detail: ErrorDetails, key: str, form: type[Form], path: Sequence[str | int]) -> tuple[str, str]:
    given, limits = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return f"`{key}` is missing", f"Add a line `{key}: ...` there."
        case "extra_forbidden":
            return f"`{key}` is not a key that belongs here", nearest(key, _keys_at(form, path[:-1]))
        case "string_too_short":
            return "it is empty", f"Write something after `{key}:`, or delete the line."
        case "string_too_long":
            return (
                f"it has {len(given.strip())} letters; {limits['max_length']} fit",
                "Say it in fewer letters.",
            )
        case "too_short":
            return f"it has {limits['actual_length']} and needs {limits['min_length']} or more", "Add some."
        case "too_long":
            return f"it has {limits['actual_length']}; {limits['max_length']} fit", "Take some away."
        case "literal_error":
            known = re.findall(r"'([^']+)'", limits["expected"])
            return f"`{given}` is not known here", nearest(str(given), known)
        case "greater_than_equal":
            return f"{given} is too low", f"Write {limits['ge']} or more."
        case "less_than_equal":
            return f"{given} is too high", f"Write {limits['le']} or less."
        case "value_error" if isinstance(limits.get("error"), UnfitError):
            return limits["error"].problem, limits["error"].mend
        case other:
            unknown = ("does not fit here", "Compare it with a file of the same kind that works.")
            wanted, mend = _KIND_OF_VALUE.get(other.split("_", 1)[0], unknown)
            return f"`{key}` {wanted}", mend


def _keys_at(form: type[Form], path: Sequence[str | int]) -> list[str]:
    here = form
    for step in path:
        if isinstance(step, str) and step in here.model_fields:
            here = _form_in(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _form_in(annotation: Any) -> type[Form] | None:
    if isclass(annotation) and issubclass(annotation, Form):
        return annotation
    return next((found for part in get_args(annotation) if (found := _form_in(part))), None)
