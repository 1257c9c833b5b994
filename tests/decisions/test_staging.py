"""How much has been tried: counts with their bounds, resistance, the Maudsley score, the facts."""

import pytest

from tercet.decisions import Said, eligibility, staging
from tercet.decisions.staging import Bounds, History
from tercet.decisions.trials import Trial
from tests.decisions.people import KNOWN, NOW, PROTOCOL, person

DEPRESSION = {"indication": "depression", "weeks": 8, "dose_adequate": True, "this_episode": True}


def tried(medicine, **other):
    """One medicine for depression, in full, in this episode, without response."""
    return Trial(medicine=medicine, **{**DEPRESSION, "outcome": "no-response", **other})


def cbt(**other):
    told = {"therapy": "cbt", "indication": "social-anxiety", "outcome": "no-response"}
    return Trial(
        **{
            **told,
            "therapy_sessions": 15,
            "therapy_session_minutes": 60,
            "this_episode": True,
            **other,
        }
    )


def anxious(*trials, **other):
    return History(
        trials=trials, **{"indication": "social-anxiety", "whole_history": True, **other}
    )


def sertraline(**other):
    told = {"medicine": "sertraline", "indication": "social-anxiety", "mg_per_day": 100}
    return Trial(
        **{**told, "weeks": 8, "outcome": "no-response", "this_episode": True, "current": False}
        | other
    )


def history(*trials, **other):
    return History(trials=trials, **{"indication": "depression", "whole_history": True, **other})


def staged(*trials, by="athf", **other):
    return staging.stage(history(*trials, **other), KNOWN, by=by)


TWO = (tried("sertraline"), tried("venlafaxine"))


# --- counting -----------------------------------------------------------------


def test_two_failures_are_two_at_least_and_at_most():
    assert staged(*TWO).antidepressant_failures == Bounds(2, 2)
    assert staged(*TWO).adequate_failures.exactly == 2


def test_not_known_is_not_no_so_the_bounds_part():
    open_ = tried("venlafaxine", weeks=None)
    assert staged(TWO[0], open_).antidepressant_failures == Bounds(1, 2)
    assert staged(TWO[0], open_).adequate_failures.exactly is None


def test_nobody_said_that_the_list_is_whole_so_there_is_no_most():
    for whole in (None, False):
        assert staged(*TWO, whole_history=whole).antidepressant_failures == Bounds(2, None)


def test_the_same_medicine_tried_twice_is_one():
    again = staged(tried("Zoloft"), tried("sertraline", weeks=20))
    assert again.antidepressant_failures == Bounds(1, 1)


def test_what_helped_was_not_tolerated_or_is_of_another_episode_is_not_counted():
    for other in ({"outcome": "response"}, {"outcome": "intolerance"}, {"this_episode": False}):
        assert staged(TWO[0], tried("venlafaxine", **other)).antidepressant_failures == Bounds(1, 1)
    other = tried("venlafaxine", this_episode=None)
    assert staged(TWO[0], other).antidepressant_failures == Bounds(1, 2)


def test_what_is_no_antidepressant_is_counted_as_a_treatment_only():
    made = staged(TWO[0], tried("lithium"))
    assert (made.adequate_failures, made.antidepressant_failures) == (Bounds(2, 2), Bounds(1, 1))
    made = staged(TWO[0], tried("mirtazapine", augments=True))
    assert (made.adequate_failures, made.antidepressant_failures) == (Bounds(2, 2), Bounds(1, 1))


def test_a_name_nobody_knows_may_be_an_antidepressant():
    made = staged(TWO[0], tried("moonbeam"))
    assert made.antidepressant_failures == Bounds(1, 2)
    assert staged(tried("moonbeam"), tried("moonbeam")).antidepressant_failures == Bounds(0, 1)
    blank = Trial(outcome="no-response", this_episode=True)
    assert staged(blank, blank).adequate_failures == Bounds(0, 2)


def test_a_talk_therapy_is_a_treatment_and_no_antidepressant():
    made = staging.stage(anxious(cbt(), sertraline()), KNOWN, by="athf")
    assert (made.adequate_failures, made.antidepressant_failures) == (Bounds(2, 2), Bounds(1, 1))


def test_the_definition_that_is_chosen_counts_and_without_one_only_what_all_say():
    five_weeks = tried("venlafaxine", weeks=5)
    assert staged(TWO[0], five_weeks, by="athf").antidepressant_failures == Bounds(2, 2)
    assert staged(TWO[0], five_weeks, by="atrq").antidepressant_failures == Bounds(1, 1)
    assert staged(TWO[0], five_weeks, by=None).antidepressant_failures == Bounds(1, 2)
    assert staged(*TWO, by="athf").by == "athf"


# --- resistance -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("trials", "whole", "resistant"),
    [
        (TWO, True, True),
        (TWO, None, True),
        (TWO[:1], True, False),
        (TWO[:1], None, None),
        ((), True, False),
        ((TWO[0], tried("venlafaxine", outcome=None)), True, None),
        ((TWO[0], tried("lithium")), True, False),
        ((TWO[0], tried("venlafaxine", this_episode=False)), True, False),
        ((TWO[0], tried("venlafaxine", this_episode=None)), True, None),
    ],
)
def test_depression_resists_after_two_antidepressants_in_this_episode(trials, whole, resistant):
    assert staged(*trials, whole_history=whole).resistant == {"depression": resistant}


def of_anxiety(*trials, **other):
    return staging.stage(anxious(*trials, **other), KNOWN, by="athf").resistant


def test_anxiety_resists_by_one_failure_or_by_a_medicine_and_cbt():
    one, both = "anxiety-one-failure", "anxiety-medicine-and-cbt"
    assert of_anxiety() == {one: False, both: False}
    assert of_anxiety(sertraline()) == {one: True, both: False}
    assert of_anxiety(cbt()) == {one: True, both: False}
    assert of_anxiety(sertraline(), cbt()) == {one: True, both: True}
    assert of_anxiety(sertraline(this_episode=False), cbt()) == {one: True, both: True}
    assert of_anxiety(sertraline(outcome="response"), cbt()) == {one: True, both: False}
    assert of_anxiety(sertraline(), cbt(therapy_sessions=None)) == {one: True, both: None}
    assert of_anxiety(sertraline(), whole_history=None) == {one: True, both: None}
    assert of_anxiety(sertraline(outcome=None)) == {one: None, both: False}


def test_self_help_is_no_first_line_therapy():
    help_ = Trial(
        therapy="guided-self-help", indication="generalised-anxiety", therapy_sessions=5,
        therapy_session_minutes=20, weeks=6, outcome="no-response",
    )  # fmt: skip
    drug = Trial(
        medicine="duloxetine", indication="generalised-anxiety", mg_per_day=60, weeks=8,
        outcome="no-response",
    )  # fmt: skip
    made = of_anxiety(help_, drug, indication="generalised-anxiety")
    assert made == {"anxiety-one-failure": True, "anxiety-medicine-and-cbt": False}


def test_resistance_is_said_only_of_what_it_is_defined_for():
    assert staging.stage(anxious(indication="ocd"), KNOWN).resistant == {}
    assert staging.stage(anxious(indication=None), KNOWN).resistant == {}


# --- the Maudsley staging -----------------------------------------------------------------


def score(*trials, months=10, severity=3, **other):
    return staged(*(trials or TWO), episode_months=months, severity=severity, **other).maudsley


@pytest.mark.parametrize(
    ("months", "points"), [(0, 5), (12, 5), (12.5, 6), (13, 6), (24, 6), (24.5, 7), (300, 7)]
)
def test_the_length_of_the_episode_gives_its_points(months, points):
    assert score(months=months) == Bounds(points, points)


@pytest.mark.parametrize(("severity", "points"), [(1, 3), (5, 7)])
def test_the_severity_is_its_own_points(severity, points):
    assert score(severity=severity) == Bounds(points, points)


MANY = (
    "sertraline", "venlafaxine", "mirtazapine", "bupropion", "fluoxetine", "duloxetine",
    "citalopram", "escitalopram", "paroxetine", "nortriptyline", "phenelzine",
)  # fmt: skip


@pytest.mark.parametrize(
    ("failed", "points"),
    [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3), (6, 3), (7, 4), (10, 4), (11, 5)],
)
def test_failed_antidepressants_give_their_points(failed, points):
    made = score(*(tried(name) for name in MANY[:failed]), months=1, severity=1)
    assert made == Bounds(2 + points, 2 + points)


def test_strengthening_and_ect_are_a_point_each():
    lithium = tried("lithium", augments=True, outcome="response")
    ect = Trial(therapy="ect", this_episode=True, outcome="partial")
    assert score(*TWO, lithium) == Bounds(6, 6)
    assert score(*TWO, ect) == Bounds(6, 6)
    assert score(*TWO, lithium, ect) == Bounds(7, 7)
    assert score(*TWO, Trial(therapy="ect", this_episode=False)) == Bounds(5, 5)
    assert score(*TWO, Trial(therapy="ect")) == Bounds(5, 6)
    assert score(*TWO, tried("lithium", outcome="response", augments=None)) == Bounds(5, 6)
    assert score(*TWO, tried("lithium", outcome="response", augments=False)) == Bounds(5, 5)
    assert score(*TWO, cbt()) == Bounds(5, 5)


def test_every_blank_lies_between_its_ends():
    assert score(months=None) == Bounds(5, 7)
    assert score(severity=None) == Bounds(3, 7)
    assert score(whole_history=None) == Bounds(5, 11)
    nothing = History(trials=(), indication="depression")
    assert staging.stage(nothing, KNOWN).maudsley == Bounds(3, 15)


def test_where_nothing_has_failed_or_it_is_not_depression_there_is_no_score():
    made = staged()
    assert made.maudsley is None and made.maudsley_bands == ()
    assert staging.stage(anxious(*TWO), KNOWN, by="athf").maudsley is None


@pytest.mark.parametrize(
    ("months", "severity", "named"),
    [
        (1, 1, ("mild",)),
        (13, 3, ("mild",)),
        (25, 3, ("moderate",)),
        (None, 3, ("mild", "moderate")),
    ],
)
def test_a_score_is_called_by_every_band_it_may_lie_in(months, severity, named):
    assert staged(*TWO, episode_months=months, severity=severity).maudsley_bands == named


@pytest.mark.parametrize(("failed", "named"), [(6, "moderate"), (7, "severe")])
def test_severe_begins_at_eleven(failed, named):
    trials = [tried(name) for name in MANY[:failed]]
    made = staged(*trials, episode_months=25, severity=4)
    assert made.maudsley_bands == (named,)


def test_the_whole_of_a_blank_history_may_be_in_any_band():
    made = staging.stage(History(trials=(), indication="depression"), KNOWN)
    assert made.maudsley_bands == ("mild", "moderate", "severe")


# --- the facts that rules read -----------------------------------------------------------------


def facts(*trials, by="athf", **other):
    return staging.facts_from(anxious(*trials, **other), KNOWN, by=by)


def test_the_facts_are_facts_of_the_vocabulary():
    assert facts().keys() <= KNOWN.facts.keys()


def test_one_adequate_first_line_trial_is_enough_whatever_became_of_it():
    for outcome in ("no-response", "partial", "response"):
        assert facts(sertraline(outcome=outcome))["first-line-trial-done"] is True
    assert facts(cbt())["first-line-trial-done"] is True


def test_too_short_or_too_low_is_no_first_line_trial():
    assert facts(sertraline(weeks=3))["first-line-trial-done"] is False
    assert facts(sertraline(mg_per_day=49))["first-line-trial-done"] is False
    assert facts(sertraline(outcome="intolerance"))["first-line-trial-done"] is False


def test_no_first_line_trial_is_said_only_of_a_whole_history():
    assert facts()["first-line-trial-done"] is False
    assert facts(whole_history=None)["first-line-trial-done"] is None
    assert facts(sertraline(weeks=None))["first-line-trial-done"] is None


def test_what_is_first_line_for_something_else_needs_a_clinicians_word():
    other = sertraline(indication="generalised-anxiety", dose_adequate=True)
    assert facts(other)["first-line-trial-done"] is None
    told = sertraline(indication="generalised-anxiety", dose_adequate=True, first_line=True)
    assert facts(told)["first-line-trial-done"] is True
    not_so = sertraline(indication="generalised-anxiety", dose_adequate=True, first_line=False)
    assert facts(not_so)["first-line-trial-done"] is False


def test_failures_are_a_fact_only_where_the_bounds_meet():
    assert facts(sertraline(), cbt())["adequate-trials-failed"] == 2
    assert facts(sertraline(), cbt(), whole_history=None)["adequate-trials-failed"] is None


MAXIMA = [
    ("escitalopram", 20), ("sertraline", 200), ("paroxetine", 60), ("venlafaxine", 225),
    ("duloxetine", 120), ("clomipramine", 250), ("pregabalin", 600), ("buspirone", 60),
]  # fmt: skip


@pytest.mark.parametrize(("medicine", "most"), MAXIMA)
def test_above_the_us_maximum_and_at_it(medicine, most):
    at = sertraline(medicine=medicine, mg_per_day=most, current=True)
    above = sertraline(medicine=medicine, mg_per_day=most + 1, current=True)
    assert facts(at)["dose-above-us-maximum"] is False
    assert facts(above)["dose-above-us-maximum"] is True


@pytest.mark.parametrize(
    ("mg", "age", "inhibitor", "above"),
    [
        (41, None, None, True),
        (40, 60, False, False),
        (40, 61, False, True),
        (40, 61, None, True),
        (40, 40, True, True),
        (40, None, True, True),
        (40, 60, None, None),
        (40, None, False, None),
        (21, 61, False, True),
        (20, 61, True, False),
        (20, None, None, False),
    ],
)
def test_citalopram_has_a_lower_maximum_above_60_or_with_an_inhibitor(mg, age, inhibitor, above):
    taken = sertraline(medicine="citalopram", mg_per_day=mg, current=True)
    made = facts(taken, age_years=age, cyp2c19_inhibitor=inhibitor)
    assert made["dose-above-us-maximum"] is above


def test_only_what_is_taken_now_is_above_a_maximum():
    high = sertraline(mg_per_day=300, current=False)
    assert facts(high)["dose-above-us-maximum"] is False
    assert facts(sertraline(mg_per_day=300, current=None))["dose-above-us-maximum"] is None
    assert facts(sertraline(mg_per_day=None, current=True))["dose-above-us-maximum"] is None
    assert facts(sertraline(medicine="lithium", current=True))["dose-above-us-maximum"] is None
    assert facts(cbt(current=True))["dose-above-us-maximum"] is False
    assert facts(whole_history=None)["dose-above-us-maximum"] is None


def test_how_long_a_medicine_has_been_below_its_range():
    low = sertraline(mg_per_day=25, weeks=9, current=True)
    assert facts(low)["weeks-below-range"] == 9
    assert facts(low, sertraline(mg_per_day=25, weeks=4, current=True))["weeks-below-range"] == 9
    assert facts(sertraline(current=True))["weeks-below-range"] == 0
    assert facts(sertraline(mg_per_day=25, current=False))["weeks-below-range"] == 0
    assert facts(cbt(current=True))["weeks-below-range"] == 0
    assert facts()["weeks-below-range"] == 0


def test_how_long_is_not_known_while_anything_of_it_is_not():
    low = {"mg_per_day": 25, "weeks": 9}
    assert facts(sertraline(**low, current=None))["weeks-below-range"] is None
    assert facts(sertraline(mg_per_day=25, weeks=None, current=True))["weeks-below-range"] is None
    assert facts(sertraline(mg_per_day=None, current=True))["weeks-below-range"] is None
    assert facts(sertraline(**low, current=True), whole_history=None)["weeks-below-range"] is None


def test_the_indication_of_the_history_stands_in_for_that_of_a_trial():
    low = sertraline(indication=None, mg_per_day=25, weeks=9, current=True)
    assert facts(low)["weeks-below-range"] == 9
    done = sertraline(indication=None)
    assert facts(done)["first-line-trial-done"] is True
    assert facts(cbt(indication=None))["first-line-trial-done"] is True


def test_what_follows_is_said_with_its_moment_and_what_is_not_known_is_not_said():
    made = staging.said_from({"first-line-trial-done": True, "weeks-below-range": None}, NOW)
    assert made == {"first-line-trial-done": Said(True, NOW, "derived", "from what was tried")}


def test_the_protocol_names_the_definition_that_counts():
    assert PROTOCOL.review.adequate_trial in KNOWN.trials.definitions


@pytest.mark.parametrize(
    ("trials", "verdict"), [((sertraline(),), "clear"), ((sertraline(weeks=3),), "review")]
)
def test_eligibility_reads_what_follows_from_the_trials(trials, verdict):
    maria = person("maria").without("first-line-trial-done")
    made = facts(*trials, by=PROTOCOL.review.adequate_trial)
    shown = maria.with_said(staging.said_from(made, maria.now))
    found = {one.rule: one.verdict.word for one in eligibility.decide(shown, KNOWN).findings}
    assert found["no-first-line-trial"] == verdict


def test_the_reader_of_a_staging_finds_each_trial_with_its_judgement():
    made = staged(*TWO)
    first = made.trials[0]
    assert (first.ingredient, first.adequate, first.failed) == ("sertraline", True, True)
    assert [each.by for each in first.judged] == ["athf", "atrq"]
