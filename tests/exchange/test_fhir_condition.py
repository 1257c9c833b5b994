"""A diagnosis may say yes, or raise a doubt; it never says no."""

import pytest
from hearing import decide, hear, note, value
from maria_in_fhir import ICD10CM, LOINC, SNOMED, coded, diagnosed, maria, observed

from tercet.decisions import Verdict


@pytest.mark.parametrize(
    ("code", "system", "fact"),
    [
        ("I71.4", ICD10CM, "aneurysm"),
        ("I714", ICD10CM, "aneurysm"),
        ("67362008", SNOMED, "aneurysm"),
        ("I61.9", ICD10CM, "brain-haemorrhage"),
        ("230690007", SNOMED, "stroke-or-tia"),
        ("F20.0", ICD10CM, "psychosis"),
        ("58214004", SNOMED, "psychosis"),
        ("F31.9", ICD10CM, "bipolar-disorder"),
        ("F03.90", ICD10CM, "dementia-or-delirium"),
        ("F11.20", ICD10CM, "substance-use-disorder-active"),
        ("I48.91", ICD10CM, "stable-heart-disease"),
        ("I71.01", ICD10CM, "pressure-rise-hazard"),
        ("Z33.1", ICD10CM, "pregnant"),
        ("72892002", SNOMED, "pregnant"),
    ],
)
def test_an_active_confirmed_diagnosis_is_a_yes(code, system, fact):
    assert value(fact, diagnosed(code, system=system)) is True


@pytest.mark.parametrize("code", ["I7", "I70.0", "71.4", "XI71.4"])
def test_a_code_that_is_not_at_or_under_ours_says_nothing(code):
    assert value("aneurysm", diagnosed(code)) is None


def test_a_code_of_the_wrong_system_says_nothing():
    assert value("aneurysm", diagnosed("I71.4", system=SNOMED)) is None
    assert value("aneurysm", diagnosed("67362008", system=ICD10CM)) is None


@pytest.mark.parametrize("clinical", ["inactive", "remission", "resolved", None])
def test_what_was_ever_so_stays_a_yes(clinical):
    assert value("aneurysm", diagnosed("I71.4", clinical=clinical)) is True


@pytest.mark.parametrize("clinical", ["active", "recurrence", "relapse"])
def test_what_must_be_present_is_a_yes_while_it_is(clinical):
    assert value("substance-use-disorder-active", diagnosed("F11.20", clinical=clinical)) is True


@pytest.mark.parametrize(
    ("clinical", "why"),
    [
        ("inactive", "no longer active"),
        ("remission", "no longer active"),
        ("resolved", "no longer active"),
        (None, "not said whether it is active"),
    ],
)
def test_what_must_be_present_and_is_over_is_asked_about_and_not_a_no(clinical, why):
    said = note("substance-use-disorder-active", diagnosed("F11.20", clinical=clinical))
    assert why in said


def test_a_code_that_means_remission_is_not_a_present_disorder():
    assert "in remission" in note("substance-use-disorder-active", diagnosed("F11.21"))


def test_an_abatement_without_a_status_is_an_end():
    over = diagnosed("F11.20", clinical=None, abatementDateTime="2025-01-01")
    assert "no longer active" in note("substance-use-disorder-active", over)


@pytest.mark.parametrize("verified", ["unconfirmed", "provisional", "differential", "refuted"])
def test_a_doubtful_or_refuted_diagnosis_is_neither_yes_nor_no(verified):
    assert f"marked {verified}" in note("psychosis", diagnosed("F20.0", verified=verified))


def test_an_error_says_nothing_at_all():
    heard = hear(diagnosed("F20.0", verified="entered-in-error"))
    assert heard.facts.value("psychosis") is None and heard.notes == {}


def test_a_diagnosis_without_a_verification_stands():
    assert value("psychosis", diagnosed("F20.0", verified=None)) is True


def test_a_confirmed_diagnosis_outweighs_a_refuted_one_in_either_order():
    told = [diagnosed("F20.0"), diagnosed("F25.1", verified="refuted")]
    assert value("psychosis", *told) is value("psychosis", *reversed(told)) is True


@pytest.mark.parametrize(
    ("onset", "is_"), [("2026-10-11T12:00:00Z", True), ("2026-10-11T11:59:59Z", None)]
)
def test_a_heart_attack_is_recent_for_six_weeks_and_not_a_second_longer(onset, is_):
    attack = diagnosed("I21.4", onsetDateTime=onset)
    assert value("heart-attack-within-6-weeks", attack) is is_


def test_a_heart_attack_of_no_known_day_is_asked_about():
    assert "no day" in note("heart-attack-within-6-weeks", diagnosed("I21.4"))


@pytest.mark.parametrize(
    ("code", "fact"),
    [
        ("E05.90", "untreated-hyperthyroidism"),
        ("G40.909", "seizure-within-6-months"),
        ("K74.60", "severe-liver-disease"),
        ("T14.91XA", "suicide-behaviour-3-months"),
    ],
)
def test_what_only_points_at_a_fact_is_shown_and_asked_about(code, fact):
    assert "may or may not" in note(fact, diagnosed(code))


def test_the_record_s_own_words_are_shown_with_the_code():
    stroke = diagnosed("230690007", system=SNOMED)
    stroke["code"]["text"] = "Stroke, left side"
    finding = next(f for f in decide(hear(stroke)).findings if f.rule == "stroke-or-tia")
    assert finding.verdict is Verdict.STOP
    assert '"Stroke, left side" (SNOMED CT 230690007) in the record on 1 Nov 2026' in finding.saw


def test_a_diagnosis_written_down_tomorrow_is_left_out_of_yesterday():
    tomorrow = diagnosed("F20.0", recordedDate="2026-11-23")
    assert value("psychosis", tomorrow, as_of=True) is None
    assert value("psychosis", tomorrow, diagnosed("F20.0"), as_of=True) is True


def test_a_pregnancy_and_a_test_that_denies_it_cancel():
    denied = observed("82810-3", 0, "", valueQuantity=None,
                      valueCodeableConcept=coded(LOINC, "LA26683-5"))  # fmt: skip
    assert "both yes and no" in note("pregnant", denied, diagnosed("Z33.1"))
    assert value("pregnant", denied) is False
    assert value("pregnant", denied, diagnosed("Z33.1", clinical="resolved")) is False
    later = diagnosed("Z33.1", verified="provisional", recordedDate="2026-11-21")
    assert value("pregnant", denied, later) is None


def test_gender_says_nothing_of_pregnancy():
    for gender in ("male", "female", "other", "unknown"):
        assert value("pregnant", patient=maria(gender=gender)) is None
        assert value("could-be-pregnant", patient=maria(gender=gender)) is None
