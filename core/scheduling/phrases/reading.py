"""Gathers what a phrase said into one set of facts, and refuses leftovers that would make it a guess."""

from dataclasses import dataclass, field

from core.model.schedule import Weekday
from core.scheduling.phrases.found import Choice, Question, Unclear
from core.scheduling.phrases.grammar import reduce
from core.scheduling.phrases.tokens import Token, cut, tidy

_HARMLESS = frozenset("&andf?LAi tohj")
_MERE = {"!": Question.WHICH_ONE, "|": Question.WHICH_ONE, "U": Question.WHICH_DAY, "b": Question.WHICH_ONE}
_INTRODUCED = ("remind", "reminder", "wake")


@dataclass(slots=True, kw_only=True)
class Facts:
    """What was said, not yet judged. Amounts are (number, unit)."""

    text: str
    clocks: list[Token] = field(default_factory=list)
    parts: list[Token] = field(default_factory=list)
    window: list[Token] = field(default_factory=list)
    days: frozenset[Weekday] = frozenset()
    day_tokens: list[Token] = field(default_factory=list)
    habit: bool = False  # said in a way that repeats: mondays, every monday
    step: tuple[int, str] | None = None
    per_day: int | None = None
    month_day: int | None = None  # 0 is the last day
    day: Token | None = None  # a date
    ahead: int | None = None  # days from today
    from_now: tuple[float, str] | None = None
    starts: Token | None = None
    ends: Token | None = None
    lasts: tuple[int, str] | None = None
    left_out: frozenset[Weekday] = frozenset()
    rest: str = ""

    @property
    def timed(self) -> bool:
        """Whether any time of day was said."""
        return bool(self.clocks or self.parts)

    @property
    def placed(self) -> bool:
        """Whether anything but a time was said."""
        return bool(self.days or self.step or self.per_day or self.month_day is not None or self.day or self.parts) or (
            self.ahead is not None or self.from_now is not None
        )


def read(text: str) -> Facts:
    """The facts of a phrase. Raises Unclear."""
    plain = tidy(text)
    tokens = reduce(cut(plain))
    if not tokens:
        raise Unclear(Question.NOT_UNDERSTOOD)
    facts = Facts(text=plain)
    tokens = _interval_end(tokens)
    for token in tokens:
        _take(facts, token)
    _refuse_leftovers(facts, tokens)
    return facts


def _interval_end(tokens: list[Token]) -> list[Token]:
    """With a step of hours, "until 8pm" and "9-5" are the window's ends."""
    stepped = any(token.tag == "Y" and token.name in ("hours", "minutes") for token in tokens)
    tags = "".join(token.tag for token in tokens)
    if not stepped:
        return tokens
    for pair in ("C-C", "CtC", "uC"):
        if (place := tags.find(pair)) >= 0:
            ends = [
                Token(tag="6", start=each.start, end=each.end, said=each.said)
                for each in tokens[place : place + len(pair)]
                if each.tag == "C"
            ]
            return [*tokens[:place], *ends, *tokens[place + len(pair) :]]
    return tokens


def _once_only(already: object) -> None:
    if already is not None:
        raise Unclear(Question.WHICH_ONE)


def _take(facts: Facts, token: Token) -> None:
    amount = (int(token.number), token.name)
    match token.tag:
        case "C":
            facts.clocks.append(token)
        case "P":
            facts.parts.append(token)
        case "6":
            facts.window.append(token)
        case "D" | "G":
            facts.days |= token.days
            facts.day_tokens.append(token)
            facts.habit = facts.habit or token.plural
        case "Y":
            _once_only(facts.step)
            facts.step = amount
        case "y":
            _once_only(facts.per_day)
            facts.per_day = amount[0]
        case "J":
            _once_only(facts.month_day)
            facts.month_day = amount[0]
        case "A" if token.day is not None or token.name:
            _once_only(facts.day)
            facts.day = token
        case "T":
            _once_only(facts.ahead)
            facts.ahead = 1 if token.name == "W" else amount[0]
        case "Z":
            _once_only(facts.from_now)
            facts.from_now = (token.number, token.name)
        case "V":
            _lone_amount(facts, token)
        case "1":
            facts.starts = token
        case "2":
            facts.ends = token
        case "3":
            facts.lasts = amount
        case "4":
            facts.left_out = token.days
        case _:
            return


def _lone_amount(facts: Facts, token: Token) -> None:
    """2h means in two hours, as in every chat bot; "2 hours" may as well be every two hours."""
    said = facts.text[token.start : token.end]
    if " " in said or facts.placed or facts.clocks:
        raise Unclear(Question.ONCE_OR_REPEAT, Choice(phrase=f"in {said}"), Choice(phrase=f"every {said}"))
    facts.from_now = (token.number, token.name)


def _refuse_leftovers(facts: Facts, tokens: list[Token]) -> None:
    tags = "".join(token.tag for token in tokens)
    for pair in ("CtC", "C-C", "PtP", "P-P", "LC"):
        if pair in tags:
            raise Unclear(Question.WHICH_ONE)
    for token in tokens:
        known = token.tag in "CPDGYyJTZV123456" or token.tag in _HARMLESS or token.tag in "-"
        if token.tag in "hj" or not known:
            raise Unclear(_MERE.get(token.tag, Question.NOT_UNDERSTOOD))
    facts.rest = " ".join(token.name for token in tokens if token.tag == "?")
    certain = any(token.said is not None and not token.said.bare for token in facts.clocks)
    introduced = any(word in facts.text for word in _INTRODUCED)
    if facts.rest and not (certain or introduced or facts.from_now is not None or facts.step):
        raise Unclear(Question.NOT_UNDERSTOOD)
    _refuse_separate_times(tags)


def _refuse_separate_times(tags: str) -> None:
    """ "Monday 9am and Wednesday 5pm" is two rules."""
    order = "".join("D" if tag in "DG" else "C" for tag in tags if tag in "DGC")
    if "DCDC" in order or "CDCD" in order:
        raise Unclear(Question.WHICH_ONE)
