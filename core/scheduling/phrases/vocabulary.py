"""The words of time that people type, as tags of one letter. Mends typos in these words alone, never in others."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple


class Word(NamedTuple):
    """A tag (see `grammar`), with the number or the name it stands for; `plural` marks a habit ("mondays")."""

    tag: str
    number: float = 0
    name: str = ""
    plural: bool = False


DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_SHORT = ("mon", "tue tues tu", "wed weds wensday wendsday wednsday", "thu thur thurs th", "fri", "sat", "sun")
_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_UNITS = {
    "minutes": "minute minutes min mins m",
    "hours": "hour hours hr hrs h",
    "days": "day days",
    "weeks": "week weeks wk wks",
    "months": "month months",
    "years": "year years",
    "seconds": "seconds sec secs",
}
_PARTS = {
    "morning": "morning",
    "afternoon": "afternoon",
    "evening": "evening eve",
    "night": "night",
    "bed": "bed bedtime sleep",
    "breakfast": "breakfast",
    "lunch": "lunch lunchtime",
    "dinner": "dinner supper dinnertime",
    "noon": "noon midday noontime",
    "midnight": "midnight midnite",
}
# tag -> words; the meaning of each tag is written at the head of `grammar`
_PLAIN = {
    "E": "every each evry evey evr",
    "O": "other alternate alternating",
    "T": "today",
    "W": "tomorrow tmrw tmr tmw 2moro 2morrow tomoz",
    "X": "times x",
    "H": "half",
    "Q": "quarter",
    "p": "past",
    "t": "to til till through thru",
    "u": "until",
    "o": "o'clock oclock uhr",
    "i": "in",
    "a": "at @",
    "n": "on",
    "f": "of",
    "d": "the",
    "r": "from",
    "b": "between",
    "s": "starting start starts beginning",
    "e": "except excluding but",
    "g": "for",
    "L": "after before with",
    "k": "next",
    "h": "this",
    "l": "last",
    "z": "end",
    "j": "now",
    "&": "and &",
    "|": "or",
    "!": "not never don't dont stop cancel no",
    "v": "later soon sometime whenever someday bit while few several eventually idk unless if when "
    "yesterday ago christmas xmas easter thanksgiving birthday halloween ramadan diwali hanukkah holiday holidays "
    "sunrise sunset dawn dusk school est edt pst pdt cst cdt gmt bst utc cet",
    "~": "please remind me reminder set can you could i'd i want would like around about approximately roughly "
    "umm um uh maybe time my it ping tell us let know by hey hi ok okay wake thanks just then also everyone",
}
_FREQUENCIES = {"daily": "days", "hourly": "hours", "weekly": "weeks", "monthly": "months", "yearly": "years"}
_MORE = {
    "annually": Word("Y", 1, "years"), "nightly": Word("P", name="night", plural=True),
    "fortnightly": Word("Y", 2, "weeks"), "fortnight": Word("U", 2, "weeks"),
    "biweekly": Word("v"), "bimonthly": Word("v"), "once": Word("B", 1), "twice": Word("B", 2),
    "thrice": Word("B", 3), "tonight": Word("K", name="night"), "tonite": Word("K", name="night"),
    "weekday": Word("G", name="weekdays", plural=True), "weekdays": Word("G", name="weekdays", plural=True),
    "workday": Word("G", name="weekdays", plural=True), "workdays": Word("G", name="weekdays", plural=True),
    "weekend": Word("G", name="weekends"), "weekends": Word("G", name="weekends", plural=True),
    "a": Word("A"), "an": Word("A"), "couple": Word("N", 2), "thirty": Word("N", 30), "forty": Word("N", 40),
    "fifty": Word("N", 50), "am": Word("m", name="am"), "pm": Word("m", name="pm"),
}  # fmt: skip
_LEAVE_ALONE = frozenset(
    "mouth launch match nice even house money moving sundae sundry alter often eating reading friends".split()  # noqa: SIM905 - reads better
)
_SHORTEST, _LONG = 4, 7


@lru_cache(maxsize=1)
def words() -> dict[str, Word]:
    """Every known word, in lower case."""
    known = {word: Word(tag) for tag, group in _PLAIN.items() for word in group.split()}
    known |= {word: Word("Y", 1, unit) for word, unit in _FREQUENCIES.items()}
    known |= _MORE
    for index, (full, short) in enumerate(zip(DAY_NAMES, _DAY_SHORT, strict=True)):
        known |= dict.fromkeys([full, *short.split()], Word("D", index))
        known |= dict.fromkeys([f"{full}s", f"{short.split()[0]}s"], Word("D", index, plural=True))
    known |= _counted("M", _MONTHS) | _counted("N", _NUMBERS.split()) | _counted("R", _ORDINALS.split())
    known |= {word: Word("U", 1, unit) for unit, group in _UNITS.items() for word in group.split()}
    for part, group in _PARTS.items():
        for word in group.split():
            known[word] = Word("P", name=part)
            known[f"{word}s"] = Word("P", name=part, plural=True)
    known["tues"] = Word("D", 1)
    return known


@lru_cache(maxsize=4096)
def look_up(word: str) -> Word | None:
    """The word's meaning, a typo mended; None when it is not a word of time."""
    known = words()
    if word in known or len(word) < _SHORTEST or word in _LEAVE_ALONE:
        return known.get(word)
    from rapidfuzz.distance import OSA  # imported here: no start waits for it

    allowed = 2 if len(word) >= _LONG else 1
    near: dict[int, set[Word]] = {}
    for target in _mendable():
        if target[0] == word[0] and (apart := OSA.distance(word, target, score_cutoff=allowed)) <= allowed:
            near.setdefault(apart, set()).add(known[target])
    nearest = near[min(near)] if near else set()
    return nearest.pop() if len(nearest) == 1 else None  # between two meanings there is no mending


def _counted(tag: str, groups: Iterable[str]) -> dict[str, Word]:
    return {word: Word(tag, n) for n, group in enumerate(groups, start=1) for word in group.split()}


@lru_cache(maxsize=1)
def _mendable() -> tuple[str, ...]:
    """Words long enough that a slip still shows which was meant; numbers and little words are never guessed."""
    tags = frozenset("EYDGPWTKMU")
    return tuple(word for word, meaning in words().items() if len(word) > _SHORTEST and meaning.tag in tags)
