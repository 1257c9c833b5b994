"""Verdict, Finding, Decision: what is said of a person, how gravely, and on whose word."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum
from typing import Any, overload

from tercet.decisions.facts import Said, said_as_dict, said_from_dict
from tercet.knowledge import Knowledge


class Verdict(IntEnum):
    """From lightest to gravest. There is no APPROVED: people approve."""

    CLEAR = 0
    CAUTION = 1  # goes on, with this condition
    ASK = 2  # not known, or stale, or from someone who may not say it: never a pass
    REVIEW = 3  # known, and a prescriber must decide
    STOP = 4  # excluded, or held
    CRISIS = 5  # the crisis path first, whatever else

    @property
    def word(self) -> str:
        """As it is written: "review"."""
        return self.name.lower()

    @property
    def passes(self) -> bool:
        """Only CLEAR and CAUTION let anything go on."""
        return self <= Verdict.CAUTION


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact as a rule was shown it: the proof of a finding, line by line."""

    fact: str
    value: Any = None
    at: datetime | None = None
    by: str | None = None
    note: str = ""
    why_not: str | None = None  # why it does not count; None: it counts

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, the instant in UTC."""
        said = said_as_dict(Said(self.value, self.at, self.by, self.note))
        return {"fact": self.fact, **said, "why_not": self.why_not}

    @classmethod
    def from_dict(cls, made: Mapping[str, Any]) -> "Shown":
        """The line that `as_dict` wrote."""
        said = said_from_dict(made)
        return cls(made["fact"], said.value, said.at, said.by, said.note, made["why_not"])


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of one person."""

    rule: str
    title: str
    verdict: Verdict
    saw: str  # what was seen, from whom, when: "144/88 mmHg · patient, 12 min ago"
    says: str  # what the rule says of it; empty where it is clear
    ask: str  # the question to send back; empty unless something is not known
    who: tuple[str, ...]  # the roles that can answer it
    sources: tuple[str, ...]
    strength: str
    basis: str
    verified: str
    evidence: str
    remedy: str | None = None  # what would lift it; None: nothing would
    proof: tuple[Shown, ...] = ()  # every fact it read; kept findings of old have none

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, the verdict as its word."""
        made = {field.name: getattr(self, field.name) for field in fields(self)}
        made["verdict"] = self.verdict.word
        made["proof"] = [shown.as_dict() for shown in self.proof]
        return {key: list(v) if isinstance(v, tuple) else v for key, v in made.items()}

    @classmethod
    def from_dict(cls, made: Mapping[str, Any]) -> "Finding":
        """The finding that `as_dict` wrote."""
        held: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in made.items()}
        held["verdict"] = Verdict[made["verdict"].upper()]
        held["proof"] = tuple(Shown.from_dict(shown) for shown in made.get("proof", ()))
        return cls(**held)


class Findings(Sequence[Finding]):
    """Findings whose verdicts are known, each put into words when it is first read.

    Equal to any findings that say the same, drawn or not.
    """

    __slots__ = ("_draw", "_drawn", "verdicts")

    def __init__(self, verdicts: Sequence[Verdict], draw: Callable[[int], Finding]) -> None:
        self.verdicts, self._draw = tuple(verdicts), draw
        self._drawn: dict[int, Finding] = {}

    def __len__(self) -> int:
        return len(self.verdicts)

    @overload
    def __getitem__(self, number: int) -> Finding: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, number: int | slice) -> Finding | tuple[Finding, ...]:
        numbers = range(len(self.verdicts))[number]
        if isinstance(numbers, range):
            return tuple(self[each] for each in numbers)
        if numbers not in self._drawn:
            self._drawn[numbers] = self._draw(numbers)
        return self._drawn[numbers]

    def __iter__(self) -> Iterator[Finding]:
        return (self[number] for number in range(len(self.verdicts)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, tuple | Findings) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


@dataclass(frozen=True, slots=True)
class Decision:
    """Every finding on one question, under one version of the knowledge."""

    about: str
    findings: Sequence[Finding]  # a tuple, or `Findings` that are drawn as they are read
    knowledge: str

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """The verdict of each finding; no word is drawn for it."""
        if isinstance(self.findings, Findings):
            return self.findings.verdicts
        return tuple(finding.verdict for finding in self.findings)

    @property
    def verdict(self) -> Verdict:
        """The worst of its findings. With nothing looked at, nothing is known."""
        return max(self.verdicts, default=Verdict.ASK)

    @property
    def worst_first(self) -> tuple[Finding, ...]:
        """Gravest first; among equals, in the order of the rules."""
        return tuple(sorted(self.findings, key=lambda finding: -finding.verdict))

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings with exactly this verdict."""
        numbers = [number for number, each in enumerate(self.verdicts) if each is verdict]
        return tuple(self.findings[number] for number in numbers)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON. `verdict` is there to be read; it is not read back."""
        return {
            "about": self.about,
            "verdict": self.verdict.word,
            "findings": [finding.as_dict() for finding in self.findings],
            "knowledge": self.knowledge,
        }

    @classmethod
    def from_dict(cls, made: Mapping[str, Any]) -> "Decision":
        """The decision that `as_dict` wrote."""
        findings = tuple(Finding.from_dict(finding) for finding in made["findings"])
        return cls(made["about"], findings, made["knowledge"])


def could_not_decide(about: str, known: Knowledge) -> Decision:
    """What is said when the library itself failed: hold, and a person looks now."""
    failed = Finding(
        rule="could-not-decide",
        title="Could not be judged",
        verdict=Verdict.STOP,
        saw="an error in the program",
        says="The program failed while judging this. What was said is kept; a person must look.",
        ask="",
        who=("guide", "prescriber"),
        sources=("programme-policy",),
        strength="D",
        basis="policy",
        verified="policy",
        evidence="programme",
        remedy="A person looks; the fault is mended; it is judged again.",
    )
    return Decision(about, (failed,), known.version)
