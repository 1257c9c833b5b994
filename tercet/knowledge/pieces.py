"""Every piece of knowledge that somebody owns or must check, of whatever shape, in one form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any


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


def pieces(held: Any, name: str = "") -> Iterator[Piece]:
    """Everything inside that says how it reached us, or which row of the evidence it is from."""
    id = _id(held, name)
    if hasattr(held, "verified") or hasattr(held, "evidence"):
        yield _piece(id, held)
    for key, each in _inside(held):
        yield from pieces(each, _named(id, key))


def _id(held: Any, name: str) -> str:
    """A rule is known by its id alone; a part of something else is named behind it."""
    own = str(getattr(held, "id", ""))
    return own if own and (hasattr(held, "limits") or " " not in name) else name


def _piece(id: str, held: Any) -> Piece:
    verified = getattr(held, "verified", "")
    evidence = getattr(held, "evidence", "")
    return Piece(
        id=id,
        shape=type(held).__name__.lower(),
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
    """What it holds, each under its key where it has one."""
    if isinstance(held, Mapping):
        yield from ((str(key), each) for key, each in held.items())
    elif isinstance(held, tuple):
        yield from (("", each) for each in held)
    elif is_dataclass(held):
        named = hasattr(held, "id")
        for field in fields(held):
            yield field.name if named else "", getattr(held, field.name)


def _named(outer: str, key: str) -> str:
    return f"{outer} {key}".strip() if key else outer
