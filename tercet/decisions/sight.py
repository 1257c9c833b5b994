"""How what was seen is put into words: "144/88 mmHg · patient, 12 min ago". No zone, no clock."""

from datetime import datetime, timedelta
from typing import Any

from tercet.decisions.facts import GIVEN, Said
from tercet.decisions.words import Shown
from tercet.knowledge import Fact

SPOKEN: dict[str | None, str] = {
    None: "from nobody named",
    "record": "imported record",
    "derived": "worked out",
    "device": "a device",
    "support": "support person",
    "outside": "outside clinician",
    GIVEN: "as given",
}
PAIRS = {"systolic": "diastolic", "baseline-systolic": "baseline-diastolic"}
NOT_KNOWN = "not known"
NOBODY_SAID = "nobody has said it"
DAY = 1440  # minutes
DAYS_COUNTED = 60  # beyond them an age is told in months, and from two years on in years
MONTH, YEAR = 30.4375, 365.25  # days, on average


class Seen:
    """One fact as it was seen: what, from whom and when, and why it does not count if so."""

    __slots__ = ("fact", "said", "why_not")

    def __init__(self, fact: Fact, said: Said | None, why_not: str | None) -> None:
        self.fact, self.said, self.why_not = fact, said, why_not

    @property
    def value(self) -> Any:
        """The bare value; None where nobody said it."""
        return self.said.value if self.said else None

    @property
    def counts(self) -> bool:
        """Whether it was said, and may count."""
        return self.said is not None and self.why_not is None


def proof(one: Seen) -> Shown:
    """The same as a line of proof; what nobody said does not count either, and says so."""
    if one.said is None:
        return Shown(one.fact.id, why_not=one.why_not or NOBODY_SAID)
    said = one.said
    return Shown(one.fact.id, said.value, said.at, said.by, said.note, one.why_not)


def was(one: Seen) -> str:
    """What a fact is now, and why that does not count if so: "172 mmHg", "not known"."""
    return f"{_bare(one)}; {one.why_not}" if one.why_not else _bare(one)


def in_words(seen: list[Seen], now: datetime) -> str:
    """All that one rule saw, as a sentence fragment; what shares its origin says it once."""
    if len(seen) == 1:
        return _with_origin(_bare(seen[0]), _origin(seen[0], now))
    told: dict[str, list[str]] = {}
    for what, one in _grouped(seen):
        told.setdefault(_origin(one, now), []).append(what)
    blanks = told.pop("", None)
    parts = [_with_origin(", ".join(whats), origin) for origin, whats in told.items()]
    return "; ".join([*parts, f"{NOT_KNOWN}: {', '.join(blanks)}"] if blanks else parts)


def _grouped(seen: list[Seen]) -> list[tuple[str, Seen]]:
    """Pressures become one reading where both halves are there and said together."""
    by_name = {one.fact.id: one for one in seen}
    made = []
    for one in seen:
        other = by_name.get(PAIRS[one.fact.id]) if one.fact.id in PAIRS else None
        if other and _together(one, other):
            del by_name[other.fact.id]
            pair = f"{_value(one.fact, one.value)}/{_value(other.fact, other.value)}"
            made.append((f"{_name(one)}{pair} {one.fact.unit}", one))
        elif one.fact.id in by_name:
            made.append((_named(one), one))
    return made


def _together(one: Seen, other: Seen) -> bool:
    if one.said is None or other.said is None:
        return False
    here, there = (one.said, one.why_not), (other.said, other.why_not)
    return (here[0].at, here[0].by, here[1]) == (there[0].at, there[0].by, there[1])


def _name(one: Seen) -> str:
    return "before the dose " if one.fact.id == "baseline-systolic" else ""


def _named(one: Seen) -> str:
    """With its label; what nobody said is listed by its label alone."""
    if one.said is None and one.why_not is None:
        return one.fact.label
    return f"{one.fact.label}: {_bare(one)}"


def _bare(one: Seen) -> str:
    if one.said is None:
        return NOT_KNOWN
    note = f" ({one.said.note})" if one.said.note else ""
    return f"{with_unit(one.fact, one.value)}{note}"


def with_unit(fact: Fact, value: Any) -> str:
    """A value of this fact in words: "144 mmHg", "no", "need a person"."""
    unit = f" {fact.unit}" if fact.unit else ""
    return f"{_value(fact, value)}{unit}"


def _value(fact: Fact, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return ", ".join(f"“{each}”" for each in value) or "none"
    return str(value).replace("-", " ") if fact.choices else str(value)


def _with_origin(what: str, origin: str) -> str:
    return f"{what} · {origin}" if origin else what


def _origin(one: Seen, now: datetime) -> str:
    said = one.said
    if said is None:
        return one.why_not or ""
    who = SPOKEN.get(said.by, str(said.by))
    origin = who if said.by == GIVEN or said.at is None else f"{who}, {ago(now - said.at)}"
    return f"{origin}; {one.why_not}" if one.why_not else origin


def ago(age: timedelta) -> str:
    """How long ago, in the largest unit that still tells; or how far ahead, if a clock is wrong."""
    minutes = int(age.total_seconds() / 60)
    if minutes < 0:
        return f"{_roughly(-minutes)} ahead"
    return f"{_roughly(minutes)} ago" if minutes else "just now"


def _roughly(minutes: int) -> str:
    """Nobody counts the days of a year: beyond two months an age is told in months or years."""
    days = minutes // DAY
    if days <= DAYS_COUNTED:
        return length(minutes)
    months = int(days / MONTH)
    return f"{months} months" if months < 24 else f"{int(days / YEAR)} years"


def length(minutes: int) -> str:
    """A length of time in words, and exactly, as a limit needs it: "12 min", "5 h", "90 days"."""
    if minutes < 120:
        return f"{minutes} min"
    if minutes < 2 * DAY:
        return f"{minutes // 60} h"
    return f"{minutes // DAY} days"
