"""What an order comes to, worked out and nothing more: base, mg/kg, its worst fate, the step up.

Each value is a fact with the sum it came from as its note; if one number of a sum is not known,
neither is the sum. Nothing here judges, and nothing names a dose that nobody ordered.
"""

from collections.abc import Callable, Mapping
from typing import Any

from tercet.decisions.facts import Facts, Said
from tercet.decisions.rules import find
from tercet.decisions.seeing import counted
from tercet.decisions.words import Verdict
from tercet.knowledge import Fate, Knowledge, Protocol

Values = dict[str, Any]
Worked = tuple[Any, str]  # a value, None where it is not known, and the sum it came from
UNKNOWN: Worked = (None, "")
UNITS = ("unit-mg", "units-per-dose", "made-of")
NEEDED = (
    *UNITS,
    "units-in-fill",
    "total-mg-written",
    "weight-kg",
    "order-verb",
    "last-order-verb",
    "first-home-dose",
    "last-tolerated-dose-mg",
    "regimen",
    "weeks-daily-without-review",
)


def worked_out(facts: Facts, protocol: Protocol, known: Knowledge) -> Facts:
    """These facts and what follows from the order in them; a claim of what follows is not heard.

    A `dose-mg` said outright counts where nothing is said of the units it is made of.
    """
    seen = {name: counted(name, facts, known) for name in (*NEEDED, "dose-mg")}
    in_units = any(facts.value(name) is not None for name in UNITS)
    made = {}
    for name, work_out in SUMS.items():
        if name != "dose-mg" or in_units:
            seen[name], note = work_out(seen, protocol.fate)
            made[name] = Said(seen[name], facts.now, "derived", note)
    halved, why = _halved(facts, protocol, known)
    return facts.with_said({**made, "limits-halved": Said(halved, facts.now, "derived", why)})


def _halved(facts: Facts, protocol: Protocol, known: Knowledge) -> tuple[bool | None, str]:
    """Whether any of the rules that halve limits is met, and which."""
    found = [find(protocol.order[id], facts, known) for id in protocol.fate.halved_by]
    met = [each.title for each in found if each.verdict not in (Verdict.CLEAR, Verdict.ASK)]
    if met:
        return True, "; ".join(met)
    return (None, "") if any(each.verdict is Verdict.ASK for each in found) else (False, "")


def _dose(seen: Values, fate: Fate) -> Worked:
    return _of_units(seen, fate, seen["units-per-dose"])


def _of_units(seen: Values, fate: Fate, units: int | None) -> Worked:
    """So many units, in mg of base."""
    unit_mg, made_of = seen["unit-mg"], seen["made-of"]
    if unit_mg is None or units is None or made_of is None:
        return UNKNOWN
    return in_base(unit_mg * units, made_of, fate), f"{units} × {unit_mg:g} mg {made_of}"


def in_base(mg: float, made_of: str, fate: Fate) -> float:
    """So many mg of the salt, or of base, in mg of base."""
    return round(mg if made_of == "base" else mg * fate.base_mg / fate.hydrochloride_mg, 6)


def _worst(seen: Values, fate: Fate) -> Worked:
    """All swallowed, whatever the verb, and more units than the order says, if there are more."""
    units = seen["units-per-dose"]
    if units is None:  # the dose was said outright, so nobody knows what one unit more would be
        return UNKNOWN
    worst = units + fate.units_more
    if seen["units-in-fill"] is not None:
        worst = max(units, min(worst, seen["units-in-fill"]))
    return _of_units(seen, fate, worst)


def _per_kg(seen: Values, fate: Fate) -> Worked:
    return _by_weight(seen, fate, seen["dose-mg"])


def _worst_per_kg(seen: Values, fate: Fate) -> Worked:
    return _by_weight(seen, fate, seen["worst-fate-mg"])


def _by_weight(seen: Values, fate: Fate, mg: float | None) -> Worked:
    kg = seen["weight-kg"]
    if mg is None or kg is None:
        return UNKNOWN
    vein = mg * fate.held_share / kg
    note = f"{mg:g} mg at {kg:g} kg; into a vein it would be about {vein:.2g} mg/kg, worked out"
    return round(mg / kg, 6), note


def _increase(seen: Values, fate: Fate) -> Worked:
    return _step(seen, lambda dose, last: dose - last)


def _increase_percent(seen: Values, fate: Fate) -> Worked:
    return _step(seen, lambda dose, last: 100 * (dose - last) / last)


def _step(seen: Values, between: Callable[[float, float], float]) -> Worked:
    """The step up from the last tolerated dose; a step down is none, and so is a first dose."""
    dose, last = seen["dose-mg"], seen["last-tolerated-dose-mg"]
    if dose is None:
        return UNKNOWN
    if last is None:
        return (0, "first dose at home") if seen["first-home-dose"] else UNKNOWN
    return max(0, round(between(dose, last), 6)), f"{dose:g} mg after {last:g} mg"


def _agrees(seen: Values, fate: Fate) -> Worked:
    unit_mg, units, total = seen["unit-mg"], seen["units-per-dose"], seen["total-mg-written"]
    if unit_mg is None or units is None or total is None:
        return UNKNOWN
    note = f"{units} × {unit_mg:g} mg, written as {total:g} mg"
    return round(unit_mg * units, 6) == round(total, 6), note


def _verb_changed(seen: Values, fate: Fate) -> Worked:
    verb, last = seen["order-verb"], seen["last-order-verb"]
    if verb is None:
        return UNKNOWN
    if last is None:
        return (False, f"{verb}; no order before") if seen["first-home-dose"] else UNKNOWN
    return verb != last, f"{verb}, after {last}"


def _whole_fill(seen: Values, fate: Fate) -> Worked:
    """Everything given out on this order, swallowed at once, as if part of it went into a vein."""
    mg, note = _of_units(seen, fate, seen["units-in-fill"])
    if mg is None or seen["weight-kg"] is None:
        return UNKNOWN
    return round(mg * fate.fill_share / seen["weight-kg"], 6), note


def _weeks_daily(seen: Values, fate: Fate) -> Worked:
    if seen["regimen"] == "session":
        return 0, "one dose for a session"
    return seen["weeks-daily-without-review"], ""


SUMS: Mapping[str, Callable[[Values, Fate], Worked]] = {
    "dose-mg": _dose,
    "worst-fate-mg": _worst,
    "dose-mg-per-kg": _per_kg,
    "worst-fate-mg-per-kg": _worst_per_kg,
    "dose-increase-mg": _increase,
    "dose-increase-percent": _increase_percent,
    "total-as-written-agrees": _agrees,
    "verb-changed": _verb_changed,
    "whole-fill-mg-per-kg": _whole_fill,
    "weeks-daily-without-review": _weeks_daily,
}
