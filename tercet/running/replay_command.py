"""`tercet replay --with DIR`: kept decisions made again under other knowledge. Who would move?

From exported files it needs no database and no Django. Ids and facts are printed, never names.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from tercet.decisions.replay import CannotRemake, Kept, Replayed, again, kept_from_dict
from tercet.knowledge import BadKnowledge, Knowledge, read
from tercet.running.environment import Environment, Refused

MOVED, TROUBLE = 1, 2  # exit codes, as diff has them; 0 when nobody moves
NO_DATABASE = (
    "No database runs here and DATABASE_URL names none. Start one with `tercet run`, or give "
    "files that `tercet replay --export` wrote where one runs."
)


@dataclass(frozen=True, slots=True)
class Told:
    """One kept decision: where it stands, and what came of it or why nothing could."""

    place: str
    replayed: Replayed | None = None
    problem: str = ""


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--with", "folder", metavar="DIR", help="The other knowledge: a folder of it.")
@click.option("--export", is_flag=True, help="Write the database's kept decisions, one a line.")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
@click.option("--all", "every", is_flag=True, help="List also whose verdict stays.")
def replay(
    files: tuple[str, ...], *, folder: str | None, export: bool, as_json: bool, every: bool
) -> None:
    """Make kept decisions again under the knowledge in DIR, and say who moves and why.

    They come from the database, or from FILE…: what `tercet replay --export` wrote. That holds
    what patients said, by the patient's number: keep it as you keep the record. The exit code is
    0 when nobody moves, 1 when somebody does, and 2 when something could not be made again.
    """
    if export == (folder is not None):
        raise click.UsageError("Say --with DIR, or --export.")
    here, there = _knowledge(None), _knowledge(folder)
    with _lines(files) as lines:
        if export:
            for _, line in lines:
                click.echo(line)
            return
        told = [*_replayed(lines, here=here, there=there)]
    from tercet.running import replay_text

    if as_json:
        click.echo(json.dumps(replay_text.for_programs(told, there), indent=2))
    else:
        replay_text.say_moves(told, here, there, every=every)
    sys.exit(_exit_code(told))


def _knowledge(folder: str | None) -> Knowledge:
    if folder is not None and not Path(folder).is_dir():
        raise _refused(f"{folder} is not a folder.")
    try:
        return read(Path(folder).resolve()) if folder is not None else read()
    except BadKnowledge as bad:
        raise _refused(f"{folder}: {bad}" if folder else str(bad)) from None
    except OSError as wrong:
        raise _refused(f"{folder} cannot be read: {wrong.strerror}.") from None


def _replayed(
    lines: Iterable[tuple[str, str]], *, here: Knowledge, there: Knowledge
) -> Iterator[Told]:
    for place, line in lines:
        try:
            yield Told(place, again(_kept(line), here=here, there=there))
        except CannotRemake as wrong:
            yield Told(place, problem=str(wrong))
        except Exception as wrong:  # listed and looked at by a person, never a traceback
            yield Told(place, problem=f"The program failed on it: {type(wrong).__name__}.")


def _kept(line: str) -> Kept:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise CannotRemake("It is not a line of JSON.") from None
    if not isinstance(value, dict):
        raise CannotRemake("It is not written as a kept decision is: not an object.")
    return kept_from_dict(value)


@contextmanager
def _lines(files: tuple[str, ...]) -> Iterator[Iterable[tuple[str, str]]]:
    """Each kept decision as a line of JSON, and where it stands."""
    if files:
        yield [line for file in files for line in _lines_of(file)]
        return
    from tercet.running.demo_command import clinic_at_hand
    from tercet.running.postgres import Cluster

    environment = Environment.read()
    if environment.database_url is None and not Cluster(environment.var).status().running:
        raise _refused(NO_DATABASE)
    with clinic_at_hand():
        yield stored_lines()


def _lines_of(file: str) -> list[tuple[str, str]]:
    try:
        text = Path(file).read_text(encoding="utf-8")
    except OSError as wrong:
        raise _refused(f"{file} cannot be opened: {wrong.strerror}.") from None
    except UnicodeDecodeError:
        raise _refused(f"{file} is not UTF-8 text.") from None
    lines = enumerate(text.split("\n"), 1)
    return [(f"{file} line {number}", line) for number, line in lines if line.strip()]


def stored_lines() -> Iterator[tuple[str, str]]:
    """Every kept decision of the database Django is set up to speak to, oldest first."""
    from tercet.clinic.models import KeptDecision

    for kept in KeptDecision.objects.order_by("pk").iterator(chunk_size=200):
        line: dict[str, Any] = {
            "who": kept.patient_id,
            "about": kept.about,
            "protocol": kept.protocol,
            "at": kept.at.isoformat(),
            "saw": kept.saw,
            "made": kept.made,
        }
        yield f"kept decision {kept.pk}", json.dumps(line, ensure_ascii=False)


def _refused(sentence: str) -> Refused:
    refused = Refused(sentence)
    refused.exit_code = TROUBLE
    return refused


def _exit_code(told: Iterable[Told]) -> int:
    every = list(told)
    if any(one.problem for one in every):
        return TROUBLE
    return MOVED if any(one.replayed and one.replayed.moves for one in every) else 0
