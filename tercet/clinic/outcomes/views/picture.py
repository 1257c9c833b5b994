"""The picture of a course: charts above, lanes below, everything on one and the same days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import zip_longest

from django.http import HttpRequest

from tercet.clinic.after_doses import AfterDoses, Look, after_doses
from tercet.clinic.lanes import Timeline, timeline
from tercet.clinic.outcomes.facts import SoFar
from tercet.clinic.outcomes.views.happened import Happened
from tercet.clinic.people.models import Person
from tercet.clinic.pictures import Area, Band, Reading, ScoreChart, score_chart
from tercet.clinic.rulers import SIDES, Mark, Ruler, ruler
from tercet.decisions import instruments, response
from tercet.decisions.response import Measured
from tercet.knowledge import Instrument, Published

HOURS = ("now-anxiety", "now-mood", "now-tension", "now-connection")
DAY_BEFORE = 24  # hours: what was said then stands before the dose
IN_LINE = HOURS[:1]  # drawn on the days of the course as well, where there is room


@dataclass(frozen=True, slots=True)
class Drawing:
    """Charts above, lanes below, on the same days: once for each width of a page."""

    charts: tuple[ScoreChart, ...]  # the condition's own first
    lanes: Timeline


@dataclass(frozen=True, slots=True)
class Picture:
    """One course as it is drawn, and what must be said beside it."""

    drawing: Drawing
    narrow: Drawing | None  # the same for a narrow screen, where the page may be wide as well
    hours: tuple[AfterDoses, ...]  # lines valid over hours, dose upon dose
    noise: response.Noise | None  # of the first chart
    beside: response.Beside | None  # drawn in the first chart
    all_who_began: tuple[tuple[response.Edge, tuple[float, float] | None], ...]
    published: tuple[Published, ...]  # of this condition, drawn or not
    why_not_beside: str  # why nothing of it is drawn

    @property
    def is_empty(self) -> bool:
        return not self.drawing.charts and not self.hours


def picture(
    request: HttpRequest, read: SoFar, happened: Happened, *, for_phone: bool = False
) -> Picture:
    """What is drawn and said of one course. `for_phone`: of a page that is always narrow."""
    beside = _beside(read)
    lanes = happened.lanes if request.user.role != Person.Role.OUTSIDE else happened.open_lanes
    of = {"beside": beside, "lanes": lanes}
    edges = [e for e in ((beside.upper, beside.lower) if beside else ()) if e]
    return Picture(
        drawing=_drawing(read, happened, for_phone=for_phone, **of),
        narrow=None if for_phone else _drawing(read, happened, for_phone=True, **of),
        hours=tuple(made for name in HOURS if (made := _hours(read, name))),
        noise=response.noise(read.measure, read.known.reading),
        beside=beside,
        all_who_began=tuple((e, _of_all(beside, e)) for e in edges),
        published=tuple(_published(read)),
        why_not_beside="" if beside else _why_not_beside(read),
    )


def _drawing(
    read: SoFar,
    happened: Happened,
    *,
    beside: response.Beside | None,
    lanes: Mapping[str, Sequence[Mark]],
    for_phone: bool,
) -> Drawing:
    """Everything on one ruler: from the first answer that counts to the course's end, or now."""
    days = _days(read, for_phone=for_phone)
    drawn = {"now": read.now, "for_phone": for_phone}
    return Drawing(
        charts=tuple(
            _chart(
                each,
                read,
                days,
                beside=beside if n == 0 else None,
                doses=happened.doses_taken,
                **drawn,
            )
            for n, each in enumerate(_drawn(read, for_phone=for_phone))
            if _shown(each, read, days)
        ),
        lanes=timeline(days, medicines=happened.medicines, **drawn, **lanes),
    )


def _of_all(beside: response.Beside, edge: response.Edge) -> tuple[float, float] | None:
    return response.of_all_who_began(beside.published, edge.mark)


def _days(read: SoFar, *, for_phone: bool) -> Ruler:
    zone, course = read.course.patient.tz, read.course
    starts = datetime.combine(course.starts_on, time(), zone).astimezone(UTC)
    ends = datetime.combine(course.ends_on, time(), zone).astimezone(UTC)
    before = starts - timedelta(days=read.known.reading.counting.baseline_within_days)
    counted = [measured.at for measured in read.seen if measured.at >= before]
    return ruler(min([starts, *counted]), max([ends, *counted]), **SIDES[for_phone])


def _drawn(read: SoFar, *, for_phone: bool) -> "list[Instrument]":
    """The questionnaires, and where there is room a line of hours on the same days."""
    more = () if for_phone else IN_LINE
    return [*read.questionnaires, *(read.known.instruments[name] for name in more)]


def _shown(instrument: Instrument, read: SoFar, days: Ruler) -> list[Measured]:
    return [measured for measured in read.of(instrument.id) if days.holds(measured.at)]


def _chart(
    instrument: Instrument,
    read: SoFar,
    days: Ruler,
    *,
    beside: response.Beside | None,
    **drawn: object,
) -> ScoreChart:
    noise = response.noise(instrument, read.known.reading)
    least, most = _ends(instrument)
    bands = next(iter(instrument.bands.values()), ())
    return score_chart(
        instrument.name,
        [_reading(m, noise, least, most) for m in _shown(instrument, read, days)],
        least=least,
        most=most,
        about=instrument.about if instrument.recall_days else "",
        bands=[Band(band.low, band.name) for band in bands],
        area=_area(beside, read),
        anew=instrument.id in HOURS,
        size="tall" if instrument is read.measure else "low",
        time=days,
        **drawn,
    )


def _hours(read: SoFar, name: str) -> AfterDoses | None:
    """Each answer beside the dose it follows, or precedes where none was before it."""
    instrument, looks = read.known.instruments[name], dict[int, list[Look]]()
    doses, hour = read.doses, timedelta(hours=1)
    for measured in read.of(name):
        if measured.total is None:
            continue
        for dose, later in zip_longest(doses, doses[1:]):
            hours = (measured.at - dose.at) / hour
            belongs = later is None or measured.at <= later.at
            if (hours > 0 and belongs) or -DAY_BEFORE <= hours <= 0:
                looks.setdefault(dose.number, []).append(Look(hours, measured.total))
    least, most = _ends(instrument)
    return after_doses(instrument.name, looks, least=least, most=most)


def _ends(instrument: Instrument) -> tuple[float, float]:
    """The least and the most its total can be."""
    return instruments.score(instrument, {}).bounds or (0, 1)


def _reading(
    measured: Measured, noise: response.Noise | None, least: float, most: float
) -> Reading:
    truth = None
    if noise and measured.total is not None:
        truth = response.within(measured, noise, least=least, most=most)
    return Reading(measured.at, measured.total, measured.low, measured.high, truth)


def _published(read: SoFar) -> "list[Published]":
    """What is published of this condition: first what its own measure can be laid beside."""
    asked = read.indication
    found = [p for p in read.known.published.values() if asked in p.indications]
    return sorted(found, key=lambda p: p.instrument != read.measure.id)


def _beside(read: SoFar) -> response.Beside | None:
    """The first that can be drawn from this person's own start."""
    start = read.progress[0].start
    if start is None or start.total is None or not read.doses:
        return None
    for published in _published(read):
        if published.instrument == read.measure.id:
            return response.beside(published, start.total)
    return None


def _why_not_beside(read: SoFar) -> str:
    for published in _published(read)[:1]:
        if published.instrument == read.measure.id:
            return "It needs an answer from before the first dose, and a start as people had there."
        if published.instrument:
            name = read.known.instruments[published.instrument].name
            return f"It is published by the {name}, which this course is not judged on."
    return ""


def _area(beside: response.Beside | None, read: SoFar) -> Area | None:
    if beside is None:
        return None
    began = read.doses[0].at
    return Area(
        begins_at=began,
        start=beside.start,
        ends_at=began + timedelta(weeks=beside.week),
        upper=beside.upper.value if beside.upper else None,
        lower=beside.lower.value if beside.lower else None,
    )
