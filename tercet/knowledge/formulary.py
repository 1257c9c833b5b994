"""medicines.toml into frozen values: groups of ingredients, words to ignore, equivalents."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tercet.knowledge.entries import named
from tercet.knowledge.parts import Table
from tercet.knowledge.shapes import Medicine


@dataclass(frozen=True, slots=True)
class Formulary:
    """What medicines.toml holds, before it becomes part of the knowledge."""

    medicines: Mapping[str, Medicine]
    filler: frozenset[str]
    nothing: frozenset[str]


def formulary(table: Table) -> Formulary:
    """Every ingredient once, every name one ingredient's."""
    words = table.table("words")
    filler, nothing = frozenset(words.words("filler")), frozenset(words.words("nothing"))
    words.nothing_more()
    equals = _equivalents(table.table("diazepam_10_mg"))
    made: dict[str, Medicine] = {}
    for id, group in table.children().items():
        named(id, group)
        for medicine in _group(group, equals):
            if medicine.id in made:
                raise group.wrong(f"{medicine.id} stands in two groups; keep it in one")
            made[medicine.id] = medicine
    _check_names(made, table)
    strange = equals.keys() - made.keys()
    if strange:
        raise table.wrong(f"`diazepam_10_mg` names {sorted(strange)[0]}, which is in no group")
    return Formulary(MappingProxyType(made), filler, nothing)


def _group(table: Table, equals: Mapping[str, Mapping[str, float]]) -> list[Medicine]:
    classes, sources = table.words("classes"), table.cited()
    ingredients = table.table("ingredients")
    table.nothing_more()
    return [
        Medicine(
            id=named(id, ingredients),
            names=(id.replace("-", " "), *ingredients.words(id)),
            classes=classes,
            sources=sources,
            diazepam_10_mg=MappingProxyType(dict(equals.get(id, {}))),
        )
        for id in tuple(ingredients.rest)
    ]


def _equivalents(table: Table) -> dict[str, dict[str, float]]:
    """Ingredient -> published table -> mg equal to 10 mg of diazepam."""
    made: dict[str, dict[str, float]] = {}
    for published, each in table.children().items():
        each.cited()
        for ingredient, mg in each.rest.items():
            if not _mass(mg):
                raise each.wrong(f"{ingredient} must be a number of mg above 0, not {mg!r}")
            made.setdefault(ingredient, {})[published] = mg
    return made


def _mass(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _check_names(made: Mapping[str, Medicine], table: Table) -> None:
    held: dict[str, str] = {}
    for medicine in made.values():
        for name in medicine.names:
            if name != name.lower():
                raise table.wrong(f"{medicine.id}: {name!r} must be in small letters")
            if held.setdefault(name, medicine.id) != medicine.id:
                raise table.wrong(f"{name!r} is a name of {held[name]} and of {medicine.id}")
