"""What of the facts counts: the possible, from someone who may say it, fresh enough.

`see` is the one definition, with its reasons. `Doors` let in what plainly counts at a glance
and ask `see` about the rest; a property holds the two equal.
"""

from collections.abc import Iterable
from datetime import timedelta
from math import inf
from typing import Any

from tercet.decisions import sight, vocabulary
from tercet.decisions.facts import GIVEN, Facts, Said
from tercet.decisions.sight import Seen
from tercet.knowledge import Fact, Knowledge

AHEAD = timedelta(minutes=1)  # two clocks may differ by this much and no more
# What a value's class may be for the glance; of other types everything is looked at closely.
Door = tuple[str, frozenset[str], tuple[type, ...], float, float]  # with speakers, classes, range
PLAIN: dict[str, tuple[type, ...]] = {"whole": (int,), "number": (int, float)}


def see(fact: Fact, facts: Facts, fresh_minutes: int | None = None) -> Seen:
    """This fact as it was said, and why it does not count, if it does not."""
    said = facts.said.get(fact.id)
    if said is None or said.value is None:
        return Seen(fact, None, said.note or None if said else None)
    return Seen(fact, said, _why_not(fact, said, facts, _strictest(fact, fresh_minutes)))


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

    __slots__ = ("_doors", "_facts", "_fresh_minutes", "_may_say")

    def __init__(self, facts: Iterable[Fact], fresh_minutes: int | None) -> None:
        self._facts = {fact.id: fact for fact in facts}
        self._fresh_minutes = fresh_minutes
        speakers = {fact.id: frozenset({GIVEN, *fact.from_}) for fact in self._facts.values()}
        yes_nos = [fact.id for fact in self._facts.values() if fact.type == "yes-no"]
        self._may_say = {name: speakers[name] for name in yes_nos}
        self._doors: list[Door] = [
            (fact.id, speakers[fact.id], PLAIN.get(fact.type, ()), *_range(fact))
            for fact in self._facts.values()
            if fact.type != "yes-no"
        ]

    def let_in(self, facts: Facts) -> dict[str, Any]:
        """The value of each of these facts that counts."""
        now, said, may_say = facts.now, facts.said, self._may_say
        made = {  # a yes or a no said this moment by someone who may
            name: one.value
            for name, one in said.items()
            if one.at is now
            and (one.value is True or one.value is False)
            and name in may_say
            and one.by in may_say[name]
        }
        for name in (may_say.keys() & said.keys()) - made.keys():
            if self._counts(name, facts):
                made[name] = said[name].value
        for name, speakers, classes, low, high in self._doors:
            if name not in said:
                continue
            one = said[name]
            value = one.value
            plain = one.at is now and value.__class__ in classes and one.by in speakers
            if (plain and low <= value <= high) or self._counts(name, facts):
                made[name] = value
        return made

    def _counts(self, name: str, facts: Facts) -> bool:
        return see(self._facts[name], facts, self._fresh_minutes).counts


def _range(fact: Fact) -> tuple[float, float]:
    low, high = fact.low, fact.high
    return -inf if low is None else low, inf if high is None else high


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
