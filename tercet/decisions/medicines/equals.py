"""What is taken of several medicines as one figure, by each published table.

Tables disagree; all are kept, and whoever decides acts on the higher. A dose that could not be
read, or an ingredient a table leaves out, makes its sum not known, never smaller.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tercet.decisions.medicines.amounts import Dose
from tercet.knowledge import Knowledge, Medicine

Equal = Callable[[Medicine, float], Mapping[str, float]]  # mg a day -> table -> mg it equals
SWALLOWED = (None, "oral", "sublingual")  # the tables are for what is taken by mouth


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of several doses: exactly, if all was read, and at least."""

    exactly: float | None
    at_least: float
    note: str  # how it came about, by each table


def diazepam_equivalents(ingredient: str, mg_per_day: float, known: Knowledge) -> dict[str, float]:
    """Milligrams of diazepam a day by each published table; they differ, and the higher counts."""
    return dict(_as_diazepam(known.medicines[ingredient], mg_per_day))


def morphine_equivalents(ingredient: str, mg_per_day: float, known: Knowledge) -> dict[str, float]:
    """Milligrams of morphine a day by each published table that has a factor for it."""
    return dict(_as_morphine(known.medicines[ingredient], mg_per_day))


def as_diazepam(doses: Iterable[Dose], known: Knowledge) -> Total:
    """The benzodiazepines among these doses, as diazepam."""
    return _total(_of("benzodiazepine", doses, known), _as_diazepam, known)


def as_morphine(doses: Iterable[Dose], known: Knowledge) -> Total:
    """The opioids among these doses, as morphine."""
    return _total(_of("opioid", doses, known), _as_morphine, known)


def _of(name: str, doses: Iterable[Dose], known: Knowledge) -> list[Dose]:
    return [dose for dose in doses if name in known.medicines[dose.ingredient].classes]


def _total(doses: list[Dose], equal: Equal, known: Knowledge) -> Total:
    each = [_equal(dose, equal, known) for dose in doses]
    tables = list(dict.fromkeys(table for one in each for table in one))
    sums = {table: sum(one.get(table, 0) for one in each) for table in tables}
    whole = [sums[table] for table in tables if all(table in one for one in each)]
    note = ", ".join(f"{sums[table]:g} mg by {table}" for table in tables)
    return Total(max(whole, default=None), max(sums.values(), default=0), note)


def _equal(dose: Dose, equal: Equal, known: Knowledge) -> Mapping[str, float]:
    if dose.mg_per_day is None or dose.route not in SWALLOWED:
        return {}
    return equal(known.medicines[dose.ingredient], dose.mg_per_day)


def _as_diazepam(medicine: Medicine, mg: float) -> dict[str, float]:
    return {table: mg * 10 / same for table, same in medicine.diazepam_10_mg.items()}


def _as_morphine(medicine: Medicine, mg: float) -> dict[str, float]:
    return {table: mg * factor for table, factor in medicine.morphine_mg.items()}
