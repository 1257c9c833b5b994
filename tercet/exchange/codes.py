"""The code mappings of codes.toml and diagnoses.toml as frozen values, ready to be asked."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tercet.exchange.place import Place
from tercet.exchange.units import Unit

CATEGORY = 3  # the signs of an ICD-10-CM code before its dot
Code = tuple[str, str]  # the address of a code system, and a code of it


@dataclass(frozen=True, slots=True)
class Measured:
    """What one LOINC code measures. `unit`: the fact's own, None where it has none; `answers`:
    (system, code) -> value; `of`: the reading it belongs to; `beside`: how it is read beside the
    range that came with it, "times-upper-limit" or "in-range"."""

    fact: str
    of: str
    unit: Unit | None
    answers: Mapping[Code, Any]
    beside: str


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """What a diagnosis speaks for, and when it counts; diagnoses.toml explains the words."""

    fact: str
    ever: bool
    hint: bool
    within_days: int | None
    icd10cm: tuple[str, ...]
    remission: tuple[str, ...]
    snomed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Allergen:
    """What an allergy is to, by code or by a word in its name."""

    fact: str
    coded: frozenset[Code]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """Both mappings, read."""

    systems: Mapping[str, str]
    measured: Mapping[str, Measured]
    diagnosed: tuple[Diagnosed, ...]
    by_code: Mapping[str, tuple[Diagnosed, ...]]  # a SNOMED CT code, or three signs of ICD-10-CM
    allergens: tuple[Allergen, ...]
    fractions: frozenset[str]  # facts whose measured value may come with a fraction


@cache
def codes() -> Codes:
    """The mapping, read once."""
    table, diagnoses = _table("codes.toml"), _table("diagnoses.toml")
    diagnosed = tuple(_diagnosed(one) for one in diagnoses["condition"])
    return Codes(
        systems=table["systems"],
        measured=dict(_measured(table)),
        diagnosed=diagnosed,
        by_code=_by_code(diagnosed),
        allergens=tuple(_allergen(one, table["systems"]) for one in table["allergy"]),
        fractions=frozenset(o["fact"] for o in table["observation"] if o.get("fractions")),
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / name).read_text("utf-8"))


def codings(concept: Place | None) -> Iterator[tuple[str, str, str]]:
    """(system, code, display) of every coding of a CodeableConcept; "" where one is absent."""
    if concept is not None:
        for one in concept.each("coding"):
            yield one.text("system") or "", one.text("code") or "", one.text("display") or ""


def code_in(concept: Place | None, system: str) -> str | None:
    """The first code of the concept in the code system."""
    return next((code for its, code, _ in codings(concept) if its == system and code), None)


def _measured(table: dict[str, Any]) -> Iterator[tuple[str, Measured]]:
    for one in table["observation"]:
        answers = {
            (system, code): value
            for system, values in one.get("answers", {}).items()
            for code, value in values.items()
        }
        unit = _unit(table["units"][one["units"]]) if "units" in one else None
        of, beside = one.get("of", one["fact"]), one.get("beside", "")
        measured = Measured(one["fact"], of, unit, answers, beside)
        for code in one["loinc"]:
            yield code, measured


def _unit(one: dict[str, Any]) -> Unit:
    return Unit(one["code"], tuple(one.get("spelt", {}).items()), one.get("exact", False))


def _diagnosed(one: dict[str, Any]) -> Diagnosed:
    return Diagnosed(
        fact=one["fact"],
        ever=one["counts"] == "ever",
        hint=one.get("hint", False),
        within_days=one.get("within_days"),
        icd10cm=tuple(one.get("icd10cm", ())),
        remission=tuple(one.get("remission", ())),
        snomed=frozenset(one.get("snomed", ())),
    )


def _by_code(diagnosed: tuple[Diagnosed, ...]) -> Mapping[str, tuple[Diagnosed, ...]]:
    """So that a record of many diagnoses is not held against every rule for each of them."""
    made: dict[str, tuple[Diagnosed, ...]] = {}
    for one in diagnosed:
        for key in {*one.snomed, *(stem[:CATEGORY] for stem in one.icd10cm)}:
            made[key] = (*made.get(key, ()), one)
    return made


def _allergen(one: dict[str, Any], systems: Mapping[str, str]) -> Allergen:
    coded = {(systems[name], code) for name in ("rxnorm", "snomed") for code in one.get(name, ())}
    return Allergen(one["fact"], frozenset(coded), tuple(one["words"]))
