"""What is measured: the latest that counts, in units we know, as one reading."""

import pytest
from hearing import decide, hear, note, value
from maria_in_fhir import HL7, LOINC, SNOMED, about_maria, coded, observed, pressure, quantity

from tercet.decisions import Verdict


def test_the_latest_reading_counts_wherever_it_stands():
    old, new = pressure(171, 99, at="2026-10-01"), pressure(118, 76, at="2026-11-20")
    assert value("systolic", old, new) == value("systolic", new, old) == 118


@pytest.mark.parametrize(
    ("time", "counts"),
    [("2026-11-22T12:00:00Z", True), ("2026-11-22T12:00:01Z", False)],
)
def test_a_reading_of_this_moment_counts_and_one_still_to_come_does_not(time, counts):
    told = [observed("8867-4", 64, "/min"), observed("8867-4", 68, "/min", at=time)]
    if counts:
        assert value("pulse", *told) == 68
    else:
        assert "still to come" in note("pulse", *told)


def test_asked_about_an_earlier_day_what_came_later_is_left_out():
    told = [observed("8867-4", 64, "/min"), observed("8867-4", 68, "/min", at="2027-01-03")]
    assert value("pulse", *told, as_of=True) == 64


@pytest.mark.parametrize(
    ("status", "is_"),
    [
        ("final", 118),
        ("amended", 118),
        ("corrected", 118),
        ("preliminary", 131),
        ("registered", 131),
        ("cancelled", 131),
        ("entered-in-error", 131),
        ("unknown", 131),
    ],
)
def test_only_what_is_final_counts(status, is_):
    told = [pressure(131, 84, at="2026-11-19"), pressure(118, 76, status=status)]
    assert value("systolic", *told) == is_


def test_an_observation_without_a_status_is_not_final():
    one = pressure(118, 76)
    del one["status"]
    assert value("systolic", one) is None


def test_pressures_of_two_readings_are_never_joined():
    heard = hear(pressure(118, 76, at="2026-11-18"), pressure(139, None, at="2026-11-20"))
    assert heard.facts.value("systolic") == 139
    assert heard.facts.value("diastolic") is None


def test_pressures_recorded_apart_at_one_moment_are_one_reading():
    heard = hear(observed("8480-6", 118, "mm[Hg]"), observed("8462-4", 76, "mm[Hg]"))
    assert (heard.facts.value("systolic"), heard.facts.value("diastolic")) == (118, 76)


def test_the_older_name_of_the_panel_is_read_too():
    assert value("diastolic", pressure(118, 76, code=coded(LOINC, "55284-4"))) == 76


def test_two_readings_of_one_moment_that_differ_cancel():
    told = [pressure(118, 76), pressure(151, 76)]
    assert "118 and 151" in note("systolic", *told)
    assert value("diastolic", *told) == 76


@pytest.mark.parametrize(
    ("amount", "unit", "kg"),
    [
        (68, "kg", 68),
        (68_000, "g", 68),
        (150, "[lb_av]", 68.038855),
        (150, "lb", 68.038855),
        (150, "lbs", 68.038855),
        (11, "[stone_av]", 69.853225),
        (2400, "[oz_av]", 68.038856),
        (68, "kg{dry}", 68),
    ],
)
def test_weights_are_converted_from_the_units_we_know(amount, unit, kg):
    assert value("weight-kg", observed("29463-7", amount, unit)) == pytest.approx(kg, abs=1e-6)


@pytest.mark.parametrize(
    ("kilopascal", "systolic"), [(16, 121), (18.66, 140), (18.67, 141), (15.6, 117)]
)
def test_a_pressure_in_kilopascal_is_turned_into_mmhg_away_from_the_ordinary(kilopascal, systolic):
    """18.66 kPa are 139.96 mmHg: rounded up from the ordinary, so never below what was measured."""
    assert value("systolic", observed("8480-6", kilopascal, "kPa")) == systolic


def test_a_pulse_a_second_is_sixty_times_that_a_minute():
    assert value("pulse", observed("8867-4", 1.1, "/s")) == 66


@pytest.mark.parametrize(
    "unit",
    [
        *("KG", "Kg", "pounds", "1", "mm[Hg]", "kg/0", "kg.m", "{dry}", "per kg", "k g"),
        *("10*9999999.kg", "10*400.kg", "10^400", "kg" * 30, "公斤", "('kg')", "kg;drop", "Cel"),
    ],
)
def test_a_unit_we_do_not_know_is_never_assumed(unit):
    assert f'"{unit[:40]}" is not one we read' in note("weight-kg", observed("29463-7", 68, unit))


def test_nothing_is_turned_into_a_score():
    assert '"%" is not one we read' in note("gad-7-total", observed("70274-6", 16, "%"))


def test_a_weight_without_a_unit_is_not_a_weight_in_kilograms():
    assert "is missing" in note(
        "weight-kg", observed("29463-7", 68, "", valueQuantity={"value": 68})
    )


def test_a_code_of_another_system_is_not_ucum():
    strange = quantity(68, "kg", system="urn:oid:1.2.3")
    assert "not one we read" in note(
        "weight-kg", observed("29463-7", 68, "kg", valueQuantity=strange)
    )


def test_an_unknown_unit_of_the_latest_does_not_bring_back_an_older_value():
    told = [observed("29463-7", 68, "kg", at="2026-11-01"), observed("29463-7", 11, "[rod_us]")]
    assert value("weight-kg", *told) is None


def test_what_could_not_be_read_is_written_beside_what_was_seen():
    heard = hear(observed("8867-4", 68, "per fortnight"))
    finding = next(f for f in decide(heard).findings if f.rule == "pulse-out-of-range")
    assert finding.verdict is Verdict.ASK
    assert '68 per fortnight on 20 Nov 2026: the unit "per fortnight"' in finding.saw


def test_a_bound_is_not_a_value():
    one = observed("29463-7", 0, "kg", valueQuantity=quantity(200, "kg", comparator=">"))
    assert "is a bound" in note("weight-kg", one)


def test_a_reading_without_a_value_says_nothing():
    absent = coded(HL7 + "data-absent-reason", "not-performed")
    one = observed("8867-4", 0, "/min", valueQuantity=None, dataAbsentReason=absent)
    assert hear(one).notes == {} and value("pulse", one) is None


@pytest.mark.parametrize(("impossible", "possible"), [(301, 300), (49, 50)])
def test_an_impossible_pressure_is_shown_and_not_counted(impossible, possible):
    assert "is not possible" in note("systolic", pressure(impossible, 76))
    assert value("systolic", pressure(possible, 76)) == possible


@pytest.mark.parametrize(
    ("seen", "kept"), [(140.0, 140), (140.04, 141), (89.96, 89), (117.2, 117), (118.4, 119)]
)
def test_a_fraction_never_brings_a_pressure_within_a_limit_it_lay_beyond(seen, kept):
    assert value("systolic", pressure(seen, 76)) == kept


def test_a_total_with_a_fraction_is_no_total():
    assert "whole number" in note("gad-7-total", observed("70274-6", 9.5, "{score}"))


@pytest.mark.parametrize(
    ("loinc", "fact"),
    [("70274-6", "gad-7-total"), ("44261-6", "phq-9-total"), ("44260-8", "phq-9-item-9")],
)
def test_scores_are_read_with_or_without_a_unit_or_as_an_integer(loinc, fact):
    for given in ({"valueQuantity": {"value": 2}}, {"valueQuantity": None, "valueInteger": 2}):
        assert value(fact, observed(loinc, 2, "{score}", **given)) == 2
    assert value(fact, observed(loinc, 2, "{score}")) == 2


@pytest.mark.parametrize(
    ("answer", "points"), [("LA6568-5", 0), ("LA6569-3", 1), ("LA6570-1", 2), ("LA6571-9", 3)]
)
def test_item_9_is_read_from_its_coded_answer(answer, points):
    one = observed("44260-8", 0, "", valueQuantity=None, valueCodeableConcept=coded(LOINC, answer))
    assert value("phq-9-item-9", one) == points


@pytest.mark.parametrize(
    ("system", "code", "is_"),
    [
        (LOINC, "LA15173-0", True),
        (LOINC, "LA26683-5", False),
        (SNOMED, "77386006", True),
        (SNOMED, "60001007", False),
        (LOINC, "LA4489-6", None),
        (SNOMED, "LA15173-0", None),
    ],
)
def test_pregnancy_is_read_from_the_answer_and_unknown_is_not_no(system, code, is_):
    said = coded(system, code)
    one = observed("82810-3", 0, "", valueQuantity=None, valueCodeableConcept=said)
    assert value("pregnant", one) is is_


def test_a_value_of_a_kind_we_do_not_read_is_named():
    one = observed("8867-4", 0, "", valueQuantity=None, valueString="68ish")
    assert "valueString" in note("pulse", one)


@pytest.mark.parametrize("code", ["59408-5", "2708-6"])
def test_saturation_is_read_under_both_its_codes(code):
    assert value("spo2", observed(code, 97.6, "%")) == 97


def test_height_is_read_in_metres_and_inches():
    assert value("height-cm", observed("8302-2", 1.68, "m")) == pytest.approx(168)
    assert value("height-cm", observed("8302-2", 66, "[in_i]")) == pytest.approx(167.64)


def test_who_says_it_is_the_record_a_laboratory_or_a_device():
    laboratory = [coded(HL7 + "observation-category", "laboratory")]
    told = [
        observed("8302-2", 168, "cm"),
        observed("8867-4", 68, "/min", device={"display": "cuff"}),
        observed("82810-3", 0, "", valueQuantity=None, category=laboratory,
                 valueCodeableConcept=coded(LOINC, "LA26683-5")),
    ]  # fmt: skip
    said = hear(*told).facts.said
    assert [said[f].by for f in ("height-cm", "pulse", "pregnant")] == [
        "record", "device", "laboratory",
    ]  # fmt: skip


def test_an_undated_reading_counts_only_where_none_is_dated():
    undated = observed("8867-4", 90, "/min", effectiveDateTime=None)
    assert value("pulse", undated, observed("8867-4", 68, "/min")) == 68
    assert hear(undated).facts.said["pulse"].at is None


def test_a_period_counts_from_its_end():
    one = observed("8867-4", 68, "/min", effectiveDateTime=None,
                   effectivePeriod={"start": "2026-11-01", "end": "2026-11-21"})  # fmt: skip
    assert hear(one).facts.said["pulse"].at.day == 21


def test_an_observation_of_somebody_else_is_left_out():
    for subject in ({"reference": "Patient/sam"}, {"display": "Maria"}, None):
        heard = hear(about_maria("Observation", **{**pressure(171, 99), "subject": subject}))
        assert heard.facts.value("systolic") is None
        assert "somebody else" in heard.left_out[0]
