"""How often a day a line says something is taken; None where it says nothing, or two things."""

import re
from collections.abc import Callable

from tercet.decisions.medicines.phrases import GAP, UPPER, upper

DAYS = {"day": 1, "days": 1, "daily": 1, "week": 7, "weeks": 7, "weekly": 7}
DAYS |= {"month": 30, "months": 30, "monthly": 30}
_EACH = r"(?:a|per|/|each|every)"
_SPANS = "|".join(DAYS)
_DAYTIMES = r"morning|night|evening|bedtime|noon|afternoon"

Found = re.Match[str]
# Each way to say how often, and how often that is in a day; the first that fits takes its words.
_WAYS: tuple[tuple[re.Pattern[str], Callable[[Found], float]], ...] = (
    (
        re.compile(rf"\b(?:q|every|each) {UPPER} h\b"),
        lambda found: 24 / min(float(one) for one in found.groups() if one),
    ),
    (
        re.compile(rf"\b(?:1 times )?(?:q|every) {UPPER} (days|weeks|months)\b"),
        lambda found: 1 / (DAYS[found[3]] * float(found[1] or found[2])),
    ),
    (re.compile(r"\b(?:1 times )?(?:qod|every other (?:day|night))\b"), lambda found: 1 / 2),
    (
        re.compile(rf"\b{UPPER} (?:x|times) (?:{_EACH} )?({_SPANS})\b"),
        lambda found: upper(found[1], found[2]) / DAYS[found[3]],
    ),
    (
        re.compile(rf"\bx {UPPER} (?:{_EACH} day|/ day|daily)\b"),
        lambda found: upper(found[1], found[2]),
    ),
    (re.compile(r"\b(?:bid|b i d)\b"), lambda found: 2.0),
    (re.compile(r"\b(?:tid|t i d)\b"), lambda found: 3.0),
    (re.compile(r"\b(?:qid|q i d)\b"), lambda found: 4.0),
    (re.compile(r"(?:\b(?:a|per|each|every)|/) (day|week|month)\b"), lambda f: 1 / DAYS[f[1]]),
    (re.compile(r"\b(daily|weekly|monthly)\b"), lambda found: 1 / DAYS[found[1]]),
    (re.compile(rf"\b(?:every|each) (?={_DAYTIMES})"), lambda found: 1.0),
    (re.compile(r"\b(?:qd|q d|q day)\b"), lambda found: 1.0),
)
# Times of day that cannot be one and the same.
_TIMES = tuple(
    re.compile(rf"\b(?:{words})\b")
    for words in (
        r"morning|mornings|am|qam|om|mane|breakfast",
        r"noon|lunch|afternoon",
        r"evening|evenings|eve|dinner|qpm",
        r"night|nights|nightly|bedtime|qhs|q h s|hs|nocte|bed|pm",
    )
)


def times_per_day(said: str) -> tuple[float | None, str]:
    """How often a day, and the words that are left."""
    ways: set[float] = set()
    for pattern, often in _WAYS:
        ways |= {often(found) for found in pattern.finditer(said)}
        said = pattern.sub(GAP, said)
    daytimes = sum(1 for pattern in _TIMES if pattern.search(said))
    if len(ways) > 1 or (ways and daytimes > max(1, *ways)):
        return None, said
    return (ways.pop() if ways else float(daytimes) or None), said
