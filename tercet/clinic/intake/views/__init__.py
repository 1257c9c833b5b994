"""The evaluation's screens. `sheet` holds what she has typed, `answering` the pages."""

from tercet.clinic.intake.views.answering import (
    evaluation,
    evaluation_section,
    evaluation_send,
    questions,
)

__all__ = ["evaluation", "evaluation_section", "evaluation_send", "questions"]
