"""`tercet check FILE…`: what would follow for the person in a file. No database, no Django."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import click

from tercet.decisions import Decision, could_not_decide, eligibility
from tercet.exchange import NotUnderstood
from tercet.exchange.json_text import MOST_BYTES, value_of
from tercet.exchange.reading import heard_in, with_notes
from tercet.exchange.words import Heard
from tercet.knowledge import BadKnowledge, Knowledge, read
from tercet.running import paper
from tercet.running.decision_text import closing_lines, decision_lines

STDIN = "-"
FAILED, UNREADABLE = 1, 2  # exit codes; 0 when every file was decided


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what was understood and decided of it, or why it could not be read."""

    file: str
    heard: Heard | None = None
    decision: Decision | None = None
    problems: tuple[str, ...] = ()
    failed: bool = False  # our own fault, not the file's


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object, or an array.")
@click.option("--all", "every", is_flag=True, help="List also what was found clear.")
@click.option("--as-of", metavar="DATE", help="Decide as it stood at the end of that day (UTC).")
def check(files: tuple[str, ...], *, as_json: bool, every: bool, as_of: str | None) -> None:
    """Decide eligibility from FILE…: FHIR R4 bundles or flat JSON facts, plain or gzip.

    FILE - is the standard input. What a file does not say is asked for, never assumed.
    The exit code is 2 when a file could not be read; the others are still decided.
    """
    now, known = _moment(as_of), _knowledge()
    checked: list[Checked] = []
    for file in files:
        one = _checked(file, known, now=now, as_of=as_of is not None)
        checked.append(one)
        _say_problems(one)
        if one.decision and one.heard and not as_json:
            paper.say(decision_lines(one.file, one.decision, one.heard, every=every))
    if as_json:
        click.echo(_json(checked, known, now=now))
    else:
        paper.say(closing_lines([c.decision for c in checked if c.decision], known, now.date()))
    sys.exit(_exit_code(checked))


def _moment(as_of: str | None) -> datetime:
    """Now, or the last second of the day asked about."""
    if as_of is None:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(as_of), time(23, 59, 59), UTC)
    except ValueError:
        text = f'--as-of must be a date such as 2026-11-22, not "{as_of:.40}".'
        raise click.UsageError(text) from None


def _knowledge() -> Knowledge:
    try:
        return read()
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None


def _checked(file: str, known: Knowledge, *, now: datetime, as_of: bool) -> Checked:
    name = "standard input" if file == STDIN else file
    try:
        heard = heard_in(value_of(_bytes_of(file)), now=now, known=known, as_of=as_of)
    except NotUnderstood as wrong:
        return Checked(name, problems=wrong.problems)
    except OSError as wrong:
        return Checked(name, problems=(f"cannot be opened: {wrong.strerror or wrong}.",))
    try:
        decision = with_notes(eligibility.decide(heard.facts, known), heard, known)
    except Exception:  # whatever it is, the answer is hold and look, never a traceback
        return Checked(name, heard, could_not_decide("eligibility", known), failed=True)
    return Checked(name, heard, decision)


def _bytes_of(file: str) -> bytes:
    """All of the file, or as much as shows that it is too large."""
    if file == STDIN:
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(file).open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _say_problems(one: Checked) -> None:
    for problem in one.problems:
        click.echo(f"{paper.safe(one.file)}: {paper.safe(problem)}", err=True)
    if one.failed:
        click.echo(f"{paper.safe(one.file)}: could not be judged; a person must look.", err=True)


def _json(checked: Iterable[Checked], known: Knowledge, *, now: datetime) -> str:
    """One object for one file, an array for several, so that any JSON reader can read it."""
    every = [_for_programs(one, known, now=now) for one in checked]
    return json.dumps(every if len(every) > 1 else every[0], indent=2)


def _for_programs(one: Checked, known: Knowledge, *, now: datetime) -> dict[str, Any]:
    if one.decision is None or one.heard is None:
        return {"file": one.file, "error": " ".join(one.problems)}
    made = one.decision.as_dict()
    made["verdict"] = one.decision.verdict.name  # as the words of a decision are written: ASK
    made["findings"] = [
        {**finding.as_dict(), "verdict": finding.verdict.name}
        for finding in one.decision.worst_first
    ]
    return {
        "file": one.file,
        **made,
        "adopted": False,  # a file on a command line belongs to no clinic that could have adopted
        "decided_for": now.isoformat(),
        "not_read": dict(one.heard.notes),
        "left_out": list(one.heard.left_out),
        "overdue": list(known.overdue(now.date())),
    }


def _exit_code(checked: Iterable[Checked]) -> int:
    every = list(checked)
    if any(one.problems for one in every):
        return UNREADABLE
    return FAILED if any(one.failed for one in every) else 0
