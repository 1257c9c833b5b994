"""How many have it by when, where nobody watches all the time: the curve, and how sure it is.

The estimate is Turnbull's, of lifelines: onset or loss is known only to lie between two looks, or
after the last. Its limits are exact binomial ones, of SciPy, around what is certain and what is
possible at each hour, so that they need no shape of the curve. One interval a person: several of
one person are not independent, and the limits would be too narrow.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np

from tercet.decisions.response.onset import Interval

CONFIDENCE = 0.95
HAIR = 1e-6  # hours


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many, how many; and the limits of the share at the usual confidence."""

    count: int
    of: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """None of nobody."""
        return self.count / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class Point:
    """One hour: who certainly has it by then, who may, the estimate and its limits, from 0 to 1."""

    hours: float
    certain: int
    possible: int
    estimate_low: float  # the two differ where the looks leave it open
    estimate_high: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The share that has it by each hour."""

    people: int
    points: tuple[Point, ...]


def share(count: int, of: int) -> Share:
    """A share with its exact (Clopper-Pearson) limits; of nobody, anything is possible."""
    if not of:
        return Share(0, 0, 0.0, 1.0)
    from scipy.stats import binomtest  # it takes half a second to import

    limits = binomtest(count, of).proportion_ci(confidence_level=CONFIDENCE, method="exact")
    return Share(count, of, float(limits.low), float(limits.high))


def curve(intervals: Sequence[Interval], at_hours: Sequence[float]) -> Curve:
    """The curve of these people, one interval each, at these hours."""
    if not intervals:
        return Curve(0, ())
    estimate = _estimated(intervals)
    return Curve(
        len(intervals), tuple(_point(intervals, hours, *estimate(hours)) for hours in at_hours)
    )


def _point(
    intervals: Sequence[Interval], hours: float, estimate_low: float, estimate_high: float
) -> Point:
    certain, possible = certain_possible(intervals, hours)
    low, high = share(certain, len(intervals)).low, share(possible, len(intervals)).high
    return Point(hours, certain, possible, estimate_low, estimate_high, low, high)


def certain_possible(intervals: Sequence[Interval], hours: float) -> tuple[int, int]:
    """How many certainly have it by this hour, and how many may.

    The limits of a curve are the lower of the one share and the upper of the other.
    """
    certain = sum(each.by_hours is not None and each.by_hours <= hours for each in intervals)
    possible = sum(each.after_hours < hours for each in intervals)
    return certain, possible


def _estimated(intervals: Sequence[Interval]) -> Callable[[float], tuple[float, float]]:
    """Turnbull's estimate of these intervals, to be asked at any hour.

    lifelines takes both ends of an interval into it. Ours begins after its first look: without a
    hair between them, one that ends where another begins would put everybody at that hour.
    """
    from lifelines import KaplanMeierFitter  # it takes a second and a half to import

    with np.errstate(divide="ignore", invalid="ignore"):  # where all lie in one interval
        fitted = KaplanMeierFitter().fit_interval_censoring(
            [each.after_hours + HAIR for each in intervals],
            [inf if each.by_hours is None else each.by_hours for each in intervals],
        )
    left = fitted.survival_function_["NPMLE_estimate_lower"]
    hours_of, share_of = left.index.to_numpy(), left.to_numpy()

    def at(hours: float) -> tuple[float, float]:
        """What ended by then is certain; what ends at the next hour of the table may have."""
        ended = int(np.searchsorted(hours_of, hours, side="right")) - 1
        ending = min(int(np.searchsorted(hours_of, hours)), len(share_of) - 1)
        surely = 1 - float(share_of[ended]) if ended >= 0 else 0.0
        return surely, 1 - float(share_of[ending])

    return at
