"""Every piece of knowledge that somebody owns or must check, of whatever shape, in one form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

# Words, places to open and names: nobody owns a number in these.
PLAIN = {"facts", "sources", "medicines", "products", "topics", "limits", "who", "beside"}

# What each shape is called, where its own name says too little.
CALLED = {
    "basis": "legal basis",
    "change": "change of a score",
    "cited": "trial of a treatment",
    "cutoff": "cut-off of a score",
    "doserange": "range of a dose",
    "emergent": "anxiety that surfaces",
    "entry": "start of a percentage",
    "fate": "worst fate of an order",
    "hours": "hours around a dose",
    "inferred": "interaction, inferred",
    "label": "what to expect",
    "measured": "interaction, measured",
    "medicinegroup": "group of medicines",
    "published": "published course",
    "reliable": "reliable change",
    "share": "share that is swallowed",
    "summingup": "summing up",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One rule, note, questionnaire, protocol, interaction …, as far as all are alike."""

    id: str
    shape: str  # what it is called: rule, note, instrument …
    title: str
    says: str
    sources: tuple[str, ...]
    strength: str  # empty where its shape has none
    basis: str
    verified: str
    evidence: tuple[str, ...]
    next_check: date | None
    expires: date | None


@cache
def pieces(known: Any) -> tuple[Piece, ...]:
    """Everything in the knowledge that says how it reached us, or which row it was taken from."""
    return tuple(_pieces(known, ""))


def _pieces(held: Any, name: str) -> Iterator[Piece]:
    id = _id(held, name)
    if hasattr(held, "verified") or hasattr(held, "evidence"):
        yield _piece(id, held)
    if hasattr(held, "limits"):
        return  # a rule holds no piece of its own
    for key, each in _inside(held):
        yield from _pieces(each, f"{id} {key}".strip())


def _id(held: Any, name: str) -> str:
    """A rule is known by its id alone; a part of something else is named behind it."""
    own = str(getattr(held, "id", ""))
    if own and (hasattr(held, "limits") or " " not in name):
        return own
    return name.removesuffix("cited").rstrip(" _")


def _piece(id: str, held: Any) -> Piece:
    verified = getattr(held, "verified", "")
    evidence = getattr(held, "evidence", "")
    return Piece(
        id=id,
        shape=CALLED.get(type(held).__name__.lower(), type(held).__name__.lower()),
        title=getattr(held, "title", "") or getattr(held, "name", "") or id,
        says=getattr(held, "says", ""),
        sources=getattr(held, "sources", ()),
        strength=getattr(held, "strength", ""),
        basis=getattr(held, "basis", "policy" if verified == "policy" else ""),
        verified=verified,
        evidence=tuple(evidence.split(", ")) if evidence else (),
        next_check=getattr(held, "next_check", None),
        expires=getattr(held, "expires", None) or getattr(held, "until", None),
    )


def _inside(held: Any) -> Iterator[tuple[str, Any]]:
    """What it holds that may hold pieces, each under its key where it has one."""
    if isinstance(held, Mapping):
        yield from ((str(key), each) for key, each in held.items() if _holds(each))
    elif isinstance(held, tuple):
        yield from (("", each) for each in held if _holds(each))
    else:
        named = hasattr(held, "id")
        for field in fields(held):
            each = getattr(held, field.name)
            if field.name not in PLAIN and _holds(each):
                yield field.name if named or is_dataclass(each) else "", each


def _holds(each: Any) -> bool:
    return isinstance(each, Mapping | tuple) or is_dataclass(each)
