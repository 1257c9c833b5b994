"""What is published beside one person's course: where its edges stand, and when there is none."""

from dataclasses import replace

import pytest

from tercet.decisions.response import beside, of_all_who_began
from tests.decisions.people import KNOWN

PUBLISHED = KNOWN.published
AT_HOME = PUBLISHED["gad-7-at-home"]
FALL, LINE = AT_HOME.marks


def test_maria_from_eighteen_sees_half_of_her_own_start_and_the_line_below_five():
    band = beside(AT_HOME, 18)
    assert (band.start, band.week, band.published) == (18, 4, AT_HOME)
    assert (band.upper.value, band.upper.mark.people_percent) == (9, 62.9)
    assert (band.lower.value, band.lower.mark.people_percent) == (4, 31.3)


def test_the_cohort_counted_people_from_ten_on():
    assert beside(AT_HOME, 9) is None and beside(AT_HOME, 9.9) is None
    assert beside(AT_HOME, 10).upper.value == 5


def test_a_lower_edge_that_is_not_below_the_upper_makes_no_band():
    anybody = replace(
        AT_HOME, marks=(replace(FALL, least_start=None), replace(LINE, least_start=None))
    )
    assert beside(anybody, 8) is None  # half of 8 is the line itself
    assert beside(anybody, 8.2).upper.value == pytest.approx(4.1)


def test_one_mark_gives_its_edge_and_leaves_the_other_open():
    trial = beside(PUBLISHED["lsas-sr-infusion"], 80)
    assert (trial.upper.value, trial.lower, trial.week) == (52, None, 2)
    assert (trial.upper.mark.people_percent, trial.upper.mark.compared_percent) == (33.3, 0)
    line = beside(PUBLISHED["madrs-nasal-or-quetiapine"], 36)
    assert (line.upper, line.lower.value, line.week) == (None, 10, 8)


def test_who_is_at_the_line_already_is_shown_no_way_to_it():
    line = PUBLISHED["madrs-nasal-or-quetiapine"]
    assert beside(line, 10) is None and beside(line, 10.5).lower.value == 10


def test_a_start_of_nought_cannot_fall():
    assert beside(PUBLISHED["y-bocs-infusion"], 0) is None
    assert beside(PUBLISHED["y-bocs-infusion"], 1).upper.value == 0.65


def test_a_mark_counted_from_a_higher_start_leaves_the_other_edge():
    low = replace(AT_HOME, marks=(replace(FALL, least_start=None), LINE))
    band = beside(low, 9)
    assert (band.upper.value, band.lower) == (4.5, None)


@pytest.mark.parametrize("id", [id for id, each in PUBLISHED.items() if each.nothing])
def test_nothing_published_is_no_band_from_any_start(id):
    assert all(beside(PUBLISHED[id], start) is None for start in (0, 4, 10, 21, 80))


def test_of_all_who_began_eighteen_to_twenty_eight_in_a_hundred_halved_their_gad_7():
    low, high = of_all_who_began(AT_HOME, FALL)
    assert (round(low), round(high)) == (18, 28)
    assert low == pytest.approx(62.9 * 1247 / 4334) and high == pytest.approx(62.9 * 1247 / 2848)


def test_where_everybody_is_counted_the_share_stays():
    trial = PUBLISHED["madrs-nasal-or-quetiapine"]
    assert of_all_who_began(trial, trial.marks[0]) == pytest.approx((27.1, 27.1))


def test_how_many_began_is_not_made_up():
    trial = PUBLISHED["lsas-sr-infusion"]
    assert of_all_who_began(trial, trial.marks[0]) is None
    assert of_all_who_began(replace(AT_HOME, people=None), FALL) is None
