"""`tercet course FILE…`: whether a course may go on as it is. No database, no Django."""

import click

from tercet.decisions import course
from tercet.running.deciding import Asked, decide_files, protocol_of

PROTOCOL = "at-home-low-dose"


@click.command(name="course")
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--protocol", default=PROTOCOL, show_default=True, metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object, or an array.")
@click.option("--all", "every", is_flag=True, help="List also what was found clear.")
@click.option("--as-of", metavar="DATE", help="Decide as of the end of that day (UTC).")
def course_(
    files: tuple[str, ...], *, protocol: str, as_json: bool, every: bool, as_of: str | None
) -> None:
    """Ask of the course in FILE… whether it may go on: side effects, response, length, units.

    FILE holds flat facts or a FHIR bundle; - is the standard input. Rises, falls and differences
    are worked out from the facts unless FILE says them. Nothing here plans a dose or a taper.
    """
    asked = Asked(as_json, every, as_of)
    decide_files(
        files,
        lambda facts, known: course.decide(facts, protocol_of(protocol, known), known),
        asked,
        about="course",
    )
