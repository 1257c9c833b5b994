"""What these medicines are: names as people write them, to ingredients, to classes.

Thin for now: it recognises and it converts; what medicines do together and around a dose
is said by eligibility's rules. A name that is not recognised is said to be so, never dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tercet.decisions.facts import Facts, Said
from tercet.decisions.rules import see
from tercet.knowledge import Knowledge, Medicine

PREFIX = "takes-"
UNRECOGNISED = "unrecognised-medicines"
_WORD = re.compile(r"[^\W_][\w'-]*")  # of any script: a word nobody can read is left over too
_AMOUNT = re.compile(r"\d[\d.,/-]*\s*(mg|mcg|g|ml|iu|units|hr|h|%|x)?(?!\w)|%")


@dataclass(frozen=True, slots=True)
class Recognised:
    """One line of a medicine list: its ingredients, their classes, and what was left over."""

    text: str
    ingredients: tuple[str, ...]
    classes: tuple[str, ...]
    leftover: tuple[str, ...]  # words nobody could place; any at all and a person looks


def recognise(text: str, known: Knowledge) -> Recognised | None:
    """What this line names, or None where no word of it is a medicine we know."""
    pattern, names = _names(known)
    plain = _plain(text)
    found = [names[name] for name in pattern.findall(plain)]
    if not found:
        return None
    words = _WORD.findall(_AMOUNT.sub(" ", pattern.sub(" ", plain)))
    return Recognised(
        text=text,
        ingredients=tuple(dict.fromkeys(medicine.id for medicine in found)),
        classes=tuple(dict.fromkeys(c for medicine in found for c in medicine.classes)),
        leftover=tuple(word for word in words if word not in known.words["filler"]),
    )


def derived(texts: Sequence[str] | None, known: Knowledge) -> dict[str, Any]:
    """The facts that follow from a list: `takes-…` yes, no or None, and what is not recognised.

    None in, None out: nobody has said what is taken. "no" means none of the recognised ones.
    """
    names = [name for name in known.facts if name.startswith(PREFIX)]
    if texts is None:
        return dict.fromkeys([*names, UNRECOGNISED])
    by_class, strange = _read(texts, known)
    made: dict[str, Any] = {name: name.removeprefix(PREFIX) in by_class for name in names}
    made[UNRECOGNISED] = strange
    return made


def with_derived(facts: Facts, known: Knowledge) -> Facts:
    """The facts and what follows from the medicines in them, if these count.

    What someone asserted stands, except that a medicine on the list makes a "no" a "yes".
    """
    seen = see(known.facts["medicines"], facts)
    if seen.said is None or seen.why_not:
        return facts
    by_class, _ = _read(seen.said.value, known)
    more = {}
    for name, value in derived(seen.said.value, known).items():
        if value is True or facts.value(name) is None:
            note = ", ".join(by_class.get(name.removeprefix(PREFIX), ()))
            more[name] = Said(value, seen.said.at, "derived", note)
    return facts.with_said(more)


def diazepam_equivalents(ingredient: str, mg_per_day: float, known: Knowledge) -> dict[str, float]:
    """Milligrams of diazepam a day by each published table; they differ, and the higher counts."""
    medicine = known.medicines[ingredient]
    return {table: mg_per_day * 10 / mg for table, mg in medicine.diazepam_10_mg.items()}


def _read(texts: Sequence[str], known: Knowledge) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """The lines under each class, and the lines that a person must look at."""
    by_class: dict[str, list[str]] = {}
    strange = []
    for text in texts:
        if _plain(text).removesuffix(".") in known.words["nothing"] | {""}:
            continue
        one = recognise(text, known)
        if one is None or one.leftover:
            strange.append(text)
        for each in one.classes if one else ():
            by_class.setdefault(each, []).append(text.strip())
    return by_class, tuple(strange)


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


@cache
def _names(known: Knowledge) -> tuple[re.Pattern[str], Mapping[str, Medicine]]:
    """One pattern of every name, the longest first, and whose name it is."""
    names = {name: medicine for medicine in known.medicines.values() for name in medicine.names}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    every = "|".join(map(re.escape, longest_first))
    return re.compile(rf"(?<![\w-])(?:{every})(?![\w-])"), names
