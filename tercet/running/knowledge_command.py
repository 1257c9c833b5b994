"""`tercet knowledge`: which knowledge this is, what in it is overdue or unread, and its words."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from tercet.knowledge import BadKnowledge, Knowledge, read
from tercet.knowledge.pieces import Piece, pieces
from tercet.running.decision_text import NOT_ADOPTED, VERIFIED
from tercet.running.paper import paragraph, say, styled
from tercet.running.reference.telling import of_fact

TYPES = {
    "yes-no": "true or false",
    "whole": "whole number",
    "choice": "one of",
    "choices": "a list of",
    "texts": "a list of texts",
    "instant": "date and time",
}
UNREAD = ("memory", "secondary", "derived")  # weakest first


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.option("--with", "folder", metavar="DIR", help="Of another knowledge: a folder of it.")
@click.pass_context
def knowledge(context: click.Context, *, as_json: bool, folder: str | None) -> None:
    """Say which knowledge this is, what in it is overdue, and what nobody has read."""
    known = _read(folder)
    context.obj = (known, as_json)
    if context.invoked_subcommand is None:
        today = datetime.now(UTC).date()
        if as_json:
            click.echo(json.dumps(_summary(known, today), indent=2))
        else:
            say(_summary_lines(known, today))


@knowledge.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.pass_context
def facts(context: click.Context, *, as_json: bool) -> None:
    """List every fact a file or a form may give: type, unit, freshness, who, an example."""
    known, json_before = context.obj
    if as_json or json_before:
        told = [_for_programs(of_fact(fact)) for fact in known.facts.values()]
        click.echo(json.dumps(told, indent=2))
    else:
        say(_fact_lines(known))


@knowledge.command("pages")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def write_pages(context: click.Context, folder: Path) -> None:
    """Write the reference pages into DIR: one a rule, an index, the notes, and the coverage."""
    from tercet.running.reference.pages import write

    known, _ = context.obj
    try:
        click.echo(f"{write(known, folder)} pages are in {folder}.")
    except OSError as wrong:
        raise click.ClickException(f"{folder} cannot be written: {wrong.strerror}.") from None


@knowledge.command("honesty")
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def write_honesty(context: click.Context, file: Path) -> None:
    """Read courses of made-up patients, whose truth is known, and say in FILE how it errs."""
    from tercet.running.honesty.page import write
    from tercet.running.honesty.plan import plan

    known, _ = context.obj
    try:
        write(plan(), known, file)
    except OSError as wrong:
        raise click.ClickException(f"{file} cannot be written: {wrong.strerror}.") from None
    click.echo(f"{file} says how often the reading of a course is wrong.")


def _read(folder: str | None) -> Knowledge:
    if folder is not None and not Path(folder).is_dir():
        raise click.ClickException(f"{folder} is not a folder.")
    try:
        return read(Path(folder).resolve()) if folder is not None else read()
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None


def _summary(known: Knowledge, today: date) -> dict[str, Any]:
    every = list(pieces(known))
    return {
        "version": known.version,
        "adopted": False,
        "counts": _counts(known),
        "verified": dict(Counter(piece.verified for piece in every if piece.verified)),
        "overdue": list(known.overdue(today)),
        "dated": [_dated(piece, today) for piece in every if piece.expires],
        "unread": [_unread(piece) for how in UNREAD for piece in every if piece.verified == how],
        "policy": [piece.id for piece in every if piece.verified == "policy"],
    }


def _counts(known: Knowledge) -> dict[str, int]:
    return {
        "sources": len(known.sources),
        "facts": len(known.facts),
        "rules": len(list(known.every_rule())),
        "notes": len(known.notes),
        "medicines": len(known.medicines),
        "instruments": len(known.instruments),
        "protocols": len(known.protocols),
    }


def _dated(piece: Piece, today: date) -> dict[str, Any]:
    """What the law, or whoever said it, gives until a day; below nought it has ended."""
    assert piece.expires is not None
    return {
        "id": piece.id,
        "title": piece.title,
        "expires": piece.expires.isoformat(),
        "days_left": (piece.expires - today).days,
    }


def _unread(piece: Piece) -> dict[str, Any]:
    how = {"verified": piece.verified, "sources": list(piece.sources)}
    return {"id": piece.id, "what": piece.shape, "title": piece.title, **how}


def _summary_lines(known: Knowledge, today: date) -> Iterator[str]:
    summary = _summary(known, today)
    yield styled(f"Knowledge {known.version}", bold=True)
    yield from paragraph("", NOT_ADOPTED, indent=0, width=0)
    yield ""
    counts = ", ".join(f"{n} {what}" for what, n in summary["counts"].items())
    yield from paragraph("holds", counts + ".", indent=2, width=10)
    overdue = ", ".join(summary["overdue"]) or "nothing"
    yield from paragraph("overdue", f"{overdue}.", indent=2, width=10)
    for one in summary["dated"]:
        yield from paragraph("dated", _days(one), indent=2, width=10)
    for how, n in Counter(summary["verified"]).most_common():
        yield from paragraph(how, f"{n}: {VERIFIED[how]}.", indent=2, width=10)
    for how in UNREAD:
        yield from _unread_lines(how, summary["unread"])
    yield ""
    policy = ", ".join(summary["policy"])
    yield f"{len(summary['policy'])} are this programme's own choice:"
    yield from paragraph("", f"{policy}.", indent=2, width=0)


def _days(one: dict[str, Any]) -> str:
    left = one["days_left"]
    when = f"{left} days are left" if left >= 0 else f"it ended {-left} days ago"
    return f"{one['id']} ends on {one['expires']}; {when}. {one['title']}"


def _unread_lines(how: str, unread: list[dict[str, Any]]) -> Iterator[str]:
    """Every number that nobody has read at its source; a programme's own choices have none."""
    these = [one for one in unread if one["verified"] == how]
    if these:
        yield ""
        yield f"{len(these)} {VERIFIED[how]}:"
    for one in these:
        text = f"{one['id']}: {one['title']} ({', '.join(one['sources'])})"
        yield from paragraph("", text, indent=2, width=0)


def _for_programs(told: dict[str, Any]) -> dict[str, Any]:
    low, high = told.pop("range") or (None, None)
    return {**told, **({"low": low, "high": high} if low is not None else {})}


def _fact_lines(known: Knowledge) -> Iterator[str]:
    yield f"{len(known.facts)} facts. A file may give any of them; what it does not give is asked."
    for fact in known.facts.values():
        told = of_fact(fact)
        yield ""
        yield f"{styled(fact.id, bold=True)}  {fact.label}"
        yield from paragraph("type", _type_of(told))
        yield from paragraph("counts", told["counts"])
        yield from paragraph("from", ", ".join(fact.from_))
        yield from paragraph("example", f'{{"{fact.id}": {json.dumps(told["example"])}}}')


def _type_of(told: dict[str, Any]) -> str:
    words = [TYPES.get(told["type"], told["type"]), told["unit"], ", ".join(told["choices"])]
    bounds = f"from {told['range'][0]:g} to {told['range'][1]:g}" if told["range"] else ""
    return " ".join(filter(None, [*words, bounds]))
