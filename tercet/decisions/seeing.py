"""What of the facts counts: the possible, from someone who may say it, fresh enough.

`see` is the one definition, with its reasons. `Doors` let in what plainly counts at a glance
and ask `see` about the rest; a property holds the two equal.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from tercet.decisions import sight, vocabulary
from tercet.decisions.facts import GIVEN, Facts, Said
from tercet.decisions.sight import Seen
from tercet.knowledge import Fact, Knowledge

AHEAD = timedelta(minutes=1)  # two clocks may differ by this much and no more
NO_TIME, EVER = timedelta(0), timedelta.max
# What is plainly possible: a class and the values of it, or some classes and a range. Each with
# the fact, who may say it, and how long it lasts. Of other types everything is looked at closely.
Among = tuple[str, frozenset[str], timedelta, type, frozenset[bool | str]]
Within = tuple[str, frozenset[str], timedelta, tuple[Any, ...], float, float]
NUMBERS: dict[str, tuple[Any, ...]] = {"whole": (int,), "number": (int, float)}


def see(fact: Fact, facts: Facts, fresh_minutes: int | None = None) -> Seen:
    """This fact as it was said, and why it does not count, if it does not."""
    said = facts.said.get(fact.id)
    if said is None or said.value is None:
        return Seen(fact, None, said.note or None if said else None)
    return Seen(fact, said, _why_not(fact, said, facts, _strictest(fact, fresh_minutes)))


def counted(name: str, facts: Facts, known: Knowledge) -> Any:
    """The value of a fact if it counts: possible, fresh, from someone who may say it."""
    seen = see(known.facts[name], facts)
    return seen.value if seen.counts else None


def _strictest(fact: Fact, fresh_minutes: int | None) -> int | None:
    """A rule may want a fact fresher; one that does not age, such as a baseline, never does."""
    if fact.fresh_minutes is None or fresh_minutes is None:
        return fact.fresh_minutes
    return min(fresh_minutes, fact.fresh_minutes)


def _why_not(fact: Fact, said: Said, facts: Facts, fresh_minutes: int | None) -> str | None:
    wrong = vocabulary.fault(fact, said.value)
    if wrong:
        return wrong
    if said.by != GIVEN and said.by not in fact.from_:
        return f"only {_listed(fact.from_)} may say this"
    if said.at is None:
        return "nobody said when" if fresh_minutes is not None else None
    age = facts.now - said.at
    if age < -AHEAD:
        return "dated in the future"
    if fresh_minutes is not None and age > timedelta(minutes=fresh_minutes):
        return f"counts for {sight.length(fresh_minutes)}"
    return None


def _listed(roles: tuple[str, ...]) -> str:
    named = [sight.SPOKEN.get(role, role) for role in roles]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"


class Doors:
    """What lets in the facts that count, for rules of one freshness."""

    __slots__ = ("_among", "_closely", "_facts", "_fresh_minutes", "_within")

    def __init__(self, facts: Iterable[Fact], fresh_minutes: int | None) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self._fresh_minutes = fresh_minutes
        self._among: list[Among] = []
        self._within: list[Within] = []
        self._closely: list[str] = []
        for fact in self._facts.values():
            self._open(fact)

    def _open(self, fact: Fact) -> None:
        minutes = _strictest(fact, self._fresh_minutes)
        lasts = EVER if minutes is None else timedelta(minutes=minutes)
        speakers = frozenset({GIVEN, *fact.from_})
        if fact.type == "yes-no":
            self._among.append((fact.id, speakers, lasts, bool, frozenset({True, False})))
        elif fact.type == "choice":
            self._among.append((fact.id, speakers, lasts, str, frozenset(fact.choices)))
        elif fact.type in NUMBERS:
            self._within.append((fact.id, speakers, lasts, NUMBERS[fact.type], *fact.span))
        else:
            self._closely.append(fact.id)

    def let_in(self, facts: Facts) -> dict[str, Any]:
        """The value of each of these facts that counts."""
        said = dict(facts.said)  # itself quicker to look into
        made = self._let_in_among(said, facts)
        made |= self._let_in_within(said, facts)
        for name in self._closely:
            if name in said and self._counts(name, facts):
                made[name] = said[name].value
        return made

    def _let_in_among(self, said: dict[str, Said], facts: Facts) -> dict[str, Any]:
        now, made = facts.now, {}
        for name, speakers, lasts, its, values in self._among:
            if name not in said:
                continue
            one = said[name]
            value = one.value
            plain = value.__class__ is its and value in values and one.by in speakers
            in_time = plain and (one.at is now or _still(one.at, now, lasts))
            if in_time or self._counts(name, facts):
                made[name] = value
        return made

    def _let_in_within(self, said: dict[str, Said], facts: Facts) -> dict[str, Any]:
        now, made = facts.now, {}
        for name, speakers, lasts, classes, low, high in self._within:
            if name not in said:
                continue
            one = said[name]
            value = one.value
            plain = value.__class__ in classes and low <= value <= high and one.by in speakers
            in_time = plain and (one.at is now or _still(one.at, now, lasts))
            if in_time or self._counts(name, facts):
                made[name] = value
        return made

    def _counts(self, name: str, facts: Facts) -> bool:
        return see(self._facts[name], facts, self._fresh_minutes).counts


def _still(at: datetime | None, now: datetime, lasts: timedelta) -> bool:
    """Whether what was said earlier lasts until now; a clock that is ahead is looked at closely."""
    return at is not None and NO_TIME <= now - at <= lasts


class Eye:
    """Sees each fact of one person once, however many rules read it."""

    __slots__ = ("_seen", "facts", "known")

    def __init__(self, facts: Facts, known: Knowledge) -> None:
        self.facts, self.known = facts, known
        self._seen: dict[tuple[str, int | None], Seen] = {}

    def saw(self, names: Iterable[str], fresh_minutes: int | None) -> list[Seen]:
        """These facts as they were said, and why they do not count, if they do not."""
        return [self._saw(name, fresh_minutes) for name in names]

    def _saw(self, name: str, fresh_minutes: int | None) -> Seen:
        key = (name, fresh_minutes)
        if key not in self._seen:
            self._seen[key] = see(self.known.facts[name], self.facts, fresh_minutes)
        return self._seen[key]
