"""Kept decisions made again under other knowledge: who would move, by which rules, and why."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tercet.decisions import course, eligibility, gate, monitoring, order, release, rules
from tercet.decisions.facts import Facts, facts_from_dict
from tercet.decisions.words import Decision, Finding, Verdict
from tercet.knowledge import Fact, Knowledge, Protocol, Rule

ELIGIBILITY = "eligibility"
BY_PROTOCOL: Mapping[str, Callable[[Facts, Protocol, Knowledge], Decision]] = {
    "order": order.decide,
    "gate": gate.decide,
    "monitoring": monitoring.decide,
    "release": release.decide,
    "course": course.decide,
}
# Of a rule and of a fact: what changes a verdict. Words and citations do not.
OF_A_RULE = ("kind", "if_so", "fresh_minutes", "expires")
OF_A_FACT = ("type", "low", "high", "choices", "fresh_minutes", "from_", "only_if")


class CannotRemake(ValueError):
    """A kept decision that cannot be made again. The message says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kept decision: about what, of whom, all it was shown, and what was made of it."""

    who: str  # an id, never a name
    about: str
    protocol: str  # empty for eligibility, which no protocol changes
    facts: Facts
    made: Decision


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that the two bodies of knowledge hold differently."""

    what: str  # "above", or "systolic fresh_minutes"
    was: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """One rule that says something else of this person than it did."""

    rule: str
    title: str
    was: Verdict | None  # None: there was no such rule
    now: Verdict | None  # None: there is no such rule any more
    saw: str
    saw_then: str
    why: tuple[Differs, ...] = ()


@dataclass(frozen=True, slots=True)
class Replayed:
    """One kept decision beside the same one made again."""

    kept: Kept
    verdict: Verdict
    changed: tuple[Changed, ...]
    at_hand: bool  # whether the knowledge it was made under is the one compared with

    @property
    def moves(self) -> bool:
        """Whether the verdict itself is another one; a finding may change without that."""
        return self.verdict is not self.kept.made.verdict


def kept_from_dict(line: Mapping[str, Any]) -> Kept:
    """A kept decision as it was exported: who, about, protocol, saw, made. Or `CannotRemake`."""
    try:
        return Kept(
            who=str(line["who"]),
            about=str(line["about"]),
            protocol=str(line.get("protocol", "")),
            facts=facts_from_dict(line["saw"]),
            made=Decision.from_dict(line["made"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise CannotRemake(f"It is not written as a kept decision is: {wrong!r}.") from wrong


def remake(about: str, facts: Facts, *, protocol: str, known: Knowledge) -> Decision:
    """The decision that this knowledge makes of these facts. Raises `CannotRemake`."""
    if about == ELIGIBILITY:
        return eligibility.decide(facts, known)
    if about not in BY_PROTOCOL:
        raise CannotRemake(f"Nothing here decides about “{about}”.")
    if protocol not in known.protocols:
        raise CannotRemake(f"There is no protocol “{protocol}” in this knowledge.")
    return BY_PROTOCOL[about](facts, known.protocols[protocol], known)


def again(kept: Kept, *, here: Knowledge, there: Knowledge) -> Replayed:
    """This decision under the knowledge `there`; why it differs is told by what `here` holds."""
    made = remake(kept.about, kept.facts, protocol=kept.protocol, known=there)
    at_hand = kept.made.knowledge == here.version
    changed = moved(kept.made, made)
    if at_hand:
        before, after = (_rules(kept, known) for known in (here, there))
        both = before.keys() & after.keys()
        changed = tuple(
            replace(one, why=differs(before[one.rule], after[one.rule], here=here, there=there))
            if one.rule in both
            else one
            for one in changed
        )
    return Replayed(kept, made.verdict, changed, at_hand)


def moved(before: Decision, after: Decision) -> tuple[Changed, ...]:
    """The rules that say something else: worst as they now are, then those that are gone."""
    was = {finding.rule: finding for finding in before.findings}
    now = {finding.rule for finding in after.findings}
    changed = [_changed(was.get(one.rule), one) for one in after.worst_first]
    gone = [
        Changed(one.rule, one.title, one.verdict, None, "", one.saw)
        for one in before.worst_first
        if one.rule not in now
    ]
    return tuple(one for one in [*changed, *gone] if one.was is not one.now)


def _changed(was: Finding | None, now: Finding) -> Changed:
    verdict, saw = (was.verdict, was.saw) if was else (None, "")
    return Changed(now.rule, now.title, verdict, now.verdict, now.saw, saw)


def differs(before: Rule, after: Rule, *, here: Knowledge, there: Knowledge) -> tuple[Differs, ...]:
    """What can change a verdict and is not the same: of the rule, its limits, and its facts."""
    names = dict.fromkeys([*before.limits, *after.limits])
    made = [*_unlike(names, before.limits.get, after.limits.get)]
    made += _unlike(OF_A_RULE, partial(getattr, before), partial(getattr, after))
    for name in dict.fromkeys([*_read(before), *_read(after)]):
        made += _of_fact(here.facts.get(name), there.facts.get(name))
    return tuple(made)


def _read(rule: Rule) -> tuple[str, ...]:
    return tuple(rules.reasoning(rule).facts)


def _rules(kept: Kept, known: Knowledge) -> Mapping[str, Rule]:
    protocol = known.protocols.get(kept.protocol)
    every = {rule.id: rule for rule in known.every_rule()}
    return every | dict(protocol.rules) if protocol else every


def _of_fact(before: Fact | None, after: Fact | None) -> list[Differs]:
    if before is None or after is None:
        return []
    unlike = _unlike(OF_A_FACT, partial(getattr, before), partial(getattr, after))
    return [replace(one, what=f"{after.id} {one.what}") for one in unlike]


def _unlike(
    names: Iterable[str], was: Callable[[str], Any], now: Callable[[str], Any]
) -> Iterator[Differs]:
    for name in names:
        if was(name) != now(name):
            yield Differs(name.removesuffix("_"), was(name), now(name))
