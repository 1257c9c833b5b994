"""How sets of facts are searched for: in which order, how far, on which stretches of a number."""

import math
from dataclasses import replace

import pytest

from tercet.decisions import Facts, Verdict, search
from tercet.decisions.logic import Turn
from tercet.decisions.search import Search, clusters
from tercet.decisions.stretches import Stretch, stretches
from tests.decisions.people import KNOWN, NOW

SYSTOLIC, BMI = KNOWN.facts["systolic"], KNOWN.facts["bmi"]
RULES = KNOWN.rules
SOME = tuple(
    RULES[name]
    for name in (
        "aneurysm",
        "high-pressure-us",
        "pressure-uncontrolled-for-home",
        "pregnancy",
        "could-be-pregnant",
    )
)
PRESSURE = (RULES["high-pressure-us"], RULES["pressure-uncontrolled-for-home"])
TORN = {"aneurysm": True, "aneurysm_cleared": False, "pregnant": True}


def rule(kind, *, if_so="stop", **limits):
    """A rule of this kind and these limits, and nothing else of note."""
    return replace(RULES["aneurysm"], id=f"{kind}-{limits}", kind=kind, if_so=if_so, limits=limits)


def looking(rules, **facts):
    said = {name.replace("_", "-"): value for name, value in facts.items()}
    return Search(tuple(rules), Facts.plain(said, now=NOW), KNOWN)


def found(rules, most=Verdict.CLEAR, **facts):
    return [dict(moves) for moves in looking(rules, **facts).smallest(most).sets]


# --- in which order, and how far ----------------------------------------------------------------


def test_a_set_that_holds_a_smaller_one_is_passed_over_and_the_next_is_tried():
    both = rule("all_yes", facts=("aneurysm", "pregnant"))
    assert found(
        [RULES["aneurysm"], both], aneurysm=True, aneurysm_cleared=False, pregnant=True
    ) == [
        {"aneurysm": False},
        {"aneurysm-cleared": True, "pregnant": False},
    ]


def test_a_fact_that_is_changed_already_is_passed_over_and_the_next_is_tried():
    both = rule("all_yes", facts=("aneurysm-cleared", "pregnant"))
    assert found(
        [RULES["aneurysm"], both], aneurysm=True, aneurysm_cleared=False, pregnant=True
    ) == [
        {"aneurysm": False},
        {"aneurysm-cleared": True, "pregnant": False},
    ]


@pytest.mark.parametrize(("tries", "whole"), [(3, False), (4, True)])
def test_a_search_is_cut_short_when_its_tries_are_used_up(monkeypatch, tries, whole):
    """The facts as they are and the two steps from there make three."""
    monkeypatch.setattr(search, "TRIES", tries)
    made = looking([RULES["aneurysm"]], **TORN).smallest(Verdict.CLEAR)
    assert made.searched is whole
    assert len(made.sets) == (2 if whole else 1)


def test_one_way_is_found_by_going_on_from_the_lightest_though_nothing_passes_yet(monkeypatch):
    monkeypatch.setattr(search, "TRIES", 1)
    two = [rule("yes", facts=("aneurysm",)), rule("yes", facts=("pregnant",))]
    two.append(rule("all_yes", facts=("aneurysm", "pregnant")))
    assert found(two, **TORN) == [{"aneurysm": False, "pregnant": False}]
    assert found(PRESSURE, Verdict.REVIEW, systolic=165, diastolic=76) == [{"systolic": 140}]


def test_answers_that_contradict_are_searched_by_what_both_say():
    said = [rule("yes", if_so="caution", facts=("pregnant",)), RULES["could-be-pregnant"]]
    made = found(said, Verdict.CAUTION, pregnant=True, could_be_pregnant=False)
    assert made == [{"pregnant": False}, {"could-be-pregnant": True}]


def test_where_nothing_would_do_nothing_is_found(monkeypatch):
    monkeypatch.setattr(Search, "values", lambda self, name, moves: [])
    assert found(PRESSURE, systolic=165, diastolic=105) == []


def test_a_set_is_told_without_what_it_does_not_need():
    torn = looking([RULES["aneurysm"]], **TORN)
    needed = {"aneurysm": False}
    unneeded = {"pulse": 70, "systolic": 120, "aneurysm": False}
    assert torn.least(unneeded, Verdict.CLEAR) == torn.least(needed, Verdict.CLEAR) == needed
    assert torn.least(unneeded, Verdict.STOP) == {}


def test_only_rules_that_are_too_grave_are_named():
    high = looking(PRESSURE, systolic=165, diastolic=76)
    assert high.graver_than(Verdict.REVIEW) == ["pressure-uncontrolled-for-home"]
    assert len(high.graver_than(Verdict.CAUTION)) == 2


def test_a_fact_could_be_all_that_it_is_not_the_nearest_first():
    torn = looking([RULES["aneurysm"]], aneurysm=True)
    assert torn.values("aneurysm", {}) == [False]
    assert torn.values("aneurysm-cleared", {}) == [False, True]
    assert looking(PRESSURE, systolic=165, diastolic=76).values("systolic", {}) == [160, 159, 140]
    assert looking(PRESSURE, systolic=160, diastolic=76).values("systolic", {}) == [159, 140]
    unsaid = looking(PRESSURE).values("systolic", {})
    assert unsaid == [each.low for each in looking(PRESSURE).stretches(SYSTOLIC, [{}])]


def test_what_is_tried_is_decided_about_a_change():
    assert looking(PRESSURE).decide({}).about == "change"


def test_what_shares_a_fact_is_searched_together():
    groups = {rule.id: group for group in clusters(SOME, KNOWN) for rule in group}
    assert groups["high-pressure-us"] is groups["pressure-uncontrolled-for-home"]
    assert groups["high-pressure-us"] is not groups["aneurysm"]
    assert groups["pregnancy"] is groups["could-be-pregnant"]
    every = tuple(RULES.values())
    assert [rule for group in clusters(every, KNOWN) for rule in group if group] != []
    assert sum(map(len, clusters(every, KNOWN))) == len(every)


# --- how much room a fact has -------------------------------------------------------------------


def test_a_number_has_room_as_far_as_its_neighbours_do_as_well():
    normal = {"systolic": 150, "diastolic": 76}
    assert looking(PRESSURE).rooms(normal)["systolic"] == Stretch(SYSTOLIC.low, 159)
    pulse = [
        RULES["pulse-out-of-range"],
        rule("at_least", if_so="caution", fact="pulse", at_least=50),
        rule("above", if_so="caution", fact="pulse", above=90),
    ]
    assert looking(pulse).rooms({"pulse": 70})["pulse"] == Stretch(50, 110)
    assert looking(pulse).rooms({"pulse": 100})["pulse"] == Stretch(50, 110)


def test_a_number_that_is_not_whole_has_room_as_well():
    thin = [rule("below", fact="bmi", below=18.5)]
    assert looking(thin).rooms({"bmi": 20})["bmi"] == Stretch(18.5, BMI.high)


def test_the_room_of_one_number_is_what_every_end_of_the_others_leaves():
    rise = next(rule for rule in KNOWN.every_rule() if rule.kind == "pressure_rise")
    begun = {"diastolic": 76, "baseline_diastolic": 76}
    risen = looking([rise], **begun).rooms({"systolic": 130, "baseline-systolic": 120})
    assert risen["systolic"] == Stretch(SYSTOLIC.low, 159)
    assert risen["baseline-systolic"] == Stretch(120, SYSTOLIC.high)
    begun_higher = looking([rise], **begun).rooms({"baseline-systolic": 120, "systolic": 130})
    assert begun_higher["baseline-systolic"] == Stretch(91, SYSTOLIC.high)
    assert begun_higher["systolic"] == Stretch(SYSTOLIC.low, 130)


def test_numbers_too_many_to_try_together_are_told_as_they_are(monkeypatch):
    monkeypatch.setattr(search, "CORNERS", 1)
    room = looking(PRESSURE).rooms({"systolic": 120, "diastolic": 76})
    assert room == {"systolic": Stretch(SYSTOLIC.low, 140), "diastolic": Stretch(76, 76)}


# --- stretches of a number ----------------------------------------------------------------------


def cut(fact, *turns):
    return [each.in_words(fact) for each in stretches(fact, [Turn(fact.id, *t) for t in turns])]


def test_a_limit_belongs_to_the_side_its_rule_says():
    assert cut(SYSTOLIC, (140, True)) == ["at or below 140 mmHg", "at or above 141 mmHg"]
    assert cut(SYSTOLIC, (140, False)) == ["at or below 139 mmHg", "at or above 140 mmHg"]
    assert cut(BMI, (18.5, False)) == ["below 18.5 kg/m2", "at or above 18.5 kg/m2"]
    assert cut(BMI, (18.5, True)) == ["at or below 18.5 kg/m2", "above 18.5 kg/m2"]


def test_between_two_limits_lies_a_stretch_and_a_limit_alone_is_one():
    assert cut(SYSTOLIC, (140, True), (160, False))[1] == "from 141 to 159 mmHg"
    assert cut(SYSTOLIC, (140, False), (140, True))[1] == "140 mmHg"
    assert cut(BMI, (20, True), (30, False))[1] == "above 20 and below 30 kg/m2"
    assert cut(SYSTOLIC) == ["any value"]
    assert cut(SYSTOLIC, (140, True), (140.5, True))[-1] == "at or above 141 mmHg"


def test_an_end_that_belongs_to_a_stretch_is_said_to():
    assert Stretch(20, 30, low_open=True).in_words(BMI) == "above 20 and at or below 30 kg/m2"
    assert Stretch(20, 30, high_open=True).in_words(BMI) == "at or above 20 and below 30 kg/m2"


def test_what_has_no_unit_is_a_number_alone():
    plain = replace(SYSTOLIC, unit="")
    assert [each.in_words(plain) for each in stretches(plain, [Turn("systolic", 140, True)])] == [
        "at or below 140",
        "at or above 141",
    ]


def test_a_limit_at_the_end_of_what_can_be_cuts_the_end_alone_or_nothing():
    low, high = BMI.span
    ends = {
        (low, True): [Stretch(low, low), Stretch(low, high, low_open=True)],
        (low, False): [Stretch(low, high)],
        (high, True): [Stretch(low, high)],
        (high, False): [Stretch(low, high, high_open=True), Stretch(high, high)],
    }
    for (at, above), made in ends.items():
        assert list(stretches(BMI, [Turn("bmi", at, above)])) == made


def test_what_has_no_end_is_cut_as_well():
    endless = replace(BMI, low=None, high=None)
    below, above = stretches(endless, [Turn("bmi", 30, True)])
    assert (below, above) == (Stretch(-math.inf, 30), Stretch(30, math.inf, low_open=True))


def test_of_whole_numbers_none_lies_between_two_limits_that_are_too_near():
    assert cut(SYSTOLIC, (140.2, True), (140.7, True)) == [
        "at or below 140 mmHg",
        "at or above 141 mmHg",
    ]


def test_a_limit_outside_what_can_be_cuts_nothing():
    assert cut(SYSTOLIC, (1000, True)) == ["any value"]
    assert cut(SYSTOLIC, (-5, True)) == ["any value"]
    assert stretches(SYSTOLIC, [Turn("diastolic", 90, True)])[0].in_words(SYSTOLIC) == "any value"


@pytest.mark.parametrize(
    ("stretch", "near", "value"),
    [
        (Stretch(10, 20), 50, 20),
        (Stretch(10, 20), 5, 10),
        (Stretch(10, 20), None, 10),
        (Stretch(10, 20), 15, 10),
        (Stretch(10, 20), 15.1, 20),
        (Stretch(10, 20, low_open=True), 5, 15),
        (Stretch(10, 20, high_open=True), 50, 15),
        (Stretch(10, 20, low_open=True), 50, 20),
    ],
)
def test_a_value_is_taken_from_the_end_that_is_nearer(stretch, near, value):
    assert stretch.value(near) == value


def test_an_open_end_is_not_on_the_stretch():
    assert Stretch(10, 20).holds(10) and Stretch(10, 20).holds(20)
    assert not Stretch(10, 20, low_open=True).holds(10)
    assert not Stretch(10, 20, high_open=True).holds(20)
    assert not Stretch(10, 20).holds(9.9) and not Stretch(10, 20).holds(20.1)
    assert Stretch(10, 20, True, False).joined(Stretch(20, 30, False, True)) == Stretch(
        10, 30, True, True
    )
