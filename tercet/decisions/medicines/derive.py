"""The facts that follow from a list of medicines, and how sure they are.

A list somebody went through is whole: what is not on it is not taken. A record's list need not be:
what is on it is taken, what is not on it is not known. A name that is nearly one we know makes the
classes of that one not known, until somebody says which it is.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Any

from tercet.decisions.facts import RECORD, Facts, Said
from tercet.decisions.medicines.equals import Total, as_diazepam, as_morphine
from tercet.decisions.medicines.names import ingredients_of, nearly
from tercet.decisions.medicines.recognise import Recognised, read_list
from tercet.decisions.seeing import counted, see
from tercet.knowledge import Knowledge

PREFIX = "takes-"
UNRECOGNISED = "unrecognised-medicines"
SUMS = (  # how it is added up, and the fact it becomes
    (as_diazepam, "diazepam-equivalent-mg-per-day"),
    (as_morphine, "opioid-mme-per-day"),
)

Following = Mapping[str, tuple[Any, str]]  # fact -> its value, and what it was worked out from


def derived(texts: Sequence[str] | None, known: Knowledge) -> dict[str, Any]:
    """The facts that follow from a list: `takes-…` yes, no or None, and what is not recognised.

    None in, None out: nobody has said what is taken. "no" means none of the recognised ones.
    """
    if texts is None:
        return dict.fromkeys([*_classes(known), UNRECOGNISED])
    follows = _follows(read_list(texts, known), known)
    return {name: value for name, (value, _) in follows.items()}


def with_derived(facts: Facts, known: Knowledge) -> Facts:
    """The facts and what follows from the medicines in them, if these count.

    What someone asserted stands, except that a medicine on the list makes a "no" a "yes", and
    that of two amounts the higher counts.
    """
    said = see(known.facts["medicines"], facts)
    if said.said is None or said.why_not:
        return facts
    lines, whole = read_list(said.said.value, known), said.said.by != RECORD
    follows = _follows(lines, known)
    made: dict[str, tuple[Any, str]] = {}
    for name, (value, note) in follows.items():
        counts = whole or bool(value)
        if value is True or (counts and counted(name, facts, known) is None):
            made[name] = (value, note)
    doses = [dose for line in lines for dose in line.doses]
    for add_up, fact in SUMS:
        made |= _sum(fact, add_up(doses, known), facts, whole=whole, known=known)
    return facts.with_said(
        {k: Said(value, said.said.at, "derived", note) for k, (value, note) in made.items()}
    )


def _follows(lines: Sequence[Recognised], known: Knowledge) -> Following:
    """Each fact that follows from what these lines name, with the lines it follows from."""
    by_class: dict[str, list[str]] = {}
    for line in lines:
        for name in line.classes:
            by_class.setdefault(name, []).append(line.text.strip())
    meant = {line.text: _meant(line, known) for line in lines if line.strange}
    maybe = {name for each in meant.values() for name in _classes_of(each, known)}
    note = "; ".join(_asked(text, names) for text, names in meant.items() if names)
    made: dict[str, tuple[Any, str]] = {}
    for fact in _classes(known):
        name = fact.removeprefix(PREFIX)
        if name in by_class:
            made[fact] = (True, ", ".join(by_class[name]))
        else:
            made[fact] = (None, note) if name in maybe else (False, "")
    made[UNRECOGNISED] = (tuple(meant) if not all(meant.values()) else None, note)
    return made if meant else {**made, UNRECOGNISED: ((), "")}


def _meant(line: Recognised, known: Knowledge) -> tuple[str, ...]:
    """The names that the words nobody could place nearly are; none if one is near nothing."""
    every = [nearly(word, known) for word in line.leftover]
    return tuple(dict.fromkeys(name for names in every for name in names)) if all(every) else ()


def _asked(text: str, names: Sequence[str]) -> str:
    return f"“{' '.join(text.split())}”: did you mean {' or '.join(names)}?"


def _classes_of(names: Sequence[str], known: Knowledge) -> set[str]:
    ids = (id for name in names for id in ingredients_of(name, known))
    return {name for id in ids for name in known.medicines[id].classes}


def _classes(known: Knowledge) -> list[str]:
    return [name for name in known.facts if name.startswith(PREFIX)]


def _sum(
    fact: str, total: Total, facts: Facts, *, whole: bool, known: Knowledge
) -> dict[str, tuple[Any, str]]:
    """The sum, unless somebody asserted one as high.

    Of a list that is not whole, or was not read wholly, the sum is only a least. It is said where
    it is past every limit already: more would change nothing.
    """
    found, note = total.at_least, total.note
    if not whole or total.exactly is None:
        if not _past_every_limit(fact, found, known):
            return {}
        note = f"at least {note}"
    else:
        found = total.exactly
    asserted = counted(fact, facts, known)
    return {} if asserted is not None and asserted >= found else {fact: (found, note)}


def _past_every_limit(fact: str, found: float, known: Knowledge) -> bool:
    limits = [rule.limits for rule in known.every_rule() if fact in _amounts(rule.limits)]
    return bool(limits) and all(
        found > each["above"] if "above" in each else found >= each.get("at_least", inf)
        for each in limits
    )


def _amounts(limits: Mapping[str, Any]) -> tuple[Any, Any]:
    return limits.get("fact"), limits.get("amount")
