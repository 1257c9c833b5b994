"""`tercet check FILE…`: what would follow for the person in a file. No database, no Django."""

import sys
from pathlib import Path
from typing import Any

import click

from tercet.decisions import eligibility
from tercet.knowledge import Knowledge
from tercet.running.deciding import (
    Asked,
    Decided,
    decide_files,
    decided_of,
    exit_code,
    knowledge,
    moment,
    say_problems,
)


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object, or an array.")
@click.option("--all", "every", is_flag=True, help="List also what was found clear.")
@click.option("--as-of", metavar="DATE", help="Decide as it stood at the end of that day (UTC).")
@click.option("--page", metavar="FILE.md", help="Write one page of all the records instead.")
def check(
    files: tuple[str, ...], *, as_json: bool, every: bool, as_of: str | None, page: str | None
) -> None:
    """Decide eligibility from FILE…: FHIR R4 bundles or flat JSON facts, plain or gzip.

    FILE - is the standard input. What a file does not say is asked for, never assumed.
    The exit code is 2 when a file could not be read; the others are still decided.
    """
    if page:
        sys.exit(_write_page(files, as_of, page))
    asked = Asked(as_json, every, as_of, eligibility.what_would_change)
    decide_files(files, eligibility.decide, asked, about="eligibility", more=would_change)


def _write_page(files: tuple[str, ...], as_of: str | None, page: str) -> int:
    """Every record that could be read, on one page that a prescriber reads."""
    from tercet.running.reference import records

    now, known, asked = moment(as_of), knowledge(), Asked(as_json=False, as_of=as_of)
    about = "eligibility"
    decided = [
        decided_of(file, eligibility.decide, known, now=now, asked=asked, about=about)
        for file in files
    ]
    for one in decided:
        say_problems(one)
    held = [
        records.Record(Path(d.file).name, d.heard, d.decision)
        for d in decided
        if d.heard and d.decision
    ]
    if held:
        Path(page).write_text(records.page(held, on=now.date()))
    return exit_code(decided)


def would_change(one: Decided, known: Knowledge) -> dict[str, Any]:
    """For programs: the smallest sets of facts that would change the verdict; verdicts as ASK."""
    told = [change.as_dict() | {"verdict": change.verdict.name} for change in one.would_change]
    return {"would_change": told}
