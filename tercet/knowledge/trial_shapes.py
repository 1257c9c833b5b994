"""The frozen values that trials are judged by: what is adequate, what failed, what it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tercet.knowledge.instrument_shapes import Band

Range = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Cited:
    """Where a piece of this is published, and how its numbers reached us."""

    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date


@dataclass(frozen=True, slots=True, eq=False)
class Failure:
    """Which outcomes are failures; one that was not tolerated is told apart from them."""

    outcomes: tuple[str, ...]
    says: str
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class Definition:
    """One published definition of an adequate trial of a medicine."""

    id: str
    name: str
    least_weeks: int  # at an adequate dose
    not_counted: tuple[str, ...]  # outcomes after which a trial does not count as one
    says: str
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class DoseRange:
    """A medicine's published range in mg a day, by indication, and the most a US label names."""

    ingredient: str
    mg_per_day: Mapping[str, Range]
    us_maximum: float
    lower_maximum: "LowerMaximum | None"
    evidence: str


@dataclass(frozen=True, slots=True, eq=False)
class LowerMaximum:
    """A lower maximum, for those above an age or with an inhibitor of CYP2C19."""

    mg_per_day: float
    above_age: int


@dataclass(frozen=True, slots=True, eq=False)
class Enough:
    """One way in which a therapy was enough; what is None does not matter."""

    therapy_sessions: float | None
    minutes: float | None  # of each of them
    weeks: float | None
    hours: float | None  # in all
    hours_above: float | None  # in all; the number itself is not enough


@dataclass(frozen=True, slots=True, eq=False)
class TalkTherapy:
    """A talk therapy for one indication, and how much of it is a trial."""

    id: str
    name: str
    called: tuple[str, ...]  # words a list of trials may use for it
    indication: str
    enough: tuple[Enough, ...]  # any of them
    first_line: bool
    says: str
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class Resistance:
    """What so many adequate failures are called; every number that is not 0 must be reached."""

    id: str
    name: str
    indications: tuple[str, ...]
    any: int
    antidepressants: int
    first_line_medicines: int
    first_line_therapies: int
    this_episode: bool
    says: str
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points for a number up to and with `up_to`; None: for every number above the last."""

    up_to: float | None
    points: int


@dataclass(frozen=True, slots=True, eq=False)
class Maudsley:
    """The Maudsley staging: points for length, severity and treatments, and names for totals."""

    name: str
    indications: tuple[str, ...]
    severity: tuple[int, int]  # the least and the most points, which are the severity itself
    months: tuple[Points, ...]
    antidepressants: tuple[Points, ...]
    augmentation: int
    ect: int
    bands: tuple[Band, ...]
    cited: Cited


@dataclass(frozen=True, slots=True, eq=False)
class TrialRules:
    """Everything that trials.toml holds."""

    failure: Failure
    definitions: Mapping[str, Definition]
    doses: Mapping[str, DoseRange]
    doses_cited: Cited
    maxima_cited: Cited
    antidepressants: frozenset[str]
    antidepressants_cited: Cited
    therapies: Mapping[str, TalkTherapy]
    resistance: Mapping[str, Resistance]
    maudsley: Maudsley

    def cited(self) -> Mapping[str, Cited]:
        """Every citation, by what it is for."""
        return {
            "failure": self.failure.cited,
            "doses": self.doses_cited,
            "us-maxima": self.maxima_cited,
            "antidepressants": self.antidepressants_cited,
            "maudsley": self.maudsley.cited,
            **{id: each.cited for id, each in self.definitions.items()},
            **{id: each.cited for id, each in self.therapies.items()},
            **{f"resistance-{id}": each.cited for id, each in self.resistance.items()},
        }
