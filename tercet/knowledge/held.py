"""Everything read from one folder, under one version, and what may be asked of it as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tercet.knowledge.course_shapes import Protocol
from tercet.knowledge.shapes import Fact, Instrument, Medicine, Rule, Source


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
