"""Verdict, Finding, Decision: what is said of a person, how gravely, and on whose word."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Any

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

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON, the verdict as its word."""
        made = {field.name: getattr(self, field.name) for field in fields(self)}
        made["verdict"] = self.verdict.word
        return {key: list(v) if isinstance(v, tuple) else v for key, v in made.items()}

    @classmethod
    def from_dict(cls, made: Mapping[str, Any]) -> "Finding":
        """The finding that `as_dict` wrote."""
        held: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in made.items()}
        held["verdict"] = Verdict[made["verdict"].upper()]
        return cls(**held)


@dataclass(frozen=True, slots=True)
class Decision:
    """Every finding on one question, under one version of the knowledge."""

    about: str
    findings: tuple[Finding, ...]
    knowledge: str

    @property
    def verdict(self) -> Verdict:
        """The worst of its findings. With nothing looked at, nothing is known."""
        return max((finding.verdict for finding in self.findings), default=Verdict.ASK)

    @property
    def worst_first(self) -> tuple[Finding, ...]:
        """Gravest first; among equals, in the order of the rules."""
        return tuple(sorted(self.findings, key=lambda finding: -finding.verdict))

    def of(self, verdict: Verdict) -> tuple[Finding, ...]:
        """The findings with exactly this verdict."""
        return tuple(finding for finding in self.findings if finding.verdict is verdict)

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
