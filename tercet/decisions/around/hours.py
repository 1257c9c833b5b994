"""The hours around a dose: every medicine has its line, and so has what everybody keeps to.

Where two entries speak of one medicine both are shown, and the more careful one counts. What
harms when it is left out is never held.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tercet.decisions.around.expected import Expected, expected
from tercet.decisions.around.exposure import Interaction, interactions
from tercet.decisions.around.taken import Taken, taken, told
from tercet.decisions.facts import Facts
from tercet.knowledge import Hours, Knowledge
from tercet.knowledge.around import ASK, CONTINUE, HOLD, NEEDED, NOT_TOLD, OTHER, STRANGE

CARE = (CONTINUE, HOLD, ASK)  # from the least careful to the most


@dataclass(frozen=True, slots=True)
class Line:
    """What becomes of one thing, from one hour to another; the dose is hour 0."""

    what: str  # as the person wrote it, or what everybody keeps
    entry: str  # the id in timing.toml
    from_hour: float
    to_hour: float
    do: str  # continue | hold-by-protocol | ask-prescriber
    says: str
    never_stop: bool
    counts: bool  # no: a more careful line of the same medicine does
    hours: Hours  # what it rests on


@dataclass(frozen=True, slots=True)
class Plan:
    """The hours around one dose by one route."""

    route: str | None
    lines: tuple[Line, ...]
    interactions: tuple[Interaction, ...]
    expected: tuple[Expected, ...]


def plan(facts: Facts, route: str | None, known: Knowledge) -> Plan:
    """The lines in the order of the hours; the same whatever the order of the list."""
    lines = [*_for_everyone(known), *_of_all(taken(facts, known), known)]
    if not told(facts, known):
        nobody_told = known.around.hours[NOT_TOLD]
        lines.append(_line(nobody_told.what, nobody_told))
    return Plan(
        route=route,
        lines=tuple(sorted(lines, key=_when)),
        interactions=interactions(facts, route, known),
        expected=expected(facts, known),
    )


def _when(line: Line) -> tuple[float, float, str, str, str]:
    return (line.from_hour, line.to_hour, line.what.casefold(), line.what, line.entry)


def _for_everyone(known: Knowledge) -> Iterator[Line]:
    for entry in known.around.hours.values():
        if entry.everyone:
            yield _line(entry.what, entry)


def _of_all(every: Iterable[Taken], known: Knowledge) -> Iterator[Line]:
    for one in every:
        yield from _of(one, _entries(one, known), known)


def _entries(one: Taken, known: Knowledge) -> Sequence[Hours]:
    """The entries of its classes; where there is none, that of any other medicine."""
    hours = known.around.hours
    fitting = [entry for entry in hours.values() if one.names.intersection(entry.classes)]
    entries = [entry for entry in fitting if not entry.only_alone] or fitting
    if one.strange:
        return [*entries, hours[STRANGE]]
    return entries or [hours[OTHER]]


def _of(one: Taken, entries: Sequence[Hours], known: Knowledge) -> Iterator[Line]:
    """The lines of one medicine. What is held in part and needed in part is asked about."""
    if any(entry.never_stop for entry in entries) and any(entry.do == HOLD for entry in entries):
        entries = [entry for entry in entries if entry.do != HOLD]
        entries = [*entries, known.around.hours[NEEDED]]
    most = max(CARE.index(entry.do) for entry in entries)
    for entry in entries:
        yield _line(one.what, entry, counts=CARE.index(entry.do) == most)


def _line(what: str, entry: Hours, *, counts: bool = True) -> Line:
    return Line(
        what=what,
        entry=entry.id,
        from_hour=entry.from_hour,
        to_hour=entry.to_hour,
        do=entry.do,
        says=entry.says,
        never_stop=entry.never_stop,
        counts=counts,
        hours=entry,
    )
