"""What lines from 0 to 100 tell: onset and loss of one dose, the curve, anxiety that surfaces."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from math import exp
from random import Random

from tercet.decisions.outcomes.curves import certain_possible
from tercet.decisions.response import Dose, Interval, effects, surfacing
from tercet.knowledge import Emergent, Knowledge
from tercet.running.honesty.asked import ANXIETY, MOOD, Schedule
from tercet.running.honesty.counted import Figure, counted, limits
from tercet.running.honesty.people import (
    LIFTS,
    NOTHING,
    SURFACES,
    WORKS,
    Patient,
    patient,
)
from tercet.running.honesty.plan import Plan


def rules(known: Knowledge) -> tuple[Emergent, ...]:
    """The rules of surfacing anxiety that these lines feed."""
    return tuple(
        rule
        for rule in known.reading.emergent.values()
        if rule.anxiety == ANXIETY and rule.mood in (None, MOOD)
    )


def _people(kind: str, plan: Plan, asked: Schedule, noise: float) -> Iterator[Patient]:
    """As many of a kind as the plan says; each kind and noise has chances of its own."""
    chance = Random(f"{plan.seed} {kind} {noise}")  # noqa: S311 - a study, not a secret
    for _ in range(plan.people):
        yield patient(kind, plan, asked, noise=noise, chance=chance)


def within(interval: Interval, true: float) -> bool:
    """An interval begins after its first look and ends with its last."""
    return interval.after_hours < true and (interval.by_hours is None or true <= interval.by_hours)


def onset(plan: Plan, known: Knowledge, asked: Schedule) -> Iterator[Figure]:
    """Of doses that work and were told, how many intervals hold the true hour; and ghosts."""
    line, looked = known.instruments[ANXIETY], _looked_hours(asked)
    for noise in plan.truth["noise"]:
        told, held, lost, ghosts = list[bool](), list[bool](), list[bool](), list[bool]()
        for one in _people(WORKS, plan, asked, noise):
            read = effects(line, one.seen, doses=one.doses, reading=known.reading)
            for effect, truth in zip(read, one.truths, strict=True):
                told.append(effect.onset is not None)
                if effect.onset is None:
                    continue
                if truth.begins > looked[effect.dose]:
                    ghosts.append(effect.onset.by_hours is not None)
                    continue
                held.append(within(effect.onset, truth.begins))
                if effect.lost is not None:
                    lost.append(within(effect.lost, truth.ends))
        under = f"noise {noise}"
        yield counted("anything can be told of a dose", under, told)
        yield counted("onset lies within its interval", under, held)
        yield counted("loss lies within its interval", under, lost)
        yield counted("onset seen where there was none", under, ghosts)


def _looked_hours(asked: Schedule) -> dict[int, float]:
    """Of each dose, how many hours after it somebody is asked for the last time before the next."""
    slots = asked.of(ANXIETY)
    return {
        dose.number: max(
            _hours(dose, slot.from_at) for slot in slots if slot.from_at <= _next(dose, asked)
        )
        for dose in asked.doses
    }


def _hours(dose: Dose, at: datetime) -> float:
    return (at - dose.at) / timedelta(hours=1)


def _next(dose: Dose, asked: Schedule) -> datetime:
    later = (each.at for each in asked.doses if each.number > dose.number)
    return min(later, default=asked.slots[-1].closes_at)


def curves(plan: Plan, known: Knowledge, asked: Schedule) -> Iterator[Figure]:
    """Of clinics, how many curves hold the true share within their limits, at each hour."""
    truth = plan.truth
    for noise in truth["noise"]:
        chance = Random(f"{plan.seed} curve {noise}")  # noqa: S311
        kept: dict[float, list[bool]] = {hours: [] for hours in asked.hours}
        for _ in range(plan.clinics):
            intervals = _first_doses(plan, known, asked, noise, chance)
            for hours, held in kept.items():
                certain, possible = certain_possible(intervals, hours)
                true = truth["with_benefit"] * (1 - exp(-hours / truth["onset_mean_hours"]))
                low, high = limits(certain, len(intervals))[0], limits(possible, len(intervals))[1]
                held.append(low <= true <= high)
        for hours, each in kept.items():
            yield counted(f"at {hours} hours", f"noise {noise}", each)


def _first_doses(
    plan: Plan, known: Knowledge, asked: Schedule, noise: float, chance: Random
) -> list[Interval]:
    """One interval a person: the onset of the first dose."""
    made = []
    for _ in range(plan.people_a_clinic):
        one = patient(WORKS, plan, asked, noise=noise, chance=chance, doses=1)
        line = known.instruments[ANXIETY]
        (effect,) = effects(line, one.seen, doses=one.doses, reading=known.reading)
        if effect.onset is not None:
            made.append(effect.onset)
    return made


def surfaced(plan: Plan, known: Knowledge, asked: Schedule) -> Iterator[Figure]:
    """False alarms where anxiety never rises, and misses where it rises after every dose."""
    for noise in plan.truth["noise"]:
        under = f"noise {noise}"
        for kind, whose in ((NOTHING, "nothing changes"), (LIFTS, "mood lifts, anxiety does not")):
            courses, doses = _alarms(kind, plan, known, asked, noise)
            yield counted(f"false alarm in a course: {whose}", under, courses)
            yield counted(f"false alarm at a dose: {whose}", under, doses)
        _, doses = _alarms(SURFACES, plan, known, asked, noise)
        yield counted("missed at a dose: anxiety rises", under, [not so for so in doses])


def _alarms(
    kind: str, plan: Plan, known: Knowledge, asked: Schedule, noise: float
) -> tuple[list[bool], list[bool]]:
    """Whether any rule said so: of each course, and of each dose."""
    reading = replace(known.reading, emergent={rule.id: rule for rule in rules(known)})
    courses, doses = list[bool](), list[bool]()
    for one in _people(kind, plan, asked, noise):
        told = surfacing(one.seen, doses=one.doses, instruments=known.instruments, reading=reading)
        said = {each.dose for each in told if each.so}
        courses.append(bool(said))
        doses += [dose.number in said for dose in one.doses]
    return courses, doses
