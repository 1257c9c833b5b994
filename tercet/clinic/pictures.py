"""Rows -> coordinates: the charts of a course, as plain values that templates draw.

No decision is taken here. Every chart carries its rows, so that the table beside it cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from tercet.clinic.rulers import WORD_WIDTH, Drawn, Mark, Ruler, Span, ruler, weeks_of
from tercet.clinic.rulers import text_of as _n

__all__ = [
    "Band", "Drawn", "Mark", "Reading", "Ruler", "ScoreChart", "Span", "Timeline",
    "ruler", "score_chart", "timeline",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """One questionnaire: its total; or None with the range it must lie in; or nothing at all."""

    at: datetime
    total: int | None
    low: int | None = None
    high: int | None = None

    @property
    def is_partial(self) -> bool:
        return self.total is None and self.low is not None and self.high is not None


@dataclass(frozen=True, slots=True)
class Band:
    """A named stretch of a score, from `low` up to the next band."""

    low: int
    name: str


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """A questionnaire over time. See `score_chart`."""

    name: str
    width: str
    height: str
    left: str
    right: str
    top: str
    bottom: str
    grid: tuple[Drawn, ...]
    bands: tuple[Drawn, ...]
    lines: tuple[str, ...]
    gaps: tuple[str, ...]
    dots: tuple[Drawn, ...]
    partials: tuple[Drawn, ...]
    missing: tuple[Drawn, ...]
    doses: tuple[Drawn, ...]
    weeks: tuple[Drawn, ...]
    today: str
    readings: tuple[Reading, ...]
    sentence: str
    for_phone: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dosing, therapy and medicines under one time line. See `timeline`."""

    width: str
    height: str
    left: str
    right: str
    bottom: str
    doses: tuple[Drawn, ...]
    therapy: tuple[Drawn, ...]
    medicines: tuple[Drawn, ...]
    weeks: tuple[Drawn, ...]
    today: str
    dose_rows: tuple[Mark, ...]
    therapy_rows: tuple[Mark, ...]
    medicine_rows: tuple[Span, ...]
    sentence: str


def _dose_words(time: Ruler, doses: Sequence[Mark]) -> tuple[Drawn, ...]:
    """Dose marks with their words where there is room, with their numbers where there is not."""
    places = [(time.x(dose.at), dose) for dose in doses if time.holds(dose.at)]
    apart = min((b - a for (a, _), (b, _) in pairwise(places)), default=WORD_WIDTH)
    return tuple(
        Drawn(_n(x), label=dose.label if apart >= WORD_WIDTH else dose.label.split()[-1])
        for x, dose in places
    )


def _segments(
    time: Ruler, readings: Sequence[Reading], y: Scale
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines through neighbouring totals; between totals with a missing answer, a gap line."""
    lines: list[list[str]] = []
    gaps: list[str] = []
    last, broken = "", False
    for reading in readings:
        if reading.total is None:
            broken = bool(last)
            continue
        here = f"{_n(time.x(reading.at))},{_n(y(reading.total))}"
        if not last or broken:
            lines.append([])
            if broken:
                gaps.append(f"{last} {here}")
        lines[-1].append(here)
        last, broken = here, False
    return tuple(" ".join(line) for line in lines if len(line) > 1), tuple(gaps)


@dataclass(frozen=True, slots=True)
class Scale:
    """A score's axis: 0 at the bottom, the highest possible score at the top."""

    most: int
    top: float
    bottom: float

    def __call__(self, score: float) -> float:
        return self.bottom - (self.bottom - self.top) * score / max(1, self.most)


def _band_places(bands: Sequence[Band], y: Scale, x: float) -> tuple[Drawn, ...]:
    edges = [*(band.low for band in bands), y.most]
    return tuple(
        Drawn(_n(x), _n((y(low) + y(high)) / 2), band.name)
        for band, (low, high) in zip(bands, pairwise(edges), strict=True)
    )


def _score_sentence(name: str, readings: Sequence[Reading], doses: int) -> str:
    known = [reading.total for reading in readings if reading.total is not None]
    missing = len(readings) - len(known)
    if not known:
        return f"{name}: no whole answer yet."
    said = f"{name} {known[0]}" if len(known) == 1 else f"{name} from {known[0]} to {known[-1]}"
    said += f", {len(known)} {'answer' if len(known) == 1 else 'answers'}"
    said += f", {missing} missing or incomplete" if missing else ""
    return f"{said}; {doses} {'dose' if doses == 1 else 'doses'} marked."


def score_chart(
    name: str,
    readings: Sequence[Reading],
    *,
    most: int,
    bands: Sequence[Band],
    doses: Sequence[Mark] = (),
    time: Ruler | None = None,
    now: datetime | None = None,
    for_phone: bool = False,
) -> ScoreChart:
    """Totals over time, their bands, and the doses. `most`: the highest possible total."""
    readings = sorted(readings, key=lambda reading: reading.at)
    doses = sorted(doses, key=lambda dose: dose.at)
    time = time or _own_ruler(readings, doses, for_phone=for_phone)
    y = Scale(most, top=36, bottom=236)
    lines, gaps = _segments(time, readings, y)
    dose_words = _dose_words(time, doses)
    return ScoreChart(
        name=name, width=_n(350 if for_phone else 1120), height="288",
        left=_n(time.left), right=_n(time.right), top=_n(y.top), bottom=_n(y.bottom),
        grid=tuple(Drawn(_n(time.left - 8), _n(y(s)), str(s)) for s in _edges(bands, most)),
        bands=_band_places(bands, y, time.right + 8),
        lines=lines, gaps=gaps,
        dots=tuple(Drawn(_n(time.x(r.at)), _n(y(r.total)), str(r.total))
                   for r in readings if r.total is not None),
        partials=tuple(Drawn(_n(time.x(r.at)), _n(y(r.low or 0)), y2=_n(y(r.high or 0)))
                       for r in readings if r.is_partial),
        missing=tuple(Drawn(_n(time.x(r.at)), _n(y.bottom))
                      for r in readings if r.total is None and not r.is_partial),
        doses=dose_words, weeks=weeks_of(time),
        today=_n(time.x(now)) if now and time.holds(now) else "",
        readings=tuple(readings), for_phone=for_phone,
        sentence=_score_sentence(name, readings, len(dose_words)),
    )  # fmt: skip


def _edges(bands: Sequence[Band], most: int) -> list[int]:
    return sorted({0, *(band.low for band in bands), most})


def _own_ruler(readings: Sequence[Reading], doses: Sequence[Mark], *, for_phone: bool) -> Ruler:
    instants = [r.at for r in readings] + [d.at for d in doses]
    if not instants:
        raise ValueError("A chart without a single reading or dose: show the empty state instead.")
    left, right = (34, 268) if for_phone else (96, 1028)
    return ruler(min(instants), max(instants), left=left, right=right)


def _medicine_places(
    time: Ruler, medicines: Sequence[Span], *, top: float, now: datetime | None
) -> tuple[Drawn, ...]:
    """One lane a name, in the order first seen; an unknown beginning starts at the ruler's own.

    A medicine without an end is known until now: what comes after is drawn as not known.
    """
    today = time.x(now) if now else time.right
    lanes = {name: lane for lane, name in enumerate(dict.fromkeys(m.name for m in medicines))}
    return tuple(
        Drawn(
            _n(time.x(m.starts_at) if m.starts_at else time.left),
            _n(top + 30 * lanes[m.name]),
            f"{m.name}, {m.note}" if m.note else m.name,
            "open" if m.ends_at is None else "ended",
            x2=_n(time.x(m.ends_at) if m.ends_at else today),
        )
        for m in medicines
    )


def timeline(
    time: Ruler,
    *,
    doses: Sequence[Mark],
    therapy: Sequence[Mark],
    medicines: Sequence[Span],
    now: datetime | None = None,
) -> Timeline:
    """The three strands under one time line: dosing, therapy, medicines from the top down."""
    lanes = max(1, len({medicine.name for medicine in medicines}))
    bottom = 84 + 30 * lanes
    return Timeline(
        width="1120", height=_n(bottom + 40), left=_n(time.left), right=_n(time.right),
        bottom=_n(bottom),
        doses=tuple(Drawn(_n(time.x(m.at)), "24", m.label, m.state) for m in doses),
        therapy=tuple(Drawn(_n(time.x(m.at)), "60", m.label, m.state) for m in therapy),
        medicines=_medicine_places(time, medicines, top=84, now=now),
        weeks=weeks_of(time), today=_n(time.x(now)) if now and time.holds(now) else "",
        dose_rows=tuple(doses), therapy_rows=tuple(therapy), medicine_rows=tuple(medicines),
        sentence=f"{_of(doses, 'dose')}; {_of(therapy, 'therapy session')}; "
        f"{lanes if medicines else 0} current or past {'medicine' if lanes == 1 else 'medicines'}.",
    )  # fmt: skip


def _of(marks: Sequence[Mark], noun: str) -> str:
    done = sum(mark.state == "done" for mark in marks)
    return f"{done} of {len(marks)} {noun}{'' if len(marks) == 1 else 's'} done"
