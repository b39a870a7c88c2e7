"""Finds resources by what somebody typed, and counts their tags. Plain values in, plain values out."""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from core.model.resource import Resource

MOST_FOUND: Final = 6
_GOOD_ENOUGH: Final = 65
_IN_THE_TEXT: Final = 0.85
"""A word in the text counts less than the same word in the title or as a tag."""


def found(typed: str, among: Sequence[Resource], *, limit: int = MOST_FOUND) -> list[Resource]:
    """Best first; typos are forgiven. `among` stays in its order where two are as good."""
    from rapidfuzz import fuzz, utils  # imported here: no start waits for it

    wanted = utils.default_process(typed)
    if not wanted:
        return []
    scored: list[tuple[float, Resource]] = []
    for one in among:
        titles = [one.title, *one.tags]
        best = max(fuzz.WRatio(wanted, utils.default_process(text)) for text in titles)
        inside = fuzz.partial_token_set_ratio(wanted, utils.default_process(one.why)) if len(wanted) > 3 else 0.0
        score = max(best, inside * _IN_THE_TEXT)
        if score >= _GOOD_ENOUGH:
            scored.append((score, one))
    return [one for _, one in sorted(scored, key=lambda pair: -pair[0])[:limit]]


def tags_of(among: Sequence[Resource]) -> list[tuple[str, int]]:
    """Each tag as it was first written, with how many have it; the most used first."""
    written: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for one in among:
        for tag in {tag.casefold(): tag for tag in one.tags}.values():
            written.setdefault(tag.casefold(), tag)
            counted[tag.casefold()] += 1
    return [(written[key], count) for key, count in counted.most_common()]


def tag_key(tag: str) -> str:
    """Eight characters that stand for a tag in a button."""
    return sha256(tag.casefold().encode()).hexdigest()[:8]


def with_tag(key: str, among: Sequence[Resource]) -> list[Resource]:
    """Those that have the tag behind the key."""
    return [one for one in among if key in {tag_key(tag) for tag in one.tags}]
