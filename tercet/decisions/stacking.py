"""How many different medicines on a list do the same thing: each ingredient is counted once.

Two sedatives are more than twice a matter of care; one benzodiazepine that two rules speak of
is still one.
"""

from collections.abc import Mapping

from tercet.decisions.facts import RECORD, Facts, Said
from tercet.decisions.medicines import read_list
from tercet.decisions.rules import see
from tercet.knowledge import Knowledge

COUNTED = {
    "cns-depressants-count": "cns-depressant",
    "serotonergics-count": "serotonergic",
    "qt-prolonging-count": "qt-prolonging",
}


def with_counts(facts: Facts, known: Knowledge) -> Facts:
    """The facts and the counts that follow from the medicines in them, if these count.

    A greater number that someone asserted stands. A record's list need not be whole: of it only
    a count that already meets a rule is said, and a lower one is not known.
    """
    seen = see(known.facts["medicines"], facts)
    if seen.said is None or seen.why_not:
        return facts
    more = {}
    for name, found in _counted(seen.said.value, known).items():
        if seen.said.by == RECORD and not _meets_a_rule(name, len(found), known):
            continue
        asserted = see(known.facts[name], facts)
        if asserted.said is None or asserted.why_not or asserted.value <= len(found):
            more[name] = Said(len(found), seen.said.at, "derived", ", ".join(found))
    return facts.with_said(more)


def _counted(texts: tuple[str, ...], known: Knowledge) -> Mapping[str, tuple[str, ...]]:
    """For each count, the different ingredients of its class, in the order of their names."""
    parts = sorted({part for line in read_list(texts, known) for part in line.ingredients})
    return {
        name: tuple(part for part in parts if each in known.medicines[part].classes)
        for name, each in COUNTED.items()
    }


def _meets_a_rule(name: str, count: int, known: Knowledge) -> bool:
    return any(
        name in (rule.limits.get("fact"), rule.limits.get("amount"))
        and count >= rule.limits["at_least"]
        for rule in known.rules.values()
    )
