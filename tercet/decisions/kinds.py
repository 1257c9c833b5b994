"""The closed set of kinds a rule may name: each builds one expression from a rule's limits.

What each must be given is in `tercet.knowledge.limits`; a test holds the two sets equal, and
another that every kind is used by a rule. True means that the rule's concern is there.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from tercet.decisions.logic import Expression, Fact, Operand, all_of, any_of, fact

Limits = Mapping[str, Any]
Kind = Callable[[Limits], Expression]


def yes(limits: Limits) -> Expression:
    """Any of these is yes."""
    return any_of([fact(name).is_yes for name in limits["facts"]])


def all_yes(limits: Limits) -> Expression:
    """Every one of these is yes."""
    return all_of([fact(name).is_yes for name in limits["facts"]])


def no(limits: Limits) -> Expression:
    """Any of these, which are needed, is no."""
    return any_of([~fact(name).is_yes for name in limits["facts"]])


def yes_where(limits: Limits) -> Expression:
    """Yes, among those whom the question concerns: a "no" to `only_if` answers it."""
    return _asked_where(fact(limits["fact"]), fact(limits["only_if"]).is_yes)


def yes_and_above(limits: Limits) -> Expression:
    """Yes, and its amount is above the limit."""
    return fact(limits["fact"]).is_yes & (fact(limits["amount"]) > _number(limits, "above"))


def yes_and_at_least(limits: Limits) -> Expression:
    """Yes, and its amount is at the limit or above it."""
    return fact(limits["fact"]).is_yes & (fact(limits["amount"]) >= _number(limits, "at_least"))


def yes_and_below(limits: Limits) -> Expression:
    """Yes, and its amount is below the limit."""
    return fact(limits["fact"]).is_yes & (fact(limits["amount"]) < _number(limits, "below"))


def yes_and_one_of(limits: Limits) -> Expression:
    """Yes, and the choice that goes with it is one of these."""
    return fact(limits["fact"]).is_yes & fact(limits["choice"]).is_one_of(tuple(limits["values"]))


def yes_unless(limits: Limits) -> Expression:
    """Yes, and not made good by a yes to `unless`."""
    return fact(limits["fact"]).is_yes & ~fact(limits["unless"]).is_yes


def count_at_least(limits: Limits) -> Expression:
    """At least so many of these are yes."""
    return _at_least_so_many([fact(name).is_yes for name in limits["facts"]], limits["count"])


def one_of(limits: Limits) -> Expression:
    """The choice made is one of these."""
    return fact(limits["fact"]).is_one_of(tuple(limits["values"]))


def lists_anything(limits: Limits) -> Expression:
    """The list holds something."""
    return fact(limits["fact"]).lists_anything


def above(limits: Limits) -> Expression:
    """Above the limit; the limit itself is not."""
    return fact(limits["fact"]) > _number(limits, "above")


def at_least(limits: Limits) -> Expression:
    """At the limit or above it."""
    return fact(limits["fact"]) >= _number(limits, "at_least")


def below(limits: Limits) -> Expression:
    """Below the limit; the limit itself is not."""
    return fact(limits["fact"]) < _number(limits, "below")


def below_unless(limits: Limits) -> Expression:
    """Below the limit, where there is something to measure: a "yes" to `unless` says not."""
    name = limits["fact"]
    short, never = fact(name) < _number(limits, "below"), fact(limits["unless"]).is_yes
    return (short & ~never) | (fact(name).is_known & short)


def between(limits: Limits) -> Expression:
    """From `low` to `high`, both included."""
    return (fact(limits["fact"]) >= _number(limits, "low")) & (
        fact(limits["fact"]) <= _number(limits, "high")
    )


def outside(limits: Limits) -> Expression:
    """Below `low` or above `high`; both themselves are inside."""
    return (fact(limits["fact"]) < _number(limits, "low")) | (
        fact(limits["fact"]) > _number(limits, "high")
    )


def all_below(limits: Limits) -> Expression:
    """Every one of these is below its own limit."""
    return all_of([fact(name) < limit for name, limit in limits["below_all"].items()])


def all_at_least(limits: Limits) -> Expression:
    """Every one of these is at its own limit or above it."""
    return all_of([fact(name) >= limit for name, limit in limits["at_least_all"].items()])


def at_least_unanswered(limits: Limits) -> Expression:
    """At the limit or above it, while any of the questions it demands is open."""
    open_ = any_of([~fact(name).is_known for name in limits["unanswered"]])
    return (fact(limits["fact"]) >= _number(limits, "at_least")) & open_


def pressure_above(limits: Limits) -> Expression:
    """Either number above its limit; 140 is not above 140."""
    return _pressure_above(limits["systolic"], limits["diastolic"])


def pressure_at_least(limits: Limits) -> Expression:
    """Either number at its limit or above it."""
    systolic, diastolic = fact("systolic"), fact("diastolic")
    return (systolic >= _number(limits, "systolic")) | (diastolic >= _number(limits, "diastolic"))


def pressure_above_by_age(limits: Limits) -> Expression:
    """Above the older's limits at any age, or above the younger's below `from_age`."""
    at_any_age = _pressure_above(limits["from_age_systolic"], limits["from_age_diastolic"])
    when_younger = _pressure_above(limits["systolic"], limits["diastolic"])
    return at_any_age | ((fact("age-years") < _number(limits, "from_age")) & when_younger)


def pressure_rise(limits: Limits) -> Expression:
    """Either number has risen from its baseline by its limit or more."""
    return (_rise("systolic") >= _number(limits, "systolic")) | (
        _rise("diastolic") >= _number(limits, "diastolic")
    )


def pressure_unsettled(limits: Limits) -> Expression:
    """Above the limits, and further above the baseline than `rise`."""
    near = (_rise("systolic") <= _number(limits, "rise")) & (
        _rise("diastolic") <= _number(limits, "rise")
    )
    return _pressure_above(limits["systolic"], limits["diastolic"]) & ~near


def silent(limits: Limits) -> Expression:
    """Nothing was heard for longer than a check-in and its grace."""
    return fact("minutes-since-heard") > _number(limits, "minutes")


def _at_least_so_many(expressions: list[Expression], count: int) -> Expression:
    """Kleene's threshold: so if `count` are so, not so if too few still can be."""
    return any_of([all_of(list(some)) for some in combinations(expressions, count)])


def _pressure_above(systolic: float, diastolic: float) -> Expression:
    return (fact("systolic") > systolic) | (fact("diastolic") > diastolic)


def _number(limits: Limits, key: str) -> float:
    number: float = limits[key]
    return number


def _rise(name: str) -> Operand:
    return fact(name) - fact(f"baseline-{name}")


def _asked_where(asked: Fact, concerned: Expression) -> Expression:
    """Yes is yes whatever else was said; unanswered is no only for those not concerned."""
    return (asked.is_yes & concerned) | (asked.is_known & asked.is_yes)


KINDS: Mapping[str, Kind] = {
    kind.__name__: kind
    for kind in (
        yes,
        all_yes,
        no,
        yes_where,
        yes_and_above,
        yes_and_at_least,
        yes_and_below,
        yes_and_one_of,
        yes_unless,
        count_at_least,
        one_of,
        lists_anything,
        above,
        at_least,
        below,
        below_unless,
        between,
        outside,
        all_below,
        all_at_least,
        at_least_unanswered,
        pressure_above,
        pressure_at_least,
        pressure_above_by_age,
        pressure_rise,
        pressure_unsettled,
        silent,
    )
}
