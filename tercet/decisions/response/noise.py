"""How far one total may lie from the truth by the questionnaire's own noise."""

from dataclasses import dataclass
from math import sqrt

from tercet.decisions.response.seen import Measured
from tercet.knowledge import Instrument, Reading, Reliable
from tercet.knowledge.responses import CRITICAL


@dataclass(frozen=True, slots=True)
class Noise:
    """95 of 100 totals lie within so many points of the truth, by this line's reliability."""

    points: float
    line: Reliable


def noise(instrument: Instrument, reading: Reading) -> Noise | None:
    """By the least reliability that is published for it; None where none is."""
    own = [
        Noise(CRITICAL * each.sd * sqrt(1 - each.r), each)
        for each in reading.reliables.values()
        if each.instrument == instrument.id and each.sd is not None and each.r is not None
    ]
    return max(own, key=lambda each: each.points, default=None)


def within(measured: Measured, by: Noise, *, least: float, most: float) -> tuple[float, float]:
    """Where the truth may lie, and never past the ends of the scale."""
    return max(least, measured.low - by.points), min(most, measured.high + by.points)
