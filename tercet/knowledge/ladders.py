"""Ladders: who is called, one after the other, until somebody takes it on."""

from collections.abc import Mapping
from types import MappingProxyType

from tercet.knowledge.course_shapes import Step
from tercet.knowledge.parts import ROLES, Table

OUTSIDE = "emergency-services"


def ladders(table: Table, *, end_outside: bool) -> Mapping[str, tuple[Step, ...]]:
    """The ladders of a file by name. `end_outside`: the last step of each is emergency services,
    as on a dosing evening; else all stay inside the clinic."""
    asked = table.lists("ladders").items()
    return MappingProxyType({name: _ladder(t, end_outside=end_outside) for name, t in asked})


def _ladder(tables: tuple[Table, ...], *, end_outside: bool) -> tuple[Step, ...]:
    may = (*ROLES, OUTSIDE) if end_outside else ROLES
    steps = tuple(_step(table, may) for table in tables)
    after = [step.after_seconds for step in steps]
    if after[0] != 0 or (end_outside and steps[-1].who != OUTSIDE):
        end = f" and ends with {OUTSIDE}" if end_outside else ""
        raise tables[0].wrong(f"a ladder begins at 0 seconds{end}")
    if after != sorted(set(after)):
        raise tables[0].wrong("each step of a ladder comes later than the one before")
    return steps


def _step(table: Table, may: tuple[str, ...]) -> Step:
    made = Step(table.word("who", may), table.whole("after_seconds", least=0), table.text("says"))
    table.nothing_more()
    return made
