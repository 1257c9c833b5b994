"""How often the reading is right: each figure a count of made-up people, with its exact limits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp
from random import Random

from tercet.decisions.outcomes.curves import Share, curve, share
from tercet.decisions.response import Interval, effects, progress, surfacing
from tercet.decisions.response.labels import WORSE
from tercet.knowledge import Instrument, Knowledge, Reliable
from tercet.running.honesty.people import (
    LIFTS,
    NOTHING,
    SURFACES,
    WORKS,
    Patient,
    by_questionnaire,
    instruments,
    patient,
)
from tercet.running.honesty.plan import Plan

ANXIETY = "now-anxiety"


@dataclass(frozen=True, slots=True)
class Figure:
    """One counted share: of what, under which circumstance."""

    what: str
    under: str
    share: Share


def figures(plan: Plan, known: Knowledge) -> Mapping[str, tuple[Figure, ...]]:
    """Every figure of the page, by its heading. The same plan makes the same figures."""
    lines = instruments(known)
    return {
        "onset": tuple(_onset(plan, known, lines)),
        "curve": tuple(_curve(plan, known, lines)),
        "surfacing": tuple(_surfacing(plan, known, lines)),
        "deterioration": tuple(_deterioration(plan, known)),
    }


def _people(kind: str, plan: Plan, noise: float) -> Iterator[Patient]:
    """As many of a kind as the plan says; each kind and noise has chances of its own."""
    chance = Random(f"{plan.seed} {kind} {noise}")  # noqa: S311 - a study, not a secret
    for _ in range(plan.people):
        yield patient(kind, plan, noise=noise, chance=chance)


def _within(interval: Interval, true: float) -> bool:
    return interval.after_hours < true and (interval.by_hours is None or true <= interval.by_hours)


def _onset(plan: Plan, known: Knowledge, lines: Mapping[str, Instrument]) -> Iterator[Figure]:
    """Of doses that work and were told, how many intervals hold the true hour; and ghosts."""
    for noise in plan.truth["noise"]:
        held, lost, ghosts = [], [], []
        for one in _people(WORKS, plan, noise):
            told = effects(lines[ANXIETY], one.seen, doses=one.doses, reading=known.reading)
            for effect, truth in zip(told, one.truths, strict=True):
                if effect.onset is None:
                    continue
                if truth.begins > plan.asked["hours"][-1]:
                    ghosts.append(effect.onset.by_hours is not None)
                    continue
                held.append(_within(effect.onset, truth.begins))
                if effect.lost is not None:
                    lost.append(_within(effect.lost, truth.ends))
        under = f"noise {noise}"
        yield Figure("onset lies within its interval", under, _shared(held))
        yield Figure("loss lies within its interval", under, _shared(lost))
        yield Figure("onset seen where there was none", under, _shared(ghosts))


def _curve(plan: Plan, known: Knowledge, lines: Mapping[str, Instrument]) -> Iterator[Figure]:
    """Of clinics, how many curves hold the true share within their limits, at each hour."""
    truth = plan.truth
    for noise in truth["noise"]:
        chance = Random(f"{plan.seed} curve {noise}")  # noqa: S311
        kept: dict[float, list[bool]] = {hours: [] for hours in plan.asked["hours"]}
        for _ in range(plan.clinics):
            made = curve(_first_doses(plan, known, lines, noise, chance), plan.asked["hours"])
            for point in made.points:
                gone = 1 - exp(-point.hours / truth["onset_mean_hours"])
                kept[point.hours].append(point.low <= truth["with_benefit"] * gone <= point.high)
        for hours, each in kept.items():
            yield Figure(f"at {hours} hours", f"noise {noise}", _shared(each))


def _first_doses(
    plan: Plan,
    known: Knowledge,
    lines: Mapping[str, Instrument],
    noise: float,
    chance: Random,
) -> list[Interval]:
    """One interval a person: the onset of the first dose."""
    one_dose = Plan(
        plan.seed, plan.people, plan.clinics, plan.people_a_clinic,
        {**plan.asked, "doses": 1}, plan.truth, plan.questionnaire,
    )  # fmt: skip
    made = []
    for _ in range(plan.people_a_clinic):
        one = patient(WORKS, one_dose, noise=noise, chance=chance)
        (effect,) = effects(lines[ANXIETY], one.seen, doses=one.doses, reading=known.reading)
        if effect.onset is not None:
            made.append(effect.onset)
    return made


def _surfacing(plan: Plan, known: Knowledge, lines: Mapping[str, Instrument]) -> Iterator[Figure]:
    """False alarms where anxiety never rises, and misses where it rises after every dose."""
    for noise in plan.truth["noise"]:
        under = f"noise {noise}"
        for kind, whose in ((NOTHING, "nothing changes"), (LIFTS, "mood lifts, anxiety does not")):
            courses, doses = _alarms(kind, plan, known, lines, noise)
            yield Figure(f"false alarm in a course: {whose}", under, _shared(courses))
            yield Figure(f"false alarm at a dose: {whose}", under, _shared(doses))
        _, doses = _alarms(SURFACES, plan, known, lines, noise)
        yield Figure("missed at a dose: anxiety rises", under, _shared([not a for a in doses]))


def _alarms(
    kind: str, plan: Plan, known: Knowledge, lines: Mapping[str, Instrument], noise: float
) -> tuple[list[bool], list[bool]]:
    """Whether any rule said so: of each course, and of each dose."""
    courses, doses = [], []
    for one in _people(kind, plan, noise):
        told = surfacing(one.seen, doses=one.doses, instruments=lines, reading=known.reading)
        said = {each.dose for each in told if each.so}
        courses.append(bool(said))
        doses += [dose.number in said for dose in one.doses]
    return courses, doses


def _deterioration(plan: Plan, known: Knowledge) -> Iterator[Figure]:
    """Of stable and of truly worse courses, how many are ever called worse; once, and twice."""
    for line in known.reading.reliables.values():
        if line.instrument == "gad-7" and line.r is not None and line.sd is not None:
            chance = Random(f"{plan.seed} {line.id}")  # noqa: S311
            for worse in (False, True):
                told = [
                    _ever_worse(one, line, known)
                    for one in _courses(plan, line, worse=worse, chance=chance)
                ]
                wrong = [[worse != said for said in each] for each in zip(*told, strict=True)]
                what = "missed" if worse else "false alarm"
                for each, seen in zip(wrong, ("at one look", "at two looks in a row"), strict=True):
                    yield Figure(f"{what}, told {seen}", _threshold(line), _shared(each))


def _threshold(line: Reliable) -> str:
    return f"{line.points:g} points, noise of {line.r_kind} {line.r:g}"


def _courses(plan: Plan, line: Reliable, *, worse: bool, chance: Random) -> Iterator[Patient]:
    for _ in range(plan.people):
        yield by_questionnaire(worse, plan, r=line.r or 0, sd=line.sd or 0, chance=chance)


def _ever_worse(one: Patient, line: Reliable, known: Knowledge) -> tuple[bool, bool]:
    """Whether it was worse at any look, and whether it was ever called worse."""
    gad, once, called = known.instruments["gad-7"], False, False
    for upto in range(2, len(one.seen) + 1):
        made = progress(gad, one.seen[:upto], doses=one.doses, reading=known.reading)
        for label in made.labels:
            if label.kind == WORSE and label.threshold is line:
                once, called = once or label.so is not False, called or label.so is True
    return once, called


def _shared(each: list[bool]) -> Share:
    return share(sum(each), len(each))
