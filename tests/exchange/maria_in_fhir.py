"""Small bundles for the tests: Maria, and what a record may say of her."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MARIA = "urn:uuid:00000000-0000-4000-8000-000000000001"
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD10CM, UCUM = "http://hl7.org/fhir/sid/icd-10-cm", "http://unitsofmeasure.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
HL7 = "http://terminology.hl7.org/CodeSystem/"

Json = dict[str, Any]


def coded(system: str, code: str, **more: Any) -> Json:
    return {"coding": [{"system": system, "code": code}], **more}


def maria(**more: Any) -> Json:
    return {"resourceType": "Patient", "id": "maria", "birthDate": "1992-05-17", **more}


def about_maria(kind: str, **more: Any) -> Json:
    return {"resourceType": kind, "subject": {"reference": MARIA}, **more}


def quantity(value: Any, unit: str, **more: Any) -> Json:
    return {"value": value, "unit": unit, "system": UCUM, "code": unit, **more}


def observed(loinc: str, value: Any, unit: str, *, at: str = "2026-11-20", **more: Any) -> Json:
    """One final observation of a quantity; `at` a FHIR dateTime."""
    plain = {"status": "final", "code": coded(LOINC, loinc), "effectiveDateTime": at}
    return about_maria("Observation", **{**plain, "valueQuantity": quantity(value, unit), **more})


def pressure(systolic: Any, diastolic: Any, *, at: str = "2026-11-20", **more: Any) -> Json:
    parts = [
        {"code": coded(LOINC, code), "valueQuantity": quantity(value, "mm[Hg]")}
        for code, value in (("8480-6", systolic), ("8462-4", diastolic))
        if value is not None
    ]
    plain = {"status": "final", "code": coded(LOINC, "85354-9"), "effectiveDateTime": at}
    return about_maria("Observation", **{**plain, "component": parts, **more})


def diagnosed(
    code: str,
    *,
    system: str = ICD10CM,
    clinical: str | None = "active",
    verified: str | None = "confirmed",
    **more: Any,
) -> Json:
    states = {}
    if clinical:
        states["clinicalStatus"] = coded(HL7 + "condition-clinical", clinical)
    if verified:
        states["verificationStatus"] = coded(HL7 + "condition-ver-status", verified)
    dated = {"recordedDate": "2026-11-01"}
    return about_maria("Condition", **{"code": coded(system, code), **states, **dated, **more})


def ordered(text: str, *, at: str = "2026-11-15", **more: Any) -> Json:
    plain = {"status": "active", "intent": "order", "authoredOn": at}
    medicine = {"medicationCodeableConcept": {"text": text}}
    return about_maria("MedicationRequest", **{**plain, **medicine, **more})


def allergic(concept: Json, *, verified: str = "confirmed", **more: Any) -> Json:
    state = coded(HL7 + "allergyintolerance-verification", verified)
    return {
        "resourceType": "AllergyIntolerance",
        "patient": {"reference": "Patient/maria"},
        "code": concept,
        "verificationStatus": state,
        "recordedDate": "2020-01-05",
        **more,
    }


def bundle(*resources: Json, patient: Json | None = None, **more: Any) -> Json:
    """A collection about Maria; `patient` in her place, or {} for a bundle without one."""
    first = maria() if patient is None else patient
    entries = [{"fullUrl": MARIA, "resource": first}] if first else []
    entries += [{"resource": one} for one in resources]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries, **more}
