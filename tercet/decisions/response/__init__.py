"""How a course is going: better, worse, or not enough to tell; and when, and for how long.

Every label names its threshold and its set, says whether the start was high enough, and is left
open where blanks, time or too few looks do not allow it. Uncontrolled: change, never effect.
"""

from tercet.decisions.response.booking import first_free
from tercet.decisions.response.labels import WORSE, Label, Progress, progress
from tercet.decisions.response.noise import Noise, noise, within
from tercet.decisions.response.onset import Effect, Interval, durability, effects
from tercet.decisions.response.published import Beside, Edge, beside, of_all_who_began
from tercet.decisions.response.review import Review, Weaker, non_responder, weaker
from tercet.decisions.response.seen import Dose, Measured, Span, of
from tercet.decisions.response.staying import Lasting, lasting
from tercet.decisions.response.surfacing import Action, Surfaced, actions, surfacing

__all__ = [
    "WORSE",
    "Action",
    "Beside",
    "Dose",
    "Edge",
    "Effect",
    "Interval",
    "Label",
    "Lasting",
    "Measured",
    "Noise",
    "Progress",
    "Review",
    "Span",
    "Surfaced",
    "Weaker",
    "actions",
    "beside",
    "durability",
    "effects",
    "first_free",
    "lasting",
    "noise",
    "non_responder",
    "of",
    "of_all_who_began",
    "progress",
    "surfacing",
    "weaker",
    "within",
]
