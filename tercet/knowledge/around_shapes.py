"""The frozen values that interactions, labels and the hours around a dose are held in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as much as without; the published range where there is one."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Grounded:
    """Something said, and on what it rests and how well, as a rule says it of itself."""

    id: str
    says: str
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Measured(Grounded):
    """What one medicine did to one analyte, by the one route that was studied."""

    of: str  # a class of the medicines, or a single ingredient
    route: str  # swallowed | nasal | infusion; nobody has studied a lozenge
    analyte: str
    auc: Ratio  # of the amount in the blood over time
    cmax: Ratio | None  # of its peak
    people: int | None
    modelled: float | None  # the other end, worked out for a lozenge of usual strength


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Inferred(Grounded):
    """What a class is expected to do by its kind. It has no number, because nobody has measured."""

    classes: tuple[str, ...]
    direction: str  # more | less


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Share(Grounded):
    """Of all that reaches the blood by a route, its id: the share that passed gut and liver."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Label(Grounded):
    """Why a weaker response is to be expected, where the rule of the same id is met."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Hours(Grounded):
    """What becomes of a class, or of a habit everybody may have, around the hour of a dose."""

    what: str
    classes: tuple[str, ...]
    everyone: bool  # said also to whoever lists nothing of it
    only_alone: bool  # said of a medicine only where no other entry speaks of it
    from_hour: float  # the dose is hour 0
    to_hour: float
    do: str  # continue | hold-by-protocol | ask-prescriber
    never_stop: bool


@dataclass(frozen=True, slots=True, eq=False)
class Around:
    """What is known of medicines around a dose."""

    measured: Mapping[str, Measured]
    inferred: Mapping[str, Inferred]
    shares: Mapping[str, Share]
    labels: Mapping[str, Label]
    hours: Mapping[str, Hours]

    @property
    def pieces(self) -> tuple[Grounded, ...]:
        """Everything here that rests on something."""
        every = (self.measured, self.inferred, self.shares, self.labels, self.hours)
        return tuple(piece for part in every for piece in part.values())

    @property
    def never_stopped(self) -> frozenset[str]:
        """The classes whose stopping harms."""
        return frozenset(c for each in self.hours.values() if each.never_stop for c in each.classes)
