"""The record's medicines: what is listed counts, what is not listed is never a no."""

import pytest
from hearing import decide, hear, note, value
from maria_in_fhir import RXNORM, SNOMED, allergic, coded, diagnosed, maria, ordered

from tercet.decisions import Verdict


def verdict(rule, *resources, **more):
    return next(f for f in decide(hear(*resources, **more)).findings if f.rule == rule).verdict


def with_code(text, *codes):
    """An order in these words and RxNorm codes; no words at all for None."""
    coding = [{"system": RXNORM, "code": code} for code in codes]
    concept = {"coding": coding, **({"text": text} if text else {})}
    return ordered("", medicationCodeableConcept=concept)


@pytest.mark.parametrize(
    ("text", "code", "lines"),
    [
        ("Sertraline 100 MG", "36437", ("Sertraline 100 MG",)),
        (None, "36437", ("sertraline",)),
        ("Zyxtramine", "36437", ("Zyxtramine", "sertraline (by its RxNorm code)")),
        ("Sertraline", "3322", ("Sertraline", "diazepam (by its RxNorm code)")),
        ("Zyxtramine", "999999999", ("Zyxtramine",)),
    ],
)
def test_words_and_rxnorm_code_both_count(text, code, lines):
    assert value("medicines", with_code(text, code)) == lines


@pytest.mark.parametrize("where", ["dosageInstruction", "dosage"])
def test_how_it_is_taken_is_read_with_it(where):
    told = ordered("Clonazepam 0.5 MG Oral Tablet", **{where: [{"text": "1 tablet twice a day"}]})
    assert value("medicines", told) == ("Clonazepam 0.5 MG Oral Tablet, 1 tablet twice a day",)
    assert not verdict("benzodiazepine-above-8-mg", told).passes


def test_directions_that_cannot_be_read_are_left_away():
    told = ordered("Clonazepam 0.5 MG", dosageInstruction=[{"text": "as the wizard says"}, {}])
    assert value("medicines", told) == ("Clonazepam 0.5 MG",)


def test_words_and_code_that_differ_are_looked_at_by_a_person():
    told = with_code("Sertraline", "3322")
    assert verdict("takes-benzodiazepine", told) is Verdict.CAUTION
    assert not verdict("unknown-medicine", told).passes


def test_a_code_of_another_system_is_no_rxnorm_code():
    concept = coded("urn:ours", "36437", text="Zyxtramine")
    assert value("medicines", ordered("", medicationCodeableConcept=concept)) == ("Zyxtramine",)


def test_active_orders_are_what_is_taken():
    told = [ordered("Sertraline 100 MG"), ordered("Lorazepam 0.5 MG", at="2026-11-20")]
    said = hear(*told).facts.said["medicines"]
    assert said.value == ("Sertraline 100 MG", "Lorazepam 0.5 MG")
    assert (said.by, said.at.day) == ("record", 20)


@pytest.mark.parametrize("status", ["stopped", "completed", "cancelled", "entered-in-error"])
def test_an_order_that_is_over_is_not_taken_and_leaves_no_empty_list(status):
    heard = hear(ordered("Lorazepam 0.5 MG", status=status))
    assert heard.facts.value("medicines") is None and heard.notes == {}


@pytest.mark.parametrize("status", ["on-hold", "unknown", "draft", None])
def test_an_order_that_may_be_taken_is_shown_and_not_counted(status):
    assert "Lorazepam 0.5 MG" in note("medicines", ordered("Lorazepam 0.5 MG", status=status))


def test_what_may_be_taken_is_shown_beside_what_is():
    heard = hear(ordered("Sertraline 100 MG"), ordered("Lorazepam 0.5 MG", status="on-hold"))
    finding = next(f for f in decide(heard).findings if f.rule == "takes-benzodiazepine")
    assert finding.verdict is Verdict.ASK
    assert "perhaps also Lorazepam 0.5 MG, on hold on 15 Nov 2026" in finding.saw


@pytest.mark.parametrize("intent", ["proposal", "plan", "option"])
def test_an_intention_is_not_yet_taken(intent):
    assert f"a {intent}" in note("medicines", ordered("Lorazepam 0.5 MG", intent=intent))


def test_an_order_not_to_give_is_not_taken():
    assert value("medicines", ordered("Lorazepam 0.5 MG", doNotPerform=True)) is None


def test_a_statement_counts_until_its_period_ends():
    taken = {**ordered("Lorazepam"), "resourceType": "MedicationStatement"}
    ended = {**taken, "effectivePeriod": {"start": "2026-01-01", "end": "2026-11-21"}}
    lasting = {**taken, "effectivePeriod": {"start": "2026-01-01", "end": "2026-11-23"}}
    assert value("medicines", taken) == value("medicines", lasting) == ("Lorazepam",)
    assert value("medicines", ended) is None


def test_a_reference_is_followed_into_the_bundle_and_within_the_order():
    medication = {"resourceType": "Medication", "id": "m1", "code": {"text": "Ativan 1 mg"}}
    by = {"medicationCodeableConcept": None}
    pointing = ordered("", **by, medicationReference={"reference": "Medication/m1"})
    inside = ordered("", **by, medicationReference={"reference": "#m1"}, contained=[medication])
    named = ordered("", **by, medicationReference={"reference": "Medication/x", "display": "Xanax"})
    lost = ordered("", **by, medicationReference={"reference": "Medication/x"})
    assert value("medicines", pointing, medication) == ("Ativan 1 mg",)
    assert value("medicines", inside) == ("Ativan 1 mg",)
    assert value("medicines", named) == ("Xanax",)
    assert verdict("unknown-medicine", lost) is Verdict.REVIEW


def test_a_medicine_with_only_a_code_is_not_lost():
    order = ordered("", medicationCodeableConcept=coded(RXNORM, "999308971"))
    assert "999308971" in value("medicines", order)[0]


def test_what_the_list_holds_counts_and_what_it_does_not_hold_is_not_a_no():
    assert verdict("takes-benzodiazepine", ordered("Lorazepam 0.5 MG")) is Verdict.CAUTION
    assert verdict("takes-benzodiazepine", ordered("Sertraline 100 MG")) is Verdict.ASK
    assert verdict("takes-maoi", ordered("Sertraline 100 MG")) is Verdict.ASK
    assert verdict("unknown-medicine", ordered("Sertraline 100 MG")) is Verdict.ASK
    assert verdict("unknown-medicine", ordered("Zyxtramine 5 MG")) is Verdict.REVIEW


def test_an_old_list_is_asked_about():
    assert verdict("takes-benzodiazepine", ordered("Lorazepam", at="2026-11-09")) is Verdict.CAUTION
    assert verdict("takes-benzodiazepine", ordered("Lorazepam", at="2026-11-07")) is Verdict.ASK
    assert verdict("takes-benzodiazepine", ordered("Lorazepam", authoredOn=None)) is Verdict.ASK


def test_an_order_of_tomorrow_is_left_out_of_yesterday():
    assert value("medicines", ordered("Lorazepam", at="2026-11-23"), as_of=True) is None


@pytest.mark.parametrize(
    "concept",
    [
        coded(RXNORM, "6130"),
        coded(RXNORM, "2119365"),
        coded(SNOMED, "373464007"),
        {"text": "Ketamine hydrochloride"},
        {"coding": [{"display": "SPRAVATO 28 mg"}]},
    ],
)
def test_an_allergy_to_ketamine_is_found_by_code_and_by_name(concept):
    assert value("ketamine-allergy", allergic(concept)) is True


def test_an_allergy_to_something_else_or_none_at_all_says_nothing():
    assert value("ketamine-allergy", allergic(coded(RXNORM, "723"))) is None
    assert value("ketamine-allergy", allergic(coded(SNOMED, "716186003"))) is None
    assert value("ketamine-allergy") is None


def test_a_reaction_to_ketamine_under_another_name_is_found():
    reaction = [{"substance": {"text": "ketamine"}, "manifestation": [{"text": "rash"}]}]
    assert value("ketamine-allergy", allergic({"text": "Anaesthetics"}, reaction=reaction)) is True


@pytest.mark.parametrize("verified", ["unconfirmed", "presumed", "refuted"])
def test_a_doubtful_allergy_is_asked_about(verified):
    one = allergic({"text": "ketamine"}, verified=verified)
    assert f"marked {verified}" in note("ketamine-allergy", one)


def test_an_allergy_entered_in_error_says_nothing():
    heard = hear(allergic({"text": "ketamine"}, verified="entered-in-error"))
    assert heard.facts.value("ketamine-allergy") is None and heard.notes == {}


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("2008-11-22", 18),
        ("2008-11-23", 17),
        ("2008-10", 18),
        ("2008-11", None),
        ("2008", None),
        (None, None),
    ],
)
def test_age_is_known_when_the_birth_date_leaves_only_one(born, age):
    assert value("age-years", patient=maria(birthDate=born)) == age


def test_a_birth_date_that_leaves_two_ages_shows_both():
    assert note("age-years", patient=maria(birthDate="2008")) == "born 2008, so 17 or 18"


def test_a_record_with_much_in_it_and_one_aneurysm_stops():
    assert decide(hear(ordered("Sertraline"), diagnosed("I71.4"))).verdict is Verdict.STOP
