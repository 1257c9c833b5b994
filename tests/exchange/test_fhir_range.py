"""Laboratory values: beside the range they came with, and not known without one."""

import pytest
from hearing import hear, note, value
from maria_in_fhir import HL7, coded, observed

ALT, TSH, EGFR = "1742-6", "3016-3", "33914-3"
INTERPRETED = HL7 + "v3-ObservationInterpretation"


def ranged(low=None, high=None, unit="U/L"):
    ends = {"low": low, "high": high}
    given = {k: {"value": v, "unit": unit, "code": unit} for k, v in ends.items() if v is not None}
    return {"referenceRange": [given]}


@pytest.mark.parametrize(("units", "times"), [(20, 0.5), (40, 1), (41, 1.025), (120, 3)])
def test_an_enzyme_is_so_many_times_the_limit_it_came_with(units, times):
    assert value("alt-times-upper-limit", observed(ALT, units, "U/L", **ranged(0, 40))) == times


@pytest.mark.parametrize(
    "limits",
    [{}, ranged(7), ranged(high=0), ranged(high=-4), ranged(high=40, unit="ukat/L")],
)
def test_without_its_limit_in_its_own_unit_an_enzyme_is_not_known(limits):
    said = note("alt-times-upper-limit", observed(ALT, 20, "U/L", **limits))
    assert "20 U/L on 20 Nov 2026 came without the laboratory's upper limit" in said


def test_two_ranges_are_none():
    two = {"referenceRange": [*ranged(0, 40)["referenceRange"], *ranged(0, 60)["referenceRange"]]}
    assert value("alt-times-upper-limit", observed(ALT, 20, "U/L", **two)) is None


@pytest.mark.parametrize(("tsh", "is_"), [(0.39, False), (0.4, True), (4.0, True), (4.1, False)])
def test_tsh_is_in_the_range_it_came_with(tsh, is_):
    assert value("tsh-in-range", observed(TSH, tsh, "mIU/L", **ranged(0.4, 4, "mIU/L"))) is is_


@pytest.mark.parametrize(("code", "is_"), [("N", True), ("H", False), ("LL", False), ("IND", None)])
def test_or_as_the_laboratory_judged_it(code, is_):
    judged = {"interpretation": [coded(INTERPRETED, code)]}
    assert value("tsh-in-range", observed(TSH, 2, "mIU/L", **judged)) is is_


def test_a_bound_is_not_a_value():
    low = observed(TSH, 0.01, "mIU/L", **ranged(0.4, 4, "mIU/L"))
    low["valueQuantity"]["comparator"] = "<"
    assert "is a bound" in note("tsh-in-range", low)


@pytest.mark.parametrize("unit", ["mL/min/{1.73_m2}", "mL/min/1.73m2"])
def test_filtration_is_read_for_a_standard_body(unit):
    assert value("egfr", observed(EGFR, 29, unit)) == 29


def test_filtration_without_its_body_is_not_the_same_number():
    assert "not one we read" in note("egfr", observed(EGFR, 29, "mL/min"))


def test_a_laboratory_says_it_as_a_laboratory():
    by_laboratory = {"category": [coded(HL7 + "observation-category", "laboratory")]}
    heard = hear(observed(EGFR, 90, "mL/min/{1.73_m2}", **by_laboratory))
    assert heard.facts.said["egfr"].by == "laboratory"
