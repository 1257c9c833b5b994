"""`tercet check FILE…`: what would follow for the person in a file. No database, no Django."""

import click

from tercet.decisions import eligibility
from tercet.running.deciding import Asked, decide_files


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
    asked = Asked(as_json, every, as_of)
    decide_files(files, eligibility.decide, asked, about="eligibility")
