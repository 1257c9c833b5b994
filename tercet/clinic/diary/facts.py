"""Rows -> what a person kept, without what was taken back; and the small pictures of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from tercet.clinic.diary.models import DiaryEntry
from tercet.clinic.dosing.facts import dose_numbers
from tercet.clinic.dosing.models import DosingEvent
from tercet.clinic.people.models import Person
from tercet.clinic.rulers import Mark, Ruler, ruler
from tercet.clinic.small_pictures import (
    Attempt,
    Goal,
    GoalsPicture,
    Panic,
    PanicPicture,
    Step,
    Worry,
    WorryPicture,
    goals_picture,
    panic_picture,
    worry_picture,
)
from tercet.clinic.treatment.models import Course

__all__ = [
    "Kept", "Panic", "Pictures", "doses", "goals", "kept", "panic", "pictures", "time_line",
    "worries",
]  # fmt: skip
Kind = DiaryEntry.Kind
BY_DAY = frozenset({Kind.WORRY, Kind.ATTEMPT})
HAPPENED = {
    "no": "did not happen",
    "partly": "happened in part",
    "yes": "happened",
    "early": "too early to say",
}
WENT = {"did": "did it", "left": "left early", "not-tried": "did not try"}
AREAS = {"social": "being with people", "phobia": "something feared", "places": "places"}
WORDS = {
    Kind.PANIC: [("words", "What was happening")],
    Kind.WORRY: [("about", "About"), ("fears", "Fears")],
    Kind.OUTCOME: [("words", "What did happen")],
    Kind.GOAL: [("words", "Goal")],
    Kind.STEP: [("words", "Step")],
    Kind.ATTEMPT: [("words", "To remember")],
}


@dataclass(frozen=True, slots=True)
class Pictures:
    """The three small pictures; each None where there is nothing yet."""

    panic: PanicPicture | None
    worry: WorryPicture | None
    goals: GoalsPicture | None


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry, told: `on` where it is of a whole day; `words` are the person's own."""

    key: int
    kind: str
    what: str
    at: datetime
    on: date | None
    says: str
    words: tuple[tuple[str, str], ...]
    of: str = ""


def panic(patient: Person) -> list[Panic]:
    """Every panic attack that was kept, oldest first."""
    return _panics(_standing(patient))


def worries(patient: Person) -> list[Worry]:
    """Every worry that was kept, oldest first, each with the newest word on what came of it."""
    return _worries(_standing(patient))


def goals(patient: Person) -> list[Goal]:
    """Every goal in the order it was written down, with its steps and their attempts."""
    return _goals(_standing(patient))


def kept(patient: Person) -> list[Kept]:
    """Everything that was kept, told in words, newest first."""
    rows = _standing(patient)
    by_key = {row.pk: row for row in rows}
    return [_told(row, by_key.get(row.of_id)) for row in reversed(rows)]


def pictures(
    patient: Person, *, time: Ruler, doses: Sequence[Mark], now: datetime, for_phone: bool
) -> Pictures:
    """The three pictures under one time line, with the doses as the main chart has them."""
    rows, under = _standing(patient), {"time": time, "doses": doses, "now": now}
    return Pictures(
        panic=panic_picture(_panics(rows), **under, for_phone=for_phone),
        worry=worry_picture(_worries(rows), **under, for_phone=for_phone),
        goals=goals_picture(_goals(rows), for_phone=for_phone),
    )


def time_line(patient: Person, *, now: datetime, for_phone: bool) -> Ruler:
    """The newest course from end to end; without one, from the first entry until now."""
    course = Course.objects.filter(patient=patient).order_by("-pk").first()
    sides = {"left": 36, "right": 336} if for_phone else {}
    if course:
        starts, ends = (
            datetime.combine(day, time(), patient.tz) for day in (course.starts_on, course.ends_on)
        )
        return ruler(starts, max(ends, now), **sides)
    first = DiaryEntry.objects.filter(patient=patient).order_by("happened_at").first()
    return ruler(first.happened_at if first else now, now, **sides)


def doses(patient: Person) -> list[Mark]:
    """The doses this patient took, by their numbers in their courses."""
    begun = DosingEvent.objects.filter(patient=patient, kind=DosingEvent.Kind.STARTED)
    found = list(begun.order_by("at").values_list("at", "dosing", "dosing__course"))
    numbers = dose_numbers({course for _, _, course in found})
    return [Mark(at, f"dose {numbers.get(dosing, '')}".strip()) for at, dosing, _ in found]


def _standing(patient: Person) -> list[DiaryEntry]:
    """What was kept and not taken back, nor of something that was; by when it happened."""
    rows = list(DiaryEntry.objects.filter(patient=patient).order_by("pk"))
    gone = {row.takes_back_id for row in rows} - {None}
    for row in rows:  # nothing is of what was kept after it, so one pass in order finds all
        if row.of_id in gone:
            gone.add(row.pk)
    left = [row for row in rows if row.pk not in gone and row.kind != Kind.TAKEN_BACK]
    return sorted(left, key=lambda row: (row.happened_at, row.pk))


def _of(rows: Iterable[DiaryEntry], kind: str, parent: int | None = None) -> list[DiaryEntry]:
    return [row for row in rows if row.kind == kind and row.of_id == parent]


def _panics(rows: Sequence[DiaryEntry]) -> list[Panic]:
    return [
        Panic(
            at=row.happened_at,
            minutes=row.said.get("minutes"),
            worst=row.said.get("worst"),
            expected={"yes": True, "no": False}.get(row.said.get("expected")),
            words=row.said.get("words", ""),
            key=row.pk,
        )
        for row in _of(rows, Kind.PANIC)
    ]


def _worries(rows: Sequence[DiaryEntry]) -> list[Worry]:
    last = {row.of_id: row for row in sorted(rows, key=lambda row: row.pk) if row.of_id}
    return [
        Worry(
            at=row.happened_at,
            on=date.fromisoformat(row.said["day"]),
            share=row.said.get("share"),
            worst=row.said.get("worst"),
            about=row.said.get("about", ""),
            fears=row.said.get("fears", ""),
            outcome=last[row.pk].said["happened"] if row.pk in last else "",
            words=last[row.pk].said.get("words", "") if row.pk in last else "",
            key=row.pk,
        )
        for row in _of(rows, Kind.WORRY)
    ]


def _goals(rows: Sequence[DiaryEntry]) -> list[Goal]:
    by_goal = sorted(_of(rows, Kind.GOAL), key=lambda row: row.pk)
    return [
        Goal(
            area=row.said["area"],
            words=row.said["words"],
            steps=tuple(_step(step, rows) for step in _of(rows, Kind.STEP, row.pk)),
            finished_at=next((f.happened_at for f in _of(rows, Kind.FINISHED, row.pk)), None),
            key=row.pk,
        )
        for row in by_goal
    ]


def _step(row: DiaryEntry, rows: Sequence[DiaryEntry]) -> Step:
    attempts = _of(rows, Kind.ATTEMPT, row.pk)
    fears = ("before", "peak", "after")
    return Step(
        words=row.said["words"],
        expected=row.said.get("expected"),
        attempts=tuple(
            Attempt(
                on=date.fromisoformat(attempt.said["day"]),
                did=attempt.said["did"],
                **{fear: attempt.said.get(fear) for fear in fears},
                words=attempt.said.get("words", ""),
                key=attempt.pk,
            )
            for attempt in attempts
        ),
        key=row.pk,
    )


def _told(row: DiaryEntry, of: DiaryEntry | None) -> Kept:
    words = [(label, row.said.get(key, "")) for key, label in WORDS.get(row.kind, ())]
    about = of.said.get("fears") or of.said.get("words", "") if of else ""
    return Kept(
        key=row.pk,
        kind=row.kind,
        what=row.get_kind_display(),
        at=row.happened_at,
        on=date.fromisoformat(row.said["day"]) if row.kind in BY_DAY else None,
        says=", ".join(_numbers(row.said)),
        words=tuple((label, said) for label, said in words if said),
        of=about,
    )


def _numbers(said: dict) -> Iterable[str]:
    """Whatever was said beside words, each with its name; what was left blank is not there."""
    named = {"happened": HAPPENED, "did": WENT, "area": AREAS}
    yield from (words[said[key]] for key, words in named.items() if said.get(key) in words)
    if "minutes" in said:
        yield f"{said['minutes']} min"
    if "share" in said:
        yield f"{said['share']} of 100 of the day"
    for key, name in [("before", "before"), ("peak", "peak"), ("after", "after")]:
        if key in said:
            yield f"fear {name} {said[key]}"
    if "worst" in said:
        yield f"worst {said['worst']}"
    if said.get("expected") in ("yes", "no"):
        yield "seen coming" if said["expected"] == "yes" else "out of the blue"
    elif "expected" in said:
        yield f"expected fear {said['expected']}"
