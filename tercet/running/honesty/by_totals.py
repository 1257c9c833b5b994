"""What totals of questionnaires tell: a GAD-7 that rises after a dose, a course gone worse."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import sqrt
from random import Random

from tercet.decisions.response import progress, surfacing
from tercet.decisions.response.labels import WORSE as WORSE_LABEL
from tercet.knowledge import Emergent, Knowledge, Reliable
from tercet.running.honesty.asked import GAD, PHQ, Schedule
from tercet.running.honesty.counted import Figure, counted
from tercet.running.honesty.people import (
    LIFTS,
    NOTHING,
    SURFACES,
    WORSE,
    Patient,
    by_questionnaire,
)
from tercet.running.honesty.plan import Plan

WHOSE = {NOTHING: "nothing changes", LIFTS: "the PHQ-9 falls, the GAD-7 does not"}


def rules(known: Knowledge) -> tuple[Emergent, ...]:
    """The rules of surfacing anxiety that these questionnaires feed."""
    return tuple(
        rule
        for rule in known.reading.emergent.values()
        if rule.anxiety == GAD and rule.mood in (None, PHQ)
    )


def reliable(known: Knowledge, instrument: str) -> dict[str, Reliable]:
    """The reliable changes whose noise is known, by the kind of reliability."""
    return {
        line.r_kind: line
        for line in known.reading.reliables.values()
        if line.instrument == instrument and line.r is not None and line.sd is not None
    }


def noise_of(line: Reliable) -> float:
    """The standard deviation of one total around the truth that this reliability leaves."""
    return (line.sd or 0) * sqrt(1 - (line.r or 0))


def _people(
    kind: str, plan: Plan, asked: Schedule, noise: Mapping[str, float], *, chance: Random
) -> Iterator[Patient]:
    for _ in range(plan.people):
        yield by_questionnaire(kind, plan, asked, noise=noise, chance=chance)


def risen(plan: Plan, known: Knowledge, asked: Schedule) -> Iterator[Figure]:
    """Each rule of totals by itself: false alarms where the GAD-7 never rises, and misses."""
    phq = reliable(known, PHQ)
    for r_kind, gad in reliable(known, GAD).items():
        noise = {GAD: noise_of(gad), PHQ: noise_of(phq[r_kind])}
        under = f"noise of {r_kind}: GAD-7 {gad.r:g}, PHQ-9 {phq[r_kind].r:g}"
        for rule in rules(known):
            for kind, whose in WHOSE.items():
                said = _said(rule, plan, known, asked, noise=noise, kind=kind)
                courses = [bool(doses) for doses in said]
                yield counted(f"`{rule.id}` false alarm in a course: {whose}", under, courses)
                each = [dose.number in doses for doses in said for dose in asked.doses]
                yield counted(f"`{rule.id}` false alarm at a dose: {whose}", under, each)
            said = _said(rule, plan, known, asked, noise=noise, kind=SURFACES)
            first = [asked.doses[0].number not in doses for doses in said]
            yield counted(f"`{rule.id}` missed at the dose with which it rose", under, first)


def _said(
    rule: Emergent,
    plan: Plan,
    known: Knowledge,
    asked: Schedule,
    *,
    noise: Mapping[str, float],
    kind: str,
) -> list[set[int]]:
    """Of each course, the doses at which this rule alarms."""
    reading = replace(known.reading, emergent={rule.id: rule})
    chance = Random(f"{plan.seed} {kind} {noise}")  # noqa: S311 - a study, not a secret
    return [
        {
            each.dose
            for each in surfacing(
                one.seen, doses=one.doses, instruments=known.instruments, reading=reading
            )
            if each.so
        }
        for one in _people(kind, plan, asked, noise, chance=chance)
    ]


def deterioration(plan: Plan, known: Knowledge, asked: Schedule) -> Iterator[Figure]:
    """Of stable and of truly worse courses, how many are ever called worse; once, and twice."""
    for line in reliable(known, GAD).values():
        chance = Random(f"{plan.seed} {line.id}")  # noqa: S311
        under = f"{line.points:g} points, noise of {line.r_kind} {line.r:g}"
        for kind, what in ((NOTHING, "false alarm"), (WORSE, "missed")):
            people = _people(kind, plan, asked, {GAD: noise_of(line)}, chance=chance)
            told = [_ever_worse(one, line, known) for one in people]
            for place, seen in enumerate(("at one look", "at two looks in a row")):
                wrong = [each[place] != (kind == WORSE) for each in told]
                yield counted(f"{what}, told {seen}", under, wrong)


def _ever_worse(one: Patient, line: Reliable, known: Knowledge) -> tuple[bool, bool]:
    """Whether it was worse at any look, and whether it was ever called worse."""
    gad, once, called = known.instruments[GAD], False, False
    for upto in range(2, len(one.seen) + 1):
        made = progress(gad, one.seen[:upto], doses=one.doses, reading=known.reading)
        for label in made.labels:
            if label.kind == WORSE_LABEL and label.threshold is line:
                once, called = once or label.so is not False, called or label.so is True
    return once, called
