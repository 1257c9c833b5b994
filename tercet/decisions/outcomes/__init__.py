"""What a whole clinic's courses came to: the same scores and labels, by column, for millions.

`decisions.response` says it of one person; a property holds the two equal. NumPy, Polars and the
statistics libraries are known here and nowhere else on this floor.
"""

from tercet.decisions.outcomes.curves import Curve, Point, Share, curve, share
from tercet.decisions.outcomes.image import Image, image
from tercet.decisions.outcomes.labelling import Labelled, labelled
from tercet.decisions.outcomes.report import Week, by_week
from tercet.decisions.outcomes.scoring import Scores, scored

__all__ = [
    "Curve",
    "Image",
    "Labelled",
    "Point",
    "Scores",
    "Share",
    "Week",
    "by_week",
    "curve",
    "image",
    "labelled",
    "scored",
    "share",
]
