"""How much, how often and which way, as far as a line says it. What is not read is not known.

Every number of a line must be understood, or none of its amounts is believed: a count of
tablets dispensed would otherwise be taken for a dose.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tercet.decisions.medicines.frequency import times_per_day
from tercet.decisions.medicines.names import Piece
from tercet.decisions.medicines.phrases import GAP, NAME, NUMBER, UPPER, phrase, upper

Thing = TypeVar("Thing")

SLOW = re.compile(r"\b(?:er|xr|sr|xl|cr|la|(?:extended|sustained|modified|long)(?: -)? release)\b")
ROUTES = {  # the words that say which way, and the way
    "oral": r"po|oral|orally|mouth",
    "sublingual": r"sublingual|sl|under tongue|under the tongue",
    "nasal": r"nasal|intranasal|nose",
    "skin": r"topical|topically|cream|ointment|lotion|gel|transdermal|patch|patches",
    "inhaled": r"inhaler|inhaled|inhalation|inhale|actuat|nebulizer|nebuliser",
    "injected": r"iv|im|sc|sq|subcut|subcutaneous|subcutaneously|intramuscular|intravenous|inject"
    r"|injection|injections|injectable|syringe|pen|shot",
    "rectal": r"rectal|suppository|pr",
    "vaginal": r"vaginal|vaginally",
}
_ROUTES = {route: re.compile(rf"\b(?:{words})\b") for route, words in ROUTES.items()}
_AS_NEEDED = re.compile(r"\b(?:prn|p r n|(?:as|if|when) (?:needed|required|necessary))\b")
_NOISE = re.compile(rf"^{NUMBER} h (?={NAME})|{NUMBER} actuat (?={NAME})|\b1 times\b")
_OF_A = r"(?:of )?(?:a |the )?piece\b"
_FRACTION = re.compile(rf"(?:({NUMBER}) (?:and )?)?\b([1-3]) / ([2-4]) {_OF_A}")
_HALF = re.compile(rf"(?:({NUMBER}) and )?(?:a )?\bhalf {_OF_A}")
_COUNT = re.compile(rf"{UPPER} piece\b|{UPPER} x (?={NUMBER} (?:mg|mcg|g)\b)")
_LIST = re.compile(rf"({NUMBER}(?: [-/] {NUMBER})+) (mg|mcg|g)\b")
_STRENGTH = re.compile(rf"{UPPER} (mg|mcg|g|iu|ml|%)(?: / (?:({NUMBER}) )?(ml|h)\b)?")
_NOT_READ = re.compile(r"[0-9]|\b(?:half|quarter|divided)\b")
_BARE = re.compile(rf"{NAME} ({NUMBER})(?= |$)")
UNITS = ("mg", "iu", "ml", "%", None)
_TO_MG = {"mg": 1.0, "mcg": 0.001, "g": 1000.0}
LONGEST = 400  # letters; nobody says how much of one medicine in more

# How many of which unit; "mg/ml" for what is dissolved, "mg/h" for a rate, None if nobody said.
Amount = tuple[float, str | None]


@dataclass(frozen=True, slots=True)
class Dose:
    """What is taken of one ingredient at one time, and how often; None where nobody said."""

    ingredient: str
    amount: float | None = None
    unit: str | None = None  # mg for every mass; else iu, ml or %; None: of what was not said
    times_per_day: float | None = None  # at most, if it is taken as needed
    as_needed: bool = False
    route: str | None = None
    extended_release: bool = False

    @property
    def mg_per_day(self) -> float | None:
        """Milligrams on a usual day, or at most, if all of it was said."""
        if self.amount is None or self.times_per_day is None or self.unit != "mg":
            return None
        return self.amount * self.times_per_day


def doses_in(line: Sequence[Piece]) -> tuple[Dose, ...]:
    """A dose for each ingredient of each part of a line. A part is one medicine or one mixture."""
    if sum(len(piece.text) for piece in line) > LONGEST:
        return tuple(dict.fromkeys(Dose(id) for piece in line for id in piece.ingredients))
    return tuple(dose for part in _parts(line) for dose in _doses(part))


def _parts(line: Sequence[Piece]) -> Iterator[list[Piece]]:
    """One medicine, or one mixture, with the words around it; a line may hold several."""
    part: list[Piece] = []
    for at, piece in enumerate(line):
        if piece.ingredients and any(one.ingredients for one in part) and not _mixed(line, at):
            yield part
            part = []
        part.append(piece)
    yield part


def _mixed(line: Sequence[Piece], at: int) -> bool:
    """Whether the name here is mixed with the name before it, or is another name for it."""
    before = line[at - 1]
    if before.text == "-":
        return bool(line[at - 2].ingredients)
    return bool(before.ingredients) or before.text in ("/", "+", "[", "(")


def _doses(part: Sequence[Piece]) -> Iterator[Dose]:
    names = [piece.ingredients for piece in part if piece.ingredients]
    said, plainly = phrase(part), " ".join(piece.text for piece in part)
    times, rest = times_per_day(said)
    amounts = _amounts(_NOISE.sub(GAP, rest.strip()), names)
    for id in dict.fromkeys(id for ids in names for id in ids):
        amount, unit = amounts.get(id, (None, None))
        yield Dose(
            ingredient=id,
            amount=amount,
            unit=unit,
            times_per_day=times,
            as_needed=bool(_AS_NEEDED.search(said)),
            route=_only(route for route, words in _ROUTES.items() if words.search(plainly)),
            extended_release=bool(SLOW.search(said)),
        )


def _amounts(said: str, names: Sequence[tuple[str, ...]]) -> Mapping[str, Amount]:
    """What is taken of each ingredient at one time; nothing where any number was not understood."""
    count, said = _count(said)
    ids = list(dict.fromkeys(id for each in names for id in each))
    found, left = _by_name(said, names, ids)
    if count is None or _NOT_READ.search(left):
        return {}
    return {id: (amount * count, unit) for id, (amount, unit) in found.items() if unit in UNITS}


def _by_name(
    said: str, names: Sequence[tuple[str, ...]], ids: Sequence[str]
) -> tuple[dict[str, Amount], str]:
    """The strength of each ingredient, and the words that are left."""
    listed = _LIST.search(said)
    if listed and len(ids) == len(numbers := re.split(" [-/] ", listed[1])):
        in_mg = [(float(number) * _TO_MG[listed[2]], "mg") for number in numbers]
        return {id: in_mg[at] for at, id in enumerate(ids)}, _LIST.sub(GAP, said)
    if len(ids) == 1:
        strength = _strength(said)
        if strength is None and (bare := _BARE.search(said)):
            return {ids[0]: (float(bare[1]), None)}, _BARE.sub(GAP, said)
        return ({ids[0]: strength} if strength else {}), _STRENGTH.sub(GAP, said)
    each = [_strength(after) for after in said.split(NAME)[1:]]
    if list(names) != [(id,) for id in ids]:  # a name of several, or one ingredient named twice
        return {}, said
    made = {id: one for at, id in enumerate(ids) if (one := each[at])}
    return made if len(made) == len(ids) else {}, _STRENGTH.sub(GAP, said)


def _strength(said: str) -> Amount | None:
    """The one strength that is said, in mg if it is a mass; what is dissolved, by its volume."""
    every = dict.fromkeys(_measured(found) for found in _STRENGTH.finditer(said))
    if len(every) == 2:
        by_unit = {unit: amount for amount, unit in every}
        if by_unit.keys() == {"ml", "mg/ml"}:
            return by_unit["ml"] * by_unit["mg/ml"], "mg"
    return _only(every)


def _measured(found: re.Match[str]) -> Amount:
    amount, unit = upper(found[1], found[2]), found[3]
    if unit in _TO_MG:
        amount, unit = amount * _TO_MG[unit], "mg"
    return (amount / float(found[4] or 1), f"{unit}/{found[5]}") if found[5] else (amount, unit)


def _count(said: str) -> tuple[float | None, str]:
    """How many at one time, one if nobody says; None if two numbers are said."""
    counts: set[float] = set()
    for found in _FRACTION.finditer(said):
        counts.add(float(found[1] or 0) + float(found[2]) / float(found[3]))
    said = _FRACTION.sub(GAP, said)
    for found in _HALF.finditer(said):
        counts.add(float(found[1] or 0) + 0.5)
    said = _HALF.sub(GAP, said)
    for found in _COUNT.finditer(said):
        counts.add(upper(found[1] or found[3], found[2] or found[4]))
    return _only(counts or {1.0}), _COUNT.sub(GAP, said)


def _only(found: Iterable[Thing]) -> Thing | None:
    """The one that was found; None of none, and None of several."""
    every = list(found)
    return every[0] if len(every) == 1 else None
