"""What would change a verdict: the smallest sets of facts that would, each found by trying it.

A set is told only if deciding again with it gives the verdict told, and if no part of it would
do. It says what would follow, never what to say: what was answered changes only if it was
wrong, or if its rule's remedy has come about. What calls a person, as a crisis and every
answer about suicide does, is changed by that person and by no answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from tercet.decisions import rules as judging
from tercet.decisions import sight
from tercet.decisions.facts import Facts
from tercet.decisions.search import Moves, Search, clusters, read_by
from tercet.decisions.stretches import Stretch
from tercet.decisions.words import Finding, Verdict
from tercet.knowledge import Fact, Knowledge, Rule

LISTED = 5  # sets told for each verdict; the rest are counted
EITHER_WAY = "known, either way"
ANSWER, REMEDY, CORRECTION = "answer", "remedy", "correction"
OF_MEDICINES = "takes-"  # of what somebody takes only a correction is told, never a change


@dataclass(frozen=True, slots=True)
class Move:
    """One fact of a set: what it is now, what it would have to be, and how that can come about."""

    fact: str
    label: str
    was: str  # in words: "172 mmHg", "not known"
    to: str  # in words: "at or below 159 mmHg", "no"
    value: Any  # one value that does
    how: str  # answer: it is not known yet; remedy: as its rule says; correction: if it was wrong

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        words = {"fact": self.fact, "label": self.label, "was": self.was, "to": self.to}
        return {**words, "how": self.how}


@dataclass(frozen=True, slots=True)
class Change:
    """A verdict, and the smallest sets of facts that would make it that."""

    verdict: Verdict
    sets: tuple[tuple[Move, ...], ...]
    unlisted: int = 0  # more sets were found than are listed
    searched: bool = True  # False: the search was cut short, and there may be others
    held: tuple[str, ...] = ()  # the rules that no fact tried would change; then there is no set

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, the verdict as its word."""
        return {
            "verdict": self.verdict.word,
            "sets": [[move.as_dict() for move in moves] for moves in self.sets],
            "unlisted": self.unlisted,
            "searched": self.searched,
            "held": list(self.held),
        }


def what_would_change(
    rules: Iterable[Rule], facts: Facts, *, known: Knowledge
) -> tuple[Change, ...]:
    """What would make the verdict lighter, and what would make it pass; the smallest sets first.

    Nothing where it is CLEAR. Where no fact would, the verdict as it is, with the rules that
    hold it.
    """
    person = _Person(tuple(rules), facts, known)
    made: dict[Verdict, Change] = {}
    for most in person.lighter():
        for change in person.changes(most):
            made.setdefault(change.verdict, change)
    return tuple(made.values())


class _Person:
    """One person as some rules judge them now."""

    def __init__(self, rules: tuple[Rule, ...], facts: Facts, known: Knowledge) -> None:
        self.rules, self.facts, self.known = rules, facts, known
        self.whole = Search(self.rules, facts, known)
        self.now = self.whole.decide({})
        self.searches = [Search(group, facts, known) for group in clusters(self.rules, known)]
        self.reading: dict[str, list[int]] = {}
        for number in range(len(self.now.verdicts)):
            for name in read_by(number, self.rules, self.now):
                self.reading.setdefault(name, []).append(number)

    def _grave(self, most: Verdict) -> list[int]:
        """The findings that are too grave, by their numbers; none is drawn."""
        return [number for number, verdict in enumerate(self.now.verdicts) if verdict > most]

    def lighter(self) -> list[Verdict]:
        """The next verdict that some finding has, and the gravest that passes."""
        if self.now.verdict <= Verdict.CAUTION:
            return [Verdict.CLEAR] if self.now.verdict else []
        below = [each for each in self.now.verdicts if each < self.now.verdict]
        return sorted({max((Verdict.CAUTION, *below)), Verdict.CAUTION}, reverse=True)

    def changes(self, most: Verdict) -> list[Change]:
        """The smallest sets that bring the verdict to `most` or below, by what they bring it to."""
        called = self._called(most)
        if called:
            return [self._held(called)]
        tried = [(each, each.smallest(most)) for each in self._searches(most)]
        found = [its for _, its in tried]
        searched = all(its.searched for its in found)
        stuck = [each for each, its in tried if not its.sets]
        if stuck:
            held = [rule for each in stuck for rule in each.graver_than(most)]
            return [replace(self._held(held), searched=searched)]
        combined: list[Moves] = [{}]
        for its in found:
            every: list[Moves] = [{**one, **more} for one in combined for more in its.sets]
            combined = sorted(every, key=len)[:LISTED]
        count = prod(len(its.sets) for its in found)
        first, *others = self._told(combined, searched=searched)
        return [replace(first, unlisted=count - len(combined)), *others]

    def _searches(self, most: Verdict) -> list[Search]:
        """The groups that are too grave; no two groups read a fact in common."""
        grave = self._grave(most)
        behind = {name for number in grave for name in read_by(number, self.rules, self.now)}
        return [each for each in self.searches if not behind.isdisjoint(each.names)]

    def _called(self, most: Verdict) -> list[str]:
        """The rules that call a person: a crisis, and what climbs a ladder of its own."""
        climbs = {rule.id for rule in self.rules if rule.ladder}
        grave = [self.now.findings[number] for number in self._grave(max(most, Verdict.ASK))]
        return [e.rule for e in grave if e.verdict is Verdict.CRISIS or e.rule in climbs]

    def _held(self, rules: list[str]) -> Change:
        return Change(self.now.verdict, (), held=tuple(rules))

    def _told(self, found: list[Moves], *, searched: bool) -> list[Change]:
        by_verdict: dict[Verdict, list[tuple[Move, ...]]] = {}
        for moves in found:
            verdict = self.whole.decide(moves).verdict
            told = [m for search in self.searches for m in self._moves(search, moves, verdict)]
            told.sort(key=lambda move: move.how == ANSWER)
            by_verdict.setdefault(verdict, []).append(tuple(told))
        return [
            Change(verdict, tuple(sets), searched=searched) for verdict, sets in by_verdict.items()
        ]

    def _moves(self, search: Search, moves: Moves, verdict: Verdict) -> list[Move]:
        """What one group of rules has to do with a set, in words."""
        mine = {name: moves[name] for name in search.names if name in moves}
        if not mine:
            return []
        rooms = search.rooms(mine)
        facts = self.known.facts
        return [self._move(facts[name], mine[name], rooms[name], verdict) for name in mine]

    def _move(
        self, fact: Fact, value: Any, room: tuple[Any, ...] | Stretch, verdict: Verdict
    ) -> Move:
        if isinstance(room, Stretch):
            to = room.in_words(fact)
        elif len(room) > 1 and fact.type == "yes-no":
            to = EITHER_WAY
        else:
            to = " or ".join(sight.with_unit(fact, each) for each in room)
        was, how = sight.was(judging.see(fact, self.facts)), self._how(fact, value, verdict)
        return Move(fact.id, fact.label, was, to, value, how)

    def _how(self, fact: Fact, value: Any, verdict: Verdict) -> str:
        """An answer while a rule that is too grave lacks it; a remedy if one of them has one.

        What lies in the past stays so: a fact that does not age is remedied only by a "yes".
        """
        numbers = self.reading[fact.id]
        grave = [self.now.findings[each] for each in self._grave(verdict) if each in numbers]
        lines = [shown for each in grave for shown in each.proof]
        if any(shown.why_not for shown in lines if shown.fact == fact.id):
            return ANSWER
        met = [each for each in grave if each.verdict > Verdict.ASK and each.remedy]
        can_be = fact.fresh_minutes is not None or value is True
        return REMEDY if can_be and not all(map(_of_medicines, met)) else CORRECTION


def _of_medicines(finding: Finding) -> bool:
    return any(shown.fact.startswith(OF_MEDICINES) for shown in finding.proof)
