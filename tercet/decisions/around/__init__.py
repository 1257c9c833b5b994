"""Medicines around a dose: what they do to it, what becomes of them hour by hour, what to expect.

Everything here says; nothing here names an amount of ketamine, and nothing takes a medicine away.
"""

from tercet.decisions.around.expected import Expected, expected
from tercet.decisions.around.exposure import Interaction, interactions
from tercet.decisions.around.hours import Line, Plan, plan
from tercet.decisions.around.judged import decide
from tercet.decisions.around.taken import Taken, taken

__all__ = [
    "Expected",
    "Interaction",
    "Line",
    "Plan",
    "Taken",
    "decide",
    "expected",
    "interactions",
    "plan",
    "taken",
]
