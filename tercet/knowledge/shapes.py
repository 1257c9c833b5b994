"""The frozen values that published knowledge is held in. No behaviour beyond reading it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """Where something is published. A citation is its id, or `id#section`."""

    id: str
    title: str
    publisher: str
    url: str  # empty only for a policy, which nobody has published
    kind: str  # label | guideline | regulation | paper | instrument | page | policy
    year: int


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """One word of the vocabulary: what a decision may be shown, and from whom."""

    id: str
    label: str  # a short noun phrase, for staff: "resting pulse"
    type: str  # yes-no | whole | number | choice | choices | text | texts | instant
    unit: str
    low: float | None  # the plausible range, ends included; outside it is a slip of the pen
    high: float | None
    choices: tuple[str, ...]
    fresh_minutes: int | None  # how long it counts; None: for as long as nobody says otherwise
    from_: tuple[str, ...]  # the roles that may assert it
    question: str  # in plain kind words
    help: str
    section: str
    asked: bool  # drawn on the patient's evaluation page
    only_if: str | None  # a yes-no fact whose "no" answers this one
    example: Any
    sources: tuple[str, ...]  # where the freshness is from


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One published or programme limit: what follows when it is met, and who says so."""

    id: str
    kind: str
    if_so: str  # caution | review | stop | crisis
    title: str
    says: str
    ask: str
    who: tuple[str, ...]  # the roles that can answer `ask`
    sources: tuple[str, ...]
    strength: str  # A | B | C | D
    basis: str  # label | evidence | regulation | policy | derived
    verified: str  # read | secondary | memory | policy | derived
    evidence: str  # the row it was taken from, such as "EL-020"
    checked_on: date
    next_check: date
    expires: date | None  # the last day of a permission the law gives until a date
    remedy: str | None  # what would lift it; absent: it cannot be lifted
    ladder: str | None  # in a live dosing session: which ladder of people to climb
    fresh_minutes: int | None  # a tighter freshness than the vocabulary's, for this rule
    limits: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One question of an instrument."""

    id: str
    text: str
    loinc: str


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """One answer of an instrument, and the points it gives."""

    score: int
    text: str
    loinc: str


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """A named stretch of totals, both ends included."""

    name: str
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Cutoff:
    """A total at or above which something is said."""

    id: str
    at_least: int
    says: str
    sources: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """How many points between two totals mean something, and what they mean."""

    id: str
    points: int
    says: str
    sources: tuple[str, ...]
    verified: str


@dataclass(frozen=True, slots=True, eq=False)
class Flag:
    """One item whose answer matters whatever the total is."""

    id: str
    item: str
    at_least: int
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """One questionnaire: its words, its points and what totals are called."""

    id: str
    name: str
    intro: str
    recall_days: int
    direction: str  # lower-is-better | higher-is-better
    items: tuple[Item, ...]
    options: tuple[Option, ...]
    bands: Mapping[str, tuple[Band, ...]]  # named sets; the first is the one shown
    cutoffs: Mapping[str, Cutoff]
    changes: Mapping[str, Change]
    flags: tuple[Flag, ...]
    loinc_panel: str
    loinc_total: str
    licence: str
    sources: tuple[str, ...]
    verified: str
    evidence: str
    checked_on: date
    next_check: date


@dataclass(frozen=True, slots=True, eq=False)
class Medicine:
    """An ingredient, the names people write it by, and the classes it belongs to."""

    id: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    sources: tuple[str, ...]
    diazepam_10_mg: Mapping[str, float]  # table -> mg taken as equal to 10 mg of diazepam


@dataclass(frozen=True, slots=True, eq=False)
class Phase:
    """A stretch of the course, whole weeks, both ends included."""

    id: str
    name: str
    from_week: int
    to_week: int


@dataclass(frozen=True, slots=True, eq=False)
class Doses:
    """How many dosing sessions a course has and how far apart they must be."""

    count: int
    spacing_hours: int


@dataclass(frozen=True, slots=True, eq=False)
class Therapy:
    """How many therapy sessions a course has and where they stand beside the doses."""

    count: int
    before_first_dose: int
    within_hours_after_dose: int


@dataclass(frozen=True, slots=True, eq=False)
class CheckIn:
    """How often a person with a dose working is heard, and how much later is silence."""

    every_minutes: int
    grace_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Hold:
    """The shortest and longest hold an order may name, in whole minutes."""

    low_minutes: int
    high_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Vitals:
    """Minutes after a dose at which pressure is due, and how often after the last."""

    at_minutes: tuple[int, ...]
    then_every_minutes: int


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One rung: who is called, how long after it began, and what they are told."""

    who: str  # a role, or "emergency-services"
    after_seconds: int
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Protocol:
    """One course of treatment as the clinical director owns it."""

    id: str
    name: str
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    checked_on: date
    next_check: date
    weeks: int
    prescriber_visits: int
    chaperone_hours: int
    phases: tuple[Phase, ...]
    doses: Doses
    therapy: Therapy
    check_in: CheckIn
    hold: Hold
    vitals: Vitals
    gate: Mapping[str, Rule]
    monitoring: Mapping[str, Rule]
    release: Mapping[str, Rule]
    ladders: Mapping[str, tuple[Step, ...]]

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule of the gate, of monitoring and of release, by id."""
        return {**self.gate, **self.monitoring, **self.release}


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything read from one folder, under one version."""

    version: str  # of the contents: any change to any file changes it
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    rules: Mapping[str, Rule]
    medicines: Mapping[str, Medicine]
    filler: frozenset[str]  # words around a medicine's name that say nothing about what it is
    nothing: frozenset[str]  # what people write when they take nothing
    instruments: Mapping[str, Instrument]
    protocols: Mapping[str, Protocol]

    def every_rule(self) -> Iterator[Rule]:
        """Eligibility's rules, then each protocol's."""
        yield from self.rules.values()
        for protocol in self.protocols.values():
            yield from protocol.rules.values()

    def overdue(self, on: date) -> tuple[str, ...]:
        """Ids of what should have been checked again before `on`; said, never blocking."""
        dated = [(piece.id, piece.next_check) for piece in self.every_rule()]
        dated += [(piece.id, piece.next_check) for piece in self.protocols.values()]
        dated += [(piece.id, piece.next_check) for piece in self.instruments.values()]
        return tuple(id for id, next_check in dated if next_check < on)

    def unread(self) -> tuple[Rule, ...]:
        """Rules whose number nobody has read at its source."""
        return tuple(rule for rule in self.every_rule() if rule.verified != "read")

    def policy(self) -> tuple[Rule, ...]:
        """Rules that are a programme's own choice and nobody's publication."""
        return tuple(rule for rule in self.every_rule() if rule.basis == "policy")
