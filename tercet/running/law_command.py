"""`tercet law [FILE…]`: what an order may rest on, on a day, and who of the files has nothing."""

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from tercet.decisions import law
from tercet.decisions.law import NOT_ADVICE, Loss, Standing
from tercet.knowledge import BadKnowledge, Basis, Knowledge, State
from tercet.knowledge.statutes import states_of
from tercet.running import paper
from tercet.running.deciding import exit_code, knowledge, moment, read_file, say_problems
from tercet.running.decision_json import one_or_several


@click.command(name="law")
@click.argument("files", nargs=-1, metavar="[FILE…]")
@click.option("--on", "day", metavar="DATE", help="The day asked about; today if not said.")
@click.option("--states", metavar="FILE", help="The clinic's own table of states (TOML).")
@click.option("--json", "as_json", is_flag=True, help="For a program: one object.")
def law_(files: tuple[str, ...], *, day: str | None, states: str | None, as_json: bool) -> None:
    """Which legal bases are in force on a day, and who of FILE… has none then.

    Not legal advice: it needs counsel. A state that no clinic has filled in is for review.
    """
    known, on, now = knowledge(), moment(day, option="--on").date(), moment(None)
    filled = _states(states)
    read = [read_file(file, known, now=now) for file in files]
    for one in read:
        say_problems(one)
    people = {one.file: one.heard.facts for one in read if one.heard}
    asked = {who: law.legal_basis(f, on, known, states=filled) for who, f in people.items()}
    lost = law.who_loses(people, on, known)
    if as_json:
        click.echo(one_or_several([_object(on, known, asked, lost)]))
    else:
        paper.say(list(_lines(on, known, asked, lost)))
    sys.exit(exit_code(read))


def _states(path: str | None) -> Mapping[str, State]:
    if path is None:
        return {}
    try:
        return states_of(Path(path))
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None


def _object(
    on: date, known: Knowledge, asked: Mapping[str, Standing], lost: tuple[Loss, ...]
) -> dict[str, Any]:
    return {
        "on": on.isoformat(),
        "not_legal_advice": NOT_ADVICE,
        "in_force": [_basis(each) for each in law.in_force(on, known)],
        "warn_days": known.law.warn_days,
        "people": [_person(who, standing) for who, standing in asked.items()],
        "loses": [
            {"file": each.who, "until": _day(each.until), "known": each.known, "why": each.why}
            for each in lost
        ],
        "knowledge": known.version,
        "overdue": list(known.overdue(on)),
    }


def _basis(basis: Basis) -> dict[str, Any]:
    return {
        "id": basis.id,
        "title": basis.title,
        "says": basis.says,
        "needs": list(basis.needs),
        "from": _day(basis.from_),
        "until": _day(basis.until),
        "sources": list(basis.sources),
        "evidence": basis.evidence,
        "verified": basis.verified,
    }


def _person(who: str, standing: Standing) -> dict[str, Any]:
    missing = [{**each.as_dict(), "verdict": each.verdict.name} for each in standing.missing]
    return {
        "file": who,
        "holds": standing.holds,
        "bases": [basis.id for basis in standing.bases],
        "until": _day(standing.until),
        "verdict": standing.decision.verdict.name,
        "missing": missing,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _lines(
    on: date, known: Knowledge, asked: Mapping[str, Standing], lost: tuple[Loss, ...]
) -> Iterator[str]:
    yield paper.styled(f"In force on {on}", bold=True)
    for basis in law.in_force(on, known):
        yield from paper.paragraph("", f"{basis.title}{_until(basis.until)}", indent=2, width=0)
        yield from paper.paragraph("", basis.says, indent=4, width=0)
    for who, standing in asked.items():
        yield ""
        yield paper.styled(paper.safe(who), bold=True)
        yield from _standing(standing)
    for each in lost:
        yield ""
        yield from paper.paragraph("", f"{each.who} has no basis on {on}.", indent=0, width=0)
        yield from paper.paragraph("", each.why, indent=2, width=0)
    yield ""
    yield from paper.paragraph("", f"Knowledge {known.version}. {NOT_ADVICE}", indent=0, width=0)


def _standing(standing: Standing) -> Iterator[str]:
    word = {True: "holds", False: "none", None: "not known"}[standing.holds]
    titles = "; ".join(f"{each.title}{_until(each.until)}" for each in standing.bases)
    yield from paper.paragraph("basis", f"{word}{': ' if titles else ''}{titles}", indent=2)
    for each in standing.missing:
        yield f"  {paper.marked(each.verdict.name)}  {paper.safe(each.title)}"
        yield from paper.paragraph("ask" if each.ask else "says", each.ask or each.says)


def _until(day: date | None) -> str:
    return f", until {day}" if day else ", without an end"
