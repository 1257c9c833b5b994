"""What is published of courses like this one, as frozen values: shares of people, with caveats."""

from dataclasses import dataclass

from tercet.knowledge.around_shapes import Grounded


@dataclass(frozen=True, slots=True)
class PublishedMark:
    """So many of a hundred people had come so far by this week: a fall or a line, never both."""

    week: int  # after the first dose
    people_percent: float
    fall_percent: float | None  # of their own start, or further
    more_than: bool  # the fall itself was not enough
    at_most: float | None  # in points of the instrument
    compared_percent: float | None  # of those who were given something else
    least_start: float | None  # from a lower start people were not counted


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Published(Grounded):
    """One study as it may stand beside a course, or that there is none that could."""

    nothing: bool  # no figure that could be drawn: `says` tells why, and there is no mark
    instrument: str | None  # None only where there is nothing
    indications: tuple[str, ...]  # as the fact `indication` names them
    people: int | None  # of whom the shares are told
    began: tuple[int, int] | None  # how many began: the lowest and the highest that is told
    controlled: bool
    completers_only: bool
    caveats: tuple[str, ...]
    marks: tuple[PublishedMark, ...]  # all at one week, at most one of each kind
