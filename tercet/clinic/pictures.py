"""Rows -> coordinates: a questionnaire over time, as plain values that templates draw.

No decision is taken here. Every chart carries its rows, so that the table beside it cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tercet.clinic.lanes import Timeline, timeline
from tercet.clinic.rulers import (
    PHONE,
    SIDES,
    WIDE,
    WORD_WIDTH,
    Drawn,
    Mark,
    Ruler,
    Span,
    plain,
    ruler,
)
from tercet.clinic.rulers import text_of as _n

__all__ = [
    "Area", "Band", "Drawn", "Mark", "Reading", "Ruler", "ScoreChart", "Span", "Timeline",
    "ruler", "score_chart", "timeline",
]  # fmt: skip


TALL = "tall"
SIZES = {TALL: {"top": 36, "bottom": 236}, "low": {"top": 12, "bottom": 122}}  # of the scale
WORD_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Reading:
    """One questionnaire: its total; or None with the range it must lie in; or nothing at all.

    `truth`: where the truth lies in 95 of 100 such answers, by the questionnaire's own noise.
    """

    at: datetime
    total: float | None
    low: float | None = None
    high: float | None = None
    truth: tuple[float, float] | None = None

    @property
    def is_partial(self) -> bool:
        return self.total is None and self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a score, from `low` up to the next band."""

    low: float
    name: str


@dataclass(frozen=True, slots=True)
class Area:
    """What is published beside one course: from one start, spreading to its edges at the end.

    An edge that is not published is None; then there is only the other one.
    """

    begins_at: datetime
    start: float
    ends_at: datetime
    upper: float | None
    lower: float | None


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """A questionnaire over time. See `score_chart`."""

    name: str
    about: str
    width: str
    foot: str  # where it ends: its days stand under the lanes
    left: str
    right: str
    top: str
    bottom: str
    grid: tuple[Drawn, ...]
    bands: tuple[Drawn, ...]
    area: str
    edges: tuple[Drawn, ...]
    lines: tuple[str, ...]
    gaps: tuple[str, ...]
    noise: tuple[Drawn, ...]
    dots: tuple[Drawn, ...]
    partials: tuple[Drawn, ...]
    missing: tuple[Drawn, ...]
    doses: tuple[Drawn, ...]
    today: str
    readings: tuple[Reading, ...]
    sentence: str
    tall: bool

    @property
    def dot_path(self) -> str:
        """Every dot as one path: a page with a year of them is drawn at once."""
        r, d = (5.5, 11) if self.tall else (3.5, 7)
        arcs = f"m-{r} 0a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0"
        return "".join(f"M{dot.x} {dot.y}{arcs}" for dot in self.dots)

    @property
    def noise_path(self) -> str:
        """Every bar of noise as one path."""
        return "".join(f"M{bar.x} {bar.y}V{bar.y2}" for bar in self.noise)


@dataclass(frozen=True, slots=True)
class Scale:
    """A score's axis: the least possible score at the bottom, the highest at the top."""

    least: float
    most: float
    top: float
    bottom: float

    def __call__(self, score: float) -> float:
        span = max(1.0, self.most - self.least)
        return self.bottom - (self.bottom - self.top) * (score - self.least) / span


def _dose_words(time: Ruler, doses: Sequence[Mark]) -> tuple[Drawn, ...]:
    """Dose marks with their words where there is room, with their numbers where there is not."""
    places = [(time.x(dose.at), dose) for dose in doses if time.holds(dose.at)]
    apart = min((b - a for (a, _), (b, _) in pairwise(places)), default=WORD_WIDTH)
    return tuple(
        Drawn(_n(x), label=dose.label if apart >= WORD_WIDTH else dose.label.split()[-1])
        for x, dose in places
    )


def _segments(
    time: Ruler, readings: Sequence[Reading], y: Scale, *, anew: Sequence[datetime] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines through neighbouring totals; between totals with a missing answer, a gap line.

    After each instant of `anew` another line begins, without a gap line: nobody looked meanwhile.
    """
    lines: list[list[str]] = [[]]
    gaps: list[str] = []
    last, broken, before = "", False, None
    for reading in readings:
        if before is not None and any(before <= at < reading.at for at in anew):
            lines.append([])
            last, broken = "", False
        before = reading.at
        if reading.total is None:
            broken = bool(last)
            continue
        here = f"{_n(time.x(reading.at))},{_n(y(reading.total))}"
        if broken:
            lines.append([])
            gaps.append(f"{last} {here}")
        lines[-1].append(here)
        last, broken = here, False
    return tuple(" ".join(line) for line in lines if len(line) > 1), tuple(gaps)


def _band_places(bands: Sequence[Band], y: Scale, x: float) -> tuple[Drawn, ...]:
    """The name of each band in the middle of it, one word under the other."""
    edges = [*(band.low for band in bands), y.most]
    return tuple(
        Drawn(_n(x), _n((y(low) + y(high) + WORD_HEIGHT * (2 * n - len(words) + 1)) / 2), word)
        for band, (low, high) in zip(bands, pairwise(edges), strict=True)
        for words in [band.name.split()]
        for n, word in enumerate(words)
    )


def _area(area: Area | None, time: Ruler, y: Scale) -> tuple[str, tuple[Drawn, ...]]:
    """The area as a polygon where it has both edges, and each edge as a line."""
    if area is None:
        return "", ()
    x1, x2, start = _n(time.x(area.begins_at)), _n(time.x(area.ends_at)), _n(y(area.start))
    edges = [e for e in (area.upper, area.lower) if e is not None]
    drawn = tuple(Drawn(x1, start, x2=x2, y2=_n(y(edge))) for edge in edges)
    corners = " ".join(f"{x2},{_n(y(edge))}" for edge in edges)
    return f"{x1},{start} {corners}" if len(edges) == 2 else "", drawn


def _sentence(name: str, readings: Sequence[Reading], doses: int) -> str:
    known = [reading.total for reading in readings if reading.total is not None]
    missing = len(readings) - len(known)
    if not known:
        return f"{name}: no whole answer yet."
    first, last = plain(known[0]), plain(known[-1])
    said = f"{name} {first}" if len(known) == 1 else f"{name} from {first} to {last}"
    said += f", {len(known)} {'answer' if len(known) == 1 else 'answers'}"
    said += f", {missing} missing or incomplete" if missing else ""
    return f"{said}; {doses} {'dose' if doses == 1 else 'doses'} marked."


def score_chart(
    name: str,
    readings: Sequence[Reading],
    *,
    most: float,
    least: float = 0,
    about: str = "",
    bands: Sequence[Band] = (),
    doses: Sequence[Mark] = (),
    area: Area | None = None,
    anew: bool = False,
    size: str = "tall",
    time: Ruler | None = None,
    now: datetime | None = None,
    for_phone: bool = False,
) -> ScoreChart:
    """Totals over time, their bands, the doses, and what is published of others.

    `least` and `most`: the ends of the scale. `anew`: the line begins anew at each dose, as one
    does that is asked for hours and days after it. `size`: tall | low, which leaves words out.
    """
    readings = sorted(readings, key=lambda reading: reading.at)
    doses = sorted(doses, key=lambda dose: dose.at)
    time = time or _own_ruler(readings, doses, for_phone=for_phone)
    y = Scale(least, most, **SIZES[size])
    lines, gaps = _segments(time, readings, y, anew=[d.at for d in doses] if anew else ())
    dose_words, (shape, edges) = _dose_words(time, doses), _area(area, time, y)
    return ScoreChart(
        name=name, about=about, width=_n(PHONE if for_phone else WIDE),
        foot=_n(y.bottom + 8), left=_n(time.left), right=_n(time.right),
        top=_n(y.top), bottom=_n(y.bottom),
        grid=tuple(Drawn(_n(time.left - 8), _n(y(s)), plain(s)) for s in _lines(bands, y)),
        bands=_band_places(bands, y, time.right + 8) if size == TALL else (),
        area=shape, edges=edges, lines=lines, gaps=gaps, **_marks(readings, time, y),
        doses=dose_words,
        today=_n(time.x(now)) if now and time.holds(now) else "",
        readings=tuple(readings), tall=size == TALL,
        sentence=_sentence(name, readings, len(dose_words)),
    )  # fmt: skip


def _marks(readings: Sequence[Reading], time: Ruler, y: Scale) -> dict[str, tuple[Drawn, ...]]:
    """Totals as dots, each in its noise; incomplete ones as what they lie between; the missing."""
    placed = [(reading, _n(time.x(reading.at))) for reading in readings]
    whole = [(r, x, r.total) for r, x in placed if r.total is not None]
    return {
        "dots": tuple(Drawn(x, _n(y(total)), plain(total)) for _, x, total in whole),
        "noise": tuple(
            Drawn(x, _n(y(r.truth[0])), y2=_n(y(r.truth[1]))) for r, x, _ in whole if r.truth
        ),
        "partials": tuple(
            Drawn(x, _n(y(r.low or 0)), y2=_n(y(r.high or 0))) for r, x in placed if r.is_partial
        ),
        "missing": tuple(
            Drawn(x, _n(y.bottom)) for r, x in placed if r.total is None and not r.is_partial
        ),
    }


def _lines(bands: Sequence[Band], y: Scale) -> list[float]:
    """The ends of the scale, and where bands begin as far as the numbers do not touch."""
    kept = [y.least]
    for low in sorted(band.low for band in bands):
        if min(y(kept[-1]) - y(low), y(low) - y.top) >= WORD_HEIGHT:
            kept.append(low)
    return [*kept, y.most]


def _own_ruler(readings: Sequence[Reading], doses: Sequence[Mark], *, for_phone: bool) -> Ruler:
    instants = [r.at for r in readings] + [d.at for d in doses]
    if not instants:
        raise ValueError("A chart without a single reading or dose: show the empty state instead.")
    return ruler(min(instants), max(instants), **SIDES[for_phone])
