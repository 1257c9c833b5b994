"""Scores: sums, blanks, bands at their edges, and item 9 whatever the total is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tercet.decisions.instruments import band, score
from tercet.decisions.vocabulary import Impossible
from tests.decisions.people import KNOWN

GAD, PHQ = KNOWN.instruments["gad-7"], KNOWN.instruments["phq-9"]


def answered(*points):
    return {str(number): point for number, point in enumerate(points, 1)}


@pytest.mark.parametrize(
    ("instrument", "points", "total", "name"),
    [
        (PHQ, (2, 2, 2, 2, 1, 1, 2, 0, 0), 12, "moderate"),  # the US Core example
        (PHQ, (0, 0, 1, 1, 1, 0, 0, 0, 0), 3, "minimal"),  # HL7 personal health record
        (PHQ, (3,) * 9, 27, "severe"),  # the German core data set
        (GAD, (0, 0, 1, 1, 0, 1, 0), 3, "minimal"),  # HL7 personal health record
        (GAD, (3,) * 7, 21, "severe"),
        (GAD, (0,) * 7, 0, "minimal"),
    ],
)
def test_a_full_questionnaire_is_the_sum_of_its_points(instrument, points, total, name):
    made = score(instrument, answered(*points))
    assert (made.total, made.band) == (total, name)
    assert made.low == made.high == made.answered_sum == total
    assert made.n_answered == len(points)
    assert made.instrument == instrument.id


@pytest.mark.parametrize(
    ("instrument", "total", "name"),
    [
        (GAD, 4, "minimal"),
        (GAD, 5, "mild"),
        (GAD, 9, "mild"),
        (GAD, 10, "moderate"),
        (GAD, 14, "moderate"),
        (GAD, 15, "severe"),
        (PHQ, 4, "minimal"),
        (PHQ, 5, "mild"),
        (PHQ, 9, "mild"),
        (PHQ, 10, "moderate"),
        (PHQ, 14, "moderate"),
        (PHQ, 15, "moderately severe"),
        (PHQ, 19, "moderately severe"),
        (PHQ, 20, "severe"),
        (PHQ, 27, "severe"),
    ],
)
def test_a_band_ends_where_it_says(instrument, total, name):
    assert band(instrument, total, next(iter(instrument.bands))) == name


def test_a_total_outside_every_band_has_no_name():
    assert band(GAD, 22, "spitzer-2006") is None
    assert band(GAD, 3, "somebody-else") is None


def test_the_set_of_bands_is_named():
    assert score(GAD, {}).band_set == "spitzer-2006"
    assert score(PHQ, {}).band_set == "kroenke-2001"


def test_an_instrument_without_bands_names_none():
    made = score(replace(GAD, bands={}), answered(1, 1, 1, 1, 1, 1, 1))
    assert (made.total, made.band, made.band_set) == (7, None, "")


def test_a_blank_is_not_a_nought():
    made = score(GAD, {"1": 3, "2": 3, "3": None})
    assert (made.total, made.band) == (None, None)
    assert (made.answered_sum, made.n_answered) == (6, 2)
    assert (made.low, made.high) == (6, 6 + 5 * 3)


def test_one_blank_is_enough_to_have_no_total():
    made = score(PHQ, answered(1, 1, 1, 1, 1, 1, 1, 1))
    assert made.total is None
    assert (made.low, made.high) == (8, 11)


def test_a_scale_that_does_not_begin_at_nought_has_its_own_least():
    options = tuple(replace(o, score=o.score + 1) for o in GAD.options)
    items = tuple(replace(item, options=options, low=1, high=4) for item in GAD.items)
    made = score(replace(GAD, items=items), {"1": 1})
    assert (made.low, made.high) == (1 + 6, 1 + 24)


@pytest.mark.parametrize(("value", "raised"), [(0, False), (1, True), (3, True), (None, None)])
def test_item_nine_is_raised_whatever_the_total_is(value, raised):
    flag = score(PHQ, {"9": value}).flags[0]
    assert (flag.id, flag.item, flag.value) == ("suicide", "9", value)
    assert flag.known is (value is not None)
    assert flag.raised is raised
    assert flag.says


def test_an_item_nobody_answered_is_not_negative():
    flag = score(PHQ, {}).flags[0]
    assert (flag.value, flag.known, flag.raised) == (None, False, None)


def test_an_instrument_without_flags_raises_none():
    assert score(GAD, answered(3, 3, 3, 3, 3, 3, 3)).flags == ()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"8": 1}, "GAD-7 has no item '8'."),
        ({"1": 4}, "GAD-7 item 1 must be one of 0, 1, 2, 3, not 4."),
        ({"1": -1}, "GAD-7 item 1 must be one of 0, 1, 2, 3, not -1."),
        ({"1": True}, "GAD-7 item 1 must be one of 0, 1, 2, 3, not True."),
        ({"1": 1.0}, "GAD-7 item 1 must be one of 0, 1, 2, 3, not 1.0."),
        ({"1": "2"}, "GAD-7 item 1 must be one of 0, 1, 2, 3, not '2'."),
    ],
)
def test_an_answer_off_the_list_is_refused(answers, sentence):
    with pytest.raises(Impossible) as refusal:
        score(GAD, answers)
    assert str(refusal.value) == sentence


@given(
    st.fixed_dictionaries(
        {}, optional={str(n): st.none() | st.integers(0, 3) for n in range(1, 10)}
    )
)
def test_the_bounds_hold_whatever_the_blanks_turn_out_to_be(answers):
    made = score(PHQ, answers)
    blanks = 9 - made.n_answered
    assert made.low == made.answered_sum <= made.high == made.answered_sum + 3 * blanks
    assert (made.total is None) == (blanks > 0)


def test_a_flag_of_several_items_has_no_value_of_its_own():
    flags = {flag.id: flag for flag in score(PHQ, answered(3, 3, 3, 3, 3, 0, 0, 0, 0)).flags}
    assert (flags["major-depressive-syndrome"].item, flags["suicide"].item) == ("", "9")
    assert (flags["major-depressive-syndrome"].value, flags["suicide"].value) == (None, 0)
    assert (flags["major-depressive-syndrome"].calls, flags["suicide"].calls) == ("", "suicide")


def test_what_does_not_apply_is_left_out_of_a_mean():
    wsas = KNOWN.instruments["wsas"]
    made = replace(wsas, scoring=replace(wsas.scoring, kind="mean"))
    assert score(made, {"1": "na", "2": 8, "3": 8, "4": 2, "5": 2}).total == 5


def test_behind_a_gate_that_was_never_asked_nothing_is_missing():
    held = KNOWN.instruments["pc-ptsd-5"]
    last = replace(held.items[5], only_if=replace(held.items[5].only_if, items=("4",)))
    made = score(replace(held, items=(*held.items[:5], last)), {"gate": 0})
    assert (made.total, made.bounds, made.n_answered) == (0, (0, 0), 1)


def test_a_part_of_alternatives_needs_one_of_each():
    qids = KNOWN.instruments["qids-sr16"]
    assert score(qids, {"6": 1, "9": 2}).subscales["appetite-weight"] == 2
    assert score(qids, {"7": 3, "8": 0}).subscales["appetite-weight"] == 3
    assert score(qids, {"6": 1, "7": 1}).subscales["appetite-weight"] is None
    assert score(qids, {"8": 1, "9": 1}).subscales["appetite-weight"] is None


def test_what_has_no_total_has_no_bounds_either():
    made = score(KNOWN.instruments["c-ssrs-screener"], {"1": 1})
    assert (made.total, made.low, made.high, made.bounds) == (None, None, None, None)
