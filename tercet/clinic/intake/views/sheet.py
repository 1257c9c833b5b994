"""The evaluation as one patient has it before her: sections, what she typed, what still counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.utils.text import slugify

from tercet import knowledge
from tercet.clinic.intake.facts import BORN_ON, latest_answers
from tercet.clinic.intake.forms import NOT_SURE, Answers, as_typed
from tercet.clinic.intake.models import Answer, Draft
from tercet.clinic.people.models import Person


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the evaluation: facts that belong together."""

    slug: str
    title: str
    facts: tuple[str, ...]


@cache
def sections() -> tuple[Section, ...]:
    """Every section in the vocabulary's order. The birth date comes first: ages come of it."""
    titled: dict[str, list[str]] = {}
    for fact in knowledge.read().facts.values():
        if fact.asked:
            titled.setdefault(fact.section, [BORN_ON] if not titled else []).append(fact.id)
    return tuple(Section(slugify(title), title, tuple(ids)) for title, ids in titled.items())


@dataclass(frozen=True, slots=True)
class Line:
    """One question on the review page, and what is in its box."""

    question: str
    typed: str
    state: str  # answered | not-sure | blank | not-needed | wrong
    wrong: str = ""


class Sheet:
    """What is typed wins over what was sent; what was sent and no longer counts is asked again."""

    def __init__(self, patient: Person, *, now: datetime) -> None:
        self.patient, self.now = patient, now
        self.today = now.astimezone(patient.tz).date()
        draft = Draft.objects.visible_to(patient).first()
        self.draft: Mapping[str, str] = draft.typed if draft else {}
        self.saved_at = draft.saved_at if draft else None
        self.latest = latest_answers(patient)

    def counts(self, row: Answer) -> bool:
        """Whether this answer is still fresh enough to lean on."""
        fact = knowledge.read().facts.get(row.fact)
        if fact is None or fact.fresh_minutes is None:
            return True
        return row.at + timedelta(minutes=fact.fresh_minutes) > self.now

    def shown(self, fact: str) -> str:
        """What stands in the box of this fact."""
        if fact in self.draft:
            return self.draft[fact]
        row = self.latest.get(fact)
        return as_typed(row.value) if row and self.counts(row) else ""

    def form(self, section: Section, typed: Mapping[str, str] | None = None) -> Answers:
        """The section's questions: as last typed, or with `typed` to be judged."""
        if typed is not None:
            return Answers(section.facts, data=typed, today=self.today)
        initial = {fact: self.shown(fact) for fact in section.facts}
        return Answers(section.facts, initial=initial, today=self.today)

    def lines(self, section: Section) -> list[Line]:
        """Every question of a section with the state of its answer."""
        form = self.form(section, {fact: self.shown(fact) for fact in section.facts})
        form.is_valid()
        return [self._line(form, fact) for fact in form.fields]

    def _line(self, form: Answers, fact: str) -> Line:
        typed, wrong = self.shown(fact), form.errors.get(fact)
        label = str(form.fields[fact].label)
        if wrong:
            return Line(label, typed, "wrong", str(wrong[0]))
        if typed.strip():
            return Line(label, typed, "not-sure" if typed == NOT_SURE else "answered")
        return Line(label, typed, "not-needed" if self._is_not_needed(fact) else "blank")

    def _is_not_needed(self, fact: str) -> bool:
        asked = knowledge.read().facts.get(fact)
        return bool(asked and asked.only_if and self.shown(asked.only_if) == "no")

    def progress(self) -> dict[str, Any]:
        """How far she is: in all, and by section, with the first section not finished."""
        rows: list[dict[str, Any]] = []
        for section in sections():
            lines = self.lines(section)
            done = sum(line.state not in {"blank", "wrong"} for line in lines)
            wrong = sum(line.state == "wrong" for line in lines)
            row = {"section": section, "title": section.title, "asked": len(lines)}
            rows.append({**row, "done": done, "wrong": wrong})
        unfinished = [row["section"] for row in rows if row["done"] < row["asked"]]
        return {
            "sections": rows,
            "done": sum(row["done"] for row in rows),
            "asked": sum(row["asked"] for row in rows),
            "wrong": sum(row["wrong"] for row in rows),
            "next": unfinished[0] if unfinished else None,
        }

    def changes(self) -> dict[str, Any]:
        """What sending would say that was not said before. None withdraws her own answer."""
        changed: dict[str, Any] = {}
        for section in sections():
            typed = {f: self.draft[f] for f in section.facts if f in self.draft}
            form = Answers(typed, data=typed, today=self.today)
            form.is_valid()
            for fact, value in form.cleaned_data.items():
                said = None if value == NOT_SURE else value
                if self._is_new(fact, said):
                    changed[fact] = said
        return changed

    def _is_new(self, fact: str, said: Any) -> bool:
        row = self.latest.get(fact)
        if row is None:
            return said is not None
        if said is None:
            return row.by_id == self.patient.pk and self.counts(row)
        return said != row.value or not self.counts(row)
