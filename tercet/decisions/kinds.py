"""The closed set of kinds a rule may name: each builds one expression from a rule's limits.

What each must be given is in `tercet.knowledge.limits`; a test holds the two sets equal, and
another that every kind is used by a rule. True means that the rule's concern is there.
"""

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

from tercet.decisions import pressure_kinds
from tercet.decisions.logic import Expression, Fact, all_of, any_of, fact

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
    return _where(fact(limits["fact"]).is_yes, limits)


def yes_and_above(limits: Limits) -> Expression:
    """Yes, and its amount is above the limit."""
    return fact(limits["fact"]).is_yes & (fact(limits["amount"]) > _number(limits, "above"))


def yes_and_at_least(limits: Limits) -> Expression:
    """Yes, and its amount is at the limit or above it."""
    return fact(limits["fact"]).is_yes & (fact(limits["amount"]) >= _number(limits, "at_least"))


def yes_and_between(limits: Limits) -> Expression:
    """Yes, and its amount is from `low` to `high`, both included."""
    amount = fact(limits["amount"])
    within = (amount >= _number(limits, "low")) & (amount <= _number(limits, "high"))
    return fact(limits["fact"]).is_yes & within


def yes_and_one_of(limits: Limits) -> Expression:
    """Yes, and the choice that goes with it is one of these."""
    return fact(limits["fact"]).is_yes & fact(limits["choice"]).is_one_of(tuple(limits["values"]))


def yes_unless(limits: Limits) -> Expression:
    """Yes, and not made good by a yes to `unless`."""
    return fact(limits["fact"]).is_yes & ~fact(limits["unless"]).is_yes


def yes_until(limits: Limits) -> Expression:
    """Yes, until a yes to `until` makes it good: silence about that leaves it a yes."""
    good = fact(limits["until"])
    return fact(limits["fact"]).is_yes & ~(good.is_known & good.is_yes)


def count_at_least(limits: Limits) -> Expression:
    """At least so many of these are yes."""
    return _at_least_so_many([fact(name).is_yes for name in limits["facts"]], limits["count"])


def one_of(limits: Limits) -> Expression:
    """The choice made is one of these."""
    return fact(limits["fact"]).is_one_of(tuple(limits["values"]))


def one_of_where(limits: Limits) -> Expression:
    """One of these; a "no" to `only_if` answers what nobody chose."""
    return _where(one_of(limits), limits)


def one_of_and_below(limits: Limits) -> Expression:
    """The choice is one of these, and the number that goes with it is below the limit."""
    return _chosen(limits) & below(limits)


def lists_anything(limits: Limits) -> Expression:
    """The list holds something."""
    return fact(limits["fact"]).lists_anything


def above(limits: Limits) -> Expression:
    """Above the limit; the limit itself is not."""
    return fact(limits["fact"]) > _number(limits, "above")


def above_halved(limits: Limits) -> Expression:
    """Above the limit, or above half of it for those whose limits are halved."""
    return _above_halved(fact(limits["fact"]), limits)


def yes_and_above_halved(limits: Limits) -> Expression:
    """Yes, and its amount is above the limit, or above half of it where limits are halved."""
    return fact(limits["fact"]).is_yes & _above_halved(fact(limits["amount"]), limits)


def at_least(limits: Limits) -> Expression:
    """At the limit or above it."""
    return fact(limits["fact"]) >= _number(limits, "at_least")


def at_least_where(limits: Limits) -> Expression:
    """At the limit or above it; a "no" to `only_if` answers what nobody measured."""
    return _where(at_least(limits), limits)


def above_unless(limits: Limits) -> Expression:
    """Above the limit, and not made good by a yes to `unless`."""
    return above(limits) & ~fact(limits["unless"]).is_yes


def at_least_unless(limits: Limits) -> Expression:
    """At the limit or above it, and not made good by a yes to `unless`."""
    return at_least(limits) & ~fact(limits["unless"]).is_yes


def at_least_then_below(limits: Limits) -> Expression:
    """Once the first is at its limit or above it, the other is below its own."""
    return at_least(limits) & (fact(limits["then"]) < _number(limits, "then_below"))


def below(limits: Limits) -> Expression:
    """Below the limit; the limit itself is not."""
    return fact(limits["fact"]) < _number(limits, "below")


def below_where(limits: Limits) -> Expression:
    """Below the limit; a "no" to `only_if` answers what nobody measured."""
    return _where(below(limits), limits)


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


def all_below_where(limits: Limits) -> Expression:
    """Every one is below its own limit and, where the choice is one of these, so is this one."""
    return _all_below(limits) & (~_chosen(limits) | below(limits))


def all_at_least(limits: Limits) -> Expression:
    """Every one of these is at its own limit or above it."""
    return all_of([fact(name) >= limit for name, limit in limits["at_least_all"].items()])


def all_within_where(limits: Limits) -> Expression:
    """All of both tables; a "no" to `only_if` answers what nobody measured."""
    return _where(all_at_least(limits) & _all_below(limits), limits)


def all_yes_at_least_where(limits: Limits) -> Expression:
    """Every one is yes and every number reached; a "no" to `only_if` answers the blanks."""
    return _where(all_yes(limits) & all_at_least(limits), limits)


def at_least_unanswered(limits: Limits) -> Expression:
    """At the limit or above it, while any of the questions it demands is open."""
    open_ = any_of([~fact(name).is_known for name in limits["unanswered"]])
    return (fact(limits["fact"]) >= _number(limits, "at_least")) & open_


def silent(limits: Limits) -> Expression:
    """Nothing was heard for longer than a check-in and its grace."""
    return fact("minutes-since-heard") > _number(limits, "minutes")


def guide_is_full(limits: Limits) -> Expression:
    """The guide already accompanies as many live dosing sessions as one may."""
    return fact("guide-live-sessions") >= _number(limits, "sessions")


def _above_halved(amount: Fact, limits: Limits) -> Expression:
    limit = _number(limits, "above")
    return (amount > limit) | ((amount > limit / 2) & fact(limits["halved"]).is_yes)


def _at_least_so_many(expressions: list[Expression], count: int) -> Expression:
    """Kleene's threshold: so if `count` are so, not so if too few still can be."""
    return any_of([all_of(list(some)) for some in combinations(expressions, count)])


def _where(concern: Expression, limits: Limits) -> Expression:
    """A concern that is known is there whatever else was said; a "no" answers only blanks."""
    known = all_of([fact(name).is_known for name in concern.facts])
    return (concern & fact(limits["only_if"]).is_yes) | (known & concern)


def _all_below(limits: Limits) -> Expression:
    """Every one of these is below its own limit."""
    return all_of([fact(name) < limit for name, limit in limits["below_all"].items()])


def _chosen(limits: Limits) -> Expression:
    return fact(limits["choice"]).is_one_of(tuple(limits["values"]))


def _number(limits: Limits, key: str) -> float:
    number: float = limits[key]
    return number


KINDS: Mapping[str, Kind] = {
    kind.__name__: kind
    for kind in (
        yes,
        all_yes,
        no,
        yes_where,
        yes_and_above,
        yes_and_at_least,
        yes_and_between,
        yes_and_one_of,
        yes_unless,
        yes_until,
        count_at_least,
        one_of,
        one_of_where,
        one_of_and_below,
        lists_anything,
        above,
        above_halved,
        yes_and_above_halved,
        at_least,
        at_least_where,
        above_unless,
        at_least_unless,
        at_least_then_below,
        below,
        below_where,
        below_unless,
        between,
        outside,
        all_below_where,
        all_at_least,
        all_within_where,
        all_yes_at_least_where,
        at_least_unanswered,
        pressure_kinds.pressure_above,
        pressure_kinds.pressure_at_least,
        pressure_kinds.yes_and_pressure_at_least,
        pressure_kinds.pressure_above_by_age,
        pressure_kinds.pressure_rise,
        pressure_kinds.pressure_unsettled,
        silent,
        guide_is_full,
    )
}
