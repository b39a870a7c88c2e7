"""The grammar: patterns over the tags of tokens, each reading a few tokens as one. It decides nothing about dates.

Tags of words (see `vocabulary`): E every, O other, T today, W tomorrow, K tonight, D weekday, G weekdays or weekend,
M month, P part of the day, N number, R ordinal, U unit, B once or twice, X times, H half, Q quarter, p past, t to,
u until, o o'clock, m am or pm, i in, a at, n on, f of, d the, r from, b between, s starting, e except, g for,
L after, k next, h this, l last, z end, j now, A a, & and, | or, - dash, ! not, v vague, ~ filler, ? unknown.
Tags of what was read: C clock time, V amount of time, Y step of a rule, y times a day, J day of each month,
Z from now, A date (with `day`), 1 first day, 2 last day, 3 for how long, 4 left-out days, 5 window.
"""

import re
from collections.abc import Callable

from core.scheduling.phrases import readers as read
from core.scheduling.phrases.found import Question
from core.scheduling.phrases.tokens import Token

Rule = tuple[re.Pattern[str], read.Read]


def reduce(tokens: list[Token]) -> list[Token]:
    """Applies each pattern, in order, wherever it fits; a reader that answers None leaves the tokens alone."""
    tokens = [token for token in tokens if token.tag != "~"]
    for pattern, reader in RULES:
        place = 0
        while (match := pattern.search("".join(token.tag for token in tokens), place)) is not None:
            first, last = match.span()
            made = reader(tokens[first:last])
            if made is None:
                place = first + 1
            else:
                tokens[first:last] = made
                place = first + len(made)
    return tokens


def _rule(pattern: str, reader: Callable[..., list[Token] | None]) -> Rule:
    return re.compile(pattern), reader


RULES: tuple[Rule, ...] = (
    # amounts: 2 hours, an hour and a half, 1 hour and 20 minutes
    _rule(r"(?<![iE])NU", read.hour_sign),
    _rule(r"AU&AH|NU&AH|N&AHU|AHA?U|HA?f?U|AN?f?U|Nf?U", read.amount),
    _rule(r"V&?V", read.total),
    # days of the month, and dates
    _rule(r"d?lUf(?:d|E|h|A)?U|d?zf(?:d|E|h|A)?U", read.monthly),
    _rule(r"d?RU?f(?:d|E|h|A)?U|d?REU|d?RY|EUn?d?R|Yn?d?R|YNn?d?R", read.monthly),
    _rule(r"R[DG]f(?:d|E)?U", read.refuse(Question.NO_SUCH_RULE)),
    _rule(r"(?:d?Rf?M|NM|Md?R|MN)N", read.month_date),
    _rule(r"d?Rf?M|NM|Md?R|MN", read.month_date),
    # steps: every 2 days, every other Tuesday, twice a day
    _rule(r"(?:B|NX)(?:V|EU|Y)", read.count),
    _rule(r"EV|EOU|ERU|EU|OU", read.step),
    _rule(r"(?:EO|O|ER|EN)[DGP]", read.every_other),
    _rule(r"E[DGP]", read.habit),
    _rule(r"ER", read.every_date),
    _rule(r"d?RD", read.refuse(Question.NO_SUCH_RULE)),
    _rule(r"d?R", read.day_alone),
    # days near now
    _rule(r"D[t\-u]D", read.day_range),
    _rule(r"d?ULW", read.day_after),
    _rule(r"iV|Vr[jT]", read.from_now),
    _rule(r"kUn?D|DkU|DhU|[kh]D", read.next_day),
    _rule(r"K|hP", read.part_of_today),
    _rule(r"W", read.tagged("T")),
    # clock times
    _rule(r"[CN]?P", read.noon),
    _rule(r"(?:HA?p|H|Qp|Np)N", read.past_hour),
    _rule(r"[QN]tN", read.to_hour),
    _rule(r"NN", read.hour_minute),
    _rule(r"[CN]o", read.oclock),
    _rule(r"[CN]m", read.half_of_day),
    _rule(r"N", read.number_clock),
    # windows and bounds
    _rule(r"bC[&t\-]C|rC[tu\-]C", read.window),
    _rule(r"e[nd]*[DG](?:&?[DG])*", read.left_out),
    _rule(r"rj", read.nothing),
    _rule(r"[sr][nd]*[DAT]", read.tagged("1")),
    _rule(r"[u][nd]*[DAT]", read.tagged("2")),
    _rule(r"gd?k?V", read.tagged("3")),
)
