"""What must be said of the orders of tests/cases/orders.toml, and what holds of any order."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tercet.decisions import Facts, Said, Verdict, dose, order
from tercet.decisions.medicines import with_derived
from tests.decisions.people import KNOWN, NOW, PROTOCOL, many, read_cases

ORDERS = read_cases("orders.toml")
FATE = PROTOCOL.fate


def plain(name):
    one = ORDERS[name]
    facts = dict(plain(one["like"]) if "like" in one else one["facts"]) | one.get("but", {})
    return {fact: value for fact, value in facts.items() if fact not in one.get("blank", [])}


def an_order(name="second-fifty", **but):
    facts = plain(name) | {key.replace("_", "-"): value for key, value in but.items()}
    return Facts.plain({k: v for k, v in facts.items() if v is not None}, now=NOW)


def decided(facts):
    return order.decide(facts, PROTOCOL, KNOWN)


def verdicts(facts):
    return {each.rule: each.verdict for each in decided(facts).findings}


def worked(facts):
    return dose.worked_out(with_derived(facts, KNOWN), PROTOCOL, KNOWN)


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_is_judged_as_its_story_says(name):
    one, made = ORDERS[name], decided(an_order(name))
    found = {each.rule: each.verdict.word for each in made.findings}
    for rule, verdict in one.get("findings", {}).items():
        assert found[rule] == verdict, rule
    for rule in one.get("clear", []):
        assert found[rule] == "clear", rule
    assert made.verdict.word == one["verdict"], one["story"]


def test_it_is_about_the_order_and_there_is_one_finding_a_rule():
    made = decided(an_order())
    assert made.about == "order" and made.knowledge == KNOWN.version
    assert [each.rule for each in made.findings] == list(PROTOCOL.order)


def test_of_nothing_everything_is_asked():
    made = decided(Facts({}, NOW))
    assert {each.verdict for each in made.findings} == {Verdict.ASK}
    assert all(each.ask and each.who for each in made.findings)


@pytest.mark.parametrize("name", an_order().said)
def test_an_order_of_which_anything_is_missing_does_not_pass(name):
    assert decided(an_order()).verdict is Verdict.CLEAR
    assert not decided(an_order().without(name)).verdict.passes


def test_every_finding_about_a_dose_says_of_which_fate_it_speaks():
    for rule in PROTOCOL.order.values():
        amount = rule.limits.get("amount", rule.limits.get("fact", ""))
        if amount.startswith("dose-mg"):
            assert rule.title.startswith("As written: ") and rule.says.startswith("As written, ")
        if amount.startswith("worst-fate"):
            worst = "If all is swallowed and one unit more is taken"
            assert rule.title.startswith(worst) and rule.says.startswith(worst)


def test_both_fates_are_asked_the_same_limits():
    def limits(fate):
        found = {}
        for rule in PROTOCOL.order.values():
            amount = rule.limits.get("amount", rule.limits.get("fact", ""))
            if amount in (fate, f"{fate}-per-kg"):
                key = (rule.kind, amount.removeprefix(fate), rule.limits["above"])
                found[key] = rule.if_so
        return found

    assert len(limits("dose-mg")) == 8
    assert limits("dose-mg") == limits("worst-fate-mg")


def test_the_hold_is_the_protocols_own():
    limits = PROTOCOL.order["hold-outside"].limits
    hold = PROTOCOL.hold
    assert (limits["low"], limits["high"]) == (hold.low_minutes, hold.high_minutes)


def test_no_rule_names_an_amount_that_would_be_fine():
    for rule in PROTOCOL.order.values():
        said = f"{rule.title} {rule.says} {rule.ask} {rule.remedy}".lower()
        for word in ("recommend", "suggest", "instead", "safe dose", "lower to", "reduce to"):
            assert word not in said, rule.id


# --- what is worked out ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("but", "name", "value", "note"),
    [
        ({}, "dose-mg", 50, "2 × 25 mg base"),
        ({}, "worst-fate-mg", 75, "3 × 25 mg base"),
        ({"units_in_fill": 2}, "worst-fate-mg", 50, "2 × 25 mg base"),
        ({"units_in_fill": 3}, "worst-fate-mg", 75, "3 × 25 mg base"),
        ({"units_in_fill": 1}, "worst-fate-mg", 50, "2 × 25 mg base"),
        ({"units_in_fill": None}, "worst-fate-mg", 75, "3 × 25 mg base"),
        (
            {"unit_mg": 57.7, "made_of": "hydrochloride"},
            "dose-mg",
            100,
            "2 × 57.7 mg hydrochloride",
        ),
        (
            {"weight_kg": 50},
            "dose-mg-per-kg",
            1,
            "50 mg at 50 kg; into a vein it would be about 0.3 mg/kg, worked out",
        ),
        (
            {"weight_kg": 50},
            "worst-fate-mg-per-kg",
            1.5,
            "75 mg at 50 kg; into a vein it would be about 0.45 mg/kg, worked out",
        ),
        ({"last_tolerated_dose_mg": 40}, "dose-increase-mg", 10, "50 mg after 40 mg"),
        ({"last_tolerated_dose_mg": 40}, "dose-increase-percent", 25, "50 mg after 40 mg"),
        ({"last_tolerated_dose_mg": 80}, "dose-increase-mg", 0, "50 mg after 80 mg"),
        ({"last_tolerated_dose_mg": 80}, "dose-increase-percent", 0, "50 mg after 80 mg"),
        ({}, "total-as-written-agrees", True, "2 × 25 mg, written as 50 mg"),
        ({"total_mg_written": 51}, "total-as-written-agrees", False, "2 × 25 mg, written as 51 mg"),
        ({}, "verb-changed", False, "spit, after spit"),
        ({"order_verb": "swallow"}, "verb-changed", True, "swallow, after spit"),
        ({"weight_kg": 50}, "whole-fill-mg-per-kg", 0.5, "4 × 25 mg base"),
        ({}, "weeks-daily-without-review", 0, "one dose for a session"),
        (
            {"regimen": "daily", "weeks_daily_without_review": 3},
            "weeks-daily-without-review",
            3,
            "",
        ),
        ({}, "limits-halved", False, ""),
        ({"age_years": 70}, "limits-halved", True, "Aged 65 or older: limits are halved"),
    ],
)
def test_what_an_order_comes_to(but, name, value, note):
    said = worked(an_order(**but)).said[name]
    assert (said.value, said.note) == (value, note)
    assert (said.by, said.at) == ("derived", NOW)


@pytest.mark.parametrize(
    ("blank", "names"),
    [
        (
            "unit-mg",
            ["dose-mg", "worst-fate-mg", "total-as-written-agrees", "whole-fill-mg-per-kg"],
        ),
        ("units-per-dose", ["dose-mg", "worst-fate-mg", "total-as-written-agrees"]),
        ("made-of", ["dose-mg", "worst-fate-mg", "whole-fill-mg-per-kg", "dose-increase-mg"]),
        ("total-mg-written", ["total-as-written-agrees"]),
        ("weight-kg", ["dose-mg-per-kg", "worst-fate-mg-per-kg", "whole-fill-mg-per-kg"]),
        ("units-in-fill", ["whole-fill-mg-per-kg"]),
        ("order-verb", ["verb-changed"]),
        ("last-order-verb", ["verb-changed"]),
        ("last-tolerated-dose-mg", ["dose-increase-mg", "dose-increase-percent"]),
        ("regimen", ["weeks-daily-without-review"]),
        ("age-years", ["limits-halved"]),
    ],
)
def test_what_one_number_of_it_lacks_is_not_known(blank, names):
    made = worked(an_order().without(blank))
    assert [made.value(name) for name in names] == [None] * len(names)
    assert {made.said[name].note for name in names} <= {""}


@pytest.mark.parametrize(
    ("but", "name", "value"),
    [
        ({"last_tolerated_dose_mg": 30}, "dose-increase-percent", 66.666667),
        ({"weight_kg": 68}, "whole-fill-mg-per-kg", 0.367647),
        ({"unit_mg": 25.0000002}, "total-as-written-agrees", True),
        ({"total_mg_written": 50.0000004}, "total-as-written-agrees", True),
        ({"total_mg_written": 50.000001}, "total-as-written-agrees", False),
    ],
)
def test_less_than_a_millionth_is_nothing(but, name, value):
    assert worked(an_order(**but)).value(name) == value


def test_before_a_first_dose_there_is_no_step_and_no_verb_to_change():
    first = worked(an_order("first-fifty"))
    for name in ("dose-increase-mg", "dose-increase-percent"):
        assert (first.value(name), first.said[name].note) == (0, "first dose at home")
    said = first.said["verb-changed"]
    assert (said.value, said.note) == (False, "spit; no order before")


def test_a_first_dose_at_home_after_a_known_dose_is_still_a_step():
    made = worked(an_order("first-fifty", last_tolerated_dose_mg=20, last_order_verb="swallow"))
    assert made.value("dose-increase-mg") == 30 and made.value("verb-changed") is True


def test_several_reasons_halve_once_and_all_are_named():
    said = worked(an_order(age_years=80, weight_kg=45)).said["limits-halved"]
    assert said.value is True
    assert said.note == "Aged 65 or older: limits are halved; Under 50 kg: limits are halved"


def test_one_reason_that_is_met_halves_though_another_is_not_known():
    assert worked(an_order(age_years=80, weight_kg=None)).value("limits-halved") is True


def test_a_stale_weight_is_no_weight():
    old = Said(68, NOW - timedelta(days=90, seconds=1), "patient")
    made = worked(an_order().with_said({"weight-kg": old}))
    assert made.value("dose-mg-per-kg") is None
    just = replace(old, at=NOW - timedelta(days=90))
    assert worked(an_order().with_said({"weight-kg": just})).value("dose-mg-per-kg") == 0.735294


def test_what_follows_is_worked_out_and_not_believed():
    claimed = {"dose-mg": 1, "verb-changed": False, "limits-halved": False, "worst-fate-mg": 1}
    facts = an_order("published-overdose", age_years=70)
    believed = facts.with_said({k: Said(v, NOW, "given") for k, v in claimed.items()})
    made = worked(believed)
    assert made.value("dose-mg") == 1200 and made.value("worst-fate-mg") == 1200
    assert made.value("verb-changed") is True and made.value("limits-halved") is True
    assert decided(believed) == decided(facts)


def test_a_dose_said_outright_counts_only_where_nothing_is_said_of_its_units():
    outright = Facts.plain({"dose-mg": 500, "weight-kg": 100}, now=NOW)
    assert worked(outright).value("dose-mg") == 500
    assert worked(outright).value("dose-mg-per-kg") == 5
    assert worked(outright).value("worst-fate-mg") is None
    for name, value in (("unit-mg", 25), ("units-per-dose", 2), ("made-of", "base")):
        assert worked(outright.with_said({name: Said(value, NOW)})).value("dose-mg") is None


def test_mg_of_a_salt_and_of_base():
    assert dose.in_base(57.7, "hydrochloride", FATE) == 50
    assert dose.in_base(57.7, "base", FATE) == 57.7
    assert dose.in_base(115.4, "hydrochloride", FATE) == 100
    assert dose.in_base(1, "hydrochloride", FATE) == 0.866551  # a millionth of a mg is enough


# --- properties ---------------------------------------------------------------------------------

doses = st.fixed_dictionaries(
    {
        "unit-mg": st.floats(0.5, 500),
        "units-per-dose": st.integers(1, 12),
        "units-in-fill": st.none() | st.integers(1, 40),
        "weight-kg": st.none() | st.floats(30, 200),
        "age-years": st.none() | st.integers(18, 90),
        "made-of": st.sampled_from(["base", "hydrochloride"]),
        "first-home-dose": st.booleans(),
        "last-tolerated-dose-mg": st.none() | st.floats(1, 400),
        "order-verb": st.sampled_from(["spit", "swallow"]),
    }
)


def like(values):
    given = plain("second-fifty") | values
    given["total-mg-written"] = round(given["unit-mg"] * given["units-per-dose"], 6)
    return Facts.plain({k: v for k, v in given.items() if v is not None}, now=NOW)


def never_better(milder, graver):
    before, after = verdicts(like(milder)), verdicts(like(graver))
    assert {rule: v for rule, v in before.items() if after[rule] < v} == {}


@settings(max_examples=many(60), deadline=None)
@given(values=doses, more=st.floats(0, 500))
def test_more_mg_never_makes_a_verdict_better(values, more):
    never_better(values, values | {"unit-mg": values["unit-mg"] + more})


@settings(max_examples=many(60), deadline=None)
@given(values=doses, more=st.integers(0, 20))
def test_more_units_never_make_a_verdict_better(values, more):
    never_better(values, values | {"units-per-dose": values["units-per-dose"] + more})


@settings(max_examples=many(60), deadline=None)
@given(values=doses.filter(lambda v: v["weight-kg"]), less=st.floats(0.1, 1))
def test_a_lower_weight_never_makes_a_verdict_better(values, less):
    lighter = max(25.0, values["weight-kg"] * less)
    never_better(values, values | {"weight-kg": lighter})


@settings(max_examples=many(60), deadline=None)
@given(values=doses.filter(lambda v: v["age-years"]), more=st.integers(0, 30))
def test_an_older_person_never_gets_a_better_verdict(values, more):
    never_better(values, values | {"age-years": values["age-years"] + more})


@settings(max_examples=many(60), deadline=None)
@given(values=doses)
def test_the_verb_never_makes_a_limit_in_mg_wider(values):
    spat = verdicts(like(values | {"order-verb": "spit"}))
    swallowed = verdicts(like(values | {"order-verb": "swallow"}))
    for verdict in (spat, swallowed):
        verdict.pop("changed-verb")
    assert spat == swallowed


@settings(max_examples=many(60), deadline=None)
@given(values=doses)
def test_the_worst_fate_is_never_better_than_what_is_written(values):
    found = verdicts(like(values))
    for rule, verdict in found.items():
        worst = {"dose-above-absolute-ceiling": "absolute-ceiling"}.get(rule, rule) + "-at-worst"
        if worst in found:
            assert found[worst] >= verdict, rule
