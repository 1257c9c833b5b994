"""The kinds of rule on blood pressure: two numbers that are judged together."""

from collections.abc import Mapping
from typing import Any

from tercet.decisions.logic import Expression, Operand, fact

Limits = Mapping[str, Any]


def pressure_above(limits: Limits) -> Expression:
    """Either number above its limit; 140 is not above 140."""
    return _pressure_above(limits["systolic"], limits["diastolic"])


def pressure_at_least(limits: Limits) -> Expression:
    """Either number at its limit or above it."""
    systolic: float = limits["systolic"]
    diastolic: float = limits["diastolic"]
    return (fact("systolic") >= systolic) | (fact("diastolic") >= diastolic)


def yes_and_pressure_at_least(limits: Limits) -> Expression:
    """Yes, while either number of the pressure is at its limit or above it."""
    return fact(limits["fact"]).is_yes & pressure_at_least(limits)


def pressure_above_by_age(limits: Limits) -> Expression:
    """Above the older's limits at any age, or above the younger's below `from_age`."""
    from_age: float = limits["from_age"]
    at_any_age = _pressure_above(limits["from_age_systolic"], limits["from_age_diastolic"])
    when_younger = _pressure_above(limits["systolic"], limits["diastolic"])
    return at_any_age | ((fact("age-years") < from_age) & when_younger)


def pressure_rise(limits: Limits) -> Expression:
    """Either number has risen from its baseline by its limit or more."""
    systolic: float = limits["systolic"]
    diastolic: float = limits["diastolic"]
    return (_rise("systolic") >= systolic) | (_rise("diastolic") >= diastolic)


def pressure_unsettled(limits: Limits) -> Expression:
    """Above the limits, and further above the baseline than `rise`."""
    rise: float = limits["rise"]
    near = (_rise("systolic") <= rise) & (_rise("diastolic") <= rise)
    return _pressure_above(limits["systolic"], limits["diastolic"]) & ~near


def _pressure_above(systolic: float, diastolic: float) -> Expression:
    return (fact("systolic") > systolic) | (fact("diastolic") > diastolic)


def _rise(name: str) -> Operand:
    return fact(name) - fact(f"baseline-{name}")
