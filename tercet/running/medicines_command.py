"""`tercet medicines`: what a list of medicines is, and what it means around a dose. No database."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from tercet.decisions import Decision, around, could_not_decide
from tercet.decisions.around import Plan
from tercet.decisions.medicines import Recognised, read_list
from tercet.exchange import NotUnderstood
from tercet.exchange.json_text import MOST_BYTES
from tercet.exchange.medicine_list import heard_in_lines, heard_in_list
from tercet.exchange.reading import with_notes
from tercet.exchange.words import MEDICINES, Heard
from tercet.knowledge import Knowledge
from tercet.knowledge.around import ROUTES
from tercet.running import paper
from tercet.running.deciding import FAILED, STDIN, UNREADABLE, knowledge
from tercet.running.decision_text import closing_lines, decision_lines
from tercet.running.medicines_json import medicines_object
from tercet.running.medicines_text import medicines_lines, plan_lines

FILE_ENDS = (".json", ".gz", ".txt", ".csv", ".ndjson")
FROM_HERE = "what was written here"


@dataclass(frozen=True, slots=True)
class Looked:
    """One list: what it says, what its lines are, what follows, and the hours around a dose."""

    name: str
    heard: Heard
    lines: tuple[Recognised, ...]
    decision: Decision
    plan: Plan | None  # none where the program itself failed


@click.command()
@click.argument("medicines", nargs=-1, required=True, metavar="MEDICINE… | FILE")
@click.option("--route", type=click.Choice(ROUTES), help="As ordered; without it the worst counts.")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
@click.option("--all", "every", is_flag=True, help="List also what was found clear.")
def medicines(medicines: tuple[str, ...], *, route: str | None, as_json: bool, every: bool) -> None:
    """Say what each MEDICINE is and what it means around a dose, hour by hour.

    Each MEDICINE is one line as people write it: "klonopin 0.5 bid". FILE holds such lines, flat
    facts or a FHIR bundle; - is the standard input. A name that is not known is said to be so, and
    holds for a prescriber. Nothing here suggests a dose, or leaving a medicine out.
    """
    now, known = datetime.now(UTC), knowledge()
    name = _name(medicines)
    try:
        heard = _heard(medicines, known, now=now)
    except NotUnderstood as wrong:
        _complain(name, " ".join(wrong.problems))
    except OSError as wrong:
        _complain(name, f"cannot be opened: {wrong.strerror or wrong}.")
    looked = _looked(name, heard, route, known=known)
    if as_json:
        made = medicines_object(
            looked.lines, looked.decision, looked.plan, heard=heard, known=known
        )
        click.echo(json.dumps(made, indent=2))
    else:
        _say(looked, known, now=now, every=every)
    sys.exit(FAILED if looked.plan is None else 0)


def _name(given: tuple[str, ...]) -> str:
    if given == (STDIN,):
        return "standard input"
    return given[0] if len(given) == 1 and _is_file(given[0]) else FROM_HERE


def _is_file(text: str) -> bool:
    """Whether this names a file: one that is there, or that could be nothing else."""
    try:
        return Path(text).is_file() or text.lower().endswith(FILE_ENDS)
    except (OSError, ValueError):  # longer than a name can be, or with a null byte
        return False


def _heard(given: tuple[str, ...], known: Knowledge, *, now: datetime) -> Heard:
    if given == (STDIN,):
        return heard_in_list(sys.stdin.buffer.read(MOST_BYTES + 1), now=now, known=known)
    files = [text for text in given if _is_file(text)]
    if not files:
        return heard_in_lines(given, now=now, known=known)
    if len(given) > 1:
        raise NotUnderstood(f"holds {files[0]:.60}; give one file alone, or medicines.")
    with Path(given[0]).open("rb") as opened:
        return heard_in_list(opened.read(MOST_BYTES + 1), now=now, known=known)


def _looked(name: str, heard: Heard, route: str | None, *, known: Knowledge) -> Looked:
    try:
        lines = read_list(heard.facts.value(MEDICINES) or (), known)
        decision = with_notes(around.decide(heard.facts, known), heard, known)
        return Looked(name, heard, lines, decision, around.plan(heard.facts, route, known))
    except Exception:  # whatever it is, the answer is hold and look, never a traceback
        return Looked(name, heard, (), could_not_decide(MEDICINES, known), None)


def _complain(name: str, problem: str) -> None:
    click.echo(f"{paper.safe(name)}: {paper.safe(problem)}", err=True)
    sys.exit(UNREADABLE)


def _say(looked: Looked, known: Knowledge, *, now: datetime, every: bool) -> None:
    paper.say(list(medicines_lines(looked.lines, known)))
    paper.say(decision_lines(looked.name, looked.decision, looked.heard, every=every))
    if looked.plan:
        paper.say(list(plan_lines(looked.plan, known)))
    else:
        click.echo(f"{paper.safe(looked.name)}: could not be judged; a person must look.", err=True)
    paper.say(closing_lines([looked.decision], known, now.date()))
