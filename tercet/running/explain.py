"""`tercet explain RULE`: a rule, a fact, a note or an id of the evidence, whole, in words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import click

from tercet.knowledge import BadKnowledge, Knowledge, read
from tercet.running.paper import marked, paragraph, safe, say, styled
from tercet.running.reference import telling
from tercet.running.reference.limits import listed

EVIDENCE = re.compile(r"[A-Za-z]{2}-\d{3}")
SHOWN_EDGES = 4  # of each verdict, on a terminal


@click.command()
@click.argument("name", metavar="RULE")
@click.option("--json", "as_json", is_flag=True, help="For a program.")
def explain(name: str, *, as_json: bool) -> None:
    """Say everything there is to say of RULE: its limits, its sources, both its sides.

    RULE is a rule's id; a fact's name, a note's id and an id of the evidence such as EL-020 are
    explained too.
    """
    try:
        told = _told(name.strip(), read())
    except BadKnowledge as bad:
        raise click.ClickException(str(bad)) from None
    if as_json:
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        say(list(_lines(told)))


def _told(name: str, known: Knowledge) -> dict[str, Any]:
    if EVIDENCE.fullmatch(name):
        return _evidence(name.upper(), known)
    id = name.lower().replace("_", "-")
    rule = next((rule for rule in known.every_rule() if rule.id == id), None)
    if rule is not None:
        made = telling.of_rule(rule, known)
        shared = known.facts.get(id)
        return {**made, "fact": telling.of_fact(shared)} if shared else made
    if id in known.facts:
        return {**telling.of_fact(known.facts[id]), "read_by": telling.read_by(id, known)}
    if id in known.notes:
        return telling.of_note(known.notes[id], known)
    if id in known.contradictions:
        return telling.of_contradiction(known.contradictions[id], known)
    raise click.ClickException(_near(name, id, known))


def _evidence(id: str, known: Knowledge) -> dict[str, Any]:
    told = telling.of_evidence(id)
    if told["state"] == "forgotten":
        raise click.ClickException(f"{id} is no id of the evidence.")
    return told


def _near(name: str, id: str, known: Knowledge) -> str:
    from difflib import get_close_matches  # only ever needed to word a refusal

    rules = [rule.id for rule in known.every_rule()]
    names = dict.fromkeys([*rules, *known.facts, *known.notes, *known.contradictions])
    begun = [each for each in names if each.startswith(f"{id}-")]
    near = list(dict.fromkeys([*begun, *get_close_matches(id, names)]))[:3]
    hint = f" Did you mean {' or '.join(near)}?" if near else " `tercet knowledge` lists all."
    return f"“{safe(name):.60}” is no rule, fact, note or id of the evidence.{hint}"


def _lines(told: dict[str, Any]) -> Iterator[str]:
    if "rule" in told:
        yield from _rule(told)
    elif "note" in told:
        yield from _note(told)
    elif "contradiction" in told:
        yield from _contradiction(told)
    elif "evidence" in told and "state" in told:
        yield from _where(told)
    else:
        yield from _fact(told)
        yield from _part("read by", ", ".join(told["read_by"]) or "no rule")


def _rule(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(told["title"])
    yield f"{marked(told['verdict'])} if it applies · {told['topic']} · {told['rule']}"
    yield ""
    yield from _part("says", told["says"])
    yield from _part("when", f"{told['applies_when']} ({told['kind']})")
    for limit in told["limits"]:
        yield from _part("", limit)
    yield from _part("ask", f"{told['ask']} ({', '.join(told['who'])})")
    yield from _part("remedy", told["remedy"] or "")
    yield from _part("ladder", told["ladder"] or "")
    yield from _whose_word(told)
    for fact in told["facts"]:
        yield ""
        yield from _fact(fact)
    yield from _beside(told["beside"])
    yield from _edges(told["edges"])
    yield from _cases(told["cases"])


def _whose_word(told: dict[str, Any]) -> Iterator[str]:
    for number, source in enumerate(told["sources"]):
        section = f", {source['section']}" if source["section"] else ""
        yield from _part("from" if number == 0 else "", f"{source['title']}{section}")
        if source["url"]:
            yield f"{' ' * 12}{safe(source['url'])}"
    ends = f" It ends on {told['expires']}." if told["expires"] else ""
    dated = f"Checked {told['checked_on']}, again by {told['next_check']}.{ends}"
    yield from _part(
        "",
        f"{told['basis']}, strength {told['strength']}; {told['reached_us']}; "
        f"{told['evidence']}. {dated}",
    )


def _fact(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(f"{told['fact']}: {told['label']}", indent=2)
    bounds = f"from {told['range'][0]:g} to {told['range'][1]:g}" if told["range"] else ""
    words = [told["type"], told["unit"], bounds, ", ".join(told["choices"])]
    yield from _part("type", " ".join(filter(None, words)))
    yield from _part("counts", told["counts"])
    yield from _part("said by", ", ".join(told["from"]))


def _note(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(told["title"])
    yield f"Published; nothing decides by it · {told['topic']} · {told['note']}"
    yield ""
    yield from _part("says", told["says"])
    yield from _part("beside", ", ".join(told["shown_beside"]))
    yield from _whose_word(told)


def _contradiction(told: dict[str, Any]) -> Iterator[str]:
    yield from _head(told["title"])
    yield f"{marked('ASK')} if these are all said · {told['contradiction']}"
    yield ""
    yield from _part("says", told["says"])
    yield from _part("ask", f"{told['ask']} ({', '.join(told['who'])})")
    for fact in told["facts"]:
        yield ""
        yield from _fact(fact)


def _where(told: dict[str, Any]) -> Iterator[str]:
    yield f"{styled(told['evidence'], bold=True)} is {told['state']}."
    yield from _part("in", ", ".join(told["carried_by"]))
    yield from _part("shown", ", ".join(told["shown_by"]))
    yield from _part("why not", told["why_not"])


def _beside(notes: list[dict[str, Any]]) -> Iterator[str]:
    if notes:
        yield ""
        yield "  Also published"
    for note in notes:
        yield from _part("", f"{note['title']}. {note['says']} ({note['note']})")


def _edges(edges: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    if edges:
        yield ""
        yield "  Both sides"
    for verdict, cases in edges.items():
        for case in cases[:SHOWN_EDGES]:
            yield from _part(verdict, listed(case))


def _cases(cases: list[dict[str, str]]) -> Iterator[str]:
    if cases:
        yield ""
        names = ", ".join(f"{case['name']} finds {case['finds']}" for case in cases)
        yield from _part("cases", f"{names}.")


def _head(text: str, *, indent: int = 0) -> Iterator[str]:
    for line in paragraph("", text, indent=indent, width=0):
        yield styled(line, bold=True)


def _part(label: str, text: str) -> Iterator[str]:
    yield from paragraph(label, text, indent=2, width=10)
