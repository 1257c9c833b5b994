"""law.toml into frozen values; and a clinic's own file of states, which it fills and signs for."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tercet.knowledge.entries import named, rule
from tercet.knowledge.law_shapes import Basis, Law, State
from tercet.knowledge.parts import Table
from tercet.knowledge.refusals import Malformed
from tercet.knowledge.shapes import Fact

_STATE = re.compile(r"[A-Z]{2}")


def law(table: Table, facts: Mapping[str, Fact]) -> Law:
    """Every basis, every other condition, and the states that somebody has filled in."""
    warning = table.table("warning")
    made = Law(
        warn_days=warning.whole("days"),
        bases=MappingProxyType(
            {k: _basis(k, t, facts) for k, t in table.table("bases").children().items()}
        ),
        rules=MappingProxyType(
            {k: rule(k, t, facts, fill={}) for k, t in table.table("rules").children().items()}
        ),
        states=_states(table.table("states")),
    )
    warning.cited()
    warning.text("evidence")
    warning.nothing_more()
    table.nothing_more()
    if not made.bases:
        raise table.wrong("needs at least one basis under `bases`")
    return made


def states_of(path: Path) -> Mapping[str, State]:
    """A clinic's own table of states: `[states.XX]`, the columns as law.toml explains them."""
    try:
        read = tomllib.loads(path.read_text())
    except OSError as fault:
        raise Malformed(f"{path.name}: cannot be opened: {fault.strerror or fault}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise Malformed(f"{path.name}: is not TOML: {fault}.") from fault
    table = Table(path.name, read, {})
    made = _states(table.table("states"))
    table.nothing_more()
    return made


def _basis(id: str, table: Table, facts: Mapping[str, Fact]) -> Basis:
    made = Basis(
        id=named(id, table),
        title=table.text("title"),
        says=table.text("says"),
        needs=table.words("needs", ()),
        from_=table.day("from") if "from" in table.rest else None,
        until=table.day("until") if "until" in table.rest else None,
        **table.grounds(),
    )
    table.nothing_more()
    strange = [name for name in made.needs if name not in facts or facts[name].type != "yes-no"]
    if strange:
        raise table.wrong(f"`needs` names {strange[0]}, which is no yes-no fact of facts.toml")
    if made.from_ and made.until and made.until < made.from_:
        raise table.wrong("`until` comes before `from`")
    return made


def _states(table: Table) -> Mapping[str, State]:
    return MappingProxyType({id: _state(id, child) for id, child in table.children().items()})


def _state(id: str, table: Table) -> State:
    if not _STATE.fullmatch(id):
        raise table.wrong("a state is two capital letters, such as CO")
    made = State(
        id=id,
        in_person=table.yes("in_person"),
        says=table.text("says"),
        source=table.text("source"),
        verified_by=table.text("verified_by"),
        verified_on=table.day("verified_on"),
        next_check=table.day("next_check"),
    )
    table.nothing_more()
    if made.next_check <= made.verified_on:
        raise table.wrong("`next_check` must come after `verified_on`")
    return made
