"""Was a trial adequate? Both sides of every number of trials.toml, by both definitions."""

import pytest

from tercet.decisions import trials
from tercet.decisions.trials import Judged, Trial
from tests.decisions.people import KNOWN


def sertraline(**other):
    """Maria's sertraline for social anxiety, in full and without response."""
    told = {"medicine": "Zoloft", "mg_per_day": 100, "weeks": 8, "outcome": "no-response"}
    return Trial(**{**told, "indication": "social-anxiety", **other})


def cbt(**other):
    told = {
        "therapy": "cbt",
        "therapy_sessions": 15,
        "therapy_session_minutes": 60,
        "outcome": "no-response",
    }
    return Trial(**{**told, "indication": "social-anxiety", **other})


def judged(trial, indication=None):
    return {each.by: each.adequate for each in trials.judge(trial, indication, KNOWN)}


def why(trial, by="athf"):
    return next(each.why for each in trials.judge(trial, None, KNOWN) if each.by == by)


@pytest.mark.parametrize(
    ("weeks", "athf", "atrq"),
    [
        (3.9, False, False),
        (4, True, False),
        (5.9, True, False),
        (6, True, True),
        (None, None, None),
    ],
)
def test_the_two_definitions_differ_by_two_weeks(weeks, athf, atrq):
    assert judged(sertraline(weeks=weeks)) == {"athf": athf, "atrq": atrq}


RANGES = [
    ("escitalopram", "social-anxiety", 10),
    ("escitalopram", "panic", 10),
    ("escitalopram", "generalised-anxiety", 10),
    ("sertraline", "social-anxiety", 50),
    ("sertraline", "panic", 50),
    ("paroxetine", "social-anxiety", 20),
    ("paroxetine", "panic", 20),
    ("paroxetine", "generalised-anxiety", 20),
    ("citalopram", "panic", 20),
    ("venlafaxine", "social-anxiety", 75),
    ("venlafaxine", "panic", 75),
    ("venlafaxine", "generalised-anxiety", 75),
    ("duloxetine", "generalised-anxiety", 60),
    ("clomipramine", "panic", 75),
    ("pregabalin", "generalised-anxiety", 150),
    ("buspirone", "generalised-anxiety", 15),
]


@pytest.mark.parametrize(("medicine", "indication", "low"), RANGES)
def test_a_dose_is_adequate_from_the_low_end_of_its_range(medicine, indication, low):
    told = {"medicine": medicine, "indication": indication, "weeks": 8, "outcome": "no-response"}
    for mg, adequate in ((low, True), (low - 1, False), (10_000, True), (None, None)):
        made = judged(Trial(**told, mg_per_day=mg))
        assert made == {"athf": adequate, "atrq": adequate}, mg


def test_every_range_there_is_was_stood_on():
    held = {
        (id, i, ends[0]) for id, d in KNOWN.trials.doses.items() for i, ends in d.mg_per_day.items()
    }
    assert held == set(RANGES)


def test_the_high_ends_are_those_of_the_table():
    high = {
        (id, indication): ends[1]
        for id, dose in KNOWN.trials.doses.items()
        for indication, ends in dose.mg_per_day.items()
    }
    assert high == {
        ("escitalopram", "social-anxiety"): 20, ("escitalopram", "panic"): 20,
        ("escitalopram", "generalised-anxiety"): 20, ("sertraline", "social-anxiety"): 150,
        ("sertraline", "panic"): 150, ("paroxetine", "social-anxiety"): 50,
        ("paroxetine", "panic"): 50, ("paroxetine", "generalised-anxiety"): 50,
        ("citalopram", "panic"): 40, ("venlafaxine", "social-anxiety"): 225,
        ("venlafaxine", "panic"): 225, ("venlafaxine", "generalised-anxiety"): 225,
        ("duloxetine", "generalised-anxiety"): 120, ("clomipramine", "panic"): 250,
        ("pregabalin", "generalised-anxiety"): 600, ("buspirone", "generalised-anxiety"): 60,
    }  # fmt: skip


def test_where_no_range_is_published_only_a_clinicians_word_counts():
    for_gad = sertraline(indication="generalised-anxiety")
    assert judged(for_gad) == {"athf": None, "atrq": None}
    assert judged(sertraline(indication=None)) == {"athf": None, "atrq": None}
    told = sertraline(indication="depression", dose_adequate=True)
    assert judged(told) == {"athf": True, "atrq": True}
    low = sertraline(indication="depression", dose_adequate=False)
    assert judged(low) == {"athf": False, "atrq": False}


def test_a_published_range_outweighs_what_was_told():
    assert judged(sertraline(mg_per_day=25, dose_adequate=True))["athf"] is False


def test_a_trial_is_judged_for_what_it_was_given_for_or_else_for_what_is_treated_now():
    assert judged(sertraline(indication=None), "panic")["athf"] is True
    assert judged(sertraline(indication="generalised-anxiety"), "panic")["athf"] is None


def test_what_was_not_tolerated_is_not_counted_by_one_and_is_no_failure_by_either():
    trial = sertraline(outcome="intolerance")
    assert judged(trial) == {"athf": False, "atrq": True}
    assert trials.failed(trial, True, KNOWN) is False


def test_what_was_not_taken_is_no_trial():
    assert judged(sertraline(outcome="not-taken")) == {"athf": False, "atrq": False}
    assert judged(cbt(outcome="not-taken")) == {"cbt-social-anxiety": False}


def test_how_it_ended_must_be_known():
    assert judged(sertraline(outcome=None)) == {"athf": None, "atrq": None}
    assert judged(sertraline(outcome=None, weeks=1)) == {"athf": False, "atrq": False}
    assert judged(cbt(outcome=None)) == {"cbt-social-anxiety": None}
    assert judged(cbt(outcome=None, therapy_sessions=3)) == {"cbt-social-anxiety": False}


@pytest.mark.parametrize(
    ("outcome", "failed"),
    [("no-response", True), ("partial", True), ("response", False), ("intolerance", False),
     ("not-taken", False), (None, None)],
)  # fmt: skip
def test_less_than_half_better_is_a_failure(outcome, failed):
    assert trials.failed(sertraline(outcome=outcome), True, KNOWN) is failed


def test_an_inadequate_trial_never_failed_and_an_unknown_one_may_have():
    assert trials.failed(sertraline(), False, KNOWN) is False
    assert trials.failed(sertraline(), None, KNOWN) is None
    assert trials.failed(sertraline(outcome="response"), None, KNOWN) is False


def test_a_name_nobody_knows_leaves_the_dose_open():
    assert judged(sertraline(medicine="moonbeam")) == {"athf": None, "atrq": None}
    assert trials.ingredient(sertraline(medicine="moonbeam"), KNOWN) is None
    assert trials.ingredient(sertraline(medicine="Zoloft and Lexapro"), KNOWN) is None
    assert trials.ingredient(sertraline(), KNOWN) == "sertraline"
    assert trials.ingredient(cbt(), KNOWN) is None


HELP = {"therapy_sessions": 5, "therapy_session_minutes": 20, "weeks": 6}
THERAPIES = [
    ("cbt", "generalised-anxiety", {"therapy_sessions": 12, "therapy_session_minutes": 60}, True),
    ("cbt", "generalised-anxiety", {"therapy_sessions": 11, "therapy_session_minutes": 60}, False),
    ("cbt", "generalised-anxiety", {"therapy_sessions": 12, "therapy_session_minutes": 59}, False),
    ("cbt", "generalised-anxiety", {"therapy_sessions": 12}, None),
    ("cbt", "panic", {"hours": 7}, True),
    ("cbt", "panic", {"hours": 6.9}, False),
    ("cbt", "panic", {"therapy_sessions": 7, "therapy_session_minutes": 60}, True),
    ("cbt", "panic", {"therapy_sessions": 6, "therapy_session_minutes": 60}, False),
    ("cbt", "panic", {"therapy_sessions": 7}, None),
    ("cbt", "panic", {"therapy_session_minutes": 60}, None),
    ("cbt", "social-anxiety", {"therapy_sessions": 14, "therapy_session_minutes": 90}, True),
    ("cbt", "social-anxiety", {"therapy_sessions": 14, "therapy_session_minutes": 89}, False),
    ("cbt", "social-anxiety", {"therapy_sessions": 13, "therapy_session_minutes": 90}, False),
    ("cbt", "social-anxiety", {"therapy_sessions": 15, "therapy_session_minutes": 60}, True),
    ("cbt", "social-anxiety", {"therapy_sessions": 15, "therapy_session_minutes": 59}, False),
    ("cbt", "social-anxiety", {"therapy_sessions": 14, "therapy_session_minutes": 60}, False),
    ("cbt", "social-anxiety", {"therapy_sessions": 14}, None),
    ("cbt", "social-anxiety", {"therapy_sessions": 13}, False),
    ("trauma-focused-cbt", "ptsd", {"therapy_sessions": 8}, True),
    ("cbt", "ptsd", {"therapy_sessions": 8}, True),
    ("trauma-focused-cbt", "ptsd", {"therapy_sessions": 7}, False),
    ("erp", "ocd", {"hours": 10.1}, True),
    ("cbt", "ocd", {"hours": 11}, True),
    ("erp", "ocd", {"hours": 10}, False),
    ("erp", "ocd", {}, None),
    ("guided-self-help", "generalised-anxiety", HELP, True),
    ("guided-self-help", "generalised-anxiety", {**HELP, "therapy_sessions": 4}, False),
    ("guided-self-help", "generalised-anxiety", {**HELP, "therapy_session_minutes": 19}, False),
    ("guided-self-help", "generalised-anxiety", {**HELP, "weeks": 5}, False),
]  # fmt: skip


@pytest.mark.parametrize(("therapy", "indication", "had", "adequate"), THERAPIES)
def test_a_talk_therapy_is_enough_from_its_published_amount(therapy, indication, had, adequate):
    trial = Trial(therapy=therapy, indication=indication, outcome="no-response", **had)
    assert list(judged(trial).values()) == [adequate]


def test_hours_that_were_told_outweigh_those_of_the_sessions():
    assert trials.hours_of(cbt(hours=3)) == 3
    assert trials.hours_of(cbt()) == 15


def test_a_therapy_of_which_nothing_is_held_is_not_judged():
    assert judged(cbt(therapy="dance")) == {}
    assert judged(cbt(indication="phobia")) == {}
    assert judged(Trial()) == {}
    assert trials.adequate((), None) is None


def test_where_none_is_chosen_only_what_all_say_is_said():
    differ = (Judged("athf", True, ""), Judged("atrq", False, ""))
    assert trials.adequate(differ, None) is None
    assert trials.adequate(differ, "athf") is True
    assert trials.adequate(differ, "atrq") is False
    agree = (Judged("athf", False, ""), Judged("atrq", False, ""))
    assert trials.adequate(agree, None) is False
    assert trials.adequate((Judged("cbt-panic", True, ""),), "athf") is True


@pytest.mark.parametrize(
    ("one", "other", "made"),
    [(True, True, True), (True, False, False), (False, None, False), (None, False, False),
     (None, True, None), (True, None, None), (None, None, None)],
)  # fmt: skip
def test_a_no_settles_it_whatever_is_not_known(one, other, made):
    assert trials.both(one, other) is made


def test_a_judgement_says_what_decided_it():
    assert why(sertraline()) == (
        "it had 8, and at least 4 weeks are asked for; 100 mg a day reaches the range, 50 to 150"
    )
    assert why(sertraline(weeks=2)) == "it had 2, where at least 4 weeks are asked for"
    assert why(sertraline(mg_per_day=25)) == "25 mg a day is below the range, 50 to 150"
    assert why(sertraline(weeks=None, mg_per_day=None)) == (
        "at least 4 weeks are asked for, and how many it had is not known; its dose is not known"
    )
    assert why(sertraline(indication="depression")) == (
        "no range is held for it here, and nobody said whether the dose was adequate"
    )
    assert "the dose was told as adequate" in why(
        sertraline(indication="depression", dose_adequate=True)
    )
    assert why(sertraline(indication="depression", dose_adequate=False)) == (
        "the dose was told as not adequate"
    )
    assert why(sertraline(outcome="intolerance")) == (
        "it ended because it was not tolerated, which is no failure to help"
    )
    assert why(sertraline(outcome="not-taken")) == "it was not taken as agreed"
    assert why(sertraline(outcome=None)) == "how it ended is not known"


def test_a_therapys_judgement_says_what_decided_it():
    def of(trial):
        return trials.judge(trial, None, KNOWN)[0].why

    assert of(cbt()) == (
        "it had 15, and at least 15 sessions are asked for; "
        "it had 60, and at least 60 minutes a session are asked for"
    )
    assert of(cbt(outcome=None)) == "how it ended is not known"
    assert of(cbt(outcome="not-taken")) == "it was not taken as agreed"
    erp = Trial(therapy="erp", indication="ocd", hours=10, outcome="partial")
    assert of(erp) == "it had 10, where more than 10 hours are asked for"
    panic = Trial(therapy="cbt", indication="panic", hours=2, outcome="partial")
    assert of(panic) == "it had 2, where at least 7 hours are asked for"
    short = cbt(indication="generalised-anxiety", therapy="guided-self-help", weeks=2)
    assert of(short) == "it had 2, where at least 6 weeks are asked for"
