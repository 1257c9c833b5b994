"""Score a questionnaire, name its band, raise its flags. A blank is not a nought."""

from tercet.decisions.instruments.answers import (
    NA,
    REFUSED,
    Answer,
    Answers,
    accepted,
    admissible,
    check,
)
from tercet.decisions.instruments.flagging import Flag
from tercet.decisions.instruments.scoring import Score, band, band_set, score

__all__ = [
    "NA",
    "REFUSED",
    "Answer",
    "Answers",
    "Flag",
    "Score",
    "accepted",
    "admissible",
    "band",
    "band_set",
    "check",
    "score",
]
