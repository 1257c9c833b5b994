"""What a person takes, line by line, each with every name its parts and classes go by."""

from collections.abc import Iterator
from dataclasses import dataclass

from tercet.decisions.facts import Facts
from tercet.decisions.medicines import PREFIX, read_list
from tercet.decisions.rules import see
from tercet.knowledge import Knowledge

MEDICINES = "medicines"


@dataclass(frozen=True, slots=True)
class Taken:
    """One line of the list, or one class that somebody says is taken without naming it."""

    what: str
    parts: tuple[str, ...]  # its ingredients; none where it was not recognised, or not named
    names: frozenset[str]  # its ingredients and all their classes
    strange: bool  # some word of it is not known


def told(facts: Facts, known: Knowledge) -> bool:
    """Whether somebody has said what is taken, and lately enough."""
    seen = see(known.facts[MEDICINES], facts)
    return seen.said is not None and seen.why_not is None


def taken(facts: Facts, known: Knowledge) -> tuple[Taken, ...]:
    """Each medicine once, in the order of its name, whatever the order of the list."""
    every = (*_asserted(facts, known), *_listed(facts, known))
    lines = {one.what: one for one in every}
    return tuple(sorted(lines.values(), key=lambda one: (one.what.casefold(), one.what)))


def _listed(facts: Facts, known: Knowledge) -> Iterator[Taken]:
    if not told(facts, known):
        return
    for line in read_list(facts.value(MEDICINES), known):
        names = frozenset((*line.ingredients, *line.classes))
        yield Taken(" ".join(line.text.split()), line.ingredients, names, line.strange)


def _asserted(facts: Facts, known: Knowledge) -> Iterator[Taken]:
    """Classes that someone who may say so says are taken; what is worked out follows the list."""
    for name, fact in known.facts.items():
        if name.startswith(PREFIX):
            seen = see(fact, facts)
            if seen.said is None or seen.why_not or seen.said.by == "derived":
                continue
            if seen.value is True:
                names = frozenset({name.removeprefix(PREFIX)})
                yield Taken(fact.label, (), names, strange=False)
