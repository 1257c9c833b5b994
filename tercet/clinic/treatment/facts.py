"""Which course a patient is in, and which order is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from tercet.clinic.alerts.models import Alert
from tercet.clinic.intake.facts import evaluation
from tercet.clinic.intake.models import Answer
from tercet.clinic.measures.models import Assessment
from tercet.clinic.medicines.facts import list_as_said
from tercet.clinic.people.models import Person
from tercet.clinic.record.models import KeptDecision
from tercet.clinic.treatment.models import Course, Declined, Order
from tercet.decisions import Facts, Said, Verdict, eligibility, facts_from_dict, rules
from tercet.decisions.change import Change
from tercet.decisions.dose import in_base
from tercet.knowledge import read


@dataclass(frozen=True, slots=True)
class Dose:
    """What is ordered: `units` of `unit_mg` milligrams each, held, then the verb."""

    unit_mg: Decimal
    units: int
    units_in_fill: int | None
    made_of: str
    hold_minutes: int
    verb: str

    @property
    def total_mg(self) -> Decimal:
        return self.unit_mg * self.units


def current_course(patient: Person, now: datetime) -> Course | None:
    """The course this patient is in on that day, if any."""
    today = now.astimezone(patient.tz).date()
    return Course.objects.filter(patient=patient, ends_on__gte=today).order_by("-pk").first()


def newest_order(course: Course) -> Order | None:
    """The order in force: the newest one signed for this course."""
    return course.orders.order_by("-pk").first()


@dataclass(frozen=True, slots=True)
class Before:
    """What this patient was ordered and took before an order."""

    verb: str | None = None
    taken_mg: float | None = None  # of base: the last dose that ended with a release
    never: bool = True  # no dose was ever taken


def orders_of(patients: Sequence[int]) -> dict[int, list[Order]]:
    """Every order of these patients, oldest first, each with when doses of it began and ended."""
    began = Max("dosing__events__at", filter=Q(dosing__events__kind="started"))
    ended = Max("dosing__events__at", filter=Q(dosing__events__kind="released"))
    rows = Order.objects.filter(patient__in=patients).annotate(began_at=began, ended_at=ended)
    found: dict[int, list[Order]] = {}
    for row in rows.order_by("pk"):
        found.setdefault(row.patient_id, []).append(row)
    return found


def before(orders: Sequence[Any], *, order: int | None = None, protocol: str) -> Before:
    """What these orders of one patient come to, before the one of this key or a new one."""
    earlier = [each for each in orders if order is None or each.pk < order]
    ended = [each for each in orders if each.ended_at]
    last = max(ended, key=lambda each: each.ended_at, default=None)
    taken = [each for each in orders if each.began_at and each.pk == order]
    verbs = [each.verb for each in (earlier or taken)]  # its own, once a dose of it was taken
    return Before(
        verb=verbs[-1] if verbs else None,
        taken_mg=base_mg(last, protocol) if last else None,
        never=not any(each.began_at for each in orders),
    )


def base_mg(order: "Order | Dose", protocol: str) -> float:
    """The whole dose of an order, in mg of base."""
    return in_base(float(order.total_mg), order.made_of, read().protocols[protocol].fate)


def dose_of(order: Order) -> Dose:
    """A signed order as the numbers it was written in."""
    return Dose(**{name: getattr(order, name) for name in Dose.__slots__})


def ordered(course: Course, dose: Dose, *, now: datetime) -> Facts:
    """What the check of an order is shown: the person as known now, and the order as written."""
    said = dict(evaluation(course.patient, now=now).said)
    listed = list_as_said(course.patient)
    if listed:
        said["medicines"] = listed
    orders = orders_of([course.patient_id]).get(course.patient_id, [])
    earlier = before(orders, protocol=course.protocol)
    return Facts(said | as_said(dose, earlier, now=now), now)


def as_said(dose: Dose, earlier: Before, *, now: datetime) -> dict[str, Said]:
    """An order and what came before it, as facts that our own rows tell."""
    told: dict[str, object] = {
        "order-medicine": "ketamine",
        "formulation": "rapid-dissolve-tablet",
        "made-of": dose.made_of,
        "unit-mg": float(dose.unit_mg),
        "units-per-dose": dose.units,
        "units-in-fill": dose.units_in_fill,
        "total-mg-written": float(dose.total_mg),
        "hold-minutes": dose.hold_minutes,
        "order-verb": dose.verb,
        "last-order-verb": earlier.verb,
        "first-home-dose": earlier.never,
        "last-tolerated-dose-mg": earlier.taken_mg,
        "regimen": "session",
        "doses-in-one-session": 1,
    }
    return {name: Said(value, now, "derived") for name, value in told.items() if value is not None}


def would_change(kept: KeptDecision) -> tuple[Change, ...]:
    """What would make a kept evaluation pass, on what it was shown, under the same knowledge.

    Nothing where it passes already, or where the knowledge is another by now.
    """
    known = read()
    if Verdict[kept.verdict].passes or kept.knowledge != known.version:
        return ()
    return eligibility.what_would_change(facts_from_dict(kept.saw), known)


def calling() -> frozenset[str]:
    """The facts of every rule that calls a person, as each on suicide does."""
    called = (rule for rule in read().rules.values() if rule.ladder)
    return frozenset(fact for rule in called for fact in rules.reasoning(rule).facts)


def known_to_law(patients: Sequence[int], *, now: datetime) -> dict[str, Facts]:
    """What the bases in law ask of each patient, by their key in words; one query for all."""
    needed = {name for basis in read().law.bases.values() for name in basis.needs}
    rows = Answer.objects.filter(patient__in=patients, fact__in=needed).select_related("by")
    said: dict[int, dict[str, Said]] = {patient: {} for patient in patients}
    for row in rows.order_by("patient", "fact", "-pk").distinct("patient", "fact"):
        if row.value is not None:
            said[row.patient_id][row.fact] = Said(row.value, row.at, row.by.role)
    return {str(patient): Facts(told, now) for patient, told in said.items()}


def declined(patient: Person) -> Declined | None:
    """The newest refusal a prescriber signed, if there is one."""
    signed = Declined.objects.filter(patient=patient).select_related("signature__by")
    return signed.order_by("-pk").first()


def standing(by: Person, *, named: str = "", now: datetime) -> "QuerySet[Person]":
    """Every patient `by` may see, each with newest decision, course, score and open alerts.

    One question to the database, however many rows.
    """
    of_one = {"patient": OuterRef("pk")}
    made = KeptDecision.objects.visible_to(by).filter(about="eligibility", **of_one).order_by("-pk")
    course = Course.objects.visible_to(by).filter(ends_on__gte=now.date(), **of_one).order_by("-pk")
    gad = Assessment.objects.visible_to(by).filter(instrument="gad-7", **of_one).order_by("-at")
    alerts = Alert.objects.visible_to(by).filter(acknowledged_at=None, **of_one).order_by()
    people = Person.objects.visible_to(by).patients().filter(name__icontains=named)
    return people.annotate(
        decision=Subquery(made.values("pk")[:1]),
        verdict=Subquery(made.values("verdict")[:1]),
        decided_at=Subquery(made.values("at")[:1]),
        course=Subquery(course.values("pk")[:1]),
        course_ends_on=Subquery(course.values("ends_on")[:1]),
        gad_7=Subquery(gad.values("total")[:1]),
        gad_7_at=Subquery(gad.values("at")[:1]),
        open_alerts=Subquery(alerts.values("patient").annotate(n=Count("pk")).values("n")),
    ).order_by("name")
