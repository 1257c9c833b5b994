"""A laboratory value beside the range it was given with:
https://hl7.org/fhir/R4/observation-definitions.html#Observation.referenceRange."""

from datetime import datetime
from typing import Any

from tercet.exchange.codes import code_in
from tercet.exchange.place import Place
from tercet.exchange.words import day

INTERPRETED = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
WITHIN = {"N": True, **dict.fromkeys(("H", "HH", "HU", "L", "LL", "LU", "A", "AA"), False)}


def read(place: Place, beside: str, at: datetime | None) -> tuple[Any, str]:
    """How many times the upper limit it is, or whether it is in range; None and why not."""
    quantity = place.part("valueQuantity")
    number = quantity.number("value") if quantity else None
    if quantity is None or number is None:
        return None, ""
    said = f"{number:g} {quantity.text('unit') or ''}".rstrip() + f" {day(at)}"
    if mark := quantity.text("comparator"):
        return None, f"{mark}{said} is a bound, not a value: not counted"
    low, high = (_limit(place, quantity, name) for name in ("low", "high"))
    if beside == "times-upper-limit":
        if high is None or high <= 0:
            return None, f"{said} came without the laboratory's upper limit: not counted"
        return round(number / high, 6), ""
    return _in_range(place, number, low, high, said)


def _in_range(
    place: Place, number: float, low: float | None, high: float | None, said: str
) -> tuple[bool | None, str]:
    if low is not None and high is not None:
        return low <= number <= high, ""
    for concept in place.each("interpretation"):
        code = code_in(concept, INTERPRETED)
        if code in WITHIN:
            return WITHIN[code], ""
    return None, f"{said} came without the laboratory's range: not counted"


def _limit(place: Place, quantity: Place, name: str) -> float | None:
    """One end of the only range given, if it is in the unit of the value itself."""
    ranges = list(place.each("referenceRange"))
    end = ranges[0].part(name) if len(ranges) == 1 else None
    if end is None or end.text("comparator"):
        return None
    same = (end.text("code") or end.text("unit")) in (
        None,
        quantity.text("code"),
        quantity.text("unit"),
    )
    return end.number("value") if same else None
