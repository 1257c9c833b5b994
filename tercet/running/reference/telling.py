"""Everything there is to tell of one rule, one fact or one id, as plain values."""

from collections.abc import Mapping
from typing import Any

from tercet.decisions.rules import reasoning
from tercet.decisions.sight import length
from tercet.knowledge import Contradiction, Fact, Knowledge, Note, Rule
from tercet.running.reference import cases
from tercet.running.reference.limits import applies_when, limit_lines

# How a number reached us, to the end.
REACHED = {
    "read": "read at its source",
    "secondary": "from a second hand, not read at its source",
    "memory": "from memory, not read at its source",
    "policy": "this programme's own choice, published by nobody",
    "derived": "worked out from published numbers",
}


def of_rule(rule: Rule, known: Knowledge) -> dict[str, Any]:
    """One rule whole: words, limits, facts, sources, notes beside it, edges and cases."""
    return {
        "rule": rule.id,
        "title": rule.title,
        "topic": topic(rule.id, known),
        "verdict": rule.if_so.upper(),
        "says": rule.says,
        "kind": rule.kind,
        "applies_when": applies_when(rule),
        "limits": list(limit_lines(rule, known.facts)),
        "ask": rule.ask,
        "who": list(rule.who),
        "facts": [of_fact(known.facts[name], rule) for name in reasoning(rule).facts],
        "remedy": rule.remedy,
        "ladder": rule.ladder,
        **_whose_word(rule, known),
        "beside": [of_note(note, known) for note in known.notes_beside(rule.id)],
        "edges": {verdict: list(each) for verdict, each in cases.edges(rule.id).items()},
        "cases": [_case(each) for each in cases.cases(rule.id)],
    }


def of_contradiction(held: Contradiction, known: Knowledge) -> dict[str, Any]:
    """Facts that cannot all be so, and who is asked which is right."""
    return {
        "contradiction": held.id,
        "title": held.title,
        "says": held.says,
        "ask": held.ask,
        "who": list(held.who),
        "facts": [of_fact(known.facts[name]) for name in held.facts],
        "sources": [_source(cited, known) for cited in held.sources],
    }


def of_note(note: Note, known: Knowledge) -> dict[str, Any]:
    """Something published that nothing decides on."""
    return {
        "note": note.id,
        "title": note.title,
        "topic": note.topic,
        "says": note.says,
        "shown_beside": list(note.beside),
        **_whose_word(note, known),
    }


def of_fact(fact: Fact, rule: Rule | None = None) -> dict[str, Any]:
    """A word of the vocabulary: what it is, how long it counts, who may say it."""
    fresh = fact.fresh_minutes
    if rule is not None and rule.fresh_minutes and fresh:
        fresh = min(fresh, rule.fresh_minutes)
    return {
        "fact": fact.id,
        "label": fact.label,
        "type": fact.type,
        "unit": fact.unit,
        "range": [fact.low, fact.high] if fact.low is not None else None,
        "choices": list(fact.choices),
        "fresh_minutes": fresh,
        "counts": f"{length(fresh)} after it was said" if fresh else "until someone says otherwise",
        "from": list(fact.from_),
        "question": fact.question,
        "example": list(fact.example) if isinstance(fact.example, tuple) else fact.example,
    }


def read_by(fact: str, known: Knowledge) -> list[str]:
    """Ids of the rules that read this fact."""
    return [rule.id for rule in known.every_rule() if fact in reasoning(rule).facts]


def of_evidence(id: str) -> dict[str, Any]:
    """Where one id of the evidence went."""
    from tercet.knowledge.coverage import coverage

    held = coverage()
    return {
        "evidence": id,
        "state": held.state(id),
        "carried_by": list(held.encoded.get(id, ())),
        "shown_by": list(held.shown.get(id, ())),
        "why_not": held.not_encoded.get(id, ""),
    }


def topic(rule: str, known: Knowledge) -> str:
    """The file of contraindications/ it stands in, or the part of a protocol."""
    for name, ids in known.topics.items():
        if rule in ids:
            return name
    parts = ((part, ids) for each in known.protocols.values() for part, ids in each.parts.items())
    return next((part for part, ids in parts if rule in ids), "")


def _whose_word(piece: Rule | Note, known: Knowledge) -> dict[str, Any]:
    """On whose word: sources to open, and how the number reached us."""
    return {
        "sources": [_source(cited, known) for cited in piece.sources],
        "basis": piece.basis,
        "strength": piece.strength,
        "verified": piece.verified,
        "reached_us": REACHED[piece.verified],
        "evidence": piece.evidence,
        "checked_on": piece.checked_on.isoformat(),
        "next_check": piece.next_check.isoformat(),
        "expires": piece.expires.isoformat() if piece.expires else None,
    }


def _source(cited: str, known: Knowledge) -> dict[str, Any]:
    id, _, section = cited.partition("#")
    source = known.sources[id]
    return {
        "id": id,
        "section": section,
        "title": source.title,
        "publisher": source.publisher,
        "year": source.year,
        "url": source.url,
    }


def _case(case: cases.Case) -> Mapping[str, str]:
    return {"file": case.file, "name": case.name, "story": case.story, "finds": case.verdict}
