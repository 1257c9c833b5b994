"""How often the reading is right: each figure a count of made-up people, with its exact limits."""

from collections.abc import Mapping

from tercet.knowledge import Knowledge
from tercet.running.honesty import by_lines, by_totals
from tercet.running.honesty.asked import schedule
from tercet.running.honesty.counted import Figure
from tercet.running.honesty.plan import Plan

PARTS = {
    "onset": by_lines.onset,
    "curve": by_lines.curves,
    "surfacing": by_lines.surfaced,
    "risen": by_totals.risen,
    "deterioration": by_totals.deterioration,
}


def figures(plan: Plan, known: Knowledge, *parts: str) -> Mapping[str, tuple[Figure, ...]]:
    """Figures of the page, by their heading: all, or only these parts.

    The same plan and the same knowledge make the same figures.
    """
    asked = schedule(plan, known)
    return {part: tuple(PARTS[part](plan, known, asked)) for part in parts or PARTS}
