"""Rows -> coordinates: what happened in a course, lane under lane, on the days of its charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.rulers import PHONE, WIDE, Drawn, Mark, Ruler, Span, weeks_of
from tercet.clinic.rulers import text_of as _n

NAMES = {
    "dose": "Dosing",
    "therapy": "Therapy",
    "effect": "Side effects",
    "missed": "Not answered",
}
BAR = 30


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of thing that happens: its name, where it stands, its marks and its rows."""

    kind: str  # dose | therapy | effect | missed
    name: str
    name_y: str
    y: str
    marks: tuple[Drawn, ...]
    rows: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Dosing, therapy, side effects, questions not answered, medicines. See `timeline`."""

    width: str
    height: str
    left: str
    right: str
    bottom: str
    name_x: str
    name_anchor: str
    lanes: tuple[Lane, ...]
    medicine_y: str
    medicines: tuple[Drawn, ...]
    medicine_rows: tuple[Span, ...]
    weeks: tuple[Drawn, ...]
    today: str
    sentence: str

    def lane(self, kind: str) -> Lane:
        """The lane of this kind."""
        return next(lane for lane in self.lanes if lane.kind == kind)


def timeline(
    time: Ruler,
    *,
    medicines: Sequence[Span],
    now: datetime | None = None,
    for_phone: bool = False,
    **marks: Sequence[Mark],
) -> Timeline:
    """One lane a kind of mark (`dose`, `therapy`, `effect`, `missed`), medicines at the foot.

    On a phone each name stands above its lane, else before it.
    """
    apart, name_above = (50, 20) if for_phone else (36, 0)
    lanes = []
    for number, (kind, name) in enumerate((k, v) for k, v in NAMES.items() if k in marks):
        y = 24 + apart * number + name_above
        placed = tuple(Drawn(_n(time.x(m.at)), _n(y), m.label, m.state) for m in marks[kind])
        lane = Lane(kind, name, _n(y - name_above), _n(y), placed, tuple(marks[kind]))
        lanes.append(lane)
    top = 24 + apart * len(lanes) - 12 + name_above
    names = list(dict.fromkeys(m.name for m in medicines))
    bottom = top + BAR * max(1, len(names))
    return Timeline(
        width=_n(PHONE if for_phone else WIDE), height=_n(bottom + 40),
        left=_n(time.left), right=_n(time.right), bottom=_n(bottom),
        name_x=_n(time.left - (0 if for_phone else 12)),
        name_anchor="start" if for_phone else "end",
        lanes=tuple(lanes), medicine_y=_n(top + 12 - name_above),
        medicines=_medicine_places(time, medicines, names, top=top, now=now),
        medicine_rows=tuple(medicines),
        weeks=weeks_of(time), today=_n(time.x(now)) if now and time.holds(now) else "",
        sentence=_sentence(marks, len(names)),
    )  # fmt: skip


def _medicine_places(
    time: Ruler,
    medicines: Sequence[Span],
    names: Sequence[str],
    *,
    top: float,
    now: datetime | None,
) -> tuple[Drawn, ...]:
    """One lane a name, in the order first seen; an unknown beginning starts at the ruler's own.

    A medicine without an end is known until now: what comes after is drawn as not known.
    """
    today = time.x(now) if now else time.right
    return tuple(
        Drawn(
            _n(time.x(m.starts_at) if m.starts_at else time.left),
            _n(top + BAR * names.index(m.name)),
            m.note or m.name,
            "open" if m.ends_at is None else "ended",
            x2=_n(time.x(m.ends_at) if m.ends_at else today),
        )
        for m in medicines
    )


def _sentence(marks: dict[str, Sequence[Mark]], medicines: int) -> str:
    said = [
        f"{_of(marks.get('dose', ()), 'dose')}",
        f"{_of(marks.get('therapy', ()), 'therapy session')}",
    ]
    if "effect" in marks:
        said.append(_count(len(marks["effect"]), "side effect marked", "side effects marked"))
    if "missed" in marks:
        said.append(_count(len(marks["missed"]), "question not answered", "questions not answered"))
    medicine = _count(medicines, "current or past medicine", "current or past medicines")
    return "; ".join([*said, medicine]) + "."


def _of(marks: Sequence[Mark], noun: str) -> str:
    done = sum(mark.state == "done" for mark in marks)
    return f"{done} of {len(marks)} {noun}{'' if len(marks) == 1 else 's'} done"


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
