"""The frozen values that the law is held in: what permits an order from when until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tercet.knowledge.shapes import Rule


@dataclass(frozen=True, slots=True, eq=False)
class Basis:
    """One thing the law lets an order rest on, both days included; an open end is None."""

    id: str
    title: str
    says: str
    needs: tuple[str, ...]  # yes-no facts, all of them yes; none: it needs nothing of the person
    from_: date | None
    until: date | None
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """What a clinic has entered of one state, and who read it where."""

    id: str  # two letters
    in_person: bool  # whether the state itself asks for an examination in person
    says: str
    source: str  # where it was read: an address, or a title
    verified_by: str
    verified_on: date
    next_check: date


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """What an order may rest on, what else it must keep to, and what is known of each state."""

    warn_days: int  # how long before a basis ends it is said
    bases: Mapping[str, Basis]
    rules: Mapping[str, Rule]
    states: Mapping[str, State]
