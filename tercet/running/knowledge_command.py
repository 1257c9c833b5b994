"""`tercet knowledge`: which knowledge this is, what in it is overdue or unread, and its words."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import click

from tercet.decisions.sight import length
from tercet.knowledge import BadKnowledge, Fact, Knowledge, Rule, read
from tercet.running.decision_text import NOT_ADOPTED, VERIFIED
from tercet.running.paper import paragraph, say, styled

TYPES = {
    "yes-no": "true or false",
    "whole": "whole number",
    "choice": "one of",
    "choices": "a list of",
    "texts": "a list of texts",
    "instant": "date and time",
}


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.pass_context
def knowledge(context: click.Context, *, as_json: bool) -> None:
    """Say which knowledge this is, what in it is overdue, and what nobody has read."""
    context.obj = as_json
    if context.invoked_subcommand is None:
        known, today = _read(), datetime.now(UTC).date()
        if as_json:
            click.echo(json.dumps(_summary(known, today), indent=2))
        else:
            say(_summary_lines(known, today))


@knowledge.command()
@click.option("--json", "as_json", is_flag=True, help="For a program.")
@click.pass_context
def facts(context: click.Context, *, as_json: bool) -> None:
    """List every fact a file or a form may give: type, unit, freshness, who, an example."""
    known = _read()
    if as_json or context.obj:
        click.echo(json.dumps([_fact(fact) for fact in known.facts.values()], indent=2))
    else:
        say(_fact_lines(known))


def _read() -> Knowledge:
    try:
        return read()
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None


def _summary(known: Knowledge, today: date) -> dict[str, Any]:
    rules = list(known.every_rule())
    return {
        "version": known.version,
        "adopted": False,
        "counts": {
            "sources": len(known.sources),
            "facts": len(known.facts),
            "rules": len(rules),
            "medicines": len(known.medicines),
            "instruments": len(known.instruments),
            "protocols": len(known.protocols),
        },
        "verified": dict(Counter(rule.verified for rule in rules)),
        "overdue": list(known.overdue(today)),
        "unread": [_unread(rule) for rule in known.unread()],
        "policy": [rule.id for rule in known.policy()],
    }


def _unread(rule: Rule) -> dict[str, Any]:
    how = {"verified": rule.verified, "sources": list(rule.sources)}
    return {"rule": rule.id, "title": rule.title, **how}


def _summary_lines(known: Knowledge, today: date) -> Iterator[str]:
    summary = _summary(known, today)
    yield styled(f"Knowledge {known.version}", bold=True)
    yield from paragraph("", NOT_ADOPTED, indent=0, width=0)
    yield ""
    counts = ", ".join(f"{n} {what}" for what, n in summary["counts"].items())
    yield from paragraph("holds", counts + ".", indent=2, width=10)
    overdue = ", ".join(summary["overdue"]) or "nothing"
    yield from paragraph("overdue", f"{overdue}.", indent=2, width=10)
    for how, n in Counter(rule.verified for rule in known.every_rule()).most_common():
        yield from paragraph(how, f"{n} rules: {VERIFIED[how]}.", indent=2, width=10)
    yield ""
    yield from _unread_lines(known)


def _unread_lines(known: Knowledge) -> Iterator[str]:
    """Every number that nobody has read at its source; a programme's own choices have none."""
    unread = [rule for rule in known.unread() if rule.verified != "policy"]
    yield f"{len(unread)} rules whose number nobody has read at its source:"
    for rule in unread:
        text = f"{rule.title} ({rule.verified}; {', '.join(rule.sources)})"
        yield from paragraph("", f"{rule.id}: {text}", indent=2, width=0)


def _fact(fact: Fact) -> dict[str, Any]:
    bounded = {"low": fact.low, "high": fact.high} if fact.low is not None else {}
    chosen = {"choices": list(fact.choices)} if fact.choices else {}
    return {
        "fact": fact.id,
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        **bounded,
        **chosen,
        "fresh_minutes": fact.fresh_minutes,
        "from": list(fact.from_),
        "question": fact.question,
        "example": fact.example,
    }


def _fact_lines(known: Knowledge) -> Iterator[str]:
    yield f"{len(known.facts)} facts. A file may give any of them; what it does not give is asked."
    for fact in known.facts.values():
        yield ""
        yield f"{styled(fact.id, bold=True)}  {fact.label}"
        yield from paragraph("type", _type_of(fact))
        fresh = fact.fresh_minutes
        counts = f"{length(fresh)} after it was said" if fresh else "until someone says otherwise"
        yield from paragraph("counts", counts)
        yield from paragraph("from", ", ".join(fact.from_))
        yield from paragraph("example", f'{{"{fact.id}": {json.dumps(_plain(fact.example))}}}')


def _type_of(fact: Fact) -> str:
    words = [TYPES.get(fact.type, fact.type), fact.unit, ", ".join(fact.choices)]
    bounds = f"from {fact.low:g} to {fact.high:g}" if fact.low is not None else ""
    return " ".join(filter(None, [*words, bounds]))


def _plain(example: Any) -> Any:
    return list(example) if isinstance(example, tuple) else example
