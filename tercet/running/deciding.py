"""What every command that decides from files shares: reading them, deciding, saying it.

A file that cannot be read is said to be so and the others are still decided; a failure of our own
is a decision that holds. `tercet check` is one such command; `decide` is what differs.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from tercet.decisions import Decision, Facts, could_not_decide
from tercet.decisions.change import Change
from tercet.exchange import NotUnderstood
from tercet.exchange.json_text import MOST_BYTES, value_of
from tercet.exchange.reading import heard_in, with_notes
from tercet.exchange.words import Heard
from tercet.knowledge import BadKnowledge, Knowledge, Protocol, read
from tercet.running import paper
from tercet.running.change_text import change_lines
from tercet.running.decision_json import decision_object, one_or_several
from tercet.running.decision_text import closing_lines, decision_lines

STDIN = "-"
FAILED, UNREADABLE = 1, 2  # exit codes; 0 when every file was decided

Decide = Callable[[Facts, Knowledge], Decision]
WouldChange = Callable[[Facts, Knowledge], tuple[Change, ...]]
More = Callable[["Decided", Knowledge], dict[str, Any]]  # what a command adds to its JSON


@dataclass(frozen=True, slots=True)
class Decided:
    """One file: what was understood and decided of it, or why it could not be read."""

    file: str
    heard: Heard | None = None
    decision: Decision | None = None
    would_change: tuple[Change, ...] = ()
    problems: tuple[str, ...] = ()
    failed: bool = False  # our own fault, not the file's


@dataclass(frozen=True, slots=True)
class Asked:
    """How a command was asked: for a program or a person, how much of it, as of when."""

    as_json: bool
    every: bool = False
    as_of: str | None = None
    would_change: WouldChange | None = None  # how to find what would change a verdict, if asked


def decide_files(
    files: tuple[str, ...],
    decide: Decide,
    asked: Asked,
    *,
    about: str,
    more: More | None = None,
) -> None:
    """Decide each file and say it; then leave with 2 if one could not be read, else 0."""
    now, known = moment(asked.as_of), knowledge()
    decided: list[Decided] = []
    for file in files:
        one = decided_of(file, decide, known, now=now, asked=asked, about=about)
        decided.append(one)
        say_problems(one)
        if one.decision and one.heard and not asked.as_json:
            told = change_lines(one.would_change)
            lines = decision_lines(one.file, one.decision, one.heard, every=asked.every, more=told)
            paper.say(lines)
    if asked.as_json:
        objects = (_for_programs(one, known, now=now, more=more) for one in decided)
        click.echo(one_or_several(objects))
    else:
        made = [each.decision for each in decided if each.decision]
        paper.say(closing_lines(made, known, now.date()))
    sys.exit(exit_code(decided))


def decided_of(
    file: str, decide: Decide, known: Knowledge, *, now: datetime, asked: Asked, about: str
) -> Decided:
    """One file, read and decided."""
    one = read_file(file, known, now=now, as_of=asked.as_of is not None)
    if one.heard is None:
        return one
    try:
        decision = with_notes(decide(one.heard.facts, known), one.heard, known)
        changes = asked.would_change(one.heard.facts, known) if asked.would_change else ()
    except click.ClickException:  # how the command was asked is wrong, not the deciding
        raise
    except Exception:  # whatever it is, the answer is hold and look, never a traceback
        return Decided(one.file, one.heard, could_not_decide(about, known), failed=True)
    return Decided(one.file, one.heard, decision, changes)


def read_file(file: str, known: Knowledge, *, now: datetime, as_of: bool = False) -> Decided:
    """What one file says, or why it cannot be read; nothing is decided of it yet."""
    name = "standard input" if file == STDIN else file
    try:
        heard = heard_in(value_of(bytes_of(file)), now=now, known=known, as_of=as_of)
    except NotUnderstood as wrong:
        return Decided(name, problems=wrong.problems)
    except OSError as wrong:
        return Decided(name, problems=(f"cannot be opened: {wrong.strerror or wrong}.",))
    return Decided(name, heard)


def moment(as_of: str | None, *, option: str = "--as-of") -> datetime:
    """Now, or the last second of the day asked about."""
    if as_of is None:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(as_of), time(23, 59, 59), UTC)
    except ValueError:
        text = f'{option} must be a date such as 2026-11-22, not "{as_of:.40}".'
        raise click.UsageError(text) from None


def knowledge() -> Knowledge:
    """The published knowledge, or a sentence why it is refused."""
    try:
        return read()
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None


def protocol_of(id: str, known: Knowledge) -> Protocol:
    """The protocol of this id, or a sentence that names those there are."""
    if id not in known.protocols:
        named = ", ".join(known.protocols)
        raise click.UsageError(f'There is no protocol "{id:.40}"; there is {named}.')
    return known.protocols[id]


def say_problems(one: Decided) -> None:
    """Why a file could not be read or judged, to whoever reads the complaints."""
    for problem in one.problems:
        click.echo(f"{paper.safe(one.file)}: {paper.safe(problem)}", err=True)
    if one.failed:
        click.echo(f"{paper.safe(one.file)}: could not be judged; a person must look.", err=True)


def exit_code(decided: Iterable[Decided]) -> int:
    """2 when a file could not be read, 1 when we failed, else 0."""
    every = list(decided)
    if any(one.problems for one in every):
        return UNREADABLE
    return FAILED if any(one.failed for one in every) else 0


def _for_programs(
    one: Decided, known: Knowledge, *, now: datetime, more: More | None
) -> dict[str, Any]:
    if one.decision is None or one.heard is None:
        return {"file": one.file, "error": " ".join(one.problems)}
    made = decision_object(one.decision, one.heard, known, now=now)
    return {"file": one.file, **made, **(more(one, known) if more else {})}


def bytes_of(file: str) -> bytes:
    """All of the file, or as much as shows that it is too large."""
    if file == STDIN:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MOST_BYTES + 1)
