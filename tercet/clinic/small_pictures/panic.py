"""Panic attacks under the time line: a stem each, as high as the fear was at its worst."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tercet.clinic.rulers import WEEK, Drawn, Mark, Ruler
from tercet.clinic.rulers import text_of as _n
from tercet.clinic.small_pictures.kept import Panic
from tercet.clinic.small_pictures.places import Frame, frame, level, outside, some, span

STEPS = (1, 2, 4, 8, 13, 26, 52)
DIGIT_WIDTH = 11.0


@dataclass(frozen=True, slots=True)
class PanicPicture:
    """See `panic_picture`. `unsaid` are the attacks whose worst was not said: open at the top."""

    frame: Frame
    height: str
    stems: tuple[Drawn, ...]
    unsaid: tuple[Drawn, ...]
    counts: tuple[Drawn, ...]
    weeks_each: int
    rows: tuple[Panic, ...]
    sentence: str


def panic_picture(
    attacks: Sequence[Panic],
    *,
    time: Ruler,
    doses: Sequence[Mark] = (),
    now: datetime | None = None,
    for_phone: bool = False,
) -> PanicPicture | None:
    """A stem for each attack, and how many there were in each week. None where there is none."""
    rows = tuple(sorted(attacks, key=lambda attack: attack.at))
    if not rows:
        return None
    ground = frame(time, doses, now=now, for_phone=for_phone)
    held = [attack for attack in rows if time.holds(attack.at)]
    counts, weeks_each = _counts(held, time)
    return PanicPicture(
        frame=ground,
        height="236",
        stems=tuple(
            Drawn(_n(time.x(a.at)), _n(level(a.worst)), str(a.worst))
            for a in held
            if a.worst is not None
        ),
        unsaid=tuple(Drawn(_n(time.x(a.at))) for a in held if a.worst is None),
        counts=counts,
        weeks_each=weeks_each,
        rows=rows,
        sentence=_sentence(rows, len(ground.doses)) + outside(time, [a.at for a in rows]),
    )


def _counts(held: Sequence[Panic], time: Ruler) -> tuple[tuple[Drawn, ...], int]:
    """How many in each week, or in so many weeks together that the numbers do not touch.

    A week without an entry has no number: whether there was an attack is not known.
    """
    apart = (time.right - time.left) / max(1.0, (time.ends_at - time.starts_at) / WEEK)
    for each in STEPS:
        found = Counter(int((attack.at - time.starts_at) / WEEK) // each for attack in held)
        digits = len(str(max(found.values(), default=0)))
        if each * apart >= DIGIT_WIDTH * digits + 3:
            break
    middle = WEEK * each / 2
    return tuple(
        Drawn(_n(time.x(time.starts_at + number * each * WEEK + middle)), label=str(count))
        for number, count in sorted(found.items())
    ), each


def _sentence(rows: Sequence[Panic], doses: int) -> str:
    known = [attack.worst for attack in rows if attack.worst is not None]
    blank = len(rows) - len(known)
    said = some(len(rows), "panic attack")
    said += f", worst fear {span(known)}" if known else ""
    said += f", worst fear not said of {blank}" if blank else ""
    return f"{said}; {some(doses, 'dose')} marked."
