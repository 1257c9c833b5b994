"""Onset of many, each between two looks: the estimate, and limits that need no shape."""

import pytest

from tercet.decisions.outcomes.curves import curve, share
from tercet.decisions.response import Interval

HOURS = (2, 24, 48, 72, 168)


def test_where_every_look_is_the_same_the_curve_is_the_share_seen():
    seen = [Interval(2, 24)] * 3 + [Interval(24, 48)] * 4 + [Interval(168, None)] * 3
    made = curve(seen, HOURS)
    assert made.people == 10
    assert [(p.hours, p.certain, p.possible) for p in made.points] == [
        (2, 0, 0),
        (24, 3, 3),
        (48, 7, 7),
        (72, 7, 7),
        (168, 7, 7),
    ]
    for point, wanted in zip(made.points, (0, 0.3, 0.7, 0.7, 0.7), strict=True):
        assert point.estimate_low == pytest.approx(wanted, abs=1e-4)
        assert point.low <= point.estimate_low <= point.estimate_high <= point.high


def test_looks_that_were_missed_are_shared_out_as_the_others_say():
    # Turnbull: of 4 between 2 and 24 and 4 between 24 and 48, the 2 that are open follow suit.
    seen = [Interval(2, 24)] * 4 + [Interval(24, 48)] * 4 + [Interval(2, 48)] * 2
    at_24 = curve(seen, (24,)).points[0]
    assert (at_24.certain, at_24.possible) == (4, 10 - 4)
    assert at_24.estimate_low == pytest.approx(0.5, abs=1e-3)


def test_what_nobody_can_know_is_left_between():
    seen = [Interval(0, 48)] * 5
    at_24 = curve(seen, (24,)).points[0]
    assert (at_24.certain, at_24.possible) == (0, 5)
    assert at_24.low == 0 and at_24.high == 1


def test_an_hour_at_the_edge_counts_what_was_seen_by_it():
    points = curve([Interval(2, 24), Interval(24, 48)], (2, 24)).points
    assert [(p.certain, p.possible) for p in points] == [(0, 0), (1, 1)]


def test_of_nobody_there_is_no_curve():
    assert curve([], HOURS).points == () and curve([], HOURS).people == 0


def test_a_share_has_the_exact_limits_of_the_textbook():
    # Clopper and Pearson: none of 10 is 0 to 30.8 %; 5 of 10 is 18.7 to 81.3 %.
    none, half = share(0, 10), share(5, 10)
    assert (none.share, none.low, round(none.high, 3)) == (0, 0, 0.308)
    assert (half.share, round(half.low, 3), round(half.high, 3)) == (0.5, 0.187, 0.813)
    nobody = share(0, 0)
    assert (nobody.share, nobody.low, nobody.high) == (None, 0, 1)
