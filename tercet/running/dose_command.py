"""`tercet order FILE…` and `tercet gate FILE…`: a dose's order, and its start. No database."""

from collections.abc import Callable
from typing import Any

import click

from tercet.decisions import Decision, Facts, gate, order
from tercet.knowledge import Knowledge
from tercet.running.deciding import Asked, Decide, decide_files, protocol_of

PROTOCOL = "at-home-low-dose"


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What both commands are asked with."""
    for add in (
        click.option("--as-of", metavar="DATE", help="Decide as of the end of that day (UTC)."),
        click.option("--all", "every", is_flag=True, help="List also what was found clear."),
        click.option("--json", "as_json", is_flag=True, help="For a program: object or array."),
        click.option("--protocol", default=PROTOCOL, show_default=True, metavar="ID"),
        click.argument("files", nargs=-1, required=True, metavar="FILE…"),
    ):
        command = add(command)
    return command


@click.command(name="order")
@_options
def order_(
    files: tuple[str, ...], *, protocol: str, as_json: bool, every: bool, as_of: str | None
) -> None:
    """Check the dose order in FILE…, as written and at its worst fate.

    At the worst all of it is swallowed, whatever the verb, and one unit more is taken. FILE holds
    flat facts or a FHIR bundle; - is the standard input. Nothing here suggests a dose.
    """
    asked = Asked(as_json, every, as_of)
    decide_files(files, _by(protocol, order.decide), asked, about="order")


@click.command(name="gate")
@_options
def gate_(
    files: tuple[str, ...], *, protocol: str, as_json: bool, every: bool, as_of: str | None
) -> None:
    """Ask of the person in FILE… whether the dose may start now, with the proof of each line.

    What the order rests on in law, and whether it still passes, is worked out from the facts
    unless FILE says it. FILE - is the standard input.
    """
    asked = Asked(as_json, every, as_of)
    decide_files(files, _by(protocol, _gate), asked, about="gate")


def _gate(facts: Facts, protocol: Any, known: Knowledge) -> Decision:
    return gate.decide(gate.with_worked_out(facts, protocol, known), protocol, known)


def _by(protocol: str, decide: Callable[[Facts, Any, Knowledge], Decision]) -> Decide:
    """The decision under one protocol, which must be among those there are."""
    return lambda facts, known: decide(facts, protocol_of(protocol, known), known)
