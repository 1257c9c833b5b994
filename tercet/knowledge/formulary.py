"""medicines/*.toml into frozen values: ingredients by topic, mixtures, words, codes, equivalents.

Every file but the four in `APART` holds groups: a group names ingredients, or gathers those that
another file names, and says which classes they belong to, by whom, and whether that is inferred.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tercet.knowledge.entries import named
from tercet.knowledge.parts import VERIFIED, Table
from tercet.knowledge.shapes import Medicine, MedicineGroup, Source

FOLDER = "medicines"
APART = ("words", "combinations", "equivalents", "rxnorm")
WORDS = ("filler", "salts", "reasons", "nothing")

Names = dict[str, tuple[str, ...]]  # ingredient -> what people write
Equal = dict[str, dict[str, float]]  # ingredient -> published table -> mg


@dataclass(frozen=True, slots=True, eq=False)
class Formulary:
    """What medicines/ holds, before it becomes part of the knowledge."""

    medicines: Mapping[str, Medicine]
    groups: Mapping[str, MedicineGroup]
    combinations: Mapping[str, tuple[str, ...]]  # name -> ingredients
    products: Mapping[str, tuple[str, ...]]  # RxNorm code of a product -> ingredients
    words: Mapping[str, frozenset[str]]


def formulary(files: Mapping[str, Any], sources: Mapping[str, Source]) -> Formulary:
    """Every ingredient once, every name one ingredient's or one mixture's. `files`: by stem."""
    tables = {
        stem: Table(f"{FOLDER}/{stem}.toml", contents, sources)
        for stem, contents in {**{name: {} for name in APART}, **files}.items()
    }
    words, combinations, equivalents, rxnorm = (tables.pop(name) for name in APART)
    names, groups = _groups(tables)
    codes, products, cited = _rxnorm(rxnorm, names)
    diazepam, morphine = (
        _equals(equivalents.table(key), names) for key in ("diazepam_10_mg", "morphine_mg")
    )
    equivalents.nothing_more()
    mixtures = _combinations(combinations, names)
    of = _groups_of(groups)
    made = {
        id: Medicine(
            id=id,
            names=names[id],
            classes=tuple(dict.fromkeys(name for group in of[id] for name in group.classes)),
            inferred=_inferred(of[id]),
            sources=tuple(dict.fromkeys([*_sources(of[id]), *cited.get(id, ())])),
            rxnorm=codes.get(id, ()),
            diazepam_10_mg=MappingProxyType(diazepam.get(id, {})),
            morphine_mg=MappingProxyType(morphine.get(id, {})),
        )
        for id in names
    }
    return Formulary(
        medicines=MappingProxyType(made),
        groups=MappingProxyType(groups),
        combinations=MappingProxyType(mixtures),
        products=MappingProxyType(products),
        words=_words(words),
    )


def _groups(tables: Mapping[str, Table]) -> tuple[Names, dict[str, MedicineGroup]]:
    """Every group of every topic, and the names of every ingredient."""
    names: Names = {}
    held: dict[str, str] = {}
    groups: dict[str, MedicineGroup] = {}
    places: dict[str, Table] = {}
    for topic in tables.values():
        for id, table in topic.children().items():
            if id in groups:
                raise table.wrong("stands in two files; keep it in one")
            if "ingredients" in table.rest:
                own = _ingredients(table.table("ingredients"), names, held)
            else:
                own = ()
            groups[id], places[id] = _group(named(id, table), table, own), table
    for group in groups.values():
        strange = [member for member in group.members if member not in names]
        if strange:
            raise places[group.id].wrong(f"gathers {strange[0]}, which no file names")
    return names, groups


def _group(id: str, table: Table, own: tuple[str, ...]) -> MedicineGroup:
    """One group, of what it names itself and what it gathers."""
    made = MedicineGroup(
        id=id,
        classes=table.words("classes"),
        members=(*own, *table.words("members", ())),
        inferred=table.yes("inferred"),
        sources=table.cited(),
        verified=table.word("verified", VERIFIED),
    )
    table.nothing_more()
    if not made.members:
        raise table.wrong("has neither `ingredients` nor `members`")
    return made


def _ingredients(table: Table, names: Names, held: dict[str, str]) -> tuple[str, ...]:
    """What a group names; every name goes into `held` as that ingredient's and nobody else's."""
    own = tuple(table.rest)
    for id in own:
        if id in names:
            raise table.wrong(f"{id} stands in two groups; name it once, gather it by `members`")
        names[named(id, table)] = (id.replace("-", " "), *table.words(id))
        for name in names[id]:
            if name != name.lower():
                raise table.wrong(f"{id}: {name!r} must be in small letters")
            if held.setdefault(name, id) != id:
                raise table.wrong(f"{name!r} is a name of {held[name]} and of {id}")
    return own


def _groups_of(groups: Mapping[str, MedicineGroup]) -> dict[str, list[MedicineGroup]]:
    made: dict[str, list[MedicineGroup]] = {}
    for group in groups.values():
        for member in group.members:
            made.setdefault(member, []).append(group)
    return made


def _inferred(groups: list[MedicineGroup]) -> tuple[str, ...]:
    """The classes that no group says without inference."""
    said = {name for group in groups if not group.inferred for name in group.classes}
    every = dict.fromkeys(name for group in groups for name in group.classes)
    return tuple(name for name in every if name not in said)


def _sources(groups: list[MedicineGroup]) -> list[str]:
    return [cited for group in groups for cited in group.sources]


def _combinations(table: Table, names: Names) -> Names:
    """Every mixture by its name: at least two ingredients, in the order of its strengths."""
    held = {name for written in names.values() for name in written}
    made: Names = {}
    for group in table.children().values():
        group.cited()
        group.word("verified", VERIFIED)
        listed = group.table("names")
        for name in tuple(listed.rest):
            if name in held or name in made or name != name.lower():
                raise listed.wrong(f"{name!r} is a name already, or not in small letters")
            made[name] = _known(listed, name, names)
            if len(made[name]) < 2:
                raise listed.wrong(f"{name!r} holds one ingredient; write it among its names")
        group.nothing_more()
    return made


def _known(table: Table, key: str, names: Names) -> tuple[str, ...]:
    """The ingredients under `key`, each of them named somewhere."""
    listed = table.words(key)
    strange = [id for id in listed if id not in names]
    if strange or not listed:
        raise table.wrong(f"{key!r} names {strange or 'nothing'}, which is in no group")
    return listed


def _rxnorm(table: Table, names: Names) -> tuple[Names, Names, Names]:
    """Codes of each ingredient, ingredients of each product's code, and who is cited for each."""
    of_ingredients, by_whom = _coded(table.table("ingredients"))
    of_products, by_others = _coded(table.table("products"))
    table.nothing_more()
    codes: Names = {}
    for id in tuple(of_ingredients.rest):
        if id not in names:
            raise of_ingredients.wrong(f"{id} is in no group")
        codes[id] = of_ingredients.words(id)
    products = {code: _known(of_products, code, names) for code in tuple(of_products.rest)}
    cited: Names = dict.fromkeys(codes, by_whom)
    for id in (id for listed in products.values() for id in listed):
        cited[id] = tuple(dict.fromkeys([*cited.get(id, ()), *by_others]))
    return codes, products, cited


def _coded(table: Table) -> tuple[Table, tuple[str, ...]]:
    cited = table.cited()
    table.word("verified", VERIFIED)
    codes = table.table("codes")
    table.nothing_more()
    return codes, cited


def _equals(table: Table, names: Names) -> Equal:
    """What each published table says is equal, by ingredient."""
    made: Equal = {}
    for published, each in table.children().items():
        each.cited()
        for ingredient, mg in each.rest.items():
            if not _mass(mg):
                raise each.wrong(f"{ingredient} must be a number of mg above 0, not {mg!r}")
            if ingredient not in names:
                raise each.wrong(f"names {ingredient}, which is in no group")
            made.setdefault(ingredient, {})[published] = mg
    return made


def _mass(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _words(table: Table) -> Mapping[str, frozenset[str]]:
    made = {kind: frozenset(table.words(kind)) for kind in WORDS}
    table.nothing_more()
    return MappingProxyType(made)
