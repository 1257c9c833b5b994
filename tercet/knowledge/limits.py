"""What each kind of rule must be given: the names of its limits, and what each may hold.

The functions of the same names are in `tercet.decisions.kinds`; a test holds the two sets
equal. A number must lie where its fact can lie, so a slip of the pen cannot become a limit.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tercet.knowledge.shapes import Fact

Facts = Mapping[str, Fact]
Limits = Mapping[str, Any]
Check = Callable[[Any, Limits, Facts], str | None]

NUMERIC = ("whole", "number")


def one(*types: str) -> Check:
    """One fact of one of these types."""

    def check(value: Any, limits: Limits, facts: Facts) -> str | None:
        if not isinstance(value, str) or value not in facts:
            return f"{value!r} is not a fact of facts.toml"
        if facts[value].type not in types:
            return f"{value} is of type {facts[value].type}, not {' or '.join(types)}"
        return None

    return check


def several(*types: str) -> Check:
    """A list of at least one fact, each of one of these types, none twice."""

    def check(value: Any, limits: Limits, facts: Facts) -> str | None:
        if not isinstance(value, list) or not value:
            return "must be a list of at least one fact"
        if len(set(map(str, value))) != len(value):
            return "names a fact twice"
        complaints = (one(*types)(name, limits, facts) for name in value)
        return next((complaint for complaint in complaints if complaint), None)

    return check


def number_of(name: str) -> Check:
    """A number that the fact could take: `name` is a fact, or the limit that names one."""

    def check(value: Any, limits: Limits, facts: Facts) -> str | None:
        fact = limits.get(name) if name in ("fact", "amount", "then") else name
        return _in_range(value, facts.get(str(fact)))

    return check


def _in_range(value: Any, fact: Fact | None) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return f"{value!r} is not a number"
    if fact is None or fact.low is None or fact.high is None:
        return "is compared with a fact that has no plausible range in facts.toml"
    if not fact.low <= value <= fact.high:
        return f"{value} is outside what {fact.id} can be ({fact.low} to {fact.high} {fact.unit})"
    return None


def higher_than(lower: str, name: str) -> Check:
    """As `number_of(name)`, and not lower than the limit called `lower`."""

    def check(value: Any, limits: Limits, facts: Facts) -> str | None:
        wrong = number_of(name)(value, limits, facts)
        if wrong or (isinstance(limits.get(lower), int | float) and value >= limits[lower]):
            return wrong
        return f"{value} is lower than {lower}"

    return check


def choices(value: Any, limits: Limits, facts: Facts) -> str | None:
    """Some of the choices of the fact that `choice`, or else `fact`, names."""
    fact = facts.get(str(limits.get("choice", limits.get("fact"))))
    if not isinstance(value, list) or not value or fact is None:
        return "must be a list of at least one choice"
    strange = [word for word in value if word not in fact.choices]
    return f"{strange[0]!r} is not a choice of {fact.id}" if strange else None


def table(value: Any, limits: Limits, facts: Facts) -> str | None:
    """Numeric facts, each with a number it could take."""
    if not isinstance(value, dict) or not value:
        return "must be a table of at least one fact and its number"
    for name, number in value.items():
        wrong = one(*NUMERIC)(name, limits, facts) or _in_range(number, facts[name])
        if wrong:
            return wrong
    return None


def above_nothing(value: Any, limits: Limits, facts: Facts) -> str | None:
    """A difference: a whole number above zero."""
    fine = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return None if fine else f"{value!r} is not a whole number above 0"


def of_several(value: Any, limits: Limits, facts: Facts) -> str | None:
    """How many of the facts listed: more than one, and no more than there are."""
    listed = limits.get("facts")
    most = len(listed) if isinstance(listed, list) else 0
    fine = isinstance(value, int) and not isinstance(value, bool) and 2 <= value <= most
    return None if fine else f"{value!r} is not a whole number from 2 to {most}"


YES_NO, YES_NOS = one("yes-no"), several("yes-no")
AMOUNT, PRESSURE = (
    one(*NUMERIC),
    {
        "systolic": higher_than("diastolic", "systolic"),
        "diastolic": number_of("diastolic"),
    },
)

# kind -> the limits it must be given, no more and no fewer
KINDS: Mapping[str, Mapping[str, Check]] = {
    "yes": {"facts": YES_NOS},
    "all_yes": {"facts": YES_NOS},
    "no": {"facts": YES_NOS},
    "yes_where": {"fact": YES_NO, "only_if": YES_NO},
    "yes_and_above": {"fact": YES_NO, "amount": AMOUNT, "above": number_of("amount")},
    "yes_and_at_least": {"fact": YES_NO, "amount": AMOUNT, "at_least": number_of("amount")},
    "yes_and_between": {
        "fact": YES_NO,
        "amount": AMOUNT,
        "low": number_of("amount"),
        "high": higher_than("low", "amount"),
    },
    "yes_and_one_of": {"fact": YES_NO, "choice": one("choice"), "values": choices},
    "yes_unless": {"fact": YES_NO, "unless": YES_NO},
    "yes_until": {"fact": YES_NO, "until": YES_NO},
    "count_at_least": {"facts": YES_NOS, "count": of_several},
    "one_of": {"fact": one("choice"), "values": choices},
    "one_of_where": {"fact": one("choice"), "values": choices, "only_if": YES_NO},
    "one_of_and_below": {
        "choice": one("choice"),
        "values": choices,
        "fact": AMOUNT,
        "below": number_of("fact"),
    },
    "lists_anything": {"fact": one("texts", "choices")},
    "above": {"fact": AMOUNT, "above": number_of("fact")},
    "above_halved": {"fact": AMOUNT, "above": number_of("fact"), "halved": YES_NO},
    "yes_and_above_halved": {
        "fact": YES_NO,
        "amount": AMOUNT,
        "above": number_of("amount"),
        "halved": YES_NO,
    },
    "at_least": {"fact": AMOUNT, "at_least": number_of("fact")},
    "at_least_where": {"fact": AMOUNT, "at_least": number_of("fact"), "only_if": YES_NO},
    "above_unless": {"fact": AMOUNT, "above": number_of("fact"), "unless": YES_NO},
    "at_least_unless": {"fact": AMOUNT, "at_least": number_of("fact"), "unless": YES_NO},
    "at_least_then_below": {
        "fact": AMOUNT,
        "at_least": number_of("fact"),
        "then": AMOUNT,
        "then_below": number_of("then"),
    },
    "below": {"fact": AMOUNT, "below": number_of("fact")},
    "below_where": {"fact": AMOUNT, "below": number_of("fact"), "only_if": YES_NO},
    "below_unless": {"fact": AMOUNT, "below": number_of("fact"), "unless": YES_NO},
    "between": {"fact": AMOUNT, "low": number_of("fact"), "high": higher_than("low", "fact")},
    "outside": {"fact": AMOUNT, "low": number_of("fact"), "high": higher_than("low", "fact")},
    "all_below_where": {
        "below_all": table,
        "choice": one("choice"),
        "values": choices,
        "fact": AMOUNT,
        "below": number_of("fact"),
    },
    "all_at_least": {"at_least_all": table},
    "all_within_where": {"at_least_all": table, "below_all": table, "only_if": YES_NO},
    "all_yes_at_least_where": {"facts": YES_NOS, "at_least_all": table, "only_if": YES_NO},
    "at_least_unanswered": {
        "fact": AMOUNT,
        "at_least": number_of("fact"),
        "unanswered": YES_NOS,
    },
    "pressure_above": PRESSURE,
    "pressure_at_least": PRESSURE,
    "yes_and_pressure_at_least": {"fact": YES_NO, **PRESSURE},
    "pressure_above_by_age": {
        **PRESSURE,
        "from_age": number_of("age-years"),
        "from_age_systolic": higher_than("systolic", "systolic"),
        "from_age_diastolic": higher_than("diastolic", "diastolic"),
    },
    "pressure_rise": {"systolic": above_nothing, "diastolic": above_nothing},
    "pressure_unsettled": {**PRESSURE, "rise": above_nothing},
    "silent": {"minutes": above_nothing},
    "guide_is_full": {"sessions": above_nothing},
}
