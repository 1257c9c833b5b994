"""Rows -> coordinates: what was said in the hours and days after each dose, dose upon dose.

Time runs by its square root, so that hours and days both have room. Every line is a dose of its
own, told apart by its number at its end; the last is the strongest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tercet.clinic.rulers import Drawn, plain
from tercet.clinic.rulers import text_of as _n

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 350, 196, 44, 318, 12, 152
BEFORE = 30  # where what was said before the dose stands, left of the dose itself
LAST_HOUR = 168
TICKS = ((2, "2 h"), (24, "1 day"), (72, "3"), (168, "7"))
APART = 16  # between two numbers at the ends of lines


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: hours after the dose, or below nought before it."""

    hours: float
    value: float


@dataclass(frozen=True, slots=True)
class AfterDoses:
    """One line that is valid over hours, for each dose. See `after_doses`."""

    name: str
    width: str
    height: str
    left: str
    right: str
    bottom: str
    dose: str  # where the dose stands
    grid: tuple[Drawn, ...]
    ticks: tuple[Drawn, ...]
    lines: tuple[Drawn, ...]  # label: the points; state: last | earlier
    dots: tuple[Drawn, ...]
    numbers: tuple[Drawn, ...]
    rows: Mapping[int, tuple[Look, ...]]
    sentence: str


def after_doses(
    name: str, looks: Mapping[int, Sequence[Look]], *, least: float, most: float
) -> AfterDoses | None:
    """`looks` by the number of the dose. None where nothing was said.

    Of what was said before a dose only the last stands, at its left; later than a week, nothing.
    """
    rows = {dose: _kept(said) for dose, said in sorted(looks.items())}
    rows = {dose: said for dose, said in rows.items() if said}
    if not rows:
        return None

    def y(value: float) -> float:
        return BOTTOM - (BOTTOM - TOP) * (value - least) / (most - least)

    places = {
        dose: [(_x(look.hours), y(look.value)) for look in said] for dose, said in rows.items()
    }
    last = max(rows)
    return AfterDoses(
        name=name, width=_n(WIDTH), height=_n(HEIGHT), left=_n(LEFT), right=_n(RIGHT),
        bottom=_n(BOTTOM), dose=_n(_x(0)),
        grid=tuple(Drawn(_n(LEFT - 6), _n(y(v)), plain(v)) for v in (least, most)),
        ticks=tuple(Drawn(_n(_x(hours)), label=label) for hours, label in TICKS),
        lines=tuple(
            Drawn("0", label=" ".join(f"{_n(x)},{_n(h)}" for x, h in line),
                  state="last" if dose == last else "earlier")
            for dose, line in places.items() if len(line) > 1
        ),
        dots=tuple(
            Drawn(_n(x), _n(h), state="last" if dose == last else "earlier")
            for dose, line in places.items() for x, h in line
        ),
        numbers=_numbers(places),
        rows=rows,
        sentence=_sentence(name, rows),
    )  # fmt: skip


def _kept(said: Sequence[Look]) -> tuple[Look, ...]:
    ordered = sorted(said, key=lambda look: look.hours)
    before = [look for look in ordered if look.hours <= 0][-1:]
    return (*before, *(look for look in ordered if 0 < look.hours <= LAST_HOUR))


def _x(hours: float) -> float:
    """Before the dose at the left edge; after it by the square root of the hours."""
    if hours <= 0:
        return LEFT if hours < 0 else LEFT + BEFORE
    return LEFT + BEFORE + (RIGHT - LEFT - BEFORE) * (hours / LAST_HOUR) ** 0.5


def _numbers(places: Mapping[int, Sequence[tuple[float, float]]]) -> tuple[Drawn, ...]:
    """The number of each dose at the end of its line, moved apart where two would touch."""
    made: list[Drawn] = []
    taken: list[tuple[float, float]] = []
    for dose, line in sorted(places.items(), key=lambda each: each[1][-1][1]):
        x, y = line[-1]
        while any(abs(x - a) < APART and abs(y - b) < APART for a, b in taken):
            y += 2
        taken.append((x, y))
        made.append(Drawn(_n(x + 9), _n(y), str(dose)))
    return tuple(made)


def _sentence(name: str, rows: Mapping[int, Sequence[Look]]) -> str:
    said = [
        f"dose {dose}: {', then '.join(plain(look.value) for look in looks)}"
        for dose, looks in rows.items()
    ]
    return f"{name}, before and after each dose: {'; '.join(said)}."
