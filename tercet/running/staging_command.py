"""`tercet staging FILE…`: how much has been tried, from a list of trials. No database."""

import json
import sys
from typing import Any

import click

from tercet.decisions.staging import History, Staging, facts_from, stage
from tercet.exchange import NotUnderstood
from tercet.exchange.json_text import value_of
from tercet.exchange.tried import history_in
from tercet.knowledge import Knowledge
from tercet.running import paper
from tercet.running.deciding import STDIN, UNREADABLE, bytes_of, knowledge, protocol_of
from tercet.running.staging_text import staging_lines, staging_object

PROTOCOL = "at-home-low-dose"
Read = tuple[str, History | None, tuple[str, ...]]  # the file, what it holds, or what is wrong


@click.command(name="staging")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object, or an array.")
@click.option("--protocol", default=PROTOCOL, show_default=True, metavar="ID")
def staging_(files: tuple[str, ...], *, as_json: bool, protocol: str) -> None:
    """Stage what FILE… says was tried: each trial adequate or not, resistance, Maudsley score.

    FILE holds a JSON list of trials, or an object with trials in it; - is the standard input. The
    protocol names the definition of an adequate trial that counts; both are shown.
    """
    known = knowledge()
    by = protocol_of(protocol, known).review.adequate_trial
    read = [_read(file, known) for file in files]
    if as_json:
        made = [_object(each, known, by) for each in read]
        click.echo(json.dumps(made if len(made) > 1 else made[0], indent=2))
    for file, history, problems in read:
        for problem in problems:
            click.echo(f"{paper.safe(file)}: {paper.safe(problem)}", err=True)
        if history is not None and not as_json:
            paper.say(staging_lines(file, _staged(history, known, by), known))
    sys.exit(UNREADABLE if any(problems for _, _, problems in read) else 0)


def _read(file: str, known: Knowledge) -> Read:
    name = "standard input" if file == STDIN else file
    try:
        return name, history_in(value_of(bytes_of(file)), known), ()
    except NotUnderstood as wrong:
        return name, None, tuple(wrong.problems)
    except OSError as wrong:
        return name, None, (f"cannot be opened: {wrong.strerror or wrong}.",)


def _object(read: Read, known: Knowledge, by: str) -> dict[str, Any]:
    file, history, problems = read
    if history is None:
        return {"file": file, "error": " ".join(problems)}
    return {"file": file, **staging_object(_staged(history, known, by), known)}


def _staged(history: History, known: Knowledge, by: str) -> tuple[Staging, dict[str, Any]]:
    return stage(history, known, by=by), facts_from(history, known, by=by)
