"""docs/reference/coverage.md: each fact id of the evidence, and where it went."""

from collections import Counter
from collections.abc import Iterator

from tercet.knowledge import Knowledge
from tercet.knowledge.coverage import Coverage, coverage

CHAPTERS = {
    "EL": "Who must not, who with care",
    "DI": "Medicines and substances",
    "RT": "Routes, doses, limits",
    "MN": "While a dose works",
    "AE": "Side effects",
    "EV": "What the evidence supports",
    "MM": "Medication management and measures",
    "LG": "Law, privacy, consent",
    "DS": "Dependence",
    "SC": "Claims that must not be made",
}


def coverage_page(known: Knowledge) -> Iterator[str]:
    """The counts, then a table for each chapter of the evidence."""
    held = coverage()
    many = Counter(held.state(id) for id in held.ids)
    yield "# Where each fact of the evidence went"
    yield ""
    yield (
        f"{len(held.ids)} facts: {many['encoded']} encoded, {many['information']} shown as "
        f"information, {many['not encoded']} not encoded, with the reason."
    )
    yield ""
    for prefix, title in CHAPTERS.items():
        yield f"## {title} ({prefix})"
        yield ""
        yield "| id | state | where, or why not |"
        yield "|---|---|---|"
        for id in held.ids:
            if id.startswith(prefix):
                yield f"| {id} | {held.state(id)} | {_where(id, held, known)} |"
        yield ""


def _where(id: str, held: Coverage, known: Knowledge) -> str:
    rules = {rule.id for rule in known.every_rule()}
    carried = [
        f"[{name}](rules/{name}.md)" if name in rules else f"`{name}`"
        for name in held.encoded.get(id, ())
    ]
    noted = [_shown(name, known) for name in held.shown.get(id, ())]
    return ", ".join([*carried, *noted]) or held.not_encoded.get(id, "")


def _shown(name: str, known: Knowledge) -> str:
    if name in known.published:
        return f"[`{name}`](published.md)"
    return f"[{known.notes[name].title}](notes.md)"
