"""What answers mean whatever the total is: yes, no, or not known as long as it may be either."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tercet.decisions.instruments.answers import REFUSED, Heard
from tercet.decisions.instruments.kinds import Amount
from tercet.knowledge import Clause, Instrument
from tercet.knowledge import Flag as FlagRule


@dataclass(frozen=True, slots=True)
class Flag:
    """Answers that matter whatever the total is. Unanswered: not known, and not negative."""

    id: str
    item: str  # empty where several are read
    value: int | None
    known: bool
    raised: bool | None  # None: not answered
    says: str
    calls: str  # suicide | safety: a person must hear of it; empty: a finding to be read


def flags(
    instrument: Instrument, heard: Mapping[str, Heard], parts: Mapping[str, Amount]
) -> tuple[Flag, ...]:
    """Every flag of the instrument, raised or not."""
    return tuple(_flag(rule, heard, parts) for rule in instrument.flags)


def _flag(rule: FlagRule, heard: Mapping[str, Heard], parts: Mapping[str, Amount]) -> Flag:
    answer = heard[rule.item].answer if rule.item else None
    raised = all_met(rule.clauses, heard, parts)
    value = answer if isinstance(answer, int) else None
    return Flag(rule.id, rule.item, value, raised is not None, raised, rule.says, rule.calls)


def triaged(
    instrument: Instrument, heard: Mapping[str, Heard], parts: Mapping[str, Amount]
) -> str | None:
    """The first name whose clauses are met; None as long as a name before it may still be."""
    for each in instrument.triage:
        met = all_met(each.clauses, heard, parts)
        if met is None:
            return None
        if met:
            return each.name
    return None


def all_met(
    clauses: Iterable[Clause], heard: Mapping[str, Heard], parts: Mapping[str, Amount]
) -> bool | None:
    """No as soon as one is not met; yes only if all are."""
    met = [_met(clause, heard, parts) for clause in clauses]
    if False in met:
        return False
    return None if None in met else True


def _met(clause: Clause, heard: Mapping[str, Heard], parts: Mapping[str, Amount]) -> bool | None:
    """Whether enough of them, and not too many, lie where they should."""
    each = [_item_met(clause, heard[id]) for id in clause.items]
    each += [_part_met(clause, parts[id]) for id in clause.subscales]
    certain, possible = each.count(True), len(each) - each.count(False)
    most = len(each) if clause.most is None else clause.most
    if possible < clause.count or certain > most:
        return False
    return True if certain >= clause.count and possible <= most else None


def _item_met(clause: Clause, heard: Heard) -> bool | None:
    if heard.answer == REFUSED and clause.refused:
        return True
    if isinstance(heard.answer, int):
        least = clause.lower.get(heard.item.id, clause.at_least)
        return least <= heard.answer and not _above(clause, heard.answer)
    return None if heard.state == "missing" else False


def _part_met(clause: Clause, part: Amount) -> bool | None:
    ends = {clause.at_least <= end and not _above(clause, end) for end in (part.low, part.high)}
    return ends.pop() if len(ends) == 1 else None


def _above(clause: Clause, value: float) -> bool:
    return clause.at_most is not None and value > clause.at_most
