"""Made-up patients: what is true of each, and what they answer when they are asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import inf, sqrt
from random import Random

from tercet.decisions.response import Dose, Measured
from tercet.knowledge import Instrument, Knowledge
from tercet.running.honesty.plan import Plan

BEGAN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
# Lines from 0 to 100: how many days each asks about, and which way is better.
LINES = {
    "now-anxiety": (0, "lower-is-better"),
    "day-anxiety": (1, "lower-is-better"),
    "now-mood": (0, "higher-is-better"),
    "day-mood": (1, "higher-is-better"),
}
WORKS, NOTHING, LIFTS, SURFACES = "works", "nothing", "lifts", "surfaces"


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true of one dose, in hours since it; what never comes begins at infinity."""

    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Patient:
    """One made-up course: the doses, every answer, and the truth of each dose."""

    doses: tuple[Dose, ...]
    seen: tuple[Measured, ...]
    truths: tuple[Truth, ...]


def instruments(known: Knowledge) -> Mapping[str, Instrument]:
    """The instruments there are, and the lines; of a line only recall and direction are read."""
    gad = known.instruments["gad-7"]
    made = {
        id: replace(gad, id=id, recall_days=recall, direction=direction)
        for id, (recall, direction) in LINES.items()
    }
    return {**made, **known.instruments}


def patient(kind: str, plan: Plan, *, noise: float, chance: Random) -> Patient:
    """A course of one kind: it works, nothing changes, mood alone lifts, or anxiety surfaces."""
    truth, asked = plan.truth, plan.asked
    anxiety = chance.gauss(truth["anxiety_mean"], truth["anxiety_sd"])
    mood = chance.gauss(truth["mood_mean"], truth["mood_sd"])
    doses, seen, truths = [], list[Measured](), []
    for number in range(1, asked["doses"] + 1):
        at = BEGAN + timedelta(days=asked["every_days"] * (number - 1))
        dose, fate = Dose(number, at, None), _fate(kind, plan, chance)
        doses.append(dose)
        truths.append(fate)
        for hours in (-1, *asked["hours"]):
            if hours < 0 or chance.random() < asked["answered"]:
                now = _now(kind, plan, fate, hours)
                levels = {"anxiety": anxiety * now[0] + now[1], "mood": mood + now[2]}
                seen += _answers(levels, at + timedelta(hours=hours), noise, chance)
    return Patient(tuple(doses), tuple(seen), tuple(truths))


def _fate(kind: str, plan: Plan, chance: Random) -> Truth:
    truth = plan.truth
    if kind != WORKS or chance.random() >= truth["with_benefit"]:
        return Truth(inf, inf)
    begins = chance.expovariate(1 / truth["onset_mean_hours"])
    return Truth(begins, begins + chance.expovariate(1 / truth["lasting_mean_hours"]))


def _now(kind: str, plan: Plan, fate: Truth, hours: float) -> tuple[float, float, float]:
    """What anxiety is multiplied by, what is added to it, and what to mood."""
    truth = plan.truth
    works = fate.begins <= hours < fate.ends
    left = 1 - truth["benefit_percent"] / 100 if works else 1.0
    surfaces = kind == SURFACES and hours >= truth["rise_from_hours"]
    lifts = works or (kind in (LIFTS, SURFACES) and hours > 0)
    return left, truth["rise"] if surfaces else 0, truth["mood_lift"] if lifts else 0


def _answers(
    levels: Mapping[str, float], at: datetime, noise: float, chance: Random
) -> Iterator[Measured]:
    for id in LINES:
        true = levels[id.partition("-")[2]]
        value = round(min(100, max(0, chance.gauss(true, noise))))
        yield Measured(id, at, value, value, value)


def by_questionnaire(worse: bool, plan: Plan, *, r: float, sd: float, chance: Random) -> Patient:
    """A course by the GAD-7, stable or truly worse; the noise is what its reliability leaves."""
    of, error = plan.questionnaire, sd * sqrt(1 - r)
    start = chance.gauss(of["start_mean"], of["start_sd"])
    seen = []
    for day in (-1, *plan.asked["questionnaire_days"]):
        if day < 0 or chance.random() < plan.asked["answered"]:
            part = min(1, max(0, day / of["worse_at_day"])) if worse else 0
            true = start + of["worse_by"] * part
            total = round(min(21, max(0, chance.gauss(true, error))))
            seen.append(Measured("gad-7", BEGAN + timedelta(days=day), total, total, total))
    return Patient((Dose(1, BEGAN, None),), tuple(seen), ())
