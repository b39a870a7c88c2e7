"""Says a daybook in words: levels, changes, days recorded, and what a chart shows. It praises and warns of nothing."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from core.insight.daybook import Daybook
from core.insight.levels import FEWEST_DAYS_OF_A_HALF, Change, Level, Way, level
from core.insight.patterns import FEWEST_DAYS_OF_A_SIDE, Findings, Pattern
from core.insight.peg import PegMean
from core.insight.weeks import weeks
from core.model.measure import Measure, MeasureKind
from core.ports import Phrasebook

MOST_TOLD: Final = 3
"""Measures in the sentences and in a chart."""

_FLARES_IN_ALT: Final = 3


def main_measures(daybook: Daybook) -> tuple[Measure, ...]:
    """The scales that are told and drawn when nobody chose any: the most recorded ones, at most three."""
    return daybook.of_kind(MeasureKind.SCALE)[:MOST_TOLD]


def sentences(daybook: Daybook, words: Phrasebook, measures: Sequence[Measure] | None = None) -> tuple[str, ...]:
    """Two sentences: days recorded with the levels, and the change. Only the first where there is no level.

    `measures` are scales of the daybook, the main ones without it.
    """
    told = [found for one in measures or main_measures(daybook) if (found := level(daybook, one)) is not None]
    recorded, days = len(daybook.recorded), daybook.days
    if not told:
        return (words("insight.level_none", recorded=recorded, days=days),)
    levels = _listed([_item(one, recorded, words) for one in told], words)
    if recorded == 1:
        return words("insight.level_one", days=days, levels=levels), _change_sentence((), days, words)
    first = words("insight.level", recorded=recorded, days=days, levels=levels)
    return first, _change_sentence(told, days, words)


def lines(daybook: Daybook, words: Phrasebook) -> tuple[str, ...]:
    """One line for each recorded measure of any kind, the most recorded first within its kind."""
    kinds = (MeasureKind.SCALE, MeasureKind.COUNT, MeasureKind.YES_NO, MeasureKind.SYMPTOM, MeasureKind.TRIGGER)
    return tuple(_line(daybook, one, words) for kind in kinds for one in daybook.of_kind(kind))


def peg_line(means: Sequence[PegMean], daybook: Daybook, words: Phrasebook) -> str | None:
    """The mean of the filled PEGs; None without one."""
    if not means:
        return None
    mean = sum(one.mean for one in means) / len(means)
    count = len({one.day.isocalendar()[:2] for one in means})
    return words("insight.of_peg", mean=number(mean, words), count=count, weeks=len(weeks(daybook)))


def flare_line(daybook: Daybook, words: Phrasebook) -> str | None:
    """How many days of the period were flare days; None without one."""
    count = sum((until - began).days + 1 for began, until in daybook.flares)
    return words("insight.flares", count=count) if count else None


def pattern_lines(found: Findings, words: Phrasebook) -> tuple[str, ...]:
    """One sentence for each pattern and the caution after them; or why there is none."""
    if found.patterns:
        return (*(_pattern(one, words) for one in found.patterns), words("insight.not_cause"))
    if found.compared:
        return (words("insight.patterns_none"),)
    return (words("insight.patterns_few", fewest=FEWEST_DAYS_OF_A_SIDE),)


def week_table(
    daybook: Daybook, words: Phrasebook, measures: Sequence[Measure] | None = None
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The head and the rows: each week, how many of its days are recorded, and its mean of each measure."""
    shown = measures or main_measures(daybook)
    head = (words("insight.week_head"), words("insight.week_recorded"), *(one.label for one in shown))
    rows = []
    for week in weeks(daybook):
        means = (week.means.get(one.key) for one in shown)
        cells = (words("insight.week_none") if mean is None else number(mean, words) for mean in means)
        recorded = words("insight.week_days", recorded=week.recorded, days=week.days)
        rows.append((said_days(week.first, week.last, words), recorded, *cells))
    return head, tuple(rows)


def chart_alt(
    daybook: Daybook,
    words: Phrasebook,
    measures: Sequence[Measure] | None = None,
    *,
    step: int = 1,
    drawn: Callable[[Sequence[float | None]], Sequence[float]] | None = None,
) -> str:
    """What the chart of these measures shows, for who cannot see it: levels, gaps, flares, a line each.

    Where `step` days share a point of the chart, `drawn` makes a line's points of its days: their lowest and highest
    are told, since no others are in the picture.
    """
    told = [found for one in measures or main_measures(daybook) if (found := level(daybook, one)) is not None]
    said = [words("insight.alt", days=daybook.days, period=said_days(daybook.first, daybook.last, words))]
    if step > 1 and told:
        said.append(words("insight.chart_mean", days=step))
    points = {one.measure.key: drawn(daybook.line(one.measure.key)) for one in told} if drawn and step > 1 else {}
    said += [_alt_line(one, words, points.get(one.measure.key, ())) for one in told] or [words("insight.alt_empty")]
    if told and any(one.days < daybook.days for one in told):
        said.append(words("insight.alt_gaps"))
    if len(daybook.flares) > _FLARES_IN_ALT:
        said.append(words("insight.alt_flares_many", count=len(daybook.flares)))
    elif daybook.flares:
        stretches = _listed([said_days(began, until, words) for began, until in daybook.flares], words)
        said.append(words("insight.alt_flares", stretches=stretches))
    return "\n".join(said)


def number(value: float, words: Phrasebook) -> str:
    """One decimal, and none where it would be a zero: "5.8", "6"."""
    whole, tenth = divmod(round(value * 10), 10)
    return words("insight.number", whole=whole, tenth=tenth) if tenth else str(whole)


def said_days(first: date, last: date, words: Phrasebook) -> str:
    """ "3 March" or "3 March to 9 March", with the years where they differ."""
    if first == last:
        return _day(first, words)
    with_year = first.year != last.year
    return words("insight.days", first=_day(first, words, with_year), last=_day(last, words, with_year))


def _day(day: date, words: Phrasebook, with_year: bool = False) -> str:
    month = words.pick("times.months", day.month - 1)
    if with_year:
        return words("insight.day_of_year", number=day.day, month=month, year=day.year)
    return words("insight.day", number=day.day, month=month)


def _item(one: Level, recorded: int, words: Phrasebook) -> str:
    """How many days it comes from is said where they are fewer than those recorded."""
    label, mean = inside(one.measure), number(one.mean, words)
    if one.days == recorded:
        return words("insight.item", label=label, mean=mean)
    if one.days == 1:
        return words("insight.item_one", label=label, mean=mean)
    return words("insight.item_fewer", label=label, mean=mean, count=one.days)


def _change_sentence(told: Sequence[Level], days: int, words: Phrasebook) -> str:
    """What stayed the same is named only where something else cannot be compared at all."""
    if days < 2 * FEWEST_DAYS_OF_A_HALF:
        return words("insight.too_short")
    changes = [(one, one.change) for one in told if one.change is not None]
    if not changes:
        return words("insight.too_few")
    clear = [(one, change) for one, change in changes if change.way is not Way.SAME]
    if len(changes) < len(told) or len(clear) == len(told):
        return words("insight.change", changes=_listed([_changed(*pair, words) for pair in changes], words))
    if not clear:
        return words("insight.all_same")
    return words("insight.change_rest", changes=_listed([_changed(*pair, words) for pair in clear], words))


def _changed(one: Level, change: Change, words: Phrasebook) -> str:
    label = inside(one.measure)
    if change.way is Way.SAME:
        return words("insight.change_same", label=label)
    key = "insight.change_higher" if change.way is Way.HIGHER else "insight.change_lower"
    return words(key, label=label, later=number(change.later, words), earlier=number(change.earlier, words))


def _line(daybook: Daybook, measure: Measure, words: Phrasebook) -> str:
    values = daybook.values.get(measure.key)
    if values is None:
        count = len(daybook.ticks[measure.key])
        return words("insight.of_tick", label=measure.label, count=count, recorded=len(daybook.recorded))
    if measure.kind is MeasureKind.YES_NO:
        yes = sum(value > 0 for value in values.values())
        return words("insight.of_yes_no", label=measure.label, yes=yes, count=len(values))
    mean = number(sum(values.values()) / len(values), words)
    key = "insight.of_count" if measure.kind is MeasureKind.COUNT else "insight.of_scale"
    return words(key, label=measure.label, mean=mean, count=len(values), days=daybook.days)


def _pattern(one: Pattern, words: Phrasebook) -> str:
    way = "higher" if one.mean > one.other_mean else "lower"
    label, mean, other = inside(one.measure), number(one.mean, words), number(one.other_mean, words)
    return words(
        f"insight.pattern_{one.timing.value}_{way}",
        cue=one.cue.label,
        label=label,
        mean=mean,
        other=other,
        count=one.days,
        others=one.other_days,
    )


def _alt_line(one: Level, words: Phrasebook, points: Sequence[float]) -> str:
    ends = (min(points), max(points)) if points else (one.lowest, one.highest)
    lowest, highest, mean = (number(value, words) for value in (*ends, one.mean))
    label = one.measure.label
    if one.days == 1:
        return words("insight.alt_line_one", label=label, mean=mean)
    if lowest == highest:
        key = "insight.alt_line_even" if points else "insight.alt_line_flat"
        return words(key, label=label, mean=mean, count=one.days)
    return words("insight.alt_line", label=label, lowest=lowest, highest=highest, mean=mean, count=one.days)


def inside(measure: Measure) -> str:
    """Its label in the middle of a sentence. Words that a member chose, and names like "PEG", stay as they are."""
    label = measure.label
    if measure.key.startswith("own-") or label[1:2].isupper():
        return label
    return label[:1].lower() + label[1:]


def _listed(parts: Sequence[str], words: Phrasebook) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return words("times.and", first=", ".join(parts[:-1]), last=parts[-1])
