"""Everything read from one folder, under one version, and what may be asked of it as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tercet.knowledge.around_shapes import Around
from tercet.knowledge.course_shapes import Protocol
from tercet.knowledge.instrument_shapes import Instrument
from tercet.knowledge.law_shapes import Law
from tercet.knowledge.pieces import pieces
from tercet.knowledge.published_shapes import Published
from tercet.knowledge.response_shapes import Reading
from tercet.knowledge.sampling_shapes import Plan
from tercet.knowledge.shapes import (
    Contradiction,
    Fact,
    Medicine,
    MedicineGroup,
    Note,
    Rule,
    Source,
)
from tercet.knowledge.trial_shapes import TrialRules


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything read from one folder, under one version."""

    version: str  # of the contents: any change to any file changes it
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    contradictions: Mapping[str, Contradiction]
    medicines: Mapping[str, Medicine]
    medicine_groups: Mapping[str, MedicineGroup]
    combinations: Mapping[str, tuple[str, ...]]  # a mixture's name -> its ingredients
    products: Mapping[str, tuple[str, ...]]  # RxNorm's code of a product -> its ingredients
    words: Mapping[str, frozenset[str]]  # around a medicine's name: filler, salts, reasons, nothing
    around: Around  # what other medicines do to a dose, and what becomes of them around it
    instruments: Mapping[str, Instrument]
    protocols: Mapping[str, Protocol]
    asking: Mapping[str, Plan]  # protocol -> what it asks and when
    law: Law
    trials: TrialRules
    reading: Reading  # what a course is read by
    published: Mapping[str, Published]  # of courses like this one, beside which it is drawn
    topics: Mapping[str, tuple[str, ...]]  # file of contraindications/ -> ids of its rules
    notes: Mapping[str, Note]

    def every_rule(self) -> Iterator[Rule]:
        """Eligibility's rules, the law's, then each protocol's."""
        yield from self.rules.values()
        yield from self.law.rules.values()
        for protocol in self.protocols.values():
            yield from protocol.rules.values()

    def notes_beside(self, rule: str) -> tuple[Note, ...]:
        """What else is published and shown beside this rule's finding."""
        return tuple(note for note in self.notes.values() if rule in note.beside)

    def overdue(self, on: date) -> tuple[str, ...]:
        """Ids of what should have been checked again before `on`; said, never blocking."""
        return tuple(p.id for p in pieces(self) if p.next_check and p.next_check < on)

    def unread(self) -> tuple[Rule, ...]:
        """Rules whose number nobody has read at its source."""
        return tuple(rule for rule in self.every_rule() if rule.verified != "read")

    def policy(self) -> tuple[Rule, ...]:
        """Rules that are a programme's own choice and nobody's publication."""
        return tuple(rule for rule in self.every_rule() if rule.basis == "policy")
