"""The rows of the board, from a fixed number of queries however many there are."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest
from django.urls import reverse

from tercet.clinic.alerts.actions import steps_of
from tercet.clinic.alerts.models import Alert
from tercet.clinic.alerts.views import called
from tercet.clinic.dosing import actions, facts
from tercet.clinic.dosing.models import DosingEvent, DosingSession
from tercet.clinic.dosing.views.drawing import Passing, passing, pressures
from tercet.clinic.dosing.views.finding import AROUND, PHONE, heard_from, strands_of, support_of
from tercet.clinic.dosing.views.saying import told_since
from tercet.clinic.people.models import Person
from tercet.clinic.templatetags.times import length
from tercet.decisions import Decision, Verdict

Kind = DosingEvent.Kind
DUE_BEFORE, DUE_AFTER = timedelta(hours=12), timedelta(hours=12)
LOOK_BACK = timedelta(days=3)  # after release, until the morning is answered
ALERTED = {
    "crisis": Verdict.CRISIS,
    "silence": Verdict.STOP,
    "person-needed": Verdict.STOP,
    "worse": Verdict.REVIEW,
}
WELL = {
    Verdict.CLEAR: "Well",
    Verdict.CAUTION: "Watch",
    Verdict.ASK: "To find out",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Where an open alert stands on its ladder."""

    alert: Alert
    number: int
    of: int
    who: str
    says: str
    next_at: datetime | None

    @property
    def taking(self) -> str:
        """What pressing the button says, and keeps as the note."""
        name = self.alert.patient.first_name
        return {"silence": f"I can see {name}", "person-needed": f"I am with {name}"}.get(
            self.alert.ladder, "I take this on"
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One person on the board."""

    dosing: DosingSession
    number: int
    so_far: facts.Story
    verdict: Verdict
    word: str
    says: str
    steps: tuple[Step, ...]
    strands: tuple[facts.Strand, ...]
    support: Person | None
    look: facts.Look | None
    passing: Passing | None
    pressures: tuple[float, ...]
    look_is_late: bool
    drive_from: datetime | None
    reading: dict[str, Any]
    href: str

    @property
    def is_live(self) -> bool:
        return self.so_far.is_live

    @property
    def is_due(self) -> bool:
        return self.so_far.phase == "planned"

    @property
    def in_danger(self) -> bool:
        return self.verdict >= Verdict.STOP and not self.is_due

    @property
    def rank(self) -> tuple[int, int, datetime, int]:
        """Worst first; among equals in the order of the evening, so that nothing jumps."""
        planned = 0 if self.is_live or self.in_danger else 1
        worst = -int(self.verdict) if planned == 0 else 0
        return (planned, worst, self.dosing.planned_at, self.dosing.pk)


@dataclass(frozen=True, slots=True)
class Around:
    """What all rows share, fetched once."""

    request: HttpRequest
    beats: dict[int, dict[str, datetime]]
    support: dict[int, Person]
    alerts: dict[str, list[Alert]]
    strands: facts.Strands
    numbers: dict[int, int]


def rows_of(request: HttpRequest) -> list[Row]:
    """Everyone this person watches: live, due, or not yet heard on the morning after."""
    dosings = _on_the_board(request)
    around = _around(request, dosings)
    return sorted((_row(dosing, around) for dosing in dosings), key=lambda row: row.rank)


def _on_the_board(request: HttpRequest) -> list[DosingSession]:
    now, mine = request.now, DosingSession.objects.visible_to(request.user)
    alarmed = Alert.objects.visible_to(request.user).filter(
        acknowledged_at=None, topic__startswith="dosing:"
    )
    keys = [int(topic.partition(":")[2]) for topic in alarmed.values_list("topic", flat=True)]
    over = DosingEvent.objects.visible_to(request.user).filter(
        kind__in=[Kind.MORNING, Kind.POSTPONED], at__gt=now - LOOK_BACK - DUE_BEFORE
    )
    wanted = Q(planned_at__gt=now - LOOK_BACK, planned_at__lt=now + DUE_AFTER) & ~Q(
        pk__in=over.values("dosing")
    )
    found = mine.filter(wanted | Q(silent_after__isnull=False) | Q(pk__in=keys))
    events = DosingEvent.objects.visible_to(request.user).select_related("by").order_by("pk")
    rows = found.select_related(*AROUND).prefetch_related(Prefetch("events", events))
    return [d for d in rows if _belongs(d, now, keys)]


def _belongs(dosing: DosingSession, now: datetime, alarmed: list[int]) -> bool:
    """A dose that was planned long ago and neither begun nor postponed is not of tonight."""
    begun = facts.tell_story(dosing.events.all()).started_at is not None
    return begun or dosing.pk in alarmed or dosing.planned_at > now - DUE_BEFORE


def _around(request: HttpRequest, dosings: list[DosingSession]) -> Around:
    topics = [actions.topic_of(d) for d in dosings]
    open_ones = Alert.objects.visible_to(request.user).filter(
        topic__in=topics, acknowledged_at=None
    )
    alerts: dict[str, list[Alert]] = {}
    for alert in open_ones.select_related("patient").prefetch_related("steps").order_by("pk"):
        alerts.setdefault(alert.topic, []).append(alert)
    planned = [d for d in dosings if facts.tell_story(d.events.all()).phase == "planned"]
    return Around(
        request=request,
        beats=heard_from(request, dosings),
        support=support_of(request, {d.patient_id for d in dosings}),
        alerts=alerts,
        strands=facts.strands_of(planned, now=request.now),
        numbers=facts.dose_numbers({d.course_id for d in dosings}),
    )


def _row(dosing: DosingSession, around: Around) -> Row:
    so_far, now = facts.tell_story(dosing.events.all()), around.request.now
    support = around.support.get(dosing.patient_id)
    steps = tuple(step_of(a) for a in around.alerts.get(actions.topic_of(dosing), []))
    protocol = facts.protocol_of(dosing)
    looks = facts.next_looks(so_far, protocol)
    beats = around.beats.get(dosing.pk, {})
    strands = strands_of(dosing, beats, support, by=around.request.user, now=now)
    verdict, word, says = _state(dosing, so_far, around, steps)
    if so_far.is_live:
        verdict, word, says = _with_lost(strands, (verdict, word, says), now)
    return Row(
        dosing=dosing,
        number=around.numbers.get(dosing.pk, dosing.number),
        so_far=so_far,
        verdict=verdict,
        word=word,
        says=says,
        steps=tuple(sorted(steps, key=lambda s: -_grave(s))),
        strands=strands,
        support=support,
        look=looks[0] if looks else None,
        passing=passing(so_far, protocol, now=now),
        pressures=pressures(so_far),
        look_is_late=bool(looks) and looks[0].is_late(now),
        drive_from=facts.may_drive_from(dosing, so_far) if not so_far.is_live else None,
        reading={
            n: s.value for n, s in so_far.said.items() if n in {"systolic", "diastolic", "sedation"}
        },
        href=reverse("dosing", args=[dosing.pk]),
    )


def step_of(alert: Alert) -> Step:
    """The rung an alert stands on: who is called now, and when the next one is."""
    reached = max(alert.steps.all(), key=lambda step: step.step)
    ladder = steps_of(alert.protocol, alert.ladder)
    return Step(
        alert, reached.step + 1, len(ladder), called(reached.who), reached.says, alert.next_step_at
    )


def _grave(step: Step) -> Verdict:
    return ALERTED.get(step.alert.ladder, Verdict.STOP)


def _state(
    dosing: DosingSession, so_far: facts.Story, around: Around, steps: tuple[Step, ...]
) -> tuple[Verdict, str, str]:
    """How it is now, computed now: the worst of what is found and of what nobody has taken on."""
    now = around.request.now
    if so_far.phase == "planned":
        made, _ = actions.gate_on(dosing, facts.gate_among(dosing, so_far, around.strands, now=now))
        return _before(made)
    verdict, word, says = _working(dosing, so_far, now) if so_far.is_live else _resting(so_far)
    worst = max(steps, key=_grave, default=None)
    if worst and _grave(worst) >= verdict:
        title = _title_of(dosing, worst.alert)
        says = _silent_for(so_far, now) if worst.alert.ladder == "silence" else worst.alert.says
        return _grave(worst), title, f"{says}{_last_words(so_far)}"
    return verdict, word, says


def _with_lost(
    strands: tuple[facts.Strand, ...], state: tuple[Verdict, str, str], now: datetime
) -> tuple[Verdict, str, str]:
    """Nobody is well whose phone cannot be heard: it is said, and it is watched."""
    verdict, word, says = state
    phone = next((s for s in strands if s.who == PHONE and s.lost), None)
    if phone is None or phone.at is None or verdict > Verdict.ASK:
        return state
    lost = f"Phone not heard for {length((now - phone.at).total_seconds())}. {says}"
    return (Verdict.CAUTION, "Watch", lost) if verdict == Verdict.CLEAR else (verdict, word, lost)


def _silent_for(so_far: facts.Story, now: datetime) -> str:
    if so_far.last_heard_at is None:
        return "Nothing has been heard."
    return f"Nothing heard for {length((now - so_far.last_heard_at).total_seconds())}."


def _title_of(dosing: DosingSession, alert: Alert) -> str:
    rule = facts.protocol_of(dosing).monitoring.get(alert.kind)
    return rule.title if rule else alert.kind.replace("-", " ").capitalize()


def _working(dosing: DosingSession, so_far: facts.Story, now: datetime) -> tuple[Verdict, str, str]:
    made, _, _ = actions.decide_monitoring(dosing, so_far, now=now)
    worst = made.worst_first[0]
    if made.verdict >= Verdict.REVIEW:
        return made.verdict, worst.title, f"{worst.says}{_last_words(so_far)}"
    if made.verdict == Verdict.ASK:
        asks = [f.title for f in made.of(Verdict.ASK)]
        unknown = f"{len(asks)} of {len(made.findings)} limits cannot be judged yet."
        cautions = made.of(Verdict.CAUTION)
        if cautions:
            return Verdict.CAUTION, "Watch", f"{cautions[0].title}. {unknown}"
        return Verdict.ASK, "To find out", f"{unknown}{_last_words(so_far)}"
    if made.verdict == Verdict.CAUTION:
        return made.verdict, "Watch", f"{worst.title}.{_last_words(so_far)}"
    return made.verdict, "Well", _last_words(so_far).strip()


def _resting(so_far: facts.Story) -> tuple[Verdict, str, str]:
    if so_far.phase == "closed":
        return Verdict.CLEAR, "Closed", "The morning has been answered."
    return Verdict.CLEAR, "Released", "Resting. The morning's question is not answered yet."


def _before(made: Decision) -> tuple[Verdict, str, str]:
    stands = [f for f in made.worst_first if not f.verdict.passes]
    if not stands:
        return Verdict.CLEAR, "May start", "Everything the gate asks is known and fine."
    asks = sum(f.verdict == Verdict.ASK for f in stands)
    held = len(stands) - asks
    said = ", ".join(f for f in (held and f"{held} to settle", asks and f"{asks} to find out") if f)
    first = "; ".join(f.title for f in stands[:2])
    return made.verdict, said, f"{first}{' and more' if len(stands) > 2 else ''}."


def _last_words(so_far: facts.Story) -> str:
    said = told_since(so_far)
    return f" Last: {said}." if said else " Nothing has been said since the dose."
