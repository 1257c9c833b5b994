"""What is published, laid beside one person's course: from their own start to where others came.

Other people's shares, so nothing follows from it for this person. Pure arithmetic in points.
"""

from dataclasses import dataclass
from itertools import pairwise

from tercet.knowledge import Published, PublishedMark


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge of the band at its week: the value, and what its mark says of people."""

    value: float  # points of the instrument
    mark: PublishedMark


@dataclass(frozen=True, slots=True)
class Beside:
    """A band from one person's start: both edges are the start at the first dose."""

    published: Published
    start: float
    week: int  # after the first dose; here the edges stand
    upper: Edge | None  # so many had fallen by so much, or further
    lower: Edge | None  # so many were at or below a line


def beside(published: Published, start: float) -> Beside | None:
    """The band from this start; None where people with such a start were not counted.

    None as well where an edge would not lie below the start, or the lower not below the upper:
    such a band would say that others got worse, or the same thing twice.
    """
    marks = [
        mark for mark in published.marks if mark.least_start is None or start >= mark.least_start
    ]
    upper = next(
        (_fallen(mark, start, mark.fall_percent) for mark in marks if mark.fall_percent), None
    )
    lower = next((Edge(mark.at_most, mark) for mark in marks if mark.at_most is not None), None)
    heights = [start, *(edge.value for edge in (upper, lower) if edge)]
    if not marks or any(after >= before for before, after in pairwise(heights)):
        return None
    return Beside(published, start, marks[0].week, upper, lower)


def _fallen(mark: PublishedMark, start: float, percent: float) -> Edge:
    return Edge(start * (100 - percent) / 100, mark)


def of_all_who_began(published: Published, mark: PublishedMark) -> tuple[float, float] | None:
    """The share, in per cent, if all who were not counted had not come so far; lowest and highest.

    None where it is not told how many began.
    """
    if published.began is None or published.people is None:
        return None
    fewest, most = published.began
    reached = mark.people_percent * published.people
    return reached / most, reached / fewest
