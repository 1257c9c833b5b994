"""Observations as words: https://hl7.org/fhir/R4/observation.html, vital signs by
https://hl7.org/fhir/R4/observation-vitalsigns.html."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tercet.exchange import fhir_range
from tercet.exchange.codes import Measured, codes, codings
from tercet.exchange.dates import instant
from tercet.exchange.place import Place
from tercet.exchange.words import DEVICE, LABORATORY, RECORD, Word, day

COUNTS = {"final", "amended", "corrected"}  # preliminary is not yet said, cancelled never was
BLOOD_PRESSURE = {"85354-9", "55284-4"}  # the panel as R4 names it, and as it was named before
SHOWN = 40


def words_of(observation: Place) -> Iterator[Word]:
    """What the observation, or each of its components, says of our facts."""
    if observation.text("status") not in COUNTS:
        return
    reading = [(m, observation) for m in _measured(observation)]
    for component in observation.each("component"):
        reading += [(m, component) for m in _measured(component)]
    if not reading:
        return
    at, by = _when(observation), _by(observation)
    for measured, place in reading:
        value, note = _value(place, measured, at)
        if value is not None or note:
            yield Word(measured.fact, value, at, by, note, measured.of)


def _measured(place: Place) -> list[Measured]:
    loinc, known = codes().systems["loinc"], codes().measured
    found = {c: known[c] for s, c, _ in codings(place.part("code")) if s == loinc and c in known}
    return list({measured.fact: measured for measured in found.values()}.values())


def _when(observation: Place) -> datetime | None:
    for name in ("effectiveDateTime", "effectiveInstant"):
        if text := observation.text(name):
            return instant(text, observation.to(name))
    if period := observation.part("effectivePeriod"):
        for name in ("end", "start"):
            if text := period.text(name):
                return instant(text, period.to(name))
    return None


def _by(observation: Place) -> str:
    laboratory = any(
        code == "laboratory"
        for category in observation.each("category")
        for _, code, _ in codings(category)
    )
    if laboratory:
        return LABORATORY
    return DEVICE if observation.part("device") else RECORD


def _value(place: Place, measured: Measured, at: datetime | None) -> tuple[Any, str]:
    """The value in the fact's own unit and no note, or None and why not; (None, "") is unsaid."""
    if measured.beside:
        return fhir_range.read(place, measured.beside, at)
    if quantity := place.part("valueQuantity"):
        return _quantity(quantity, measured, at)
    if concept := place.part("valueCodeableConcept"):
        return _answer(concept, measured, at)
    counted = measured.unit is not None and measured.unit.factor("") == 1
    if counted and (whole := place.number("valueInteger")) is not None:
        return whole, ""
    given = sorted(n for n, v in place.value.items() if n.startswith("value") and v is not None)
    return None, f"recorded {day(at)} as a {given[0]}, which is not read" if given else ""


def _quantity(quantity: Place, measured: Measured, at: datetime | None) -> tuple[Any, str]:
    number = quantity.number("value")
    if number is None:
        return None, ""
    unit, shown = _unit(quantity)
    said = f"{number:g} {shown}".rstrip() + f" {day(at)}"
    if mark := quantity.text("comparator"):
        return None, f"{mark}{said} is a bound, not a value: not counted"
    factor = measured.unit.factor(unit) if measured.unit else None
    if factor is None:
        return None, f"{said}: the unit {_named(shown)} is not one we read, so it is not counted"
    return number if factor == 1 else round(number * factor, 6), ""


def _unit(quantity: Place) -> tuple[str, str]:
    """The unit to look up, and as it is shown. A code outside UCUM has no meaning to us."""
    system, code, unit = (quantity.text(name) for name in ("system", "code", "unit"))
    shown = (unit or code or "")[:SHOWN]
    if code is None:
        return unit or "", shown
    ucum = codes().systems["ucum"]
    return (code, shown) if system in (None, ucum) else (f"{system}|{code}", shown)


def _named(shown: str) -> str:
    return f'"{shown}"' if shown else "is missing and"


def _answer(concept: Place, measured: Measured, at: datetime | None) -> tuple[Any, str]:
    for system, code, _ in codings(concept):
        if (value := measured.answers.get((system, code))) is not None:
            return value, ""
    if not measured.answers:
        return None, f"recorded {day(at)} as a coded answer, which is not read"
    return None, f"recorded {day(at)} with an answer that says neither yes nor no"
