"""Screens on the way to a signed plan: the patients, one decision, and what is signed."""

from tercet.clinic.treatment.views.deciding import (
    decision,
    decision_again,
    decision_answer,
    decision_ask,
)
from tercet.clinic.treatment.views.lawful import law
from tercet.clinic.treatment.views.ordering import order
from tercet.clinic.treatment.views.patients import patient, patients
from tercet.clinic.treatment.views.signing import decline, sign_course

__all__ = [
    "decision",
    "decision_again",
    "decision_answer",
    "decision_ask",
    "decline",
    "law",
    "order",
    "patient",
    "patients",
    "sign_course",
]
