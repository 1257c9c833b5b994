"""Rows -> a course as decisions read it: answers with bounds, doses, and what they come to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from tercet import knowledge
from tercet.clinic.asking.facts import indication_of, measure_of
from tercet.clinic.dosing.models import DosingEvent
from tercet.clinic.intake.facts import latest_answers, origins
from tercet.clinic.measures.models import Assessment
from tercet.clinic.medicines.facts import list_as_said
from tercet.clinic.outcomes.models import Noticed
from tercet.clinic.people.models import Person
from tercet.clinic.treatment.facts import base_mg
from tercet.clinic.treatment.models import Course, Order
from tercet.decisions import Facts, Said, response, rules
from tercet.decisions.response import Dose, Measured
from tercet.knowledge import Instrument, Knowledge

What = Noticed.What
BESIDE = "phq-9"  # mood, read beside the measure of every condition


@dataclass(frozen=True)
class SoFar:
    """One course until now: what it is read from, and each thing that comes to, worked out once."""

    course: Course
    seen: tuple[Measured, ...]
    doses: tuple[Dose, ...]
    now: datetime
    known: Knowledge

    @cached_property
    def measure(self) -> Instrument:
        """The questionnaire this condition is judged on."""
        return self.known.instruments[measure_of(self.course.protocol, self.indication)]

    @cached_property
    def indication(self) -> str:
        """What the course is for, as it was last said; empty where nobody said it."""
        return indication_of(self.course.patient)

    @cached_property
    def questionnaires(self) -> tuple[Instrument, ...]:
        """The condition's own first, then mood."""
        names = dict.fromkeys([self.measure.id, BESIDE])
        return tuple(self.known.instruments[name] for name in names)

    @property
    def _by(self) -> dict[str, Any]:
        """The doses, and by which lines a course is read."""
        return {"doses": self.doses, "reading": self.known.reading}

    @cached_property
    def progress(self) -> tuple[response.Progress, ...]:
        """Response, remission, reliable change: one for each questionnaire."""
        return tuple(response.progress(each, self.seen, **self._by) for each in self.questionnaires)

    @cached_property
    def effects(self) -> tuple[response.Effect, ...]:
        """When the benefit of each dose began and was lost, by each measure of hours answered."""
        names = {measured.instrument for measured in self.seen}
        return tuple(
            effect
            for name in self.known.reading.benefit.measures
            if name in names
            for effect in response.effects(self.known.instruments[name], self.seen, **self._by)
        )

    @cached_property
    def surfaced(self) -> tuple[response.Surfaced, ...]:
        """Every rule on anxiety that rises, asked of every dose."""
        return response.surfacing(self.seen, instruments=self.known.instruments, **self._by)

    @cached_property
    def lasting(self) -> tuple[response.Lasting, ...]:
        """Sustained remission, recovery, relapse."""
        return response.lasting(self.measure, self.seen, **self._by)

    @cached_property
    def outlasting(self) -> response.Interval | None:
        """For how many hours response outlasted the last dose."""
        if not self.doses:
            return None
        return response.durability(self.measure, self.seen, **self._by)

    @cached_property
    def review(self) -> response.Review:
        """Whether a prescriber is to look at a course that helps little."""
        protocol = self.known.protocols[self.course.protocol]
        own = self.progress[0]
        return response.non_responder(self.measure, own, doses=self.doses, protocol=protocol)

    @cached_property
    def weaker(self) -> tuple[response.Weaker, ...]:
        """Why a weaker response may be expected; what is not known of it stands open."""
        patient, labels = self.course.patient, self.known.around.labels
        asked = {fact for id in labels for fact in rules.reasoning(self.known.rules[id]).facts}
        answers = latest_answers(patient, {each for fact in asked for each in origins(fact)})
        said = {fact: Said(row.value, row.at, row.by.role) for fact, row in answers.items()}
        if listed := list_as_said(patient):
            said["medicines"] = listed
        return response.weaker(Facts(said, self.now), self.known)

    def of(self, instrument: str) -> tuple[Measured, ...]:
        """The answers of one questionnaire, in the order of time."""
        return response.of(self.known.instruments[instrument], self.seen)


@dataclass(frozen=True, slots=True)
class Sign:
    """Something in a course that calls a person, and what says so."""

    what: str
    about: str  # a dose, a questionnaire: it is noticed once for each
    says: str
    since: datetime
    within_hours: int | None  # by when the therapist is to be with them
    rules: tuple[str, ...]
    instruments: frozenset[str]


def so_far(
    course: Course, *, taken: Iterable[tuple[datetime, Order]] | None = None, now: datetime
) -> SoFar:
    """Two queries; everything else is asked for when it is read. `taken`: as `doses_taken`, where
    that is at hand already."""
    began = doses_taken(course) if taken is None else taken
    doses = tuple(
        Dose(number, at, base_mg(order, course.protocol))
        for number, (at, order) in enumerate(began, start=1)
    )
    return SoFar(course, measured(course.patient, now=now), doses, now, knowledge.read())


def measured(patient: Person, *, now: datetime) -> tuple[Measured, ...]:
    """Every questionnaire until now that has a total, or bounds for one, oldest first."""
    rows = Assessment.objects.filter(patient=patient, at__lte=now).order_by("at", "pk")
    return tuple(
        Measured(instrument, at, total, score["low"], score["high"])
        for instrument, at, total, score in rows.values_list("instrument", "at", "total", "score")
        if score.get("low") is not None and score.get("high") is not None
    )


def doses_taken(course: Course) -> list[tuple[datetime, Order]]:
    """When each dose of the course was in the mouth, from the first, and of which order."""
    rows = DosingEvent.objects.filter(kind=DosingEvent.Kind.STARTED, dosing__course=course)
    begun = rows.select_related("dosing__order").order_by("at", "pk")
    return [(row.at, row.dosing.order) for row in begun]


def newest_course(patient: Person, *, among: "QuerySet[Course] | None" = None) -> Course | None:
    """The course to read: the newest there is, however long ago it ended; or the newest among those
    somebody may see."""
    rows = (Course.objects.all() if among is None else among).filter(patient=patient)
    return rows.select_related("patient", "therapist", "guide").order_by("-pk").first()


def signs(read: SoFar) -> tuple[Sign, ...]:
    """What calls a person in this course now, whether or not somebody was called before."""
    return (*_surfaced(read), *_worse(read), *_little(read))


def _surfaced(read: SoFar) -> Iterator[Sign]:
    """One for each dose, by the rule that saw it first."""
    told = [each for each in read.surfaced if each.so and each.action]
    for number in sorted({each.dose for each in told}):
        own = sorted((e for e in told if e.dose == number), key=lambda e: e.action.since)
        first = own[0].action
        yield Sign(
            What.SURFACED,
            f"dose-{number}",
            f"Anxiety has surfaced after dose {number}. {first.says}",
            first.since,
            first.within_hours,
            tuple(each.rule.id for each in own),
            frozenset(n for e in own for n in (e.rule.anxiety, e.rule.mood) if n),
        )


def _worse(read: SoFar) -> Iterator[Sign]:
    for made in read.progress:
        worse = [e for e in made.labels if e.kind == response.WORSE and e.counted and e.so]
        for label in worse:
            name = read.known.instruments[made.instrument].name
            says = f"{name} is worse than before the course, at several looks in a row. "
            yield Sign(
                What.WORSE,
                made.instrument,
                says + label.threshold.says,
                made.latest.at,
                None,
                (label.threshold.id,),
                frozenset([made.instrument]),
            )


def _little(read: SoFar) -> Iterator[Sign]:
    if read.review.so:
        own = read.progress[0]
        rule, names = read.review.rule, frozenset([own.instrument])
        yield Sign(What.LITTLE, own.instrument, rule.says, own.latest.at, None, (rule.id,), names)
