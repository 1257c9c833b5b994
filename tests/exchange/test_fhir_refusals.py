"""A bundle that cannot be read is refused in one sentence that names the place."""

import json
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

import pytest
from hearing import KNOWN, hear, value, why_not
from maria_in_fhir import (
    MARIA,
    NOW,
    allergic,
    bundle,
    diagnosed,
    maria,
    observed,
    ordered,
    pressure,
    quantity,
)

from tercet.exchange import NotUnderstood
from tercet.exchange.fhir import facts_from_bundle

BUNDLES = Path(__file__).parent / "bundles"


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ([], "an array"),
        (34, "a bare value"),
        ("Bundle", "a bare value"),
        (None, "a bare value"),
        ({"resourceType": "Patient"}, "is a Patient; a Bundle about one person is read"),
        ({"resourceType": 3}, "a thing without a resourceType"),
        ({"entry": []}, "no resourceType"),
        ({"resourceType": "Bundle"}, "holds no Patient"),
        ({"resourceType": "Bundle", "entry": {}}, "entry must be an array, not an object"),
        ({"resourceType": "Bundle", "entry": [3]}, "entry[0] must be an object"),
        ({"resourceType": "Bundle", "entry": [{"resource": 3}]}, "entry[0].resource must be"),
        ({"resourceType": "Bundle", "entry": [{"resource": {}}]}, "has no resourceType"),
        (bundle(type="history"), "is a history bundle"),
        (bundle(maria(id="sam")), "holds 2 patients (entry[0].resource and entry[1].resource)"),
        (bundle(patient={}), "holds no Patient"),
    ],
)
def test_what_is_not_a_bundle_of_one_person_is_refused(found, sentence):
    assert sentence in why_not(found)


@pytest.mark.parametrize(
    ("resource", "sentence"),
    [
        (observed("8867-4", "68", "/min"), '.value must be a number, not the string "68"'),
        (observed("8867-4", True, "/min"), ".value must be a number, not true or false"),
        (observed("8867-4", [68], "/min"), "valueQuantity.value must be a number, not an array"),
        (observed("8867-4", 1e999, "/min"), "valueQuantity.value is no number that can"),
        (observed("8867-4", 10**400, "/min"), "valueQuantity.value is no number that can"),
        (observed("8867-4", 68, 5), "valueQuantity.code must be a string"),
        (observed("8867-4", 68, "/min", status=1), "status must be a string"),
        (observed("8867-4", 68, "/min", code="8867-4"), "code must be an object"),
        (observed("8867-4", 68, "/min", code={"coding": {}}), "code.coding must be an array"),
        (observed("8867-4", 68, "/min", at="yesterday"), "effectiveDateTime must be a FHIR date"),
        (observed("8867-4", 68, "/min", at="2026-11-20T09:30:00"), "no time zone"),
        (observed("8867-4", 68, "/min", subject="Maria"), "subject must be an object"),
        (observed("8867-4", 68, "/min", valueQuantity=68), "valueQuantity must be an object"),
        (pressure(118, 76, component={}), "component must be an array"),
        (pressure("118", 76), "component[0].valueQuantity.value must be a number"),
        (diagnosed("I71.4", clinicalStatus=["active"]), "clinicalStatus must be an object"),
        (diagnosed("I71.4", recordedDate=2019), "recordedDate must be a string"),
        (ordered("Lorazepam", doNotPerform="no"), "doNotPerform must be true or false"),
        (ordered("", medicationCodeableConcept="Lorazepam"), "medicationCodeableConcept must be"),
        (allergic("ketamine"), "code must be an object"),
    ],
)  # fmt: skip
def test_a_wrong_type_is_named_by_its_path(resource, sentence):
    said = why_not(bundle(resource))
    assert said.startswith("entry[1].resource.") and sentence in said


@pytest.mark.parametrize(
    ("patient", "sentence"),
    [
        ({"birthDate": "2027-01-01"}, "entry[0].resource.birthDate 2027-01-01 lies after"),
        ({"birthDate": "17.05.1992"}, "entry[0].resource.birthDate must be a FHIR date"),
        ({"birthDate": 1992}, "entry[0].resource.birthDate must be a string"),
        ({"deceasedBoolean": True}, "recorded as dead"),
        ({"deceasedDateTime": "2024-02-01"}, "recorded as having died, 2024-02-01"),
        ({"deceasedBoolean": "no"}, "deceasedBoolean must be true or false"),
    ],
)
def test_a_patient_who_cannot_be_decided_about_is_named(patient, sentence):
    assert sentence in why_not(bundle(patient=maria(**patient)))


def test_the_day_of_birth_may_be_today_and_not_tomorrow():
    assert value("age-years", patient=maria(birthDate="2026-11-22")) == 0
    assert "lies after" in why_not(bundle(patient=maria(birthDate="2026-11-23")))


def test_who_is_recorded_as_alive_is_decided_about():
    assert value("age-years", patient=maria(deceasedBoolean=False)) == 34


STU3 = "http://hl7.org/fhir/STU3/StructureDefinition/Patient"


@pytest.mark.parametrize(
    ("found", "release", "where"),
    [
        (bundle(fhirVersion="3.0.2"), "STU3", "fhirVersion"),
        (bundle(meta={"profile": [STU3]}), "STU3", "meta.profile[0]"),
        (
            bundle(patient=maria(meta={"profile": ["x", "http://hl7.org/fhir/StructureDefinition/Patient|5.0.0"]})),
            "R5",
            "entry[0].resource.meta.profile[1]",
        ),
        (bundle(patient=maria(animal={})), "STU3", "entry[0].resource.animal"),
        (bundle(patient=maria(careProvider=[])), "DSTU2", "careProvider"),
        (bundle(diagnosed("F41.1", clinicalStatus="active")), "STU3", "clinicalStatus"),
        (bundle({"resourceType": "MedicationOrder"}), "DSTU2", "entry[1].resource (a Med"),
        (bundle(ordered("", medication={"concept": {}})), "R5", "medication"),
        (bundle(allergic({}, type={"coding": []})), "R5", "type"),
        (bundle(pressure(118, 76, comment="at rest")), "STU3", "comment"),
        (bundle({"resourceType": "Encounter", "class": [{}]}), "R5", "class"),
        (bundle({"resourceType": "MedicationUsage"}), "R5", "MedicationUsage"),
    ],
)  # fmt: skip
def test_a_bundle_of_another_release_is_named_by_what_shows_it(found, release, where):
    sentence = why_not(found)
    assert f"FHIR {release}" in sentence and where in sentence and "only R4" in sentence


@pytest.mark.parametrize("name", ["of-stu3.json", "of-dstu2.json", "of-r5.json"])
def test_our_bundles_of_other_releases_are_refused(name):
    assert "only R4 (4.0.1) and R4B are read" in why_not(json.loads((BUNDLES / name).read_text()))


def test_r4b_is_read():
    assert hear(fhirVersion="4.3.0").facts.value("age-years") == 34


def test_a_patient_may_be_named_in_every_way_a_reference_can():
    for reference in (MARIA, "Patient/maria", "Patient/maria/_history/3"):
        assert (
            value("pulse", observed("8867-4", 68, "/min", subject={"reference": reference})) == 68
        )


def test_entries_without_a_resource_are_passed_over():
    found = bundle(pressure(118, 76))
    found["entry"].insert(0, {"request": {"method": "DELETE", "url": "Patient/sam"}})
    assert facts_from_bundle(found, now=NOW, known=KNOWN).value("systolic") == 118


def test_a_million_entries_are_refused_at_once():
    found = {"resourceType": "Bundle", "entry": [{}] * 1_000_000}
    began = process_time()
    assert "1,000,000 entries" in why_not(found)
    assert process_time() - began < 1


def test_as_many_entries_as_may_be_are_read_and_one_more_is_not(monkeypatch):
    monkeypatch.setattr("tercet.exchange.fhir_bundle.MOST_ENTRIES", 2)
    assert value("pulse", observed("8867-4", 68, "/min")) == 68
    assert "3 entries; up to 2" in why_not(bundle(observed("8867-4", 68, "/min"), pressure(1, 1)))


def test_an_impossible_birth_date_on_another_day_is_refused_for_that_day():
    with pytest.raises(NotUnderstood, match="lies after 1990-01-01"):
        facts_from_bundle(bundle(), now=datetime(1990, 1, 1, tzinfo=UTC), known=KNOWN)


def test_a_quantity_is_only_read_where_it_is_asked_for():
    unread = observed("9999-9", "whatever", "?", valueQuantity=quantity("x", "?"))
    assert hear(unread).facts.value("age-years") == 34
