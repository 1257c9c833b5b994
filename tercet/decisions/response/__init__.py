"""How a course is going: better, worse, or not enough to tell; and when, and for how long.

Every label names its threshold and its set, says whether the start was high enough, and is left
open where blanks, time or too few looks do not allow it. Uncontrolled: change, never effect.
"""

from tercet.decisions.response.labels import Label, Progress, progress
from tercet.decisions.response.onset import Effect, Interval, durability, effects
from tercet.decisions.response.published import Beside, Edge, beside, of_all_who_began
from tercet.decisions.response.review import Review, Weaker, non_responder, weaker
from tercet.decisions.response.seen import Dose, Measured, Span
from tercet.decisions.response.staying import Lasting, lasting
from tercet.decisions.response.surfacing import Action, Surfaced, actions, surfacing

__all__ = [
    "Action",
    "Beside",
    "Dose",
    "Edge",
    "Effect",
    "Interval",
    "Label",
    "Lasting",
    "Measured",
    "Progress",
    "Review",
    "Span",
    "Surfaced",
    "Weaker",
    "actions",
    "beside",
    "durability",
    "effects",
    "lasting",
    "non_responder",
    "of_all_who_began",
    "progress",
    "surfacing",
    "weaker",
]
