"""The frozen values that sources, facts, rules and medicines are held in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where something is published. A citation is its id, or `id#section`."""

    id: str
    title: str
    publisher: str
    url: str  # empty only for a policy, which nobody has published
    kind: str  # label | guideline | regulation | paper | instrument | page | policy
    year: int


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One word of the vocabulary: what a decision may be shown, and from whom."""

    id: str
    label: str  # a short noun phrase, for staff: "resting pulse"
    type: str  # yes-no | whole | number | choice | choices | text | texts | instant
    unit: str
    low: float | None  # the plausible range, ends included; outside it is a slip of the pen
    high: float | None
    choices: tuple[str, ...]
    fresh_minutes: int | None  # how long it counts; None: for as long as nobody says otherwise
    from_: tuple[str, ...]  # the roles that may assert it
    question: str  # in plain kind words
    help: str
    section: str
    asked: bool  # drawn on the patient's evaluation page
    only_if: str | None  # a yes-no fact whose "no" answers this one
    example: Any
    sources: tuple[str, ...]  # where the freshness is from

    @property
    def span(self) -> tuple[float, float]:
        """The least and the most it can be; without an end where none is given."""
        return (
            -inf if self.low is None else float(self.low),
            inf if self.high is None else float(self.high),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One published or programme limit: what follows when it is met, and who says so."""

    id: str
    kind: str
    if_so: str  # caution | review | stop | crisis
    title: str
    says: str
    ask: str
    who: tuple[str, ...]  # the roles that can answer `ask`
    sources: tuple[str, ...]
    strength: str  # A | B | C | D
    basis: str  # label | evidence | regulation | policy | derived
    verified: str  # read | secondary | memory | policy | derived
    evidence: str  # the row it was taken from, such as "EL-020"
    checked_on: date
    next_check: date
    expires: date | None  # the last day of a permission the law gives until a date
    remedy: str | None  # what would lift it; absent: it cannot be lifted
    ladder: str | None  # in a live dosing session: which ladder of people to climb
    fresh_minutes: int | None  # a tighter freshness than the vocabulary's, for this rule
    limits: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Contradiction:
    """Facts that cannot all be so; whoever said them is asked which is right."""

    id: str
    title: str
    says: str
    ask: str
    who: tuple[str, ...]  # the roles that can answer `ask`
    sources: tuple[str, ...]
    yes: tuple[str, ...]  # these are yes,
    no: tuple[str, ...]  # and these are no,
    known: tuple[str, ...]  # and these are known at all,
    not_below: tuple[str, ...]  # and of these two the second is not below the first

    @property
    def facts(self) -> tuple[str, ...]:
        """The names it reads, in the order written."""
        return (*self.yes, *self.no, *self.known, *self.not_below)


@dataclass(frozen=True, slots=True, eq=False)
class Note:
    """Something published that no rule decides on, shown beside what it bears on."""

    id: str
    topic: str  # the file of notes/ it stands in
    title: str
    says: str
    beside: tuple[str, ...]  # ids of rules it is shown beside; empty: only on its topic's page
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date
    expires: date | None  # the last day on which it is so


@dataclass(frozen=True, slots=True, eq=False)
class Medicine:
    """An ingredient, the names people write it by, and the classes it belongs to."""

    id: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    inferred: tuple[str, ...]  # those of its classes that nobody says of it: we infer them
    sources: tuple[str, ...]
    rxnorm: tuple[str, ...]  # RxNorm's codes of this ingredient; often none
    diazepam_10_mg: Mapping[str, float]  # table -> mg taken as equal to 10 mg of diazepam
    morphine_mg: Mapping[str, float]  # table -> mg of morphine taken as equal to 1 mg


@dataclass(frozen=True, slots=True, eq=False)
class MedicineGroup:
    """Ingredients that belong to the same classes on the same ground."""

    id: str
    classes: tuple[str, ...]
    members: tuple[str, ...]
    inferred: bool  # that they belong there is our inference
    sources: tuple[str, ...]
    verified: str
