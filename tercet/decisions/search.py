"""Looking for the smallest sets of facts under which some rules would say nothing grave.

Rules that share facts are searched together, and nothing else with them. A search begins with
no fact changed, takes the first rule that is still too grave, changes one fact that it reads,
and goes on from there, the smaller sets first, until its tries are used up.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from tercet.decisions import rules as judging
from tercet.decisions.facts import GIVEN, Facts, Said
from tercet.decisions.logic import Turn
from tercet.decisions.stretches import Stretch, stretches
from tercet.decisions.words import Decision, Verdict
from tercet.knowledge import Fact, Knowledge, Rule

TRIES = 400  # decisions made in one search before it is cut short
NUMBERS = ("whole", "number")
CORNERS = 16  # ends of numbers tried together before a number is told as it is

Moves = Mapping[str, Any]  # facts, each with the value it would have
Key = frozenset[tuple[str, Any]]  # the same, to be found again
Rooms = dict[str, tuple[Any, ...] | Stretch]  # facts, each with all that it might be


@dataclass(frozen=True, slots=True)
class Found:
    """The smallest sets for rules that share facts, and whether all of them were looked for."""

    sets: tuple[Moves, ...]
    searched: bool


def said_now(facts: Facts, moves: Moves) -> Facts:
    """These facts with others said now, as given."""
    return facts.with_said({name: Said(value, facts.now, GIVEN) for name, value in moves.items()})


def read_by(number: int, rules: Sequence[Rule], made: Decision) -> Iterable[str]:
    """The facts behind one finding; only a contradiction need be drawn for that."""
    if number < len(rules):
        return judging.reasoning(rules[number]).facts
    return [shown.fact for shown in made.findings[number].proof]


@lru_cache(judging.SETS_KEPT)
def clusters(rules: tuple[Rule, ...], known: Knowledge) -> tuple[tuple[Rule, ...], ...]:
    """The rules in groups: what is read in one is read, and contradicted, in no other."""
    read = {name for rule in rules for name in judging.reasoning(rule).facts}
    joined: list[set[str]] = []
    asked = [judging.reasoning(rule).facts for rule in rules]
    asked += [each.facts for each in known.contradictions.values() if read >= set(each.facts)]
    for facts in asked:
        touched = [names for names in joined if not names.isdisjoint(facts)]
        joined = [names for names in joined if names.isdisjoint(facts)]
        joined.append(set(facts).union(*touched))
    groups = [
        tuple(rule for rule in rules if names.issuperset(judging.reasoning(rule).facts))
        for names in joined
    ]
    return tuple(sorted(groups, key=lambda group: rules.index(group[0])))


class Search:
    """One group of rules, one person, and the gravest verdict that would do."""

    def __init__(self, rules: tuple[Rule, ...], facts: Facts, known: Knowledge) -> None:
        self.rules, self.known = rules, known
        names = dict.fromkeys(name for rule in rules for name in judging.reasoning(rule).facts)
        self.names = tuple(names)
        self.facts = Facts({n: facts.said[n] for n in names if n in facts.said}, facts.now)
        self.made: dict[Key, Decision] = {}
        self.known_rooms: dict[Key, Rooms] = {}

    @cached_property
    def now(self) -> Moves:
        """What counts of these facts as they are."""
        seen = {name: judging.see(self.known.facts[name], self.facts) for name in self.names}
        return {name: one.value for name, one in seen.items() if one.counts}

    def decide(self, moves: Moves) -> Decision:
        """What these rules say once these facts are so."""
        key = frozenset(moves.items())
        if key not in self.made:
            shown = said_now(self.facts, moves)
            self.made[key] = judging.decide("change", self.rules, shown, known=self.known)
        return self.made[key]

    def graver_than(self, most: Verdict) -> list[str]:
        """The rules that are too grave now."""
        return [each.rule for each in self.decide({}).findings if each.verdict > most]

    def smallest(self, most: Verdict) -> Found:
        """Every smallest set that brings all these rules to `most` or below, as far as tried."""
        found: list[Moves] = []
        waiting: dict[Key, Moves] = {frozenset(): {}}  # the smaller first, each once
        while waiting and len(self.made) < TRIES:
            moves = waiting.pop(next(iter(waiting)))
            if any(moves.keys() >= smaller.keys() for smaller in found):
                continue
            made = self.decide(moves)
            if made.verdict <= most:
                found.append(moves)
            else:
                steps = self._steps(moves, made, most)
                waiting.update((frozenset(step.items()), step) for step in steps)
        found = found or self._any(most)
        return Found(tuple(self.least(moves, most) for moves in found), not waiting)

    def _steps(self, moves: Moves, made: Decision, most: Verdict) -> Iterator[Moves]:
        """One more fact changed, of those that the first rule above `most` reads."""
        first = next(n for n, verdict in enumerate(made.verdicts) if verdict > most)
        for name in read_by(first, self.rules, made):
            if name in moves:
                continue
            for value in self.values(name, moves):
                step = {**moves, name: value}
                if self.decide(step).verdict <= made.verdict:  # what makes it graver is no step
                    yield step

    def _any(self, most: Verdict) -> list[Moves]:
        """One set, found by always going on from the lightest; none if that ends nowhere."""
        moves: Moves = {}
        while (made := self.decide(moves)).verdict > most:
            steps = list(self._steps(moves, made, most))
            if not steps:
                return []
            moves = min(steps, key=lambda step: sum(self.decide(step).verdicts))
        return [moves]

    def least(self, moves: Moves, most: Verdict) -> Moves:
        """The same without what it does not need."""
        for name in moves:
            less = {other: value for other, value in moves.items() if other != name}
            if self.decide(less).verdict <= most:
                return self.least(less, most)
        return moves

    def values(self, name: str, moves: Moves) -> list[Any]:
        """What this fact could be instead: one value for each way that the rules may answer."""
        fact = self.known.facts[name]
        if fact.type not in NUMBERS:
            return self._other_words(fact)
        now = self.now.get(name)
        every = [each.value(now) for each in self.stretches(fact, [moves])]
        if now is None:
            return every
        return sorted((each for each in every if each != now), key=lambda each: abs(each - now))

    def _other_words(self, fact: Fact) -> list[Any]:
        """All that a fact which is no number could be instead."""
        every: dict[str, tuple[Any, ...]] = {"yes-no": (False, True), "choice": fact.choices}
        now = self.now.get(fact.id)
        return [each for each in every.get(fact.type, ((),)) if each != now]

    def stretches(self, fact: Fact, corners: Sequence[Moves]) -> tuple[Stretch, ...]:
        """Where on this number the rules may answer otherwise, with the other facts so, or so."""
        turns: list[Turn] = []
        for rule in self.rules:
            for moves in corners:
                turns += judging.reasoning(rule).turns({**self.now, **moves})
        return stretches(fact, turns)

    def rooms(self, moves: Moves) -> Rooms:
        """For each fact of a set all that is no graver, as far as the others leave room."""
        key = frozenset(moves.items())
        if key not in self.known_rooms:
            self.known_rooms[key] = self._rooms(moves)
        return self.known_rooms[key]

    def _rooms(self, moves: Moves) -> Rooms:
        worst = self.decide(moves).verdict
        corners: list[Moves] = [moves]
        made: Rooms = {}
        for name, value in moves.items():
            fact = self.known.facts[name]
            if fact.type not in NUMBERS:
                others = self._other_words(fact)
                made[name] = tuple(e for e in others if self._does(name, e, corners, worst))
            elif len(corners) <= CORNERS:
                made[name] = room = self._room(fact, value, corners, worst)
                corners = [{**one, name: end} for one in corners for end in room.ends]
            else:
                made[name] = Stretch(value, value)
        return made

    def _does(self, name: str, value: Any, corners: list[Moves], worst: Verdict) -> bool:
        return all(self.decide({**one, name: value}).verdict <= worst for one in corners)

    def _room(self, fact: Fact, value: float, corners: list[Moves], worst: Verdict) -> Stretch:
        """The stretch this value lies on, and its neighbours for as long as they do as well."""
        pieces = self.stretches(fact, corners)
        at = next(n for n, piece in enumerate(pieces) if piece.holds(value))
        room = pieces[at]
        for piece in reversed(pieces[:at]):
            if not self._does(fact.id, piece.value(None), corners, worst):
                break
            room = piece.joined(room)
        for piece in pieces[at + 1 :]:
            if not self._does(fact.id, piece.value(None), corners, worst):
                break
            room = room.joined(piece)
        return room
