"""A FHIR R4 bundle as facts: https://hl7.org/fhir/R4/bundle.html.

Nothing that is absent becomes a no: what a bundle does not say is not known.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from typing import Any

from tercet.decisions import Facts
from tercet.exchange import (
    fhir_allergy,
    fhir_answers,
    fhir_condition,
    fhir_medicine,
    fhir_observation,
    fhir_patient,
)
from tercet.exchange.fhir_bundle import Record, record_in
from tercet.exchange.plausible import believed
from tercet.exchange.words import Heard, Word, heard, joined, latest
from tercet.knowledge import Knowledge

TAKEN = ("MedicationRequest", "MedicationStatement")
READ = ("Observation", "QuestionnaireResponse", "Condition", *TAKEN, "AllergyIntolerance")


def facts_from_bundle(bundle: Any, *, now: datetime, known: Knowledge) -> Facts:
    """The facts of the one patient of a bundle; NotUnderstood, naming the place, if unreadable."""
    return heard_in_bundle(bundle, now=now, known=known).facts


def heard_in_bundle(bundle: Any, *, now: datetime, known: Knowledge, as_of: bool = False) -> Heard:
    """As `facts_from_bundle`, with what could not be read of each fact and what was left out.

    bundle: parsed JSON; now: an aware instant, the moment decided for; as_of: that moment is in the
    past by intent, so what is dated after it is left out instead of doubted.
    """
    record = record_in(bundle)
    words = joined(_words(record, known, now=now, as_of=as_of))
    counted = believed(words, known)
    others = record.about_others(*READ)
    left_out = (f"{others} entries about somebody else, or about nobody named",) if others else ()
    return heard(counted, now=now, left_out=left_out)


def _words(record: Record, known: Knowledge, *, now: datetime, as_of: bool) -> Iterator[Word]:
    mine = record.about_the_patient
    yield from fhir_patient.words_of(record.patient.place, now=now)
    measured = (word for one in mine("Observation") for word in fhir_observation.words_of(one))
    answered = fhir_answers.words_of(mine("QuestionnaireResponse"), known)
    yield from latest(chain(measured, answered), now=now, as_of=as_of)
    yield from fhir_condition.words_of(mine("Condition"), now=now, as_of=as_of)
    taken = (one for kind in TAKEN for one in mine(kind))
    shelf = fhir_medicine.Shelf(record.medications, known)
    yield from fhir_medicine.words_of(taken, shelf, now=now, as_of=as_of)
    yield from fhir_allergy.words_of(mine("AllergyIntolerance"), now=now, as_of=as_of)
