"""Made-up patients: what is true of each, and what they answer when they are asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from random import Random

from tercet.decisions.response import Dose, Measured
from tercet.running.honesty.asked import ANXIETY, GAD, MOOD, PHQ, Schedule, Slot
from tercet.running.honesty.plan import Plan

WORKS, NOTHING, LIFTS, SURFACES, WORSE = "works", "nothing", "lifts", "surfaces", "worse"


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


def patient(
    kind: str,
    plan: Plan,
    asked: Schedule,
    *,
    noise: float,
    chance: Random,
    doses: int | None = None,
) -> Patient:
    """A course on lines: it works, nothing changes, mood alone lifts, or anxiety surfaces.

    `doses`: only so many of them, and what is asked of them.
    """
    truth, taken = plan.truth, asked.doses[:doses]
    levels = {
        ANXIETY: chance.gauss(truth["anxiety_mean"], truth["anxiety_sd"]),
        MOOD: chance.gauss(truth["mood_mean"], truth["mood_sd"]),
    }
    fates = tuple(_fate(kind, plan, chance) for _ in taken)
    seen = list[Measured]()
    for slot in asked.of(ANXIETY, MOOD):
        if slot.dose <= len(taken) and (at := _answered_at(slot, plan, chance)):
            now = _now(kind, plan, *_since(at, taken, fates))
            true = {ANXIETY: levels[ANXIETY] * now[0] + now[1], MOOD: levels[MOOD] + now[2]}
            for each in (each for each in slot.asks if each in true):
                seen.append(_measured(each, at, chance.gauss(true[each], noise), most=100))
    return Patient(taken, tuple(seen), fates)


def _answered_at(slot: Slot, plan: Plan, chance: Random) -> datetime | None:
    """When it is answered; None where it is missed, or would come too late."""
    if chance.random() >= plan.answering["answered"]:
        return None
    minutes = chance.expovariate(1 / plan.answering["after_mean_minutes"])
    at = slot.from_at + timedelta(minutes=minutes)
    return at if at < slot.closes_at else None


def _fate(kind: str, plan: Plan, chance: Random) -> Truth:
    truth = plan.truth
    if kind != WORKS or chance.random() >= truth["with_benefit"]:
        return Truth(inf, inf)
    begins = chance.expovariate(1 / truth["onset_mean_hours"])
    return Truth(begins, begins + chance.expovariate(1 / truth["lasting_mean_hours"]))


def _since(
    at: datetime, doses: Sequence[Dose], fates: Sequence[Truth]
) -> tuple[Truth, float | None]:
    """The last dose taken by then, and how many hours ago; None before the first."""
    for dose, fate in zip(reversed(doses), reversed(fates), strict=True):
        if dose.at < at:
            return fate, (at - dose.at) / timedelta(hours=1)
    return Truth(inf, inf), None


def _now(kind: str, plan: Plan, fate: Truth, hours: float | None) -> tuple[float, float, float]:
    """What anxiety is multiplied by, what is added to it, and what to mood."""
    truth = plan.truth
    if hours is None:
        return 1.0, 0, 0
    works = fate.begins <= hours < fate.ends
    left = 1 - truth["benefit_percent"] / 100 if works else 1.0
    stirred = kind in (LIFTS, SURFACES) and hours < truth["until_hours"]
    surfaces = kind == SURFACES and stirred and hours >= truth["rise_from_hours"]
    return left, truth["rise"] if surfaces else 0, truth["mood_lift"] if works or stirred else 0


def _measured(id: str, at: datetime, value: float, *, most: float) -> Measured:
    whole = round(min(most, max(0, value)))
    return Measured(id, at, whole, whole, whole)


def by_questionnaire(
    kind: str,
    plan: Plan,
    asked: Schedule,
    *,
    noise: Mapping[str, float],
    chance: Random,
) -> Patient:
    """A course by those questionnaires that `noise` names: the standard deviation of each."""
    of = plan.questionnaire
    starts = {id: chance.gauss(of["start_mean"][id], of["start_sd"][id]) for id in noise}
    seen = list[Measured]()
    for at, ids in _answers(plan, asked, tuple(noise), chance):
        for id in ids:
            true = starts[id] + _moved(kind, id, at, plan, asked)
            seen.append(_measured(id, at, chance.gauss(true, noise[id]), most=of["most"][id]))
    return Patient(asked.doses, tuple(seen), ())


def _answers(
    plan: Plan, asked: Schedule, ids: Sequence[str], chance: Random
) -> Iterator[tuple[datetime, Sequence[str]]]:
    """The evaluation, which everybody answers, and what is not missed of the rounds."""
    yield asked.evaluated_at, [id for id in ids if id in asked.evaluation]
    for slot in asked.of(*ids):
        if at := _answered_at(slot, plan, chance):
            yield at, [id for id in ids if id in slot.asks]


def _moved(kind: str, id: str, at: datetime, plan: Plan, asked: Schedule) -> float:
    """How many points above the start it truly is."""
    of, days = plan.questionnaire, (at - asked.doses[0].at) / timedelta(days=1)
    if days <= 0:
        return 0
    if id == GAD:
        slowly = of["worse_by"] * min(1, days / of["worse_at_day"]) if kind == WORSE else 0
        return of["rise"] if kind == SURFACES else slowly
    return -of["fall"] if id == PHQ and kind in (LIFTS, SURFACES) else 0
